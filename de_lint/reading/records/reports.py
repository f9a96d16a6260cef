"""Progress reports to records: short messages, filled-in formats and free-form documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_json
from de_lint.reading.records.claims import FACTS, Claimed, beyond_sections, claim_fields, extra_json, lifted
from de_lint.reading.records.items import item_status
from de_lint.reading.records.metrics import metrics_json
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf, without_leaves
from de_lint.reading.records.report_authors import agent_of, type_of
from de_lint.reading.records.report_facts import date_of, opening_facts, progress_of, status_of
from de_lint.reading.records.report_layout import Found, Layout
from de_lint.reading.records.report_lists import lists_json
from de_lint.reading.records.report_titles import sender_of, title_facts
from de_lint.reading.records.sections import is_label_section, is_outline, sections_json
from de_lint.reading.records.shapes import shape, tickets_json, written_texts
from de_lint.reading.source import Source
from de_lint.reading.values import dates, placeholders
from de_lint.vocabulary.kinds import Kind, Property, kind, role

#: `TASK COMPLETED: TSK-0045` is a title; `Phase 3 COMPLETED: all nineteen tasks are …` is a title and a text.
LONGEST_TITLE_TAIL = 8
#: A plain report is one of progress while its work goes on.
_UNDER_WAY = ("in_progress", "pending")
_PLAIN_REPORT = compiled(r"(?!.*complet).*\breport\b.*", re.IGNORECASE)


def read_report(
    source: Source,
    title: Field,
    nodes: Sequence[Field],
    front_matter: Sequence[Field],
    lines: set[int],
    reading: Reading,
) -> Record:
    """Return the report that `title` opens and `nodes` (what stands below it) fill."""
    reading.unclaimed = []
    layout = _layout(title, nodes, front_matter)
    layout.header = lifted(layout.header, [kind("progress_report")])
    agent = agent_of(layout)
    type_ = type_of(agent) or reading.role
    spec = role(type_) if type_ else None
    kinds = [k for k in (kind("progress_report"), spec) if k]
    layout.header = lifted(layout.header, kinds)
    if _is_form(layout):
        layout.body, freed = beyond_sections(layout.body, layout.header, kinds)
        layout.header += freed
    claimed = claim_fields(_fields(layout), kinds)
    body = _body(source, layout, claimed, spec, reading, agent)
    span = _span(source, title, lines)
    spans: dict[str, Span] = {}
    data = without_leaves(body, "", spans, title.text.span)
    context = _context(data, layout)
    data = {"kind": "progress_report", "span": span.to_json(), "context": context, **data}
    record = Record(
        "progress_report", context, data, spans, span, title.text.span, _kind_of_layout(layout), lines=lines
    )
    record.role = spec
    record.claims = claimed.claims
    record.root = title
    return record


def _span(source: Source, title: Field, lines: set[int]) -> Span:
    first = title.text.span
    own = [n for n in lines if n + 1 >= first.start_line]
    last = max(own)
    text = source.lines[first.start_line - 1]
    column = text.column(len(text.text) - len(text.text.lstrip()))
    return Span(first.start_line, column, last + 1, source.lines[last].column(len(source.lines[last].text)))


def _kind_of_layout(layout: Layout) -> str:
    if _is_form(layout):
        return "form"
    return "document" if layout.has_headings else "message"


def _is_form(layout: Layout) -> bool:
    return words_of(layout.title.text).casefold().endswith("progress report")


def _layout(title: Field, nodes: Sequence[Field], front_matter: Sequence[Field]) -> Layout:
    has_headings = any(n.form == "heading" for n in nodes)
    first = next((i for i, n in enumerate(nodes) if n.form == "heading"), len(nodes)) if has_headings else len(nodes)
    footer = _footer(nodes[first:])
    shown = _shown_title(title)
    facts = title_facts(shown.text)
    header, body = list(nodes[:first]), list(nodes[first:])
    if title.label and title.value and shown is title.label:
        rest = Field("text", title.value, lines=list(title.lines))
        header.insert(0, rest)
    return Layout(shown, list(front_matter), header, body, footer, has_headings, facts)


def _shown_title(title: Field) -> Text:
    """The whole line, unless it goes on after its colon with the report itself."""
    goes_on = (
        title.form != "heading" and title.label and title.value and len(title.value.text.split()) > LONGEST_TITLE_TAIL
    )
    return title.label if goes_on and title.label else title.text


def _footer(nodes: Sequence[Field]) -> list[Field]:
    """What follows the last rule: `---`, then a few lines such as `*Completed: 2026-01-09*`."""
    if not nodes:
        return []
    below = nodes[-1].children
    while below and below[-1].form == "heading":
        below = below[-1].children
    rule = max((i for i, n in enumerate(below) if n.form == "rule"), default=None)
    if rule is None:
        return []
    return [*below[rule + 1 :], *_closing_labels(below[:rule])]


def _closing_labels(nodes: Sequence[Field]) -> list[Field]:
    """The labels right above the last rule; those that open a section speak of that section only."""
    closing = list(takewhile(lambda n: n.form == "label" and n.value, reversed(nodes)))
    return closing[::-1] if len(closing) < len(nodes) else []


def _fields(layout: Layout) -> Iterator[Field]:
    """The fields that speak for the whole report; those in its sections only keep their place there."""
    yield from layout.header
    if layout.has_headings:
        yield from (b for b in layout.body if b.form == "heading")


def _body(
    source: Source, layout: Layout, claimed: Claimed, spec: Kind | None, reading: Reading, agent: Found | None
) -> dict[str, Json]:
    report = kind("progress_report")
    status, date = status_of(layout, reading), date_of(layout)
    progress = progress_of(layout, status)
    body: dict[str, Json] = {
        "agent": agent_json(Text(str(agent.value), agent.text.span)) if agent else None,
        "report_type": _report_type(layout, status.value if status else None),
        "title": Leaf(words_of(layout.title.text) or layout.title.text, layout.title.span),
        "date": date.leaf() if date else None,
        **({} if date else _inferred_date(source)),
        "task": _value(claimed, report.named("task"), reading),
        "status": status.leaf() if status else None,
        "status_text": leaf(status.text) if status else None,
        "progress": progress.leaf() if progress else None,
        "summary": _summary(claimed, report.named("summary")),
    }
    body |= lists_json(layout, reading, body["status"])
    for prop in spec.properties if spec else ():
        value = shape(claimed.by_property.get(prop, []), prop, reading)
        if value not in (None, [], {}):  # role parts that a report does not have are left out
            body[prop.name] = value
    parts = sorted([*layout.header, *layout.body], key=lambda n: n.text.span)
    body["metrics"] = metrics_json(parts, source)
    body["sections"] = sections_json(_sectioned(layout, claimed, reading), reading, layout.has_headings)
    body["tickets"] = tickets_json(_ticket_texts(layout), reading)
    body["extra"] = extra_json([*_left_over(layout, claimed, [status, date, progress, agent]), *reading.unclaimed])
    return body


def _inferred_date(source: Source) -> dict[str, Json]:
    """The day in the file's name, apart from the date: the text does not state it."""
    told = dates.from_filename(source.path)
    return {"inferred_date": {"date": told, "source": "path"}} if told else {}


def _ticket_texts(layout: Layout) -> Iterator[tuple[Text, str]]:
    """All texts of the report; those of the title and of a ticket label are references."""
    yield layout.title, "reference"
    labels = kind("delegation").property("tickets").keys
    for node in (*layout.front_matter, *layout.header, *layout.body):
        relation = "reference" if node.key in labels else "mention"
        yield from ((t, relation) for t in written_texts(node))


def _report_type(layout: Layout, status: Json) -> Json:
    stated = layout.facts.report_type or opening_facts(layout).report_type
    if stated is None or (stated == "finding" and words_of(layout.title.text).lower().startswith(("issue:", "task:"))):
        stated = {
            "completed": "completion",
            "blocked": "blocker",
            "in_progress": "progress",
            "partial": "progress",
        }.get(str(status), "summary")
    if stated == "completion" and status in _UNDER_WAY and _PLAIN_REPORT.fullmatch(words_of(layout.title.text)):
        stated = "progress"
    if stated == "completion" and status == "failed" and _PLAIN_REPORT.fullmatch(words_of(layout.title.text)):
        stated = "blocker"
    return Leaf(stated, layout.title.span)


def _value(claimed: Claimed, prop: Property | None, reading: Reading) -> Json:
    assert prop is not None
    fields = [f for f in claimed.by_property.get(prop, []) if f.form != "heading" or f.is_one_paragraph]
    return shape(fields[:1], prop, reading)


def _summary(claimed: Claimed, prop: Property | None) -> Json:
    """The first paragraph under a summary heading, or the value of a summary label."""
    assert prop is not None
    for one in claimed.by_property.get(prop, []):
        if one.inline:
            return leaf(one.inline)
    return None


def _sectioned(layout: Layout, claimed: Claimed, reading: Reading) -> list[Field]:
    """The nodes that the section tree keeps: all headings, and above them what is no field of its own."""
    if layout.has_headings:
        marked = {id(n) for n in claimed.others if n.is_item and item_status(n.text.text, n, reading)}
        own = [n for n in layout.header if not n.is_labelled or is_label_section(n) or id(n) in marked]
        return [*own, *layout.body]
    known = {id(c.field) for c in claimed.claims}
    return [n for n in layout.header if id(n) not in known or is_label_section(n) or is_outline(n) or not n.is_labelled]


def _left_over(layout: Layout, claimed: Claimed, facts: Sequence[Found | None]) -> Iterator[Field]:
    """Labelled fields whose text stands nowhere else in the record."""
    stated = {id(f.field): f for f in facts if f is not None and f.field is not None}
    taken = {id(f) for p, fs in claimed.by_property.items() if p.name not in FACTS for f in fs}
    sectioned = {id(n) for n in layout.header if is_label_section(n)}
    for one in [*layout.header, *layout.front_matter]:
        if one.form == "table":
            continue
        if one.is_labelled and id(one) not in taken | sectioned and not _is_exact(one, stated.get(id(one))):
            yield one


def _is_exact(one: Field, fact: Found | None) -> bool:
    """A field whose whole text a fact already holds; a status keeps its text in `status_text`."""
    if fact is None or one.children:
        return False
    is_status = one.key.endswith("status") or one.key in kind("progress_report").property("status").keys
    return is_status or (len(one.text.text) < 40 and not _says_more(fact))


def _says_more(fact: Found) -> bool:
    """A date with a time of day or a note, or an agent with a note, says more than the fact read from it."""
    text, value = fact.text.text, str(fact.value)
    if dates.parse(value) is None:
        return value in text and len(words_of(text).split()) > len(value.split()) and not value.isdigit()
    for found in reversed(dates.find(text)):
        if ":" not in text[found.start : found.end]:
            text = text[: found.start] + text[found.end :]
    return any(c.isalnum() for c in text)


def _context(data: dict[str, Json], layout: Layout) -> str:
    """A template holds placeholders for most of its values or in its title."""
    title = layout.title.text
    if placeholders.holds_placeholder(title.partition("]")[2] if sender_of(title) else title):
        return "template"
    begun = [t for t in (data["task"], data["status_text"]) if t and not placeholders.holds_placeholder(t)]
    if begun and not layout.has_headings:
        return "instance"
    nodes = [n for top in (*layout.header, *layout.body) for n in top.walk()]
    texts = [n.inline.text if n.inline else n.text.text for n in nodes if n.is_item or (n.label and n.inline)]
    held = [t for t in texts if placeholders.holds_placeholder(t)]
    return "template" if held and len(held) * 2 > len(texts) else "instance"
