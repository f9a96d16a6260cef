"""The reader stays small, and its words stay in the tables: what grows beyond these limits belongs elsewhere."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import de_lint.reading
from de_lint.vocabulary.schemas import FOLDER

READING = Path(de_lint.reading.__path__[0])
MOST_LINES = 8_617
MOST_PATTERNS = 67
#: A pattern with so many words is a word list.
MOST_WORDS_IN_A_PATTERN = 2
#: A collection with more strings that no table or schema has as a name is a word list.
MOST_WORDS_IN_A_COLLECTION = 5
_FUNCTIONS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
#: What forms of fields, and states of the reader itself, are called.
_OWN_NAMES = {"heading", "label", "item", "table", "row", "cell", "fence", "text", "rule", "comment", "tag", "root"}
_OWN_NAMES |= {"front-matter", "data", "bold", "all-bold", "bold-only", "plain", "dash", "form", "message"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(READING.rglob("*.py")):
        yield file.relative_to(READING).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def patterns() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_pattern(node.func):
                yield f"{name}:{node.lineno}", node


def _is_pattern(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "compiled"
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in _FUNCTIONS
    )


def strings(node: ast.AST) -> Iterator[str]:
    yield from (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def words_of_pattern(pattern: str) -> list[str]:
    """Return the English words in a regular expression: three letters or more outside of escapes, classes and names."""
    pattern = re.sub(r"[ \t]#[^\n]*\n", "\n", pattern)
    bare = re.sub(r"\\[a-zA-Z]|\(\?\([a-z_]*\)|\(\?P?[<=!]*[a-z_]*[>)]?|\[(?:\\.|[^\]\\])*\]|\{[^}]*\}", " ", pattern)
    return re.findall(r"[A-Za-z]{3,}", bare)


def names_of_tables() -> set[str]:
    """Return every key and enum of the tables and schemas: what code may call by its name."""
    found: set[str] = set(_OWN_NAMES)

    def add(value: Any) -> None:
        if isinstance(value, dict):
            found.update(value)
            if isinstance(value.get("opens"), dict):
                found.update(value["opens"].values())
            for below in value.values():
                add(below)
        elif isinstance(value, list):
            found.update(v for v in value if isinstance(v, str) and re.fullmatch(r"[a-z_]+", v))
            for below in value:
                add(below)

    for file in FOLDER.rglob("*.json"):
        add(json.loads(file.read_text(encoding="utf-8")))
    return found


def test_lines() -> None:
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in READING.rglob("*.py"))
    assert lines <= MOST_LINES, "take something out of de_lint/reading before you add to it"


def test_patterns() -> None:
    found = [place for place, _ in patterns()]
    assert len(found) <= MOST_PATTERNS, found


def test_words_in_patterns() -> None:
    held = {place: words_of_pattern(" ".join(strings(call))) for place, call in patterns()}
    assert {p: w for p, w in held.items() if len(w) > MOST_WORDS_IN_A_PATTERN} == {}


def test_word_lists() -> None:
    names, found = names_of_tables(), {}
    for name, tree in trees():
        for node in ast.walk(tree):
            words = [w for w in listed(node) if re.search(r"[^\W\d_]{3}", w) and w not in names]
            if len(words) > MOST_WORDS_IN_A_COLLECTION:
                found[f"{name}:{getattr(node, 'lineno', 0)}"] = words
    assert found == {}


def listed(node: ast.AST) -> list[str]:
    """Return the strings of a collection, or of `"these words".split()`."""
    if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
        elements = node.elts
    elif isinstance(node, ast.Dict):
        elements = [e for e in (*node.keys, *node.values) if e is not None]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        return str(node.func.value.value).split() if isinstance(node.func.value, ast.Constant) else []
    else:
        return []
    return [e.value for e in elements if isinstance(e, ast.Constant) and isinstance(e.value, str)]
