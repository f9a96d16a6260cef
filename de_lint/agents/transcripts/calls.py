"""A tool's use as its host writes it down, to what it runs and which files it writes: tools are alike in all hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from de_lint.agents.events import AGENT_TOOLS, Unreadable, agent_in, event_text, prompt_in
from de_lint.agents.transcripts.acts import Act, Called, Delegated, FileChange
from de_lint.vocabulary.schemas import schema

Entry = Mapping[str, Any]
#: What is kept of anything that a tool was given.
LONGEST = 20_000
_PATCHES = {"Add": "created", "Update": "changed", "Delete": "deleted"}


def object_in(value: object) -> Entry:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def json_in(text: object) -> Entry:
    """Return the JSON object that a text is; an empty one for anything else."""
    try:
        return object_in(json.loads(text) if isinstance(text, str) else text)
    except (ValueError, RecursionError):
        return {}


def texts_in(content: object, kinds: frozenset[str] = frozenset()) -> str:
    """Return the text of a message or result: a text, or the blocks that have one, of these types if any is named."""
    if not isinstance(content, list):
        return content if isinstance(content, str) else ""
    blocks = (block for block in content if isinstance(block, dict))
    return "\n".join(
        event_text(b, "text") for b in blocks if "text" in b and (not kinds or event_text(b, "type") in kinds)
    )


def called(use: str, name: str, arguments: object) -> Iterator[Act]:
    """Yield the use of a tool, and the delegation that it may be."""
    given = arguments if isinstance(arguments, dict) else {}
    if name in AGENT_TOOLS or name in _words("agents"):
        with suppress(Unreadable):
            yield Delegated(use, agent_in(given), prompt_in(given) or texts_in(given.get("items")))
    patch = arguments if isinstance(arguments, str) else _first(given, "patch")
    command = _command(given)
    short = short_name(name)
    is_shell = short in _words("shell")
    if not is_shell and "*** Begin Patch" not in patch:
        patch = ""
    changes = tuple(_changes(short, given, patch or (command if is_shell else "")))
    of = _first(given, "running") if short in _words("poll") else ""
    yield Called(use, name, command[:LONGEST] if is_shell else "", _first(given, "folder"), changes, of, _told(given))


def short_name(tool: str) -> str:
    """Return the name of a tool as the tables have it: without its server, marks between words, and capitals."""
    return tool.rpartition("__")[2].casefold().replace("_", "").replace("-", "")


def _changes(tool: str, given: Entry, patch: str) -> Iterator[FileChange]:
    path = "" if event_text(given, "command") in _words("look") else _first(given, "path")
    if path and tool in _words("create"):
        yield FileChange(path, "created")
    elif path and tool in _words("edit"):
        yield FileChange(path, "created" if given.get("command") == "create" else "changed")
    elif path and tool in _words("delete"):
        yield FileChange(path, "deleted")
    edits = given.get("edits") if tool in _words("edit") and not path else None
    for edit in edits if isinstance(edits, list) else []:
        if isinstance(edit, dict) and _first(edit, "path"):
            yield FileChange(_first(edit, "path"))
    yield from patched(patch)


def patched(patch: str) -> Iterator[FileChange]:
    """Yield the files that a patch as Codex writes them changes."""
    if "*** Begin Patch" not in patch:
        return
    for line in patch.splitlines():
        if line.startswith("*** "):
            verb, _, path = line[4:].partition(" File: ")
            if verb in _PATCHES and path.strip():
                yield FileChange(path.strip(), _PATCHES[verb])
            elif verb.startswith("Move to: "):
                yield FileChange(verb[9:].strip(), "created")


def _command(given: Entry) -> str:
    for name in _words("command"):
        value = given.get(name)
        if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            return value[-1] if len(value) > 2 and value[1].startswith(("-", "/")) else " ".join(value)
        if isinstance(value, str) and value:
            return value
    return ""


def _told(given: Entry) -> str:
    """Return the short texts among what a tool was given: an address, the title of a pull request."""
    return " ".join(v for v in given.values() if isinstance(v, str) and len(v) <= 300)[:1_000]


def _first(given: Entry, name: str) -> str:
    """Return the first value that stands under one of the names that hosts have for it."""
    values = (given.get(key) for key in _words(name))
    return next((str(v) for v in values if isinstance(v, (str, int)) and str(v)), "")


@cache
def _words(name: str) -> dict[str, None]:
    """Return the names of tools or of their arguments, in order of preference."""
    return dict.fromkeys(schema("tools")["hosts"][name].split())
