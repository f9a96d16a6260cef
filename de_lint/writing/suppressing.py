"""Comments for findings that stay: each silences what was found in one block, and changes nothing that is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.diagnostics import Edit, Finding
from de_lint.judging.line_edits import lines_before
from de_lint.judging.suppressions import Blocks
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.writing.edits import edited

Read = Callable[[bytes], Document]
Judge = Callable[[Document], list[Finding]]
_INDENT = compiled(r"[ \t>]*")
#: Facts of a document that move with its lines.
_PLACES = frozenset({"span", "line", "start_line", "end_line"})
#: Comments do not silence what is wrong with comments.
_ABOUT_COMMENTS = "G"


def suppress(data: bytes, findings: Sequence[Finding], read: Read, judge: Judge, reason: str) -> bytes:
    """Return `data` with comments above the blocks of findings, or at the top where that would change what is read.

    The comments name the rules and the reason. `findings` are those in `data` that are to be silenced.
    """
    document = read(data)
    wanted = [f for f in findings if can_suppress(f)]
    groups = _by_line(document, wanted)
    edits = [(lines_before(n, _comment(document, n, "ignore", codes, reason)), codes) for n, codes in groups.items()]
    new, _ = edited(data, document.source, [[edit] for edit, _ in edits])
    if _says_the_same(read(new), document):
        kept = [edit for edit, _ in edits]
    else:
        kept = [edit for edit, _ in edits if _is_harmless(data, document, edit, read)]
        new, _ = edited(data, document.source, [[edit] for edit in kept])
    asked = Counter(f.code for f in wanted)
    left = sorted({f.code for f in judge(read(new)) if f.code in asked and _was_asked(f, wanted)})
    return _at_top(new, read(new), left, reason) if left else new


def can_suppress(finding: Finding) -> bool:
    """Tell whether a comment can silence a finding."""
    return not finding.code.startswith(_ABOUT_COMMENTS)


def _was_asked(finding: Finding, wanted: Sequence[Finding]) -> bool:
    return any(f.code == finding.code and f.message == finding.message for f in wanted)


def _is_harmless(data: bytes, document: Document, edit: Edit, read: Read) -> bool:
    return _says_the_same(read(edited(data, document.source, [[edit]])[0]), document)


def _by_line(document: Document, findings: Sequence[Finding]) -> Mapping[int, Sequence[str]]:
    """Return the codes to silence by the line (from 0) that their comment goes above."""
    blocks = Blocks(document.source)
    out: dict[int, set[str]] = {}
    for finding in findings:
        number = finding.span.start_line - 1
        block = blocks.on(number)
        out.setdefault(min(block.lines, default=number) if block else number, set()).add(finding.code)
    return {number: sorted(codes) for number, codes in sorted(out.items())}


def _comment(document: Document, number: int, scope: str, codes: Sequence[str], reason: str) -> str:
    lines = document.source.lines
    indent = _INDENT.match(lines[number].raw) if number < len(lines) else None
    why = re.sub(r'["\r\n]|--+>?', "'", reason)
    return f'{indent.group() if indent else ""}<!-- de-lint: {scope} {" ".join(codes)} reason="{why}" -->'


def _at_top(data: bytes, document: Document, codes: Sequence[str], reason: str) -> bytes:
    """Put a comment for the whole file above everything but the front matter."""
    front = next((b for b in document.blocks if b.kind == "front-matter"), None)
    comment = _comment(document, len(document.source.lines), "ignore-file", codes, reason)
    edit = lines_before(front.end if front else 0, f"{comment}\n")
    new, _ = edited(data, document.source, [[edit]])
    return new


def _says_the_same(one: Document, other: Document) -> bool:
    return list(_facts(one)) == list(_facts(other))


def _facts(document: Document) -> Iterator[Any]:
    yield from (without_places(record.data) for record in document.records)


def without_places(value: Any) -> Any:
    """Return a record's JSON without where things stand."""
    if isinstance(value, Mapping):
        return {key: without_places(v) for key, v in value.items() if key not in _PLACES}
    return [without_places(v) for v in value] if isinstance(value, list) else value
