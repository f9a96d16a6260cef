"""The plugin: mdformat by itself leaves records as they are, and formats what is around them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mdformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.reading.document import read
from de_lint.writing.same_records import difference

FIXTURES = sorted((Path(__file__).resolve().parents[2] / "fixtures").glob("*/*/input.md"))
EXTENSIONS = ["gfm", "frontmatter", "de_lint"]

DELEGATION = """\
**QA Agent**: Run [suite] for * all *
TEMPORAL CONTEXT: Today is 2026-03-10.
**Task**: Run_it_all  
  * nested * star
     - deep
1. one
1. two
**Authority**: tests only
     indented like code
✅ **Expected Results**: a | b
**Ticket Reference**: [ISS-XXXX]
"""  # noqa: W291
REPORT = """\
🧪 QA Agent Progress Report
- Task: Run it
- Status: completed
- Completed Work:
  * first
  * second
- Blockers: none
"""


def laid_out(text: str) -> str:
    return mdformat.text(text, extensions=EXTENSIONS)


def records(text: str) -> list[dict[str, object]]:
    return [r.data for r in read(text).records]


def test_a_report_stays() -> None:
    assert laid_out(REPORT) == REPORT
    fenced = f"* a\n\n~~~\n{REPORT}~~~\n"
    assert laid_out(fenced) == fenced.replace("* a", "- a")


def test_a_delegation_outside_of_fences_stays() -> None:
    text = f"Title\n=====\n\n* a\n* b\n\n---\n\n{DELEGATION}\n---\n\n* c\n"
    made = laid_out(text)
    assert DELEGATION in made
    assert made.startswith("# Title\n\n- a\n- b\n") and made.endswith("- c\n")
    assert laid_out(made) == made


def test_without_the_plugin_it_would_not() -> None:
    made = mdformat.text(DELEGATION, extensions=EXTENSIONS[:2])
    assert difference(read(DELEGATION), read(made), prose=False) is not None


def test_a_record_in_a_fence_a_quote_or_a_list_stays() -> None:
    short = "**QA Agent**: Run\n**Task**: x\n* y\n**Authority**: z\n"
    quoted = "".join(f"> {line}\n" for line in short.splitlines())
    listed = "* Say:\n\n" + "".join(f"  {line}\n" for line in short.splitlines())
    for record in (f"~~~~\n{short}~~~~\n", quoted, listed):
        made = laid_out(f"* a\n\n# End #\n\n{record}")
        assert record.rstrip() in made and "# End\n" in made
        assert difference(read(record), read(made), prose=False) is None


def test_tables_front_matter_and_link_definitions_survive() -> None:
    text = f"---\na:   1\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSee [it][x].\n\n{DELEGATION}\n[x]: https://example.org\n"
    made = laid_out(text)
    assert DELEGATION in made and "[it][x]" in made and made.count("[x]:") == 1 and "| 1" in made
    assert made.startswith("---\n")


def test_a_definition_within_a_record_keeps_the_text_whole() -> None:
    text = f"* See [it][x].\n\n{DELEGATION}[x]: https://example.org\n"
    assert laid_out(text) == text


@pytest.mark.parametrize("file", FIXTURES, ids=lambda f: f"{f.parent.parent.name}-{f.parent.name}")
def test_fixtures_say_the_same(file: Path) -> None:
    text = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    text = text.replace("\0", "")  # mdformat takes it for U+FFFD wherever it stands
    made = laid_out(text)
    assert difference(read(text), read(made), prose=False) is None
    assert laid_out(made) == made


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*DELEGATION.splitlines(), *REPORT.splitlines(), "", "", "text", "# H", "> q", "```", "---"])
    )
)
def test_any_text_says_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert difference(read(text), read(laid_out(text)), prose=False) is None


def test_mdformat_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "task.md"
    file.write_bytes(f"* prose\n\n{DELEGATION}\n---\n\n* prose\n".replace("\n", "\r\n").encode())
    before = records(file.read_bytes().decode())
    command = [sys.executable, "-m", "mdformat", "--end-of-line", "keep", str(file)]
    subprocess.run(command, check=True, timeout=900, cwd=tmp_path)
    after = file.read_bytes().decode()
    assert records(after) == before
    assert after.startswith("- prose\r\n\r\n**QA Agent**") and after.endswith("- prose\r\n")
    subprocess.run([*command, "--check"], check=True, timeout=900, cwd=tmp_path)
