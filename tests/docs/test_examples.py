"""What the pages show is what the program does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml

from de_lint.output.default_format import AGENT_VARIABLES

DOCS = Path(__file__).resolve().parents[2] / "docs"
_FENCE = re.compile(r"^```(?P<info>\S+)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HAND_WRITTEN = [p for p in sorted(DOCS.rglob("*.md")) if not p.read_text(encoding="utf-8").startswith("<!-- Generated")]


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [found["text"] for found in _FENCE.finditer(text) if found["info"] == language]


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line as a reader would, in a folder that is no agent's."""
    environment = {name: value for name, value in os.environ.items() if name not in AGENT_VARIABLES}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hold the tutorial's report."""
    (tmp_path / "report.md").write_text(blocks("tutorial.md", "markdown")[0], encoding="utf-8")
    return tmp_path


def test_the_tutorial_shows_what_check_prints(folder: Path) -> None:
    ran = shell("de-lint check report.md", folder)
    assert (ran.returncode, ran.stdout) == (1, blocks("tutorial.md", "text")[0])
    assert shell("de-lint check --fix report.md", folder).returncode == 0


def test_the_tutorial_says_what_convert_prints(folder: Path) -> None:
    assert json.loads(shell("de-lint convert report.md", folder).stdout)["records"][0]["status"] == "completed"


def test_the_tutorial_s_configuration_is_one(folder: Path) -> None:
    (folder / ".de-lint.toml").write_text(blocks("tutorial.md", "toml")[0])
    ran = shell("de-lint check --show-settings", folder)
    assert ran.returncode == 0, ran.stderr


def test_the_set_up_page_shows_what_init_prints(tmp_path: Path) -> None:
    page = (DOCS / "set-up.md").read_text(encoding="utf-8")
    for path, text in re.findall(r'^````markdown title="([^"]+)"\n(.*?)^````$', page, re.MULTILINE | re.DOTALL):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    ran = shell("de-lint init", tmp_path)
    assert (ran.returncode, ran.stdout) == (0, blocks("set-up.md", "text")[0])
    assert shell("de-lint init --write && de-lint check --fix", tmp_path).returncode == 1
    assert shell("de-lint check", tmp_path).stdout.count("\n") == 2, "one finding is left, and the summary"


def test_the_agent_page_shows_what_an_agent_sees(folder: Path) -> None:
    ran = shell("de-lint check --format agent report.md", folder)
    assert ran.stdout == blocks("integrations/agent-loop.md", "text")[0]


def test_the_agent_page_s_function_finds_faults(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    names: dict[str, object] = {}
    exec(blocks("integrations/agent-loop.md", "python")[0], names)
    faults = names["faults"]
    assert callable(faults)
    assert "T201" in faults((folder / "report.md").read_text(encoding="utf-8"), "engineer")


def test_the_python_page_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    exec(blocks("integrations/python.md", "python")[0], {})
    assert "T201" in capsys.readouterr().out


def test_the_gitlab_job_writes_both_reports(folder: Path) -> None:
    job = yaml.safe_load(blocks("integrations/gitlab.md", "yaml")[1])["de-lint"]
    (command,) = job["script"]
    writes_both_reports(command, job["artifacts"]["reports"], folder)


def test_the_gitlab_component_writes_both_reports_and_its_page_tells_of_every_input(folder: Path) -> None:
    text = (DOCS.parent / "templates" / "de-lint.yml").read_text(encoding="utf-8")
    inputs = yaml.safe_load(text.partition("\n---\n")[0])["spec"]["inputs"]
    page = (DOCS / "integrations" / "gitlab.md").read_text(encoding="utf-8")
    assert set(inputs) == set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))
    given = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs[found[1]]["default"], text)
    job = yaml.safe_load(given.partition("\n---\n")[2])["de-lint"]
    writes_both_reports(job["script"][0], job["artifacts"]["reports"], folder)


def writes_both_reports(command: str, reports: dict[str, str], folder: Path) -> None:
    assert shell(command, folder).returncode == 1
    issues = json.loads((folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert [(issue["check_name"], issue["location"]["path"]) for issue in issues] == [("T201", "report.md")]
    assert "T201" in (folder / reports["junit"]).read_text(encoding="utf-8")


def branch_with_a_new_report(folder: Path) -> None:
    """Make the folder's report old, as it is on the target branch, and add another one on a branch."""
    commit = "git -c user.name=A -c user.email=a@example.org commit -q -m x"
    ran = shell(
        f"git init -q -b main . && git add . && {commit} && git update-ref refs/remotes/origin/main HEAD"
        f" && git checkout -q -b branch && cp report.md new.md && git add . && {commit}",
        folder,
    )
    assert ran.returncode == 0, ran.stderr


def test_the_gitlab_job_for_changes_reports_those_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    branch_with_a_new_report(folder)
    job = yaml.safe_load(blocks("integrations/gitlab.md", "yaml")[2])["de-lint"]
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    ran = shell(job["script"][0], folder)
    assert ran.returncode == 1 and "new.md:" in ran.stdout and "\nreport.md:" not in f"\n{ran.stdout}"


def test_the_action_s_options_for_changes_report_those_alone(folder: Path) -> None:
    branch_with_a_new_report(folder)
    given = yaml.safe_load(blocks("integrations/github-actions.md", "yaml")[1])[1]["with"]["args"]
    ran = shell(f"de-lint check {given.replace('${{ github.base_ref }}', 'main')}", folder)
    assert ran.returncode == 1 and "new.md:" in ran.stdout and "\nreport.md:" not in f"\n{ran.stdout}"


def test_the_pre_commit_hooks_fix_then_format_then_pass(folder: Path) -> None:
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    listed = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    entries = {hook["id"]: hook["entry"] for hook in listed}
    whole, strict = (yaml.safe_load(text) for text in blocks("integrations/pre-commit.md", "yaml"))
    order = [hook["id"] for hook in whole["repos"][0]["hooks"]]
    runs = [[shell(f"{entries[each]} notes.md report.md", folder).returncode for each in order] for _ in range(2)]
    assert runs == [[1, 0, 0], [0, 0, 0]], "the first run has fixed something, and says so"
    (hook,) = strict
    assert shell(" ".join([entries[hook["id"]], *hook["args"], "notes.md", "report.md"]), folder).returncode == 0
    assert shell(f"{entries['de-lint']} notes.md", folder).returncode == 0


def test_each_host_s_settings_start_the_mcp_server(folder: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    page = (DOCS / "integrations" / "mcp.md").read_text(encoding="utf-8")
    commands = []
    for language, text in re.findall(r"^    ```(json|toml)\n(.*?)^    ```$", page, re.MULTILINE | re.DOTALL):
        settings = (json if language == "json" else tomllib).loads(textwrap.dedent(text))
        (servers,) = settings.values()
        server = servers["de-lint"]
        told = server["command"]
        commands.append(" ".join([told, *server["args"]] if isinstance(told, str) else told))
    assert len(commands) == page.count('=== "')
    (command,) = set(commands)
    ask = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}}  # fmt: skip
    (folder / "ask").write_text(json.dumps(ask) + "\n", encoding="utf-8")
    answer = shell(f"{command} < ask", folder)
    assert json.loads(answer.stdout.splitlines()[0])["result"]["serverInfo"]["name"] == "de-lint", answer.stderr


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda p: p.stem)
def test_every_yaml_and_toml_block_parses(page: Path) -> None:
    relative = page.relative_to(DOCS).as_posix()
    assert all(yaml.safe_load(text) for text in blocks(relative, "yaml"))
    assert all(tomllib.loads(text) for text in blocks(relative, "toml"))


HOOK_MANAGERS = re.findall(
    r"""^(?!.*pip ).*?[:="]\s*"?(de-lint check[^"\n]*)"?$""",
    (DOCS / "integrations" / "hook-managers.md").read_text(encoding="utf-8"), re.MULTILINE,
)  # fmt: skip


@pytest.mark.parametrize("command", HOOK_MANAGERS)
def test_what_hook_managers_run_finds_the_fault(command: str, folder: Path) -> None:
    assert len(HOOK_MANAGERS) == 5
    given = re.sub(r"\{staged_files\}|\{\{files\}\}|\$\{target\}", "report.md", command)
    ran = shell(given, folder)
    fixed = "--fix" in given
    assert ran.returncode == (0 if fixed else 1), ran.stderr
    assert ("T201" in ran.stdout) != fixed


def test_the_husky_hook_checks_what_is_staged(folder: Path) -> None:
    (script,) = blocks("integrations/hook-managers.md", "sh")
    (folder / "other.md").write_text((folder / "report.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert shell("git init -q . && git add report.md", folder).returncode == 0
    ran = shell(script, folder)
    assert "report.md" in ran.stdout and "other.md" not in ran.stdout


def test_every_hook_is_told_of() -> None:
    hooks = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    page = (DOCS / "integrations" / "pre-commit.md").read_text(encoding="utf-8")
    assert {hook["id"] for hook in hooks} == set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE))


def test_every_format_is_told_of() -> None:
    from de_lint.output.formats import finding_formats

    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert set(finding_formats()) == set(re.findall(r"^\| `([\w-]+)`", page, re.MULTILINE))


README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_hooks_are_ones() -> None:
    assert README.count("\n") <= 150
    (configuration,) = (yaml.safe_load(found["text"]) for found in _FENCE.finditer(README) if found["info"] == "yaml")
    known = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {each["id"] for each in configuration["repos"][0]["hooks"]} <= {each["id"] for each in known}


def test_the_readme_s_question_to_an_archive_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.md").write_bytes((DOCS.parent / "demo" / "report.md").read_bytes())
    (block,) = (found["text"] for found in _FENCE.finditer(README) if "reports.parquet" in found["text"])
    convert, question = block.splitlines()
    assert shell(convert, tmp_path).returncode == 0
    monkeypatch.chdir(tmp_path)
    query = re.fullmatch(r'duckdb -c "(.*)"', question)
    assert query and duckdb.sql(query[1]).fetchall() == [("engineer", "completed", 1)]
