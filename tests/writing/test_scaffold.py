"""Blank documents: what they hold, and that they are clean once filled in."""

from __future__ import annotations

from datetime import date

import pytest

import de_lint
from de_lint.judging.check import check
from de_lint.reading.values import placeholders
from de_lint.vocabulary.kinds import UnknownRole
from de_lint.vocabulary.schemas import role_names, schema
from de_lint.writing.scaffold import UnknownField, new

KINDS = ("delegation", "progress_report")


def _filled(text: str) -> str:
    return "".join(_filled_line(line) for line in text.splitlines(keepends=True))


def _filled_line(line: str) -> str:
    if line.startswith("- Blockers:"):
        return "- Blockers: none\n"
    for found in reversed(placeholders.find_placeholders(line)):
        value = found.choices[0] if found.choices else _value(found.text)
        line = line[: found.start] + value + line[found.end :]
    return line


def _value(placeholder: str) -> str:
    known = {"YYYY-MM-DD": "2025-07-20", "ISS-XXXX": "ISS-0345", "X.Y.Z": "1.2.3"}
    return next((value for mark, value in known.items() if mark in placeholder), "12 cache entries")


@pytest.mark.parametrize("type_", role_names())
@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_document_is_clean_once_filled_in(kind: str, type_: str) -> None:
    text = _filled(new(kind, type_))
    assert not placeholders.find_placeholders(text)
    document = de_lint.read(text)
    assert [(r.kind, r.data["agent"]["type"]) for r in document.records] == [(kind, type_)]
    assert [f"{f.code} {f.message}" for f in check(document, today=date(2025, 8, 1))] == []


@pytest.mark.parametrize("type_", role_names())
@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_document_is_a_template(kind: str, type_: str) -> None:
    (record,) = de_lint.read(new(kind, type_)).records
    assert (record.kind, record.context) == (kind, "template")


def test_values_fill_the_form() -> None:
    text = new(
        "progress_report",
        "Data Engineer",
        {
            "task": "Move the orders",
            "status": "completed",
            "database_status.health": "healthy",
            "database-status.storage": "71 %, +2 %/week",
            "completed_operations": ["Backup: done", "Restore: done in 45 ms"],
            "blockers": ["First", "Second"],
            "progress": "80%",
        },
    )
    data = de_lint.read(text).records[0].data
    assert data["task"] == "Move the orders"
    assert (data["status"], data["progress"]) == ("completed", 80)
    assert data["database_status"]["health"] == "healthy"
    assert [q["value"] for q in data["database_status"]["storage"]["quantities"]] == [71, 2]
    assert data["completed_operations"][1] == {"operation": "Restore", "result": "done in 45 ms"}
    assert [b["text"] for b in data["blockers"]] == ["First", "Second"]


def test_values_fill_a_delegation() -> None:
    values = {
        "title": "Run",
        "task.summary": "Run it",
        "task.steps": ["a", "b"],
        "tickets": "ISS-0345",
        "authority": "x",
    }
    data = de_lint.read(new("delegation", "qa", values)).records[0].data
    assert data["title"] == "Run"
    assert data["task"] == {"summary": "Run it", "steps": [{"text": "a", "steps": []}, {"text": "b", "steps": []}]}
    assert data["tickets"] == [{"id": "ISS-0345", "relation": "reference"}]
    assert data["authority"] == "x"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("databse_status.health", "Did you mean database_status.health?"),
        ("blocker", "Did you mean blockers?"),
        ("database_status", "is a group"),
        ("task.foo", "Unknown field: task.foo"),
        ("", "Unknown field"),
    ],
)
def test_an_unknown_field_names_the_nearest(path: str, hint: str) -> None:
    with pytest.raises(UnknownField) as caught:
        new("progress_report", "data_engineer", {path: "x"})
    assert hint in str(caught.value)


def test_an_unknown_role_names_the_nearest() -> None:
    with pytest.raises(UnknownRole, match="Did you mean engineer"):
        new("delegation", "enginer")


def test_a_form_in_the_style_of_the_template() -> None:
    assert new("progress_report", "data_engineer") == (
        "🗄️ Data Engineer Agent Progress Report\n"
        "- Task: [current task]\n"
        "- Status: [in progress/completed/blocked/failed/partial/pending]\n"
        "- Database Status:\n"
        "  * Health: [healthy/degraded/down]\n"
        "  * Performance: [queries/sec, latency]\n"
        "  * Storage: [usage %, growth rate]\n"
        "- API Status:\n"
        "  * Availability: [up/down]\n"
        "  * Rate Limits: [usage %]\n"
        "  * Response Time: [avg ms]\n"
        "- Completed Operations:\n"
        "  * [operation 1]: [result]\n"
        "  * [operation 2]: [result]\n"
        "- Data Metrics:\n"
        "  * Records Processed: [count]\n"
        "  * Pipeline Status: [running/stopped]\n"
        "- Blockers: [blockers]\n"
    )


@pytest.mark.parametrize("role", role_names())
@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_blank_form_is_seen_to_be_open(kind: str, role: str) -> None:
    values = [value for _, _, value in (line.partition(": ") for line in new(kind, role).splitlines()[1:]) if value]
    given = str(schema(f"roles/{role}").get("x-authority"))
    assert [v for v in values if not placeholders.holds_placeholder(v) and v != given] == []
