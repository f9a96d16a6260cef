"""`de-lint schema infer` and `de-lint schema diff` as they are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from de_lint.cli.main import run
from de_lint.vocabulary.kinds import kind_of

from .conftest import TEMPLATE

Capture = pytest.CaptureFixture[str]


def test_infer_prints_the_schema_and_says_what_is_open(capfd: Capture) -> None:
    assert run(["schema", "infer", str(TEMPLATE)]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["x-type"] == "fleet"
    assert "'Mood' is read as text" in err
    assert len(err.splitlines()) == 1


def test_infer_writes_a_file(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "fleet.json"
    assert run(["schema", "infer", str(TEMPLATE), "-o", str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["x-icon"] == "🚚"
    assert capfd.readouterr().out == ""


def test_infer_refuses_other_documents(tmp_path: Path, capfd: Capture) -> None:
    file = tmp_path / "readme.md"
    file.write_text("# Coffee\n", encoding="utf-8")
    assert run(["schema", "infer", str(file)]) == 2
    assert run(["schema", "infer", str(tmp_path / "absent.md")]) == 2
    assert run(["schema", "infer", str(tmp_path)]) == 2
    assert capfd.readouterr().out == ""


def test_diff_of_two_templates(tmp_path: Path, capfd: Capture) -> None:
    new = tmp_path / "new.md"
    new.write_text(TEMPLATE.read_text(encoding="utf-8").replace("open/closed", "open/locked"), encoding="utf-8")
    assert run(["schema", "diff", str(TEMPLATE), str(TEMPLATE)]) == 0
    assert capfd.readouterr().out == ""
    assert run(["schema", "diff", str(TEMPLATE), str(new)]) == 1
    assert "breaking" in capfd.readouterr().out


def test_diff_as_json(capfd: Capture) -> None:
    assert run(["schema", "diff", "qa", "ops", "--format", "json"]) == 1
    changes = json.loads(capfd.readouterr().out)["changes"]
    assert {"pointer", "kind", "breaking", "message"} == set(changes[0])


def test_diff_that_breaks_nothing(tmp_path: Path, capfd: Capture) -> None:
    new = tmp_path / "new.md"
    new.write_text(TEMPLATE.read_text(encoding="utf-8").replace("open/closed", "open/closed/ajar"), encoding="utf-8")
    assert run(["schema", "diff", str(TEMPLATE), str(new)]) == 0
    assert "compatible choice-added: 'Gate' can be 'ajar', too" in capfd.readouterr().out


def test_diff_with_something_else(tmp_path: Path, capfd: Capture) -> None:
    assert run(["schema", "diff", "qa", "nobody"]) == 2
    assert run(["schema", "diff", "qa", str(tmp_path / "absent.json")]) == 2
    assert "nobody" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["Prüfer", "Ingénieur", "Ревизор"])
def test_a_role_of_any_name_can_be_adopted(
    tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    template = TEMPLATE.read_text(encoding="utf-8").replace("Fleet", name).replace("fleet", name.lower())
    Path("role.md").write_text(template, encoding="utf-8")
    assert run(["schema", "infer", "role.md", "-o", "role.json"]) == 0
    found = json.loads(Path("role.json").read_text(encoding="utf-8"))
    assert kind_of(found).name == found["x-type"]
    Path("a.md").write_text(f"{name} Agent Progress Report\n- Task: x\n", encoding="utf-8")
    Path(".de-lint.toml").write_text('roles = ["role.json"]\n', encoding="utf-8")
    capfd.readouterr()
    assert run(["check", "a.md", "--no-cache"]) == 1
    assert "required by the schema role.json" in capfd.readouterr().out
