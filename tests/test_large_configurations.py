"""A configuration of twice as many tables takes about twice as long, right or wrong; calls are counted, not seconds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]

import pytest

from de_lint.project.configuration.files import Configuration, ConfigurationError
from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.tickets import tickets_of
from de_lint.reading.document import read
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.kinds import shipped

from .counting import calls_of

#: A first line, and one for each number.
TABLES = {
    "ticket systems": ("", '[[tickets.custom]]\nname = "n{0}"\npattern = "N{0}-[0-9]+"'),
    "ticket systems with prefixes": ("", '[[tickets.custom]]\nname = "n{0}"\nprefixes = ["N{0}"]'),
    "labels": ("[aliases]", '"Alpha {0}" = "task"'),
    "labels of a role": ("[aliases.qa]", '"Alpha {0}" = "coverage"'),
    "labels of nothing": ("[aliases]", '"Alpha {0}" = "tosk"'),
    "labels of no role": ("", '[aliases.r{0}]\n"Alpha" = "task"'),
    "settings of paths": ("", '[per-path."x{0}/**"]\nignore = ["T201"]'),
    "wrong settings of paths": ("", '[per-path."x{0}/**"]\nignor = ["T201"]'),
    "rules": ("", '[rules.U{0}]\nfor = "qa"\nfield = "Coverage"\nat_least = 90\nwhy = "So."'),
    "unknown tables": ("", "[t{0}]\na = 1"),
}


def judge(folder: Path) -> None:
    """Judge a report under the configuration of a folder."""
    try:
        settings = Projects().of_folder(folder)
        settings.check(read("# QA Agent Progress Report\n", vocabulary=settings.vocabulary), str(folder / "a.md"))
    except ConfigurationError as error:
        assert error.file.endswith((":1", ":2"))  # the first of them


def written(folder: Path, tables: tuple[str, str], number: int) -> Path:
    folder.mkdir(exist_ok=True)
    first, each = tables
    text = "\n".join([first, *(each.format(n) for n in range(100, 100 + number))]).lstrip()
    (folder / ".de-lint.toml").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("tables", TABLES.values(), ids=TABLES.keys())
def test_calls(tmp_path: Path, tables: tuple[str, str]) -> None:
    judge(written(tmp_path, tables, 100))  # what is computed once is computed now
    few, many = (calls_of(judge, written(tmp_path / str(n), tables, n)) for n in (200, 800))
    assert many <= 5 * few


def test_a_ticket_system_costs_nothing_where_it_does_not_fit() -> None:
    """Python forgets all groups before one that it enters: among n alternatives that are groups, n times n marks."""
    custom = [{"name": f"n{n}", "pattern": f"N{n}-[0-9]+"} for n in range(20)]
    given = Configuration(None, Path(), {"tickets": {"custom": custom}})
    systems = TicketSystems(tickets_of(given, shipped().tickets))
    for pattern in (systems._id, systems._in_text, systems._in_field):
        parsed = _parser.parse(pattern.pattern, pattern.flags)
        branches = [about[1] for name, about in parsed if str(name) == "BRANCH"]
        branches += [b[1] for name, about in parsed if str(name) == "SUBPATTERN" for _, b in about[3]]
        assert branches and any(len(each) >= 20 for each in branches)
        begins = [branch[0] for each in branches for branch in each if len(branch)]
        assert not [one for one in begins if str(one[0]) == "SUBPATTERN" and one[1][0] is not None]
    assert [ticket.id for ticket in systems.find("see N7-12 and N19-3")] == ["N7-12", "N19-3"]


def test_the_first_fault_is_named_whatever_the_order_of_sets(tmp_path: Path) -> None:
    written(tmp_path, TABLES["wrong settings of paths"], 20)
    (tmp_path / "a.md").write_text("# Notes\n", encoding="utf-8")
    for seed in range(4):
        result = subprocess.run(
            [sys.executable, "-m", "de_lint", "check", "a.md"],
            cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ".de-lint.toml:2: per-path.x100/**.ignor: there is no such setting" in result.stderr
