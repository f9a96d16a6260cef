"""The contract in its other forms, and blocks kept current in a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import de_lint
from de_lint.vocabulary.schemas import role_names
from de_lint.writing.artefacts import FORMS, NoSuchForm, UnknownSchema, schema_in_form, schema_names
from de_lint.writing.scaffold import new
from de_lint.writing.splicing import NoMarkers, spliced


def _nodes(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from _nodes(below)
    elif isinstance(value, list):
        for below in value:
            yield from _nodes(below)


@pytest.mark.parametrize("name", [n for n, _, _ in schema_names()])
def test_a_json_schema_stands_alone(name: str) -> None:
    made = json.loads(schema_in_form(name, "json-schema"))
    Draft202012Validator.check_schema(made)
    references = {n["$ref"] for n in _nodes(made) if isinstance(n.get("$ref"), str)}
    assert {r.removeprefix("#/$defs/") for r in references} <= set(made.get("$defs", {}))


@pytest.mark.parametrize("type_", role_names())
def test_a_bundled_schema_judges_reports(type_: str) -> None:
    validator = Draft202012Validator(json.loads(schema_in_form(type_, "json-schema")))
    values = {"task": "Move it", "status": "completed"}
    data = de_lint.read(new("progress_report", type_, values)).records[0].data
    assert not [e for e in validator.iter_errors(data) if e.validator == "required" and not e.absolute_path]
    assert [e for e in validator.iter_errors({**data, "status": "purple"}) if e.validator == "enum"]


@pytest.mark.parametrize("name", ["delegation", "progress_report", *role_names()])
def test_structured_output_is_strict(name: str) -> None:
    made = json.loads(schema_in_form(name, "structured-output"))
    Draft202012Validator.check_schema(made)
    for node in _nodes(made):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
        assert "$ref" not in node or node["$ref"].startswith("#/$defs/")
        assert not [key for key in node if key.startswith("x-")]


def test_structured_output_renders() -> None:
    schema = json.loads(schema_in_form("pm", "structured-output"))
    made = Draft202012Validator(schema)
    empty = dict.fromkeys(schema["properties"])
    answer: dict[str, object] = {**empty, "kind": "progress_report", "task": "Plan it", "status": "in_progress",
              "agent": {"name": "PM", "type": "pm", "role": None, "authority": None},
              "blockers": [], "next_steps": [{"text": "Go", "tickets": [], "status": None, "items": None}]}  # fmt: skip
    assert not list(made.iter_errors(answer))
    read = de_lint.read(de_lint.render(answer)).records[0].data
    assert (read["task"], read["status"], read["next_steps"][0]["text"]) == ("Plan it", "in_progress", "Go")


@pytest.mark.parametrize("type_", role_names())
def test_a_prompt_holds_both_forms(type_: str) -> None:
    text = schema_in_form(type_, "prompt")
    assert new("delegation", type_) in text
    assert new("progress_report", type_) in text
    assert "- Required: Task, Status" in text
    assert "Tickets as ISS-0345" in text


def test_markdown_lists_every_field() -> None:
    text = schema_in_form("data_engineer", "markdown")
    assert "| — Health | `database_status.health` | `healthy`, `degraded`, `down` | yes |" in text


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_name_names_the_nearest(form: str) -> None:
    with pytest.raises(UnknownSchema, match="Did you mean qa"):
        schema_in_form("qaa", form)


@pytest.mark.parametrize("form", ["prompt", "structured-output"])
def test_a_form_that_does_not_fit(form: str) -> None:
    with pytest.raises(NoSuchForm):
        schema_in_form("findings", form)


BEGIN, END = "<!-- de-lint: begin qa -->", "<!-- de-lint: end qa -->"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_splicing_replaces_what_stands_between(newline: str) -> None:
    text = newline.join(["before", BEGIN, "old", END, "after", ""])
    made = spliced(text, "qa", "one\ntwo\n")
    assert made == newline.join(["before", BEGIN, "", "one", "two", "", END, "after", ""])
    assert spliced(made, "qa", "one\ntwo\n") == made


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{BEGIN}\n", "end qa -->' is missing"),
        ("", "begin qa -->' is missing"),
        (f"{END}\n{BEGIN}\n", "stands before"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", "2 times"),
    ],
)
def test_splicing_needs_its_markers(text: str, why: str) -> None:
    with pytest.raises(NoMarkers, match=why):
        spliced(text, "qa", "x")
