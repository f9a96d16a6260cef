"""A data engineer's template document, read in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from de_lint.judging.validate import document_errors
from de_lint.reading.document import Document, read

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "fixtures" / "agent_template" / "data_engineer" / "input.md"
ICON = "\N{FILE CABINET}\ufe0f"


@pytest.fixture
def document() -> Document:
    return read(FIXTURE.read_bytes(), FIXTURE.name)


@pytest.fixture
def record(document: Document) -> dict[str, Any]:
    assert [r.kind for r in document.records] == ["agent_template"]
    return document.records[0].data


def test_whole_document_is_one_valid_record(document: Document) -> None:
    written = document.to_json(source_map=True)
    assert document_errors(written) == []
    assert written["coverage"] == 1.0
    assert written["unclaimed"] == []


def test_overview(record: dict[str, Any]) -> None:
    agent = record["agent"]
    assert agent["type"] == "data_engineer"
    assert all(agent[part] for part in ("name", "role", "authority"))
    assert record["title"].endswith("Agent Delegation Template")


def test_delegation_template(record: dict[str, Any]) -> None:
    form = record["delegation_template"]
    assert (form["kind"], form["context"]) == ("delegation", "template")
    assert form["agent"] == {"name": "Data Engineer", "type": "data_engineer"}
    assert len(form["task"]["steps"]) == 7
    assert form["temporal_context"]["date"] is None
    assert form["tickets"] == []
    assert form["authority"] and form["expected_results"] and form["progress_reporting"]


def test_examples(record: dict[str, Any]) -> None:
    assert len(record["examples"]) == 2
    for example in record["examples"]:
        found = example["delegation"]
        assert example["name"]
        assert (found["kind"], found["context"]) == ("delegation", "example")
        assert found["agent"]["type"] == "data_engineer"
        assert found["title"] and found["authority"] and found["expected_results"] and found["progress_reporting"]
        assert found["temporal_context"]["date"].startswith("202")
        assert found["task"]["summary"]
        assert [s["steps"] for s in found["task"]["steps"]] == [[]] * 7
        assert [t["relation"] for t in found["tickets"]] == ["reference"]
        assert found["extra"] == []
    tickets = [t["id"] for e in record["examples"] for t in e["delegation"]["tickets"]]
    assert [t["id"] for t in record["tickets"]] == tickets


def test_integration_points(record: dict[str, Any]) -> None:
    points = record["integration_points"]
    assert [p["agent"] for p in points] == ["Engineer Agent", "Security Agent", "Ops Agent", "QA Agent"]
    assert [len(p["items"]) for p in points] == [2] * 4


def test_progress_format(record: dict[str, Any], document: Document) -> None:
    form = record["progress_format"]
    assert (form["kind"], form["context"]) == ("progress_report", "template")
    assert form["agent"] == {"name": "Data Engineer", "type": "data_engineer"}
    assert form["status"] is None
    assert form["status_text"] == "[in progress/completed/blocked]"
    assert list(form["database_status"]) == ["health", "performance", "storage"]
    assert form["database_status"]["health"] == "[healthy/degraded/down]"
    assert form["database_status"]["performance"] == {"text": "[queries/sec, latency]", "quantities": []}
    assert list(form["api_status"]) == ["availability", "rate_limits", "response_time"]
    assert form["completed_operations"] == [
        {"operation": "[operation 1]", "result": "[result]"},
        {"operation": "[operation 2]", "result": "[result]"},
    ]
    assert list(form["data_metrics"]) == ["records_processed", "pipeline_status"]
    assert len(form["blockers"]) == 1
    title = document.source.lines[form["span"]["start_line"] - 1]
    assert title.text == f"{ICON} Data Engineer Agent Progress Report"
    assert title.raw != title.text


def test_lists(record: dict[str, Any]) -> None:
    assert [len(c["items"]) for c in record["categories"]] == [6] * 4
    assert [len(p["items"]) for p in record["best_practices"]] == [6] * 2
    assert len(record["error_handling"]) == 7
    assert all(e["issue"] and e["response"] for e in record["error_handling"])
