"""Days as people write them, and what only looks like a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.judging.rules.invalid_date import malformed
from de_lint.reading.values import dates

DAYS = [
    ("2025-07-20", "2025-07-20"),
    ("2025-07-20.", "2025-07-20"),
    ("2025-07-20T13:20:10.393Z", "2025-07-20"),
    ("2025-07-20T23:59:59+02:00", "2025-07-20"),
    ("2025-07-20T13:20", "2025-07-20"),
    ("2025-07-21 14:30", "2025-07-21"),
    ("2025-07-21 14:30:05", "2025-07-21"),
    ("2025-07-13 at 20:48 UTC", "2025-07-13"),
    ("2025/07/21", "2025-07-21"),
    ("July 20, 2025", "2025-07-20"),
    ("july 20th, 2025", "2025-07-20"),
    ("Jul 7, 2025", "2025-07-07"),
    ("Sept. 7, 2025", "2025-09-07"),
    ("July 20, 2025 at 3:45 PM EST", "2025-07-20"),
    ("Monday, July 21, 2025", "2025-07-21"),
    ("20 July 2025", "2025-07-20"),
    ("7th of July 2025", "2025-07-07"),
    ("20-Jul-2025", "2025-07-20"),
    ("Mon Jul  7 15:02:57 EDT 2025", "2025-07-07"),
    ("Mon Jul 7 15:02:57 2025 -0400", "2025-07-07"),
    ("25/12/2025", "2025-12-25"),
    ("12/25/2025", "2025-12-25"),
    ("7/7/2025", "2025-07-07"),
    ("7/6/2025, 11:11:29 PM", "2025-07-06"),
    ("7/6/2025 at 9:05 a.m.", "2025-07-06"),
    ("31.12.2025", "2025-12-31"),
    ("2025.07.20", "2025-07-20"),
    ("2025. 7. 20.", "2025-07-20"),
    ("March the 3rd, 2025", "2025-03-03"),
    ("20 Juli 2025", "2025-07-20"),
    ("Sonntag, den 20. Juli 2025", "2025-07-20"),
    ("3. Mär. 2025 um 14:30", "2025-03-03"),
    ("samedi 1er février 2025", "2025-02-01"),
    ("3 aout 2025", "2025-08-03"),
    ("domingo, 20 de julio del 2025 a las 9:30", "2025-07-20"),
    ("segunda-feira, 3 de março de 2025", "2025-03-03"),
    ("1º luglio 2025", "2025-07-01"),
    ("воскресенье, 20 июля 2025 г.", "2025-07-20"),
    ("2025年7月20日（日）", "2025-07-20"),
    ("2025년 7월 20일", "2025-07-20"),
    ("2024-02-29", "2024-02-29"),
]

NO_DAYS = [
    "",
    "7/6/2025",
    "7/6/2025, 23:11",
    "2025",
    "Q3 2025",
    "Jul 7",
    "3 jui 2025",
    "Version 3 2025",
    "version 2025.7.3",
    "2024-25",
    "Apr\u0131l 7, 2025",
    "20:48 UTC",
    "ISS-20250101",
    "BUG-2025-001",
    "BUG-2025-07-01",
    "CLAUDE-20250721150000",
    "v2025-07-01",
    "1.3.0",
    "logs/2025/07/21/run",
    "2025-07-20.md",
    "2025-07-20-report",
    "2025-07-20_report",
    "2025-13-45",
    "2025-02-30",
    "Current Date",
    "[date]",
    "YYYY-MM-DD",
    "Today is 20250721",
]


@pytest.mark.parametrize(("text", "iso"), DAYS)
def test_a_day_is_found_and_parsed(text: str, iso: str) -> None:
    assert [found.iso for found in dates.find(f"Deadline {text}, then rest")] == [iso]
    assert dates.parse(text) == iso
    assert not malformed(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("July 2025", "2025-07"),
        ("**Jul. 2025**", "2025-07"),
        ("2025-07", "2025-07"),
        ("2025/7", "2025-07"),
        ("März 2025", "2025-03"),
        ("julio de 2025", "2025-07"),
        ("июль 2025 года", "2025-07"),
        ("2025年7月", "2025-07"),
        ("2025년 7월", "2025-07"),
    ],
)
def test_a_month_is_read_where_it_is_the_whole_value(text: str, month: str) -> None:
    assert dates.parse(text) == month
    assert dates.find(text) == []
    assert dates.parse(f"{text}: notes") is None


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_day(text: str) -> None:
    assert dates.find(text) == []
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Today is 2025-07-20.", "2025-07-20"),
        ("🚨 on 2025-07-13 at 20:48 UTC (late)", "2025-07-13 at 20:48 UTC"),
        ("run 2025-07-21 14:30 test", "2025-07-21 14:30"),
        ("due on Monday, July 21, 2025", "Monday, July 21, 2025"),
        ("bis Montag, den 21. Juli 2025", "Montag, den 21. Juli 2025"),
        ("截至2025年7月20日完成", "2025年7月20日"),
    ],
)
def test_the_span_covers_the_weekday_and_the_time_of_day(text: str, span: str) -> None:
    (found,) = dates.find(text)
    assert text[found.start : found.end] == span


def test_several_days_in_order() -> None:
    text = "Today is July 20, 2025. Sprint deadline: 2025-07-25 (was 2025/07/22)."
    assert [found.iso for found in dates.find(text)] == ["2025-07-20", "2025-07-25", "2025-07-22"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("  **2025-07-20** (final)", "2025-07-20"),
        ("📅 `2025-07-20`", "2025-07-20"),
        ("[2025-07-20]", "2025-07-20"),
        ("on the 20th of July 2025", "2025-07-20"),
        ("*Mon.*, 2025-07-21", "2025-07-21"),
        ("le 20 juillet 2025", "2025-07-20"),
        ("20250721", "2025-07-21"),
        ("20250721_153902", "2025-07-21"),
        ("20250721T153902Z", "2025-07-21"),
        ("20251345", None),
        ("20250721 records", None),
        ("Today is 2025-07-20", None),
        ("<2025-07-20", None),
    ],
)
def test_parse_reads_the_head_of_a_value(text: str, iso: str | None) -> None:
    assert dates.parse(text) == iso


@pytest.mark.parametrize(
    ("text", "wrong", "reason"),
    [
        ("on 2025-13-45.", "2025-13-45", "there is no month 13"),
        ("2025-02-30", "2025-02-30", "February 2025 has 28 days"),
        ("February 30, 2024", "February 30, 2024", "February 2024 has 29 days"),
        ("32 July 2025", "32 July 2025", "July 2025 has 31 days"),
        ("45/13/2025", "45/13/2025", "there is no month 13"),
        ("2025-07-00", "2025-07-00", "there is no day 0"),
        ("2025-07-20T25:10:00Z", "2025-07-20T25:10:00Z", "there is no hour 25"),
        ("2025-07-20 10:61", "2025-07-20 10:61", "there is no minute 61"),
    ],
)
def test_malformed(text: str, wrong: str, reason: str) -> None:
    ((start, end, why),) = malformed(text)
    assert (text[start:end], why) == (wrong, reason)


@pytest.mark.parametrize("text", ["7/6/2025", "20 Juli", "ISS-2025-13-45", "1234-56-78", "2025-001", "v1.3.0"])
def test_not_malformed(text: str) -> None:
    assert malformed(text) == []


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("qa_report_20250721.md", "2025-07-21"),
        ("report-2025-07-21-final.md", "2025-07-21"),
        ("test_20250707_153919.md", "2025-07-07"),
        ("run20250721150000.json", "2025-07-21"),
        ("2025_07_21.md", "2025-07-21"),
        ("20251399-then-20250721.md", "2025-07-21"),
        ("archive/20240101/summary.md", None),
        ("ISS-20250101.md", None),
        ("BUG-2025-001.md", None),
        ("notes.md", None),
    ],
)
def test_from_filename(name: str, iso: str | None) -> None:
    assert dates.from_filename(name) == iso


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/.:TZ JulyMayſı年月日")))
def test_never_raises_and_offsets_hold(text: str) -> None:
    dates.parse(text)
    dates.from_filename(text)
    for found in dates.find(text):
        assert 0 <= found.start < found.end <= len(text)
    for start, end, reason in malformed(text):
        assert 0 <= start < end <= len(text)
        assert reason


@pytest.mark.parametrize(
    "piece", ["9/9/", "2025-07-20", "2025-", "July ", "July 20, ", "1.1.", "2025 ", "2025-07-20 10:", " "]
)
def test_long_input_is_read(piece: str) -> None:
    text = "2025" + piece * (100_000 // len(piece))
    assert all(0 <= f.start < f.end <= len(text) for f in dates.find(text))
    assert all(0 <= start < end <= len(text) for start, end, _ in malformed(text))
    dates.parse(text)
