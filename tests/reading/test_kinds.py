"""Which texts are records of which kind, and which are none."""

from __future__ import annotations

import pytest

from de_lint.reading.document import read

DUTIES = "\n\nYour responsibilities:\n- Take the assigned tasks from the planner\n- Cover each change with a test\n"

TEXTS = {
    "a prompt that sets a role": (
        "# System Prompt\n\nYou are the Tide Reader.\n\n"
        "## Tasks\n\n- Read the gauges\n\n## Rules\n\n- Read each twice\n",
        "system_prompt.md",
        "agent_template",
    ),
    "prompts to choose from": (
        "# Prompts\n\nCopy one of them.\n\n## Read\n\nRead the gauge.\n\n## Ring\n\nRing the bell, and only at noon.\n",
        "prompts.md",
        None,
    ),
    "a role that is followed by a request": (
        "You are a security reviewer. Review the diff for injection.\n\nReturn the findings. Do not change code.\n",
        "-",
        "delegation",
    ),
    "a move between versions": (
        "---\nfrom: v1\nto: v2\n---\n\n# From version 1 to version 2\n\nKeys change.\n\n## Keys\n\n- `a` is `b`\n",
        "migration.md",
        None,
    ),
    "a role with its duties": ("You are the Schema Keeper." + DUTIES, "-", "agent_template"),
    "an agent's name as the title": (
        "# Agent: storage\n\n## Mission\nKeep the tables in order.\n\n## Allowed paths\n- db/**\n\n"
        "## Output contract\n- Migrations with a test\n",
        "storage.md",
        "agent_template",
    ),
    "a task that names its agent": (
        "# Task: Drop the old index\n\n**Assigned agent**: storage\n**Priority**: high\n\n## Objective\n"
        "Drop the index that nobody reads.\n\n## Acceptance criteria\n- [ ] Queries stay fast\n",
        "task-7.md",
        "delegation",
    ),
    "instructions for all work": (
        "# AGENTS.md\n\n## Commands\n- Run `make test` before committing\n\n## Style\n- Keep functions small\n",
        "AGENTS.md",
        None,
    ),
    "guidelines for all agents": (
        "# AGENTS\n\n## Guidelines\n- Answer in the language of the question\n\n## Workflow\n- Say what changed\n",
        "AGENTS.md",
        None,
    ),
    "a command of a host": (
        "---\ndescription: Writes a plan\n---\n\nYou are a senior planner.\n\n## Task\n\nPlan this.\n\n"
        "## Input\n\n$ARGUMENTS\n\n## Output Format\n\nA plan with steps.\n",
        "plan.md",
        None,
    ),
    "where the reader is at work": (
        "You are working in the repository on branch `tidy`.\nThe build fails. Find the cause, fix it and commit.\n\n"
        "## Failing checks\n- unit\n\n## Acceptance criteria\n- [ ] The build passes\n",
        "-",
        "delegation",
    ),
    "a task of a series that speaks to its agent": (
        "# Task 4: Cache the prices\n\nYou are the backend agent.\n\n## Steps\n- [ ] Write the cache\n\n"
        "## Constraints\n- Keep to the folder `shop`\n",
        "-",
        "delegation",
    ),
    "a skill": (
        "---\nname: release-notes\ndescription: How to write the notes of a release\n---\n\n# Release notes\n\n"
        "## Overview\n\nThis skill says what belongs into the notes.\n",
        "SKILL.md",
        None,
    ),
    "an issue form": (
        "---\nname: Story\nabout: Use this form for a story\nlabels: story\nassignees: ''\n---\n\n## Description\n\n"
        "What is wanted?\n\n### Acceptance\n- [ ] first\n",
        "story.md",
        None,
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_kind(name: str) -> None:
    """A text that hands over one piece of work is told from what holds for all work."""
    text, path, kind = TEXTS[name]
    assert [r.kind for r in read(text, path).records] == ([kind] if kind else [])


@pytest.mark.parametrize("body", ["", "<!-- nothing more -->\n", "\n---\n"])
@pytest.mark.parametrize("keys", ["name: qa\nagent: CodeActAgent\nversion: 1.0.0", "status: completed\nagent: qa"])
def test_front_matter_may_be_all_there_is(keys: str, body: str) -> None:
    for record in read(f"---\n{keys}\n---\n{body}").records:
        assert record.span.start_line == 1


@pytest.mark.parametrize(
    "code",
    ['report("Missing tests")\nif done:\n    report("Progress: done")', 'M0["QA Report<br/>"]\nM1["Status: done"]'],
)
def test_a_call_in_a_program_is_no_title(code: str) -> None:
    assert not read(f"# How it works\n\n```python\n{code}\n```\n").records


REPORTED = """
**Author**: Kim
**Status**: In Progress
**Task**: Define what agents hand over

## Problem

Agents drop context.

## Proposed solution

1. Each agent reports its status, progress and blockers.

## Risks

- Nobody reads them
"""


@pytest.mark.parametrize(
    ("title", "is_report"),
    [
        ("RFC: Agent handover protocol", False),
        ("RFC 0042: A retry queue", False),
        ("RFC-7: A retry queue", False),
        ("ADR 4: Use SQLite", False),
        ("Release Notes v2.1", False),
        ("Sprint 12 Release Notes", False),
        ("RFC 12 Implementation Report", True),
        ("Engineer Agent Progress Report", True),
        ("/etc/hosts", True),
    ],
)
def test_publications_with_a_status_are_no_reports(title: str, is_report: bool) -> None:
    kinds = [record.kind for record in read(f"# {title}\n{REPORTED}").records]
    assert kinds == (["progress_report"] if is_report else [])


PAGE = """# Review of a change

Read the diff, then check these points.

## Steps

1. Look for missing tests.
2. Look for unclear names.

## Output

Return a list of findings.
"""


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("review.md", ["delegation"]),
        (".agents/tasks/review.md", ["delegation"]),
        ("docs/guides/review.md", []),
        ("plugins/skills/review/references/review.md", []),
        ("skills/a/b/c/review.md", ["delegation"]),
    ],
)
def test_the_last_folders_speak_where_the_text_hardly_does(path: str, kinds: list[str]) -> None:
    assert [record.kind for record in read(PAGE, path).records] == kinds


def test_a_file_that_a_host_reads_as_an_agent() -> None:
    text = "---\ndescription: Draws up a plan.\ntools: ['codebase', 'search']\n---\n# Architecture plan\nList risks.\n"
    assert [record.kind for record in read(text, "architect.chatmode.md").records] == ["agent_template"]
    assert not read(text, "architect.md").records


def test_a_file_that_hosts_read_as_a_skill_defines_no_agent() -> None:
    text = (
        "---\nname: elixir\ndescription: Specialist for Elixir and Phoenix\nversion: 1.1.0\ntools: Read, Grep\n---\n\n"
        "# Elixir\n\n## Quick Reference\n\nPhoenix and Ecto.\n\n## Integration\n\n- With the database skill\n"
    )
    assert [record.kind for record in read(text, "elixir/ELIXIR.md").records] == ["agent_template"]
    assert not read(text, "elixir/SKILL.md").records


@pytest.mark.parametrize("folder", ["docs", "skills", "commands", "plans", "tasks", "templates"])
def test_folders_do_not_outweigh_a_text_that_says_what_it_is(folder: str) -> None:
    text = f"# Engineer Agent Progress Report\n{REPORTED}"
    assert [record.kind for record in read(text, f"{folder}/login.md").records] == ["progress_report"]


PLACED = """# Debug a race

{opening}

{mark} Task

Find the race in the queue.

{mark} Requirements

- Keep the failing test.

{mark} Expected result

- A short test that fails
"""


@pytest.mark.parametrize(
    ("opening", "mark", "kinds"),
    [
        ("You are on the queue team. Your task is below.", "##", ["delegation"]),
        ("This page shows how you find a race.", "##", []),
        ("Your task may look like this one.\n\n## Background\n\nLocks.\n\n## Example", "####", []),
    ],
)
def test_a_task_speaks_to_its_executor_and_stands_at_the_top(opening: str, mark: str, kinds: list[str]) -> None:
    assert [record.kind for record in read(PLACED.format(opening=opening, mark=mark)).records] == kinds


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("**Assigned to**: frontend-developer\n", ["delegation"]),
        ("**Assigned to**: Ada Lovelace\n", []),
        ("## Metadata\n\n- **ID**: B-3\n- **Assigned agent**: frontend-developer\n", ["delegation"]),
    ],
)
def test_a_guide_that_names_an_agent_hands_over_work(who: str, kinds: list[str]) -> None:
    told = "\n## Root Cause\n\nAnother cursor.\n\n## Fix\n\n- A base rule\n\n## Done when\n\n- [ ] A pointer\n"
    assert [record.kind for record in read(f"# Bug Fix Task Guide — T034\n\n{who}{told}").records] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "---\ntype: agent\nname: grader\n---\n\nCompile the feedback into one report, and grade the story by it.\n",
        "# Scribe\n\n## Identity\n\n- **Name:** Scribe\n- **Role:** Keeper of logs\n\n## Authority\n\n- Logs\n",
        "# Evaluator\n\nYou perform checks before work is merged.\n\n## Responsibilities\n\n- Run the tests\n",
    ],
    ids=["type in front matter", "card below a heading", "what you do"],
)
def test_definitions_of_agents_in_few_words(text: str) -> None:
    assert [record.kind for record in read(text).records] == ["agent_template"]


@pytest.mark.parametrize(
    "text",
    [
        "# Contributing\n\nThanks!\n\n## Good Bug Reports\n\n1. Search first.\n2. Add the whole traceback.\n",
        "# Prompt Injection\n\nWhat a page says can give orders to an agent.\n\n## Goal\n\nKeep it out.\n\n"
        "## Requirements\n\n- Read text as data\n- Ask before a tool runs\n",
        "# Crypto\n\n## Usage\n\nCall the function.\n\n[Status Report]: https://a.org/report\n[Key]: https://a.org\n",
        "# Archive\n\n## Validation Reports\n\n- [One](a.md)\n- [Two](b.md)\n",
        "# Unsafe blocks\n\nWhat may go wrong, and how you find it.\n\n## Installation\n\nInstall `miri`.\n\n"
        "## Background\n\nSee the book.\n\n## Audit Report Format\n\n- Verdict: sound\n- Findings by severity\n",
        "# Merge gates\n\nRun them before you merge.\n\n## Create Review Report\n\n- Status: the verdict\n- Findings\n",
        "# Session\n\nCleans up.\n\n```\nTask(\n  description: \"Clean up\",\n  prompt: \"Remove the stale\")\n```\n",
    ],
    ids=[
        "reports that others write",
        "about prompts",
        "definitions of links",
        "reports that lie elsewhere",
        "what a report holds",
        "how to write one",
        "a call",
    ],
)
def test_pages_around_what_reads_like_a_title(text: str) -> None:
    assert not read(text).records


def test_pages_of_a_code_host_are_no_reports() -> None:
    text = "Note: this library was deprecated.\n\nWe recommend that you use the other one; see [this](https://a.org).\n"
    assert [record.kind for record in read(text, "ISSUE_TEMPLATE.md").records] == ["progress_report"]
    assert not read(text, ".github/ISSUE_TEMPLATE.md").records
