"""One constant holds the project's address, and one place its version; whatever repeats them agrees."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from de_lint.output.program import HOME
from de_lint.vocabulary.schemas import FOLDER

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONFIGURATION: dict[str, Any] = json.loads((FOLDER / "configuration.json").read_text(encoding="utf-8"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
_ADDRESS = re.compile(r"https?://[\w.-]+/(?:[\w-]+/)*de-lint\b")
#: A version behind a name that stands for the project's own repository.
_REVISION = re.compile(r"(?:de-lint@|rev: )v(\d+\.\d+\.\d+)")


def test_every_address_of_the_project_is_the_constant_s() -> None:
    assert all(address.startswith(HOME) for address in PROJECT["urls"].values())
    assert CONFIGURATION["$id"] == f"{HOME}/schemas/configuration.json"
    shown = {page.name: set(_ADDRESS.findall(page.read_text(encoding="utf-8"))) for page in PAGES}
    assert {page: found - {HOME} for page, found in shown.items() if found - {HOME}} == {}
    assert any(shown.values())


def test_every_shown_version_is_this_one() -> None:
    shown = {version for page in PAGES for version in _REVISION.findall(page.read_text(encoding="utf-8"))}
    assert shown == {PROJECT["version"]}


def test_the_changelog_has_this_version_on_top() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == PROJECT["version"]


@pytest.mark.parametrize("schema", [CONFIGURATION], ids=["configuration"])
def test_examples_of_the_configuration_fit_it(schema: dict[str, Any]) -> None:
    """What SchemaStore asks for: an address, a title, and examples, in every editor."""
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("https://") and schema["title"]
    seen = list(examples(schema))
    assert len(seen) > 20
    for part, example in seen:
        Draft202012Validator({**part, "$defs": schema["$defs"]}).validate(example)


def examples(schema: dict[str, Any]) -> Any:
    """Yield each part of a schema with each of its examples."""
    for example in schema.get("examples", ()):
        yield schema, example
    for part in schema.get("properties", {}).values():
        yield from examples(part)


def release_notes(tag: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / ".ci").mkdir(exist_ok=True)
    script = folder / ".ci" / "release_notes"
    script.write_text((ROOT / ".ci" / "release_notes").read_text(encoding="utf-8"))
    return subprocess.run([sys.executable, str(script), tag], capture_output=True, encoding="utf-8", check=False)


def test_a_release_needs_its_tag_its_version_and_its_date(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## 1.2.0 (2026-02-10)\n\n- More.\n\n## 1.1.0 (2026-01-10)\n\n- Less.\n")
    done = release_notes("v1.2.0", tmp_path)
    assert (done.stdout, done.returncode) == ("- More.\n", 0)
    assert "version 1.2.0" in release_notes("v1.3.0", tmp_path).stderr
    changelog.write_text("# Changelog\n\n## 1.2.0 (unreleased)\n\n- More.\n")
    assert "needs its date" in release_notes("v1.2.0", tmp_path).stderr
    changelog.write_text("# Changelog\n")
    assert "no section" in release_notes("v1.2.0", tmp_path).stderr


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda p: p.stem)
def test_workflows_call_scripts_and_targets_that_are_there(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    lines = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    scripts = {word for line in lines for word in line.split() if word.startswith(".ci/")}
    assert all((ROOT / script).stat().st_mode & 0o100 for script in scripts)
    words = [word for line in lines if line.startswith("make ") for word in line.split()[1:]]
    made = {word for word in words if re.fullmatch(r"[\w-]+", word)}
    made |= {each for job in jobs.values() for each in job.get("strategy", {}).get("matrix", {}).get("target", [])}
    rules = re.findall(r"^([\w -]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert made <= {target for rule in rules for target in rule.split()}
