"""The extension for VS Code offers what the server understands, and names no registry of packages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import de_lint
from de_lint.project.configuration.settings import CommandLine
from de_lint.server.options import SECTION, Options

FOLDER = Path(__file__).resolve().parents[2] / "editors" / "vscode"
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
SETTINGS = PACKAGE["contributes"]["configuration"]["properties"]


def test_it_has_the_version_of_the_program() -> None:
    assert PACKAGE["version"] == de_lint.__version__


def test_its_defaults_change_nothing() -> None:
    said = {name.removeprefix(f"{SECTION}."): each["default"] for name, each in SETTINGS.items()}
    assert Options().told(said) == Options()


def test_the_server_heeds_each_of_its_settings() -> None:
    said = {"configuration": "a.toml", "isolated": False, "select": ["T"], "extendSelect": ["E"], "ignore": ["V301"]}
    assert {f"{SECTION}.{name}" for name in (*said, "command")} == SETTINGS.keys()
    assert Options().told(said) == Options("a.toml", False, CommandLine(("T",), ("E",), ("V301",)))
    assert Options("a.toml").told({"isolated": True}) == Options(None, True)


def test_a_workspace_that_is_not_trusted_names_no_program() -> None:
    trust = PACKAGE["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert {f"{SECTION}.command", f"{SECTION}.configuration"} == set(trust["restrictedConfigurations"])


def test_its_packages_come_from_wherever_the_user_gets_packages() -> None:
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, each in locked["packages"].items() if "resolved" in each] == []
    assert locked["packages"][""]["version"] == PACKAGE["version"]


def test_its_page_names_all_settings() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(rf"`({SECTION}\.\w+)`", page)) == SETTINGS.keys()
