"""What a delegation asks for: what is to be done in a sentence, and the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_at_work
from de_lint.reading.records.cues import act, cues_in, sentences
from de_lint.reading.records.delegation_parts import SHORTEST_CLAUSE, DelegationParts, number_of, numbered_below
from de_lint.reading.records.items import is_step
from de_lint.reading.records.layout import Candidate
from de_lint.reading.records.record import Json, Leaf, leaf, step
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.kinds import concepts

#: `Your current task:` is a label within a sentence.
_LONGEST_TASK_LABEL = 4
#: Shorter sentences only say to go on.
_SAYS_LITTLE = 12


def summary_of(found: DelegationParts, layout: str) -> tuple[Text | None, Candidate | None]:
    """Return what is to be done, as written, and what told so.

    That is a task label's text, the sentence that says so, or what the text begins with. Of a bare text, without
    headings, the first sentence that names the work is enough.
    """
    bare = not found.has_headings or found.is_data
    tasks = found.of("task")
    for why, candidates in (
        ("a label of the task", (*_under(tasks), *_under(found.inner.get("task", ())))),
        ("says what the task is", _sentences_with(found, "yours")),
        ("says who works on what", _reader_works(found)),
        ("a paragraph", _paragraphs(found, bare)),
        ("the first item of the task", (i.text for f in tasks for i in f.items[:1] if layout == "document")),
        ("a line that asks", _asking(found)),
    ):
        said = (t for t in candidates if t.text and not says_none(t.text))
        said = (t for t in said if layout != "document" or not _is_id(t.text))
        text = next((t for t in said if not any("send" in cues_in(s) for s in sentences(t.text)[:1])), None)
        if text:
            found.use(
                [f for f in (*tasks, *found.of("summary")) if text in _under([f]) or text in (i.text for i in f.items)]
            )
            if bare and why != "says what the task is" and layout == "document":
                text = Text(_first_sentence(text.text), text.span)
            return text, Candidate(text.text, text, None, (why,))
    return None, None


def _asking(found: DelegationParts) -> Iterator[Text]:
    """`Fix these files:` and sentences like it, below any other heading, or first below that of the steps."""
    steps = (*found.of("steps"), *found.inner.get("steps", ()))
    first = [n for f in steps for n in f.content[:1]]
    yield from (f.inline for f in steps if f.inline and act(cues_in(f.inline.text)) == "imperative")
    for node in (*(n for f in found.others for n in f.children), *first):
        text = node.label or node.text
        says = node.form in ("text", "label") and not node.is_item and not node.value
        asks = act(cues_in(text.text)) == "imperative" and not forbids(text.text, at_start=True)
        asks = asks and cues_in(text.text).get("prepare") != 0
        if says and len(text.text.split()) >= SHORTEST_CLAUSE and asks:
            yield text


def _is_id(text: str) -> bool:
    """`FIX-0042` and `tasks/build.md` say where the work is told."""
    own = text.strip(" .!*")
    return " " not in own and own.isascii() and any(sign in own for sign in "/_-`.")


def _first_sentence(text: str) -> str:
    """The first sentence that says more than that the work goes on."""
    said = sentences(words_of(text.split("\n\n", maxsplit=1)[0]))
    return next((s for s in said if len(s) > _SAYS_LITTLE), text).strip()


def _under(fields: Sequence[Node]) -> Iterator[Text]:
    """What labels say: their value, the paragraph below, or the labelled line there (`**Review**: the cache`)."""
    for one in fields:
        first = one.content[0] if one.content and not one.inline else None
        if one.inline:
            yield one.inline
        elif first is not None and first.label and not first.is_item:
            yield first.text


def _sentences_with(found: DelegationParts, cue: str) -> Iterator[Text]:
    labels = [f.text for f in found.left() if f.label and f.value] if cue == "yours" else []
    for text in sorted((*spoken(found), *labels), key=lambda t: t.span):
        for sentence in sentences(text.text):
            if cue in cues_in(sentence):
                label, _, said = sentence.partition(":")  # `Your task: build it`
                yield Text(words_of(said if said and len(label.split()) < _LONGEST_TASK_LABEL else sentence), text.span)


def _reader_works(found: DelegationParts) -> Iterator[Text]:
    """`You are Ralph, building a web service`, `You are a clerk sorting the mail`, `You sort the mail`."""
    yield from _sentences_with(found, "at_work")
    for text in _sentences_with(found, "role"):
        cues, words = cues_in(text.text), text.text.split()[:10]
        at_work = any(map(is_at_work, words[1:], words[2:], [*words[3:], ""]))
        if at_work or (cues.get("you") == 0 and cues.get("role") == 1):
            yield text


def _paragraphs(found: DelegationParts, bare: bool) -> Iterator[Text]:
    """The paragraphs; of a bare text the sentences that say more than who is asked."""
    introducing = [n for n in found.others[:1] if n.form == "label" and len(n.name) > _SAYS_LITTLE and not n.value]
    texts = [n for n in found.loose if n.form == "text"]
    texts = sorted((*texts, *introducing), key=lambda n: n.text.span)  # `Write a note that explains:` above a list
    # `Read AGENTS.md first.` is not yet the work.
    for node in sorted(texts, key=lambda n: all(cues_in(s).get("prepare") == 0 for s in sentences(n.text.text))):
        if not bare and not all("role" in cues_in(s) for s in sentences(node.text.text)):
            yield node.text
        for sentence in sentences(node.text.text)[:3] if bare else ():
            cues = cues_in(sentence)
            if len(sentence) > _SAYS_LITTLE and "role" not in cues and act(cues) != "past":
                yield Text(sentence, node.text.span)


def steps_of(found: DelegationParts) -> list[Json]:
    """Return the steps: headings of steps, or lists of steps, of the task, or what the text lists first."""
    for staged in (found.staged, [n for n in found.inner_staged if n.form == "heading"]):
        if len(staged) > 1:
            return [_titled(n) for n in staged]
    said = [n.text for n in found.loose if n.form == "text" and is_step(n)]  # `Step 1: build it. Then …`
    if len(said) > 1:
        return [{"text": Leaf(_first_sentence(t.text), t.span), "steps": []} for t in said]
    headed = [f for f in found.of("task") if len(numbered_below(f)) > 1]
    for opened in (headed, *map(found.of, ("steps", "task", "checklist", "next"))):
        fields = [f for f in opened if any(True for _ in _listed(f))]
        if fields:
            return [s for f in found.use(fields) for s in _listed(f)]
    for headings in (found.inner_staged, *found.numbered[:1]):
        if len(headings) > 1:
            return [_titled(h) for h in headings]
    # A list of what to do holds steps wherever it stands, if it is numbered or a label stands above it.
    below = [f for f in found.others if not mostly_forbids(f)]
    numbered = ([i for i in n.items if i.marker[:1].isdigit()] for f in below for n in (f, *f.children))
    labelled = (f.items for f in below if f.form == "label")
    scopes = [f.items for f in below if "scope" in concepts(f.name)]
    for listed in (*scopes, [n for n in found.loose if n.is_item], *numbered, *labelled):
        doing = [n for n in listed if listed in scopes or act(cues_in(n.text.text)) == "imperative"]
        if not found.exact and len(doing) * 2 >= len(listed) > 1:
            found.use([f for f in below if any(c in listed for c in f.children)])
            return [step(n) for n in listed]
    return []


def _listed(node: Node) -> Iterator[Json]:
    """The items of a list of steps, its numbered sub-headings, or what one paragraph numbers."""
    name = node.children[0].text if node.info == "tag" and node.children else None
    if name and name.text.startswith("<name>"):  # of a `<task type="auto">`
        yield {"text": Leaf(name.text.removeprefix("<name>").removesuffix("</name>"), name.span), "steps": []}
        return
    groups = [c for c in node.content if c.form == "heading"]
    numbered = numbered_below(node) or [g for g in groups if is_step(g)]
    items = [c for c in node.content if c.is_item and c.text]
    if len(numbered) > 1 and not items:
        yield from map(_titled, numbered)
        return
    if not items and not groups:
        yield from ({"text": leaf(t), "steps": []} for t in enumerated(node.inline))
    if len(groups) > 1 and not items and not any(c.is_item for g in groups for c in g.children):
        yield from map(_titled, groups)
        return
    for child in node.content:
        if child.is_item and child.text:
            yield step(child)
        elif child.form == "heading" or (child.form == "label" and not child.value):
            yield from _listed(child)


def enumerated(text: Text | None) -> list[Text]:
    """Return the steps that one paragraph numbers: `1. Read the log 2. Find the cause`, `Mend it: (1) … (2) …`."""
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


def _titled(heading: Node) -> Json:
    """A heading as a step: its title without the number."""
    number, text = number_of(heading), heading.text.text.strip()
    text = text if text.startswith(number) else words_of(text)  # `**1**. Plan`
    text = text.removeprefix(number).strip()
    return {"text": Leaf(text, heading.text.span), "steps": []}


def spoken(found: DelegationParts) -> Iterator[Text]:
    """Yield what stands in running text, of the parts that may begin with a word on the reader."""
    held = (c for f in found.of(*found.opened) for c in f.children)
    nodes = sorted([*found.loose, *found.aside, *held], key=lambda n: n.text.span)
    yield from (n.text for n in nodes if n.form in ("text", "item"))


def mostly_forbids(node: Node) -> bool:
    """`Change discipline`: a section is known by what most of its items or sentences say."""
    texts = [c.text.text for c in node.items] or [n.value.text for n in [node] if n.value]
    texts = texts or [s for c in node.content if c.form == "text" for s in sentences(c.text.text)]
    return bool(texts) and sum(forbids(t, at_start=len(texts) < 2) for t in texts) * 2 > len(texts)


def forbids(sentence: str, at_start: bool) -> bool:
    """Tell whether a sentence forbids or limits something, on demand with its first word."""
    at = cues_in(sentence).get("forbid")
    return at is not None and (not at_start or at == 0)
