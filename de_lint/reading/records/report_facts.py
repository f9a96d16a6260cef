"""A report's own status, date and progress: which of many candidates speaks for the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.records.agents import is_agent_name
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json
from de_lint.reading.records.report_authors import signature
from de_lint.reading.records.report_conclusions import concluded, headed
from de_lint.reading.records.report_layout import Found, Layout
from de_lint.reading.records.report_titles import TitleFacts, title_facts
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.statuses import read as read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, per_vocabulary

_PERCENT = compiled(r"(\d{1,3}(?:\.\d+)?)\s?%")
_OVERALL_ITEM = compiled(r"\W*(\d{1,3}(?:\.\d+)?)\s?% (?:complete|done|finished)\b", re.IGNORECASE)
_ABOUT = r"(?:~|≈|about |around |approx(?:\.|imately)? |roughly |ca\.? |circa )?"
_COMPLETE_NOTE = compiled(
    rf"(?:\(\s*{_ABOUT}(\d{{1,3}}(?:\.\d+)?)\s?%\s*(?:(?:complete|completed|done|finished)\b|\))"
    rf"|[,;–—-]\s+{_ABOUT}(\d{{1,3}}(?:\.\d+)?)\s?%\s*(?:complete|completed|done|finished)\b)",
    re.IGNORECASE,
)
_CONCLUSION = compiled(r"conclusion|final status|sign.?off|final verdict|overall", re.IGNORECASE)
#: Sections that speak for the whole report, so that a status in them is the report's.
_SPEAKS_FOR_ALL = compiled(r"(?:.* )?(?:summary|conclusions?|sign off|verdict|final .*|overall .*)")
_OF_THE_WHOLE = compiled(
    r"(?:overall|final|project|task) .*status|overall result|(?:.* )?(?:task|mission) (?:completion|outcome|result)"
)
#: `Cleanup Status` above or below all sections is the report's; `Build Status` never is.
_OWN_STATUS = compiled(
    r"(?!(?:build|git|ticket|agent|service|system|framework|test suite|previous) )(?:\w+ ){1,2}status"
    r"|(?:qa |final )?(?:sign off|verdict|approval)"
)
#: How telling a date is that no label above or below the sections states.
_IN_BODY, _OF_WORK = 50, 60
_COMPLETION_TITLE = compiled(r"\bcompletion (?:report|summary)\b", re.IGNORECASE)
_SHOUTED = compiled(r"\b[A-Z]{4,}\b")
LONGEST_OPENING = 8
#: Dates that a tracker keeps; the report's own words come first.
_RECORD_KEPT = frozenset({"created", "updated", "created date", "updated date", "last updated"})
_BODY_DATE_KEYS = frozenset({"date", "completion date", "execution time", "timestamp", "generated", "report generated"})
#: A day on which the work reported was done or looked at; not a deadline, a start or a deployment.
_WORK_DATE = compiled(
    r"(?:report|test|testing|implementation|analysis|validation|verification|review|audit|assessment|investigation"
    r"|research|collection|benchmark|execution|evaluation|sign off|session|document|generation|completion) date"
    r"|(?:report|documentation|implementation|analysis|testing|validation|work) (?:completed|performed|finished)"
)


def status_of(layout: Layout, reading: Reading) -> Found | None:
    """Return the status of the report as a whole, with the text that states it."""
    written: Found | None = None
    for found in _status_candidates(layout, reading):
        if found.value is not None:
            return found
        written = written or found
    for facts in (layout.facts, opening_facts(layout)):
        if facts.status:
            return Found(facts.status, layout.title)
    told = _spoken_status(layout, reading) or headed(layout) or concluded(layout)
    return told or written or _announced(layout) or _cried_out(layout, reading)


def _cried_out(layout: Layout, reading: Reading) -> Found | None:
    """A heading all in capitals, or what stands beside the reporter's name, that tells of completed work."""
    reporters = [f.value for f in layout.header if f.label and f.value and is_agent_name(f.name)]
    headings = [s.text for s in _sections(layout) if len(s.name.split()) > 2 and s.name.isupper()]
    for text in (*reporters, *headings):
        if len(text.text.split()) < 10 and read_status(text.text, reading.statuses["synonyms"]) == "completed":
            return Found("completed", text)
    return None


def _announced(layout: Layout) -> Found | None:
    """A completion report that states no status tells of completed work."""
    nodes = [*layout.header, *layout.footer, *(n for b in layout.body for n in b.walk())]
    if any(n.key.endswith("status") and n.value and placeholders.holds_placeholder(n.value.text) for n in nodes):
        return None
    return Found("completed", layout.title) if _COMPLETION_TITLE.search(layout.title.text) else None


def opening_facts(layout: Layout) -> TitleFacts:
    """Return what the first line below a title such as `Comment by …` says, if the title says nothing."""
    first = next(iter([*layout.header, *layout.body]), None)
    words = (first.label or first.text).text if first else ""
    if layout.facts.report_type or not words or len(words.split()) > LONGEST_OPENING:
        return TitleFacts(None, None)
    return title_facts(words)


def _status_candidates(layout: Layout, reading: Reading) -> Iterator[Found]:
    keys = kind("progress_report").property("status").keys
    headings = {k for k in keys if k.endswith("status")}
    synonyms = reading.statuses["synonyms"]
    for field in layout.labelled():
        if field.key in keys and field.said:
            yield Found(_status_value(field.said.text, synonyms), field.said, field)
    yield from _status_of_the_whole(layout, synonyms)
    nodes = [n for b in layout.body for n in b.walk()]
    outermost = {id(b) for b in layout.body}
    for node in nodes:
        if node.form == "heading" and node.label and node.value and node.key.endswith("status"):
            yield Found(read_status(node.value.text, synonyms), node.value)
        elif node.form == "heading" and node.key in headings and _is_outer(node, outermost) and (said := _said(node)):
            yield Found(_status_value(said.text, synonyms), said, node)
    for field in layout.front_matter:
        if field.key in ("completed", "completed date") and field.value and dates.parse(field.value.text):
            yield Found("completed", field.value)
    own = [n for n in nodes if n.label and n.value and n.key in keys and n.form != "cell"]
    if len(own) == 1 and own[0].value:
        yield Found(read_status(own[0].value.text, synonyms), own[0].value)


def _status_of_the_whole(layout: Layout, synonyms: Json) -> Iterator[Found]:
    """Readable statuses whose label or whose section says that they are the report's own."""
    keys = kind("progress_report").property("status").keys
    near = [(f, True) for f in [*layout.header, *layout.footer]]
    near += [(n, False) for b in layout.body for n in b.walk()]
    summaries = {id(n) for b in _sections(layout) if _SPEAKS_FOR_ALL.fullmatch(b.key) for n in b.children}
    for node, outside in near:
        named = _OF_THE_WHOLE.fullmatch(node.key) or (outside and _OWN_STATUS.fullmatch(node.key))
        if not (node.label and node.value) or node.form in ("cell", "row", "heading"):
            continue
        verdict = id(node) in summaries and (node.key in keys or _is_verdict(node))
        if named or verdict:
            value = _status_value(node.value.text, synonyms)
            if value:
                yield Found(value, node.value)


def _sections(layout: Layout) -> list[Field]:
    """The outermost headings, and those right below a heading that holds all others."""
    return [s for b in layout.body if b.form == "heading" for s in (b, *b.children) if s.form == "heading"]


def _is_verdict(node: Field) -> bool:
    """`**RELEASE READINESS**: ✅ **APPROVED**`, label and value in capitals."""
    short = node.value is not None and len(node.value.text.split()) <= LONGEST_OPENING
    return short and node.name.isupper() and bool(node.value and _SHOUTED.search(node.value.text))


def _edge_sections(layout: Layout) -> list[Field]:
    """The first section and the last; a day in any other is that section's."""
    sections = _sections(layout)
    return [*sections[:2], *sections[-1:]]


def _said(section: Field) -> Text | None:
    """All that a section has to say, apart from the document's footer."""
    own = list(takewhile(lambda c: c.form != "rule", section.children))
    return section.said or (own[0].text if len(own) == 1 and own[0].form == "item" else None)


def _is_outer(heading: Field, outermost: set[int]) -> bool:
    return heading.level <= 2 or id(heading) in outermost


def _status_value(text: str, synonyms: Json) -> str | None:
    return None if placeholders.is_placeholder(text) else read_status(text, synonyms)


def _spoken_status(layout: Layout, reading: Reading) -> Found | None:
    """A verdict in capitals: a line of its own in a conclusion, or in a short message."""
    for field in layout.footer:
        if field.text.text and re.match(r"\W*completed\W+\d{4}-", field.text.text, re.IGNORECASE):
            return Found("completed", field.text)
    for node in _verdicts(layout):
        text = (node.label or node.text).text if node.info == "bold-only" else node.text.text
        found = read_status(text, reading.statuses["synonyms"]) if _SHOUTED.search(text) else None
        if found:
            return Found(found, node.text)
    return None


def _verdicts(layout: Layout) -> Iterator[Field]:
    for node in reversed(layout.body):
        if node.form == "heading" and _CONCLUSION.search(node.name):
            yield from (c for c in node.children if c.form in ("text", "label", "item") and len(c.text.text) < 80)
    if not layout.has_headings:
        yield from (n for n in [*layout.header, *layout.body] if n.form == "text" and len(n.text.text) < 80)


@per_vocabulary
def _date_keys() -> list[str]:
    """Labels of a report's own date, the most telling first."""
    return [fold(k) for k in kind("progress_report").property("date").aliases]


def _rank(key: str) -> int | None:
    """Return how well a label above or below the sections tells the report's date, 0 best; None if it tells none."""
    if key in _date_keys():
        return _date_keys().index(key) + (100 if key in _RECORD_KEPT else 0)
    return _OF_WORK if _WORK_DATE.fullmatch(key) else None


def date_of(layout: Layout) -> Found | None:
    """Return the report's own date: the label that speaks most clearly of the report wins."""
    ranked: list[tuple[int, Found]] = []
    sections = [b for b in layout.body if b.form == "heading" and b.is_one_paragraph]
    for field in [*layout.labelled(), *sections]:
        rank = _rank(field.key)
        if field.inline and rank is not None and (iso := dates.parse(field.inline.text)):
            ranked.append((rank, Found(iso, field.inline, field)))
    edges = {id(n) for s in _edge_sections(layout) for n in s.children}
    for node in (n for b in layout.body for n in b.walk()):
        of_work = id(node) in edges and _WORK_DATE.fullmatch(node.key)
        if node.label and node.value and (node.key in _BODY_DATE_KEYS or of_work):
            iso = dates.parse(node.value.text)
            if iso:
                ranked.append((_IN_BODY if node.key in _BODY_DATE_KEYS else _OF_WORK, Found(iso, node.value, node)))
    if len({f.value for rank, f in ranked if rank == _IN_BODY}) > 1:
        ranked = [(rank, f) for rank, f in ranked if rank != _IN_BODY or id(f.field) in edges]
    in_title = dates.find(layout.title.text)
    if not ranked and in_title:
        return Found(in_title[0].iso, layout.title)
    return min(ranked, key=lambda r: r[0])[1] if ranked else _spoken_date(layout)


def _spoken_date(layout: Layout) -> Found | None:
    for field in [*layout.footer, *signature(layout)]:
        found = dates.find(field.text.text)
        if found:
            return Found(found[0].iso, field.text)
    return None


def progress_of(layout: Layout, status: Found | None) -> Found | None:
    """Return the percentage of the whole task that is done, where the report states it."""
    keys = kind("progress_report").property("progress").keys
    headings = [n for b in layout.body for n in b.walk() if n.form == "heading" and n.label and n.value]
    for field in [*layout.header, *layout.body, *headings]:
        if field.label and field.inline and field.key in keys:
            found = _PERCENT.search(field.inline.text)
            if found and not placeholders.is_placeholder(field.inline.text):
                return Found(_number(found.group(1)), field.inline, field)
    if status is None:
        status = next((Found(None, f.inline) for f in layout.labelled() if f.key in _status_keys() and f.inline), None)
    noted = _COMPLETE_NOTE.search(status.text.text) if status else None
    if status and noted:
        return Found(_number(noted.group(1) or noted.group(2)), status.text)
    for node in [*layout.header, *layout.body]:
        found = (
            _OVERALL_ITEM.match(node.text.text) if node.form in ("item", "text") and not layout.has_headings else None
        )
        if found:
            return Found(_number(found.group(1)), node.text)
    return None


@per_vocabulary
def _status_keys() -> frozenset[str]:
    return kind("progress_report").property("status").keys


def _number(digits: str) -> float | int:
    value = float(digits)
    return int(value) if value.is_integer() else value
