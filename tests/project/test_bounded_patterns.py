"""Patterns of tickets from a configuration: usual ones stay what they are, and none makes a text take for ever."""

from __future__ import annotations

import re
import time

import pytest

from de_lint.project.configuration.bounded_patterns import bounded


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (r"<prefix>-[0-9]{1,14}", "<prefix>-12"),
        (r"[A-Z]{2,10}-\d+", "AB-" + "1" * 60),
        (r"(?i:inc)\d{7,}(?:\.\d+)?", "INC" + "1" * 20 + ".5"),
        (r"(?P<a>REQ|CHG)[0-9]*+", "CHG7"),
        (r"[*+]\+\*\{1,\}[]+]", "+" + r"+*{1,}+"),
        (r"(?<!x)[A-Z]+?-(?=\d)\d+", "A-7"),
    ],
)
def test_usual_patterns_fit_what_they_fitted(pattern: str, fits: str) -> None:
    assert re.fullmatch(pattern, fits) and re.fullmatch(bounded(pattern), fits)
    assert not re.fullmatch(bounded(pattern), fits + " ")


@pytest.mark.parametrize(
    "pattern",
    [
        "(A+)+B", "(?:A|AA)+B", "(?:A?){40}B", "A+A+A+A+B", "(?:(?:A{1,9}){1,9}){1,9}", "(?=(A+)+B)A", r"([A-Z])-\1",
        r"(x)?(?(1)a|b)", "(?P=x)", "(", "a**", "(?i)a", "A{99999999999}", "[" * 9_000, "(" * 9_000 + ")" * 9_000,
    ],
)  # fmt: skip
def test_others_are_refused_in_one_line(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"regular expression|forever|not possible"):
        bounded(pattern)


def test_the_slowest_that_is_taken_is_quick() -> None:
    pattern = re.compile(bounded("A+A+A{1,11}B"))
    start = time.process_time()
    assert not pattern.search("A" * 2_000)
    assert time.process_time() - start < 10
