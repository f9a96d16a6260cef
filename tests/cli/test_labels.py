"""`de-lint labels`: lists labels with what they are read as, and keeps answers for those read as nothing."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from de_lint.cli.main import run

Capture = pytest.CaptureFixture[str]
REPORT = """# Search index rebuild: completion report

**Agent**: Data Engineer
**Status**: completed

## Completed
- Rebuilt the index

## Zbytek
- Watch the load
- Tell the team

## Tables

| Zdroj | Rows |
|---|---|
| Orders | 12 |
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(REPORT)
    (tmp_path / "coffee.md").write_text("# Coffee\n\n## Origin\n\nA page about coffee.\n")
    return tmp_path


def listed(capfd: Capture, *arguments: str) -> dict[tuple[str, str | None], dict[str, object]]:
    assert run(["labels", "--format", "json", *arguments]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["schema_version"] == 1
    return {(row["label"], row["kind"]): row for row in found["labels"]}


def test_labels_with_what_they_are_read_as(capfd: Capture) -> None:
    rows = listed(capfd)
    status = rows["Status", "progress_report"]
    assert (status["read_as"], status["count"], status["files"], status["headings"]) == ("status", 2, 2, 0)
    unread = rows["Zbytek", "progress_report"]
    assert (unread["read_as"], unread["headings"]) == (None, 2)
    assert unread["first"] == {"path": "a.md", "line": 9}
    assert rows["Zdroj", "progress_report"]["columns"] == 2
    assert rows["Origin", None]["files"] == 1
    assert not any("Search index" in label or (label == "Coffee" and kind) for label, kind in rows)


def test_the_list_for_people(capfd: Capture) -> None:
    assert run(["labels", "--min-files", "2"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("3 files, 2 with records\n\nRead as:\n")
    assert "    2 files      2 times  Status" in out and "progress_report: status" in out
    assert "Zbytek" in out.partition("Read as nothing:")[2]
    assert "Origin" not in out


def test_an_answer_is_read_from_then_on(here: Path, capfd: Capture) -> None:
    (here / ".de-lint.toml").write_text('# words\nignore = ["F701"] # why\n')
    assert run(["labels", "--write", "--set", "Zbytek=progress_report.remaining", "--set", "Zdroj = task"]) == 0
    assert "2 aliases written to .de-lint.toml" in capfd.readouterr().err
    text = (here / ".de-lint.toml").read_text()
    assert text.startswith('# words\nignore = ["F701"] # why\n')
    assert listed(capfd)["Zbytek", "progress_report"]["read_as"] == "remaining"
    assert run(["convert", "a.md"]) == 0
    (record,) = json.loads(capfd.readouterr().out)["records"]
    assert [item["text"] for item in record["remaining"]] == ["Watch the load", "Tell the team"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--set", "A=task"], "--set needs --write"),
        (["--write", "--set", "A"], "is not LABEL=FIELD"),
        (["--write", "--set", "delegation.A=task"], "The kind belongs before the field: A=delegation.task."),
        (["--write", "--isolated"], "--isolated"),
        (["--write", "--set", "A=tsak"], "there is no field 'tsak'; did you mean 'task'?"),
        (["--write"], "--write asks questions and needs a terminal"),
    ],
)
def test_wrong_answers_write_nothing(
    arguments: list[str], why: str, here: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(""))
    assert run(["labels", *arguments]) == 2
    assert why in capfd.readouterr().err
    assert not (here / ".de-lint.toml").exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_questions_on_a_terminal(here: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\n\n?\nremainin\nremaining\nq\n"))
    assert run(["labels", "--write"]) == 0
    err = capfd.readouterr().err
    assert "Rows (progress_report, 2 files, a.md:15)" in err
    assert "There is no field remainin. Did you mean remaining?" in err
    assert "next_steps, nothing, progress" in err
    assert (here / ".de-lint.toml").read_text() == '[aliases.progress_report]\n"Zbytek" = "remaining"\n'


def test_whoever_has_enough_keeps_what_was_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("q\n"))
    assert run(["labels", "--write"]) == 0
    assert not (here / ".de-lint.toml").exists()


def test_a_missing_file(capfd: Capture) -> None:
    assert run(["labels", "none.md"]) == 2
    out, err = capfd.readouterr()
    assert out == "0 files, 0 with records\n" and "none.md: No such file" in err
