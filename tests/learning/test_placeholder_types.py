"""What placeholders ask for: a table for each kind of value, and what must stay undecided."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.learning.placeholder_types import asked_name, value_type

ENUMS = {
    "[in progress/completed/blocked]": ["in progress", "completed", "blocked"],
    "[healthy/degraded/down]": ["healthy", "degraded", "down"],
    "[compliant/non-compliant]": ["compliant", "non-compliant"],
    "[up/down]": ["up", "down"],
    "[major/minor/patch/none]": ["major", "minor", "patch", "none"],
    "[PASS/FAIL]": ["PASS", "FAIL"],
    "[🟢 on track | 🟡 at risk | 🔴 off track]": ["on track", "at risk", "off track"],
    "[on track/at risk/off track]": ["on track", "at risk", "off track"],
    "[major \\| minor]": ["major", "minor"],
    "{low|high}": ["low", "high"],
    "<low|high>": ["low", "high"],
    "[P0/P1/P2]": ["P0", "P1", "P2"],
    "[yes/no/partly]": ["yes", "no", "partly"],
    "[healthy/degraded/down] ([details])": ["healthy", "degraded", "down"],
    "Complete/Partial/Blocked": ["Complete", "Partial", "Blocked"],
    "dev/staging/prod": ["dev", "staging", "prod"],
    "low | medium | high": ["low", "medium", "high"],
    "‹low, medium, high›": ["low", "medium", "high"],
    "<over, watching or still burning>": ["over", "watching", "still burning"],
    "one of: red, green, blue": ["red", "green", "blue"],
    "‹sim ou não›": ["sim", "não"],
    "☐ green ☐ red ☐ not run": ["green", "red", "not run"],
    "<bestanden / nicht bestanden>": ["bestanden", "nicht bestanden"],
}
MEASURES = {
    "[count]": ["count"],
    "[X tests]": ["count"],
    "[X]": ["count"],
    "[number of records processed since the last report]": ["count"],
    "[usage %]": ["percentage"],
    "[XX.X%]": ["percentage"],
    "XX%": ["percentage"],
    "[XX]%": ["percentage"],
    "[avg ms]": ["duration"],
    "[XXms]": ["duration"],
    "[X hours]": ["duration"],
    "[queries/sec]": ["rate"],
    "[requests per minute]": ["rate"],
    "[queries/sec, latency]": ["rate", "duration"],
    "[usage %, growth rate]": ["percentage", "rate"],
    "[X/Y]": ["ratio"],
    "[X]/[Y]": ["ratio"],
    "[X/Y passing]": ["ratio"],
    "[X MB]": ["size"],
    "[1-10]": ["score"],
    "[$ per month]": ["money"],
    "<Anzahl der Seiten>": ["count"],
    "<número de errores>": ["count"],
    "<nombre de pages>": ["count"],
    "<minutos>": ["duration"],
    "<1 bis 5>": ["score"],
}
OTHERS = {
    "[yes/no]": "boolean",
    "[true/false]": "boolean",
    "[Y/N]": "boolean",
    "[ISS-XXXX]": "tickets",
    "ISS-XXXX": "tickets",
    "[ticket id]": "tickets",
    "[current data operation]": "text",
    "[top recommendation]": "text",
    "[data/API issues]": "items",
    "[unit/integration/e2e tests]": "items",
    "[specific outcomes]": "items",
    "[areas needing more research]": "items",
    "[list of files]": "items",
    "[N/A]": "text",
    "<nombre de usuario>": "text",
    "<a, b>": "text",
    "[name, date]": "text",
    "<vX.Y.Z or branch>": "text",
    "[overall progress]": "text",
}
OPTIONAL = [
    "[if any]",
    "[if applicable]",
    "[ISS-XXXX if applicable]",
    "[ISS-XXXX] (if applicable)",
    "ISS-XXXX (if applicable)",
    "[issues, if any]",
    "[notes, optional]",
    "[optional: anything else]",
    "(optional)",
    "<falls vorhanden>",
    "{{links, si los hay}}",
    "[le cas échéant]",
]
REQUIRED = [
    "[any ticket system issues]",
    "[ISS-XXXX]",
    "[data/API issues]",
    "Report risks, if any",
    "[what is optimal]",
    "",
]
UNDECIDED = ["", "healthy", "45 ms", "[score]", "[status]", "[level]", "[file/line]", "[if any]"]


@pytest.mark.parametrize("text", ENUMS)
def test_choices(text: str) -> None:
    found = value_type(text)
    assert (found.shape, list(found.choices), found.open) == ("word", ENUMS[text], "")


@pytest.mark.parametrize("text", MEASURES)
def test_measures(text: str) -> None:
    found = value_type(text)
    assert (found.shape, found.facts["x-quantities"], found.open) == ("measure", MEASURES[text], "")


@pytest.mark.parametrize("text", OTHERS)
def test_other_shapes(text: str) -> None:
    found = value_type(text)
    assert (found.shape, found.open) == (OTHERS[text], "")


def test_a_scale_has_ends() -> None:
    assert value_type("[1-10]").facts["x-range"] == [1, 10]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[X.Y.Z]", "version"),
        ("v[X.Y.Z]", "version"),
        ("[YYYY-MM-DD]", "date"),
        ("<TT.MM.JJJJ>", "date"),
        ("{{AAAA-MM-DD}}", "date"),
        ("[HH:MM]", "time"),
        ("<#NNN>", "id"),
        ("<commit sha>", "commit"),
        ("<YYYY-MM-DDTHH:MM:SSZ>", "date"),
        ("<YYYY-MM-DD or none>", "date"),
    ],
)
def test_texts_of_a_form(text: str, value: str) -> None:
    found = value_type(text)
    assert (found.shape, found.facts["x-value"]) == ("text", value)


@pytest.mark.parametrize("text", OPTIONAL)
def test_optional(text: str) -> None:
    assert value_type(text).optional


@pytest.mark.parametrize("text", REQUIRED)
def test_required(text: str) -> None:
    assert not value_type(text).optional


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_cannot_be_decided_is_said(text: str) -> None:
    found = value_type(text)
    assert found.shape == "text"
    assert found.open


@pytest.mark.parametrize(
    ("text", "name"), [("[operation 1]", "operation"), ("[Van #2]", "van"), ("[file name]", "file_name"), ("x", "")]
)
def test_names_of_pairs(text: str, name: str) -> None:
    assert asked_name(text) == name


@given(st.text(alphabet=st.sampled_from("[]{}<>()/|,;: -%$#XYZa1\\*`_\n✅é"), max_size=60) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = value_type(text)
    assert found.schema["$ref"].startswith("urn:de-lint:values#/$defs/")


@pytest.mark.parametrize(
    "written",
    [
        "<number passed> passed, <number failed> failed",
        "[N] passed, [M] failed (if any)",
        "{count} passed ({count} failed)",
        "**[X]** passed, **[Y]** failed",
    ],
)
def test_numbers_with_words_between_them_are_a_mask(written: str) -> None:
    found = value_type(written)
    assert found.schema["x-quantities"] == ["count", "count"]
    kept = ["42 passed, 0 failed", "Passed: 42 tests passed, and 3 failed", "1,204 passed (0 Failed)"]
    assert all(re.search(found.facts["pattern"], value) for value in kept)
    broken = ["many", "42", "42 passed", "42 passed, none failed", "42/0", "failed 3, passed 4"]
    assert not any(re.search(found.facts["pattern"], value) for value in broken)


@pytest.mark.parametrize("written", ["[os] on [host]", "[first name] [last name]", "<reason> (<owner>)"])
def test_several_blanks_that_say_nothing_are_left_open(written: str) -> None:
    assert (value_type(written).shape, value_type(written).facts) == ("text", {})
    assert f"'{written}' has several blanks" in value_type(written).open
    assert not value_type("[reason]").open
