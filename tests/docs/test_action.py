"""The composite action's shell steps, run as GitHub runs them; installing is left to a stand-in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BAD = "**QA Agent**: Run the suite\n\n**Task**: Run it\n**Authority**: ALL testing decisions\n"
# Makes the folder of a virtual environment whose python writes down what it is to install.
_PYTHON = """#!/bin/bash
mkdir -p "$3/bin"
printf '#!/bin/bash\\nprintf "%%s\\\\n" "$@" >"$RUNNER_TEMP/installed"\\n' >"$3/bin/python"
chmod +x "$3/bin/python"
ln -s {program} "$3/bin/de-lint"
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@dataclass
class Job:
    """A job with this action: where it runs, and what its steps have put out."""

    folder: Path
    inputs: dict[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    printed: str = ""
    uploaded: bool = False

    def value(self, text: str) -> str:
        """Return a text with its expressions evaluated."""
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self._expression(found[1]), text)

    def _expression(self, expression: str) -> str:
        scope, _dot, rest = expression.partition(".")
        if scope == "inputs":
            return self.inputs[rest]
        if scope == "steps":
            step, _, name = rest.partition(".outputs.")
            return self.outputs[step][name]
        return {"github.action_path": str(ROOT)}[expression]

    def run(self) -> int:
        """Run the steps until one fails; return its exit code, or 0."""
        temp = self.folder / "temp"
        temp.mkdir()
        python = temp / "python"
        python.write_text(_PYTHON.format(program=Path(sys.executable).with_name("de-lint")))
        python.chmod(0o755)
        self.outputs["python"] = {"python-path": str(python)}
        for step in ACTION["runs"]["steps"]:
            code = self._step(step, temp) if "run" in step else 0
            if "upload" in step.get("uses", ""):
                condition = re.sub(r"(?:inputs|steps)[\w.-]+", lambda f: repr(self._expression(f[0])), step["if"])
                self.uploaded = bool(eval(condition.strip("${} ").replace("&&", "and")))
            if code:
                return code
        return 0

    def _step(self, step: dict[str, Any], temp: Path) -> int:
        output = temp / f"output-{len(self.outputs)}"
        output.touch()
        kept = {name: value for name, value in os.environ.items() if name not in ("AI_AGENT", "CLAUDECODE")}
        given = {name: self.value(value) for name, value in step.get("env", {}).items()}
        runner = {"RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(output), "GITHUB_ACTIONS": "true"}
        runner["GITHUB_STEP_SUMMARY"] = str(self.folder / "temp" / "summary.md")
        assert "${{" not in step["run"], "an expression in a script is run as code"
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder, env={**kept, **given, **runner}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        self.printed += ran.stdout + ran.stderr
        if "id" in step:
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return ran.returncode


def job(folder: Path, **inputs: str) -> Job:
    defaults = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    return Job(folder, {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}})


def sarif_results(it: Job) -> list[str]:
    log = json.loads(Path(it.value(ACTION["outputs"]["sarif"]["value"])).read_text(encoding="utf-8"))
    return [result["ruleId"] for result in log["runs"][0]["results"]]


def test_findings_annotate_and_fail_after_the_upload(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(BAD)
    it = job(tmp_path, upload_sarif="true")
    assert it.run() == 1
    assert it.uploaded
    assert "::error file=task.md,line=" in it.printed
    assert "S101" in sarif_results(it)
    summary = (tmp_path / "temp" / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("### de-lint: ") and "| task.md:1:1 | error | [S101](" in summary
    assert it.value(ACTION["outputs"]["exit-code"]["value"]) == "1"


def test_a_clean_folder_passes(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    it = job(tmp_path)
    assert (it.run(), it.uploaded, sarif_results(it)) == (0, False, [])


def test_paths_and_options_are_words_and_never_code(tmp_path: Path) -> None:
    for name in ("one two", "other", "third"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "task.md").write_text(BAD)
    it = job(tmp_path, paths="one two\nother\n", args="--exclude 'a b,$(touch made)' --ignore T", fail_on="never")
    assert it.run() == 0
    assert {line.split("file=")[1].split("/")[0] for line in it.printed.splitlines() if "file=" in line} == {
        "one two",
        "other",
    }
    assert not (tmp_path / "made").exists()


def test_wrong_options_fail_and_upload_nothing(tmp_path: Path) -> None:
    it = job(tmp_path, args="--no-such-option", upload_sarif="true")
    assert (it.run(), it.uploaded) == (2, False)


@pytest.mark.parametrize(("version", "installed"), [("", str(ROOT)), ("1.2.3", "de-lint==1.2.3")])
def test_own_code_or_a_version_is_installed(tmp_path: Path, version: str, installed: str) -> None:
    it = job(tmp_path, version=version)
    it.run()
    assert (tmp_path / "temp" / "installed").read_text().splitlines()[-1] == installed


def test_the_page_tells_of_every_input_and_output() -> None:
    page = (ROOT / "docs" / "integrations" / "github-actions.md").read_text(encoding="utf-8")
    assert {*ACTION["inputs"], *ACTION["outputs"]} == set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))
