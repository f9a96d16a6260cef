"""Blocks: what is not text is found wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.reading import markdown
from de_lint.reading.edges import front_matter_in

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

#: Lines that CommonMark reads by what is open above them.
LINES = ["", "", "text", "  text", "\t# tab", "# a", "   ## a", "####### no", "#no", "---", "- - -", "  ---", "==="]
LINES += ["-", "- item", "  - sub", "    - sub", "1. one", "12) two", "> q", "> # q", "> ```", ">", "- # h", "- ```"]
LINES += ["```", "```py", "````", "``` a`b", "  ```", "    ```", "~~~", "  ~~~", "```markdown", "~~~ md", "...", "    "]
LINES += ["<!-- c -->", "<!-- c --> t", "<!-- open", "  <!-- c", "-->", "<div>", "<div> x", "<pre>x", "<b>b</b> t"]
PIECES = ["# a", "a", "===", "---", "- ", "1. ", "> ", "```", "~~~", "<!-- c -->", "<div>", "* * *", "", "    ", "|"]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), st.booleans())
def test_markdown_it_finds_the_blocks_that_lines_alone_tell(lines: list[str], front_matter: bool) -> None:
    agrees(lines, front_matter)


def test_markdown_it_finds_the_blocks_that_lines_alone_tell_in_documents() -> None:
    files = sorted(FIXTURES.rglob("input.md"))
    told = [agrees(file.read_text(encoding="utf-8", errors="replace").split("\n"), True) for file in files]
    assert told.count(True) > 0.9 * len(told)


def agrees(lines: list[str], front_matter: bool) -> bool:
    """Tell whether the lines alone tell the blocks of a text, which are then those that markdown-it finds in it."""
    own = ["" if markdown._is_tag(line) else line for line in lines]
    _, start = front_matter_in(own) if front_matter else (0, 0)
    told = markdown._scanned(own, start)
    assert told is None or told == markdown._parsed(own, start, len(own))
    return told is not None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), max_size=8), st.booleans())
def test_text_that_is_not_parsed_holds_no_blocks(lines: list[str], front_matter: bool) -> None:
    found = markdown.blocks(lines, front_matter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_tells", lambda line: True)
        assert markdown.blocks(lines, front_matter) == found
