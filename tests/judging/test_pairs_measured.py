"""How precise the rules about answers are, on pairs written before anything was matched."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "check_pairs.py"
FLOORS = {
    "unanswered-step": (0.98, 0.8),
    "unnamed-result": (0.95, 0.7),
    "unanswered-question": (0.95, 0.7),
    "ticket-mismatch": (1.0, 0.8),
    "role-mismatch": (1.0, 1.0),
    "completed-before-asked": (1.0, 1.0),
}
NEAR_FLOORS = {
    "unanswered-step": (0.95, 0.7),
    "unnamed-result": (0.8, 0.4),
    "unanswered-question": (0.95, 0.4),
}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_pairs", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_there_are_fifty_cases_half_of_them_held_out(benchmark: ModuleType) -> None:
    halves = [(case / "truth.json").read_text() for case in benchmark.CASES.iterdir()]
    assert len(halves) >= 50
    assert 2 * sum('"held-out"' in text for text in halves) == len(halves)


def test_truth_names_what_is_asked(benchmark: ModuleType) -> None:
    """The words of a truth fit one step; a question that is too plain to be looked for is counted as missed."""
    import json

    from de_lint.judging.matching.demands import demands_of

    for case in sorted(benchmark.CASES.iterdir()):
        truth = json.loads((case / "truth.json").read_text())
        document = benchmark._read("delegation", case / "delegation.md")
        demands = demands_of(document.records[0])
        for kind, name in benchmark.TRUTH.items():
            texts = [d.text for d in demands if d.kind == kind]
            for words in [*truth["unanswered"]["partial"].get(name, []), *truth.get("answered", {}).get(name, [])]:
                fitting = sum(words in text for text in texts)
                assert fitting == 1 or (fitting == 0 and name != "steps"), (case.name, name, words, texts)


def test_floors_hold_in_both_halves(benchmark: ModuleType) -> None:
    _hold(benchmark.measured(), FLOORS)


def test_floors_hold_for_reports_about_the_work(benchmark: ModuleType) -> None:
    _hold(benchmark.measured(near=True), NEAR_FLOORS)


def _hold(counts: Any, floors: dict[str, tuple[float, float]]) -> None:
    for rule, (precision, recall) in floors.items():
        for half in ("held-out", "all"):
            found = counts[rule, half]
            assert found.precision >= precision, (rule, half, found.faults)
            assert found.recall >= recall, (rule, half, found.faults)
