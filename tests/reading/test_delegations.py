"""What delegations of any origin say: whom they are for, what is to be done, and sections known by their items."""

from __future__ import annotations

from typing import Any

import pytest

from de_lint.reading.document import read

WORK = "\n\n## Objective\nMove the importer to the new queue.\n\n## Steps\n1. Read the log\n2. Mend the retry\n"


def delegation(text: str) -> dict[str, Any]:
    record = read(text.encode()).records[0]
    assert record.kind == "delegation"
    return record.data


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("Codex task: the importer", "codex"),
        ("CODEX TASK", "codex"),
        ("Task for Research Agent", "research"),
        ("Review agent docs", None),
        ("Aufgabe für Claude Code: der Import", "claude_code"),
        ("直接交给 Codex 的任务", "codex"),
        ("Task: support Codex in the importer", None),
        ("Task: cursor jumps in the importer", None),
        ("Prompt: Update the guides and agent docs", None),
        ("Assignment: Forensic Auditor for milestone 2", "forensic_auditor"),
        ("The queue — Task for Chip", "chip"),
        ("Task for the importer", None),
        ("Prompt para o Claude Code — Cardápio", "claude_code"),
        ("Prompt to paste into Claude Code", "claude_code"),
        ("Lane C — M3 push delivery into agent turns", None),
    ],
)
def test_whom_a_title_gives_work_to(title: str, type_: str | None) -> None:
    agent = delegation(f"# {title}{WORK}")["agent"]
    assert (agent and agent["type"]) == type_


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        ("Claude Code on the build machine", "claude_code"),
        ("Codex / WorkBuddy", "codex"),
        ("queue_explorer", "queue_explorer"),
        ("`queue-agent`+`python-expert` (sonnet)", "queue"),
        ("@dev + @architect", "dev"),
        ("C++ reviewer", "c_reviewer"),
    ],
)
def test_a_name_without_what_is_said_about_it(value: str, type_: str) -> None:
    assert delegation(f"# Task: the importer\n\n**Agent**: {value}{WORK}")["agent"]["type"] == type_


@pytest.mark.parametrize("below", [": Backend Agent", "\n\nBackend Agent", "\n\n- Backend Agent"])
def test_a_section_for_the_agent(below: str) -> None:
    assert delegation(f"# Task: the importer\n\n## Assigned to{below}{WORK}")["agent"]["type"] == "backend"


def test_a_label_for_the_agent_is_no_agent() -> None:
    assert delegation(f"**Agent:** Engineer{WORK}")["agent"]["type"] == "engineer"


def test_a_section_is_known_by_what_most_of_its_items_say() -> None:
    own = "## Change discipline\n- Keep commits small\n- Do not touch the parser\n- Never merge\n\n"
    data = delegation(f"# Task for the QA Agent\n\n## Objective\nMove the importer.\n\n{own}")
    assert [c["text"] for c in data["constraints"]] == ["Keep commits small", "Do not touch the parser", "Never merge"]
    assert data["extra"] == []


def test_what_is_to_be_read_first_is_not_the_task() -> None:
    text = (
        "Read AGENTS.md and PLAN.md.\n\nMove the importer to the new queue, step by step.\n\nRules:\n- Do not merge\n"
    )
    assert delegation(text)["task"]["summary"] == "Move the importer to the new queue, step by step."


def test_items_are_joined_without_the_semicolons_that_end_them() -> None:
    data = delegation(f"# Task for the QA Agent{WORK}\n## Deliverables\n- a branch;\n- a test;\n")
    assert data["expected_results"] == "a branch; a test"


def test_the_labels_of_a_section_about_the_task_are_its_own() -> None:
    data = delegation(f"# Task for the QA Agent\n\n## Metadata\n- **Effort**: a day\n- **Sprint**: 12{WORK}")
    assert [e["label"] for e in data["extra"]] == ["Metadata", "Effort", "Sprint"]


def test_a_step_between_two_is_a_step() -> None:
    own = "## Step 1 — Start the list\n\nNow.\n\n## Step 1b — Wait for it\n\nLong.\n\n## Step 2 — Score all\n\nTwice.\n"
    data = delegation(f"# Task for the QA Agent\n\n{own}")
    assert [s["text"] for s in data["task"]["steps"]] == [
        "Step 1 — Start the list",
        "Step 1b — Wait for it",
        "Step 2 — Score all",
    ]


@pytest.mark.parametrize(
    "told",
    [
        "You are not allowed to push.", "You are the only one on this.", "You are responsible for the queue.",
        "You are free to choose a library.", "You are given a repository.", "You are in charge of the queue.",
        "You are to build the queue.", "You are building a parser.",
        "You are an autonomous AI coding agent managed by the queue.",
        "Claude Code, Codex and Cursor know the queue.", "Say so if you are BLOCKED or REFUSED.",
        "あなたは前回、以下のように述べた。", "你是谁？",
        "@acme/queue is the package.", "Hey! Cursor and Codex know the queue.",
    ],
)  # fmt: skip
def test_what_the_reader_may_or_does_is_no_agent(told: str) -> None:
    assert delegation(f"{told} Build the queue and test it.\n\nReport back when done.\n")["agent"] is None


@pytest.mark.parametrize(
    ("told", "type_"),
    [
        ("You are an INDEPENDENT adversarial reviewer.", "adversarial_reviewer"),
        ("You are the skill-library **curator**.", "skill_library_curator"),
        ("You are a security reviewer managed by the lead.", "security_reviewer"),
        ("You are Worker M2 assigned to the queue.", "worker_m2"),
        ("Copilot, please look after the queue.", "copilot"),
        ("Hey Cursor! We move the queue today.", "cursor"),
        ("You are a code reviewer subagent for the queue.", "code_reviewer"),
        ("You are the backend smoke worker for the queue.", "backend_smoke_worker"),
        ("Rolle: Du bist UX-Designer für eine Web-App.\n\n## Task\n\n", "ux_designer"),
        ("执行者：AI-A（强模型/技术负责人）\n\n## Task\n\n", "ai_a"),
        ("Role: planner\n\n## Task\n\n", "planner"),
        ("你是一名资深的后端工程师，负责队列。", "后端工程师"),
        ("あなたは **セキュリティ専門家** として作業します。", "セキュリティ専門家"),
        ("당신은 백엔드 개발자입니다.", "백엔드_개발자"),
    ],
)
def test_who_the_reader_is(told: str, type_: str) -> None:
    data = delegation(f"{told} Review the queue and test it.\n\nReport back when done.\n")
    assert data["agent"]["type"] == type_


def test_the_agent_that_a_mention_calls() -> None:
    text = "@backend please build the queue and write a test.\n\nReport back when done.\n"
    (record,) = read(text, kind="delegation").records
    assert record.data["agent"]["type"] == "backend"


def test_labels_in_capitals_below_a_key_are_a_message() -> None:
    (record,) = read("agent: qa\ntask: run it\nstatus: done\nNext Steps: ship\nSummary: all ran\n").records
    assert record.kind == "progress_report" and [i["text"] for i in record.data["next_steps"]] == ["ship"]


def test_what_a_key_of_data_holds_is_a_part_of_its_own() -> None:
    task = "task:\n  steps:\n  - a\n  - b\n  constraints:\n  - no push\n"
    data = delegation(f"agent: qa\n{task}expected_results: green\n")
    assert [s["text"] for s in data["task"]["steps"]] == ["a", "b"]
    assert [c["text"] for c in data["constraints"]] == ["no push"]


def test_a_numbered_list_of_what_to_do_below_another_heading() -> None:
    rules = "## Hard rules\n\n1. Do not delete a store.\n2. Never push.\n\n"
    order = "## Order\n\n1. Read the log.\n2. Run it.\n"
    data = delegation(f"# Task for the QA Agent\n\n## Goal\nSync the stores.\n\n{rules}{order}")
    assert [s["text"] for s in data["task"]["steps"]] == ["Read the log.", "Run it."]


def test_a_warning_is_not_the_task_and_action_items_are_its_steps() -> None:
    warning = "## Integrity\n\nDO NOT CHEAT. Do not hardcode test results or skip a test.\n\n"
    items = "## Action Items\n\n1. In `queue.py`: bound the queue\n2. In `test.py`: fill it\n"
    data = delegation(f"# Task Assignment: the queue\n\n**Assigned Agent**: worker_2\n\n{warning}{items}")
    assert data["task"]["summary"] is None
    assert [s["text"] for s in data["task"]["steps"]] == ["In `queue.py`: bound the queue", "In `test.py`: fill it"]
