"""A text changed piece by piece is the text that the client has, however the client counts its characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from de_lint.diagnostics import Span
from de_lint.reading.source import read_source
from de_lint.server.ranges import Ranges
from de_lint.server.texts import OpenText

ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
#: Line ends whole and in halves, what Python takes for line ends and the protocol does not, and wide characters.
TEXTS = st.text(st.sampled_from("ab \r\n\n\x0b\x0c\x1c\x85\u2028é漢🛒"), max_size=12)
CHANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), TEXTS), max_size=6)


def units(text: str, encoding: str) -> int:
    codec, size = ENCODINGS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


def position(text: str, index: int, encoding: str) -> types.Position:
    """Return where a character is, found the long way."""
    lines = re.split(r"\r\n|\r|\n", text[:index] if text[index - 1 : index + 1] != "\r\n" else text[: index - 1])
    return types.Position(len(lines) - 1, units(lines[-1], encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, changes=CHANGES)
def test_changes_are_those_of_the_client(encoding: str, text: str, changes: list[tuple[int, int, str]]) -> None:
    own = OpenText(text, encoding)
    for one, other, put in changes:
        start, end = sorted((min(one, len(text)), min(other, len(text))))
        # No position leads between the two halves of a line end.
        start -= text[start - 1 : start + 1] == "\r\n"
        end -= text[end - 1 : end + 1] == "\r\n"
        place = types.Range(position(text, start, encoding), position(text, end, encoding))
        own.change(put, place)
        text = text[:start] + put + text[end:]
        assert str(own) == text
        assert own.lines == OpenText(text, encoding).lines


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_places_that_are_not_there_are_the_nearest_that_are(encoding: str) -> None:
    own = OpenText("one 🛒\ntwo", encoding)
    own.change("!", types.Range(types.Position(0, 99), types.Position(0, 99)))
    own.change("?", types.Range(types.Position(7, 3), types.Position(9, 0)))
    own.change(".", types.Range(types.Position(1, 2), types.Position(0, 5)))
    assert str(own) == "one 🛒!\ntw.o?"


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_lines_are_those_of_the_reader(encoding: str, text: str) -> None:
    own, source = OpenText(text, encoding), read_source(text)
    assert [own.line(number) for number in range(len(own.lines))] == [line.raw for line in source.lines]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, new=TEXTS)
def test_edits_lead_to_the_other_text(encoding: str, text: str, new: str) -> None:
    own = OpenText(text, encoding)
    for edit in reversed(own.edits_to(new)):
        own.change(edit.new_text, edit.range)
    assert str(own) == new


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("**Status**: 🛒 purple", Span(1, 15, 1, 21), "purple"),
        ("\ufeffStatus: purple", Span(1, 9, 1, 15), "purple"),
        ("\ud83d Status: purple", Span(1, 22, 1, 28), "purple"),
        ("\ud83d Status: purple", Span(1, 1, 1, 13), "\ud83d"),
        ("\ud83d\ud83d\udc4d done", Span(1, 38, 1, 42), "done"),
        ("one\r\ntwo", Span(3, 1, 3, 1), ""),
    ],
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spans_lead_to_the_same_characters(text: str, span: Span, expected: str, encoding: str) -> None:
    own = OpenText(text, encoding)
    place = Ranges(own, read_source(text)).range(span)
    start, end = (own.index(each.line, each.character) for each in (place.start, place.end))
    assert own.line(place.start.line)[start:end] == expected
