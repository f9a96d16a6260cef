"""Edits change the edited stretches and nothing else, whatever the bytes around them are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.reading.source import read_source
from de_lint.writing.edits import edited, without_overlaps


def edit(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(Span(line, start, line, end), text)


def done(data: bytes, *changes: list[Edit]) -> tuple[bytes, list[bool]]:
    return edited(data, read_source(data), changes)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_mark_and_line_ends_stay(mark: bytes, newline: bytes) -> None:
    data = mark + newline.join([b"\xc3\xa9 one", b"two", b""])
    new, made = done(data, [edit(1, 3, 6, "1\n1")], [edit(2, 1, 4, "2")])
    assert made == [True, True]
    assert new == mark + newline.join([b"\xc3\xa9 1", b"1", b"2", b""])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("odd", [b"", b"\x41"])
def test_utf16_stays_utf16(encoding: str, odd: bytes) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    data = mark + "é 😀 one\r\ntwo\r\n".encode(encoding) + odd
    new, made = done(data, [edit(1, 5, 8, "1")])
    assert made == [True]
    assert new == mark + "é 😀 1\r\ntwo\r\n".encode(encoding) + odd


def test_undecodable_bytes_stay() -> None:
    new, made = done(b"a \xff\xfe one\ntwo", [edit(1, 12, 15, "1")], [edit(2, 1, 4, "2")])
    assert (new, made) == (b"a \xff\xfe 1\n2", [True, True])


def test_a_change_is_made_whole_or_not_at_all() -> None:
    data = b"a \xff one\ntwo"
    new, made = done(data, [edit(1, 4, 5, "x"), edit(2, 1, 4, "2")])  # column 4 is within the byte
    assert (new, made) == (data, [False])


def test_a_repaired_surrogate_can_be_written() -> None:
    data = b"Status \xed\xa0\xbd\xed\xb8\x80 done"
    problem = read_source(data).problems[0]
    assert done(data, [Edit(problem.span, problem.repaired or "")])[0] == "Status 😀 done".encode()


def test_lines_can_be_put_at_the_end() -> None:
    assert done(b"one", [edit(1, 4, 4, "\ntwo")])[0] == b"one\ntwo"
    assert done(b"one\n", [Edit(Span(2, 1, 2, 1), "two\n")])[0] == b"one\ntwo\n"


def test_overlapping_fixes_wait() -> None:
    def finding(*edits: Edit) -> Finding:
        return Finding("F701", "x", Severity.INFO, "x", "a.md", Span(1, 1, 1, 2), fix=Fix("x", edits))

    one, same, other = finding(edit(1, 1, 4, "x")), finding(edit(1, 3, 3, "y")), finding(edit(1, 4, 5, "z"))
    both = finding(edit(2, 1, 2, ""), edit(1, 1, 1, ""))
    assert without_overlaps([one, same, both, other, finding()]) == [one, other]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=80), st.data())
def test_any_bytes_can_be_edited(data: bytes, choose: st.DataObject) -> None:
    source = read_source(data)
    assert edited(data, source, []) == (data, [])
    number = choose.draw(st.integers(1, len(source.lines) + 2))
    first = choose.draw(st.integers(1, 12))
    done(data, [edit(number, first, first + choose.draw(st.integers(0, 9)), "é\n")])
