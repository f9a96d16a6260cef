"""Evidence rules in a scratch repository, through the real command line: false claims are found, true ones pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from de_lint.agents.hook import answer
from de_lint.cli import main
from de_lint.project.runs.cache_folders import usual_folder

IDENTITY = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip
HEAD = "# Progress Report\n\n**Agent**: QA Agent\n**Status**: completed\n\n"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def run(*arguments: str, text: str | None = None) -> tuple[int, list[str], str]:
    """Return the exit code, the codes with the messages, and what stderr says."""
    with CliRunner().isolation(input=text) as (out, err, _):
        code = main.run(["check", "--format", "json", *arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        said, complaints = out.getvalue(), err.getvalue().decode()
    found = json.loads(said)["findings"] if said else []
    return code, [f"{f['code']} {f['message']}" for f in found], complaints


def claimed(body: str, *arguments: str, select: str = "E901,E902,E903") -> list[str]:
    """Return what is found in a report that is new, with a body."""
    Path("report.md").write_text(HEAD + body + "\n")
    code, found, err = run("--select", select, *arguments, "report.md")
    assert code in (0, 1), err
    return found

AS_IT_WAS = "is reported as changed, but is as it was in"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """On main: src/prices.py, src/tax.py, README.md and an old report; on the branch `work`: src/prices.py changed."""
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    (tmp_path / "src").mkdir()
    for name in ("src/prices.py", "src/tax.py", "README.md"):
        (tmp_path / name).write_text("one\n")
    (tmp_path / "old.md").write_text(HEAD + "Updated `src/tax.py`\n")
    (tmp_path / ".gitignore").write_text("build/\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("switch", "-qc", "work")
    (tmp_path / "src" / "prices.py").write_text("two\n")
    git("commit", "-qam", "two")
    return tmp_path


@pytest.mark.parametrize(
    "body",
    [
        "Created `src/cache.py`",
        "### Files Changed\n\n- src/cache.py (12 lines)",
        "- **File Created**: `src/cache.py`",
        "`src/cache.py` was added",
    ],
)
def test_a_file_is_there_or_not(repository: Path, body: str) -> None:
    assert claimed(body, select="E901") == ["E901 'src/cache.py' does not exist in the working tree"]
    (repository / "src" / "cache.py").write_text("new\n")
    assert claimed(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Deleted `src/tax.py`.",
        "### Files Removed\n\n- src/tax.py",
        "src/tax.py was removed",
        "### Files Changed\n\n| File | Change |\n|---|---|\n| src/tax.py | deleted |",
    ],
)
def test_a_deleted_file_is_gone_or_not(repository: Path, body: str) -> None:
    assert claimed(body) == ["E901 'src/tax.py' is reported as deleted but still exists"]
    (repository / "src" / "tax.py").unlink()
    assert claimed(body) == []


def test_the_nearest_file_is_named(repository: Path) -> None:
    assert claimed("Updated `src/price.py`") == [
        "E901 'src/price.py' does not exist in the working tree; did you mean 'src/prices.py'?"
    ]


@pytest.mark.parametrize(
    "path",
    ["src/wax.py", "src/bucket.py", "src/pricing.md", "prices.md", "tux.py", "lib/fees.py", "src/price_list_of_all.py"],
)
def test_a_file_that_is_not_near_is_not_named(repository: Path, path: str) -> None:
    assert claimed(f"Updated `{path}`") == [f"E901 '{path}' does not exist in the working tree"]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("src/pricse.py", "src/prices.py"),
        ("lib/prices.py", "src/prices.py"),
        ("sources/prices.py", "src/prices.py"),
        ("prices.js", "src/prices.py"),
    ],
)
def test_a_file_that_is_near_is_named(repository: Path, path: str, near: str) -> None:
    assert claimed(f"Updated `{path}`") == [f"E901 '{path}' does not exist in the working tree; did you mean '{near}'?"]


def test_paths_out_of_the_tree_are_not_looked_for(repository: Path) -> None:
    (repository / "out").symlink_to("/etc")
    body = "Created `../nothing.py`, `/nowhere/x.py` and `~/x.py`\n\nCreated `out/nothing.conf`"
    assert claimed(body) == []


@pytest.mark.parametrize("body", ["Fixed in commit {}.", "- **Commit**: `{}`", "### Commits\n\n- {} Cache prices"])
def test_a_commit_is_known_or_not(repository: Path, body: str) -> None:
    known = git("rev-parse", "HEAD")
    unknown = known[:-1] + ("0" if known[-1] != "0" else "1")
    assert claimed(body.format(known)) == []
    assert claimed(body.format(unknown)) == [f"E902 git knows no commit '{unknown}'"]
    assert claimed(body.format("0a" + known[:8])) == [f"E902 git knows no commit '0a{known[:8]}'"]


def test_the_hash_of_a_file_is_no_commit(repository: Path) -> None:
    blob = git("rev-parse", "HEAD:README.md")
    assert claimed(f"Fixed in commit {blob}") == [f"E902 git knows no commit '{blob}'"]


def test_hashes_are_asked_for_in_one_question(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from de_lint.project.repository.history import History

    asked: list[list[str]] = []
    real = subprocess.run

    def noted(given: list[str], **more: Any) -> Any:
        asked.append(given)
        return real(given, **more)

    monkeypatch.setattr(subprocess, "run", noted)
    history = History(repository)
    states = history.commits(["abcdef1", "abcdef2", "abcdef3"])
    history.commits(["abcdef1"])
    assert set(states.values()) == {"unknown"}
    assert sum("cat-file" in given for given in asked) == 1
    assert not any("abcdef1" in " ".join(given) for given in asked), "no hash is an argument"


def test_a_short_hash_may_be_ambiguous(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from de_lint.project.repository import history

    said = b"ab12cd3^{commit} ambiguous\n4be71c0^{commit} missing\n"
    monkeypatch.setattr(history, "git", lambda *a, **k: said if "cat-file" in a else b"false\n")
    found = history.History(repository).commits(["ab12cd3", "4be71c0"])
    assert found == {"ab12cd3": "ambiguous", "4be71c0": "unknown"}


def test_a_shallow_clone_knows_too_little(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    git("commit", "-q", "--allow-empty", "-m", "three")
    clone = tmp_path_factory.mktemp("clones") / "shallow"
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    (clone / "report.md").write_text(HEAD + f"Fixed in commit {'0a' * 20}\n")
    assert run("--select", "E902", str(clone / "report.md"))[1] == []


def test_a_file_differs_from_main_or_not(repository: Path) -> None:
    assert claimed("Updated `src/prices.py`") == [], "it is committed on the branch"
    assert claimed("Updated `src/tax.py`") == [f"E903 'src/tax.py' {AS_IT_WAS} main"]
    assert claimed("### Files Changed\n\n- `src/prices.py`\n- `tax.py`") == [f"E903 'tax.py' {AS_IT_WAS} main"]
    (repository / "src" / "tax.py").write_text("two\n")
    assert claimed("Updated `src/tax.py`") == [], "it is changed in the working tree"
    assert claimed("Updated `src/`") == []


def test_new_and_ignored_files(repository: Path) -> None:
    (repository / "new.py").write_text("x\n")
    (repository / "build").mkdir()
    (repository / "build" / "out.js").write_text("x\n")
    assert claimed("Created `new.py` and `build/out.js`") == []


def test_the_number_of_changed_files(repository: Path) -> None:
    wrong = ["E903 The report claims 12 changed files; git shows 2 since main (1 untracked, 1 Markdown record)"]
    assert claimed("12 files changed") == wrong
    assert claimed("**Files Changed**: 12") == wrong
    assert claimed("12 files changed, 40 insertions(+)") == claimed("- Changed 12 files") == wrong
    assert claimed("1 file changed") == claimed("2 files changed") == [], "with and without the report"
    assert claimed("About 12 files changed") == []
    assert claimed("Next: 12 files changed") == []


@pytest.mark.parametrize(
    "body", ["12 files changed in src", "12 test files changed", "12 files changed by the formatter"]
)
def test_a_number_of_some_of_the_changed_files(repository: Path, body: str) -> None:
    assert claimed(body) == []


LIST = "### Files Changed ({})\n\n- src/prices.py\n- src/new.py (new)\n- src/tax.py (deleted)\n"
TABLE = "**Files Changed**: {}\n\n| File | Change |\n|---|---|\n| src/prices.py | changed |\n| src/new.py | new |\n"


def test_a_list_with_its_number_is_judged_by_its_files(repository: Path) -> None:
    for name in ("a", "b", "c", "d", "src/new"):
        (repository / f"{name}.py").write_text("x\n")
    (repository / "src" / "tax.py").unlink()
    Path("README.md").write_text("two\n")
    assert claimed(LIST.format(3)) == claimed("**Files Changed**: 3\n" + LIST.partition("\n")[2]) == []
    assert claimed(TABLE.format(2)) == []
    assert claimed("Updated `src/prices.py`, created src/new.py.\n\n2 files changed") == [], "all files are named"
    assert claimed(LIST.format(1)) == [
        "E903 The report claims 1 changed file; git shows 9 since main (6 untracked, 1 Markdown record)"
    ]
    git("restore", "src/tax.py")
    assert claimed(LIST.format(3)) == ["E901 'src/tax.py' is reported as deleted but still exists"]


def test_reports_of_others_need_not_be_counted(repository: Path) -> None:
    for number in range(5):
        (repository / f"r{number}.md").write_text(HEAD + "Updated a lot\n")
    (repository / "notes.md").write_text("no record\n")
    git("add", "-A")
    git("commit", "-qm", "three")
    for number in (2, 3, 7, 8):
        assert claimed(f"{number} files changed") == []
    assert claimed("9 files changed") == [
        "E903 The report claims 9 changed files; git shows 8 since main (1 untracked, 6 Markdown records)"
    ]


def test_what_was_true_when_the_report_was_committed_stays_true(repository: Path) -> None:
    for name in ("a", "b", "src/tax"):
        (repository / f"{name}.py").write_text("x\n")
    Path("report.md").write_text(HEAD + "4 files changed\n\nUpdated `src/tax.py`\n")
    Path("later.md").write_text(HEAD + "9 files changed\n")
    Path("own.md").write_text(HEAD + "3 files changed\n")
    git("add", "-A")
    git("commit", "-qm", "three")
    (repository / "src" / "tax.py").write_text("one\n")
    for number in range(10):
        (repository / f"m{number}.py").write_text("x\n")
    git("add", "-A")
    git("commit", "-qm", "four")
    assert run("--select", "E903", "report.md", "own.md")[1] == []
    assert len(run("--select", "E903", "later.md")[1]) == 1


def test_uncommitted_work_may_be_what_is_counted(repository: Path) -> None:
    for number in range(6):
        (repository / f"m{number}.py").write_text("x\n")
    git("add", "-A")
    git("commit", "-qm", "three")
    Path("README.md").write_text("two\n")
    assert claimed("1 file changed") == []
    assert len(claimed("3 files changed")) == 1


def test_the_base_is_another(repository: Path) -> None:
    git("commit", "-qam", "three", "--allow-empty")
    (repository / "src" / "tax.py").write_text("two\n")
    git("commit", "-qam", "four")
    body = "Updated `src/prices.py` and `src/tax.py`"
    assert claimed(body, "--base", "main") == []
    assert claimed(body, "--base", "HEAD~1") == [f"E903 'src/prices.py' {AS_IT_WAS} HEAD~1"]
    assert run("--select", "E", "--base", "nowhere")[::2] == (2, "de-lint: --base: git knows no commit 'nowhere'\n")
    assert run("--select", "E", "--base", "--output=x")[0] == 2
    assert not (repository / "x").exists()


def test_a_report_of_earlier_work_is_let_through(repository: Path) -> None:
    assert run("--select", "E903", "old.md")[1] == []


def test_where_nothing_differs_from_head_the_work_may_be_committed(repository: Path) -> None:
    git("switch", "-q", "main")
    text = HEAD + "Updated `src/tax.py`\n"
    assert run("--select", "E903", "-", text=text)[1] == []
    (repository / "README.md").write_text("two\n")
    assert run("--select", "E903", "-", text=text)[1] == [f"E903 'src/tax.py' {AS_IT_WAS} HEAD"]


def test_verdicts_that_depend_on_the_tree_are_not_remembered(repository: Path) -> None:
    body = "Created `src/cache.py`"
    assert len(claimed(body, select="E901")) == 1
    (repository / "src" / "cache.py").write_text("x\n")
    assert claimed(body, select="E901") == []
    (repository / "src" / "cache.py").unlink()
    assert len(claimed(body, select="E901")) == 1
    usual = usual_folder(repository)
    assert usual and not list(usual.glob("*.verdicts"))


def test_verdicts_that_depend_on_the_document_alone_are_remembered(repository: Path) -> None:
    assert claimed("Counted 45/50 (95%)", select="E") == ["E905 45 of 50 are 90%, not 95%"]
    usual = usual_folder(repository)
    assert usual and len(list(usual.glob("*.verdicts"))) == 1
    assert claimed("Counted 45/50 (95%)", select="E") == ["E905 45 of 50 are 90%, not 95%"]


def test_rules_that_a_comment_names_do_not_ask_the_cache(repository: Path) -> None:
    body = '<!-- de-lint: ignore E901 reason="made by the build" -->\nCreated `src/cache.py`'
    assert claimed(body, select="G801") == [], "the comment is of use while the file is missing"
    (repository / "src" / "cache.py").write_text("x\n")
    assert len(claimed(body, select="G801")) == 1


def test_many_processes_agree(repository: Path) -> None:
    for number in range(4):
        (repository / f"r{number}.md").write_text(HEAD + f"Created `src/m{number}.py`\n")
    expected = [f"E901 'src/m{n}.py' does not exist in the working tree" for n in range(4)]
    assert run("--select", "E901", "--jobs", "2", "--no-cache", *(f"r{n}.md" for n in range(4)))[1] == expected


def test_off_by_default(repository: Path) -> None:
    Path("report.md").write_text(HEAD + "Created `src/cache.py` in commit 4be71c0, 45/50 (95%)\n")
    assert not [found for found in run("report.md")[1] if found.startswith("E")]
    assert [found[:4] for found in run("--extend-select", "E", "report.md")[1] if found[0] == "E"] == [
        "E901", "E902", "E905",
    ]  # fmt: skip


def test_outside_of_a_repository_git_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.md").write_text(HEAD + "Created `a.py` in commit 4be71c0\n")
    code, found, err = run("--select", "E")
    assert (code, found) == (1, ["E901 'a.py' does not exist in the working tree"])
    assert err == "de-lint: No git repository here: E902 and E903 find nothing.\n"


def test_the_hook_judges_claims_by_the_folder_of_its_event(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    (repository / ".de-lint.toml").write_text('select = ["E"]\n')
    report = (
        "Engineer Agent Progress Report\n- Task: Cache\n- Completed:\n  * Created `src/cache.py` in commit 0a1b2c3\n"
    )
    event = {"hook_event_name": "SubagentStop", "cwd": str(repository), "last_assistant_message": report}
    said = json.loads(answer(json.dumps(event).encode()).stdout)
    assert said["decision"] == "block"
    assert "'src/cache.py' does not exist in the working tree" in said["reason"]
    assert "git knows no commit '0a1b2c3'" in said["reason"]
    (repository / "src" / "cache.py").write_text("x\n")
    event["last_assistant_message"] = report.replace("0a1b2c3", git("-C", str(repository), "rev-parse", "HEAD"))
    assert answer(json.dumps(event).encode()).stdout == ""
