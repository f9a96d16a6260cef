"""A report's own status, date, progress and author: of all candidates for a fact, the one with most evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_words
from de_lint.reading.records.cues import sentences
from de_lint.reading.records.layout import Candidate, Candidates, Layout, Places
from de_lint.reading.records.progress import progress_label, progress_line, progress_section
from de_lint.reading.records.report_authors import author_in_line, author_in_title, author_label, author_section
from de_lint.reading.values import dates
from de_lint.reading.values.statuses import emoji_status, negates, official, read_status
from de_lint.vocabulary.kinds import active, concepts, kind, part, said
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import ASIDE, Lexicon, lexicon, words_in

_SEGMENTS = compiled(r"(?<!\s)\s+[-–—|·:]+\s+|:\s+|(?:(?<!\s)\s+)?[()\[\]]\s*")
#: The statuses; of several sentences about the whole, the less happy one says how it stands.
_GRAVEST = ("blocked", "failed", "partial", "in_progress", "pending", "completed")
#: Sentences of an opening or a summary that may say how the whole stands.
_LEADING = 3
_LONGEST_VERDICT = 8
#: So many words, or characters of Chinese and Japanese, are a status without saying of what.
_SHORTEST = 3
#: From this weight on a word heads what was done.
_SURE_WORD = 6.0
_LONGEST_LINE = 200
#: What a label is about that may state how the whole stands.
_WHOLE = frozenset({"done", "whole", "results"})
#: What a title lists, so that its last word states no status: `Remaining issues fixed`.
_LISTED = frozenset({"remaining", "blockers", "risk", "question", "issue", "changes", "files", "test"})


class _Reader(NamedTuple):
    """How a fact is read from a labelled field, from a section by its heading, from the title, and from lines."""

    label: Callable[[Candidates, Node, Places], None]
    section: Callable[[Candidates, Node, Places], None] | None
    title: Callable[[Candidates, Layout], None] | None
    line: Callable[[Candidates, Node, str], None]


def facts_of(layout: Layout, *names: str) -> list[Candidate | None]:
    """Return the report's own `status`, `date`, `agent` or `progress`, each with the text that states it."""
    readers = [(Candidates(name), _READERS[name]) for name in names]
    for found, reader in readers:
        if reader.title:
            reader.title(found, layout)
    for field, places in layout.stated():
        for found, reader in readers:
            reader.label(found, field, places)
    for section, places in layout.placed_sections():
        for found, reader in readers:
            if reader.section:
                reader.section(found, section, places)
    for node, place in _lines(layout):
        for found, reader in readers:
            reader.line(found, node, place)
    return [found.best() for found, _ in readers]


def _lines(layout: Layout) -> Iterator[tuple[Node, str]]:
    """Yield the lines that may speak of the whole, and where they stand."""
    opening = [n for n in layout.header if n.form in ("text", "item") or (n.form == "label" and not n.value)]
    yield from ((n, "in the opening") for n in opening[: 2 * _LEADING])
    for number, section in enumerate(layout.sections()):
        if layout.speaks_for_all(section):
            place = "in the conclusion" if part(section.name, "progress_report") == "conclusion" else "in a summary"
            yield from ((n, place) for n in [c for c in section.content if c.form in ("text", "label")][:_LEADING])
        elif number == 0:
            yield from ((n, "in the first section") for n in section.content[:1])
    yield from ((n, "in the footer") for n in layout.footer)
    last = layout.last_line()
    if last is not None:
        yield last, "at the end"


# -- status -------------------------------------------------------------------------------------------------------


@cache
def _cues() -> Lexicon:
    """What sentences say of how the whole stands, apart from what else they do."""
    return lexicon({"stems": [row for row in schema("cues")["stems"] if row["concept"] in _GRAVEST]})


def _status_label(found: Candidates, field: Node, places: Places) -> None:
    name, said = part(field.name, "progress_report"), field.said
    in_section = "in a section" in places
    if said is None or field.form == "cell" or (in_section and not field.value):
        return
    if name == "completed" and dates.parse(said.text) and not in_section:
        found.add("completed", said, field, "a day of completion", *places)
    words = concepts(field.name)
    if name not in ("status", "conclusion") and not any(words.get(concept) == 1.0 for concept in _WHOLE):
        return  # whatever stands here states no status
    value = read_status(said.text) or (_marked(said.text) if name == "status" else None)
    what = _of_label(field, name, said.text, value, "in a section" in places or "in the front matter" in places)
    if what and (what != "a verdict" or not in_section or name == "conclusion"):
        unreadable = [] if value else ["unreadable"]
        found.add(value, said, field, what, *places, *unreadable, *(["in capitals"] if said.text.isupper() else []))


def _marked(text: str) -> str | None:
    """The status of the emoji that a value begins with, `✅ good to go`, if it is the only one."""
    marks = [c for c in text if emoji_status(c)]
    return emoji_status(marks[0]) if len(marks) == 1 and text.lstrip("*_ ").startswith(marks[0]) else None


def _of_label(field: Node, name: str | None, text: str, value: str | None, aside: bool) -> str | None:
    """Return what kind of status a label states: of the report, of the whole or a part of the work, a verdict."""
    words = concepts(field.name)
    if name == "status":
        if field.key in kind("progress_report").property("status").keys:
            return "a status label"
        tally = value and text.lstrip("*_ ")[:1].isdigit() and "%" not in text
        return None if tally else "a label of the whole" if "whole" in words else "a label of a part"
    is_done = words.get("done") == 1.0 and len(text.split()) <= _SHORTEST and not aside
    is_whole = (name is None and words.get("whole") == 1.0) or (name == "findings" and words.get("results") == 1.0)
    return "a verdict" if name == "conclusion" or (value and (is_done or is_whole)) else None


def _status_section(found: Candidates, section: Node, places: Places) -> None:
    name = part(section.name, "progress_report")
    stage = ["of a stage"] if "stage" in concepts(section.name) else []
    alone = len(list(takewhile(lambda c: c.form != "rule", section.content))) == 1
    stated = section.value if section.label else None
    value = read_status(stated.text) if stated else None
    # `## Results: 7/7 passed` is a verdict.
    if stated and (name in ("status", "conclusion") or _of_label(section, name, stated.text, value, False)):
        own = "a label of the whole" if "whole" in concepts(section.name) else "a label of a part"
        if value:
            found.add(value, stated, section, own, "in a heading", *stage)
    elif name == "status" and section.said and alone:
        value = read_status(section.said.text)
        unclear = [] if value else ["unreadable", "in a summary"]
        found.add(value, section.said, section, "a status label", *unclear, *stage)
    elif "outermost" in places and not any(c.is_item or c.form == "table" for c in section.children):
        ends = name is None or section.is_one_paragraph
        value = title_status(section.name, loose=False, ends=ends)
        if value:
            found.add(value, section.text, section, "in a heading", "of a section", *stage)


def _status_title(found: Candidates, layout: Layout) -> None:
    value = title_status(layout.shown.text)
    if value:
        found.add(value, layout.shown, None, "in the title")
    first = layout.header[0] if layout.header else None
    if first is None or first.form not in ("text", "label"):
        return
    if first.label and first.value and not layout.has_headings and part(first.name, "progress_report") == "completed":
        found.add("completed", first.label, first, "in the title")  # `Completed: added the tests, ran them`
    elif not first.children and official(last := _SEGMENTS.split(words_of(first.text.text))[-1]):
        found.add(read_status(last), first.text, first, "in the title")  # `**Step 2: the long list of it** - DONE`
    elif len(first.text.text.split()) <= _LONGEST_VERDICT and not first.children:
        is_day = first.value is not None and dates.parse(first.value.text) is not None  # `Started: 2026-04-23`
        value = _gravest([None if is_day else title_status((first.label or first.text).text), *_stated(first)])
        if value:
            found.add(value, first.text, first, "in the title")


def title_status(title: str, loose: bool = True, ends: bool = True) -> str | None:
    """Return the status that a part of a title states: `… — COMPLETE ✅`, `[DONE] …`, `Migration Complete`.

    Unless `loose` the part has to end with words for a status: `Failing code` names what a section is about. Unless
    it `ends` with them it has to say nothing else: `Items completed` heads a list.
    """
    segments = [p.strip(" -–—").split() for p in _SEGMENTS.split(words_of(title)) if p.strip(" -–—")]
    for tokens in reversed(segments) if ends or len(segments) > 1 else ():
        whole = " ".join(tokens)
        goes_on = loose and len(segments) > 1 and tokens[1:] and tokens[1].casefold() in active().lexicon.links
        if goes_on or official(whole) or (loose and len(tokens) <= _SHORTEST and not _lists(tokens)):
            value = read_status(tokens[0] if goes_on else whole)  # `… - Blocked after 3 attempts`
            if value:
                return value
    for tokens in segments if ends else ():
        for ending in (" ".join(tokens[-size:]) for size in (3, 2, 1) if size < len(tokens) and not _lists(tokens)):
            # `Handoff for Continuing Agent` tells whom it is for.
            states = official(ending) or (loose and ending.split()[-1].casefold() not in agent_words()["agent"])
            value = read_status(ending) if states else None
            if value:
                return value
    return None


def tells_status(heading: Node) -> bool:
    """`Repair Complete` above a paragraph says how things stand, `Work Completed` what was done."""
    weak = all(one.weight < _SURE_WORD for one in said(heading.name) if one.concept == "done")
    return weak and heading.is_one_paragraph and title_status(heading.name, loose=False) is not None


def _lists(tokens: list[str]) -> bool:
    return any(name in _LISTED and share > ASIDE for name, share in concepts(" ".join(tokens)).items())


def _status_line(found: Candidates, node: Node, place: str) -> None:
    """What sentences say of the whole: those of the opening, of a summary or conclusion, and the last line."""
    if node.form not in ("text", "label") or place == "in the first section":
        return
    value = _gravest(_stated(node))
    if value is None and place == "in the conclusion" and len(node.text.text.split()) <= _LONGEST_VERDICT:
        value = title_status(node.text.text, loose=False, ends=False)  # `**PASS — certified for a year**`
    if value and place != "in the footer":
        found.add(value, node.text, node, "a sentence", place)


def _gravest(stated: Sequence[str | None]) -> str | None:
    return next((s for s in _GRAVEST if s in stated), None)


def _stated(node: Node) -> list[str]:
    return [s for one in sentences(node.text.text)[:_LEADING] for s in _of_sentence(one, node.form == "text")]


def _of_sentence(sentence: str, alone: bool) -> list[str]:
    """Return the statuses that a sentence states by its cues; one that stands `alone` may be a single word."""
    if sentence.rstrip().endswith("?"):
        return []
    lowered = words_of(sentence).casefold()
    words = words_in(lowered)
    conditional = lowered.split()[:1] and lowered.split()[0] in agent_words()["conditions"]
    matches = [m for m in _cues().matches(lowered) if m.start == 0 or not conditional]
    stated = [m.stem.concept for m in matches if not negates(words[: m.start])]
    if stated or not alone or conditional or len(words) > _SHORTEST:
        return stated
    value = read_status(sentence)
    return [value] if value else []


# -- date ---------------------------------------------------------------------------------------------------------


#: Days that a report may name and that are not its own.
_OTHER_DAYS = frozenset({"other_day", "deadline", "next", "plan", "stage", "session", "changelog", "nothing", "ticket"})


def _date_label(found: Candidates, field: Node, places: Places) -> None:
    said = field.inline
    if not said or not (iso := dates.parse(said.text)):
        return
    words, name = concepts(field.name), part(field.name, "progress_report")
    if field.key in kind("progress_report").property("date").keys:
        found.add(iso, said, field, "a date label", *places)
    elif name in ("date", "completed") or words.get("date") == 1.0:  # `Test date` too
        found.add(iso, said, field, "another date label", *places)
    elif not words.keys() & _OTHER_DAYS:
        found.add(iso, said, field, "a day as a value", *places)  # `Reviewed: 2026-03-06`


def _date_section(found: Candidates, section: Node, places: Places) -> None:
    if section.is_one_paragraph or section.value:
        _date_label(found, section, ("in the header",) if section.value and "at an edge" in places else places)


def _date_title(found: Candidates, layout: Layout) -> None:
    for one in dates.find(layout.shown.text)[:1]:
        found.add(one.iso, layout.shown, None, "in the title")


def _date_line(found: Candidates, node: Node, place: str) -> None:
    closes = place == "in the footer" or (place == "at the end" and node.form == "text")
    text = node.text.text
    for one in dates.find(text)[:1] if len(text) < _LONGEST_LINE and (closes or place == "in the opening") else ():
        before = concepts(words_of(text[: one.start]).strip(" |:"))  # `Generated by the Deploy Agent | 2026-03-06`
        if closes or before.keys() & {"author", "date"}:
            found.add(one.iso, node.text, None, "a date on a line")


_READERS = {
    "status": _Reader(_status_label, _status_section, _status_title, _status_line),
    "date": _Reader(_date_label, _date_section, _date_title, _date_line),
    "agent": _Reader(author_label, author_section, author_in_title, author_in_line),
    "progress": _Reader(progress_label, progress_section, None, progress_line),
}
