"""Comments that silence findings: what they cover, when they end, and what is said of them."""

from __future__ import annotations

from datetime import date

import pytest

from de_lint.judging.check import check
from de_lint.judging.policy import Policy
from de_lint.reading.document import read

TEXT = """**QA Agent**: Look at iss-1

TEMPORAL CONTEXT: Today is 2025-03-04.

**Task**: See iss-2
- for iss-3
  - and iss-4
- and iss-5

**Authority**: ALL test operations
**Expected Results**: iss-6 closed
**Progress Reporting**: Report failures
"""
TODAY = date(2025, 6, 1)


def with_comment(before: str, comment: str, text: str = TEXT) -> str:
    """Put a comment above the line that starts with `before`, indented as it is."""
    out = []
    for line in text.splitlines():
        if line.strip().startswith(before):
            out.append(line[: len(line) - len(line.lstrip())] + comment)
        out.append(line)
    return "\n".join(out) + "\n"


def found(text: str, **options: object) -> list[str]:
    """Return the tickets found wrong, and the codes of everything else."""
    findings = check(read(text), select=["T201", "G"], today=TODAY, **options)  # type: ignore[arg-type]
    return [f.message.split("'")[1] if f.code == "T201" else f.code for f in findings]


ALL = [f"iss-{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("before", "comment", "silenced"),
    [
        ("**Task**", 'ignore T201 reason="x"', "2345"),
        ("- for", 'ignore T201 reason="x"', "34"),
        ("- and iss-4", 'ignore T2 reason="x"', "4"),
        ("**Expected", 'ignore malformed-ticket reason="x"', "6"),
        ("**Expected", 'ignore S101,T201 reason="x" until=2025-06-01', "6"),
        ("**QA", 'ignore-record T201 reason="x"', "123456"),
        ("**Progress", 'ignore-record T201 reason="x"', "123456"),
        ("**Progress", 'ignore-file ALL reason="x"', "123456"),
        ("**Expected", 'ignore t201 reason="a T201 b"', "6"),
    ],
)
def test_comment_silences(before: str, comment: str, silenced: str) -> None:
    text = with_comment(before, f"<!-- de-lint: {comment} -->")
    left = [f for f in found(text) if f != "G801"]
    assert left == [t for t in ALL if t[-1] not in silenced]
    assert found(text, policy=Policy(suppressions=False)) == ALL
    records, plain = read(text).records, read(TEXT).records
    assert records[0].data["task"] == plain[0].data["task"]


def test_two_comments_above_one_block() -> None:
    comment = '<!-- de-lint: ignore T201 reason="x" -->\n<!-- de-lint: ignore T201 reason="y" -->'
    assert found(with_comment("**Expected", comment)) == ALL[:5]


def test_a_comment_after_the_text_is_about_its_line() -> None:
    text = TEXT.replace("- for iss-3", '- for iss-3 <!-- de-lint: ignore T201 reason="x" -->')
    assert found(text) == ["iss-1", "iss-2", "iss-4", "iss-5", "iss-6"]


def test_comments_work_in_fences_and_quotes() -> None:
    text = with_comment("- for", '<!-- de-lint: ignore T201 reason="x" -->')
    left = ["iss-1", "iss-2", "iss-5", "iss-6"]
    assert found(f"Ask:\n\n````\n{text}````\n") == left
    assert found("".join(f"> {line}\n" for line in text.splitlines())) == left


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore T201", "G803"),
        ('ignore T201 reason=" "', "G803"),
        ('ignore T201 reason="x" until=2025-05-31', "G802"),
        ('ignore T201 reason="x" until=tomorrow', "G802"),
        ('ignore T202 reason="x"', "G801"),
        ('ignore nothing reason="x"', "G801"),
        ('ignore reason="x"', "G801"),
        ('ignore T201 T202 reason="x"', "G801"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said_at_it(comment: str, said: str) -> None:
    text = with_comment("**Expected", f"<!-- de-lint: {comment} -->")
    findings = [f for f in check(read(text), today=TODAY) if f.code[0] == "G"]
    assert [(f.code, f.span.start_line, f.span.start_column) for f in findings] == [(said, 11, 1)]
    silenced = "iss-6" not in found(text)
    assert silenced == (said == "G803" or "T201 T202" in comment)


def test_rules_that_were_not_asked_for_still_use_their_comments() -> None:
    text = with_comment("**Expected", '<!-- de-lint: ignore T201 reason="x" -->')
    assert check(read(text), select=["G801"]) == []
    assert [f.code for f in check(read(text.replace("iss-6", "it")), select=["G801"])] == ["G801"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("<!-- de-lint: ignore-next-line T201 -->", "'ignore-next-line' is not known"),
        ("<!-- de-lint: disable T201 -->", "'disable' is not known"),
        ("<!-- de-lint: enable -->", "'enable' is not known"),
        ("<!-- de-lint: ignorant T201 -->", "'ignorant' is not known"),
        ("<!-- de-lint: ignore-all T201 -->", "'ignore-all' is not known"),
        ("<!-- de-lint: Ignore T201 -->", "'Ignore' is not known"),
        ("<!-- de-lint: noqa: T201 -->", "'noqa' is not known"),
        ("<!-- de-lint: -->", "The comment silences nothing; write ignore"),
        ("<!-- de-lint ignore T201 -->", "it has to begin with '<!-- de-lint: ignore '"),
        ("<!-- delint: ignore-file T201 -->", "it has to begin with '<!-- de-lint: ignore-file '"),
        ("<!-- DE-LINT: ignore T201 -->", "it has to begin with '<!-- de-lint: ignore '"),
        ("<!-- de-lint-disable T201 -->", "'disable' is not known"),
        ("<!-- de_lint-disable-next-line -->", "'disable-next-line' is not known"),
        ("<!-- de-lint: ignore T201\nreason='x' -->", "does not end on its line"),
    ],
)
def test_a_comment_that_was_meant_to_silence_and_does_not_is_found(comment: str, said: str) -> None:
    findings = check(read(with_comment("**Expected", comment)), select=["T201", "G"], today=TODAY)
    about = [f for f in findings if f.code != "T201"]
    assert [(f.code, f.span.start_line, f.span.start_column) for f in about] == [("G801", 11, 1)]
    assert said in about[0].message
    assert len(findings) - len(about) == len(ALL)


@pytest.mark.parametrize(
    "text",
    [
        "de-lint: ignore T201",
        "<!-- de-lint: begin qa -->",
        "<!-- de-lint runs on this file -->",
        "<!-- checked by de-lint: see docs -->",
        "<!-- markdownlint: disable -->",
    ],
)
def test_other_comments_are_none(text: str) -> None:
    assert found(with_comment("**Expected", text)) == ALL
