"""What a change would do to a file, as a unified diff that `patch` takes."""

from __future__ import annotations

from de_lint.reading.decoding import decode

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def diff(path: str, before: bytes, after: bytes) -> str:
    """Return the difference between two states of a file; empty when there is none."""
    from difflib import unified_diff as difference

    rows = difference(_lines(before), _lines(after), path.replace("\n", " "), path.replace("\n", " "))
    return "".join(row if row.endswith("\n") else row + _NO_NEWLINE for row in rows)


def _lines(data: bytes) -> list[str]:
    r"""Return the lines with their ends; `\r` alone ends none for `patch`."""
    decoded = decode(data)
    mark = "\ufeff" if decoded.bom and decoded.encoding == "utf-8" else ""
    parts = f"{mark}{decoded.text}".split("\n")
    return [f"{part}\n" for part in parts[:-1]] + parts[-1:] * bool(parts[-1])
