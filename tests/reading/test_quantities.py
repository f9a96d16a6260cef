"""Numbers that state something, and numbers that only number, date or name something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.reading.values import quantities

# Text, then value and unit of each quantity.
UNITS: list[tuple[str, list[tuple[float, str]]]] = [
    ("68.3%", [(68.3, "%")]),
    ("0.14% improvement", [(0.14, "%")]),
    ("95 percent", [(95, "%")]),
    ("12 tables", [(12, "")]),
    ("Test Suite: All 217 tests passing", [(217, "")]),
    ("498 (68.3%)", [(498, ""), (68.3, "%")]),
    ("50ms", [(50, "ms")]),
    ("45 ms", [(45, "ms")]),
    ("21.22 μs", [(21.22, "μs")]),
    ("2 min 30 seconds", [(2, "min"), (30, "seconds")]),
    ("2h30m, 1h 20m", [(2, "h"), (30, "m"), (1, "h"), (20, "m")]),
    ("Last 7 Days", [(7, "days")]),
    ("24-hour TTL implemented", [(24, "hour")]),
    ("3.1 MB, 50MB and 10KB", [(3.1, "MB"), (50, "MB"), (10, "KB")]),
    ("2GB/month projected", [(2, "GB/month")]),
    ("2 GB per month", [(2, "GB/month")]),
    ("22.1 ops/sec", [(22.1, "ops/sec")]),
    ("1,200 queries/sec", [(1200, "queries/sec")]),
    ("10K requests/hour", [(10000, "requests/hour")]),
    ("100/min", [(100, "/min")]),
    ("5 pros/cons", [(5, "")]),
    ("$150/month", [(150, "$/month")]),
    ("$12.50, €5, £1.2M", [(12.5, "$"), (5, "€"), (1200000, "£")]),
    ("10K users", [(10000, "")]),
    ("1.2M rows, 1.1M, 2.3 million", [(1200000, ""), (1100000, ""), (2300000, "")]),
    ("7B parameters", [(7_000_000_000, "")]),
    ("5x faster, 1000x", [(5, "x"), (1000, "x")]),
    ("+64%", [(64, "%")]),
    ("+2 %/week", [(2, "%/week")]),
    ("-3% and −4%", [(-3, "%"), (-4, "%")]),
    ("(modified, +87 lines)", [(87, "")]),
    ("1,247 and 11,749", [(1247, ""), (11749, "")]),
    ("0.5", [(0.5, "")]),
    ("1.2e-5", [(0.000012, "")]),
    ("9 (7 previous + 2 new)", [(9, ""), (7, ""), (2, "")]),
    ("166 tests collected, 101 passed, 33 failed", [(166, ""), (101, ""), (33, "")]),
    ("Lines Added: 847, Removed: 123", [(847, ""), (123, "")]),
    ("Update 3 files; Test 5 endpoints", [(3, ""), (5, "")]),
    ("Phase 1, 12 tests", [(12, "")]),
    ("2000", [(2000, "")]),
    ("2025 users", [(2025, "")]),
    ("**93%**!", [(93, "%")]),
    ("Total: 12.", [(12, "")]),
    ("3 of Batch 1", [(3, "")]),
    ("0,8 s", [(0.8, "s")]),
    ("62,5 %", [(62.5, "%")]),
    ("59,99 EUR, 2.000,00 EUR, €12,50", [(59.99, "EUR"), (2000, "EUR"), (12.5, "€")]),
    ("1,234 rows, 1,234.5 ms, 12,5", [(1234, ""), (1234.5, "ms"), (12, ""), (5, "")]),
    ("2 231 chars", [(2231, "")]),
    ("1\u00a0234\u00a0567 | 12 345,67 EUR", [(1234567, ""), (12345.67, "EUR")]),
    ("12,5 Prozent, 60 percent, 5 por ciento", [(12.5, "%"), (60, "%"), (5, "%")]),
    ("2 Stunden, 3 jours", [(2, "hours"), (3, "days")]),
    ("1,5 Mio", [(1500000, "")]),
    ("12个测试通过, 3个失败, 85%", [(12, ""), (3, ""), (85, "%")]),
    ("<b>5</b> files<br>6 tests", [(5, ""), (6, "")]),
]

# Text, then the JSON of each quantity.
DETAILS: list[tuple[str, list[dict[str, object]]]] = [
    ("23/23", [{"value": 23, "unit": "", "of": 23}]),
    ("3 of 3", [{"value": 3, "unit": "", "of": 3}]),
    ("4 out of the 5", [{"value": 4, "unit": "", "of": 5}]),
    ("62% (26/42 tickets)", [{"value": 62, "unit": "%"}, {"value": 26, "unit": "", "of": 42}]),
    ("156/162 passing (96%)", [{"value": 156, "unit": "", "of": 162}, {"value": 96, "unit": "%"}]),
    ("170K/200K tokens", [{"value": 170000, "unit": "", "of": 200000}]),
    ("1.5/2 GB", [{"value": 1.5, "unit": "GB", "of": 2}]),
    ("9/10", [{"value": 9, "unit": "", "of": 10}]),
    ("7.6 / 10 (+0.6 vs v3.9.13)", [{"value": 7.6, "unit": "", "of": 10}, {"value": 0.6, "unit": ""}]),
    ("<400KB", [{"value": 400, "unit": "KB", "comparator": "<"}]),
    ("&lt;5 ms", [{"value": 5, "unit": "ms", "comparator": "<"}]),
    (">= 95%", [{"value": 95, "unit": "%", "comparator": ">="}]),
    ("≥95%", [{"value": 95, "unit": "%", "comparator": ">="}]),
    ("~50", [{"value": 50, "unit": "", "comparator": "~"}]),
    ("about 12%", [{"value": 12, "unit": "%", "comparator": "~"}]),
    ("approx. 5", [{"value": 5, "unit": "", "comparator": "~"}]),
    ("800+", [{"value": 800, "unit": "", "comparator": ">="}]),
    ("11+ seconds", [{"value": 11, "unit": "seconds", "comparator": ">="}]),
    ("95%+", [{"value": 95, "unit": "%", "comparator": ">="}]),
    (
        "2-3 hours",
        [{"value": 2, "unit": "hours", "part": "low"}, {"value": 3, "unit": "hours", "part": "high"}],
    ),
    (
        "1.5–2.5 hours",
        [{"value": 1.5, "unit": "hours", "part": "low"}, {"value": 2.5, "unit": "hours", "part": "high"}],
    ),
    (
        "between 3 and 5 files",
        [{"value": 3, "unit": "", "part": "low"}, {"value": 5, "unit": "", "part": "high"}],
    ),
    (
        "10-20K users",
        [{"value": 10000, "unit": "", "part": "low"}, {"value": 20000, "unit": "", "part": "high"}],
    ),
    (
        "~2-5 MB",
        [
            {"value": 2, "unit": "MB", "comparator": "~", "part": "low"},
            {"value": 5, "unit": "MB", "part": "high"},
        ],
    ),
    (
        "15ms → 3ms (80% improvement)",
        [
            {"value": 15, "unit": "ms", "part": "before"},
            {"value": 3, "unit": "ms", "part": "after"},
            {"value": 80, "unit": "%"},
        ],
    ),
    (
        "1,034 → 73 lines (93% reduction)",
        [
            {"value": 1034, "unit": "", "part": "before"},
            {"value": 73, "unit": "", "part": "after"},
            {"value": 93, "unit": "%"},
        ],
    ),
    (
        "**500** -> **10K**",
        [{"value": 500, "unit": "", "part": "before"}, {"value": 10000, "unit": "", "part": "after"}],
    ),
    (
        "from 5.50% to 5.64%",
        [{"value": 5.5, "unit": "%", "part": "before"}, {"value": 5.64, "unit": "%", "part": "after"}],
    ),
    (
        "from 5 failures to 9 failures",
        [{"value": 5, "unit": "", "part": "before"}, {"value": 9, "unit": "", "part": "after"}],
    ),
    (
        "1,200 queries/sec, 45 ms p99",
        [{"value": 1200, "unit": "queries/sec"}, {"value": 45, "unit": "ms", "qualifier": "p99"}],
    ),
    ("p95: 120ms", [{"value": 120, "unit": "ms", "qualifier": "p95"}]),
    (
        "p95 120ms p99 200ms",
        [
            {"value": 120, "unit": "ms", "qualifier": "p95"},
            {"value": 200, "unit": "ms", "qualifier": "p99"},
        ],
    ),
    ("120 ms (P95)", [{"value": 120, "unit": "ms", "qualifier": "p95"}]),
    (
        "87% (target: 80%)",
        [{"value": 87, "unit": "%"}, {"value": 80, "unit": "%", "qualifier": "target"}],
    ),
    ("Connection pooling configured (50 max)", [{"value": 50, "unit": "", "qualifier": "max"}]),
    ("50ms avg query time", [{"value": 50, "unit": "ms", "qualifier": "avg"}]),
    ("5 target files", [{"value": 5, "unit": ""}]),
    ("1,012 lines → Service architecture", [{"value": 1012, "unit": ""}]),
]

NOTHING = [
    "",
    "no digits at all",
    "v1.3.0",
    "1.3.0",
    "1.3.0-rc.1",
    "from 0.5.4 → 0.6.0",
    "Python 3.11",
    "OAuth 2.0",
    "Node.js 18",
    "Ubuntu 22.04",
    "2025-07-20",
    "2025-07-20T13:20:10.393Z",
    "2025-07-20T13:20:10+02:00",
    "2025-07-21 14:30:05",
    "14:30",
    "3pm",
    "July 20, 2025",
    "Jul 7",
    "20 July 2025",
    "7th of July 2025",
    "Mon Jul  7 15:02:57 EDT 2025",
    "7/6/2025",
    "2025/07",
    "20250721",
    "20250721_153902",
    "20250721150000",
    "ISS-0345",
    "M01-040",
    "BUG-2025-001",
    "#123",
    "GPT-4",
    "UTF-8",
    "SHA-256",
    "256-bit",
    "L1614-1621",
    "Lines 110-649",
    "bea1dba",
    "3fa9c1d",
    "0012",
    "e2e",
    "log4j",
    "mem003",
    "utf8",
    "2FA",
    "1920x1080",
    "24/7",
    "`50ms`",
    "https://example.org/a/5?b=7",
    "src/auth/5.py",
    "/tmp/5",
    "database.js:15",
    "10-01-SUMMARY.md",
    "localhost:3000",
    "127.0.0.1:8080",
    "Top 10",
    "1st",
    "1. ask first<br>2. then write",
    "2026年3月5日",
    "第3章",
    "5 Mai 2025",
    "3 de enero",
    "1. First",
    "  12) Twelfth",
    "**3. Advanced**",
    "Phase 2",
    "Step 3: run",
    "Week 1",
    "Level 2",
    "Tier 1",
    "Phases 1, 2 and 3",
    "Phases 1-3 complete",
    "Agent 1",
    "Q3 2025",
    "2025",
    "since 2024",
    "2024-2025",
    "555-123",
    "[1]",
    "{items[5]}",
    "1️⃣ first",
    "9/9/9/9",
    "12345678901234567890",
]

TALLIES: list[tuple[str, list[tuple[str, float]]]] = [
    (
        "166 tests collected, 101 passed, 33 failed, 32 errors.",
        [("tests collected", 166), ("passed", 101), ("failed", 33), ("errors", 32)],
    ),
    (
        "Phase 3 Quality COMPLETED: Type annotations >90%, test coverage >85%, startup <2s, audit done",
        [("Type annotations", 90), ("test coverage", 85), ("startup", 2)],
    ),
    ("=== 101 passed, 33 failed in 2.5s ===", [("passed", 101), ("failed", 33)]),
    ("✅ 1,247 passed | ❌ 3 failed", [("passed", 1247), ("failed", 3)]),
    ("Lines Added: 847, Removed: 123", [("Lines Added", 847), ("Removed", 123)]),
    ("All 217 tests passing, and 3 skipped", [("tests passing", 217), ("skipped", 3)]),
    ("E2E tests 12/15", [("E2E tests", 12)]),
    ("156/162 passing (96%)", []),
    ("31 passed, 2 errors (as before)", [("passed", 31), ("errors", 2)]),
    ("Memory usage reduced by 45%", []),
    ("We fixed 3 of the bugs", []),
    ("one two three four five six 7", []),
    ("42", []),
    ("1.1 Parser", []),
    ("1.5 hours saved", [("saved", 1.5)]),
    ("2-3 hours", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_values_and_units(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(found.value, found.unit) for found in quantities.find(text)] == expected


@pytest.mark.parametrize(("text", "expected"), DETAILS)
def test_json(text: str, expected: list[dict[str, object]]) -> None:
    assert [found.to_json() for found in quantities.find(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("frame", ["{}", "{} ", "({})"])
def test_no_quantity(text: str, frame: str) -> None:
    if frame.startswith("(") and text.strip()[:3] in {"1. ", "12)"}:
        return
    assert quantities.find(frame.replace("{}", text)) == []


@pytest.mark.parametrize(("text", "expected"), TALLIES)
def test_labelled_after(text: str, expected: list[tuple[str, float]]) -> None:
    assert [(label, quantity.value) for label, quantity in quantities.labelled_after(text)] == expected


def test_whole_numbers_stay_whole() -> None:
    values = [found.value for found in quantities.find("1,200 and 1.1M and 2.0")]
    assert [type(value) for value in values] == [int, int, float]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("🚀 took ~45 ms p99 today", "~45 ms"),
        ("costs $150/month now", "$150/month"),
        ("done 3 of 4 files", "3 of 4"),
        ("approx. 5 files", "approx. 5"),
        ("has 800+ tests", "800+"),
        ("has 12 tests", "12"),
    ],
)
def test_the_span_is_the_quantity_without_what_it_counts(text: str, written: str) -> None:
    (found,) = quantities.find(text)
    assert text[found.start : found.end] == written


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,/-–+%<>~$`→#*[]{}() \n\tkKMBxmsedpof²٣_to")))
def test_never_raises_and_offsets_are_in_order(text: str) -> None:
    quantities.labelled_after(text)
    end = 0
    for found in quantities.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


HOSTILE = "1,|1,111,|<|9/|1-|1.|1:|1 |`|`5 |``|{1|5 of |1 → |a+|a-|_|- |# |12 a |p99 |1e|9|~~|2h|1, 2 and |**1"


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_long_input_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + " 5!"
    assert all(0 <= q.start < q.end <= len(text) for q in quantities.find(text))
