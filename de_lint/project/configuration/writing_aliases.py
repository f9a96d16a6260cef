"""Adds aliases to the text of a configuration file and leaves everything else in it as it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from de_lint.classes import dataclass
from de_lint.project.configuration.files import OWN_NAME, Configuration
from de_lint.project.configuration.toml_text import dotted, loaded

_SETTING = "aliases"


class CannotWrite(ValueError):
    """A configuration that is written in a way that no line can be added to; the message has the lines to add."""


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What a label stands for: `target` is a property, a part or a kind, in records of one kind or of all."""

    label: str
    target: str
    kind: str | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """Where the answer stands among the settings."""
        return (_SETTING, self.kind, self.label) if self.kind else (_SETTING, self.label)


def with_meanings(text: str, table: Sequence[str], answers: Iterable[LabelMeaning]) -> str:
    """Return a configuration with aliases added; `table` is the path of the table that holds the settings."""
    for answer in answers:
        text = _with_answer(text, tuple(table), answer)
    return text


def _with_answer(text: str, table: tuple[str, ...], answer: LabelMeaning) -> str:
    expected = _settled(loaded(text) or {}, (*table, *answer.path), answer.target)
    if expected is not None:
        end = "\r\n" if "\r\n" in text else "\n"
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        for tried in _ways(lines, table, answer):
            written = end.join(tried)
            if loaded(written) == expected:
                return written
    raise CannotWrite(f"add [{dotted((*table, *answer.path[:-1]))}] {_entry(answer.path[-1:], answer.target)}")


def _settled(data: dict[str, Any], path: Sequence[str], value: str) -> dict[str, Any] | None:
    """Return the data with a value at a path; None if something else than a table is in the way."""
    made = copy.deepcopy(data)
    below: Any = made
    for key in path[:-1]:
        below = below.setdefault(key, {})
        if not isinstance(below, dict):
            return None
    below[path[-1]] = value
    return made


def _ways(lines: list[str], table: tuple[str, ...], answer: LabelMeaning) -> Iterator[list[str]]:
    """Yield ways to write an answer, the plainest first; whoever asks keeps the first that says what it should."""
    tables = list(_tables(lines))
    depths = range(len(answer.path) - 1, -1, -1)
    own = [
        (depth, start, end) for depth in depths for path, start, end in tables if path == _holder(table, answer, depth)
    ]
    for depth, start, end in own:
        yield from _in_place(lines, answer.path[depth:], answer.target, range(start, end))
        if depth == len(answer.path) - 1:
            yield _below(lines, start, end, _entry(answer.path[depth:], answer.target))
    heading = f"[{dotted(_holder(table, answer, len(answer.path) - 1))}]"
    end = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 0)
    yield [*lines[:end], *([""] if end else []), heading, _entry(answer.path[-1:], answer.target), ""]
    for depth, start, end in own:
        yield _below(lines, start, end, _entry(answer.path[depth:], answer.target))


def _holder(table: tuple[str, ...], answer: LabelMeaning, depth: int) -> tuple[str, ...]:
    return (*table, *answer.path[:depth])


def _in_place(lines: list[str], path: tuple[str, ...], target: str, span: range) -> Iterator[list[str]]:
    """Replace the line that answers already, or one with dotted keys or a table on one line that an answer goes to."""
    own = _entry(path, target)
    for number in span:
        said = loaded(lines[number])
        if said and _holds(said, path):
            yield [*lines[:number], own, *lines[number + 1 :]]
        elif said and path[0] == _SETTING and _SETTING in said:
            has_dots = isinstance(said[_SETTING], dict) and "{" not in lines[number]
            kept = [lines[number]] if has_dots else [_entry(p, value) for p, value in _flat(said) if p != path]
            yield [*lines[:number], *kept, own, *lines[number + 1 :]]


def _below(lines: list[str], start: int, end: int, entry: str) -> list[str]:
    """Add a line behind the last of a table."""
    last = next((n for n in range(end, start, -1) if lines[n - 1].strip()), start)
    return [*lines[:last], entry, *lines[last:]]


def _tables(lines: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each table, and the first line of its keys and the line after them."""
    path: tuple[str, ...] = ()
    start = 0
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("[") or (said := loaded(line)) is None:
            continue
        yield path, start, number
        path, start = next(iter(_only_path(said)), ()), number + 1
    yield path, start, len(lines)


def _only_path(said: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    path = []
    while isinstance(said, dict) and said:
        key, said = next(iter(said.items()))
        path.append(key)
    yield tuple(path)


def _holds(said: Any, path: Sequence[str]) -> bool:
    for key in path:
        if not isinstance(said, dict) or list(said) != [key]:
            return False
        said = said[key]
    return isinstance(said, str)


def _flat(said: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(said, dict):
        for key, below in said.items():
            yield from _flat(below, (*path, key))
    else:
        yield path, said


def _entry(path: Sequence[str], value: str) -> str:
    return f"{dotted(path)} = {json.dumps(value, ensure_ascii=False)}"


def rewritten(configuration: Configuration, answers: Iterable[LabelMeaning]) -> Configuration:
    """Return a configuration with answers added, not written yet; a new file's where there is none."""
    file = configuration.file or Path.cwd() / OWN_NAME
    table = configuration.table
    text = with_meanings(configuration.text, table, answers)
    whole = loaded(text) or {}
    for key in table:
        whole = whole[key]
    return Configuration(file, file.parent, whole, text)
