"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from de_lint.patterns import compiled


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
