"""Which configuration file counts, what is read from it, and what is said of one that is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from de_lint.project.configuration.files import ConfigurationError, load, nearest_configuration
from de_lint.project.configuration.projects import Projects
from de_lint.vocabulary.schemas import schema


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_nearest_file_upwards_counts(here: Path) -> None:
    outer = write(here / ".de-lint.toml", 'ignore = ["T"]')
    inner = write(here / "a" / "b" / "pyproject.toml", '[tool.de-lint]\nignore = ["S"]')
    write(here / "a" / "pyproject.toml", '[project]\nname = "x"\ndependencies = ["de-lint"]')
    (here / "a" / "b" / "c").mkdir()
    assert nearest_configuration(here / "a" / "b" / "c") == inner
    assert nearest_configuration(here / "a") == outer
    projects = Projects()
    assert projects.of("a/b/c/x.md") is projects.of("a/b/y.md")
    assert projects.of("a/b/y.md").configuration.data == {"ignore": ["S"]}
    assert projects.of("x.md").configuration.data == {"ignore": ["T"]}
    assert projects.of("-") is projects.of("x.md")


def test_its_own_file_comes_before_a_shared_one(here: Path) -> None:
    write(here / "pyproject.toml", '[tool.de-lint]\nignore = ["S"]')
    own = write(here / ".de-lint.toml", 'ignore = ["T"]')
    assert nearest_configuration(here) == own


def test_one_file_for_all_or_none(here: Path) -> None:
    write(here / ".de-lint.toml", 'ignore = ["T"]')
    other = write(here / "other.toml", 'ignore = ["M"]')
    assert Projects(config=str(other)).of("x.md").configuration.data == {"ignore": ["M"]}
    assert Projects(isolated=True).of("x.md").configuration.data == {}


def test_a_byte_order_mark_is_no_matter(here: Path) -> None:
    (here / ".de-lint.toml").write_bytes(b'\xef\xbb\xbfignore = ["T"]')
    assert load(here / ".de-lint.toml").data == {"ignore": ["T"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ticket = 1", "x.toml:1: ticket: there is no such setting; did you mean 'tickets'?"),
        ("zzz = 1", "x.toml:1: zzz: there is no such setting"),
        (
            "[tickets]\nregistri = 'x'",
            "x.toml:2: tickets.registri: there is no such setting; did you mean 'registry'?",
        ),
        (
            '\n[per-path."a/**"]\nignor = ["T"]',
            "x.toml:3: per-path.a/**.ignor: there is no such setting; did you mean 'ignore'?",
        ),
        ('ignore = "T"', "x.toml:1: ignore: 'T' is not a list"),
        ("ignore = ['']", "x.toml:1: ignore: it must not be empty"),
        (
            "[severity]\nT201 = 'fatal'",
            "x.toml:2: severity.T201: 'fatal' is not one of error, warning, info, off",
        ),
        ("[[tickets.custom]]\npattern = 'x'", "x.toml:1: tickets.custom: name is missing"),
        ("[[tickets.custom]]\nname = 'x'", "x.toml:1: tickets.custom: pattern or prefixes is missing"),
        ("aliases.a = 1", "x.toml:1: aliases.a: 1 is not a text or a table"),
        (
            "a." * 40_000 + "a = 1",
            "x.toml: this is not valid TOML: more than 1000000 characters, or 1000 dots on a line",
        ),
        ("a = ?", "x.toml: this is not valid TOML: Invalid value (at line 1, column 5)"),
    ],
)
def test_what_is_wrong_is_one_line(text: str, message: str, here: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(write(here / "x.toml", text))
    assert f"{caught.value.file}: {caught.value.why}" == message


def test_no_repository_is_configured_from_above(here: Path) -> None:
    outer = write(here / ".de-lint.toml", 'ignore = ["ALL"]')
    (here / "a" / "b").mkdir(parents=True)
    assert nearest_configuration(here / "a" / "b") == outer
    (here / "a" / ".git").write_text("gitdir: elsewhere")
    assert nearest_configuration(here / "a" / "b") is None
    own = write(here / "a" / ".de-lint.toml", "")
    assert nearest_configuration(here / "a" / "b") == own
    (here / ".git").mkdir()
    assert nearest_configuration(here) == outer


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("name", [".de-lint.toml", "pyproject.toml"])
def test_nobody_is_configured_by_another_user(here: Path, name: str) -> None:
    outer = write(here / name, "[tool.de-lint]\n" if name == "pyproject.toml" else "")
    (here / "a").mkdir()
    assert nearest_configuration(here / "a") == outer
    os.chown(outer, 12345, 12345)
    assert nearest_configuration(here / "a") is None
    os.chown(here / "a", 12345, 12345)  # as in a container that is given a user's folder
    assert nearest_configuration(here / "a") == outer


def test_a_file_that_is_not_there_or_says_nothing(here: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        load("nowhere.toml")
    with pytest.raises(ConfigurationError, match=r"no \[tool.de-lint\] table"):
        load(write(here / "pyproject.toml", "[tool.other]\n"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        (here / "x.toml").write_bytes(b"\xff\xfe")
        load("x.toml")


def test_the_published_schema_is_one_and_describes_itself() -> None:
    published = schema("configuration")
    Draft202012Validator.check_schema(published)
    assert published["$schema"].endswith("2020-12/schema")
    undescribed = [path for path, part in parts(published) if not (part.get("title") and part.get("description"))]
    assert undescribed == []


def parts(node: dict[str, Any], path: str = "") -> list[tuple[str, dict[str, Any]]]:
    found = [(path, node)]
    for key in ("properties", "$defs"):
        for name, below in node.get(key, {}).items():
            found += parts(below, f"{path}/{name}")
    for key in ("items", "additionalProperties"):
        below = node.get(key)
        if isinstance(below, dict) and "$ref" not in below:
            found += parts(below, f"{path}/{key}")
    return found


def test_every_shipped_system_can_be_named() -> None:
    systems = schema("configuration")["properties"]["tickets"]["properties"]["systems"]["items"]["enum"]
    assert systems == [system["name"] for system in schema("tickets")["systems"]]
    assert json.dumps(systems)
