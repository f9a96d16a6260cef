"""Patterns of paths match what pathspec matches, and do so at once."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from de_lint.project.files.path_patterns import MOST_FOLDERS, path_patterns

PATTERNS = st.lists(st.sampled_from(["a", "b", "*", "**", "/", "/**/", "?", "[ab]", "!", "\\*", "."]), max_size=9)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "/", ".", "*"]), max_size=12)


@given(PATTERNS.map("".join), PATHS.map("".join))
def test_the_same_paths_match(pattern: str, path: str) -> None:
    assume(pattern.count("**") <= MOST_FOLDERS)
    try:
        plain = GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            path_patterns([pattern])
        return
    assert path_patterns([pattern]).check_file(path).include == plain.check_file(path).include


@pytest.mark.parametrize(
    "pattern", ["*a" * 40 + "b", "**/" + "*a" * 40 + "b", "*a?[a-z]" * 30 + "*b", "x*a/**/" + "*a" * 40 + "b"]
)
def test_no_pattern_takes_long(pattern: str) -> None:
    name = "x" + "a" * 240
    assert not path_patterns([pattern]).match_file(f"{name}/{name}/{name}c")


def test_a_pattern_with_many_ways_to_part_a_path_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 3 times"):
        path_patterns(["ok/", "**/a/**/a/**/a/**/b"])
