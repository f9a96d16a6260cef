"""Where each rule points, and what it leaves alone."""

from __future__ import annotations

from datetime import date

import pytest

from de_lint.diagnostics import Finding
from de_lint.judging.check import check
from de_lint.reading.document import read

TODAY = date(2025, 6, 15)
HOW = "; to change this: de-lint explain missing-field"


def delegation(who: str = "QA Agent", title: str = "Test the cart", **changes: str | None) -> str:
    """Return a delegation with one field a line, from line 3 on; None leaves a field out."""
    fields: dict[str, str | None] = {
        "TEMPORAL CONTEXT": "Today is 2025-06-02.",
        "Task": "Fill it and pay",
        "Authority": "ALL testing decisions",
        "Expected Results": "A list of what broke",
        "Ticket Reference": "ISS-0345",
        "Progress Reporting": "Report failures",
    }
    fields |= {k.replace("_", " "): v for k, v in changes.items()}
    lines = [f"**{k}**: {v}" for k, v in fields.items() if v is not None]
    return "\n".join([f"**{who}**: {title}", "", *lines, ""])


def form(**changes: str) -> str:
    """Return a Data Engineer's report; the label that follows its marker may get another value."""
    text = """Data Engineer Agent Progress Report
- Task: Move the orders
- Status: in progress
- Database Status:
  * Health: healthy
  * Performance: 900 queries/sec
  * Storage: 61%
- API Status:
  * Availability: up
  * Rate Limits: 12%
  * Response Time: 80 ms
- Completed Operations:
  * Copy 2019: done
- Data Metrics:
  * Records Processed: 12,400
  * Pipeline Status: running
- Blockers: None
"""
    for label, value in changes.items():
        old = next(x for x in text.splitlines() if x.lstrip("-* ").startswith(label.replace("_", " ") + ":"))
        text = text.replace(old, f"{old.partition(':')[0]}:{value and ' '}{value}")
    return text


def engineer(status: str, progress: str, remaining: str = "None", blockers: str = "None") -> str:
    return f"""Engineer Agent Progress Report
- Task: Split the module
- Status: {status}
- Progress: {progress}
- Completed:
  * Moved a file
- Remaining: {remaining}
- Blockers: {blockers}
"""


def found(text: str | bytes, name: str) -> list[Finding]:
    return check(read(text, "a.md"), select=[name], today=TODAY)


def places(text: str | bytes, name: str) -> list[tuple[int, int, int]]:
    """Return line, column and end column of each finding; they all stand on one line."""
    out = found(text, name)
    assert all(f.span.start_line == f.span.end_line for f in out)
    return [(f.span.start_line, f.span.start_column, f.span.end_column) for f in out]


def messages(text: str | bytes, name: str) -> list[str]:
    return [f.message for f in found(text, name)]


def test_the_patterns_are_clean() -> None:
    assert check(read(delegation()), today=TODAY) == []
    assert check(read(form()), today=TODAY) == []
    assert check(read(engineer("in progress", "40%")), ignore=["S101"], today=TODAY) == []


_DATED = "# Audit Report\n\n**Date**: July 1, 2025\n**Status**: passed\n\n## Findings\n\n- None\n"
_NOT_UTF8 = delegation(Task="Ren?").encode().replace(b"?", b"\xe9")

_POSITIONS = [
    ("missing-field", delegation(Expected_Results=None), [(1, 1, 28)]),
    ("missing-field", form().replace("  * Storage: 61%\n", ""), [(4, 3, 18)]),
    ("empty-field", delegation(Authority=""), [(5, 3, 12)]),
    ("empty-field", form(Storage=""), [(7, 5, 12)]),
    ("empty-field", form(Blockers=""), [(17, 3, 11)]),
    ("wrong-type", form(Records_Processed="lots"), [(15, 24, 28)]),
    ("wrong-type", engineer("in progress", "150%"), [(4, 13, 17)]),
    ("unknown-agent", delegation("Data Enginer Agent"), [(1, 3, 15)]),
    ("empty-report", "# Cache Migration Report\n\n**Status**:\n\n## Summary\n\n## Test Results\n", [(1, 3, 25)]),
    ("malformed-ticket", delegation(Ticket_Reference="iss-345"), [(7, 23, 30)]),
    ("malformed-ticket", delegation(Task="Fix ISS 345 first"), [(4, 15, 22)]),
    ("malformed-ticket", delegation(Ticket_Reference="the big one"), [(7, 23, 34)]),
    ("placeholder-ticket", delegation(Ticket_Reference="[ISS-XXXX if any]"), [(7, 24, 32)]),
    ("missing-ticket", delegation(Ticket_Reference=None), [(1, 1, 28)]),
    ("duplicate-ticket", delegation(Ticket_Reference="ISS-0345, EP-01, ISS-0345"), [(7, 40, 48)]),
    ("invalid-status", form(Status="finished"), [(3, 11, 19)]),
    ("invalid-status", "QA Progress Update:\n- Status: purple\n- Suites: 4\n", [(2, 11, 17)]),
    ("invalid-enum", form(Health="purple"), [(5, 13, 19)]),
    ("invalid-enum", form(Health="healthy or degraded"), [(5, 13, 32)]),
    ("invalid-date", delegation(TEMPORAL_CONTEXT="Today is 2025-13-02."), [(3, 32, 42)]),
    ("future-date", delegation(TEMPORAL_CONTEXT="Today is 2025-07-01."), [(3, 32, 42)]),
    ("future-date", _DATED, [(3, 11, 23)]),
    ("unfilled-placeholder", delegation(Task="Fill [the cart] and [amount]"), [(4, 16, 26), (4, 31, 39)]),
    ("unfilled-placeholder", delegation(Task="TBD"), [(4, 11, 14)]),
    ("unfilled-placeholder", delegation(Task="${TASK}"), [(4, 11, 18)]),
    ("empty-field", delegation(Task="<!-- what to do -->"), [(4, 3, 7)]),
    ("completed-with-blockers", engineer("completed", "100%", blockers="A key"), [(8, 13, 18)]),
    ("completed-with-remaining", engineer("completed", "100%", remaining="Tests"), [(7, 14, 19)]),
    ("blocked-without-blocker", engineer("blocked", "40%"), [(3, 11, 18)]),
    ("progress-contradicts-status", engineer("completed", "about 80% or so"), [(4, 19, 22)]),
    ("progress-contradicts-status", engineer("pending", "10%"), [(4, 13, 16)]),
    ("progress-contradicts-status", engineer("blocked", "100%"), [(4, 13, 17)]),
    ("progress-contradicts-status", engineer("in progress", "100%"), [(4, 13, 17)]),
    ("authority-exceeds-role", delegation(Authority="ALL security decisions + tests"), [(5, 16, 38)]),
    ("mojibake", delegation(Task="Pay \u201a\u00fa\u00d6 twice"), [(4, 15, 18)]),
    ("undecodable-bytes", _NOT_UTF8, [(4, 14, 18)]),
    ("control-characters", delegation(Task="Pa\u200by"), [(4, 13, 14)]),
    ("replacement-character", delegation(Task="Pa\ufffdy"), [(4, 13, 14)]),
    ("unclosed-fence", delegation() + "\n```sh\npay\n", [(10, 1, 4)]),
    ("misspelled-label", delegation(Authority=None, Autority="ALL testing decisions"), [(8, 3, 11)]),
    ("misspelled-label", delegation().replace("**Authority**", "**Autority** (of the agent)"), [(5, 3, 11)]),
    ("misspelled-label", delegation().replace("**Authority**", "**Autority (of the agent)**"), [(5, 3, 11)]),
    ("misspelled-label", form().replace("Health:", "Helth:"), [(5, 5, 10)]),
    ("unknown-label", delegation(Mood="careful"), [(9, 3, 7)]),
    ("duplicate-label", delegation() + "**Task**: Fill it again\n", [(9, 3, 7)]),
    ("label-order", delegation(Task=None) + "**Task**: Fill it\n", [(8, 3, 7)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), _POSITIONS)
def test_points_at_the_exact_characters(name: str, text: str, expected: list[tuple[int, int, int]]) -> None:
    assert places(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "missing-field",
            delegation(Expected_Results=None),
            f"'Expected Results' is missing, required by the form of a delegation{HOW}",
        ),
        (
            "missing-field",
            form().replace("  * Storage: 61%\n", ""),
            f"'Storage' is missing under 'Database Status', required by the built-in form of role 'data_engineer'{HOW}",
        ),
        (
            "missing-field",
            form().replace("- Blockers: None\n", ""),
            f"'Blockers' is missing, required by the built-in form of role 'data_engineer'{HOW}",
        ),
        ("empty-field", delegation(Authority=""), "'Authority' is empty"),
        (
            "wrong-type",
            form(Storage="much"),
            "'much' is not a number for 'Storage'; write one, or n/a if there is none",
        ),
        ("invalid-enum", form(Health="purple"), "'purple' is not one of healthy, degraded, down"),
        (
            "invalid-enum",
            form(Health="helthy"),
            "'helthy' is not one of healthy, degraded, down; did you mean 'healthy'?",
        ),
        (
            "invalid-status",
            form(Status="finished"),
            "'finished' is not one of in progress, completed, blocked, failed, partial, pending; "
            "did you mean 'completed'?",
        ),
        (
            "misspelled-label",
            delegation(Authority=None, Authorty="x"),
            "'Authorty' is not a known label; did you mean 'Authority'?",
        ),
        (
            "invalid-date",
            delegation(TEMPORAL_CONTEXT="Today is 2025-02-30."),
            "'2025-02-30' is not a valid date: February 2025 has 28 days",
        ),
    ],
)  # fmt: skip
def test_says_it_in_the_words_of_the_document(name: str, text: str, message: str) -> None:
    assert messages(text, name) == [message]


_TEMPLATE = delegation("[Agent Name] Agent", "[What to do]", Ticket_Reference="[ISS-XXXX]", Expected_Results=None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("missing-field", _TEMPLATE),
        ("missing-field", form(Blockers="none")),
        ("missing-field", "QA Task Complete:\n- Suites run: 12\n"),
        ("empty-field", delegation(Task="") .replace("**Task**: ", "**Task**: \n- Pay")),
        ("wrong-type", form(Records_Processed="n/a")),
        ("wrong-type", form(Records_Processed="[count]")),
        ("unknown-agent", delegation("Codebase Researcher Agent")),
        ("unknown-agent", delegation("Optimizer Agent")),
        ("empty-report", "TASK COMPLETED: TSK-0045\n- All moved\n"),
        ("malformed-ticket", delegation(Ticket_Reference="None")),
        ("malformed-ticket", delegation(Ticket_Reference="ISS-0345 (parent: EP-12)")),
        ("malformed-ticket", delegation(Ticket_Reference="ISS-XXXX")),
        ("malformed-ticket", delegation(Task="Hash with SHA-256, read `iss-345` and UTF-8")),
        ("placeholder-ticket", _TEMPLATE),
        ("placeholder-ticket", delegation(Task="Write ids like `ISS-XXXX`")),
        ("duplicate-ticket", delegation(Task="Close ISS-0345 and ISS-0345")),
        ("invalid-status", form(Status="Completed")),
        ("invalid-status", form(Status="[in progress/completed/blocked]")),
        ("invalid-status", "# Audit Report\n\n**Status**: Framework ready\n\n## Findings\n\n- None\n"),
        ("invalid-enum", form(Health="Healthy")),
        ("invalid-date", delegation(Task="Handle 2025-02-30 as input")),
        ("future-date", delegation(TEMPORAL_CONTEXT="Today is 2025-06-16. Deadline: 2025-12-01.")),
        ("unfilled-placeholder", _TEMPLATE),
        ("unfilled-placeholder", delegation(Task="Call `send([to])` and see [the page](https://a.b)")),
        ("unfilled-placeholder", delegation(Task="Run\n```sh\ncp <source file> [target dir]\n```")),
        ("unfilled-placeholder", delegation(Ticket_Reference="ISS-XXXX")),
        ("unfilled-placeholder", delegation(Task="Make the {name} variable optional")),
        ("unfilled-placeholder", delegation(Progress_Reporting='End with "Status: [done/blocked]"')),
        ("completed-with-blockers", engineer("completed", "100%", blockers="Missing key (resolved)")),
        ("completed-with-blockers", engineer("in progress", "10%", blockers="A key is lost")),
        ("completed-with-remaining", engineer("completed", "100%", remaining="2 minor items (documented)")),
        ("blocked-without-blocker", engineer("blocked", "40%", blockers="A key is lost")),
        ("blocked-without-blocker", engineer("blocked - waiting for the key", "40%")),
        ("progress-contradicts-status", engineer("completed", "100%")),
        ("progress-contradicts-status", engineer("blocked", "90%")),
        ("authority-exceeds-role", delegation(Authority="ALL testing and validation decisions")),
        ("authority-exceeds-role", delegation(Authority="ALL checkout operations")),
        ("authority-exceeds-role", delegation("Cart Agent", Authority="ALL security decisions")),
        ("control-characters", delegation(Task="Pay \U0001f468\u200d\U0001f4bb \u26a0\ufe0f")),
        ("unclosed-fence", delegation() + "\n```sh\npay\n```\n"),
        ("misspelled-label", delegation(Mood="careful")),
        ("duplicate-label", delegation(Expected_Output="Numbers")),
        ("label-order", delegation()),
        ("label-order", form()),
    ],
)  # fmt: skip
def test_leaves_alone(name: str, text: str) -> None:
    assert places(text, name) == []


def test_an_example_in_a_template_document_is_judged_at_its_own_pointer() -> None:
    fence = "```\n{}```\n"
    text = "\n".join(
        [
            "# QA Agent Delegation Template", "", "## Agent Overview", "- **Nickname**: QA", "- **Type**: qa", "",
            "## Delegation Template", "", fence.format(delegation("QA Agent", "[What to test]")),
            "## Example Usage", "", "### Cart", fence.format(delegation(Authority=None)),
        ]
    )  # fmt: skip
    findings = check(read(text), today=TODAY)
    assert [(f.name, f.pointer) for f in findings] == [("missing-field", "/records/0/examples/0/delegation/authority")]


def test_a_finding_names_the_leaf_and_the_record_that_it_stands_in() -> None:
    [held] = found(delegation(Task="Fill [the cart]"), "unfilled-placeholder")
    assert (held.kind, held.pointer) == ("delegation", "/records/0/task/summary")
    [damaged] = found(delegation(Task="Pa\u200by"), "control-characters")
    assert (damaged.kind, damaged.pointer) == ("delegation", None)


def test_tickets_get_a_safe_fix_only_where_the_id_stays() -> None:
    safe = {
        given: [f.fix.safe for f in found(delegation(Ticket_Reference=given), "malformed-ticket") if f.fix]
        for given in ("iss-0345", "ISS 0345", "ISSUE-0345", "whatever")
    }
    assert safe == {"iss-0345": [True], "ISS 0345": [True], "ISSUE-0345": [False], "whatever": []}


def test_columns_are_those_of_the_file_where_mojibake_stands_before() -> None:
    text = delegation(Task="\u201a\u00fa\u00d6 Fill [the cart]")
    assert places(text, "unfilled-placeholder") == [(4, 20, 30)]


@pytest.mark.parametrize(
    ("status", "fix"),
    [("finished", "completed"), ("WIP", "in progress"), ("complted", None), ("blokced", None), ("Paused", None)],
)
def test_only_a_synonym_changes_a_status(status: str, fix: str | None) -> None:
    found = [f for f in check(read(form(Status=status)), today=TODAY) if f.name == "invalid-status"]
    assert [f.fix.edits[0].text if f.fix else None for f in found] == [fix]


@pytest.mark.parametrize(
    ("value", "near"),
    [("Healthy now", "healthy"), ("halthy", "healthy"), ("unhealthy", None), ("not healthy", None)],
)
def test_a_choice_is_not_turned_into_its_opposite(value: str, near: str | None) -> None:
    from de_lint.judging.rules.invalid_enum import nearest_choice

    assert nearest_choice(value, ["healthy", "degraded", "down"]) == near


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("- Deliver by 2025-02-30", (14, 24)),
        ("- [ ] Due: 2025-06-31", (12, 22)),
        ("| Freeze | 31.04.2025 |", (12, 22)),
        ("Until 2025-11-31 nothing ships.", (7, 17)),
        ("- Refuse `2025-02-30`", None),
        ('- Refuse "2025-02-30" in the form', None),
        ("- Parsing of 2025-02-30 fails", None),
        ("- See logs/2025-02-30.log", None),
        ("- Deliver by 2025-02-28", None),
    ],
)
def test_dates_that_there_are_not_are_found_wherever_they_stand(line: str, columns: tuple[int, int] | None) -> None:
    text = delegation().replace("Fill it and pay", f"Fill it and pay\n{line}")
    assert places(text, "invalid-date") == ([(5, *columns)] if columns else [])
    report = f"# QA Agent Progress Report\n\n**Status**: in progress\n\n## Remaining\n\n{line}\n"
    assert places(report, "invalid-date") == ([(7, *columns)] if columns else [])


NOTHING = ["Nothing remains", "Nothing else to do", "no pending tasks", "Nichts mehr zu tun", "rien à faire"]
NOTHING += ["nada pendiente", "niente da fare", "nada a fazer", "больше ничего не осталось", "nothing left to do"]


@pytest.mark.parametrize("text", [*NOTHING, "Nothing but the docs", "Nothing works"])
def test_an_answer_that_says_that_there_is_nothing_is_no_item(text: str) -> None:
    report = read(engineer("completed", "100%", text, text)).records[0]
    assert [report.data["remaining"] == [], report.data["blockers"] == []] == [text in NOTHING] * 2
    assert bool(found(engineer("completed", "100%", text), "completed-with-remaining")) == (text not in NOTHING)


def test_choices_that_still_stand_side_by_side_are_none_of_them() -> None:
    finding = next(f for f in check(read(form(Health="healthy or degraded"))) if f.name == "invalid-enum")
    assert (finding.message, finding.fix) == (
        "'healthy or degraded' still lists the choices; keep one of healthy, degraded, down",
        None,
    )
