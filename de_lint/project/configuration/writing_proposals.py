"""Proposed settings as the text of a configuration file, and that file written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from de_lint.output.plain_text import visible
from de_lint.patterns import compiled
from de_lint.project.configuration.files import OWN_NAME, SHARED_NAME, TABLE, Configuration
from de_lint.project.configuration.proposing import Proposal, ProposedSetting
from de_lint.project.configuration.toml_text import dotted, loaded

_WIDTH = 110
_CODE, _GLUE = compiled(r"`[^`\n]*`"), "\N{WORD JOINER}"


def as_toml(proposal: Proposal, table: Sequence[str] = ()) -> str:
    """Return the settings as TOML, each below a comment with what supports it; `table` is the one that holds them."""
    groups: dict[tuple[str, ...], list[ProposedSetting]] = {}
    for each in proposal.settings:
        groups.setdefault(each.path[:-1] if each.path[-1] != "custom" else each.path, []).append(each)
    # What stands in no table has to come before the first.
    blocks = [_block(path, groups[path], tuple(table)) for path in sorted(groups, key=bool)]
    return "\n".join(blocks)


def _block(path: tuple[str, ...], settings: Sequence[ProposedSetting], table: tuple[str, ...]) -> str:
    if path[-1:] == ("custom",):
        return "\n".join("".join(_entry(each, (*table, *path))) for each in settings)
    heading = f"[{dotted((*table, *path))}]\n" if table or path else ""
    return heading + "\n".join("".join(_setting(each)) for each in settings)


def _entry(each: ProposedSetting, path: tuple[str, ...]) -> Iterator[str]:
    yield from _comment(each.why)
    yield f"[[{dotted(path)}]]\n"
    yield from (f"{dotted([key])} = {_value(value)}\n" for key, value in each.value.items())


def _setting(each: ProposedSetting) -> Iterator[str]:
    yield from _comment(each.why)
    line = f"{'' if each.active else '# '}{dotted(each.path[-1:])} = {_value(each.value)}\n"
    if len(line) > _WIDTH and isinstance(each.value, list) and each.active:
        below = "".join(f"    {_value(one)},\n" for one in each.value)
        line = f"{dotted(each.path[-1:])} = [\n{below}]\n"
    yield line


def _comment(text: str) -> Iterator[str]:
    import textwrap

    for line in text.split("\n"):
        kept = _CODE.sub(lambda code: code.group().replace(" ", _GLUE), visible(line))  # a command stays on one line
        wrapped = textwrap.wrap(kept, _WIDTH, break_on_hyphens=False)
        yield from (f"# {part.replace(_GLUE, ' ')}\n" for part in wrapped)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{dotted([key])} = {_value(below)}" for key, below in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def placed(proposal: Proposal, folder: Path, head: str) -> Configuration:
    """Return the configuration of a folder without one, not written yet, with the settings proposed.

    It is a table of the folder's `pyproject.toml`, or a file of its own where there is none that a table can be added
    to. `head` is what its comment says first.
    """
    data = proposal.added_to(Configuration(None, folder)).data
    shared = folder / SHARED_NAME
    before = _text(shared)
    if before is not None:
        added = f"# {head}\n{as_toml(proposal, ('tool', TABLE))}"
        text = before.rstrip("\r\n") + "\n\n" + added if before.strip() else added
        whole = loaded(text)
        if whole is not None and whole.get("tool", {}).get(TABLE) == data:
            ends = text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in before else text
            return Configuration(shared, folder, data, ends)
    return Configuration(folder / OWN_NAME, folder, data, f"# {head}\n\n{as_toml(proposal)}")


def _text(file: Path) -> str | None:
    """Return a file's text, without a byte order mark; None where there is none that can be read."""
    try:
        return file.read_bytes().decode("utf-8-sig") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None
