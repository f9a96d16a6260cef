"""What a change would do to a file, as a unified diff; `patch` takes it where nothing in it had to be neutralised."""

from __future__ import annotations

from de_lint.output.plain_text import visible, without_commands
from de_lint.reading.decoding import decode

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def text_diff(path: str, before: bytes, after: bytes) -> str:
    """Return the difference between two states of a file; empty when there is none."""
    from difflib import unified_diff as difference

    rows = difference(_lines(before), _lines(after), visible(path), visible(path))
    return "".join(_shown(row) for row in rows)


def _shown(row: str) -> str:
    """Return a row that cannot command a terminal or a CI runner; tabs, line ends and a mark at the start stay."""
    sign, text = row[:1], row[1:].removesuffix("\n")
    end = "\r" if text.endswith("\r") else ""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    safe = "\t".join(map(visible, text.removeprefix(mark).removesuffix(end).split("\t")))
    return f"{sign}{mark}{without_commands(safe)}{end}" + ("\n" if row.endswith("\n") else _NO_NEWLINE)


def _lines(data: bytes) -> list[str]:
    r"""Return the lines with their ends; `\r` alone ends none for `patch`."""
    decoded = decode(data)
    mark = "\ufeff" if decoded.bom and decoded.encoding == "utf-8" else ""
    parts = f"{mark}{decoded.text}".split("\n")
    return [f"{part}\n" for part in parts[:-1]] + parts[-1:] * bool(parts[-1])
