"""Texts with slots that a program or an agent fills in at run time, and nobody forgot to: prompts, commands, skills."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.reading.source import Line
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import schema

#: `{{ name }}`, `{name}`, `${NAME}`, `%NAME%`, `<plan_id>`: a single name in the marks of a program.
_SLOT = compiled(r"\{\{[^{}]*\}\}|\$?\{[\w.-]+\}|\$\w+|%\w+%|@@\w+@@|<[a-z]+(?:[_-][a-z]+)+>")
_WORDS = compiled(r"[^\W_]+")
_KEY = compiled(r"([\w-]+):")


def is_reusable(document: Document, record: Record, slots: Sequence[str]) -> bool:
    """Tell whether what a record leaves open is left so on purpose: it is no text that an agent is handed, or hands in.

    So it is in a file that is called a template, in a command or skill, in code that a longer text shows, and in a
    prompt most of whose `slots` are a program's.
    """
    folder, name = _called(document.source.path)
    return (
        bool(name & _names("templates"))
        or is_shown(document, record)
        or (record.layout != "form" and bool((folder | name) & _names("reusable")))
        or _is_of_a_host(document)
        or (record.kind == "delegation" and record.layout != "form" and are_of_a_program(slots))
    )


def are_of_a_program(slots: Sequence[str]) -> bool:
    """Tell whether most slots are written for a program."""
    return sum(bool(_SLOT.fullmatch(slot)) for slot in slots) * 2 > len(slots)


def is_shown(document: Document, record: Record) -> bool:
    """Tell whether a record stands in a fence of a text that says other things, too."""
    lines, own = document.source.lines, record.lines
    fences = (b for b in document.blocks if b.kind == "fence" and own and b.start <= min(own) and max(own) < b.end)
    return any(_says(line) for fence in fences for line in (*lines[: fence.start], *lines[fence.end :]))


def _says(line: Line) -> bool:
    """`Here is my report:` only hands over what follows it."""
    text = line.text.rstrip(" *_")
    return any(c.isalnum() for c in text) and not text.endswith((":", "："))


def _called(path: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words in the names of a file's folders, and in its own name."""
    folders, _, name = path.replace("\\", "/").casefold().rpartition("/")
    return frozenset(_WORDS.findall(folders)), frozenset(_WORDS.findall(name))


def _names(table: str) -> frozenset[str]:
    return frozenset(schema("placeholders")["paths"][table].split())


def _is_of_a_host(document: Document) -> bool:
    """Tell whether front matter makes a text a command, a skill or an agent of a host of agents."""
    front = next((b for b in document.blocks if b.kind == "front-matter"), None)
    lines = document.source.lines[front.start : front.end] if front else ()
    keys = {fold(key[1]) for line in lines if (key := _KEY.match(line.text))}
    of_commands = {fold(key) for key in schema("weights")["keys"]["of a command"].split(", ")}
    return {"name", "description"} <= keys or not keys.isdisjoint(of_commands)
