"""Who made a report: the agent in its title, a label, or the line that signs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from de_lint.patterns import compiled
from de_lint.reading.fields import Field
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_type, is_agent_name, is_known_name, is_product
from de_lint.reading.records.report_layout import Found, Layout
from de_lint.reading.records.report_titles import agent_in_title, title_facts
from de_lint.reading.values import placeholders

_AGENT_KEYS = frozenset({"agent", "agent name", "reporting agent", "agent role", "from"})
#: Who a tracker's file, once its work is done, says has done it.
_ASSIGNEE_KEYS = frozenset({"assignee", "assigned to"})
_AUTHOR = compiled(
    r"(?:\w+ )?(?:author|researcher|validator|reviewer|reporter|analyst|tester|auditor|engineer|developer|architect"
    r"|implementer|writer|maintainer)"
    r"|(?:\w+ ){1,2}by|(?:report |task )?owner|assignee|assigned to|sender"
)
#: Sections about the report itself, whose labels are the report's.
_ABOUT_REPORT = compiled(
    r"(?:.* )?(?:metadata|sign off|attribution|authors?)"
    r"|(?:(?:execution|report|document|session|run|test|review) )?(?:details|information)"
)
_SIGNED = compiled(
    r"\W*(?:(?:this )?(?:report|summary|implementation|analysis|task|work|validation|testing|document)(?: was)? )?"
    r"(?:generated|completed|prepared|written|created|implemented|conducted|performed|verified|validated)"
    r"(?:(?: by:? (?:the )?)(?P<who>[A-Z][\w ]{0,40}? Agent)\b| by | on |:)",
    re.IGNORECASE,
)
_SENDER = compiled(r"\[(?P<who>[A-Z][\w &/-]{1,40} Agent)\]\s+\w")
_AGENT_REPORT = compiled(r"(?P<who>(?:[A-Z][\w/&-]* ){1,4}Agent) (?:[A-Z]\w* ){0,3}(?:Report|Summary|Update)\b")
_DOER = compiled(
    r"(?:The |Our )?(?P<who>(?:[A-Z][\w/&-]* ){1,5}Agent) (?:has|have) (?:now |successfully |fully )*"
    r"(?:completed|finished|implemented|delivered|performed|conducted|created|resolved|fixed|validated|verified)\b"
)


def agent_of(layout: Layout) -> Found | None:
    """Return who reports: the agent in the title, an agent label, or a role's name used as a label."""
    named = agent_in_title(layout.title)
    if named:
        return Found(named, layout.title)
    for field in layout.labelled():
        named_agent = field.key.endswith(" agent") and field.inline and is_agent_name(words_of(field.inline.text))
        if field.inline is None or placeholders.is_placeholder(field.inline.text):
            continue
        if field.key in _AGENT_KEYS or named_agent:
            return Found(_first_name(field.inline.text), field.inline, field)
    subtitle = layout.header[0] if layout.header and layout.header[0].info == "bold-only" else None
    if subtitle and (who := agent_in_title(subtitle.label or subtitle.text)):
        return Found(who, subtitle.label or subtitle.text)
    return (
        _sender(layout)
        or _by_label(layout)
        or _executor(layout)
        or _signed_by(layout)
        or _doer(layout)
        or _headed(layout)
    )


def _sender(layout: Layout) -> Found | None:
    """The tag that opens the line below the title: `[QA Agent] All checks done`."""
    first = layout.header[0] if layout.header else None
    tag = _SENDER.match(first.text.text) if first else None
    return Found(tag.group("who"), first.text) if first and tag else None


def _by_label(layout: Layout) -> Found | None:
    """The agent that a label names as the author, or an agent's or a role's name that is the label."""
    for field in [*layout.labelled(), *_about_report(layout)]:
        author = _author(field.inline.text) if _AUTHOR.fullmatch(field.key) and field.inline else None
        if author and field.inline:
            return Found(author, field.inline)
    for field in [*(f for f in layout.front_matter if f.key in _ASSIGNEE_KEYS), *_assignees(layout)]:
        if field.value and (author := _author(field.value.text)):
            return Found(author, field.value)
    for field in _opening(layout):
        if field.label and field.value and _names_reporter(field, layout):
            return Found(field.name, field.label, None)
    for field in [*layout.footer, *_about_report(layout)]:
        if field.label and field.form != "cell" and is_agent_name(field.name) and not field.items:
            return Found(field.name, field.label, None)
    return None


def _assignees(layout: Layout) -> Iterator[Field]:
    """`**Assignee**: Security Agent` above the sections; in a report, unlike in a tracker, only an agent's name."""
    for field in layout.header:
        if field.key == "assignee" and field.value and is_agent_name(words_of(field.value.text)):
            yield field


def _opening(layout: Layout) -> list[Field]:
    """The fields above the sections; where there are none, those that open the first section, below a subtitle."""
    first = layout.body[0] if layout.body else None
    if any(f.label for f in layout.header) or first is None or first.form != "heading":
        return layout.header
    return list(takewhile(lambda n: n.form == "label", first.children))


def _author(text: str) -> str | None:
    """Return the name, where it says that it is an agent or a kind of a role: `Python Engineer`, `QA Specialist`."""
    name = _first_name(text)
    if is_product(name):
        return None
    if is_agent_name(name) or is_known_name(name.split()[-1]):
        return name
    return name.split()[0] if is_known_name(name.split()[0]) else None


def _about_report(layout: Layout) -> Iterator[Field]:
    """The fields of a last section that is about the report: `QA Validation Metadata`."""
    headings = [b for b in layout.body if b.form == "heading"]
    for last in headings[-1:]:
        section = next((c for c in reversed(last.children) if c.form == "heading"), last)
        for found in (last, section):
            if _ABOUT_REPORT.fullmatch(found.key):
                yield from (n for n in found.children if n.label)


def _names_reporter(field: Field, layout: Layout) -> bool:
    """`**QA Agent**: full validation` names who reports; so does `**Engineer**: …`, but only above headings."""
    return is_agent_name(field.name) or (is_known_name(field.name) and layout.has_headings and not field.is_item)


def _executor(layout: Layout) -> Found | None:
    """The only agent label in the sections, where it stands early or among the details of the work."""
    headings = [b for b in layout.body if b.form == "heading"]
    found = [n for b in layout.body for n in b.walk() if n.label and n.value and n.key == "agent"]
    places = [h for i, h in enumerate(headings) if i < 2 or _ABOUT_REPORT.fullmatch(h.key)]
    # An agent named elsewhere is somebody else: the next one, or one of many.
    if len(found) == 1 and found[0].value and any(found[0] is n for h in places for n in h.walk()):
        return Found(_first_name(found[0].value.text), found[0].value)
    return None


def _first_name(text: str) -> str:
    words = words_of(text)
    return re.split(r"\s+(?:of|for|in|at|-|–)\s+|\s*[(,;]", words, maxsplit=1)[0]


def type_of(found: Found | None) -> str | None:
    """Return the agent's type."""
    return agent_type(str(found.value)) if found else None


def signature(layout: Layout) -> list[Field]:
    """Return the last line where it says who made the report, or when: `*Generated by the QA Agent on 2026-03-06*`."""
    last = layout.body[-1] if layout.body else None
    while last is not None and last.children:
        last = last.children[-1]
    return [last] if last is not None and last.form == "text" and _SIGNED.match(last.text.text) else []


def _signed_by(layout: Layout) -> Found | None:
    """The agent that a footer names as the author."""
    for field in [*layout.footer, *signature(layout)]:
        named = _SIGNED.match(field.text.text)
        who = named.group("who") if named else None
        if who and is_agent_name(who):
            return Found(who, field.text)
    return None


def _headed(layout: Layout) -> Found | None:
    """The agent in the first heading, where that is a report's title too: `## Harbour Agent Task Completion Report`."""
    first = layout.body[0] if layout.body and layout.body[0].form == "heading" else None
    words = words_of(first.text.text) if first else ""
    who = _AGENT_REPORT.match(words)
    if first and who and is_agent_name(who.group("who")) and title_facts(words).report_type:
        return Found(who.group("who"), first.text)
    return None


def _doer(layout: Layout) -> Found | None:
    """Who did the work, in the sentence that opens the report: `The Harbour Agent has completed …`."""
    below = layout.body[0].children if layout.body and layout.body[0].form == "heading" else []
    for text in [n.text for n in [*layout.header, *below] if n.form == "text"][:1]:
        found = _DOER.match(words_of(text.text))
        if found and is_agent_name(found.group("who")):
            return Found(found.group("who"), text)
    return None
