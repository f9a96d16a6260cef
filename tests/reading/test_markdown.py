"""Blocks: what is no text is found wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.reading import markdown

PIECES = ["# a", "a", "===", "---", "- ", "1. ", "> ", "```", "~~~", "<!-- c -->", "<div>", "* * *", "", "    ", "|"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), max_size=8), st.booleans())
def test_text_that_is_not_parsed_holds_no_blocks(lines: list[str], front_matter: bool) -> None:
    found = markdown.blocks(lines, front_matter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_tells", lambda line: True)
        assert markdown.blocks(lines, front_matter) == found
