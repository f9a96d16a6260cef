"""The lines that open a delegation by naming its agent: `**QA Agent**: Run the suite`.

Lines are scanned in and out of fences alike: a bare fence inside a fenced example closes the outer one for a
CommonMark parser, and the delegation would be lost with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.reading.fields import Row
from de_lint.reading.labels import LineParts, split_line
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import bare_name, is_agent_name, is_known_name, named_in
from de_lint.reading.records.report_titles import is_report_title
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, part

HEADING = compiled(r"[ \t]{0,3}(#{1,6})[ \t]+")
_DASH = (" — ", " – ", " - ")
#: So many lines below its title tell a report from the form of one.
_TOLD_BY = 4


@dataclass(frozen=True, slots=True)
class Head:
    """The head line of a delegation: who is addressed stands at `who`, what is asked for at `title` (row indices)."""

    row: Row
    indent: int
    who: tuple[int, int]
    title: tuple[int, int]
    listed: bool
    level: int = 0
    #: False for a bulleted plain label, which is more often a remark about another agent.
    opens: bool = True


def find_heads(rows: Sequence[Row]) -> list[Head]:
    """Return every line that could open a delegation."""
    return [h for i, row in enumerate(rows) if (h := head_in(row)) and not _is_metadata(h, rows, i)]


def _is_metadata(head: Head, rows: Sequence[Row], index: int) -> bool:
    """`**Engineer Agent**: done` below `**Date**: …` is a report's header, and so is an agent's name as the value."""
    if is_agent_name(words_of(head.row.text[slice(*head.title)])):
        return True
    above = rows[index - 1].text if index else ""
    parts = split_line(above)
    label = above[slice(*parts.label)] if parts.label else ""
    if head.listed or head.level or not label or parts.marker or is_agent_name(label):
        return False
    of_report = part(label, "progress_report") in ("date", "status", "progress", "agent", "duration", "environment")
    return of_report or part(label, "delegation") in ("priority", "resources")


def head_in(row: Row) -> Head | None:
    """Return the head that a row is, or None if it is none."""
    text = row.text
    dash = next((d for d in _DASH if d in text), "") if "gent" in text else ""
    if ":" not in text and "：" not in text and not dash:
        return None
    heading = HEADING.match(text) if "#" in text[:4] else None
    offset = heading.end() if heading else 0
    parts = split_line(text[offset:])
    if parts.checked is not None or not parts.label or not parts.value or parts.value[0] >= parts.value[1]:
        return None
    words = words_of(text[offset:][slice(*parts.label)])
    if not _names_agent(words, parts):
        return None
    named = None if placeholders.is_placeholder(words) else named_in(text[offset:][slice(*parts.label)])
    begin = offset + parts.label[0]
    who = (max(text.find(named, begin) if named else begin, begin), offset + parts.label[1])  # `Delegation to QA Agent`
    return Head(
        row,
        parts.indent,
        who,
        (offset + parts.value[0], offset + parts.value[1]),
        bool(parts.marker),
        len(heading.group(1)) if heading else 0,
        opens=not parts.marker or parts.form != "plain",
    )


def _names_agent(words: str, parts: LineParts) -> bool:
    if is_agent_name(words):
        return True
    if parts.form not in ("bold", "all-bold", "dash") or fold(words) in kind("delegation").property("agent").keys:
        return False  # `**Agent:** QA`
    return placeholders.is_placeholder(words) or is_known_name(bare_name(words))


def opens_report_of_an_agent(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a filled-in report of an agent begins at a row, and not the form that a delegation asks for."""
    text = rows[index].text
    if rows[index - 1].text.strip() or not text.strip() or text[0] in " \t" or not is_report_title(text):
        return False
    above = next((t for i in range(index - 1, -1, -1) if (t := rows[i].text.strip())), "")
    below = [r.text for r in rows[index + 1 : index + 3 * _TOLD_BY] if r.text.strip()][:_TOLD_BY]
    announced = above.endswith((":", "：", ":**"))
    labelled = [t for t in below if split_line(t).label and not placeholders.holds_placeholder(t)]
    return not announced and len(labelled) > 1 and len(labelled) * 2 > len(below)
