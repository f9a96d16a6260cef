"""Documents about an agent: whom it works with, what it may do, and forms that are none."""

from __future__ import annotations

from typing import Any

import pytest

from de_lint.reading.document import read

HEAD = "---\nname: pilot\ndescription: Brings ships in\n{}---\n\n# Pilot\n\nYou are the pilot.\n\n"


def template(below: str, front: str = "") -> dict[str, Any]:
    (record,) = read((HEAD.format(front) + below).encode(), path=".claude/agents/pilot.md").records
    assert record.kind == "agent_template"
    return record.data


@pytest.mark.parametrize(
    ("below", "partners"),
    [
        ("## Collaboration\n\n### With Harbour Pilot\n- Shares charts\n", ["Harbour Pilot"]),
        ("## Working with other agents\n\n- **quay-builder**: plans the quay\n", ["quay-builder"]),
        ("## Integration\n- Support quay-architect with end-user charts\n", ["quay-architect"]),
        ("## Collaboration\n\n- **Receives from**: Ship Designer, Rope Writer\n", ["Ship Designer", "Rope Writer"]),
        ("**Reports to**: Master Coordinator\n", ["Master Coordinator"]),
        ("## 与其他智能体的协作\n\n| 智能体 | 内容 |\n|---|---|\n| quay-planner | 任务 |\n", ["quay-planner"]),
        ("## 他エージェントとの連携\n\n- **quay-planner**: 計画\n", ["quay-planner"]),
        ("## Zusammenarbeit mit anderen Agenten\n\n### Mit Designer:\n- Farben\n", ["Designer"]),
        ("## Colaboración con otros agentes\n\n### Con @quay-planner\n- Revisar\n", ["quay-planner"]),
        ("## Взаимодействие с другими агентами\n\n- **To @ship-tester** → тест\n", ["ship-tester"]),
        ("## Notes\n\n- **quay-builder**: plans the quay\n", []),
    ],
)
def test_partners(below: str, partners: list[str]) -> None:
    assert [p["agent"] for p in template(below)["integration_points"]] == partners


def test_partners_in_front_matter() -> None:
    front = "handoffs:\n  - label: Plan\n    agent: planner\nintegration:\n  can_delegate_to:\n    - rope-tester\n"
    assert [p["agent"] for p in template("", front)["integration_points"]] == ["planner", "rope-tester"]


@pytest.mark.parametrize(
    "below", ["## Permissions\n\n- Read charts\n- Move ships\n", "## Befugnisse\n\n- Read charts\n- Move ships\n"]
)
def test_authority(below: str) -> None:
    assert template(below)["agent"]["authority"] == "Read charts; Move ships"


def test_tools_of_the_host_are_no_authority() -> None:
    assert template("", "tools: Read, Grep\n")["agent"]["authority"] is None


@pytest.mark.parametrize(
    "below",
    [
        "## Delegation Template\n\nWrite what you want.\n",
        "## Output Format\n```\n```\n",
        "## Error Handling\n|Issue|\n|---|\n|x|\n",
    ],
)
def test_sections_without_a_form_are_read(below: str) -> None:
    assert template(below)["delegation_template"] is None


def test_permissions_of_front_matter_are_authority() -> None:
    front = "allowed-tools: Read\npermission:\n  bash:\n    ls: allow\n    rm: ask\n"
    assert template("", front)["agent"]["authority"] == "bash: ls: allow; rm: ask"


def test_authority_joins_what_several_headings_allow() -> None:
    assert template("## Scope\n\nCharts.\n\n## Allowed paths\n\n- maps/\n")["agent"]["authority"] == "Charts.; maps/"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ndescription: Harbour Pilot Agent\nmode: subagent\n---\n\nYou are a careful helper.\n", "Harbour Pilot"),
        ("You are a Senior Harbour Engineer.\n\nYour duties:\n- Build quays\n", "Senior Harbour Engineer"),
        ("# You are a Quay Engineer\n\nYou build quays.\n\n## Duties\n\n- Dig\n", "Quay Engineer"),
        ("# Quay Reviewer Agent\n\nYou are a senior auditor of quays.\n\n## Mission\n\n- Dig\n", "Quay Reviewer"),
        ("# System Prompt: Pier Tester\n\nYou are careful.\n", "Pier Tester"),
        ("# Prompts and Instructions\n\nYou are careful.\n", "Prompts and Instructions"),
        ("---\ndescription: Harbour Pilot Agent (north)\nmode: subagent\n---\n\nYou are a helper.\n", "Harbour Pilot"),
    ],
)
def test_name(text: str, name: str) -> None:
    (record,) = read(text.encode(), path=".claude/agents/pilot.md").records
    assert record.data["agent"]["name"] == name


def test_type_of_a_host_is_none_of_the_agent() -> None:
    front = "---\nname: RopeWriter\ndescription: Writes of ropes\ntype: core\n---\n\n# RopeWriter\n"
    (record,) = read(front.encode(), path=".claude/agents/ropes.md").records
    assert record.data["agent"]["type"] == "ropewriter"


def test_sections_of_the_first_level_are_no_title() -> None:
    front = "---\nname: pilot\ndescription: Brings ships in\n---\n\n"
    (record,) = read((front + "# Role\n\nBrings ships in.\n\n# Workflow\n\n- Board\n").encode()).records
    assert record.data["title"] is None


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("## Example Output\n\n```\n# Log\n## Ships\n**Tug:** in\n**Barge:** out\n```\n", ["Example Output"]),
        ("## Examples\n\n```\nBerth\nthe tug\n```\n\n```\nBerth\nthe barge\n```\n", ["Examples", "Examples"]),
    ],
)
def test_examples(below: str, names: list[str]) -> None:
    assert [e["name"] for e in template(below)["examples"]] == names


def test_a_nameless_definition_is_called_by_its_file() -> None:
    front = "---\ndescription: Reads diffs\ntools: Read\n---\n\nYou read diffs and say what is wrong with them.\n"
    text = front + "\n## Output format\n\n- Verdict\n"
    (record,) = read(text.encode(), path=".claude/agents/diff-reader.md").records
    assert record.data["agent"]["name"] == "diff-reader"


def test_a_heading_that_names_the_agent_is_a_title_beside_others() -> None:
    front = "---\nname: qa\ndescription: Tests\n---\n\n"
    (record,) = read((front + "# QA Agent\n\nTests.\n\n# Examples\n\n- x\n").encode()).records
    assert record.data["title"] == "QA Agent"


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("QA / Testing Agent", "qa_testing"),
        ("Research & Analysis Agent", "research_analysis"),
        ("Agent — Route Planner", "route_planner"),
        ("SOUL.md — Route Planner", "route_planner"),
        ("Route Planner (Inland Waters)", "route_planner_inland_waters"),
        ("Planner — plans routes for ships", "planner"),
    ],
)
def test_the_name_in_a_title(title: str, type_: str) -> None:
    duties = "## Responsibilities\n- Read the charts\n\n## When to use\n- A ship comes\n"
    text = f"# {title}\n\n## Role\nPlans routes.\n\n{duties}"
    (record,) = read(text, path="agents/one.md").records
    assert record.kind == "agent_template" and record.data["agent"]["type"] == type_
