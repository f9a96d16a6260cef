"""Every format on the same canned findings, hostile text among them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from de_lint.diagnostics import PlaceWithin, Span
from de_lint.output.context import OutputContext
from de_lint.output.formats import finding_formats
from de_lint.output.json_text import json_text
from de_lint.output.plain_text import columns, neutralised
from de_lint.output.statistics import render_statistics

from .canned import CONTEXT, FINDINGS, HOSTILE, LINES, finding


def test_the_formats_are_the_files() -> None:
    assert set(finding_formats()) == {
        *("text", "full", "concise", "agent", "markdown"),
        *("json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson"),
    }


def test_text() -> None:
    assert finding_formats()["text"](FINDINGS[:2], CONTEXT) == (
        "a.md:4:13: T201 'ISS0345' is no id [malformed-ticket]\n"
        "a.md:5:5: V301 odd [invalid-status, warning]\n"
        "Found 1 error, 1 warning in 1 file (1 fixable with --fix).\n"
    )


def test_concise() -> None:
    assert finding_formats()["concise"](FINDINGS[:2], CONTEXT) == (
        "a.md:4:13: T201 'ISS0345' is no id\na.md:5:5: V301 odd [warning]\n"
    )


def test_full_puts_carets_under_the_span() -> None:
    assert finding_formats()["full"](FINDINGS[:1], CONTEXT) == (
        "error[T201] malformed-ticket: 'ISS0345' is no id\n"
        " --> a.md:4:13\n"
        "  |\n"
        "4 | **Ticket**: ISS0345\n"
        "  |             ^^^^^^^\n"
        "  |\n"
        "help: Write ISS-0345\n"
        "\n"
        "Found 1 error in 1 file (1 fixable with --fix).\n"
    )


def test_full_counts_columns_of_wide_characters_and_tabs() -> None:
    rows = finding_formats()["full"](FINDINGS[1:2], CONTEXT).splitlines()
    # A tab is 4 columns, each of 状态： is 2: the emoji starts at column 10 and takes 2.
    assert rows[4] == "  | " + " " * 10 + "^^"


def test_full_shows_a_window_of_a_long_line() -> None:
    rows = finding_formats()["full"](FINDINGS[2:3], CONTEXT).splitlines()
    assert len(rows[3]) < 200
    start = rows[4].index("^")
    assert rows[3][start : start + 3] == "BAD" and rows[4].endswith("^^^")


@pytest.mark.parametrize("place", [(1, 9, 1, 9), (1, 400, 1, 500), (99, 1, 99, 2), (1, 5, 1, 2)])
def test_full_survives_any_span(place: tuple[int, int, int, int]) -> None:
    assert "T201" in finding_formats()["full"]([finding("a.md", Span(*place))], CONTEXT)


@pytest.mark.parametrize("name", sorted(finding_formats()))
def test_hostile_text_is_harmless(name: str) -> None:
    shown = finding_formats()[name](FINDINGS, CONTEXT)
    assert not any((ord(each) < 32 and each != "\n") or 0x7F <= ord(each) < 0xA0 for each in shown)
    assert "##[" not in shown and "\u202e" not in shown
    shown.encode("utf-8")
    # `github` consists of commands, but of its own ones only.
    commands = [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (len(FINDINGS) + 1 if name == "github" else 0)


@pytest.mark.parametrize("name", sorted(finding_formats()))
def test_a_clean_run_says_nothing_to_people(name: str) -> None:
    assert finding_formats()[name]([], CONTEXT) == "" or name not in {
        "text",
        "full",
        "concise",
        "agent",
        "jsonl",
        "github",
    }


def test_json_keeps_the_contract() -> None:
    document = json.loads(finding_formats()["json"](FINDINGS, CONTEXT))
    assert list(document) == ["schema_version", "findings", "summary"]
    assert document["summary"] == {"files": 4, "error": 5, "warning": 1, "info": 1, "fixable": 2}
    assert document["findings"][0]["fix"]["edits"][0] == {
        "start_line": 4, "start_column": 13, "end_line": 4, "end_column": 20, "text": "ISS-0345",
    }  # fmt: skip
    assert document["findings"][3]["message"] == HOSTILE


def test_color_is_only_there_when_wanted() -> None:
    colored = finding_formats()["text"](FINDINGS[:1], OutputContext(sources=LINES, color=True))
    assert "\x1b[1;31mT201\x1b[0m" in colored
    assert "\x1b" not in finding_formats()["text"](FINDINGS, CONTEXT)


def test_statistics() -> None:
    assert render_statistics([FINDINGS[0], FINDINGS[1], FINDINGS[1]], as_json=False) == (
        "2  V301  [ ]  invalid-status\n1  T201  [*]  malformed-ticket\n"
    )
    assert json.loads(render_statistics(FINDINGS[:1], as_json=True))["statistics"] == [
        {"code": "T201", "name": "malformed-ticket", "count": 1, "fixable": 1}
    ]


@pytest.mark.parametrize("text", ["a\u2028b\x85c", "##[group]", "##vso[task]", "\ud800", "\x7f", "好"])
def test_json_text_is_one_line_that_reads_back(text: str) -> None:
    written = json_text({"text": text}, pretty=False)
    assert len(written.splitlines()) == 1
    assert json.loads(written) == {"text": text}


def test_neutralised_text_has_a_width() -> None:
    assert columns(neutralised(HOSTILE)) > 0
    assert columns("状态") == 4


def test_a_place_within_a_text_is_shown_and_counts() -> None:
    line = "x" * 30 + "- Ticket: ISS0345"
    inner = [PlaceWithin("report of agent 'qa'", Span(n, 1041, n, 1048), line, cut=1000) for n in (12, 3)]
    found = [finding("log.jsonl", Span(7, 1, 7, 2), message="odd", within=each) for each in inner]
    context = OutputContext()
    shown = finding_formats()["full"](found[:1], context)
    assert " --> log.jsonl:7:1\n" in shown.replace("   -->", " -->")
    assert f"12 | {line}\n   | {' ' * 40}^^^^^^^\n" in shown
    assert sorted(found, key=lambda f: f.sort_key) == found[::-1]
    (written,) = json.loads(finding_formats()["json"](found[:1], context))["findings"]
    place = {"text": "report of agent 'qa'", "line": 12, "column": 1041, "end_line": 12, "end_column": 1048}
    assert (written["line"], written["within"]) == (7, place)
    other = replace(found[0], within=replace(inner[0], line="another"))
    marks = [i["fingerprint"] for i in json.loads(finding_formats()["gitlab"]([found[0], other], context))]
    assert marks[0].split(":")[0] != marks[1].split(":")[0]
