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


def test_what_is_added_to_one_place_keeps_its_order() -> None:
    def finding(*edits: Edit) -> Finding:
        return Finding("F701", "x", Severity.INFO, "x", "a.md", Span(1, 1, 1, 2), fix=Fix("x", edits))

    added = [finding(Edit(Span(1, 4, 1, 4), text, appended=True)) for text in ("z", "y", "x")]
    assert without_overlaps([*added, finding(edit(1, 4, 4, "w"))]) == added
    assert done(b"one two", *[list(f.fix.edits) for f in added if f.fix])[0] == b"onezyx two"


_STRETCHES = st.tuples(st.integers(1, 12), st.integers(0, 4))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(_STRETCHES, min_size=1, max_size=2), max_size=9))
def test_no_two_chosen_fixes_overlap(drawn: list[list[tuple[int, int]]]) -> None:
    findings = [
        Finding("F701", "x", Severity.INFO, str(n), "-", Span(1, 1, 1, 2),
                fix=Fix(str(n), tuple(edit(1, start, start + width, "") for start, width in sorted(stretches))))
        for n, stretches in enumerate(drawn) if len(stretches) == 1 or sum(min(stretches)) < max(stretches)[0]
    ]  # fmt: skip
    taken: list[Span] = []
    expected = []
    for one in findings:
        spans = [e.span for e in one.fix.edits] if one.fix else []
        if not any(_share(a, b) for a in spans for b in taken):
            expected.append(one)
            taken += spans
    assert without_overlaps(findings) == expected


def _share(a: Span, b: Span) -> bool:
    within = a.start_column < b.end_column and b.start_column < a.end_column
    return within or a.start_column == b.start_column


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["a", "é", "😀", "\udcff", "Ã©"]), max_size=30), st.sets(st.integers(0, 29)))
def test_many_edits_of_one_line(characters: list[str], chosen: set[int]) -> None:
    data = "".join(characters).encode("utf-8", "surrogateescape")
    raw = read_source(data).lines[0].raw if data else ""
    columns = [n for n in sorted(chosen) if n < len(raw) and "\\" not in raw]
    new, _ = done(data, *[[edit(1, n + 1, n + 2, "+")] for n in reversed(columns)])
    assert new.decode("utf-8", "surrogateescape") == "".join("+" if n in columns else c for n, c in enumerate(raw)) or (
        "\\" in raw and new == data
    )


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=80), st.data())
def test_any_bytes_can_be_edited(data: bytes, choose: st.DataObject) -> None:
    source = read_source(data)
    assert edited(data, source, []) == (data, [])
    number = choose.draw(st.integers(1, len(source.lines) + 2))
    first = choose.draw(st.integers(1, 12))
    done(data, [edit(number, first, first + choose.draw(st.integers(0, 9)), "é\n")])
