"""Delegations to records: a head line with labels, a task brief with headings, a prompt in prose, a task as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from de_lint.reading.fields import Node, Text, span_of_lines, whole
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import addressee_in, agent_json, first_name, may_be_name, named_in, reader_of
from de_lint.reading.records.claims import claim_fields, extra_json, lifted
from de_lint.reading.records.cues import act, cues_in, sentences
from de_lint.reading.records.delegation_parts import APART, DelegationParts, is_clause, parts_of
from de_lint.reading.records.delegation_work import enumerated, forbids, mostly_forbids, spoken, steps_of, summary_of
from de_lint.reading.records.items import is_step, item, items_below
from de_lint.reading.records.layout import Candidate, title_words
from de_lint.reading.records.record import Json, Leaf, Record, leaf, leaf_spans
from de_lint.reading.records.shapes import flat_texts, shape, ticket_texts, tickets_json
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values import dates, placeholders
from de_lint.vocabulary.kinds import concepts, kind, part, role
from de_lint.vocabulary.words import words_in

#: What sentences do that say more of the work or the reader than of how things stand.
_ASKING = frozenset({"imperative", "role", "at_work", "yours", "give_back", "report_back"})
_ASKING |= {"forbid", "must", "send", "prepare"}
_SHORTEST_CONTEXT = 8
#: `When done, report …`: a cue stands among the first words of its sentence.
_LATEST_CUE = 3


def read_delegation(
    source: Source,
    opening: Node,
    nodes: Sequence[Node],
    lines: set[int],
    who: Text | None = None,
    title: Text | None = None,
    layout: str = "document",
) -> Record:
    """Return the delegation that `opening` heads and `nodes` (what stands below and beside it) fill.

    `who` is addressed and `title` names the work where a head line states both.
    """
    spec = kind("delegation")
    nodes = lifted([*_with_data(source, nodes)] if layout == "document" else nodes, [spec])
    claimed = claim_fields([n for n in nodes if n.form != "front-matter"], [spec])
    found = parts_of(nodes, claimed, exact=layout != "document")
    span = span_of_lines(source, max(min(lines), opening.first_line), max(lines))
    agent = Candidate(who.text, who, None, ("a head line",)) if who else _agent(found, title)
    summary, task_why = summary_of(found, layout)
    steps = steps_of(found)
    body: dict[str, Json] = {
        "agent": agent_json(Text(str(agent.value), agent.text.span)) if agent else None,
        "title": Leaf(title_words(title.text), title.span) if title and not _is_a_day(title.text) else None,
        "temporal_context": _temporal_context(found, title),
        "task": {"summary": Leaf(summary.text, summary.span) if summary else None, "steps": steps}
        if summary or steps
        else None,
        "context_notes": shape(found.use(found.of("context_notes")), spec.property("context_notes"), []),
    }
    told = [] if body["context_notes"] else list(_told_of(found, summary))
    body["context_notes"] += [{"text": leaf(t), "steps": []} for t in told]
    for name in ("authority", "expected_results", "progress_reporting"):
        body[name] = _text(found, name)
    own = [(title, "mention", False)] if title else []
    body["tickets"] = tickets_json([*own, *ticket_texts(nodes, "delegation")])
    for name in ("constraints", "acceptance_criteria"):
        body[name] = [item(t, f) for t, f in _items(found, name)]
    for name in ("priority", "deadline"):
        body[name] = next((leaf(f.inline) for f in found.of(name) if f.inline), None)
    reference = [t for f in found.of("tickets") for t in flat_texts(f)]
    said = "; ".join(t.text for t in reference) or None
    body["ticket_reference"] = Leaf(said, reference[0].span if reference else span)
    found.use([f for f in (agent.field if agent else None, *found.of("tickets")) if f])
    left = [f for f in found.left() if not (title and f.value and f.value.span == title.span)]
    ends = [s["text"].span for s in (*steps[:1], *steps[-1:])]
    labels = [f for f in left if f.form == "label" and not found.exact]  # between two steps they speak of the first
    remarks = [f for f in labels if is_clause(f.name) or (ends and ends[0] < f.text.span < ends[1])]
    body["extra"] = extra_json([f for f in left if f not in remarks])
    kept = {(words_of(one.value), one.span) for n in ("expected_results", "progress_reporting") if (one := body[n])}
    kept |= {(words_of(t.text), t.span) for t in (*told, *([summary] if summary else []))}
    notes = [t for f in (*found.loose, *found.aside) for t in flat_texts(f)]
    notes += [t for f in remarks for t in (f.text, *(t for c in f.children for t in flat_texts(c)))]
    body["notes"] = [leaf(t) for t in sorted(notes, key=lambda t: t.span) if (words_of(t.text), t.span) not in kept]
    places = leaf_spans(body, span)
    data = {"kind": "delegation", "span": span.to_json(), "context": _context(body, found), **body}
    type_ = data["agent"]["type"] if data["agent"] else None
    why = {k: v for k, v in {"agent": agent, "task": task_why}.items() if v}
    to = role(type_) if type_ else None
    return Record(data, places, opening.text.span, layout, to, claimed.claims, lines, root=opening, facts=why)


def _with_data(source: Source, nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes, and for a fence of YAML that tells parts of the work its keys: what `## Task YAML` holds."""
    for node in nodes:
        below = {c: keys for c in (node, *node.children) if (keys := _keys_in(source, c))}
        if node not in below:
            yield replace(node, children=[c for c in node.children if c not in below]) if below else node
        yield from (key for keys in below.values() for key in keys)


def _keys_in(source: Source, node: Node) -> list[Node]:
    if node.form != "fence" or node.info not in ("yaml", "yml"):
        return []
    data = build_tree(source, node.rows, front_matter=True)
    told = [c for c in data.children if part(c.name, "delegation") in APART]
    return data.children if data.info == "data" and len(told) > 1 else []


def _is_a_day(title: str) -> bool:
    """`## 2026-07-25T15:56:03Z` says when, and not what."""
    return [title[found.start : found.end] for found in dates.find(title)] == [title.strip()]


# -- the agent ----------------------------------------------------------------------------------------------------


def _agent(found: DelegationParts, title: Text | None) -> Candidate | None:
    """Whom the work is given to: named by a label, in the title, or where the text says who the reader is."""
    for one in found.of("agent"):
        name = (reader_of(one.said.text) or first_name(one.said.text)) if one.said else ""
        if one.said and may_be_name(name) and not placeholders.is_placeholder(one.said.text):
            return Candidate(name, one.said, one, ("a label",))
    called = next((f.label for f in found.left() if f.label and f.label.text[:1] == "@"), None)  # `@backend: build …`
    if called:
        return Candidate(called.text[1:], called, None, ("a label",))
    named = _named_in_title(words_of(title.text)) if title else None
    if title and named:
        return Candidate(named, title, None, ("in the title",))
    for text in spoken(found):
        reader = next(filter(None, map(reader_of, sentences(text.text)[:6])), None)
        if reader:
            return Candidate(reader, text, None, ("a sentence",))
    return None


def _named_in_title(title: str) -> str | None:
    """`QA Agent: run the suite` names an agent, `Tighten agent docs` names none."""
    named = named_in(title)
    begins = named is not None and title.startswith(named) and "delegating" not in concepts(title)
    return named if named and not (begins and act(cues_in(named)) == "imperative") else addressee_in(title)


# -- other parts --------------------------------------------------------------------------------------------------

#: What says of a field that it is surely the part, and no namesake.
_SURELY = {"expected_results": {"expected", "deliver"}, "acceptance_criteria": {"accept"}}


def _surest(found: DelegationParts, name: str) -> list[Node]:
    """Return the fields of a part, or those that are surely it; `Expected: …` below each step speaks of the steps."""
    keys = Counter(f.key for f in found.of(name) if f.form == "label" and not found.exact)
    fields = [f for f in found.of(name) if keys[f.key] < 2]
    return [f for f in fields if _SURELY.get(name, set()) & concepts(f.name).keys()] or fields


def _text(found: DelegationParts, name: str) -> Json:
    """The text of a part, its items joined: `Return these: a; b`."""
    texts = [t for f in found.use(_surest(found, name)) for t in _sayings(f)]
    if not texts:
        cue = {"expected_results": "give_back", "progress_reporting": "report_back"}.get(name)
        shown = found.of("format") if name == "expected_results" else []
        said = [c.text for f in shown[:1] for c in f.children[:1] if c.form in ("label", "text")]
        found.use(shown[:1] if said else [])
        texts = (said or list(_alone(found, cue))[:1]) if cue and not found.exact else []
        if not texts and name == "expected_results" and not found.exact:
            texts = [c.text for f in found.of(name) for c in f.content if c.form == "fence"][:1]  # the form itself
        if not texts and name == "progress_reporting" and not found.exact:
            held = (c.text for f in found.of(*found.opened) for c in f.children if c.form == "text")
            told = ((t, s) for t in held for s in sentences(t.text) if cues_in(s).get("report_back", 9) <= _LATEST_CUE)
            texts = [Text(words_of(s), t.span) for t, s in told][-1:]  # `… When done, report the files.`
    text = whole(texts)
    return leaf(text) if text else None


def _sayings(node: Node) -> Iterator[Text]:
    """What a part says in words: no samples in fences, no rules."""
    if node.value:
        yield node.value
    for child in node.content:
        if child.form not in ("rule", "fence"):
            if child.text and child.form not in ("heading", "table"):
                yield child.text
            yield from _sayings(replace(child, value=None)) if child.form != "row" else ()


def _alone(found: DelegationParts, cue: str) -> Iterator[Text]:
    """Sentences of running text that stand for a part which has no label."""
    for text, sentence in _told(found):
        at = cues_in(sentence).get(cue)
        if at is not None and (at <= _LATEST_CUE or not sentence.isascii()):
            yield Text(words_of(sentence), text.span)


def _told(found: DelegationParts) -> Iterator[tuple[Text, str]]:
    """Sentences, each with the text that holds it: of paragraphs, and in data of every value and item."""
    texts = [n.text for n in (*found.loose, *found.aside) if n.form == "text"]
    if found.is_data:
        fields = [f for fs in (*found.opened.values(), *found.inner.values(), found.others) for f in fs]
        texts += [t for f in sorted(fields, key=lambda f: f.text.span) for t in _sayings(f)]
    for text in texts:
        numbered = [t.text for t in enumerated(text)]
        yield from ((text, one) for one in numbered or sentences(text.text))


def _items(found: DelegationParts, name: str) -> Iterator[tuple[Text, Node | None]]:
    fields = _surest(found, name)
    if not fields and name == "constraints" and not found.exact:
        fields = [f for f in found.others if mostly_forbids(f)]
    for one in found.use(fields):
        yield from items_below(one)
    if fields or name != "constraints":
        return
    if found.is_data:
        yield from ((Text(words_of(s), t.span), None) for t, s in _told(found) if forbids(s, at_start=False))
        return
    below = [c for f in found.of("task", "steps", "checklist") for c in f.children]
    for node in sorted((*found.loose, *found.aside, *below), key=lambda n: n.text.span):
        if node.form in ("text", "item"):
            said = [s for s in sentences(node.text.text) if forbids(s, found.has_headings)]
            # With headings a paragraph that begins so is one constraint; bare texts are counted by the sentence.
            yield from ((Text(words_of(s), node.text.span), None) for s in (said[:1] if found.has_headings else said))


def _told_of(found: DelegationParts, summary: Text | None) -> Iterator[Text]:
    """Yield the paragraphs below no label that ask for nothing: how things stand, as the reader is told."""
    own = summary.span if summary else None
    for node in found.loose if not found.exact else ():
        text = node.text
        asks = is_step(node) or any(_ASKING & cues_in(s).keys() for s in sentences(text.text))
        if node.form == "text" and not asks and text.span != own and len(words_in(text.text)) >= _SHORTEST_CONTEXT:
            yield text


def _temporal_context(found: DelegationParts, title: Text | None) -> Json:
    """The day on which the work was given, by a label or the title."""
    own = found.of("temporal_context") or [f for f in found.of("date") if f.inline and dates.find(f.inline.text)][:1]
    if not own and title and dates.find(title.text):
        own = [Node("label", title, title, title)]
    return shape(found.use(own), kind("delegation").property("temporal_context"), []) if own else None


def _context(data: dict[str, Json], found: DelegationParts) -> str:
    """A template names no agent or no task yet, or is mostly placeholders; anything else is meant to be acted on."""
    agent = data["agent"]["name"] if data["agent"] else ""
    if placeholders.holds_placeholder(agent) or placeholders.is_placeholder(words_of(data["title"] or "x")):
        return "template"
    values = [f.inline.text for fs in found.opened.values() for f in fs if f.inline]
    held = [v for v in values if placeholders.holds_placeholder(v)]
    return "template" if len(held) * 2 > len(values) else "instance"
