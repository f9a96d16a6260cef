"""Delegations without a head line: task blocks, and texts that hold the labels of a delegation."""

from __future__ import annotations

import re
from dataclasses import replace

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name
from de_lint.reading.records.claims import claim_fields, lifted
from de_lint.reading.records.delegation_heads import TELLING
from de_lint.reading.records.delegations import delegation_record, report_keys
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.vocabulary.kinds import active, kind, per_vocabulary

#: Without a head line so many of the telling labels must be there, the task among them.
NEEDED = 3
_TO_AGENT = compiled(r"\b(?:to|for)\s+(?:the\s+)?(?P<who>(?:[A-Z][\w/&-]*\s+){1,4}Agent)\b")


#: `Delegation: Ops Agent` names nobody's work, `Delegation to the Ops Agent: Move the relay` does.
_HEAD_TITLE = compiled(
    r"(?:task )?(?:delegation|assignment|briefing|work order)\s*(?:[:–—-]|to|for)\s*(?:the\s+)?"
    r"(?P<who>(?:[A-Z][\w/&-]*\s+){1,4}Agent)"
    r"(?:\s*[:–—-]\s*(?P<title>\S.*))?",
    re.IGNORECASE,
)


#: A heading that names the kind of document and nothing else.
_BARE_TITLE = compiled(r"(?:task |agent )?(?:delegation|assignment|briefing|work order)", re.IGNORECASE)


def read_headless(source: Source, root: Field, reading: Reading, needed: int = NEEDED) -> Record | None:
    """Return the whole text as one delegation if it holds a task and at least `needed` telling labels, or None.

    With `needed` 0 somebody says that it is one, and no label tells otherwise.
    """
    nodes = [n for n in root.children if n.form not in ("front-matter", "comment", "rule")]
    if not nodes:
        return None
    opening = nodes[0]
    inside = opening.children if opening.form == "heading" else []
    titled = opening.form in ("heading", "text")
    fields = lifted([*inside, *(nodes[1:] if titled else nodes)], [kind("delegation")])
    claimed = claim_fields(fields, [kind("delegation")])
    telling = {p.name for p in claimed.by_property} & TELLING
    headed = _HEAD_TITLE.fullmatch(words_of(opening.text.text)) if titled else None
    if headed and not is_agent_name(headed.group("who")):
        headed = None
    addressee = next((f for f in fields if f.key in _addressee_keys() and f.value), None)
    if addressee and addressee.value and is_agent_name(words_of(addressee.value.text)) and needed:
        needed -= 1
    if needed and (
        len(telling) < needed or "task" not in telling or any(_tells_report(f, headed) for f in claimed.others)
    ):
        return None
    if addressee:
        claimed.drop(addressee)
    titled = titled and not _BARE_TITLE.fullmatch(words_of(opening.text.text))
    title = opening.text if titled else next((f.inline for f in claimed.of("task") if f.inline), None)
    who = addressee.value if addressee else _named_in(title)
    if headed and title:
        who = who or Text(headed.group("who"), title.span)
        title = Text(headed.group("title"), title.span) if headed.group("title") else None
    return delegation_record(source, opening, fields, claimed, who, title, reading, "form")


def _tells_report(field: Field, headed: re.Match[str] | None) -> bool:
    """A status shows a report, and so does a date where the title does not say whom it is for."""
    return field.key in report_keys() and not (headed and field.key == "date")


def _named_in(title: Text | None) -> Text | None:
    """`Delegation to Ops Agent` names whom it is for."""
    found = _TO_AGENT.search(words_of(title.text)) if title else None
    return Text(found.group("who"), title.span) if found and title and is_agent_name(found.group("who")) else None


def read_task_block(source: Source, root: Field, reading: Reading) -> Record | None:
    """Return the delegation that a text opening with `Task:` and going on with requirements is, or None."""
    first = next((n for n in root.children if n.form != "rule"), None)
    if first is None or first.key != "task" or (first.marker and not first.marker[0].isdigit()):
        return None
    nested = [_plain(c) for c in first.children if c.label and not c.is_item]
    fields = [*nested, *root.children[1:]] if nested and not first.value else root.children
    keys = {f.key for f in fields if f is not first}
    if not keys & _block_keys():
        return None
    claimed = claim_fields(fields, [kind("delegation")])
    agent = next((f for f in fields if f.key == "agent" and f.value), None)
    task = next((f for f in fields if f.key == "task" and f.inline), None)
    title = _unquoted(task.inline) if task and task.inline else None
    if agent:
        claimed.drop(agent)
    who = _unquoted(agent.value) if agent and agent.value else None
    return delegation_record(source, first, fields, claimed, who, title, reading, "task-block")


@per_vocabulary
def _addressee_keys() -> frozenset[str]:
    return frozenset(active().recognition["delegation"]["addressee_labels"])


@per_vocabulary
def _block_keys() -> frozenset[str]:
    """A task block without an agent line needs one of these labels beside its `Task:`."""
    return frozenset(active().recognition["delegation"]["task_block_labels"])


def _plain(one: Field) -> Field:
    """Return a field in the manner of YAML without the quotes around its value."""
    return replace(one, value=_unquoted(one.value)) if one.value and one.value.text[:1] in "\"'" else one


def _unquoted(text: Text) -> Text:
    stripped = text.text.strip("\"'")
    return Text(stripped, text.span)
