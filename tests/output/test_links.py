"""Codes of rules lead to their pages in terminals that show links, and nowhere else."""

from __future__ import annotations

import re
import sys
from io import StringIO

import pytest

from de_lint.cli.options.results import shows_links
from de_lint.output.context import OutputContext
from de_lint.output.formats import finding_formats
from de_lint.output.program import rule_page

from .canned import CONTEXT, FINDINGS

_LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", sorted(finding_formats()))
def test_only_formats_for_people_link_and_the_text_stays(name: str) -> None:
    linking = OutputContext(**{each: getattr(CONTEXT, each) for each in CONTEXT.__dataclass_fields__} | {"links": True})
    shown, plain = finding_formats()[name](FINDINGS, linking), finding_formats()[name](FINDINGS, CONTEXT)
    links = _LINK.findall(shown)
    assert _LINK.sub(r"\2", shown) == plain
    if name in ("text", "full", "concise"):
        assert [address for address, _ in links] == [rule_page(finding.code, finding.name) for finding in FINDINGS]
        assert all(finding.code in text for finding, (_, text) in zip(FINDINGS, links, strict=True))
    else:
        assert not links


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4400"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "vscode", "TMUX": "/tmp/tmux"}, False),
        ({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_are_known_by_their_variables(
    environment: dict[str, str], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert shows_links(environment) is shown


def test_a_pipe_gets_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", StringIO())
    assert not shows_links({"TERM_PROGRAM": "WezTerm"})
    assert shows_links({"FORCE_HYPERLINK": "1"})


def test_the_table_takes_nothing_for_markup() -> None:
    rows = [line for line in finding_formats()["markdown"](FINDINGS, CONTEXT).splitlines() if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert finding_formats()["markdown"]([], CONTEXT) == "### de-lint: no findings\n"
    many = finding_formats()["markdown"](FINDINGS * 200, CONTEXT)
    assert many.endswith(f"… and {len(FINDINGS) * 200 - 200} more\n") and len(many) < 120_000
