"""Full disks, signals at every step, files that vanish, and two runs at once: nothing is half-written, nothing lost."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import de_lint
from de_lint.cli import main
from de_lint.project.files import limits

if not hasattr(os, "fork"):
    pytest.skip("needs processes that are copied", allow_module_level=True)

REPORT = "# QA Agent Progress Report\n* Task: ISS0345\n- Status: done\n- Blockers: none\n"
FIXED = REPORT.replace("ISS0345", "ISS-0345")
FILES = ("a.md", "b.md", "c.md")
FIX = ["check", "--fix", "--no-cache", "--jobs", "1", "."]
COMMANDS = {
    "fix": FIX,
    "format": ["format", "."],
    "cache": ["check", "--jobs", "1", "."],
    "convert": ["convert", "--jobs", "1", "-o", "out.jsonl", "."],
    "tables": ["convert", "--jobs", "1", "-o", "out.sqlite", "."],
    "output": ["check", "--no-cache", "--jobs", "1", "--output", "json:out.json", "."],
}
WRITES = ("os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod", "os.truncate")
Act = Callable[[str, tuple[Any, ...]], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "here" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    for name in FILES:
        Path(name).write_text(REPORT)
    return Path.cwd()


def apart(arguments: list[str], act: Act | None = None, prepare: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """Run the program in a copy of this process, where `act` sees each event; return how it ended, and its stderr."""
    said = Path("..", "said")
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for descriptor, name in ((1, os.devnull), (2, said)):
                os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
            sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
            prepare()
            if act is not None:
                sys.addaudithook(act)
            code = main.run(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text()


def killer(number: int, sent: signal.Signals) -> Act:
    """Return what sends a signal to the process when it is about to write for the nth time."""
    left = [number]

    def act(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if not (writes or event in WRITES):
            return
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), sent)

    return act


def whole(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the files after a run that was cut off."""
    for name in FILES:
        if (folder / name).read_text() not in (REPORT, FIXED, de_lint.format(REPORT)):
            yield f"{name}: {(folder / name).read_text()!r}"
    found = {path.name for path in folder.iterdir()}
    for name in found.difference(FILES, (".git",), ("out.jsonl", "out.sqlite", "out.json")):
        if not name.startswith((".de-lint", "out.")):  # what nobody takes for a document
            yield name


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_signal_at_any_step(name: str, sent: signal.Signals, folder: Path) -> None:
    main.run(["check", "--isolated", "a.md"])  # what is imported once is imported now
    number, code = 1, int(-sent)
    while code in (-sent, 130):
        for file in FILES:
            Path(file).write_text(REPORT)
        code, said = apart(COMMANDS[name], killer(number, sent))
        assert list(whole(folder)) == [] and "Traceback" not in said, (number, said)
        number += 1 + number // 4
    assert number > 2 and code in (0, 1), said  # it has come to its end, over whatever the runs before have left
    assert apart(FIX)[0] == 0
    assert {Path(file).read_text() for file in FILES} <= {FIXED, de_lint.format(FIXED)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk(name: str, folder: Path) -> None:
    large = "".join(f"Line {number} of a log.\n" for number in range(2_000))
    for file in FILES:
        Path(file).write_text(REPORT + large)

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    code, said = apart(COMMANDS[name], prepare=full)
    assert "Traceback" not in said and "internal" not in said
    told = "File too large" in said or "disk I/O error" in said
    assert (code == 2 and told) or (name == "cache" and code == 1), (code, said)
    assert [Path(file).read_text() for file in FILES] == [REPORT + large] * 3
    assert {path.name for path in folder.iterdir() if path.suffix != ".partial"} == {".git", *FILES}
    assert apart(COMMANDS[name])[0] in (0, 1)  # over what is left


def test_files_that_vanish(folder: Path) -> None:
    def act(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith("a.md"):
            Path("b.md").unlink(missing_ok=True)

    code, said = apart(FIX, act)
    assert code == 2 and "b.md: No such file" in said and "Traceback" not in said
    assert [Path(name).read_text() for name in ("a.md", "c.md")] == [FIXED] * 2


def test_two_runs_at_once(folder: Path) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os._exit(main.run(FIX))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(codes) <= {0, 1, 2}  # one whose file another has written says so
    assert [Path(name).read_text() for name in FILES] == [FIXED] * 3
    assert {path.name for path in folder.iterdir()} == {".git", *FILES}


@pytest.mark.parametrize("command", ["check", "convert", "format"])
def test_a_device_without_an_end(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1_000_000)
    assert main.run([command, "/dev/zero"]) == (1 if command == "convert" else 2)
    assert "dev/zero: it is larger than 1 MB; to read it, set DE_LINT_LARGEST" in capsys.readouterr().err
