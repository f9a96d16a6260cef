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
