"""The same output whatever the number of processes and whatever is remembered; a bar for people only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from de_lint.project.runs.cache_folders import usual_folder

REPORT = "# Progress Report\n\n**Agent**: QA Agent\n**Ticket**: ISS0345\n**Status**: sort of\n"
COMMAND = [sys.executable, "-m", "de_lint"]


def de_lint(*arguments: str, given: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    result = subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, env={**os.environ, **environment}, timeout=900,
        check=False,
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(12):
        (tmp_path / f"r{number:02}.md").write_text(REPORT.replace("0345", f"{number:04}"))
    (tmp_path / "prose.md").write_text("# Coffee\n")
    (tmp_path / "\udcff.md").write_text(REPORT)
    return tmp_path


@pytest.mark.parametrize("output", ["text", "full", "agent", "json", "sarif", "rdjson", "gitlab", "junit"])
def test_cache_changes_no_output(folder: Path, output: str) -> None:
    check = ("check", "--format", output)
    cold = de_lint(*check)
    assert cold[0] == 1 and cold[1]
    usual = usual_folder(folder)
    assert usual and list(usual.glob("*.verdicts"))
    assert de_lint(*check) == cold
    assert de_lint(*check, "--no-cache") == cold


def test_jobs_change_no_output(folder: Path) -> None:
    for command in (("check", "--no-cache", "--format", "full"), ("convert",)):
        alone = de_lint(*command, "missing.md", ".")
        assert alone[1].count(b"\n") > 12 and b"missing.md" in alone[2]
        assert de_lint(*command, "--jobs", "2", "missing.md", ".") == alone


def test_standard_input_goes_to_a_process_too(folder: Path) -> None:
    for command in ("check", "convert"):
        alone = de_lint(command, "-", "r01.md", given=REPORT.encode())
        assert b"-" in alone[1]
        assert de_lint(command, "-", "r01.md", "-j2", given=REPORT.encode()) == alone


def test_wrong_settings_end_a_run_of_several_processes(folder: Path) -> None:
    (folder / "list.json").write_text("{")
    (folder / ".de-lint.toml").write_text("[tickets]\nregistry = 'list.json'\n")
    alone = de_lint("check")
    assert alone[0] == 2 and alone[2].startswith(b"de-lint: .de-lint.toml:2: tickets.registry: list.json")
    assert de_lint("check", "--jobs", "2") == alone
    (folder / ".de-lint.toml").write_text("templates = ['none.md']\n")
    alone = de_lint("convert")
    assert alone[0] == 2 and alone[2].count(b"\n") == 1
    assert de_lint("convert", "--jobs", "2") == alone


def test_a_process_that_dies_costs_one_file(folder: Path) -> None:
    (folder / "sitecustomize.py").write_text(
        "import os, de_lint.reading.document as d\n"
        "read = d.read\n"
        "def dying(data, *rest, **more):\n"
        "    if b'ISS0003' in data: os._exit(9)\n"
        "    return read(data, *rest, **more)\n"
        "d.read = dying\n"
    )
    code, out, err = de_lint("check", "--jobs", "2", PYTHONPATH=str(folder))
    assert (code, err) == (2, b"de-lint: r03.md: internal failure: the process that read it ended\n")
    assert b"r02.md:4" in out and b"r04.md:4" in out and b"r11.md:4" in out
    code, out, err = de_lint("convert", "--jobs", "2", PYTHONPATH=str(folder))
    assert (code, out.count(b"\n"), err.count(b"r03.md: internal failure")) == (1, 13, 1)


def test_where_the_cache_is(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = tmp_path_factory.mktemp("kept")
    (folder / "below").mkdir()
    (folder / ".git").mkdir()
    usual = usual_folder(folder)
    assert usual
    de_lint("check", "--no-cache")
    de_lint("check", "-", given=REPORT.encode())
    de_lint("check", "--show-files")
    de_lint("check", "--cache-dir", str(kept / "a"))
    de_lint("check", DE_LINT_CACHE_DIR=str(kept / "b"))
    assert not usual.exists() and (kept / "a" / ".gitignore").exists() and (kept / "b" / ".gitignore").exists()
    subprocess.run([*COMMAND, "check", "../r01.md"], cwd=folder / "below", capture_output=True, check=False)
    assert usual.is_dir()
    assert sorted(file.name for file in folder.iterdir() if file.suffix != ".md") == [".git", "below"]


def test_what_is_remembered_starts_quickly(folder: Path) -> None:
    """With every verdict known, nothing that reads or judges is imported."""
    de_lint("check")
    script = (
        "import sys; from de_lint.cli.main import run; run(['check', '--jobs', '2', '--format', 'concise'])\n"
        "print(*(m for m in ('markdown_it', 'jsonschema', 'multiprocessing') if m in sys.modules), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=900, check=False)
    assert (result.stderr, b" T201 " in result.stdout) == (b"\n", True)


def test_cached_failures_are_not_kept(folder: Path) -> None:
    (folder / "r00.md").unlink()
    for _ in range(2):
        assert de_lint("check", "r00.md")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("patience", ["0.0", "99.0"])
def test_the_bar_is_for_terminals_and_long_runs(folder: Path, patience: str) -> None:
    import pty

    script = (
        f"import de_lint.cli.shown.progress as p; p.PATIENCE = {patience}\n"
        "from de_lint.cli.main import run; run(['check', '--no-cache'])"
    )
    parent, child = pty.openpty()
    result = subprocess.run(
        [sys.executable, "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=child, timeout=900,
        check=False,
    )  # fmt: skip
    os.close(child)
    shown = b""
    try:
        while part := os.read(parent, 4096):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(parent)
    assert result.stdout == de_lint("check", "--no-cache")[1]
    assert (b"/14" in shown) == (patience == "0.0"), shown
    if patience == "0.0":
        bar, _, summed = shown.rpartition(b"\x1b[1A\x1b[2K")
        assert bar and summed.startswith(b"de-lint: 14 files: ")
