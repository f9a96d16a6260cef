"""Texts to Markdown lines that read back as the same texts: bullets, labels, paragraphs, fences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from de_lint.patterns import compiled
from de_lint.reading.labels import split_line

_SPACES = compiled(r"(?:(?<!\s)\s+)?\n\s*")
#: What would open a heading, a rule, a fence, a comment or a check box; a backslash keeps it a text.
_STRUCTURE = compiled(r"#{1,6}(?=\s|$)|([-*_])(?:[ \t]*\1){2,}[ \t]*$|~~~|```(?![^`]*`)|<|\[[ xX✓✔]\](?=\s|$)")
_TICKS = compiled(r"`+")


def one_line(text: str) -> str:
    """Return `text` on one line."""
    return _SPACES.sub(" ", text.strip())


def bullet(text: str, indent: int, marker: str) -> list[str]:
    """Return a list item; a text of several lines becomes a fence, which reads as an item, too."""
    if "\n" in text.strip("\n"):
        return fence(text, indent)
    return [f"{' ' * indent}{marker} {protected(one_line(text))}".rstrip()]


def protected(text: str) -> str:
    """Return a one-line text with a backslash before what would be structure at the start of a line."""
    found = _STRUCTURE.match(text)
    return f"\\{text}" if found and found.group() != "<" else text


def fence(text: str, indent: int = 0) -> list[str]:
    """Return `text` between fence marks longer than any in it."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    mark = "`" * max(3, longest + 1)
    return [" " * indent + line if line else "" for line in (mark, *text.split("\n"), mark)]


def labelled(label: str, value: str, lead: str = "", bold: bool = False) -> list[str]:
    """Return `Label: value` behind `lead` (blanks and a list marker); bold where a plain label would not be read."""
    plain = f"{lead}{label}:"
    parts = split_line(plain)
    is_plain = not bold and parts.label is not None and plain[slice(*parts.label)] == label
    head = plain if is_plain else f"{lead}**{label}**:"
    if "\n" in value.strip("\n"):
        return [head, *fence(value, len(lead))]
    return [f"{head} {one_line(value)}".rstrip()]


def paragraphs(text: str) -> list[str]:
    """Return `text` as paragraphs; what would read as anything else stands in a fence."""
    out: list[str] = []
    held: list[str] = []
    for piece in text.split("\n\n"):
        if is_plain(piece):
            out += [*_flushed(held), piece, ""]
        else:
            held.append(piece)
    out += _flushed(held)
    return out[:-1] if out and not out[-1] else out


def is_plain(piece: str) -> bool:
    """Tell whether a text reads as a paragraph of one line when it stands by itself."""
    if not piece.strip() or piece != piece.strip() or "\n" in piece or _STRUCTURE.match(piece) or piece[0] in ">|":
        return False
    parts = split_line(piece)
    return not (parts.marker or parts.label or parts.emoji)


def _flushed(held: list[str]) -> list[str]:
    lines = [*fence("\n\n".join(held)), ""] if held else []
    held.clear()
    return lines


def pipe_table(given: Mapping[str, Any], indent: int = 0) -> list[str]:
    """Return a pipe table."""
    header = given.get("header", [])
    rows = [header, ["---"] * max(1, len(header)), *given.get("rows", [])]
    return [" " * indent + "| " + " | ".join(one_line(str(cell)) for cell in row) + " |" for row in rows]


def tree(nodes: Sequence[Mapping[str, Any]], below: str, indent: int, marker: str) -> Iterator[str]:
    """Yield the lines of nested items whose children stand under the key `below`."""
    for node in nodes:
        text = str(node.get("text") or "")
        yield from bullet(text, indent, marker)
        yield from tree(node.get(below) or [], below, indent + 2, marker)
