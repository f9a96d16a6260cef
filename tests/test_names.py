"""One meaning a name: no class or function of the package is called like another one, or like what a library gives."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import de_lint

PACKAGE = Path(de_lint.__file__).parent
#: What each file of a folder gives under the same name, since the folder is a list of its kind.
INTERFACES = {
    "cli/commands": {"command"},
    "cli/commands/schema_commands": {"command"},
    "judging/rules": {"check"},
    "output/formats": {"render"},
    "bulk/sinks": {"sink", "stream", "makes_folder"},
}
#: Names that stand more than once, by why they do.
REASONS = {
    "check": "de_lint.check is the function for users, a rule's is the same question asked of one rule",
    "command": "an interface of two folders: the commands, and those of `schema`",
    "find": "called by its module: dates.find, quantities.find",
    "main": "what `python -m de_lint` and the script of the package run",
    "render": "de_lint.render is the function for users, that of a format renders findings",
}


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        str(file.relative_to(PACKAGE)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
    }


def _definitions() -> Iterator[tuple[str, str, bool]]:
    """Yield each public class and function that stands at the top of a file: its name, the file, whether a class."""
    for file, tree in _trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                yield node.name, file, isinstance(node, ast.ClassDef)


def test_each_class_and_function_has_a_name_of_its_own() -> None:
    files = defaultdict[str, list[str]](list)
    for name, file, _ in _definitions():
        files[name].append(file)
    twice = {
        name: at
        for name, at in files.items()
        if len(at) > 1 and not any(name in INTERFACES.get(folder, ()) for folder in _common(at))
    }
    assert {name: at for name, at in twice.items() if name not in REASONS} == {}, "give each meaning a name of its own"
    assert set(REASONS) <= set(twice), "an exception that nothing needs"


def _common(files: list[str]) -> set[str]:
    """Return the folder of files that all stand in the same one."""
    folders = {file.rpartition("/")[0] for file in files}
    return folders if len(folders) == 1 else set()


def test_no_class_is_called_like_what_a_library_gives() -> None:
    given = {
        alias.name.casefold()
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level and not (node.module or "").startswith("de_lint")
        for alias in node.names
    }
    assert [(name, file) for name, file, is_class in _definitions() if is_class and name.casefold() in given] == []
