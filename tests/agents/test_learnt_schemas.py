"""What was learnt from a project's templates for one event is known at the next, and no other word is taken for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents import hook
from de_lint.learning import infer as learning
from de_lint.learning.infer import infer
from de_lint.project.runs.cache_folders import LEARNT, cleared, folder_of_events
from de_lint.reading.document import read

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = """# QA Agent - Template

## Progress Reporting Format
```
QA Agent Progress Report
- Status: [completed/blocked]
- Suite: [name]
- Failures: [count]
```
"""
REPORT = "QA Agent Progress Report\n- Status: completed\n- Suite: unit\n- Failures: {failures}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "qa.md").write_text(TEMPLATE, encoding="utf-8")
    (folder / ".de-lint.toml").write_text('templates = ["qa.md"]\n', encoding="utf-8")
    monkeypatch.setenv("DE_LINT_CACHE_DIR", str(tmp_path / "caches"))
    return folder


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that something was learnt from."""
    found: list[str] = []

    def noting(document: Any) -> Any:
        found.append(document.source.path)
        return infer(document)

    monkeypatch.setattr(learning, "infer", noting)
    return found


def said(folder: Path, failures: str = "many", record: bool = True) -> str:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "session_id": "s", "cwd": str(folder)}
    event["last_assistant_message"] = REPORT.format(failures=failures)
    return hook.answer(json.dumps(event).encode(), record=record).stdout


def kept_in(folder: Path) -> list[Path]:
    place = folder_of_events(folder)
    assert place is not None
    return sorted(place.glob(f"*{LEARNT}"))


def test_templates_are_learnt_once(project: Path, learnt: list[str]) -> None:
    first = said(project)
    assert "Failures" in first
    assert (learnt, said(project), learnt) == (["qa.md"], first, ["qa.md"])
    assert said(project, "3") == ""
    (kept,) = kept_in(project)
    assert not kept.parent.stat().st_mode & 0o077


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "qa.md").write_text(TEMPLATE.replace("Failures", "Faults"), encoding="utf-8"),
    lambda folder: (folder / ".de-lint.toml").write_text(
        'templates = ["qa.md"]\n[aliases]\nStand = "status"\n', encoding="utf-8"
    ),
    lambda folder: (folder / "qa.md").rename(folder / "qa2.md")
    and (folder / ".de-lint.toml").write_text('templates = ["qa2.md"]\n', encoding="utf-8"),
])  # fmt: skip
def test_what_changed_is_learnt_anew(project: Path, learnt: list[str], change: Callable[[Path], object]) -> None:
    said(project)
    change(project)
    said(project)
    assert len(learnt) == 2


@pytest.mark.parametrize("damaged", [b"", b"[]", b"{}", b'{"key": 1, "learnt": []}', b"\xff", b"[" * 99_999])
def test_damage_is_a_miss(project: Path, learnt: list[str], damaged: bytes) -> None:
    first = said(project)
    (kept,) = kept_in(project)
    kept.write_bytes(damaged)
    assert said(project) == first
    assert len(learnt) == 2
    assert json.loads(kept.read_bytes())["learnt"]


def test_a_link_is_left_alone(project: Path, learnt: list[str], tmp_path: Path) -> None:
    first = said(project)
    (kept,) = kept_in(project)
    elsewhere = tmp_path / "elsewhere"
    kept.rename(elsewhere)
    before = elsewhere.read_bytes()
    kept.symlink_to(elsewhere)
    assert said(project) == first
    assert len(learnt) == 2
    assert kept.is_symlink()
    assert elsewhere.read_bytes() == before


def test_nothing_is_kept_where_nothing_is_to_be_remembered(project: Path) -> None:
    said(project, record=False)
    (project / ".de-lint.toml").write_text('templates = ["qa.md"]\n[hook]\nremember = false\n', encoding="utf-8")
    said(project)
    assert kept_in(project) == []


def test_what_is_kept_is_cleared_with_the_rest(project: Path) -> None:
    said(project)
    (kept,) = kept_in(project)
    cleared(kept.parent, "sessions")
    assert not kept.exists()


def test_schemas_are_the_same_when_they_come_back() -> None:
    for file in sorted(ROOT.glob("fixtures/agent_template/*/input.md")):
        schema = infer(read(file.read_bytes(), file.name)).schema
        assert json.loads(json.dumps(schema)) == schema, file
