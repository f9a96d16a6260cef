"""Progress reports to records: short messages, filled-in formats and free-form documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, Text, span_of_lines
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_json, agent_type
from de_lint.reading.records.claims import FACTS, Claimed, beyond_sections, claim_fields, extra_json, lifted
from de_lint.reading.records.items import item_status
from de_lint.reading.records.layout import Candidate, Layout, layout_of, title_words
from de_lint.reading.records.metrics import metrics_json
from de_lint.reading.records.record import Json, Leaf, Reading, Record, leaf, leaf_spans
from de_lint.reading.records.report_facts import facts_of
from de_lint.reading.records.report_files import files_json
from de_lint.reading.records.report_lists import LISTS, lists_json
from de_lint.reading.records.report_titles import report_type_of
from de_lint.reading.records.sections import is_label_section, is_outline, sections_json
from de_lint.reading.records.shapes import shape, ticket_texts, tickets_json
from de_lint.reading.source import Source
from de_lint.reading.values import dates, placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, Property, kind, part, role


def read_report(
    source: Source, title: Node, nodes: Sequence[Node], front_matter: Sequence[Node], lines: set[int], reading: Reading
) -> Record:
    """Return the report that `title` opens and `nodes` (what stands below it) fill."""
    layout = layout_of(title, nodes, front_matter)
    layout.header, layout.footer = (lifted(f, [kind("progress_report")]) for f in (layout.header, layout.footer))
    (agent,) = facts_of(layout, "agent")
    type_ = (agent_type(str(agent.value)) if agent else None) or reading.role
    spec = reading.contract or (role(type_) if type_ else None)
    kinds = [k for k in (None if reading.contract else kind("progress_report"), spec) if k]
    layout.header = lifted(layout.header, kinds)
    if is_form(layout.shown.text):
        layout.body, freed = beyond_sections(layout.body, layout.header, kinds)
        layout.header += freed
    claimed = claim_fields(_fields(layout), kinds)
    facts: dict[str, Candidate | None] = {"agent": agent}
    body = _body(source, layout, claimed, spec, facts)
    first = title.text.span.start_line - 1
    span = span_of_lines(source, first, max((n for n in lines if n >= first), default=first))
    places = leaf_spans(body, title.text.span)
    context = "instance" if reading.contract else _context(body, layout)
    data = {"kind": "progress_report", "span": span.to_json(), "context": context, **body}
    form = reading.contract or reading.in_form or is_form(layout.shown.text)
    made = "form" if form else "document" if layout.has_headings else "message"
    why = {name: found for name, found in facts.items() if found is not None}
    return Record(data, places, title.text.span, made, spec, claimed.claims, lines, root=title, facts=why)


def is_form(title: str) -> bool:
    """Tell whether a title is that of the shipped form: `QA Agent Progress Report`."""
    return fold(words_of(title)).endswith(fold(kind("progress_report").title))


def _fields(layout: Layout) -> Iterator[Node]:
    """The fields that speak for the whole report; those in its sections only keep their place there."""
    yield from layout.front_matter
    yield from layout.header
    yield from (b for b in layout.body if b.form == "heading")


def _body(
    source: Source, layout: Layout, claimed: Claimed, spec: Kind | None, facts: dict[str, Candidate | None]
) -> Json:
    report, rest = kind("progress_report"), list[Node]()
    agent = facts["agent"]
    status, date, progress = facts_of(layout, "status", "date", "progress")
    told = None if date else dates.from_filename(source.path)  # apart from the date: the text does not state it
    lists, held = lists_json(layout, rest, status is not None and status.value == "completed")
    type_ = report_type_of(layout, status.value if status else None, {n: len(v) for n, v in lists.items()})
    facts |= {"status": status, "date": date, "progress": progress, "report_type": type_}
    untitled = not title_words(layout.shown.text)  # then front matter may name the text
    named = next((f for f in layout.front_matter if untitled and f.key in ("title", "subject") and f.value), None)
    title = named.value if named and named.value else layout.shown
    body: dict[str, Json] = {
        "agent": agent_json(Text(str(agent.value), agent.text.span)) if agent else None,
        "report_type": type_.leaf(),
        "title": Leaf(title_words(title.text) or None, title.span),
        "date": date.leaf() if date else None,
        **({"inferred_date": {"date": told, "source": "path"}} if told else {}),
        "task": _value(claimed, report.property("task"), rest),
        "status": status.leaf() if status else None,
        "status_text": leaf(status.text) if status else None,
        "progress": progress.leaf() if progress else None,
        "summary": next((leaf(f.inline) for f in claimed.of("summary") if f.inline), None),
    }
    body |= lists
    body["files"] = files_json(layout)
    for prop in spec.properties if spec else ():
        value = shape(claimed.by_property.get(prop, []), prop, rest)
        if value not in (None, [], {}):  # role parts that a report does not have are left out
            body[prop.name] = value
    parts = sorted([*layout.header, *layout.body], key=lambda n: n.text.span)
    body["metrics"] = metrics_json(parts, source)
    body["sections"] = sections_json(_sectioned(layout, claimed), layout.has_headings)
    # What its title names it is about.
    texts = ticket_texts((*layout.front_matter, *layout.header, *layout.body), "progress_report")
    body["tickets"] = tickets_json([(layout.title.text, "reference", False), *texts])
    left = _left_over(layout, claimed, [status, date, progress, agent], held)
    body["extra"] = extra_json([*(n for n in left if n is not named), *rest])
    return body


def _value(claimed: Claimed, prop: Property, rest: list[Node]) -> Json:
    said = (replace(f, children=[]) if f.form == "heading" and f.value else f for f in claimed.of(prop.name))
    return shape([f for f in said if f.form != "heading" or f.value or f.is_one_paragraph][:1], prop, rest)


def _sectioned(layout: Layout, claimed: Claimed) -> list[Node]:
    """The nodes that the section tree keeps: all headings, and above them what is no field of its own."""
    if layout.has_headings:
        marked = {n for n in claimed.others if n.is_item and item_status(n.text.text, n)}
        own = [n for n in layout.header if not n.is_labelled or is_label_section(n) or n in marked]
        return [*own, *layout.body]
    known = {c.field for c in claimed.claims}
    return [n for n in layout.header if n not in known or is_label_section(n) or is_outline(n) or not n.is_labelled]


def _left_over(layout: Layout, claimed: Claimed, facts: Sequence[Candidate | None], held: Set[Span]) -> Iterator[Node]:
    """Labelled fields whose text stands nowhere else in the record."""
    stated = {f.field: f for f in facts if f is not None and f.field is not None}
    own = [(p, f) for p, fs in claimed.by_property.items() if p.name not in FACTS for f in fs]
    taken = {f for p, f in own if p.name not in LISTS or f.text.span in held}
    taken |= {n for n in layout.header if is_label_section(n)}
    for one in [*layout.header, *layout.front_matter]:
        if one.is_labelled and one not in taken and not _is_exact(one, stated.get(one)):
            yield one


def _is_exact(one: Node, fact: Candidate | None) -> bool:
    """A field whose whole text a fact already holds; a status keeps its text in `status_text`."""
    if fact is None or one.children:
        return False
    return part(one.name, "progress_report") == "status" or (len(one.text.text) < 40 and not _says_more(fact))


def _says_more(fact: Candidate) -> bool:
    """A date with a time of day or a note, or an agent with a note, says more than the fact read from it."""
    text, value = fact.text.text, str(fact.value)
    if dates.parse(value) is None:
        return value in text and len(words_of(text).split()) > len(value.split()) and not value.isdigit()
    return any(c.isalnum() for c in dates.without_days(text))


def _context(data: dict[str, Json], layout: Layout) -> str:
    """A template holds placeholders for most of its values or in its title."""
    title = layout.shown.text
    tag_end = title.find("]") + 1 if title.lstrip("#* ").startswith("[") else 0
    if placeholders.holds_placeholder(title[tag_end:]):
        return "template"
    begun = [t for t in (data["task"], data["status_text"]) if t and not placeholders.holds_placeholder(t)]
    if begun and not layout.has_headings:
        return "instance"
    nodes = [n for top in (*layout.header, *layout.body) for n in top.walk()]
    texts = [n.inline.text if n.inline else n.text.text for n in nodes if n.is_item or (n.label and n.inline)]
    held = [t for t in texts if placeholders.holds_placeholder(t)]
    return "template" if held and len(held) * 2 > len(texts) else "instance"
