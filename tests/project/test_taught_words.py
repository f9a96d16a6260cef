"""A word that a configuration adds works wherever the shipped word works: each field's alias in each place."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.vocabulary import vocabulary_of
from de_lint.reading.document import read
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Vocabulary, part, shipped, using

REPORT, DELEGATION, TEMPLATE = "progress_report", "delegation", "agent_template"
LIST = ["rebuild the index twice", "ask the store team"]
#: A shipped label, where its value ends up in the JSON, and a value, for every field and part that has a place there.
FIELDS: dict[str, dict[str, tuple[str, str, Any]]] = {
    REPORT: {
        "Agent": ("agent", "agent", "Zoe Quist"),
        "Date": ("date", "date", "2026-01-05"),
        "Status": ("status", "status", "blocked"),
        "Progress": ("progress", "progress", "60%"),
        "Task": ("task", "task", "Rebuild the search index"),
        "Summary": ("summary", "summary", "The index was rebuilt and compared."),
        "Completed": ("completed", "completed", LIST),
        "Remaining": ("remaining", "remaining", LIST),
        "Blockers": ("blockers", "blockers", LIST),
        "Next Steps": ("next_steps", "next_steps", LIST),
        "Recommendations": ("recommendations", "recommendations", LIST),
        "Risks": ("risks", "risks", LIST),
        "Questions": ("questions", "questions", LIST),
        "Decisions": ("decisions", "decisions", LIST),
        "Files": ("files", "files", ["src/index.py", "src/store.py"]),
    },
    DELEGATION: {
        "Assigned To": ("agent", "agent", "Zoe Quist"),
        "Task": ("task", "task", "Rebuild the search index"),
        "Steps": ("steps", "task", LIST),
        "Context": ("context_notes", "context_notes", "The old index is slow."),
        "Authority": ("authority", "authority", "Change the index only"),
        "Expected Results": ("expected_results", "expected_results", "A faster index"),
        "Progress Reporting": ("progress_reporting", "progress_reporting", "Say what was measured"),
        "Constraints": ("constraints", "constraints", LIST),
        "Acceptance Criteria": ("acceptance_criteria", "acceptance_criteria", LIST),
        "Priority": ("priority", "priority", "high"),
        "Deadline": ("deadline", "deadline", "2026-02-01"),
        "Ticket": ("tickets", "tickets", "ISS-0345"),
    },
    TEMPLATE: {
        "Role": ("role", "agent.role", "Keeps the search index fast"),
        "Authority": ("authority", "agent.authority", "Change the index only"),
        "Best Practices": ("practices", "best_practices", LIST),
        "Error Handling": ("errors", "error_handling", ["Timeout: try again", "No space: ask"]),
        "Integration Points": ("integration", "integration_points", ["QA Agent: tests", "Ops Agent: releases"]),
    },
}
OPENINGS = {
    REPORT: "# Search index rebuild: completion report\n\n",
    DELEGATION: "# Task for the backend agent\n\nRebuild the search index. Do not touch the store.\n\n",
    TEMPLATE: "---\nname: indexer\ndescription: Keeps the index fast\n---\n\nYou are the indexer.\n\n",
}


def _items(value: Any) -> str:
    return "\n".join(f"- {v}" for v in value) if isinstance(value, list) else str(value)


def _line(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _front_matter(kind: str, label: str, value: Any) -> str:
    key = label.lower().replace(" ", "_")
    opening = OPENINGS[kind]
    if opening.startswith("---"):
        return opening.replace("---\n\nYou", f"{key}: {_line(value)}\n---\n\nYou", 1)
    return f"---\n{key}: {_line(value)}\n---\n\n{opening}"


def _data(kind: str, label: str, value: Any) -> str:
    heads = {
        REPORT: "title: Nightly rebuild completion report\nstatus: completed\nsummary: The index was rebuilt.\n",
        DELEGATION: "agent: qa\ntask: Rebuild the search index\nconstraints:\n  - no new service\n",
        TEMPLATE: "name: indexer\ndescription: Keeps the index fast\n",
    }
    key = label.lower().replace(" ", "_")
    head = "".join(line for line in heads[kind].splitlines(True) if not line.startswith(f"{usual_key(label)}:"))
    own = "".join(f"\n  - {v}" for v in value) if isinstance(value, list) else f" {value}"
    return f"{head}{key}:{own}\n"


def _json(kind: str, label: str, value: Any) -> str:
    heads: dict[str, dict[str, Any]] = {
        REPORT: {
            "title": "Nightly rebuild completion report",
            "status": "completed",
            "summary": "The index was rebuilt.",
        },
        DELEGATION: {"agent": "qa", "task": "Rebuild the search index", "constraints": ["no new service"]},
        TEMPLATE: {"name": "indexer", "description": "Keeps the index fast"},
    }
    heads[kind].pop(usual_key(label), None)
    return json.dumps({**heads[kind], label.lower().replace(" ", "_"): value}, indent=2)


PLACES: dict[str, Callable[[str, str, Any], str]] = {
    "bold label": lambda kind, label, value: f"{OPENINGS[kind]}**{label}**:{_below(value)}\n",
    "item": lambda kind, label, value: f"{OPENINGS[kind]}- {label}: {_line(value)}\n- Note: none\n",
    "plain label": lambda kind, label, value: f"{OPENINGS[kind]}{label}:{_below(value)}\n",
    "heading": lambda kind, label, value: f"{OPENINGS[kind]}## {label}\n\n{_items(value)}\n",
    "longer heading": lambda kind, label, value: (
        f"{OPENINGS[kind]}## 3. Current {label} (as of now)\n\n{_items(value)}\n"
    ),
    "row": lambda kind, label, value: (
        f"{OPENINGS[kind]}| Field | Value |\n|---|---|\n| {label} | {_line(value)} |\n{_row_beside(label)}\n"
    ),
    "front matter": _front_matter,
    "YAML": _data,
    "JSON": _json,
}


def _row_beside(label: str) -> str:
    return "| Status | completed |" if usual_key(label) == "task" else "| Task | Rebuild the search index |"


def _below(value: Any) -> str:
    return f"\n{_items(value)}" if isinstance(value, list) else f" {value}"


@cache
def taught(kind: str | None, label: str, target: str) -> Vocabulary:
    from pathlib import Path

    aliases = {kind: {label: target}} if kind else {label: target}
    return vocabulary_of(Configuration(None, Path(), {"aliases": aliases}))


def odd(label: str) -> str:
    """Return a label of the same shape that nobody knows."""
    return "".join(chr((ord(c.lower()) - 97 + 7) % 26 + 97) if c.isalpha() else c for c in label).title()


def usual_key(label: str) -> str:
    """Return the key of the shipped label that a label stands for."""
    usual = {odd(one): one for fields in FIELDS.values() for one in fields}
    return usual.get(label, label).lower().replace(" ", "_")


def told(text: str, kind: str, pointer: str, vocabulary: Vocabulary) -> Any:
    """Return the values at a dotted place in the only record of a kind, without spans."""
    records = [r for r in read(text, vocabulary=vocabulary).to_json()["records"] if r["kind"] == kind]
    value = records[0] if records else None
    for key in pointer.split("."):
        value = value[key] if value else None
    return value


def renamed(value: Any, label: str) -> Any:
    """Return a value with the shipped label in place of the odd one, which names lists in templates."""
    return json.loads(json.dumps(value).replace(odd(label), label))


CASES = [(kind, label, place) for kind, fields in FIELDS.items() for label in fields for place in PLACES]


@pytest.mark.parametrize(("kind", "label", "place"), CASES)
def test_an_alias_works_where_the_shipped_word_does(kind: str, label: str, place: str) -> None:
    target, pointer, value = FIELDS[kind][label]
    usual = told(PLACES[place](kind, label, value), kind, pointer, shipped())
    text = PLACES[place](kind, odd(label), value)
    if usual == told(text, kind, pointer, shipped()):
        pytest.skip("the shipped word says nothing there")
    for vocabulary in (taught(None, odd(label), target), taught(kind, odd(label), target)):
        assert renamed(told(text, kind, pointer, vocabulary), label) == usual


@pytest.mark.parametrize(("kind", "label"), [(kind, label) for kind, fields in FIELDS.items() for label in fields])
def test_a_word_of_one_kind_says_nothing_in_others(kind: str, label: str) -> None:
    target = FIELDS[kind][label][0]
    with using(taught(kind, odd(label), target)):
        assert part(odd(label), kind) == target
        assert [part(odd(label), other) for other in FIELDS if other != kind] == [None, None]


@pytest.mark.parametrize("kind", [REPORT, DELEGATION, TEMPLATE])
def test_a_word_for_a_kind_names_documents(kind: str) -> None:
    text = "# Qyzzkb\n\n- One thing, as it was\n"
    assert {r.kind for r in read(text).records} != {kind}
    assert [r.kind for r in read(text, vocabulary=taught(None, "Qyzzkb", kind)).records] == [kind]


def test_what_is_taught_wins_over_what_ships() -> None:
    text = OPENINGS[REPORT] + "**Agent**: QA Agent\n\n## Remaining\n\n- one\n\n## Risks\n\n- two\n"
    record = read(text, vocabulary=taught(REPORT, "Remaining", "nothing")).to_json()["records"][0]
    assert (record["remaining"], len(record["risks"])) == ([], 1)
    record = read(text, vocabulary=taught(REPORT, "Risks", "blockers")).to_json()["records"][0]
    assert (len(record["blockers"]), record["risks"]) == (1, [])


def test_every_field_is_tried() -> None:
    aside = {"title", "report_type", "temporal_context"}  # from the title line, and from dates
    for kind, spec in shipped().kinds.items():
        tried = {target for target, _, _ in FIELDS[kind].values()} | aside
        assert {p.name for p in spec.properties} <= tried
    assert all(part(label, kind) == target for kind, f in FIELDS.items() for label, (target, _, _) in f.items())
    assert not any(part(fold(odd(label)), kind) for kind, f in FIELDS.items() for label in f)
