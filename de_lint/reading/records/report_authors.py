"""Who reports: named in the title, by a label or in a signature."""

from __future__ import annotations

from de_lint.classes import replace
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import (
    SEGMENT_END,
    agent_words,
    bare_name,
    first_name,
    is_agent_name,
    is_known_name,
    is_product,
    may_be_name,
    named_in,
    role_after,
)
from de_lint.reading.records.layout import Candidates, Layout, Places
from de_lint.reading.records.report_titles import discipline, is_reporter
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.answers import says_none
from de_lint.reading.values.statuses import official
from de_lint.vocabulary.kinds import active, concepts, part
from de_lint.vocabulary.words import words_in

_LONGEST_SIGNATURE = 14
_LONGEST_LINE = 12  # a longer line below the title names nobody
_LONGEST_HEADING = 2  # `### Agent type collisions` only mentions one
#: Where a label speaks of the whole although its words do not say so.
_EDGES = frozenset({"in the header", "in the footer", "about the report"})
_SIGNING = frozenset({"author", "report", "done", "date"})
#: What kind of label names who reports, by its words; the first that it says counts.
_BY_WORDS = {"agent": "a label", "sender": "a sender"}


def author_in_title(found: Candidates, layout: Layout) -> None:
    """Add whom the title names, or a short line below it."""
    _in_title(found, layout.shown)
    for line in layout.header[:1]:
        if line.form in ("text", "label") and len(line.text.text.split()) <= _LONGEST_LINE:
            _in_title(found, line.label or line.text)


def _in_title(found: Candidates, title: Text) -> None:
    words = words_of(title.text)
    tag = words[1:].partition("]")[0] if words.startswith("[") else ""
    if tag and (is_agent_name(tag) or is_known_name(tag)):
        found.add(tag, title, None, "a tag")
    segments = [s.strip() for part_ in words.split(",") for s in SEGMENT_END.split(part_)]
    for segment in segments[1:] if concepts(segments[0]).get("report") == 1.0 else ():
        if is_known_name(segment):
            found.add(segment, title, None, "in the title")  # `Daily report, Data Engineering, 2026-06-09`
    named = named_in(words)
    if named and "delegating" not in concepts(words) and is_reporter(named, words):
        found.add(named, title, None, "in the title")
    elif (topic := discipline(words)) is not None:
        found.add(topic, title, None, "a discipline")
    label, _, after = words.partition(":")
    if not tag and part(label, "progress_report") == "agent" and may_be_name(name := first_name(after)):
        found.add(name, title, None, "in the title")


def author_label(found: Candidates, field: Node, places: Places) -> None:
    """Add whom a label names, by its value or itself: `QA Agent: inspection complete`."""
    value = field.inline
    if value is None or says_none(value.text):
        return
    whole = "in a section" not in places or "at an edge" in places or "about the report" in places
    words, opens = concepts(field.name), part(field.name, "progress_report")
    if opens == "agent" and max(words.values(), default=0) < 1:
        opens = None  # the label only mentions one
    if opens is None and words and words.keys() <= {"profession", "persona"} and not _EDGES.isdisjoint(places):
        opens = "agent"
    spoken = any(map(f"{field.name} {value.text}".casefold().__contains__, agent_words()["agent"]))
    if opens not in ("agent", "assignee") and not spoken and not is_known_name(bare_name(field.name)):
        return  # nobody is named
    name = first_name(value.text)
    numbered = named_in(name)
    name = numbered if numbered and numbered[-1].isdigit() else name  # `Agent 2 of batch 1`
    own = is_known_name(bare_name(field.name)) and (is_agent_name(field.name) or is_product(name))
    if own and whole and not (is_agent_name(name) or is_known_name(name)):
        found.add(field.name, field.label or field.text, None, "a name as a label", *places)
    elif opens in ("agent", "assignee"):
        other = official(name) or dates.parse(name) is not None
        if field.content[1:] or other or not may_be_name(name) or placeholders.is_placeholder(value.text):
            return
        author = next((why for word, why in _BY_WORDS.items() if word in words), "an author")
        what = "an assignee" if opens == "assignee" else author
        told = {"a product": is_product(name), "an agent's name": is_agent_name(name)}
        told["a person"] = words_of(value.text).startswith("@") or _is_person(name)
        more = [why for why, is_so in told.items() if is_so]
        found.add(name, value, field if what == "a label" else None, what, *places, *more)


def author_section(found: Candidates, section: Node, places: Places) -> None:
    """Add whom a section names by its first words: `## Agent`, and below it `- Name: qa-agent`."""
    value = section.said or next((n.value for n in section.content if n.form in ("label", "item")), None)
    short = len(words_in(section.name)) <= _LONGEST_HEADING and "agents" not in concepts(section.name)
    if value and short and part(section.name, "progress_report") == "agent":
        author_label(found, replace(section, label=section.label or section.text, value=value, children=[]), places)


def _is_person(name: str) -> bool:
    """Tell a person's name, `Ada Lovelace`, from an agent's, `Pier Tester`, by what its words say."""
    tokens = name.split()
    speaks = any(active().lexicon.said(t) or t.casefold() in agent_words()["nobody"] for t in tokens)
    return len(tokens) == 2 and name.istitle() and not speaks and not is_product(name)


def author_in_line(found: Candidates, node: Node, place: str) -> None:
    """Add who signs, `*Generated by the QA Agent on 2026-03-06*`."""
    words = words_of(node.text.text)
    told = place in ("in the footer", "at the end") and part(node.name, "progress_report") in (None, "agent", "date")
    if not told or node.form not in ("text", "label", "item") or len(words.split()) > _LONGEST_SIGNATURE:
        return
    named = named_in(words)
    if named and may_be_name(named) and concepts(words).keys() & _SIGNING:
        found.add(named, node.text, None, "a signature")
    for match in active().lexicon.matches(words.casefold()) if not named else ():
        name = role_after(words, match) if match.stem.concept == "author" else None
        if name and (is_product(name) or is_known_name(bare_name(name))):
            found.add(name, node.text, None, "a signature")  # `Report generated by Claude on 2026-03-06`
