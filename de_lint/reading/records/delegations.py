"""Delegations to records: a head line with labels, a task brief with headings, a prompt in prose, a task as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text, span_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import (
    agent_json,
    first_name,
    is_agent_name,
    may_be_name,
    named_in,
    product_in,
    role_after,
)
from de_lint.reading.records.claims import Claimed, claim_fields, extra_json, lifted
from de_lint.reading.records.cues import act, cues, cues_in, sentences
from de_lint.reading.records.items import item, items_below
from de_lint.reading.records.layout import Found, concepts, title_words
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf, without_leaves
from de_lint.reading.records.shapes import flat_texts, shape, ticket_texts, tickets_json
from de_lint.reading.source import Source
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.kinds import active, kind, part, role

#: Parts that say something of the work and stand apart where another part holds them.
_APART = frozenset(
    {
        "steps",
        "checklist",
        "constraints",
        "acceptance_criteria",
        "expected_results",
        "progress_reporting",
        "context_notes",
        "authority",
    }
)
#: Parts whose labels may hold another part; the work itself may stand above its steps, its limits and so on.
_OPEN = frozenset({"task", "summary", "why", "scope"})
#: Parts that are no field of their own and keep their label among the others.
_LABELS = frozenset(
    {"next", "priority", "deadline", "depends", "resources", "effort", "author", "format", "scope", "why", "summary"}
)
#: What single lines say of a task, wherever they stand; other keys of front matter are the host's.
_FACTS = frozenset({"agent", "date", "priority", "deadline", "tickets"})
_LONGEST_LABEL = 6
_SHORTEST_CLAUSE = 3
#: Shorter sentences only say to go on.
_SAYS_LITTLE = 12
#: `When done, report …`: a cue stands among the first words of its sentence.
_LATEST_CUE = 3
_STEP = compiled(r"\W*(?:[A-Z]{3,8} )?(?P<word>[^\W\d_]+)\s+(?:#?\d+|[IVX]+)\b")
#: Below a label that names no part, only parts are looked for.
_OTHER = "another label"


@dataclass(slots=True)
class Parts:
    """The fields of a delegation by the part that each opens, the other labels, and what stands below no label."""

    exact: bool = False
    opened: dict[str, list[Field]] = field(default_factory=dict)
    #: Parts that stand within another or below another label; they count where no section is one.
    inner: dict[str, list[Field]] = field(default_factory=dict)
    others: list[Field] = field(default_factory=list)
    #: What stands below no label, and what below labels that name no part.
    loose: list[Field] = field(default_factory=list)
    aside: list[Field] = field(default_factory=list)
    #: Headings of steps: `Phase 2: …`, and sections that hold numbered ones.
    staged: list[Field] = field(default_factory=list)
    inner_staged: list[Field] = field(default_factory=list)
    numbered: list[list[Field]] = field(default_factory=list)
    #: Fields that a fact was read from, by identity.
    used: set[int] = field(default_factory=set)
    has_headings: bool = False
    is_data: bool = False
    #: The parts that misspelled labels most likely mean, by the identity of their fields.
    guessed: dict[int, str] = field(default_factory=dict)

    def of(self, *names: str) -> list[Field]:
        """Return the fields that open one of the parts, in source order."""
        found = [f for name in names for f in self.opened.get(name) or self.inner.get(name) or ()]
        return sorted(found, key=lambda f: f.text.span)

    def named(self, node: Field) -> str | None:
        """Return the part that a field opens; in the form of delegations only by the labels of the form itself."""
        name = part(node.name, "delegation") or self.guessed.get(id(node))
        if node.form == "label" and name != "progress_reporting" and _is_clause(node.name):
            return None
        spec = kind("delegation")
        if name == "steps" and "requirement" not in concepts(node.name):
            return name
        if not self.exact or name is None or id(node) in self.guessed or name in _LABELS:
            return name
        held = spec.named("task" if name in ("steps", "checklist") else name)
        return name if held is None or active().names(spec, node.key) else None

    def add(self, name: str, node: Field, inside: str | None) -> None:
        """Keep a field as the part that it opens."""
        (self.inner if inside else self.opened).setdefault(name, []).append(node)

    def use(self, fields: Sequence[Field]) -> Sequence[Field]:
        """Return the fields and note that they were read."""
        self.used.update(map(id, fields))
        return fields

    def left(self) -> list[Field]:
        """Return the labelled fields that no fact was read from."""
        opened = (f for name, fs in self.opened.items() if name not in _LABELS | {"agent"} for f in fs)
        return [f for f in {id(f): f for f in (*self.others, *opened)}.values() if id(f) not in self.used]


def _is_clause(label: str) -> bool:
    """`Before your context fills up:` and `If you find issues:` say when, and not what follows."""
    words = label.casefold().split()
    if len(words) <= _SHORTEST_CLAUSE:
        return False
    return len(words) >= _LONGEST_LABEL or words[0] in active().lexicon.links or cues_in(label).get("condition") == 0


def parts_of(nodes: Sequence[Field], claimed: Claimed, exact: bool = False) -> Parts:
    """Return the parts that the nodes of a delegation open, at whatever depth each stands."""
    out = Parts(exact, guessed={id(c.field): c.property.name for c in claimed.claims if c.guessed and c.property})
    for node in nodes:
        _gather(node, out, None)
    return out


def _gather(node: Field, out: Parts, inside: str | None) -> None:
    if node.form == "front-matter":
        _front_matter(node, out)
    if node.form in ("front-matter", "rule", "comment", "tag"):
        return
    out.has_headings |= node.form == "heading"
    out.is_data |= node.info == "data"
    if not node.is_labelled or node.form in ("row", "cell"):
        if inside in (None, _OTHER):
            (out.aside if inside else out.loose).append(node)
        if node.form == "table" and inside is None and all(len(r.children) == 2 for r in node.children):
            for row in node.children:
                _gather(replace(row, form="label", children=[]), out, None)
    elif node.form == "heading" and _is_step(node):
        (out.inner_staged if inside else out.staged).append(node)
        for child in node.children:
            _gather(child, out, "steps")
    else:
        _labelled(node, out, inside)


def _front_matter(node: Field, out: Parts) -> None:
    for child in node.children:
        name = part(child.name, "delegation")
        said = child.value.text if child.value else ""
        if name in _FACTS or (name in _APART and (child.children or " " in said or "/" in said)):
            out.add(str(name), child, None)
            out.use([child])
        elif name == "task" and "description" not in concepts(child.name) and len(said.split()) >= _SHORTEST_CLAUSE:
            out.add(name, child, None)
        elif name in ("task", "summary"):
            out.add("summary", child, _OTHER)


def _labelled(node: Field, out: Parts, inside: str | None) -> None:
    name = out.named(node)
    if node.form == "heading" and node.label and name is None:
        node = replace(node, label=None, value=None)  # `Protocol: One rapid cycle` is a title
        name = out.named(node)
    if name is None or (inside and node.is_item):
        _other(node, out, inside)
        if name in _FACTS or name == "constraints":
            out.add(str(name), node, inside)
        return
    if name in _LABELS or (name in _FACTS and node.form == "heading" and not node.inline):
        _other(node, out, inside)
        if name != "agent":  # `Queue: two workers` names nobody
            out.add(name, node, inside)
        return
    apart = [c for c in node.children if _stands_apart(c, name, node, out)]
    own = replace(node, children=[c for c in node.children if c not in apart]) if apart else node
    out.add(name, own, inside)
    for child in apart:
        _gather(child, out, None if node.info == "data" else name)


def _other(node: Field, out: Parts, inside: str | None) -> None:
    if inside is None:
        out.others.append(node)
        if len(_numbered(node)) > 1:
            at = 0 if concepts(node.name).keys() & {"task", "steps", "instructions", "process"} else len(out.numbered)
            out.numbered.insert(at, _numbered(node))
    if node.form == "heading" or (not node.is_item and not node.value):
        wraps = node.form == "heading" and bool({"prompt", "about"} & concepts(node.name).keys())
        for child in node.children:
            _gather(child, out, inside if inside or wraps else _OTHER)


def _stands_apart(child: Field, name: str, node: Field, out: Parts) -> bool:
    """Tell whether a label below one of a part opens a part of its own."""
    if not child.is_labelled or child.is_item or child.form in ("row", "cell"):
        return False
    if node.info == "data":
        return child.form == "heading"
    if name not in _OPEN and node.form != "heading":
        return False
    if name == "steps" and child.form == "heading" and _number(child):
        return False
    if child.form == "label" and len(child.name.split()) > _LONGEST_LABEL:
        return False  # `Write to report.md, with these parts:` announces what the part lists
    found = out.named(child)
    return found in _APART and found != name


def read_delegation(
    source: Source,
    opening: Field,
    nodes: Sequence[Field],
    lines: set[int],
    reading: Reading,
    who: Text | None = None,
    title: Text | None = None,
    layout: str = "document",
) -> Record:
    """Return the delegation that `opening` heads and `nodes` (what stands below and beside it) fill.

    `who` is addressed and `title` names the work where a head line states both.
    """
    spec = kind("delegation")
    reading.unclaimed = []
    nodes = lifted(nodes, [spec])
    claimed = claim_fields([n for n in nodes if n.form != "front-matter"], [spec])
    found = parts_of(nodes, claimed, exact=layout != "document")
    span = _span(source, opening, lines)
    agent = Found(who.text, who, None, ("a head line",)) if who else _agent(found, title)
    summary, task_why = _summary(found, title, layout)
    steps = _steps(found)
    body: dict[str, Json] = {
        "agent": agent_json(Text(str(agent.value), agent.text.span)) if agent else None,
        "title": Leaf(title_words(title.text), title.span) if title else None,
        "temporal_context": _temporal_context(found, title, reading),
        "task": {"summary": Leaf(summary.text, summary.span) if summary else None, "steps": steps}
        if summary or steps
        else None,
        "context_notes": shape(found.use(found.of("context_notes")), spec.property("context_notes"), reading),
    }
    for name in ("authority", "expected_results", "progress_reporting"):
        body[name] = _text(found, name)
    body["tickets"] = _tickets(title, nodes, reading)
    for name in ("constraints", "acceptance_criteria"):
        body[name] = [item(t, f, reading) for t, f in _items(found, name)]
    for name in ("priority", "deadline"):
        body[name] = _first_value(found, name)
    reference = [t for f in found.of("tickets") for t in flat_texts(f)]
    body["ticket_reference"] = Leaf(
        "; ".join(t.text for t in reference) or None, reference[0].span if reference else span
    )
    found.use([f for f in (agent.field if agent else None, *found.of("tickets")) if f])
    body["extra"] = extra_json([f for f in found.left() if not (title and f.value and f.value.span == title.span)])
    stated = [one for name in ("expected_results", "progress_reporting") if (one := body[name])]
    kept = {(words_of(one.value), one.span) for one in stated}
    kept |= {(words_of(summary.text), summary.span)} if summary else set()
    notes = [t for f in (*found.loose, *found.aside) for t in flat_texts(f)]
    body["notes"] = [leaf(t) for t in notes if (words_of(t.text), t.span) not in kept]
    spans: dict[str, Span] = {}
    data = without_leaves(body, "", spans, span)
    data = {"kind": "delegation", "span": span.to_json(), "context": _context(data, found), **data}
    type_ = data["agent"]["type"] if data["agent"] else None
    record = Record("delegation", data["context"], data, spans, span, opening.text.span, layout, lines=lines)
    record.role = role(type_) if type_ else None
    record.claims = claimed.claims
    record.root = opening
    record.facts = {k: v for k, v in {"agent": agent, "task": task_why}.items() if v}
    return record


def _span(source: Source, opening: Field, lines: set[int]) -> Span:
    first, last = max(min(lines), opening.first_line), max(lines)
    text = source.lines[first].text
    start = span_of(source, first, len(text) - len(text.lstrip()), len(text))
    return start.to(span_of(source, last, 0, len(source.lines[last].text)))


# -- the agent ----------------------------------------------------------------------------------------------------


def _agent(found: Parts, title: Text | None) -> Found | None:
    """Whom the work is given to: named by a label, in the title, or where the text says who the reader is."""
    for one in found.of("agent"):
        name = first_name(one.inline.text) if one.inline else ""
        if one.inline and may_be_name(name) and not placeholders.is_placeholder(one.inline.text):
            return Found(name, one.inline, one, ("a label",))
    named = _named_in_title(words_of(title.text)) if title else None
    if title and named:
        return Found(named, title, None, ("in the title",))
    for text in _spoken(found):
        for sentence in sentences(text.text)[:6]:
            reader = _reader_of(sentence)
            if reader:
                return Found(reader, text, None, ("a sentence",))
    return None


def _named_in_title(title: str) -> str | None:
    """`QA Agent: run the suite` names an agent, `Tighten agent docs` names none."""
    named = named_in(title)
    return (
        named
        if named and ("delegating" in concepts(title) or act(cues_in(named)) != "imperative")
        else product_in(title)
    )


def _spoken(found: Parts) -> Iterator[Text]:
    """What stands in running text, of the parts that may begin with a word on the reader."""
    held = (c for f in found.of("task", "context_notes", "agent") for c in f.children)
    nodes = sorted([*found.loose, *found.aside, *held], key=lambda n: n.text.span)
    yield from (n.text for n in nodes if n.form in ("text", "item"))


def _reader_of(sentence: str) -> str | None:
    """`You are the QA agent`, `You are a security reviewer`, `You are Ralph, building …`: who the reader is."""
    words = words_of(sentence)
    match = next((m for m in cues().matches(words.casefold()) if m.stem.concept == "role"), None)
    return role_after(words, match) if match else None


# -- the work -----------------------------------------------------------------------------------------------------


def _summary(found: Parts, title: Text | None, layout: str) -> tuple[Text | None, Found | None]:
    """What is to be done, as written: a task label's text, the sentence that says so, or what the text begins with.

    Of a bare text, without headings, the first sentence that names the work is enough.
    """
    bare = not found.has_headings or found.is_data
    tasks = found.of("task")
    for why, candidates in (
        ("a label of the task", _under(tasks)),
        ("says what the task is", _sentences_with(found, "yours")),
        ("says who works on what", _reader_works(found)),
        ("an imperative paragraph", _imperative(found, bare)),
        ("the first item of the task", (i.text for f in tasks for i in f.items[:1] if layout == "document")),
        ("a summary", _under(found.of("summary"))),
        ("the first paragraph", (n.text for n in found.loose if n.form == "text" and (bare or title is None))),
    ):
        text = next((t for t in candidates if t.text and not says_none(t.text)), None)
        if text:
            found.use(
                [f for f in (*tasks, *found.of("summary")) if text in _under([f]) or text in (i.text for i in f.items)]
            )
            if bare and why != "says what the task is" and layout == "document":
                text = Text(_first_sentence(text.text), text.span)
            return text, Found(text.text, text, None, (why,))
    return None, None


def _first_sentence(text: str) -> str:
    """The first sentence that says more than that the work goes on."""
    said = sentences(words_of(text.split("\n\n", maxsplit=1)[0]))
    return next((s for s in said if len(s) > _SAYS_LITTLE), text).strip()


def _under(fields: Sequence[Field]) -> Iterator[Text]:
    """What labels say: their value, the paragraph below, or the labelled line there (`**Review**: the cache`)."""
    for one in fields:
        first = one.content[0] if one.content and not one.inline else None
        if one.inline:
            yield one.inline
        elif first is not None and first.value and part(first.name, "delegation") == "task":
            yield first.value
        elif first is not None and first.label and not first.is_item and (first.value or one.info == "data"):
            yield first.text


def _sentences_with(found: Parts, cue: str) -> Iterator[Text]:
    for text in _spoken(found):
        for sentence in sentences(text.text):
            if cue in cues_in(sentence):
                yield Text(words_of(sentence), text.span)


def _reader_works(found: Parts) -> Iterator[Text]:
    """`You are Ralph, building a web service`."""
    for text in _sentences_with(found, "role"):
        if any(w.endswith("ing") for w in text.text.replace(",", " ").split()[2:9]):
            yield text


def _imperative(found: Parts, bare: bool) -> Iterator[Text]:
    """The first paragraph that asks for work; of a bare text the first sentence that says more than who is asked."""
    texts = [n for n in found.loose if n.form == "text"]
    for node in sorted(texts, key=_only_prepares):
        for sentence in sentences(node.text.text)[:3]:
            cues = cues_in(sentence)
            if bare and len(sentence) > _SAYS_LITTLE and "role" not in cues and act(cues) != "past":
                yield Text(sentence, node.text.span)
            elif act(cues) == "imperative" and not bare:
                yield node.text
                break


def _only_prepares(node: Field) -> bool:
    """`Read AGENTS.md first.` is not yet the work."""
    return all(cues_in(s).get("prepare") == 0 for s in sentences(node.text.text))


# -- steps --------------------------------------------------------------------------------------------------------


def _steps(found: Parts) -> list[Json]:
    """Headings of steps beat every list; then the lists of steps, of the task, and what the text lists first."""
    if len(found.staged) > 1:
        level = min(h.level for h in found.staged)
        return [_titled(h) for h in found.staged if h.level == level]
    for name in ("steps", "task", "checklist"):
        fields = [f for f in found.of(name) if any(True for _ in _listed(f))]
        if fields:
            return [s for f in found.use(fields) for s in _listed(f)]
    for headings in (found.inner_staged, *found.numbered[:1]):
        if len(headings) > 1:
            return [_titled(h) for h in headings]
    asked = next((f for f in found.others if f.items and _asks(f, found)), None)
    if asked:
        return [_step(i) for i in found.use([asked])[0].items]
    listed = [n for n in found.loose if n.is_item and not found.exact]
    doing = [n for n in listed if act(cues_in(n.text.text)) == "imperative"]
    return [_step(n) for n in listed] if len(doing) * 2 >= len(listed) > 1 else []


def _asks(node: Field, found: Parts) -> bool:
    """A list whose label or most of whose items ask for work: `For each source:`, `Scope`."""
    if act(cues_in(node.name)) == "imperative":
        return True
    doing = sum(act(cues_in(i.text.text)) == "imperative" for i in node.items)
    return not found.exact and len(node.items) > 1 and doing * 2 > len(node.items) and not _mostly_forbids(node)


def _numbered(node: Field) -> list[Field]:
    """The sub-headings that are numbered: `### 1. Plan`."""
    return [c for c in node.children if c.form == "heading" and _number(c)]


def _number(heading: Field) -> str:
    number = heading.text.text.strip().partition(" ")[0]
    return number if number.rstrip(".):").isdigit() else ""


def _is_step(heading: Field) -> bool:
    match = _STEP.match(heading.text.text)
    return match is not None and bool({"stage", "steps", "task"} & concepts(match["word"]).keys())


def _listed(node: Field) -> Iterator[Json]:
    """The items of a list of steps, its numbered sub-headings, or what one paragraph numbers."""
    groups = [c for c in node.content if c.form == "heading"]
    numbered = _numbered(node) or [g for g in groups if _is_step(g)]
    items = [c for c in node.content if c.is_item and c.text]
    if len(numbered) > 1 and not items:
        yield from map(_titled, numbered)
        return
    if not items and not groups:
        yield from ({"text": leaf(t), "steps": []} for t in _enumerated(node.inline))
    for child in node.content:
        if child.is_item and child.text:
            yield _step(child)
        elif child.form == "heading" or (child.form == "label" and not child.value):
            yield from _listed(child)


def _enumerated(text: Text | None) -> list[Text]:
    """`1. Read the log 2. Find the cause`, `Mend it: (1) … (2) …`: the steps that one paragraph numbers."""
    if text is None:
        return []
    for form in ("{}.", "({})", "{})", "（{}）"):
        starts: list[tuple[int, int]] = []
        while True:
            mark = form.format(len(starts) + 1)
            at = text.text.find(mark, starts[-1][1] if starts else 0)
            if at < 0:
                break
            starts.append((at, at + len(mark)))
        apart = all(not text.text[a - 1 : a].isalnum() for a, _ in starts)
        ends = [*(a for a, _ in starts[1:]), len(text.text)]
        said = [text.text[begin:end].strip() for (_, begin), end in zip(starts, ends, strict=False)]
        if len(starts) > 1 and apart and all(any(c.isalpha() for c in one) for one in said):
            return [Text(one, text.span) for one in said]
    return []


def _step(node: Field) -> Json:
    return {"text": leaf(node.text), "steps": [_step(c) for c in node.children if c.text or c.children]}


def _titled(heading: Field) -> Json:
    """A heading as a step: its title without the number."""
    text = heading.text.text.strip().removeprefix(_number(heading)).strip()
    return {"text": Leaf(text, heading.text.span), "steps": []}


# -- other parts --------------------------------------------------------------------------------------------------

#: What says of a field that it is surely the part, and no namesake.
_SURELY = {"expected_results": {"expected", "deliver"}, "acceptance_criteria": {"accept"}}


def _surest(found: Parts, name: str) -> list[Field]:
    """Return the fields of a part; where some are surely that part, only these."""
    fields = found.of(name)
    return [f for f in fields if _SURELY.get(name, set()) & concepts(f.name).keys()] or fields


def _text(found: Parts, name: str) -> Json:
    """The text of a part, its items joined: `Return these: a; b`."""
    texts = [t for f in found.use(_surest(found, name)) for t in _sayings(f)]
    if not texts:
        cue = {"expected_results": "give_back", "progress_reporting": "report_back"}.get(name)
        texts = list(_alone(found, cue))[:1] if cue and not found.exact else []
    if not texts:
        return None
    out = texts[0].text
    for text in texts[1:]:
        out = out.rstrip(" ;；")
        out += (" " if out.endswith((":", "：")) else "; ") + text.text
    return Leaf(out.rstrip(" ;；"), texts[0].span.to(texts[-1].span))


def _sayings(node: Field) -> Iterator[Text]:
    """What a part says in words: no samples in fences, no rules."""
    if node.value:
        yield node.value
    for child in node.content:
        if child.form not in ("rule", "fence"):
            if child.text and child.form not in ("heading", "table"):
                yield child.text
            yield from _sayings(replace(child, value=None)) if child.form != "row" else ()


def _alone(found: Parts, cue: str) -> Iterator[Text]:
    """Sentences of running text that stand for a part which has no label."""
    for text, sentence in _told(found):
        at = cues_in(sentence).get(cue)
        if at is not None and (at <= _LATEST_CUE or not sentence.isascii()):
            yield Text(words_of(sentence), text.span)


def _told(found: Parts) -> Iterator[tuple[Text, str]]:
    """Sentences, each with the text that holds it: of paragraphs, and in data of every value and item."""
    texts = [n.text for n in (*found.loose, *found.aside) if n.form == "text"]
    if found.is_data:
        fields = [f for fs in (*found.opened.values(), *found.inner.values(), found.others) for f in fs]
        texts += [t for f in sorted(fields, key=lambda f: f.text.span) for t in _sayings(f)]
    for text in texts:
        numbered = [t.text for t in _enumerated(text)]
        yield from ((text, one) for one in numbered or sentences(text.text))


def _items(found: Parts, name: str) -> Iterator[tuple[Text, Field | None]]:
    fields = _surest(found, name)
    if not fields and name == "constraints" and not found.exact:
        fields = [f for f in found.others if _mostly_forbids(f)]
    for one in found.use(fields):
        yield from items_below(one)
    if fields or name != "constraints":
        return
    if found.is_data:
        yield from ((Text(words_of(s), t.span), None) for t, s in _told(found) if _forbids(s, at_start=False))
        return
    for node in (*found.loose, *found.aside):
        if node.form in ("text", "item"):
            said = [s for s in sentences(node.text.text) if _forbids(s, found.has_headings)]
            # With headings a paragraph that begins so is one constraint; bare texts are counted by the sentence.
            yield from ((Text(words_of(s), node.text.span), None) for s in (said[:1] if found.has_headings else said))


def _mostly_forbids(node: Field) -> bool:
    """`Change discipline`: a section is known by what most of its items or sentences say."""
    texts = [c.text.text for c in node.items] or [n.value.text for n in [node] if n.value]
    texts = texts or [s for c in node.content if c.form == "text" for s in sentences(c.text.text)]
    return bool(texts) and sum(_forbids(t, at_start=len(texts) < 2) for t in texts) * 2 > len(texts)


def _forbids(sentence: str, at_start: bool) -> bool:
    at = cues_in(sentence).get("forbid")
    return at is not None and (not at_start or at == 0)


def _first_value(found: Parts, name: str) -> Json:
    return next((leaf(f.inline) for f in found.of(name) if f.inline), None)


def _temporal_context(found: Parts, title: Text | None, reading: Reading) -> Json:
    """The day on which the work was given, by a label or the title."""
    own = found.of("temporal_context") or [f for f in found.of("date") if f.inline and dates.find(f.inline.text)][:1]
    if not own and title and dates.find(title.text):
        own = [Field("label", title, title, title)]
    return shape(found.use(own), kind("delegation").property("temporal_context"), reading) if own else None


def _tickets(title: Text | None, nodes: Sequence[Field], reading: Reading) -> Json:
    """Every ticket that the delegation names; those of the ticket field are references."""
    own = [(title, "mention", False)] if title else []
    return tickets_json([*own, *ticket_texts(nodes, "delegation", reading)], reading)


def _context(data: dict[str, Json], found: Parts) -> str:
    """A template names no agent or no task yet, or is mostly placeholders; anything else is meant to be acted on."""
    agent = data["agent"]["name"] if data["agent"] else ""
    if placeholders.holds_placeholder(agent) or placeholders.is_placeholder(words_of(data["title"] or "x")):
        return "template"
    summary = data["task"]["summary"] if data["task"] else ""
    if summary and not placeholders.holds_placeholder(summary):
        return "instance"
    values = [f.inline.text for fs in found.opened.values() for f in fs if f.inline]
    held = [v for v in values if placeholders.holds_placeholder(v)]
    return "template" if len(held) * 2 > len(values) else "instance"


__all__ = ["Claimed", "Parts", "is_agent_name", "parts_of", "read_delegation"]
