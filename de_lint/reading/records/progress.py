"""How much of the whole task a report says is done: by a label or heading, in its status, or in a sentence."""

from __future__ import annotations

from functools import cache

from de_lint.reading.fields import Node
from de_lint.reading.markup import without_markup, without_struck, words_of
from de_lint.reading.records.layout import Candidates, Places
from de_lint.reading.values import placeholders, quantities
from de_lint.vocabulary.kinds import concepts, kind, part
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import words_in

Number = int | float

#: A longer value tells of more than how much is done.
_LONGEST_SHARE, _FAR = 5, 200
_PLACES = frozenset({"in the opening", "in a summary", "in the conclusion"})  # where sentences speak of the whole


def progress_label(found: Candidates, field: Node, places: Places) -> None:
    """Add what a label states, or what a status says is done: `Status: in progress (60%)`.

    What a label of its own states is kept as it is: a rule reports what no percentage can be.
    """
    text, name = field.value or field.said, part(field.name, "progress_report")
    if text is None or placeholders.is_placeholder(text.text) or ("in a section" in places and not field.value):
        return
    own = field.key in kind("progress_report").property("progress").keys
    value = _stated(field, text.text)
    if value is not None and (own or 0 <= value <= 100):
        signs = {"its own label": own, "that sums up": "whole" in concepts(field.name)}
        found.add(value, text, field, "a progress label", *(sign for sign, shown in signs.items() if shown), *places)
    elif name in ("status", "conclusion") and (done := _done(text.text, is_status=True)) is not None:
        found.add(done, text, None, "in a status", *places)


def progress_section(found: Candidates, section: Node, _: Places) -> None:
    """Add what a heading states, or the text below it: `## Overall progress: 60%`."""
    for text in (section.label or section.text, section.value or section.said):
        value = _stated(section, text.text) if text and not placeholders.is_placeholder(text.text) else None
        if value is not None and 0 <= value <= 100:
            found.add(value, text or section.text, section, "a progress label")
    name = part(section.name, "progress_report")
    if name == "status" and section.said and (done := _done(section.said.text, is_status=True)) is not None:
        found.add(done, section.said, None, "in a status")


def progress_line(found: Candidates, node: Node, place: str) -> None:
    """Add what a line of the opening or of a summary says is done: `60% complete`."""
    told = node.form in ("text", "item") and not node.label and place in _PLACES
    value = _done(node.text.text) if told else None
    if value is not None:
        found.add(value, node.text, None, "a sentence")


def _stated(field: Node, text: str) -> Number | None:
    """Return what a value says if its label asks for the progress, or for what is completed and it is a percentage."""
    said, name = concepts(field.name), part(field.name, "progress_report")
    if "stage" in said:
        return None
    if said.get("progress", 0) == 1 and name in ("progress", None):
        return _share(text)
    found = quantities.find(text) if name == "completed" else []
    alone = len(found) == 1 and found[0].unit == "%" and not words_in(text[: found[0].start] + text[found[0].end :])
    return found[0].value if alone else None


def _share(text: str) -> Number | None:
    """Return the percentage that a value states: `60%`, `40% → 60%`, `3 of 4 tasks`, `three quarters`.

    Of a range it is the lower end, which is done for sure.
    """
    text = without_markup(without_struck(text))
    found = [q for q in quantities.find(text) if q.qualifier is None and q.part != "before"]
    percents = [q for q in found if q.unit == "%"]
    if percents:
        return next((q for q in percents if q.part == "after"), percents[0]).value
    parts = [q for q in found if q.of and not q.unit]
    if parts:
        share = 100 * parts[0].value / (parts[0].of or 1)
        return round(share) if abs(share - round(share)) < 1 / 200 else round(share, 1)
    words = words_in(words_of(text).casefold())
    if len(found) == 1 and words[0].isdigit() and len(words) == 1:
        return found[0].value
    said = f" {' '.join(words)} "
    return next(
        (n for phrase, n in _in_words().items() if len(words) <= _LONGEST_SHARE and f" {phrase} " in said), None
    )


@cache
def _in_words() -> dict[str, int]:
    """Percentages in words, the longest first: `three quarters` are not a quarter."""
    rows = {
        " ".join(words_in(w.replace("_", " "))): int(n)
        for n, row in schema("quantities")["shares"].items()
        for w in row.split()
    }
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))


def _done(text: str, is_status: bool = False) -> Number | None:
    """Return the percentage of which a text says that so much is done: `60% complete`, `in progress (60%)`.

    What is said of something is no progress of the whole: `The parser is 70% complete`.
    """
    for found in quantities.find(text):
        plain = found.unit == "%" and found.comparator in (None, "~") and not found.qualifier and not found.part
        if not plain or not 0 <= found.value <= 100:
            continue
        before, after = text[: found.start], words_in(text[found.end : found.end + 40])[:2]
        alone = is_status and ("(" in before or len(words_in(text[:_FAR])) <= _LONGEST_SHARE)
        opens = is_status or (len(before) <= _FAR and (not words_in(before) or "whole" in concepts(before)))
        if alone or (opens and (_says_done(after[:1]) or _says_done(after))):
            return found.value
    return None


def _says_done(words: list[str]) -> bool:
    return bool(words) and concepts(" ".join(words)).get("done", 0) == 1
