"""Every command line in the README, the contributors' documents and the pages names commands and options that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from de_lint.cli.main import program

ROOT = Path(__file__).resolve().parents[2]
_SHELL = re.compile(r"^```sh\b[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OWN = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
#: A call at the start of a line, behind a pipe or `&&`, or within `$(…)`, up to the next of these.
_CALL = re.compile(r"(?:^|[|&(]\s*|xargs [^|]*)\bde-lint\b((?:'[^']*'|\"[^\"]*\"|[^|&()'\"])*)")
_REDIRECTED = re.compile(r"\s[<>]\s*\S+")
PAGES = [p for p in sorted(_OWN) if not p.read_text(encoding="utf-8").startswith("<!-- Generated")]


def commands(text: str) -> list[list[str]]:
    """Return the arguments of each call of de-lint in the shell blocks of a page."""
    found = []
    for block in _SHELL.findall(text):
        for line in block.splitlines():
            for call in _CALL.findall(re.sub(r"(^|\s)#.*", "", line)):
                found.append(shlex.split(_REDIRECTED.sub("", call)))
    return found


def parse(arguments: list[str]) -> None:
    """Parse arguments as the program does, and run nothing."""
    command: click.Command = program
    context = click.Context(command, info_name="de-lint")
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        found = command.get_command(context, name)
        assert found is not None, f"there is no command {name}"
        command, context = found, click.Context(found, info_name=name, parent=context)
    try:
        command.make_context(command.name, list(arguments), parent=context.parent)
    except click.exceptions.Exit:
        pass
    except click.BadParameter as error:
        assert "does not exist" in error.message, error.format_message()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_its_command_lines_are_ones(page: Path) -> None:
    for arguments in commands(page.read_text(encoding="utf-8")):
        try:
            parse(arguments)
        except click.UsageError as error:
            pytest.fail(f"de-lint {shlex.join(arguments)}: {error.format_message()}")


def test_command_lines_are_found() -> None:
    page = "```sh\ncat a.md | de-lint check - # why\neval \"$(de-lint rules)\"\n```\n"
    assert commands(page) == [["check", "-"], ["rules"]]
    assert len([each for page in PAGES for each in commands(page.read_text(encoding="utf-8"))]) > 90


@pytest.mark.parametrize("arguments", [["check", "--no-such-option"], ["no-such-command"], ["check", "--jobs", "many"]])
def test_wrong_ones_are_noticed(arguments: list[str]) -> None:
    with pytest.raises((click.UsageError, AssertionError)):
        parse(arguments)
