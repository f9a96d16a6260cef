"""Generated blocks between two marker comments of a hand-written Markdown file."""

from __future__ import annotations

BEGIN = "<!-- de-lint: begin {name} -->"
END = "<!-- de-lint: end {name} -->"


class NoMarkers(ValueError):
    """A file without the pair of marker lines that the block belongs between."""


def spliced(text: str, name: str, block: str) -> str:
    """Return `text` with `block` between the marker lines called `name`; raise NoMarkers if they are not there once.

    Line ends stay as they are in `text`.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    begin, end = _line(lines, BEGIN.format(name=name)), _line(lines, END.format(name=name))
    if end < begin:
        raise NoMarkers(f"'{END.format(name=name)}' stands before '{BEGIN.format(name=name)}'.")
    tail = newline.removesuffix("\n")
    made = [f"{line}{tail}" for line in ["", *block.strip("\n").split("\n"), ""]]
    return "\n".join([*lines[: begin + 1], *made, *lines[end:]])


def _line(lines: list[str], marker: str) -> int:
    found = [i for i, line in enumerate(lines) if line.strip() == marker]
    if len(found) != 1:
        where = "is missing" if not found else f"stands there {len(found)} times"
        raise NoMarkers(f"The line '{marker}' {where}.")
    return found[0]
