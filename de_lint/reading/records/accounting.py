"""The last look at a record: every word of the lines it accounts for must stand in its JSON.

Readers choose what a text means; what they make nothing of is kept as a note, so that no text disappears.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.reading.block_fields import HEADING_MARKS
from de_lint.reading.fields import Row, Text, span_of
from de_lint.reading.labels import in_yaml, split_line
from de_lint.reading.markup import leading_emoji, without_markup
from de_lint.reading.records.claims import INNER_LABEL
from de_lint.reading.records.record import Record
from de_lint.reading.rows import rows_of_run
from de_lint.reading.source import Source
from de_lint.reading.tags import tag_of
from de_lint.reading.values import dates
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, part

_WORD = compiled(r"\w+")
_RULE_ROW = frozenset(" \t>|:-")
#: Labels of a template's facts that no schema of a form names.
_CARD = ("nickname", "name", "type")
#: A name is kept without it.
_AGENT = "agent"


def keep_the_rest(source: Source, record: Record) -> None:
    """Add the lines of a record that hold words standing nowhere in it to its notes."""
    # Many values of one long line hold the whole of it.
    kept = {*_words("\n".join(set(_strings(record.data)))), _AGENT}
    labels = _labels_of(record)
    for text in [t for n in sorted(record.lines) for t in _lost_in(source, n, kept, labels)]:
        record.add_note(text)


def _words(text: str) -> list[str]:
    found = _WORD.findall(text.casefold())
    return [w for word in found if (w := word.strip("_") if "_" in word else word)] if "_" in text else found


def _strings(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
        elif one is not None:
            yield str(one)


@dataclass(slots=True)
class _Labels:
    """The labels that a record's schemas know; a label that a pattern claims is known, too."""

    keys: frozenset[str]
    kinds: tuple[str, ...]

    def __contains__(self, key: str) -> bool:
        return key in self.keys or any(part(key, name) for name in self.kinds)


def _labels_of(record: Record) -> _Labels:
    names = ("delegation", "progress_report") if record.kind == "agent_template" else (record.kind,)
    roles = [r.role for r in record.walk() if r.role is not None]
    specs = [*(kind(n) for n in names), *roles]
    nested = (k for s in specs for p in s.properties for q in (p, *p.properties) for k in q.keys)
    # A misspelled label is known as the one that it was read as.
    guessed = (c.field.key for part in record.walk() for c in part.claims if c.guessed)
    card = _CARD if record.kind == "agent_template" else ()
    return _Labels(frozenset([*nested, *guessed, *card]), (*names, record.kind))


def _lost_in(source: Source, number: int, kept: set[str], labels: _Labels) -> Iterator[Text]:
    line = source.lines[number].text
    if kept.issuperset(_words(_without_tags(line))):
        return
    if _is_markup(line) or _is_header(source, number):
        return
    start = len(line) - len(line.lstrip("> \t"))
    heading = HEADING_MARKS.match(line[start:])
    start += heading.start(1) if heading else 0
    start += leading_emoji(line[start:])
    whole = labels if heading else labels.keys  # a line of text may name a part and say more than that
    said = " ".join(_without_label(row.text, labels, whole) for row in rows_of_run(Row(number, line[start:], 0)))
    if says_none(said) or kept.issuperset(_words(dates.without_days(_without_tags(said)))):
        return
    end = len(line.rstrip())
    start += split_line(line[start:end]).start
    # Without markers, so that the note does not depend on the form that its line was written in.
    yield Text(without_markup(line[start:end]), span_of(source, number, start, end))


def _is_markup(line: str) -> bool:
    text = line.lstrip("> \t")
    if tag_of(text) and "<" not in text[1:]:
        return True
    return text.startswith(("```", "~~~")) or _RULE_ROW.issuperset(text) or text[4:].lstrip().startswith("de-lint:")


def _without_tags(line: str) -> str:
    """Return a line without the tags in it, `one<br>two`, which are no words."""
    if "<" not in line:
        return line
    first, *others = line.split("<")
    pieces = (piece.partition(">") for piece in others)
    return " ".join(
        [first, *(rest if end and name.strip("/ ").isalnum() else name + end + rest for name, end, rest in pieces)]
    )


def _is_header(source: Source, number: int) -> bool:
    """The header of a table of two columns, whose rows are fields, says no more than that."""
    below = source.lines[number + 1].text if number + 1 < len(source.lines) else ""
    return source.lines[number].text.strip(" |>").count("|") == 1 and "-" in below and _RULE_ROW.issuperset(below)


def _without_label(text: str, labels: _Labels, whole: _Labels | frozenset[str]) -> str:
    """Return what a line says beside a label that its schema knows."""
    if text.lstrip().startswith("|"):
        first, *rest = text.strip(" |").split("|")
        told = rest and all(fold(cell) in labels for cell in rest)  # a header, whose cells label those below
        return text if fold(first) not in labels else "" if told else " ".join(rest)
    text = in_yaml(text)
    parts = split_line(text)
    if parts.label and parts.value and fold(text[slice(*parts.label)]) in labels:
        return INNER_LABEL.sub(lambda m: "" if fold(m["label"]) in labels else m.group(), text[slice(*parts.value)])
    return "" if fold(text) in whole else text[parts.start :]
