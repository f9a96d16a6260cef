"""From reports to the contract that nine of ten of them keep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from de_lint.judging.check import check
from de_lint.learning.from_examples import propose_template
from de_lint.learning.infer import infer
from de_lint.reading.document import read

from .conftest import with_role

OUTCOMES = ("passed", "failed", "blocked")


def lines(number: int, mark: str) -> Iterator[str]:
    yield f"{mark}**Suite**: run {number} of the shop"
    yield f"{mark}**Outcome**: {'well, sort of' if number % 33 == 0 else OUTCOMES[number % 3]}"
    yield f"{mark}**Day**: 2025-03-{number % 28 + 1:02}"
    if number % 40:
        yield f"{mark}**Cases**: {number * 7}"
    yield f"{mark}**Share passed**: {number} %"
    if number % 2:
        yield f"{mark}**Remarks**: seen in run {number}"


@pytest.mark.parametrize("mark", ["", "- "])
def test_nine_of_ten_reports_keep_what_is_proposed(mark: str) -> None:
    texts = ["\n".join(lines(n, mark)) + "\n" for n in range(100)]
    proposed = propose_template(
        [read(t, f"{n}.md", kind="progress_report") for n, t in enumerate(texts)], "suite-watch"
    )
    schema = infer(read(proposed.template, "suite-watch.md")).schema
    assert schema["required"] == ["suite", "outcome", "day", "cases", "share_passed"]
    assert schema["x-order"] == [*schema["required"], "remarks"]
    assert sorted(schema["properties"]["outcome"]["enum"]) == sorted(OUTCOMES)
    assert schema["properties"]["day"]["x-value"] == "date"
    assert schema["properties"]["cases"]["x-quantities"] == ["count"]
    assert schema["properties"]["share_passed"]["x-range"] == [0, 100]
    vocabulary = with_role(schema)
    found = [[f for f in check(read(t, "work/r.md", vocabulary=vocabulary)) if f.severity == "error"] for t in texts]
    kept = sum(not errors for errors in found)
    assert 90 <= kept < 100
    told = dict(fact[1:].split("' ", 1) for fact in proposed.facts)
    assert told["Cases"].startswith("stands in 97 of 100 reports: required; asks for count, as 97 of 97 values do")
    assert told["Outcome"].endswith("as 96 of 100 values do")
    assert told["Remarks"] == "stands in 50 of 100 reports: may be left out"


def test_labels_that_few_reports_have_are_left_out() -> None:
    texts = [f"Suite: {n}\nDay: 2025-03-01\n" + ("Whim: yes\n" if n == 3 else "") for n in range(20)]
    proposed = propose_template([read(t, f"{n}.md", kind="progress_report") for n, t in enumerate(texts)], "whim")
    assert "Whim" not in proposed.template
    assert proposed.reports == 20


def test_reports_without_labels_propose_nothing() -> None:
    proposed = propose_template([read("It went well.\n", "a.md", kind="progress_report")] * 5, "prose")
    assert not infer(read(proposed.template)).has_format
