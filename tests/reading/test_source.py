import codecs
import hashlib
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.reading.source import Source, read_source

REPAIRED = {
    # UTF-8 read as MacRoman, with U+F8FF (byte F0) present and lost
    "\uf8ffüóÑÔ∏è Data": "🗄️ Data",
    "üóÑÔ∏è Data": "🗄️ Data",
    "## üìä Overview": "## 📊 Overview",
    "üîß fix": "🔧 fix",
    "üöÄ launch": "🚀 launch",
    "‚úÖ done": "✅ done",
    "‚ö†Ô∏è careful": "⚠️ careful",
    "a ‚Üí b": "a → b",
    "l‚Äôordre": "l’ordre",
    "caf√©": "café",
    "sch√∂n": "schön",
    "–ü—Ä–∏–≤–µ—Ç": "Привет",
    # as Windows-1252 or Latin-1
    "âœ… COMPLETE": "✅ COMPLETE",
    "ðŸ”¶ PARTIAL": "🔶 PARTIAL",
    "a â†’ b": "a → b",
    "cafÃ©": "café",
    "Ã— 100": "× 100",
    "25Â°C": "25°C",
    "â\x9c\x85 latin": "✅ latin",
    "itâ€™s": "it’s",
    "Ð¿Ñ€Ð¸": "при",
    "âš\xa0ï¸\x8f": "⚠️",
    # the same after quotes were straightened or bytes dropped
    'ðŸ"Š Overview': "📊 Overview",
    "ðŸ'¡ idea": "💡 idea",
    'a â€" b': "a — b",
    'â"€â"€': "──",
    "âš ï¸ warn": "⚠️ warn",
    "âœ”ï¸ ok": "✔️ ok",
}

UNTOUCHED = [
    "café naïve Ünïcödé señor Škoda Đurić",
    "Việt Nam: Điện tử, Đà Nẵng",
    "Größe, Straße, „ja“, ‚nein‘, ‚Übung‘, übü, –übrig",
    "üç elma, üçüncü, ölçüyü, öö, jäääär",
    "Γειά σου Κόσμε, Привет мир",
    "“quotes” ‘single’ «été» “été”— l’été à”… É—",
    "漢字 かな 한국어",
    "√2 · √π ≤ ∞, ¬p ∨ q, ¬∑, 2√π, x ≈ y, ∀x∈ℝ, ±5 µm, 25°C",
    "NÃO, AÇÃO, Â, â, SÃO PAULO",
    "✅ ⚠️ 👩‍💻 🗄️ → — … • © ® ™ £ § 5 €",
    'it\'s 5" and â " b',
]


@pytest.mark.parametrize(("broken", "sound"), REPAIRED.items())
def test_mojibake_is_repaired_and_reported(broken: str, sound: str) -> None:
    source = read_source(broken)
    assert source.text == sound
    assert {p.kind for p in source.problems} == {"mojibake"}
    assert source.lines[0].raw == broken


@pytest.mark.parametrize("text", UNTOUCHED)
def test_sound_text_stays(text: str) -> None:
    source = read_source(text)
    assert source.text == text
    assert source.problems == []
    assert source.lines[0].offsets is None


def test_columns_lead_back_to_the_file() -> None:
    line = read_source("a ‚úÖ b").lines[0]
    assert line.text == "a ✅ b"
    assert [line.column(i) for i in range(6)] == [1, 2, 3, 6, 7, 8]


def test_a_problem_points_at_the_raw_line() -> None:
    problem = read_source("ok\nab âœ… c").problems[0]
    assert (problem.span.start_line, problem.span.start_column, problem.span.end_column) == (2, 4, 7)
    assert (problem.text, problem.repaired) == ("âœ…", "✅")


@pytest.mark.parametrize(
    ("data", "text", "encoding", "bom"),
    [
        (b"# x", "# x", "utf-8", False),
        (codecs.BOM_UTF8 + b"# x", "# x", "utf-8", True),
        ("\ufeff# x", "# x", "utf-8", True),
        (codecs.BOM_UTF16_LE + "# é🟢".encode("utf-16-le"), "# é🟢", "utf-16-le", True),
        (codecs.BOM_UTF16_BE + "# é🟢".encode("utf-16-be"), "# é🟢", "utf-16-be", True),
        (codecs.BOM_UTF16_LE + b"a\x00b", "ab", "utf-16-le", True),
        (b"", "", "utf-8", False),
    ],
)
def test_encodings(data: bytes | str, text: str, encoding: str, bom: bool) -> None:
    source = read_source(data)
    assert (source.text, source.encoding, source.bom) == (text, encoding, bom)


@pytest.mark.parametrize(
    ("data", "text", "problems"),
    [
        (b"\xed\xbf\xa2 on \xe2\x9c\x85", "🟢 on ✅", [("mojibake", r"\xed\xbf\xa2", "🟢")]),
        (b"\xed\xb3\x8a", "📊", [("mojibake", r"\xed\xb3\x8a", "📊")]),
        (b"\xed\xa0\xbd\xed\xbf\xa2", "🟢", [("mojibake", r"\xed\xa0\xbd\xed\xbf\xa2", "🟢")]),
        ("\udfe2 \ud83d\udfe2", "🟢 🟢", [
            ("mojibake", r"\xed\xbf\xa2", "🟢"), ("mojibake", r"\xed\xa0\xbd\xed\xbf\xa2", "🟢")]),
        (b"caf\xe9", r"caf\xe9", [("undecodable-bytes", r"\xe9", None)]),
        (b"\xff\xed\xa0\xbd", r"\xff\xed\xa0\xbd", [("undecodable-bytes", r"\xff\xed\xa0\xbd", None)]),
        ("a\ud83d", r"a\xed\xa0\xbd", [("undecodable-bytes", r"\xed\xa0\xbd", None)]),
        ("lost \ufffd", "lost \ufffd", [("replacement-character", "\ufffd", None)]),
        ("a\x00\x1bb", "a\x00\x1bb", [("control-characters", "\x00\x1b", None)]),
        ("a\ufeffb\u202ec\u200b\x85", "a\ufeffb\u202ec\u200b\x85", [
            ("control-characters", "\ufeff", None), ("control-characters", "\u202e", None),
            ("control-characters", "\u200b\x85", None)]),
        ("tab\t👩\u200d💻 ⚠\ufe0f", "tab\t👩\u200d💻 ⚠\ufe0f", []),
    ],
)  # fmt: skip
def test_damage(data: bytes | str, text: str, problems: list[tuple[str, str, str | None]]) -> None:
    source = read_source(data)
    assert source.text == text
    assert [(p.kind, p.text, p.repaired) for p in source.problems] == problems


@pytest.mark.parametrize(
    ("data", "lines", "newline", "final"),
    [
        ("", [], "\n", False),
        ("\n", [""], "\n", True),
        ("a", ["a"], "\n", False),
        ("a\n\nb\n", ["a", "", "b"], "\n", True),
        ("a\r\nb", ["a", "b"], "\r\n", False),
        ("a\rb\r", ["a", "b"], "\r", True),
        ("a\r\nb\nc", ["a", "b", "c"], "mixed", False),
        ("a\n\r\n", ["a", ""], "mixed", True),
        ("a\x0bb\x0cc\x1cd\u2028e\x85f", ["a\x0bb\x0cc\x1cd\u2028e\x85f"], "\n", False),
    ],
)
def test_lines_end_at_lf_cr_and_crlf_only(data: str, lines: list[str], newline: str, final: bool) -> None:
    source = read_source(data)
    assert [line.raw for line in source.lines] == lines
    assert (source.newline, source.final_newline) == (newline, final)


def test_sha256_is_that_of_the_bytes() -> None:
    assert read_source("é").sha256 == hashlib.sha256("é".encode()).hexdigest()


def test_ftfy_stays_unimported_for_sound_files() -> None:
    code = (
        "import sys; from de_lint.reading.source import read_source\n"
        "read_source('✅ café “x” √2 → ü'); sys.exit('ftfy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_megabyte_of_sound_text_is_read() -> None:
    data = b"- Status: completed, with 23/25 tests passing and more\n" * 19_000
    assert len(read_source(data).lines) == 19_000


def _check(source: Source) -> None:
    source.text.encode("utf-8")
    for line in source.lines:
        assert not re.search(r"[\r\n]", line.raw + line.text)
        columns = [line.column(i) for i in range(len(line.text) + 1)]
        assert columns == sorted(columns)
        assert columns[-1] == len(line.raw) + 1
        assert line.offsets is None or len(line.offsets) == len(line.text) + 1
    for problem in source.problems:
        span = problem.span
        raw = source.lines[span.start_line - 1].raw
        assert raw[span.start_column - 1 : span.end_column - 1] == problem.text


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    _check(read_source(data))


_DAMAGED = "Ãâðüœ…”“'\"\xa0Ô∏è‚√©\uf8ffóÑï¸\x8f\n\r\ud83d\udfe2"


@given(st.text(st.characters(exclude_categories=())) | st.text(_DAMAGED))
def test_any_text_is_read(data: str) -> None:
    _check(read_source(data))
