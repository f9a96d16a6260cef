"""Whatever is repeated, twice as much of it takes about twice as long.

What Python does is counted in calls, so that a busy machine changes nothing; what regular expressions do is no call,
and is measured in the processor's time.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from itertools import product

import pytest

import de_lint
from de_lint.agents.hook import answer
from de_lint.judging.check import check as check_pair
from de_lint.judging.pairs import NamedDelegation
from de_lint.learning.infer import infer
from de_lint.writing.fixing import fix_by
from de_lint.writing.formatting import formatted
from de_lint.writing.render import render_all

from ..counting import calls_of

#: Each is written often, on the line of a value and below.
REPEATED = {
    "misspelt labels": "\n**Taks**: done",
    "unknown labels": "\n**Alpha**: bar",
    "plain labels": "\nStatus: done",
    "short lines": "\na",
    "short items": "\n- a",
    "short paragraphs": "\n\na",
    "labels on a line": "a: b, ",
    "labels without a value": "\na:",
    "items": "\n- [x] done ISS-0001",
    "headings": "\n## Summary\n\ntext\n",
    "tables": "\n| a | b |",
    "rows": "\n|1|2|",
    "counts": "3 files changed, ",
    "percentages": "\n10%",
    "percentages on a line": "of 10% done ",
    "reports": "\n# QA Agent Progress Report\n**Status**: done\n",
    "delegations": "\n**QA Agent**: x\n**Task**: y\n",
    "steps": "\n### Step\n\n1. Do\n",
    "fences": "\n```\na\n```",
    "comments": "\n<!-- de-lint: ignore T201 -->",
    "placeholders": "[Role] {{x}} ",
    "examples": "\n## Example Usage\n\nx\n",
    "emphasis": "**a** *b ",
    "underscores": "_",
    "stars": "*",
    "digits": "9",
    "brackets": "[(",
    "quotation": ">",
    "entities": "&amp;",
    "ticks": "`` ` ",
    "tags": "<a ",
    "paths": "src/a.py, ",
    "dashes": "—-",
    "blanks": " \t",
}
#: Comments that silence findings, and what looks like some.
COMMENTS = {
    "below each other": "\n<!-- de-lint: ignore T201 -->",
    "above items": "\n<!-- de-lint: ignore T201 -->\n- a",
    "in fences": "\n```\n<!-- de-lint: ignore T201 -->\na\n```\n",
    "on a line": "<!-- de-lint: ignore T201 -->",
    "for the file": "\n<!-- de-lint: ignore-file T201 -->",
    "for records": "\n<!-- de-lint: ignore-record T201 -->\n# QA Agent Progress Report\nNote\n",
    "unclosed": "<!-- de-lint: ignore ",
    "unclosed below each other": "\n<!-- [Name]",
}
BEGIN = "# QA Report\n**Status**: done\n**Summary**: "
#: Rows are rows only below this.
TABLE = "x\n\n| a | b |\n|---|---|"
#: How much memory a character may take, in bytes: a row of six holds two cells and a metric, each placed.
MOST_BYTES = 1_000


def text_of(repeated: str, size: int) -> str:
    begin = BEGIN + (TABLE if repeated == REPEATED["rows"] else "")
    return begin + repeated * (size // len(repeated)) + "\n"


def _check(text: str) -> None:
    de_lint.check(de_lint.read(text))


def _fix(text: str) -> None:
    fix_by(text.encode(), de_lint.read, de_lint.check)


def _hook(text: str) -> None:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text}
    answer(json.dumps(event).encode(), isolated=True)


def _format(text: str) -> None:
    formatted(text.encode(), de_lint.read)


def _render(text: str) -> None:
    render_all([record.data for record in de_lint.read(text).records])


def _infer(text: str) -> None:
    infer(de_lint.read(text))


FUNCTIONS = (_check, _fix, _hook, _format, _render, _infer)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__.strip("_"))
@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED.keys())
def testcalls_of(repeated: str, function: Callable[[str], None]) -> None:
    times = 2 if function is _render else 4  # rendering reads a text many times
    few, many = text_of(repeated, 500), text_of(repeated, times * 500)
    calls_of(function, few)  # what is computed once is computed now
    assert calls_of(function, many) <= 1.5 * times * calls_of(function, few)


def _pair(text: str) -> None:
    asked = de_lint.read(f"**QA Agent**: x\n\n**Task**:\n1. {text}\n")
    report = de_lint.read(f"# QA Agent Progress Report\n- Status: completed\n- Completed:\n  - {text[::-1]}\n")
    (delegation,), (answer_,) = asked.records, report.records
    check_pair(report, ["ALL"], asked={answer_: NamedDelegation(delegation, "asked.md")})


def test_a_pair_with_a_long_step() -> None:
    words = ["".join(word) for word in product("bdfklm", "aeiou", "nprst", "aeiou", "gvz")]
    few, many = (" ".join(words[:number]) for number in (500, 2_000))
    calls_of(_pair, many)  # the stems of words are computed now
    assert calls_of(_pair, many) <= 6 * calls_of(_pair, few)


@pytest.mark.parametrize("repeated", COMMENTS.values(), ids=COMMENTS.keys())
def test_comments(repeated: str) -> None:
    few, many = (BEGIN + repeated * (size // len(repeated)) + "\n" for size in (3_000, 12_000))
    calls_of(_check, few)
    assert calls_of(_check, many) <= 6 * calls_of(_check, few)


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED.keys())
def test_patterns(repeated: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        _check(text_of(repeated, size))
        return time.process_time() - start

    # What is quadratic takes 16 times as long; below this, it hurts nobody.
    assert seconds(8_000) <= max(8 * seconds(2_000), 1.5)


@pytest.mark.parametrize("repeated", ["\n# a", "\n**A**: b", "\n## Agent: b"])
def test_thousands(repeated: str) -> None:
    def seconds(number: int) -> float:
        text = BEGIN + repeated * number
        start = time.process_time()
        _check(text)
        return time.process_time() - start

    # A look through a list is no call, and so quick that only thousands of them take long: eight times as many
    # take eight times as long or sixty-four times, and a busy machine hardly makes one of these the other.
    assert seconds(20_000) <= 24 * seconds(2_500)


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED.keys())
def test_json(repeated: str) -> None:
    few, many = (
        len(json.dumps(de_lint.read(text_of(repeated, size)).to_json(source_map=True)))
        for size in (1_000, 8_000)
    )
    assert many <= 12 * few


def _peak(text: str) -> int:
    """Return how many bytes are held at most while a text is checked."""
    tracemalloc.start()
    try:
        _check(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("repeated", REPEATED.values(), ids=REPEATED.keys())
def test_memory(repeated: str) -> None:
    few, many = (text_of(repeated, size) for size in (1_000, 4_000))
    _check(many)  # what is kept for ever is kept now
    assert _peak(many) <= min(6 * _peak(few), MOST_BYTES * len(many))
