"""Which forms a report is held to: those that somebody chose, and those that it follows."""

from __future__ import annotations

from pathlib import Path

import pytest

import de_lint
from de_lint.diagnostics import HOW_TO_CHANGE
from de_lint.judging.check import check
from de_lint.project.configuration.projects import Projects
from de_lint.reading.document import read

ELSEWHERE = """# Ops Agent Progress Report

**Status:** done
**Date:** 2026-02-03

## Summary

The mail relay runs on the new hosts.

## Completed

- Relay moved

## Next Steps

- Watch its queue for a day
"""
SHORT = "Ops Agent Progress Report\n- Task: Move the mail relay\n- Status: finished\n- Queue: empty\n"
FORM = """Ops Agent Progress Report
- Task: Move the mail relay
- Status: completed
- Deployment Status:
  * Environment: prod
  * Version: 3.1.0
  * Health: healthy
- Metrics:
  * Uptime: 99.9%
  * Response Time: 40ms
  * Error Rate: 0.1%
- Operations Completed:
  * Mail relay moved: done
- Infrastructure Changes: None
- Blockers: None
"""
VERSION_CONTROL = """Version Control Agent Progress Report
- Task: Tag the release
- Status: completed
- Branch Status:
  * Current: main
  * Behind/Ahead: 0/0
  * Conflicts: no
- Version Status:
  * Current: 1.2.0
  * Target: 1.2.0
  * Files Updated: pyproject.toml
- Git Operations: tagged v1.2.0
- Remote Sync: synced
- Blockers: None
"""
ENGINEER = """Engineer Agent Progress Report
- Task: Parse the new header
- Status: completed
- Progress: 100%
- Completed: the parser
- Remaining: none
- Code Quality:
  * Tests: passing
  * Documentation: complete
- Blockers: None
- Next Steps: None
"""


def said(text: str, configuration: str = "", folder: Path | None = None) -> list[str]:
    """Return what is found in a report under a configuration, without what is only said to those who configure."""
    if folder is None:
        found = check(read(text))
    else:
        (folder / ".de-lint.toml").write_text(configuration, encoding="utf-8")
        settings = Projects().of(folder / "report.md")
        found = settings.check(settings.read(text, "report.md", folder / "report.md"), folder / "report.md")
    return [f.message.partition(HOW_TO_CHANGE)[0] for f in found]


@pytest.mark.parametrize("text", [ELSEWHERE, SHORT, FORM, VERSION_CONTROL, ENGINEER])
def test_a_form_that_nobody_chose_is_not_demanded(text: str) -> None:
    assert said(text) == []


def test_a_form_that_a_report_follows_is_demanded() -> None:
    half = FORM.replace("- Metrics:\n  * Uptime: 99.9%\n  * Response Time: 40ms\n  * Error Rate: 0.1%\n", "")
    half = half.replace("- Infrastructure Changes: None\n", "").replace("- Task: Move the mail relay\n", "")
    by = "required by the built-in form of role 'ops'"
    assert said(half) == [f"'{name}' is missing, {by}" for name in ("Infrastructure Changes", "Metrics", "Task")]
    assert said(half.replace("- Blockers: None\n", "")) == []


def test_a_form_that_is_chosen_is_demanded(tmp_path: Path) -> None:
    by = "required by the built-in form of role 'ops'"
    found = said(SHORT, 'roles = ["ops"]', tmp_path)
    assert f"'Metrics' is missing, {by}" in found and len(found) == 6
    assert found == said(SHORT, '[per-path."*.md"]\nrole = "ops"', tmp_path)
    assert said(SHORT, 'roles = ["qa"]', tmp_path) == []


def test_a_single_field_is_asked_for_of_any_report(tmp_path: Path) -> None:
    asked = said(SHORT, '[required]\nops = ["Metrics", "!Task"]\nprogress_report = ["Summary"]', tmp_path)
    assert asked == [f"'{name}' is missing, required by the setting 'required'" for name in ("Metrics", "Summary")]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "choices"),
    [
        (ENGINEER, "Tests: passing", "purple", "passing, failing, not written"),
        (ENGINEER, "Documentation: complete", "purple", "complete, partial, missing"),
        (VERSION_CONTROL, "Conflicts: no", "maybe", "yes, no"),
        (VERSION_CONTROL, "Remote Sync: synced", "somewhere", "synced, pending, failed"),
    ],
)
def test_choices_of_shipped_forms(text: str, right: str, wrong: str, choices: str) -> None:
    label = right.partition(":")[0]
    assert said(text.replace(right, f"{label}: {wrong}")) == [f"'{wrong}' is not one of {choices}"]
    for fine in ("41 of 41 pass", "failing (2)", "not written") if label == "Tests" else ():
        assert said(text.replace(right, f"{label}: {fine}")) == []


def test_agents_are_not_told_how_to_change_what_is_demanded() -> None:
    from de_lint.output.context import OutputContext
    from de_lint.output.formats.agent import render

    found = de_lint.check(read(FORM.replace("- Blockers: None\n", "")))
    assert HOW_TO_CHANGE in found[0].message and HOW_TO_CHANGE not in render(found, OutputContext())
