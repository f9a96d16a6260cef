"""A plugin of mdformat that keeps delegations and reports as they are written.

mdformat knows CommonMark only: it would escape placeholders, fold labels into lists and renumber steps. Blocks that
hold a record are taken out of its hands. Should what it does around them change what a record says, the text stays
as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import mdformat

from de_lint.reading.document import Document, read
from de_lint.writing.same_records import difference

_TOKEN = "de_lint_record"
_SOURCE = "de_lint_source"
_LINES = "de_lint_lines"
_EXTENSIONS = ("gfm", "frontmatter", "de_lint")

Lines = tuple[int, int]


def laid_out(text: str) -> str:
    """Return a text as mdformat writes it with this plugin; line ends and a byte order mark stay."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    done = mdformat.text(text.removeprefix(mark), options={"number": True}, extensions=_EXTENSIONS)
    return mark + done.replace("\n", newline)


def update_mdit(mdit: Any) -> None:
    """Teach the parser of mdformat that a block with a record is one token."""
    mdit.core.ruler.after("normalize", "de_lint_find", _find)
    mdit.block.ruler.before(mdit.block.ruler.get_all_rules()[0], _TOKEN, _take)
    # mdformat compares the HTML before and after: a record is its text.
    mdit.add_render_rule(_TOKEN, lambda self, tokens, index, options, env: str(tokens[index].content) + "\n")


def _find(state: Any) -> None:
    """Remember the source and the lines of its records."""
    document = read(state.src)
    state.env[_SOURCE] = document
    state.env[_LINES] = _kept(state, document) if document.records else []


def _kept(state: Any, document: Document) -> list[Lines]:
    """Return the stretches of lines that stay: whole blocks of CommonMark, so that what is around them is one."""
    lines = state.src.split("\n")
    claimed = {n for n in document.claimed_lines() if n < len(lines)}
    if any(_defines_link(lines[n]) for n in claimed):  # text anywhere may point to it
        return list(_runs(range(len(lines)), lines))
    tokens: list[Any] = []
    state.md.block.parse(state.src, state.md, {**state.env, _LINES: []}, tokens)
    for token in tokens:
        if token.map and token.level == 0:
            block = range(*token.map)
            if not claimed.isdisjoint(block):
                claimed.update(n for n in block if lines[n].strip())
    return list(_runs(sorted(claimed), lines))


def _defines_link(line: str) -> bool:
    return line.lstrip(" >").startswith("[") and "]:" in line


def _runs(numbers: Sequence[int], lines: Sequence[str]) -> Iterator[Lines]:
    """Yield [start, end) of lines that stand together, blank lines between them included."""
    start, last = None, -1
    for number in numbers:
        if not lines[number].strip():
            continue
        if start is not None and any(lines[n].strip() for n in range(last + 1, number)):
            yield start, last + 1
            start = None
        start, last = number if start is None else start, number
    if start is not None:
        yield start, last + 1


def _take(state: Any, start_line: int, end_line: int, silent: bool) -> bool:
    """Make one token of the lines of a record."""
    if state.level or start_line < 0:
        return False
    end = next((end for start, end in state.env.get(_LINES, ()) if start <= start_line < end), None)
    if end is None:
        return False
    if not silent:
        token = state.push(_TOKEN, "", 0)
        token.block = True
        token.map = [start_line, end]
        token.content = "\n".join(state.src.split("\n")[start_line:end])
        state.line = end
    return True


def _written(node: Any, context: Any) -> str:
    """Return a record as it is written."""
    return str(node.content)


def _unless_changed(text: str, node: Any, context: Any) -> str:
    """Return the whole text as it was if a record would say something else."""
    env: MutableMapping[str, Any] = context.env
    before: Document | None = env.get(_SOURCE)
    if before is None or difference(before, read(text), prose=False) is None:
        return text
    env.get("used_refs", set()).clear()  # their definitions stand in the text already
    return "\n".join(line.raw for line in before.source.lines).rstrip("\n")


RENDERERS: Mapping[str, Any] = {_TOKEN: _written}
POSTPROCESSORS: Mapping[str, Any] = {"root": _unless_changed}
