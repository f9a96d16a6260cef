"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import gc
import importlib
import pickle
import pkgutil
import re
import time
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import de_lint.judging
import de_lint.reading
from de_lint.patterns import _Compiled, compiled
from de_lint.reading.values import numbers


def test_it_does_what_a_pattern_does() -> None:
    lazy = compiled(r"(?P<word>\w+)-(\d+)", re.IGNORECASE)
    match = lazy.fullmatch("ISS-7")
    assert match and match["word"] == "ISS"
    assert lazy.sub(r"\2", "a-1 b-2") == "1 2"
    assert [m.group() for m in lazy.finditer("a-1 b-2")] == ["a-1", "b-2"]
    assert (lazy.groups, lazy.pattern) == (2, r"(?P<word>\w+)-(\d+)")
    assert compiled(rb"\d+").search(b"no 12")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))])
def test_copies_match_alike(copied: object) -> None:
    lazy = compiled(r"A+", re.IGNORECASE)
    lazy.match("a")
    assert callable(copied) and copied(lazy).fullmatch("aa")


def test_a_wrong_expression_fails_when_it_is_used() -> None:
    wrong = compiled("(")
    for _ in range(2):
        with pytest.raises(re.error):
            wrong.match("")


def _possessive_groups(parsed: Any) -> Iterator[Any]:
    for operator, value in parsed:
        if operator is _constants.POSSESSIVE_REPEAT and (len(value[2]) > 1 or type(value[2][0][1]) is tuple):
            yield value
        below = value if isinstance(value, (tuple, list)) else (value,)
        for one in below:
            for parts in one if isinstance(one, list) else (one,):
                if isinstance(parts, _parser.SubPattern):
                    yield from _possessive_groups(parts)


def test_no_group_is_repeated_possessively() -> None:
    """Before 3.11.5, Python ends such a repetition behind the half of a group: `2 231 chars` was 231."""
    assert list(_possessive_groups(_parser.parse(r"a(?:b|(?:-\w+)*+)"))) != []
    for package in (de_lint.reading, de_lint.judging):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("substitute"):  # which only browsers import
                importlib.import_module(module.name)
    expressions = {(one.pattern, one.flags) for one in gc.get_objects() if type(one) is _Compiled}
    for spaced in (True, False):
        expressions.add((numbers.scanner(spaced).pattern, numbers.scanner(spaced).flags))
    assert len(expressions) > 50
    for expression, flags in expressions:
        text = expression if isinstance(expression, str) else expression.decode("latin-1")
        assert list(_possessive_groups(_parser.parse(text, flags & (re.VERBOSE | re.IGNORECASE)))) == [], text


#: What made an expression look again and again at what it had seen: a run of something, from each place in it.
RUNS = {
    "reading.records.agents._NAME_END": " ",
    "reading.records.report_facts._SEGMENTS": "\n",
    "reading.records.report_files._PATH": "@",
    "reading.rows._SEPARATOR": "\t",
    "reading.values.statuses._CLAUSE": " ",
    "judging.claims.lists._IN_PARENTHESES": "a",
    "judging.matching.demands._RESULT_END": " ",
    "judging.matching.demands._QUESTION_END": "\t",
    "judging.matching.terms._TOKEN": "/",
    "judging.own_forms._NOTES": " ",
    "judging.rules.progress_contradicts_status._PERCENT": "0",
    "judging.rules.unproven_tests._TALLY": "0",
    "learning.field_schemas._NOTE": " ",
    "learning.placeholder_types._NOTE": "\n",
    "learning.placeholder_types._ENUMERATED": "_",
    "writing.lines._SPACES": " ",
    "agents.ledger.wording._PATH": "-",
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_is_walked_through_once(name: str) -> None:
    module, _, attribute = f"de_lint.{name}".rpartition(".")
    pattern = getattr(importlib.import_module(module), attribute)

    def seconds(length: int) -> float:
        start = time.process_time()
        pattern.sub("", RUNS[name] * length)
        return time.process_time() - start

    seconds(10)
    # What is quadratic takes 64 times as long; below this, it hurts nobody.
    assert seconds(64_000) <= max(16 * seconds(8_000), 1.0)
