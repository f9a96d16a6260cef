"""What a report's title says: its type, its status, who reports, and whether it is a report's title at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from de_lint.patterns import compiled
from de_lint.reading.fields import Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name
from de_lint.vocabulary.folding import any_word, fold
from de_lint.vocabulary.kinds import active, kind, per_vocabulary, role_by_name
from de_lint.vocabulary.schemas import schema

_WORDS = schema("recognition")["report"]
_MESSAGE_NOUN = any_word(_WORDS["message_nouns"])
_AGENT_IN_TITLE = compiled(r"^(?:comment by |report (?:from|by) )?(?P<who>[^:]*?\bagent)\b(?! handoff)", re.IGNORECASE)
_SENDER = compiled(r"^\[(?P<who>[A-Z]{2,4}|(?:[A-Z][\w/&-]* ){1,3}Agent)\]\s")
_HANDOFF = compiled(r"handoff:\s*(?P<who>[^→>:]+?)\s*(?:→|->|=>|\bto\b)", re.IGNORECASE)
#: A report of quality assurance says so right before the word for a report, wherever that stands in the title.
_QA_REPORT = compiled(
    r"\b(?P<who>QA)(?: [\w&/-]+){0,2} (?i:report|summary|results?|sign[ -]?off|findings?|assessment)\b"
)
_PARTS = compiled(r"\s+[-–—|·]\s+|,\s+|:\s+|\s+[-–—]\s*|\s\(")
#: The agent that such a title names is the other one.
_HANDED = compiled(r"(?:hand.?off|handover|request|delegation|assignment|question|message|reply)\b", re.IGNORECASE)
_AGENT_PART = compiled(
    r"(?:by |from )?(?:the )?(?P<who>(?:[A-Z][\w/&-]* ){1,3}Agent)"
    r"(?: (?:[Ff]inal )?(?i:report|update|summary|status))?\)?"
)
#: What a group reports every day or week: a role's name in such a title is the group, not the topic.
_REGULAR = compiled(r"\b(?:stand.?up|daily|weekly)\b", re.IGNORECASE)
_SEVERITY = compiled(r"^(?:critical|urgent|high|major|minor)\s+", re.IGNORECASE)
_DONE = compiled(r"\b(?:complete|completed|done)\b\s*[)\]!✅]*\s*(?:$|for\b|[:–—-])", re.IGNORECASE)

#: Titles of messages that are reports wherever they stand, also in the middle of a document.
_FOR_TICKET = compiled(
    r".{0,60}\b(?:completed?|summary|status|update|report|analysis|review|findings?|progress|blocker|issue|assessment|results?|fix)"
    r" for (?:ticket )?[A-Z][A-Z0-9]*-[0-9X]{2,14}",
    re.IGNORECASE,
)
_ROLE_MESSAGE = compiled(
    r"(?:critical )?(?P<who>[a-z ]+?) (?:blocker|issue|finding|task|progress)\b.{0,40}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a title says of its report."""

    report_type: str | None
    status: str | None


@per_vocabulary
def _titles() -> tuple[tuple[re.Pattern[str], str, str | None], ...]:
    return tuple(
        (compiled(t["pattern"], re.IGNORECASE), t["report_type"], t.get("status"))
        for t in kind("progress_report").schema["x-titles"]
    )


def title_facts(title: str) -> TitleFacts:
    """Return the report type and status that a title states; None for what it does not state."""
    words = fold(words_of(title))
    for pattern, report_type, status in _titles():
        if pattern.fullmatch(words):
            done = "completed" if report_type == "completion" and _DONE.search(words_of(title)) else None
            return TitleFacts(report_type, status or done)
    return TitleFacts(None, None)


@per_vocabulary
def _message_title() -> re.Pattern[str]:
    patterns = active().recognition["report"]["message_titles"]
    return compiled("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


def is_strong_title(line: str) -> bool:
    """Tell whether a line can only be the title of an agent's message."""
    words = words_of(line)
    if len(words) > 120:
        return False
    if _message_title().fullmatch(words) or _FOR_TICKET.fullmatch(words):
        return True
    found = _ROLE_MESSAGE.fullmatch(words)
    return found is not None and fold(found.group("who")) in role_by_name()


def sender_of(title: str) -> str | None:
    """Return who the tag before a title names: `[PM] …`, or `[QA Agent] …` where there is such a role."""
    found = _SENDER.match(title.strip().lstrip("#* "))
    who = found.group("who") if found else None
    known = who is not None and (who.isupper() or fold(who.removesuffix(" Agent")) in role_by_name())
    return who if known else None


def agent_in_title(title: Text) -> str | None:
    """Return the agent that a title names: `QA Agent …`, `Engineering Blocker`, `[PM] …`; None if it names none."""
    words = words_of(title.text)
    sender = sender_of(title.text)
    if sender:
        return sender
    handoff = _HANDOFF.search(words)
    if handoff and not words.lower().startswith("handoff to"):
        return handoff.group("who")
    named = _AGENT_IN_TITLE.match(words)
    if named and is_agent_name(named.group("who")) and len(named.group("who").split()) <= 4:
        return named.group("who")
    return _by_pattern(words) or _discipline(_SEVERITY.sub("", words)) or _in_a_part(words)


def _in_a_part(words: str) -> str | None:
    """The agent that a later part of a title names: `Deployment failed — Ops Agent Report`, `Stand-up, QA, Monday`."""
    parts = [] if _HANDED.match(words) else _PARTS.split(words)[1:]
    for part in parts:
        named = _AGENT_PART.fullmatch(part)
        if named and is_agent_name(named.group("who")):
            return named.group("who")
    meets = _REGULAR.search(words)
    return next((p for p in parts if fold(p) in role_by_name()), None) if meets else None


def _by_pattern(words: str) -> str | None:
    """The `agent` group of a title pattern, which a format's vocabulary may have."""
    for pattern, _, _ in _titles():
        found = pattern.fullmatch(words) if "agent" in pattern.groupindex else None
        if found:
            return found.group("agent")
    return None


def _discipline(words: str) -> str | None:
    """A role's name right before the word for a message, or QA at the very start."""
    lowered = words.casefold()
    for name in sorted(role_by_name(), key=len, reverse=True):
        if _is_followed_by_noun(lowered, name) or (name == "qa" and lowered.startswith("qa ")):
            return words[: len(name)]
    named = _QA_REPORT.search(words)
    return named.group("who") if named else None


def _is_followed_by_noun(words: str, name: str) -> bool:
    return words.startswith(f"{name} ") and _MESSAGE_NOUN.match(words[len(name) :].lstrip()) is not None
