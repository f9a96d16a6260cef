"""A template document to a role schema: every fact of it, and what is judged by it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.diagnostics import HOW_TO_CHANGE, Finding
from de_lint.judging.check import check
from de_lint.judging.validate import schema_faults
from de_lint.learning.infer import Inferred, infer
from de_lint.reading.document import read
from de_lint.vocabulary.kinds import kind_of, using
from de_lint.vocabulary.schemas import Schema

from .conftest import ROOT, TEMPLATE, with_role

Judge = Callable[[Schema, str], list[Finding]]
FIXTURE = ROOT / "fixtures" / "agent_template" / "data_engineer" / "input.md"
REPORT = """\
🚚 Fleet Agent Progress Report
- Task: Winter tyres
- Status: in progress
- Depot:
  * Gate: open
  * Vans Ready: 9/12
  * Fuel: 71 %, +2 %/week
- Insured: yes
- Firmware: 4.2.0
- Repairs:
  * Van 7: new clutch
- Recommendations:
  * Buy: two vans
  * Sell: none
- Metrics:
  * Breakdowns: 3
- Spare Parts:
  * Wipers
- Mood: good
- Blockers: None
"""
DATA_REPORT = """\
Data Engineer Agent Progress Report
- Task: Split the event table
- Status: in progress
- Database Status:
  * Health: healthy
  * Performance: 1,200 queries/sec, 45 ms p99
  * Storage: 71 %, +2 %/week
- API Status:
  * Availability: up
  * Rate Limits: 40 %
  * Response Time: 120 ms
- Completed Operations:
  * Copied the rows: done
- Data Metrics:
  * Records Processed: 48,000
  * Pipeline Status: running
- Blockers: None
"""


def line_of(text: str) -> int:
    lines = TEMPLATE.read_text(encoding="utf-8").split("\n")
    return lines.index(text) + 1


def shape(found: Any) -> str:
    return str(found.get("$ref") or found["type"]).rpartition("/")[2]


def properties(found: Any) -> Iterator[Any]:
    for sub in found.get("properties", {}).values():
        yield sub
        yield from properties(sub)
        yield from properties(sub.get("items", {}))


def test_who_it_is(fleet: Inferred) -> None:
    found = fleet.schema
    assert found["$id"] == "urn:de-lint:role:fleet"
    assert (found["title"], found["x-type"], found["x-icon"]) == ("Fleet", "fleet", "🚚")
    assert found["x-names"] == ["Fleet", "Fleet Keeper"]
    assert found["description"] == "Keeps the vans running."
    assert (found["x-authority"], found["x-scope"]) == ("Every van and every workshop", "The northern depots")
    assert found["x-lines"]["x-authority"] == line_of("- **Authority**: Every van and every workshop")
    assert found["x-lines"]["x-icon"] == line_of("🚚 Fleet Agent Progress Report")


def test_order_and_requiredness(fleet: Inferred) -> None:
    order = [
        *("task", "status", "depot", "insured", "firmware", "repairs", "fleet_recommendations", "fleet_metrics"),
        *("spare_parts", "mood", "next_steps", "blockers"),
    ]
    assert fleet.schema["x-order"] == order
    assert fleet.schema["required"] == [n for n in order if n != "next_steps"]


def test_core_fields_are_not_repeated(fleet: Inferred) -> None:
    assert set(fleet.schema["x-core"]) == {"task", "status", "next_steps", "blockers"}
    assert not set(fleet.schema["x-core"]) & set(fleet.schema["properties"])
    assert fleet.schema["x-core"]["next_steps"]["x-label"] == "Next Actions"


def test_shapes(fleet: Inferred) -> None:
    own = fleet.schema["properties"]
    assert {n: shape(p) for n, p in own.items()} == {
        "depot": "object",
        "insured": "boolean",
        "firmware": "text",
        "repairs": "array",
        "fleet_recommendations": "object",
        "fleet_metrics": "object",
        "spare_parts": "items",
        "mood": "text",
    }
    depot = own["depot"]["properties"]
    assert depot["gate"]["enum"] == ["open", "closed"]
    assert depot["fuel"]["x-quantities"] == ["percentage", "rate"]
    assert own["depot"]["required"] == ["gate", "vans_ready", "fuel"]
    assert (depot["wait"]["x-label"], shape(depot["wait"])) == ("Wait", "measure")
    assert list(own["repairs"]["items"]["properties"]) == ["van", "outcome"]
    assert own["firmware"]["x-value"] == "version"


def test_status_is_narrowed(fleet: Inferred) -> None:
    assert fleet.schema["allOf"][0]["properties"]["status"]["enum"] == ["in_progress", "completed"]


def test_every_property_says_its_line(fleet: Inferred) -> None:
    found = [*properties(fleet.schema), *properties(fleet.schema["x-delegation"])]
    assert all(isinstance(p["x-line"], int) for p in found)
    assert fleet.schema["properties"]["insured"]["x-line"] == line_of("- Insured: [yes/no]")


def test_delegation_side(fleet: Inferred) -> None:
    found = fleet.schema["x-delegation"]
    optional = {"parking_notes"}
    assert found["x-order"][-3:] == ["priority", "tickets", "parking_notes"]
    assert set(found["required"]) == {"agent", "title", *found["x-order"]} - optional
    assert found["properties"]["priority"]["enum"] == ["low", "medium", "high"]


def test_examples_give_aliases(fleet: Inferred) -> None:
    found = fleet.schema["x-delegation"]
    assert found["x-core"]["expected_results"]["x-aliases"] == ["Expected Outcome"]
    assert found["properties"]["parking_notes"]["x-aliases"] == ["Parking Note"]


def test_what_is_open(fleet: Inferred) -> None:
    assert [(o.line, "Mood" in o.text) for o in fleet.open] == [(line_of("- Mood: [level]"), True)]


def test_a_title_needs_no_icon() -> None:
    plain = infer(read(TEMPLATE.read_text(encoding="utf-8").replace("🚚 ", ""), "fleet_template.md"))
    assert plain.schema["x-icon"] == ""
    assert [o.text for o in plain.open if "icon" in o.text] == []


def test_it_is_a_schema_and_a_kind(fleet: Inferred) -> None:
    assert schema_faults(json.loads(json.dumps(fleet.schema))) == []
    made = kind_of(fleet.schema)
    assert (made.type, made.icon) == ("fleet", "🚚")
    assert {p.shape for p in made.properties} == {"object", "boolean", "text", "pairs", "items"}
    assert kind_of(fleet.schema["x-delegation"]).name == "delegation"


def test_a_filled_report_passes_and_reads(fleet: Inferred, judged: Judge) -> None:
    assert judged(fleet.schema, REPORT) == []
    with using(with_role(fleet.schema)):
        data = read(REPORT).records[0].data
    assert len(data["depot"]["fuel"]["quantities"]) == 2
    assert data["insured"] is True
    assert data["repairs"] == [{"van": "Van 7", "outcome": "new clutch"}]
    assert data["fleet_recommendations"] == {"buy": "two vans", "sell": "none"}


@pytest.mark.parametrize(
    ("right", "wrong", "name", "message"),
    [
        ("Gate: open", "Gate: purple", "invalid-enum", "'purple' is not one of open, closed"),
        ("Insured: yes", "Insured: perhaps", "wrong-type", "'perhaps' is not what 'Insured' asks for: yes or no"),
        ("Firmware: 4.2.0", "Firmware: 4.2", "wrong-type", "'4.2' is not what 'Firmware' asks for: X.Y.Z"),
        (
            "Vans Ready: 9/12",
            "Vans Ready: most",
            "wrong-type",
            "'most' is not a number for 'Vans Ready'; write one, or n/a if there is none",
        ),
        (
            "  * Gate: open\n",
            "",
            "missing-field",
            "'Gate' is missing under 'Depot', required by the form of role 'fleet'",
        ),
        ("Status: in progress", "Status: blocked", "invalid-enum", "'blocked' is not one of in progress, completed"),
    ],
)
def test_faults(fleet: Inferred, judged: Judge, right: str, wrong: str, name: str, message: str) -> None:
    found = [f for f in judged(fleet.schema, REPORT.replace(right, wrong)) if f.name == name]
    assert [f.message.partition(HOW_TO_CHANGE)[0] for f in found] == [message]
    if wrong:
        lines = REPORT.replace(right, wrong).split("\n")
        assert lines[found[0].span.start_line - 1][found[0].span.start_column - 1 :] == wrong.partition(": ")[2]


@pytest.fixture
def data_engineer() -> Path:
    return FIXTURE


def test_the_template_enforces_itself(data_engineer: Path, judged: Judge) -> None:
    document = read(data_engineer.read_bytes(), data_engineer.name)
    found = infer(document).schema
    with using(with_role(found)):
        assert [f for f in check(read(data_engineer.read_bytes())) if f.severity == "error"] == []
    assert judged(found, DATA_REPORT) == []
    purple = judged(found, DATA_REPORT.replace("healthy", "purple"))
    assert [f.name for f in purple] == ["invalid-enum"]
    assert "healthy, degraded, down" in purple[0].message
    assert (purple[0].span.start_line, purple[0].span.start_column) == (5, 13)
    missing = judged(found, DATA_REPORT.replace("  * Pipeline Status: running\n", ""))
    assert [(f.name, "'Pipeline Status'" in f.message) for f in missing] == [("missing-field", True)]
    with using(with_role(found)):
        data = read(DATA_REPORT).records[0].data
    assert len(data["database_status"]["storage"]["quantities"]) == 2


@pytest.mark.parametrize("text", ["", "# Coffee\n", "plain words", "- a: b\n", "```\n", "# X Agent\n\n## Role\n"])
def test_other_documents_describe_nothing(text: str) -> None:
    found = infer(read(text))
    assert not found.has_format
    assert found.schema["properties"] == {}
    assert found.open


def test_a_format_under_any_heading() -> None:
    text = "# Notes\n\n## How we report\n\n```\nQA Agent Progress Report\n- Task: [x y]\n- Coverage: [XX%]\n```\n"
    assert infer(read(text)).schema["x-order"] == ["task", "coverage"]


def test_a_format_without_a_fence() -> None:
    text = "# Notes\n\n## Progress Report Format\n\n- **Task**: [x y]\n- **Coverage**: [XX%]\n"
    assert infer(read(text)).schema["x-order"] == ["task", "coverage"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_is_read(text: str | bytes) -> None:
    assert kind_of(infer(read(text)).schema).type


_LINES = st.sampled_from(
    [
        "- Task: [x]",
        "- A:",
        "  * B: [c/d]",
        "  * [e 1]: [f]",
        "  * ISS-XXXX: [g]",
        "- :",
        "- A: [",
        "  * h",
        "1. [i]",
        "| a | b |",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINES, max_size=8))
def test_any_format_is_read(lines: list[str]) -> None:
    text = "# X Agent\n\n## Agent Overview\n\n## Progress Reporting Format\n\n```\nX Agent Progress Report\n"
    found = infer(read(text + "\n".join(lines) + "\n```\n\n## Role\n"))
    assert schema_faults(json.loads(json.dumps(found.schema))) == []


@pytest.mark.parametrize("level", ["#", "##"])
def test_front_matter_names_the_role_before_the_title_of_its_form(level: str) -> None:
    form = f"## Output\n\n{level} Rollout sheet\n\n**Firmware:** [vX.Y.Z]\n**Docks updated:** [X/Y]\n"
    text = f"---\nname: rollout-manager\ndescription: Rolls out firmware.\n---\n\nYou roll out firmware.\n\n{form}"
    found = infer(read(text, "rollout.md")).schema
    assert (found["title"], found["x-type"]) == ("rollout-manager", "rollout_manager")
    assert found["x-lines"]["title"] == 2


FORM = "- Dock: <name of the dock>\n- Outcome: done | failed\n- Notes: <optional>\n"


@pytest.mark.parametrize("heading", ["## Report format", "## What you hand back", "## Rückmeldung", "# Dock keeper"])
@pytest.mark.parametrize("said", ["Answer with exactly this:", "Fill this in:", "Antworte genau so:", "One each.", ""])
def test_a_sentence_above_the_fields_of_a_form_is_no_part_of_it(heading: str, said: str) -> None:
    front = "---\nname: dock-keeper\ndescription: Keeps docks.\n---\n\nYou keep docks."
    text = f"{front}\n\n{heading}\n\n{said}\n\n{FORM}"
    found = infer(read(text, "dock-keeper.md")).schema
    assert [p.get("x-label") for p in found["properties"].values()] == ["Dock", "Outcome", "Notes"]
    assert found["x-form"].endswith(FORM)
    assert said.endswith(".") or not said or said not in found["x-form"]


@pytest.mark.parametrize("mark", ["- {}: {}", "**{}:** {}"])
def test_the_title_of_a_form_may_have_a_blank(mark: str) -> None:
    fields = "".join(mark.format(*line[2:].split(": ")) + "\n" for line in FORM.splitlines())
    form = f"## Handback: <short title>\n\n{fields}"
    text = f"---\nname: dock-keeper\ndescription: Docks.\n---\n\n## What you hand back\n\n```markdown\n{form}```\n"
    found = infer(read(text, "dock-keeper.md")).schema
    assert found["x-form"] == form
    assert [p["x-label"] for p in found["properties"].values()] == ["Dock", "Outcome", "Notes"]
