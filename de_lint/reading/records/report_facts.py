"""A report's own status, date, author and type: of many candidates, the one with most evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import (
    agent_type,
    agent_words,
    bare_name,
    discipline,
    first_name,
    is_agent_name,
    is_known_name,
    is_product,
    may_be_name,
    named_in,
    reports,
    role_after,
)
from de_lint.reading.records.evidence import cues, sentences
from de_lint.reading.records.layout import Candidates, Found, Layout, concepts
from de_lint.reading.records.report_titles import is_report_title
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.statuses import negates, official
from de_lint.reading.values.statuses import read as read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, kind, part, said
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import ASIDE, Lexicon, lexicon, words_in

_SEGMENTS = compiled(r"\s+[-–—|·:]+\s+|:\s+|\s*[()\[\]]\s*")
STATUSES = ("completed", "partial", "blocked", "failed", "in_progress", "pending")
#: Of several sentences about the whole, the less happy one says how it stands.
_GRAVEST = ("blocked", "failed", "partial", "in_progress", "pending", "completed")
#: Sentences of an opening or a summary that may say how the whole stands.
LEADING = 3
LONGEST_VERDICT = 8
LONGEST_SIGNATURE = 14
#: The name of the one who acts stands at the beginning of a sentence.
EARLY = 12
#: So many words, or characters of Chinese and Japanese, are a status without saying of what.
SHORTEST = 3
#: From this weight on a word heads what was done.
SURE_WORD = 6.0
#: Where a label speaks of the whole although its words do not say so.
EDGES = ("in the header", "in the footer")


@cache
def _status_cues() -> Lexicon:
    """What sentences say of how the whole stands, apart from what else they do."""
    return lexicon({"stems": [row for row in schema("cues")["stems"] if row["concept"] in STATUSES]})


def _read(text: str) -> str | None:
    return None if placeholders.is_placeholder(text) else read_status(text, active().statuses["synonyms"])


# -- status -------------------------------------------------------------------------------------------------------


def status_of(layout: Layout) -> Found | None:
    """Return the status of the report as a whole, with the text that states it."""
    found = Candidates("status")
    for field, place in layout.labelled():
        _status_label(found, field, place)
    _status_in_sections(found, layout)
    _status_in_title(found, layout)
    _status_in_sentences(found, layout)
    return found.best()


def _is_status(field: Field) -> bool:
    return part(field.name, "progress_report") in ("status", "conclusion")


def _status_label(found: Candidates, field: Field, place: str, *more: str) -> None:
    name = part(field.name, "progress_report")
    said = field.said
    if name == "completed" and said is not None and dates.parse(said.text) and place != "in another section":
        found.add("completed", said, field, "a day of completion", place)
    if said is None or field.form in ("cell", "row"):
        return
    value = _read(said.text)
    words = concepts(field.name)
    is_done = words.get("done") == 1.0 and value is not None and len(said.text.split()) <= SHORTEST
    is_whole = value is not None and (
        (name is None and words.get("whole") == 1.0) or (name == "findings" and words.get("results") == 1.0)
    )
    if not _is_status(field) and not ((is_done and place in EDGES) or (is_whole and place != "in another section")):
        return
    kind_of_label = "a verdict"  # or `Task Completion: SUCCESSFUL`
    if name == "status":
        own = field.key in kind("progress_report").property("status").keys
        if not own and value and said.text.lstrip("*_ ")[:1].isdigit() and "%" not in said.text:
            return  # a tally of tests
        kind_of_label = "a status label" if own else "a label of the whole" if "whole" in words else "a label of a part"
    why = [kind_of_label, place, *more]
    if value is None:
        why.append("unreadable")
    if said.text.isupper():
        why.append("in capitals")
    found.add(value, said, field, *why)


def _status_in_sections(found: Candidates, layout: Layout) -> None:
    labels: list[tuple[Field, str]] = []
    for section in layout.sections():
        place = "in a summary" if layout.speaks_for_all(section) else "in another section"
        name = part(section.name, "progress_report")
        stage = ["of a stage"] if "stage" in concepts(section.name) else []
        if section.label and section.value and name in ("status", "conclusion"):
            value = _read(section.value.text)
            own = "a label of the whole" if "whole" in concepts(section.name) else "a label of a part"
            if value:
                found.add(value, section.value, section, own, "in a heading", *stage)
        elif (
            name == "status" and section.said and len(list(takewhile(lambda c: c.form != "rule", section.content))) == 1
        ):
            value = _read(section.said.text)
            unclear = () if value else ("unreadable", "in a summary")
            found.add(value, section.said, section, "a status label", *unclear, *stage)
        elif section in layout.body and (value := _of_heading(section)):
            found.add(value, section.text, section, "in a heading", "of a section", *stage)
        labels += [(n, place) for n in section.content if n.label and n.value and _is_status(n)]
    elsewhere = sum(place == "in another section" for _, place in labels)
    for node, place in labels:
        _status_label(found, node, place, *(["one of many"] if place == "in another section" and elsewhere > 1 else []))


def _status_in_title(found: Candidates, layout: Layout) -> None:
    value = title_status(layout.shown.text)
    if value:
        found.add(value, layout.shown, None, "in the title")
    first = layout.header[0] if layout.header else None
    if first is None or first.form not in ("text", "label"):
        return
    if first.label and first.value and not layout.has_headings and part(first.name, "progress_report") == "completed":
        found.add("completed", first.label, first, "in the title")  # `Completed: added the tests, ran them`
    elif len(first.text.text.split()) <= LONGEST_VERDICT and not first.children:
        value = _gravest([title_status((first.label or first.text).text), *_stated(first)])
        if value:
            found.add(value, first.text, first, "in the title")


#: What a title lists, so that its last word states no status: `Remaining issues fixed`.
_LISTED = frozenset({"remaining", "blockers", "risk", "question", "issue", "changes", "files", "test"})


def title_status(title: str, loose: bool = True, ends: bool = True) -> str | None:
    """Return the status that a part of a title states: `… — COMPLETE ✅`, `[DONE] …`, `Migration Complete`.

    Unless `loose` the part has to end with words for a status: `Failing code` names what a section is about. Unless
    it `ends` with them it has to say nothing else: `Items completed` heads a list.
    """
    known = active().statuses["synonyms"]
    segments = [p.strip(" -–—").split() for p in _SEGMENTS.split(words_of(title)) if p.strip(" -–—")]
    for tokens in reversed(segments):
        whole = " ".join(tokens)
        if len(segments) == 1 and not ends:
            break
        goes_on = loose and len(segments) > 1 and tokens[1:] and tokens[1].casefold() in active().lexicon.links
        if goes_on or official(whole, known) or (loose and len(tokens) <= SHORTEST and not _lists(tokens)):
            value = _read(whole)  # `… - Blocked after 3 attempts`
            if value:
                return value
    for tokens in segments:
        for size in (3, 2, 1) if ends and not _lists(tokens) else ():
            ending = " ".join(tokens[-size:])
            if len(tokens) > size and (loose or official(ending, known)):
                value = _read(ending)
                if value:
                    return value
    return None


def _of_heading(section: Field) -> str | None:
    alone = part(section.name, "progress_report") is None or section.is_one_paragraph
    return title_status(section.name, loose=False, ends=alone)


def tells_status(heading: Field) -> bool:
    """`Repair Complete` above a paragraph says how things stand, `Work Completed` what was done."""
    weak = all(one.weight < SURE_WORD for one in said(heading.name) if one.concept == "done")
    return weak and heading.is_one_paragraph and title_status(heading.name, loose=False) is not None


def _lists(tokens: list[str]) -> bool:
    return any(name in _LISTED and share > ASIDE for name, share in concepts(" ".join(tokens)).items())


def _status_in_sentences(found: Candidates, layout: Layout) -> None:
    """What sentences say of the whole: those of the opening, of a summary or conclusion, and the last line."""
    for node, place in _telling(layout):
        value = _gravest(_stated(node))
        if value:
            found.add(value, node.text, node, "a sentence", place)


def _gravest(stated: Sequence[str | None]) -> str | None:
    return next((s for s in _GRAVEST if s in stated), None)


def _stated(node: Field) -> list[str]:
    return [s for one in sentences(node.text.text)[:LEADING] for s in _of_sentence(one, node.form == "text")]


def _telling(layout: Layout) -> Iterator[tuple[Field, str]]:
    opening = [n for n in layout.header if n.form == "text" or (n.form == "label" and not n.value)]
    yield from ((n, "in the opening") for n in opening[:LEADING])
    for section in layout.sections():
        if layout.speaks_for_all(section):
            texts = [c for c in section.content if c.form in ("text", "label")][:LEADING]
            place = "in the conclusion" if part(section.name, "progress_report") == "conclusion" else "in a summary"
            yield from ((n, place) for n in texts)
    last = layout.last_line()
    if last is not None and last.form in ("text", "label"):
        yield last, "at the end"


def _of_sentence(sentence: str, alone: bool) -> list[str]:
    """Return the statuses that a sentence states by its cues; one that stands `alone` may be a single word."""
    if sentence.rstrip().endswith("?"):
        return []
    lowered = words_of(sentence).casefold()
    conditional = lowered.split()[:1] and lowered.split()[0] in agent_words()["conditions"]
    words = words_in(lowered)
    matches = [m for m in _status_cues().matches(lowered) if (m.start == 0 or not conditional)]
    stated = [m.stem.concept for m in matches if not negates(words[: m.start])]
    if stated or not alone or conditional or len(words) > SHORTEST:
        return stated
    value = _read(sentence)
    return [value] if value else []


# -- date ---------------------------------------------------------------------------------------------------------


def date_of(layout: Layout) -> Found | None:
    """Return the report's own date: the label that speaks most clearly of the report wins."""
    found = Candidates("date")
    for field, place in layout.labelled():
        _date_label(found, field, place)
    for section in layout.sections():
        place = "in an edge section" if any(section is s for s in layout.edge_sections()) else "in another section"
        for node in section.content:
            if node.label and node.form in ("label", "item"):
                _date_label(found, node, place)
        if section.is_one_paragraph or section.value:
            _date_label(found, section, "in the header" if section.value and place == "in an edge section" else place)
    in_title = dates.find(layout.shown.text)
    if in_title:
        found.add(in_title[0].iso, layout.shown, None, "in the title")
    last = layout.last_line()
    for node in [*layout.footer, *([last] if last is not None and last.form == "text" else [])]:
        spoken = dates.find(node.text.text) if len(node.text.text) < 200 else []
        if spoken:
            found.add(spoken[0].iso, node.text, None, "a date on a line")
    return found.best()


def _date_label(found: Candidates, field: Field, place: str) -> None:
    said = field.inline
    if said is None or part(field.name, "progress_report") not in ("date", "completed"):
        return
    iso = dates.parse(said.text)
    if iso:
        own = field.key in kind("progress_report").property("date").keys
        found.add(iso, said, field, "a date label" if own else "another date label", place)


# -- agent --------------------------------------------------------------------------------------------------------


def agent_of(layout: Layout) -> Found | None:
    """Return who reports: named in the title, by a label, in a signature or a sentence."""
    found = Candidates("agent")
    _agent_in_title(found, layout.shown)
    first_section = next((s.name for s in layout.sections()), "")
    named = _doer(first_section) if is_report_title(first_section) else None
    if named and is_known_name(named) and not layout.header:
        found.add(named, layout.sections()[0].text, None, "a name as a label")  # a second title
    for field, place in layout.labelled():
        _agent_label(found, field, place, layout.has_headings)
    for section in layout.sections():
        edge = any(section is s for s in layout.edge_sections())
        words = concepts(section.name).keys()
        about = "about" in words
        for node in () if words & {"handoff", "next"} else section.content:  # there they name who goes on
            if node.label and node.form in ("label", "item"):
                _agent_label(
                    found,
                    node,
                    "in the footer" if about else "in an edge section" if edge else "in another section",
                    True,
                )
    first = layout.header[0] if layout.header else None
    if first is not None and first.form in ("text", "label") and len(first.text.text.split()) <= 12 and not first.value:
        _agent_in_title(found, first.label or first.text)
    _signature(found, layout)
    return found.best()


def _agent_in_title(found: Candidates, title: Text) -> None:
    words = words_of(title.text)
    tag = words[1:].partition("]")[0] if words.startswith("[") else ""
    if tag and (is_agent_name(tag) or is_known_name(tag)):
        found.add(tag, title, None, "a tag")
    segments = [s.strip() for s in words.split(",")]
    for segment in segments[1:] if concepts(segments[0]).get("report") == 1.0 else ():
        if is_known_name(segment):
            found.add(segment, title, None, "in the title")  # `Daily report, Data Engineering, 2026-06-09`
    named = named_in(words)
    if named and "delegating" not in concepts(words) and reports(named, words):
        found.add(named, title, None, "in the title")
    elif (topic := discipline(words)) is not None:
        found.add(topic, title, None, "a discipline")
    label, _, after = words.partition(":")
    before, arrow, _ = after.partition("→")
    if arrow and concepts(label).get("handoff", 0) == 1 and may_be_name(before):
        found.add(before.strip(), title, None, "in the title")  # `Handoff: survey → drawing`
    elif not tag and part(label, "progress_report") == "agent" and may_be_name(name := first_name(after)):
        found.add(name, title, None, "in the title")


def _agent_label(found: Candidates, field: Field, place: str, headed: bool) -> None:
    opens = part(field.name, "progress_report")
    value = field.inline
    words = concepts(field.name)
    name = first_name(value.text) if value is not None else ""
    numbered = named_in(name)
    name = numbered if numbered and numbered[-1].isdigit() else name  # `Agent 2 of batch 1`
    if opens is None and place in EDGES and words.keys() & {"profession", "persona"}:
        opens = "agent"
    own = is_known_name(bare_name(field.name)) and (is_agent_name(field.name) or is_product(name))
    own = own and not (is_agent_name(name) or is_known_name(name)) and place != "in another section"
    if own and value is not None:  # `QA Agent: inspection complete` is by the QA agent
        found.add(field.name, field.label or field.text, None, "a name as a label", place)
    elif place in EDGES and (doer := _doer(field.name)):
        found.add(doer, field.label or field.text, None, "a name as a label", place)
    elif opens in ("agent", "assignee") and value is not None and not field.content[1:]:
        is_status = official(name, active().statuses["synonyms"])
        if not may_be_name(name) or is_status or dates.parse(name) or placeholders.is_placeholder(value.text):
            return
        what = "a label" if "agent" in words else "a sender" if "sender" in words else "an author"
        what = "an assignee" if opens == "assignee" else what
        why = [
            what,
            place,
            *(["a product"] if is_product(name) else []),
            *(["an agent's name"] if is_agent_name(name) else []),
        ]
        found.add(name, value, field if what == "a label" else None, *why)
    elif value is not None and is_agent_name(name) and place != "in another section" and not opens:
        found.add(name, value, None, "another label", "an agent's name", place)
    elif value is not None and field.label and place == "in the header" and headed and _names_a_role(field):
        found.add(field.name, field.label, None, "a name as a label")


def _names_a_role(field: Field) -> bool:
    return is_known_name(field.name) and not field.is_item


def _doer(label: str) -> str | None:
    """Return the agent of whose work a label tells: `[QA Agent] Count done`, `QA Agent Task Completion`."""
    words = words_of(label).strip("[ ").replace("]", "")
    named = None if is_agent_name(words) else named_in(words)
    return named if named and reports(named, words) else None


def _signature(found: Candidates, layout: Layout) -> None:
    """`*Generated by the QA Agent on 2026-03-06*`, or a sentence on who did the work: `The QA Agent has done …`."""
    last = layout.last_line()
    for node in [*layout.footer, *([last] if last is not None else [])]:
        text = words_of(node.text.text)
        own = node.form in ("text", "label", "item") and part(node.name, "progress_report") in (None, "agent", "date")
        named = named_in(text) if own and len(text.split()) <= LONGEST_SIGNATURE else None
        if named and concepts(text).keys() & {"author", "report", "done", "date"}:
            found.add(named, node.text, None, "a signature")
        for match in active().lexicon.matches(text.casefold()) if own and not named else ():
            name = role_after(text, match) if match.stem.concept == "author" else None
            if name and (is_product(name) or is_known_name(bare_name(name))):
                found.add(name, node.text, None, "a signature")  # `Report generated by Claude on 2026-03-06`
    opening = [*layout.header[:2], *(n for s in layout.sections()[:1] for n in s.content[:1])]
    for node in opening:
        first = sentences(node.text.text)[:1] if node.form == "text" else []
        named = _speaker(words_of(first[0])) if first else None
        if named:
            found.add(named, node.text, None, "a sentence")


def _speaker(sentence: str) -> str | None:
    """Return who speaks, or of whose deeds a sentence tells: `As the QA agent, I …`, `The QA Agent has done …`."""
    found = cues().matches(sentence.casefold())
    named = named_in(sentence)
    if named and sentence.find(named) < EARLY and {m.stem.concept for m in found} & {"past", "first", "completed"}:
        return named
    return None


def type_of(found: Found | None) -> str | None:
    """Return the agent's type."""
    return agent_type(str(found.value)) if found else None


# -- type ---------------------------------------------------------------------------------------------------------

TYPES = ("blocker", "completion", "finding", "handoff", "progress", "summary")
#: How much the words before the word for a report count.
OF_A_REPORT = 0.7
#: So many sections tell by their headings what kind of report it is.
_TELLING_SECTIONS = 6


def report_type_of(layout: Layout, status: str | None, lists: dict[str, int]) -> Found:
    """Return what kind of report it is: the words of its title and headings, its status and lists decide."""
    weights = schema("weights")["report types"]
    values = _type_evidence(layout, status, lists)
    scores = dict(zip(TYPES, weights["bias"], strict=True))
    for feature, value in values.items():
        for name, weight in zip(TYPES, weights.get(feature, ()), strict=False):
            scores[name] += value * weight
    best = max(TYPES, key=lambda n: scores[n])
    why = [f for f in values if f in weights]
    return Found(best, layout.shown, None, tuple(why), values=values)


def _titles(layout: Layout) -> Iterator[str]:
    """The title, and a line right below it that could be one: `Comment by QA Agent`, then `QA Progress Update:`."""
    yield layout.shown.text
    first = layout.header[0] if layout.header else None
    if first is not None and first.label and not first.value and is_report_title(first.name):
        yield first.name


def _type_evidence(layout: Layout, status: str | None, lists: dict[str, int]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for title in _titles(layout):
        words = concepts(placeholders.without_placeholders(title))
        # What a report is of, its kind: `Validation Report`.
        least = OF_A_REPORT if words.get("report") == 1.0 else 0
        for name, share in words.items():
            found[f"title {name}"] = max(found[f"title {name}"], share, least)
    for section in layout.sections()[:_TELLING_SECTIONS]:
        for name, share in concepts(section.name).items():
            found[f"heading {name}"] += share
    for field, _ in layout.labelled():
        for name in concepts(field.name):
            found[f"label {name}"] += 1
    found[f"status {status}"] = 1
    found |= {f"has {name}": 1 for name, number in lists.items() if number}
    if not fold(layout.shown.text):
        found["no title"] = 1
    return found
