"""`new` and `schema …` know the roles that a configuration adds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import de_lint
from de_lint.cli.main import run

Capture = pytest.CaptureFixture[str]
TEMPLATE = Path(__file__).parent.parent / "learning" / "fleet_template.md"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "fleet.md").write_bytes(TEMPLATE.read_bytes())
    (tmp_path / ".de-lint.toml").write_text('templates = ["agents/*.md"]\n')
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return tmp_path


def test_a_role_that_only_a_template_describes(here: Path, capfd: Capture) -> None:
    assert run(["new", "progress_report", "--role", "fleet"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert "Gate" in out
    assert run(["schema", "show", "fleet", "--as", "prompt"]) == 0
    assert out in capfd.readouterr().out
    assert run(["schema", "list", "--format", "json"]) == 0
    assert "fleet" in [s["name"] for s in json.loads(capfd.readouterr().out)["schemas"]]
    page = here / "AGENTS.md"
    page.write_text("<!-- de-lint: begin fleet -->\n<!-- de-lint: end fleet -->\n")
    assert run(["schema", "splice", str(page), "--role", "fleet"]) == 0
    assert out in page.read_text()
    assert de_lint.read(out).records


@pytest.mark.parametrize(
    "command",
    [["new", "progress_report", "--role", "fleet"], ["schema", "show", "fleet"]],
)
def test_isolated_knows_what_ships(command: list[str], here: Path, capfd: Capture) -> None:
    assert run([*command, "--isolated"]) == 2
    assert "fleet" in capfd.readouterr().err
    assert run([*command, "--config", str(here / ".de-lint.toml")]) == 0
    (here / ".de-lint.toml").write_text('templates = ["none.md"]\n')
    assert run(command) == 2
    assert "fits no file" in capfd.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "report", "--role", "qa", "--set", "coverge=1"],
        ["new", "report", "--role", "qa", "--set", "coverage"],
        ["new", "report", "--role", "nobody"],
        ["schema", "splice", "absent.md", "--role", "qa"],
        ["schema", "splice", ".", "--role", "qa"],
        ["schema", "splice", "/dev/null", "--role", "nobody"],
    ],
)
def test_errors_are_one_line(arguments: list[str], capfd: Capture) -> None:
    assert run([*arguments, "--isolated"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("de-lint: ")
    assert len(err.splitlines()) == 1


def test_splice_refuses_large_files_and_no_utf_8(capfd: Capture) -> None:
    Path("large.md").write_bytes(b"x" * 10_000_001)
    Path("binary.md").write_bytes(b"\xff")
    for name, why in (("large.md", "larger than 10 MB"), ("binary.md", "not UTF-8")):
        assert run(["schema", "splice", name, "--role", "qa"]) == 2
        assert why in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "options", "is_told"),
    [
        ("# Notes\n\n## Report format\n\nSay it briefly.\n", [], True),
        ("# Notes\n\n## Report format\n\nSay it briefly.\n", ["--format", "json"], False),
        ("# Notes\n\n## History\n\nWritten in spring.\n", [], False),
        ("# Notes\n\n## History\n\nWritten in spring.\n", ["--verbose"], True),
        (None, ["--verbose"], False),
    ],
)
def test_a_template_without_a_form_is_said(
    text: str | None, options: list[str], is_told: bool, here: Path, capfd: Capture
) -> None:
    if text:
        (here / "agents" / "notes.md").write_text(text)
    (here / "below" / "page.md").write_text("# Page\n\nWords.\n")
    assert run(["check", "page.md", *options]) == 0
    told = [line for line in capfd.readouterr().err.splitlines() if "'templates'" in line]
    assert [line.replace("\\", "/").partition(" is one")[0] for line in told] == (
        ["de-lint: agents/notes.md:"] if is_told else []
    )
