"""What GitHub, GitLab, reviewdog, JUnit readers and agents each ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from de_lint.diagnostics import Finding, Span
from de_lint.output.context import OutputContext
from de_lint.output.default_format import AGENT_VARIABLES, default_format
from de_lint.output.formats import agent, finding_formats, github, gitlab, junit, rdjson

from .canned import CONTEXT, FINDINGS, HOSTILE, finding


def test_github_escapes_properties_and_messages() -> None:
    assert github.render(FINDINGS[4:5], CONTEXT).splitlines()[0] == (
        "::error file=docs/sub dir/c%2Cd%3Ae.md,line=1,col=13,endLine=1,endColumn=17,title=T201 malformed-ticket"
        "::Is it 50%25: a, b?"
    )
    message = github.render([finding("a.md", Span(1, 1, 1, 2), message="1%\r\n::error::x\x1b")], CONTEXT)
    assert message.splitlines()[0].endswith("::1%25%0D%0A:\u200b:error::x␛")


def test_github_shows_the_gravest_first_and_a_summary_last() -> None:
    rows = github.render(FINDINGS, CONTEXT).splitlines()
    assert [row[2:].split()[0] for row in rows] == ["error"] * 5 + ["warning", "notice", "notice"]
    assert rows[-1] == (
        "::notice title=de-lint::Found 5 errors, 1 warning, 1 info in 3 files "
        "(1 fixable with --fix, 1 more with --unsafe-fixes)."
    )


def test_gitlab() -> None:
    assert gitlab.render([], CONTEXT) == "[]\n"
    issues = json.loads(gitlab.render(FINDINGS, CONTEXT))
    assert len({each["fingerprint"] for each in issues}) == len(FINDINGS)
    assert {each["severity"] for each in issues} == {"major", "minor", "info"}
    assert issues[4] == {
        "description": "Is it 50%: a, b?", "check_name": "T201", "fingerprint": issues[4]["fingerprint"],
        "severity": "major", "location": {"path": "docs/sub dir/c,d:e.md", "lines": {"begin": 1}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "folder", "seen"),
    [("./a.md", "", "a.md"), ("../a.md", "docs", "a.md"), ("a.md", "x/y", "x/y/a.md"), ("/t/a.md", "x", "/t/a.md")],
)
def test_paths_are_seen_from_the_repository(path: str, folder: str, seen: str) -> None:
    assert OutputContext(folder=folder).repository_path(path) == seen


def test_the_repository_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r" / ".git").mkdir(parents=True)
    (tmp_path / "r" / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "r" / "sub")
    assert OutputContext().repository_path("a.md") == "sub/a.md"
    monkeypatch.chdir(tmp_path / "r")
    assert OutputContext().repository_path("a.md") == "a.md"


def test_rdjson_counts_bytes() -> None:
    document = json.loads(rdjson.render(FINDINGS, CONTEXT))
    assert set(document) == {"source", "severity", "diagnostics"} and document["severity"] == "ERROR"
    line = CONTEXT.sources["sub dir/c,d:e.md"][0]
    place = document["diagnostics"][4]["location"]["range"]
    start, end = place["start"]["column"], place["end"]["column"]
    assert line.encode()[start - 1 : end - 1] == b"ISS1"
    assert document["diagnostics"][4]["suggestions"] == [{"range": place, "text": "ISS-1"}]
    assert document["diagnostics"][4]["location"]["path"] == "sub dir/c,d:e.md"
    assert [each["severity"] for each in document["diagnostics"]][-1] == "INFO"
    assert json.loads(rdjson.render([], CONTEXT))["diagnostics"] == []


def test_junit_reads_back() -> None:
    text = junit.render(FINDINGS, CONTEXT)
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert (root.tag, root.attrib["tests"], root.attrib["failures"]) == ("testsuites", "8", "7")
    assert [each.attrib["name"] for each in root] == list(CONTEXT.paths)
    for suite in root:
        assert suite.attrib["tests"] == str(len(suite.findall("testcase")))
        assert suite.attrib["failures"] == str(len(suite.findall("testcase/failure")))
        assert {"errors", "time"} <= set(suite.attrib)
    case = root[3][0]
    assert case.attrib == {"classname": "de-lint.T201", "name": "sub dir/c,d:e.md:1"}
    assert case[0].attrib == {"type": "error", "message": "Is it 50%: a, b?"}
    assert [(each.tag, len(each)) for each in root[2]] == [("testcase", 0)]


def test_junit_strips_control_characters() -> None:
    root = ElementTree.fromstring(junit.render(FINDINGS[3:4], replace(CONTEXT, paths=())).encode("utf-8"))
    message = root[0][0][0].attrib["message"]
    assert message.startswith("[31mred[0m ##\u200b[error]x \\u202egnp2J ::error::y ]]> 100%")
    every = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xD800, 0xFFFE, 0xFFFF, 0xFEFF]))
    shown = junit.render([finding(every, Span(1, 1, 1, 1), message=every)], CONTEXT)
    ElementTree.fromstring(shown.encode("utf-8"))


def test_agent() -> None:
    assert agent.render([], CONTEXT) == ""
    assert agent.render([FINDINGS[0], *FINDINGS[4:]], CONTEXT) == (
        "a.md:4:13 T201 malformed-ticket: 'ISS0345' is no id. Fix: Write ISS-0345\n"
        "sub dir/c,d:e.md:1:13 T201 malformed-ticket: Is it 50%: a, b? Fix: Write ISS-1\n"
        "sub dir/c,d:e.md:1:18 T201 malformed-ticket: Is it 50%: a, b?\n"
        "sub dir/c,d:e.md:2:1 F103 label-order: Swap.\n"
    )


@pytest.mark.parametrize("variable", AGENT_VARIABLES)
def test_an_agent_gets_its_format(variable: str) -> None:
    assert default_format({variable: "1"}, terminal=False) == "agent"
    assert default_format({variable: "1"}, terminal=True) == "text"
    assert default_format({variable: "0"}, terminal=False) == "text"


def test_people_get_text() -> None:
    assert default_format({"PATH": "/bin"}, terminal=False) == "text"


def hostile(finding_: Finding) -> Finding:
    return replace(finding_, path=HOSTILE, message=HOSTILE, pointer=HOSTILE)


@pytest.mark.parametrize("module", [agent, github, gitlab, junit, rdjson])
def test_a_hostile_path_is_harmless(module: object) -> None:
    shown: str = module.render([hostile(each) for each in FINDINGS], CONTEXT)  # type: ignore[attr-defined]
    assert not any((ord(each) < 32 and each != "\n") or 0x7F <= ord(each) < 0xA0 for each in shown)
    assert "##[" not in shown and "\u202e" not in shown
    shown.encode("utf-8")
    if module is github:
        assert all(row.startswith(("::error file=docs/", "::warning file=", "::notice ")) for row in shown.splitlines())


@pytest.mark.parametrize("name", ["rdjson", "sarif"])
def test_a_message_is_no_markdown(name: str) -> None:
    text = "'![x](http://a.example/x.png) [x][y] [x]: z <img src=x> <!-- @team/all #12 a@b.example' is not known"
    told = json.loads(finding_formats()[name]([finding("a.md", Span(1, 1, 1, 2), message=text)], CONTEXT))
    message = told["runs"][0]["results"][0]["message"]["text"] if name == "sarif" else told["diagnostics"][0]["message"]
    assert message.replace("\u200b", "") == text
    assert not any(made in message for made in ("](", "][", "]:", "<img", "<!--", "@team", "#12"))
    assert "a@b.example" in message
