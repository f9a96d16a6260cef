"""Draw `de-lint check demo` as a terminal: `python docs/picture.py` writes terminal.svg beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from wcwidth import wcswidth

HERE = Path(__file__).resolve().parent
COMMAND = ["check", "--format", "full", "--isolated", "demo"]
COLUMNS = 100
WIDTH, HEIGHT, MARGIN, BAR = 8.4, 17.5, 18, 34  # of a character, a line, the border, and the bar on top
COLORS = {"31": "#ff7b72", "33": "#e3b341", "34": "#79c0ff", "36": "#76e3ea", "32": "#7ee787"}
_STYLE = re.compile(r"\x1b\[([\d;]*)m")


def picture() -> str:
    """Return the SVG."""
    lines = [[("$ ", {"32"}), (f"de-lint check --format full {COMMAND[-1]}", {"1"})]]
    lines += [part for line in _printed().splitlines() for part in _wrapped(_styled(line))]
    width = round(COLUMNS * WIDTH + 2 * MARGIN)
    height = round(BAR + len(lines) * HEIGHT + MARGIN)
    texts = [text for number, line in enumerate(lines) for text in _texts(line, BAR + (number + 0.75) * HEIGHT)]
    dots = (f'<circle cx="{20 + 18 * n}" cy="17" r="5.5" fill="{c}"/>' for n, c in enumerate(_DOTS))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">',
        "<title>de-lint check, run on an agent's report: each finding with its line</title>",
        "<style>text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;",
        "fill: #e6edf3; white-space: pre }</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117" stroke="#30363d"/>',
        *dots, *texts, "</svg>", "",
    ])  # fmt: skip


_DOTS = ("#ff5f57", "#febc2e", "#28c840")
_Line = list[tuple[str, set[str]]]


def _printed() -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [sys.executable, "-m", "de_lint", *COMMAND, "--color", "always", "--exit-zero"]
    ran = subprocess.run(command, cwd=HERE.parent, env=kept, capture_output=True, encoding="utf-8", check=True)
    return ran.stdout


def _styled(line: str) -> _Line:
    """Return the stretches of a line, each with the numbers of its style."""
    text, *rest = _STYLE.split(line)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return [part for part in [(text, set()), *((t, set(codes.split(";"))) for codes, t in pairs)] if part[0]]


def _wrapped(line: _Line) -> Iterator[_Line]:
    """Yield the rows of a line: one, or more where it is too long, broken between words."""
    row: _Line = []
    left = COLUMNS
    for text, style in line:
        for word in re.findall(r"\s*\S+|\s+$", text):
            if wcswidth(word) > left:
                yield row
                row, left, word = [], COLUMNS, f"  {word.lstrip()}"
            row.append((word, style))
            left -= wcswidth(word)
    yield row


def _texts(line: _Line, y: float) -> Iterator[str]:
    """Yield the SVG text of each stretch of one style, placed by its column."""
    column = 0
    merged: _Line = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
    for text, style in merged:
        looks = [f"fill: {COLORS[code]}" for code in style if code in COLORS]
        looks += ["font-weight: bold"] if "1" in style else []
        styled = f' style="{"; ".join(looks)}"' if looks else ""
        if text.strip():
            yield f'<text x="{MARGIN + column * WIDTH:.1f}" y="{y:.1f}"{styled}>{escape(text, quote=False)}</text>'
        column += wcswidth(text)


if __name__ == "__main__":
    (HERE / "terminal.svg").write_text(picture(), encoding="utf-8", newline="\n")
