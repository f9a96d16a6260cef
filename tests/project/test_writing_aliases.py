"""Aliases are added to configurations of any form, and nothing else in them changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from de_lint.project.configuration.files import Configuration, load
from de_lint.project.configuration.toml_text import write
from de_lint.project.configuration.writing_aliases import CannotWrite, LabelMeaning, rewritten, with_meanings

OF_ALL = LabelMeaning("Lage", "status")
OF_ONE = LabelMeaning('Was "noch" fehlt', "remaining", "progress_report")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[aliases]\nLage = "status"\n'),
        ("# mine\nignore = []\n\n\n", '# mine\nignore = []\n\n[aliases]\nLage = "status"\n'),
        (
            '[aliases] # words\nA = "task" # why\n\n[severity]\nx = "off"\n',
            '[aliases] # words\nA = "task" # why\nLage = "status"\n\n[severity]\nx = "off"\n',
        ),
        ('[aliases]\n"Lage" = "task"\nB = "task"', '[aliases]\nLage = "status"\nB = "task"'),
        ('aliases.A = "task"\n', 'aliases.A = "task"\naliases.Lage = "status"\n'),
        (
            'aliases = {A = "task", qa = {B = "title"}}\nignore = []\n',
            'aliases."A" = "task"\naliases.qa."B" = "title"\naliases.Lage = "status"\nignore = []\n',
        ),
        (
            '[aliases.qa]\nB = "title"\n',
            '[aliases.qa]\nB = "title"\n\n[aliases]\nLage = "status"\n',
        ),
        (
            'exclude = ["""\n[aliases]\n"""]\n',
            'exclude = ["""\n[aliases]\n"""]\n\n[aliases]\nLage = "status"\n',
        ),
        ("ignore = []\r\n", 'ignore = []\r\n\r\n[aliases]\r\nLage = "status"\r\n'),
    ],
)
def test_every_form(before: str, after: str) -> None:
    made = with_meanings(before, (), [OF_ALL])
    assert tomllib.loads(made) == tomllib.loads(after)
    assert made.replace('"Lage"', "Lage") == after
    assert with_meanings(made, (), [OF_ALL]) == made


def test_answers_for_one_kind_and_for_all() -> None:
    made = with_meanings('[aliases]\nA = "task"\n', (), [OF_ONE, OF_ALL, OF_ONE])
    aliases = {"A": "task", "Lage": "status", "progress_report": {'Was "noch" fehlt': "remaining"}}
    assert tomllib.loads(made) == {"aliases": aliases}
    assert made.startswith('[aliases]\nA = "task"\n"Lage" = "status"\n')


def test_a_table_of_a_shared_file() -> None:
    before = '[project]\nname = "x" # it\n\n[tool.de-lint]\nignore = []\n\n[tool.ruff]\n'
    made = with_meanings(before, ("tool", "de-lint"), [OF_ONE])
    assert made.startswith(before)
    assert tomllib.loads(made)["tool"]["de-lint"]["aliases"]["progress_report"] == {OF_ONE.label: "remaining"}


def test_what_cannot_be_written() -> None:
    with pytest.raises(CannotWrite, match=r'add \[aliases\] "Lage" = "status"'):
        with_meanings('aliases = "x"\n', (), [OF_ALL])
    with pytest.raises(CannotWrite):
        with_meanings("not toml", (), [OF_ALL])


def test_files_old_and_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(rewritten(Configuration(None, tmp_path), [OF_ALL]))
    assert load(tmp_path / ".de-lint.toml").data == {"aliases": {"Lage": "status"}}
    shared = tmp_path / "pyproject.toml"
    shared.write_bytes(b"\xef\xbb\xbf[tool.de-lint]\nignore = []\n")
    write(rewritten(load(shared), [OF_ONE]))
    assert shared.read_bytes().startswith(b"\xef\xbb\xbf[tool.de-lint]\n")
    assert load(shared).data["aliases"]["progress_report"] == {OF_ONE.label: "remaining"}
