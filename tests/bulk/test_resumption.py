"""A run that is killed anywhere goes on to the same bytes; nothing comes twice and nothing is forgotten."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.growing_file import GrowingFile
from de_lint.bulk.resumption import State, work_folder
from de_lint.judging.validate import faults
from tests.bulk.conftest import text

Convert = Callable[..., Any]
FILES = 30
#: Commits every 4 documents; `dies(where)` kills the process the second time, at the latest, that it is called there.
KILLER = """
import os, signal
import de_lint.bulk.archive_run as r
import de_lint.bulk.growing_file as g
r.DOCUMENTS = 4
def before(owner, name, times, only=lambda *_: True):
    inner, left = getattr(owner, name), [times]
    def dying(*given, **more):
        if only(*given):
            left[0] -= 1
            if left[0] == 0: os.kill(os.getpid(), signal.SIGKILL)
        return inner(*given, **more)
    setattr(owner, name, dying)
"""
PLACES = {
    "before anything is saved": "before(r.ArchiveRun, '_save', 1)",
    "before the first document": "before(r.ArchiveRun, 'take', 1)",
    "after some documents": "before(r.ArchiveRun, 'take', 11)",
    "between the sinks and what they hold": "before(r.State, 'commit', 4)",
    "at the last save": "before(r.ArchiveRun, 'finish', 1)",
    "between losses and output": "before(g.os, 'replace', 2, lambda a, b: '.partial' in str(a))",
    "between output and summary": "before(r, 'summary_text', 1)",
    "before the work folder goes": "before(r.shutil, 'rmtree', 1, lambda p, **_: str(p).endswith('.partial'))",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for number in range(FILES):
        place = folder / f"{number % 4}" / f"{number:03}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text(number), encoding="utf-8")
    (folder / "1" / "gone.md").mkdir()
    return folder


def result(folder: Path, name: str) -> tuple[bytes, bytes, dict[str, Any]]:
    summary = json.loads((folder / f"{name}.summary.json").read_text())
    assert faults("run_summary", summary) == []
    return (folder / name).read_bytes(), (folder / "losses.jsonl").read_bytes(), {**summary, "seconds": 0}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("suffix", ["jsonl", "json"])
@pytest.mark.parametrize("place", PLACES)
def test_a_killed_run_goes_on_to_the_same_result(
    place: str, suffix: str, archive: Path, convert: Convert, tmp_path: Path
) -> None:
    command = ("archive", "missing.md", "--strict", "--jobs", "1", "--report-loss", "losses.jsonl", "-o")
    assert convert(*command, f"whole.{suffix}").code == 1
    whole = result(tmp_path, f"whole.{suffix}")
    assert whole[2]["files"] == FILES + 1 and whole[2]["quarantine"][-1]["path"] == "missing.md"
    (tmp_path / "losses.jsonl").unlink()
    killed = convert(*command, f"out.{suffix}", script=f"{KILLER}\n{PLACES[place]}")
    assert killed.code == -signal.SIGKILL, killed
    ran = convert(*command, f"out.{suffix}", "--resume")
    assert ran.code == 1, ran
    assert result(tmp_path, f"out.{suffix}") == whole
    assert not work_folder(tmp_path / f"out.{suffix}").exists()


def test_several_kills_one_after_the_other(archive: Path, convert: Convert, tmp_path: Path) -> None:
    convert("archive", "-o", "whole.jsonl")
    for _ in range(4):
        ran = convert("archive", "-o", "out.jsonl", "--jobs", "1", "--resume",
                      script=f"{KILLER}\nbefore(r.ArchiveRun, 'take', 6)")  # fmt: skip
        assert ran.code == -signal.SIGKILL
    ran = convert("archive", "-o", "out.jsonl", "--resume")
    assert (ran.code, ran.err[0]) == (0, "de-lint: continuing after 16 inputs")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


#: A clock that stands still but for half a second before every document.
SLOW = """
r.DOCUMENTS = 500
class Clock:
    now = 0.0
    @classmethod
    def monotonic(cls): return cls.now
r.time = Clock
def later(*_):
    Clock.now += 0.5
    return False
before(r.ArchiveRun, 'take', 1, later)
"""


def test_slow_documents_are_safe_within_two_seconds(archive: Path, convert: Convert) -> None:
    script = f"{KILLER}{SLOW}before(r.ArchiveRun, 'take', 6)"
    ran = convert("archive", "-o", "out.jsonl", "--jobs", "1", script=script)
    assert ran.code == -signal.SIGKILL
    ran = convert("archive", "-o", "out.jsonl", "--resume")
    assert (ran.code, ran.err[0]) == (0, "de-lint: continuing after 4 inputs")


def interrupted(convert: Convert, *options: str) -> None:
    script = f"{KILLER}\nbefore(r.ArchiveRun, 'take', 11)"
    assert convert("archive", "-o", "out.jsonl", "--jobs", "1", *options, script=script).code == -signal.SIGKILL


def test_without_resume_the_run_starts_over(archive: Path, convert: Convert, tmp_path: Path) -> None:
    interrupted(convert)
    ran = convert("archive", "-o", "out.jsonl", "--strict")
    assert "out.jsonl.partial has an interrupted run, which --resume would have continued" in ran.err[0]
    assert not (tmp_path / "out.jsonl.partial").exists() and (tmp_path / "out.jsonl").exists()


def test_other_settings_cannot_go_on(archive: Path, convert: Convert, tmp_path: Path) -> None:
    interrupted(convert)
    ran = convert("archive", "-o", "out.jsonl", "--source-map", "--resume")
    assert (ran.code, ran.err) == (
        2, ["de-lint: out.jsonl.partial: the interrupted run had other settings: --source-map"]
    )  # fmt: skip
    assert convert("archive", "-o", "out.jsonl", "--resume", "--jobs", "2").code == 0


def test_what_is_in_the_way_stays(archive: Path, convert: Convert, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.partial").mkdir()
    (tmp_path / "out.jsonl.partial" / "mine.txt").write_text("dear to me")
    for more in ((), ("--resume",)):
        ran = convert("archive", "-o", "out.jsonl", *more)
        assert (ran.code, len(ran.err)) == (2, 1) and "is in the way" in ran.err[0]
    assert (tmp_path / "out.jsonl.partial" / "mine.txt").read_text() == "dear to me"


def test_two_runs_do_not_share_a_folder(archive: Path, convert: Convert, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.partial").mkdir()
    state = State(tmp_path / "out.jsonl.partial")
    for more in ((), ("--resume",)):
        ran = convert("archive", "-o", "out.jsonl", *more)
        assert ran.code == 2
        assert ran.err[-1] == "de-lint: out.jsonl.partial: another run is at work there"
    state.close()
    assert convert("archive", "-o", "out.jsonl", "--resume").code == 0


def test_a_state_that_is_broken_is_one_line(archive: Path, convert: Convert, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.partial").mkdir()
    (tmp_path / "out.jsonl.partial" / "state.sqlite").write_bytes(b"no database" * 500)
    ran = convert("archive", "-o", "out.jsonl", "--resume")
    assert ran.code == 2 and "its state cannot be read" in ran.err[-1]


@pytest.mark.parametrize("value", ["7", "[]", "{}", '{"files": []}', '"x"', "[1, 2, 3]", "{", "[" * 100_000, b"\xff"])
def test_facts_that_are_altered_are_one_line_and_nothing_is_deleted(
    archive: Path, convert: Convert, tmp_path: Path, value: str | bytes
) -> None:
    interrupted(convert)
    work = tmp_path / "out.jsonl.partial"
    whole = {file.name: file.read_bytes() for file in work.iterdir() if file.is_file()}
    with sqlite3.connect(work / "state.sqlite") as database:
        names = [name for (name,) in database.execute("SELECT name FROM facts")]
    assert {"tally", "settings", "mark", "seconds"} <= {*names}
    for name in names:
        with sqlite3.connect(work / "state.sqlite") as database:
            database.execute("UPDATE facts SET value = ? WHERE name = ?", (value, name))
            database.execute("DELETE FROM done")
        database.close()
        ran = convert("archive", "-o", "out.jsonl", "--resume")
        if ran.code:  # else it is a value that the fact may have
            assert (ran.code, len(ran.err)) == (2, 1), (name, ran.err)
            assert ran.err[0].startswith("de-lint: out.jsonl.partial")
            assert work.is_dir()
        else:
            (tmp_path / "out.jsonl").unlink()
            work.mkdir()
        for file, data in whole.items():
            (work / file).write_bytes(data)


def test_resume_with_nothing_to_resume(archive: Path, convert: Convert) -> None:
    assert convert("archive", "-o", "out.jsonl", "--resume").code == 0
    ran = convert("archive", "--resume")
    assert (ran.code, ran.out) == (2, "") and "--resume needs -o FILE" in ran.err[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_ctrl_c_says_how_to_go_on(archive: Path, convert: Convert, tmp_path: Path) -> None:
    script = f"{KILLER.replace('SIGKILL', 'SIGINT')}\nbefore(r.ArchiveRun, 'take', 11)"
    ran = convert("archive", "-o", "out.jsonl", "--jobs", "1", script=script)
    assert ran.code == 130
    assert ran.err == [
        "de-lint: interrupted: 8 inputs are saved in out.jsonl.partial; repeat the command with --resume to continue"
    ]
    assert convert("archive", "-o", "out.jsonl", "--resume").code == 0


def test_a_run_with_nothing_done_leaves_nothing(archive: Path, convert: Convert, tmp_path: Path) -> None:
    (tmp_path / "archive" / ".de-lint.toml").write_text("templates = ['none.md']\n")
    ran = convert("archive", "-o", "out.jsonl")
    assert (ran.code, len(ran.err)) == (2, 1)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive"]


def test_a_commit_is_all_or_nothing(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.add("a")
    state.commit({"mark": 1})
    state.add("b", "b.md", "odd \ud800")
    assert state.holds("a") and state.holds("b") and not state.holds("c")
    state.close()
    state = State(tmp_path)
    assert (state.done(), state.fact("mark"), list(state.refused())) == (1, 1, [])
    assert state.holds("a") and not state.holds("b")
    state.add("b", "b.md", "odd \ud800")
    state.commit({})
    assert list(state.refused()) == [("b.md", "odd \\ud800")] and state.fact("none") is None
    state.close()
    with pytest.raises(sqlite3.ProgrammingError):
        state.done()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_processes_of_a_killed_run_end(archive: Path, tmp_path: Path) -> None:
    """A run of several processes, killed as a whole, leaves an output that resumes."""
    script = f"{KILLER}\nr.DOCUMENTS = 2\nbefore(r.ArchiveRun, 'take', 9)\nfrom de_lint.cli.main import main; main()"
    file = tmp_path / "run.py"
    file.write_text(f"if __name__ == '__main__':\n    exec({script!r})\n")
    command = [sys.executable, str(file), "convert", "archive", "-o", "out.jsonl", "--jobs", "2"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == -signal.SIGKILL
    resumed = [sys.executable, "-m", "de_lint", "convert", "archive", "-o", "out.jsonl", "--jobs", "2", "--resume"]
    assert subprocess.run(resumed, cwd=tmp_path, env={**os.environ}, capture_output=True, check=False).returncode == 0
    documents = [json.loads(line)["path"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert len(documents) == FILES and documents == sorted(documents)


@pytest.mark.parametrize("left", [None, 0])
def test_a_part_that_lost_its_end_is_not_filled_up(left: int | None, tmp_path: Path) -> None:
    part = tmp_path / "part"
    file = GrowingFile(part, tmp_path / "whole")
    file.open(None)
    file.write(b"a line\n")
    size = file.commit()
    file.close()
    part.unlink() if left is None else os.truncate(part, left)
    with pytest.raises(OSError, match="without --resume"):
        GrowingFile(part, tmp_path / "whole").open(size)
