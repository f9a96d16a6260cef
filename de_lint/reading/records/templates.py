"""Documents about an agent to records: template documents with two forms, and agent definition files of any host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from pathlib import PurePath

from de_lint.classes import replace
from de_lint.reading.fields import Node, Text, span_of_lines, whole
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_type, agent_words, bare_name, named_in, reader_of
from de_lint.reading.records.cues import cues_in, sentences
from de_lint.reading.records.layout import title_words
from de_lint.reading.records.partners import is_partner
from de_lint.reading.records.record import Json, Leaf, Reading, Record, leaf, leaf_spans
from de_lint.reading.records.sections import sections_json
from de_lint.reading.records.shapes import flat_texts, ticket_texts, tickets_json
from de_lint.reading.records.template_parts import (
    TemplateParts,
    blocks_of_a_persona,
    is_about_authority,
    read_fact,
    read_part,
)
from de_lint.reading.source import Source
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, concepts, role


def read_template(source: Source, root: Node, headed: Sequence[Record], lines: set[int], reading: Reading) -> Record:
    """Return the document about an agent as one record; `headed` are the delegations that stand in it."""
    from de_lint.reading.data import front_matter_field  # YAML takes long to import

    out = TemplateParts(source, reading, headed)
    front = [n for n in root.children if n.form == "front-matter"]
    title = _title(root)
    shown = [front_matter_field(source, rows) for n in root.walk() for rows in blocks_of_a_persona(n)]
    keys = root.children if root.info == "data" else (c for n in (*front, *shown) for c in n.children)
    for node in sorted(keys, key=lambda c: c.key not in ("nickname", "name")):
        read_fact(node, out)
    nodes = [*(title.children if title else []), *(n for n in root.children if n is not title and n not in front)]
    for node in nodes:
        read_part(node, out)
    if "authority" not in out.agent and (said := whole(_of_authority(root.children, nodes))):
        out.agent["authority"] = said  # wherever a label or heading says so, unless its overview did
    return _record(out, title, [*front, *out.left(nodes)], lines, root)


def _title(root: Node) -> Node | None:
    """The first heading of the first level, if no list stands above it and it is not one of many sections."""
    tops = [n for n in root.children if n.form == "heading" and n.level == 1 and n.info != "tag"]
    if len(tops) > 1 and named_in(words_of(tops[0].text.text)) is None:
        return None
    above = takewhile(lambda n: n not in tops, root.children)
    return tops[0] if tops and not any(n.is_item for n in above) else None


#: What a title says of the text itself: `System Prompt: Pier Tester`, `Tester Template`.
_OF_THE_TEXT = frozenset({"blank", "delegating", "prompt", "instructions", "system_prompt", "prompts"})


def _name(out: TemplateParts, title: Node | None, root: Node) -> Text:
    """The agent's name: stated, in the title without the word for an agent, or where the reader is told who he is."""
    stated = out.agent.get("name")
    if stated and not placeholders.holds_placeholder(stated.text):
        return stated
    return next(_names(out, title, root), stated or _place(root, title))


def _names(out: TemplateParts, title: Node | None, root: Node) -> Iterator[Text]:
    """Yield the names that a text without a label for it gives its agent, the surest first."""
    if title is not None and not placeholders.holds_placeholder(title.text.text):
        own = reader_of(title.text.text, loose=True) or _title_name(words_of(title.text.text))
        yield from [Text(own, title.text.span)] if own else []
    role = out.agent.get("role")
    if role and is_partner(said := role.text.partition(" (")[0].partition(" — ")[0], False):
        yield Text(bare_name(said), role.span)
    yield from _told(root)
    stem = PurePath(out.source.path).stem.replace("_", " ")
    if any(map(str.isalpha, stem)):
        yield Text(stem, _place(root, title).span)


def _told(root: Node) -> Iterator[Text]:
    """`You are the QA agent`, `You are Ralph, building …`: who the reader is told to be."""
    for text in _opening_texts(root):
        names = (reader_of(s, loose=True) for s in sentences(text.text)[:3])
        yield from (Text(bare_name(name), text.span) for name in names if name)


def _title_name(words: str) -> str:
    """`QA Agent - Template` and `Agent: QA` name QA; a title without the word for an agent is the name itself."""
    head = words
    for mark in (" — ", " – ", " - "):
        first, _, rest = head.partition(mark)
        # `SOUL.md — Web Developer`, but `SOUL.md — Who You Are`
        of_a_file = first.endswith(".md") and "you" not in cues_in(rest)
        head = rest if rest and (of_a_file or fold(first) in agent_words()["agent"]) else first
    before, _, after = head.partition(": ")
    if after:
        head = after if concepts(before).keys() & {*_OF_THE_TEXT, "agent", "role", "persona"} else before
    name = named_in(head) if "agent" in concepts(head) else None
    kept = [w for w in bare_name(name or head).split() if concepts(w).keys().isdisjoint(_OF_THE_TEXT)]
    dangling = {*kept[:1], *kept[-1:]} & active().lexicon.joints  # `Prompts and Instructions`
    return head if dangling else " ".join(kept)


def _place(root: Node, title: Node | None) -> Text:
    """Return the text that opens the document."""
    return title.text if title is not None else next((n for n in root.children if n.form != "front-matter"), root).text


def _opening_texts(root: Node) -> list[Text]:
    nodes = (n for c in root.children if c.form != "front-matter" for n in c.walk())
    return [n.text for n in islice((n for n in nodes if n.form in ("text", "item") and n.text), 6)]


def _role(out: TemplateParts, root: Node) -> Text | None:
    """What the agent is for: the description, the role as stated, or the first sentence that says who the reader is."""
    if "role" in out.agent:
        return out.agent["role"]
    said = [Text(words_of(s), t.span) for t in _opening_texts(root) for s in sentences(t.text)]
    told = (t for t in said if "role" in cues_in(t.text))
    return next(told, out.agent.get("overview") or next(iter(said), None))


def _of_authority(nodes: Sequence[Node], top: Sequence[Node]) -> Iterator[Text]:
    for node in nodes:
        in_a_list = node.is_item and node.info != "data" and node not in top
        if not node.is_labelled or in_a_list or not is_about_authority(node, node in top):
            yield from _of_authority(node.children, top)
        else:
            yield from (t for c in node.children for t in _nested(c)) if node.info == "data" else ()
            yield from flat_texts(node) if node.info != "data" or not node.children else ()


def _nested(key: Node) -> Iterator[Text]:
    """`bash:` over `npm test: allow` is one permission."""
    below = whole(t for c in key.children for t in _nested(c))
    yield Text(f"{key.name}: {below.text}", key.text.span.to(below.span)) if below and key.label else key.text


def _record(out: TemplateParts, title: Node | None, rest: Sequence[Node], lines: set[int], root: Node) -> Record:
    name, type_, said = _name(out, title, root), out.agent.get("type"), _role(out, root)
    place = _place(root, title)
    body: dict[str, Json] = {
        "agent": {
            "name": Leaf(words_of(name.text) or name.text, name.span),
            "type": leaf(type_) if type_ else Leaf(agent_type(name.text, own=True), name.span),
            "role": Leaf(said.text, said.span) if said else None,
            "authority": leaf(out.agent["authority"]) if "authority" in out.agent else None,
        },
        "title": Leaf(title_words(title.text.text), title.text.span) if title is not None else None,
        "date": None,
        "tickets": tickets_json(ticket_texts([root], "agent_template")),
        "delegation_template": None,
        "examples": [],
        "integration_points": out.integration,
        "progress_format": None,
        "categories": out.categories,
        "best_practices": out.practices,
        "error_handling": out.errors,
        "sections": sections_json(rest, True),
        "extra": [],
    }
    last = max(n for n in lines if out.source.lines[n].text.strip())
    span = span_of_lines(out.source, place.span.start_line - 1, last)
    places = leaf_spans(body, place.span)
    data = {"kind": "agent_template", "span": span.to_json(), "context": "template", **body}
    found = fold(str(data["agent"]["type"] or "")).replace(" ", "_")
    own = role(found) if found else None
    record = Record(data, places, place.span, "template", own, lines=lines, root=root)
    _embed(record, out)
    return record


def _embed(record: Record, out: TemplateParts) -> None:
    data = record.data
    spans = {name: record.spans(name) for name in ("delegation_template", "examples", "progress_format")}
    holders = [("", "delegation_template", out.delegation, data)]
    for index, (name, example) in enumerate(out.examples):
        data["examples"].append({"name": name.text, "delegation": None})
        spans["examples"][f"/examples/{index}/name"] = name.span
        holders.append((f"/examples/{index}", "delegation", example, data["examples"][-1]))
    for above, key, form, holder in (*holders, ("", "progress_format", out.report, data)):
        if form:
            pointer, holder[key] = f"{above}/{key}", form.data
            record.parts.append(replace(form, pointer=pointer, role=form.role or record.role))
            own = spans[pointer.split("/")[1]]
            own.pop(pointer, None)
            own.update({pointer + p: s for p, s in form.all_spans()})
