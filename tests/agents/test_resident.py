"""The resident helper answers as a process of its own does, or not at all; and whatever it does, no event goes lost."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import de_lint
from de_lint.agents import hook
from de_lint.agents.answers import Reply
from de_lint.agents.resident import client, known, place, wire
from de_lint.agents.resident.confinement import confinement
from de_lint.vocabulary.schemas import FOLDER

pytestmark = pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="needs sockets and forks")
ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "fixtures" / "hook").glob("*/*/payload.json"))
BAD = "QA Agent Progress Report\n- Task: Check the import\n- Status: purple\n"
GOOD = "**Status**: completed\n\nThe import is checked.\n"
OPTIONS = {"host": "claude", "fail_closed": False, "config": None, "isolated": False}


def stop_event(text: str, folder: Path | None = None, **more: Any) -> bytes:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text, "agent_id": "a1"}
    return json.dumps({**event, "session_id": "s", **({"cwd": str(folder)} if folder else {}), **more}).encode()


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for a state; the time is no more than an end to waiting in vain."""
    until = time.monotonic() + 900
    while not holds():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)


@contextmanager
def place_of_helpers(patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have a folder for helpers, whose sockets' names are short enough, and leave none of them running."""
    with tempfile.TemporaryDirectory(prefix="de-lint-") as caches:
        patch.setenv("XDG_CACHE_HOME", caches)
        patch.delenv("XDG_RUNTIME_DIR", raising=False)
        patch.setenv(place.VARIABLE, "1")
        yield Path(caches) / "de-lint" / "resident"
        patch.setenv("XDG_CACHE_HOME", caches)
        processes = [one.process for one in known.running()]
        known.stopped()
        for process in processes:
            ended(process)


def ended(process: int) -> None:
    """Wait until a process has ended, whoever started it."""
    try:
        os.waitpid(process, 0)
    except ChildProcessError:
        wait_until(lambda: not os.path.exists(f"/proc/{process}") and not _lives(process))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def started(seconds: float = 600) -> known.KnownHelper:
    """Start a helper for this process, and return it when it listens."""
    client.start(seconds)
    wait_until(known.running)
    return known.running()[0]


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with place_of_helpers(monkeypatch) as folder:
        yield folder


@pytest.fixture(scope="module")
def one_helper() -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch, place_of_helpers(patch) as folder:
        started()
        yield folder


def both(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> tuple[Reply, Any]:
    """Return the answer of this process, and of the helper; each remembers for itself."""
    given = {**OPTIONS, **options}
    monkeypatch.setenv("DE_LINT_CACHE_DIR", str(tmp_path / "own"))
    own = hook.answer(data, **given)
    monkeypatch.setenv("DE_LINT_CACHE_DIR", str(tmp_path / "helped"))
    return own, client.helpers_answer(data, given)


def as_bytes(answer: Reply) -> tuple[int, bytes, bytes]:
    return answer.exit_code, answer.stdout.encode(), answer.stderr.encode()


@pytest.mark.parametrize("file", CASES, ids=lambda f: f"{f.parent.parent.name}-{f.parent.name}")
def test_events_are_answered_alike(
    one_helper: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = json.loads(file.with_name("answer.json").read_text(encoding="utf-8"))["host"]
    own, helped = both(file.read_bytes(), tmp_path, monkeypatch, host=host, isolated=True)
    assert helped == as_bytes(own)


REPORTS = sorted((ROOT / "fixtures").glob("*/*/input.md"))


@pytest.mark.parametrize("part", range(8))
def test_reports_and_delegations_are_judged_alike(
    one_helper: Path, part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, file in enumerate(REPORTS[part::16]):
        text = file.read_bytes().decode("utf-8", "replace")
        name = f"s{number}"
        asked: dict[str, object] = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_use_id": "u"}
        asked |= {"session_id": name, "tool_input": {"subagent_type": "qa", "prompt": text}}
        for data in (stop_event(text, tmp_path, session_id=name), json.dumps({**asked, "cwd": str(tmp_path)}).encode()):
            own, helped = both(data, tmp_path, monkeypatch)
            assert helped == as_bytes(own), file


@pytest.mark.parametrize("closed", [False, True])
def test_what_cannot_be_judged_is_left_to_a_process_of_its_own(one_helper: Path, closed: bool, tmp_path: Path) -> None:
    (tmp_path / ".de-lint.toml").write_text("unheard-of = 1\n", encoding="utf-8")
    for data in (b"{", b"[]", stop_event("x" * 200_000), stop_event(BAD, tmp_path)):
        assert client.helpers_answer(data, {**OPTIONS, "fail_closed": closed}) is None


def test_configuration_words_and_folders_count_as_they_are_now(
    one_helper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def same(data: bytes, **options: Any) -> str:
        own, helped = both(data, tmp_path, monkeypatch, **options)
        assert helped == as_bytes(own)
        return own.stdout

    project = tmp_path / "project"
    project.mkdir()
    event = stop_event(BAD, project, session_id="")
    assert '"block"' in same(event)
    configuration = project / ".de-lint.toml"
    configuration.write_text('[hook]\nmode = "warn"\n', encoding="utf-8")
    assert '"block"' not in same(event) and "systemMessage" in same(event)
    form = "# QA Agent\n\n## Reporting Format\n\n```\nQA Agent Progress Report\n- Task: [task]\n- Moon: [phase]\n```\n"
    (project / "qa.md").write_text(form, encoding="utf-8")
    configuration.write_text('templates = ["qa.md"]\n', encoding="utf-8")
    assert "'Moon' is missing" in same(event)
    (project / "qa.md").write_text(form.replace("Moon", "Tide"), encoding="utf-8")
    assert "'Tide' is missing" in same(event)
    configuration.unlink()
    # Relative to where whoever asks is.
    (tmp_path / "given.toml").write_text('[hook]\nmode = "shadow"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert same(event, config="given.toml") == ""
    monkeypatch.chdir(project)
    assert "block" in same(stop_event(BAD, session_id=""))


def test_a_session_goes_on_with_and_without_the_helper(one_helper: Path, tmp_path: Path) -> None:
    """A refusal that one of them has given, the other one counts; and so on with delegations and hand-overs."""
    asked = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_use_id": "u1", "session_id": "s"}
    task = "**QA Agent**: Check it\n\n**Task**: Check it\n**Authority**: ALL testing decisions\n"
    prompt = f"{task}**Expected Results**: A list\n**Ticket Reference**: ISS-0519\n**Progress Reporting**: at once\n"
    opened = json.dumps({**asked, "tool_input": {"subagent_type": "qa", "prompt": prompt}, "cwd": str(tmp_path)})
    assert client.helpers_answer(opened.encode(), OPTIONS) == (0, b"", b"")
    assert b'"block"' in as_bytes(hook.answer(stop_event(BAD, tmp_path)))[1]
    helped = client.helpers_answer(stop_event(BAD, tmp_path), OPTIONS)
    assert helped is not None and b'"block"' in helped[1]
    third = hook.answer(stop_event(BAD, tmp_path))
    assert "systemMessage" in third.stdout and '"block"' not in third.stdout
    told = (tmp_path / "cache-of-the-test" / "hook" / "s.jsonl").read_text(encoding="utf-8")
    assert told.count('"refused"') == 2 and told.count('"asked"') == 1


def test_who_has_gone_away_has_nothing_remembered(one_helper: Path, tmp_path: Path) -> None:
    """An event that its process has begun to answer itself counts once."""
    identity = place.identity()
    parts = (identity, *client._surroundings(), *client._said(OPTIONS), stop_event(BAD, tmp_path))
    for _ in range(50):
        connection = client.helpers_connection(str(one_helper / f"{place.name_of(identity)}{place.SOCKET}"))
        assert connection is not None
        wire.send(connection, wire.ANSWER, *parts)
        connection.shutdown(socket.SHUT_WR)
        is_answered = connection.recv(1) != b""
        connection.close()
        if not is_answered:
            assert not list(tmp_path.glob("cache-of-the-test/hook/*"))
            return
        # On a busy machine the helper may be done before this process goes on: that event has been answered.
        shutil.rmtree(tmp_path / "cache-of-the-test")
    pytest.fail("the helper has answered each time before it could learn that nobody waits")


def test_settings_and_variables_switch_it_off(
    helpers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".de-lint.toml").write_text("[hook]\nresident = 0\n", encoding="utf-8")
    assert hook.answer(stop_event(BAD, tmp_path)).helper == 0
    assert hook.answer(stop_event(BAD)).helper == 600
    started()
    assert client.helpers_answer(stop_event(BAD, tmp_path), OPTIONS) is None
    assert client.helpers_answer(stop_event(BAD), OPTIONS) is not None
    monkeypatch.setenv(place.VARIABLE, "off")
    assert client.helpers_answer(stop_event(BAD), OPTIONS) is None


def test_an_event_starts_it_and_the_next_one_finds_it(helpers: Path, tmp_path: Path) -> None:
    first = program(tmp_path, stop_event("It is in src/orders.py.", agent_type="Explore"))
    wait_until(known.running)
    assert program(tmp_path, stop_event("It is in src/orders.py.", agent_type="Explore")) == first == (0, b"", b"")
    wait_until(lambda: [one.answered for one in known.running()] == [1])
    assert b'"block"' in program(tmp_path, stop_event(BAD))[1]
    # A process that finds it reads next to nothing of the program, and of Python.
    heavy = ("click", "json", "dataclasses", "hashlib", "subprocess", "socket", "de_lint.agents.hook")
    script = (
        "import sys\nbefore = set(sys.modules)\nfrom de_lint.__main__ import main\ntry: main()\n"
        f"except SystemExit: print(*({set(heavy)} & set(sys.modules) - before))"
    )
    assert program(tmp_path, stop_event("Hm.", agent_type="Explore"), "-c", script) == (0, b"\n", b"")
    wait_until(lambda: [one.answered for one in known.running()] == [3])


def test_nothing_to_judge_starts_none(helpers: Path, tmp_path: Path) -> None:
    event = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}
    assert program(tmp_path, json.dumps(event).encode()) == (0, b"", b"")
    assert not helpers.exists()


def program(folder: Path, data: bytes, *words: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, *(words or ("-m", "de_lint")), "hook"]
    run = subprocess.run(command, cwd=folder, input=data, capture_output=True, timeout=900, check=False)
    return run.returncode, run.stdout, run.stderr


def test_it_ends_when_nothing_comes(helpers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spawn, processes = os.posix_spawn, []
    monkeypatch.setattr(os, "posix_spawn", lambda *given, **more: processes.append(spawn(*given, **more)))
    client.start(0.2)
    ended(processes[0])
    assert list(helpers.iterdir()) == []


def test_it_ends_when_its_socket_is_gone(helpers: Path) -> None:
    process = started(seconds=1_000).process
    shutil.rmtree(helpers)
    ended(process)


def test_people_see_it_and_end_it(helpers: Path, tmp_path: Path) -> None:
    process = started().process
    assert [line.split(" has answered")[0] for line in known.about_helpers()] == [f"process {process}"]
    doctor = [sys.executable, "-m", "de_lint", "hook", "doctor"]
    told = subprocess.run(doctor, cwd=tmp_path, capture_output=True, check=False).stderr.decode()
    assert f"de-lint: helper in the background: process {process} has answered " in told
    stop = [sys.executable, "-m", "de_lint", "hook", "stop"]
    run = subprocess.run(stop, cwd=tmp_path, capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"de-lint: 1 helper has ended\n")
    ended(process)
    assert known.about_helpers() == ["none is there; the next event that is judged starts one"]
    run = subprocess.run(stop, cwd=tmp_path, capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"de-lint: no helper is there\n")


def test_one_that_was_killed_is_not_waited_for_and_replaced(helpers: Path, tmp_path: Path) -> None:
    process = started().process
    os.kill(process, signal.SIGKILL)
    ended(process)
    assert len(list(helpers.glob("*.socket"))) == 1
    assert client.helpers_answer(stop_event(BAD, tmp_path), OPTIONS) is None
    assert started().process != process


def test_other_code_is_never_answered_by_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed anew, or edited, counts from the next event on."""
    copy = tmp_path / "copy"
    shutil.copytree(de_lint.__path__[0], copy / "de_lint", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FOLDER, copy / "de_lint" / "schemas", dirs_exist_ok=True)
    with place_of_helpers(monkeypatch):
        monkeypatch.setenv("PYTHONPATH", str(copy))
        assert b"is not accepted" in program(tmp_path, stop_event(BAD, session_id=""))[1]
        wait_until(known.running)
        first = known.running()[0].process
        reasons = copy / "de_lint" / "agents" / "reasons.py"
        text = reasons.read_text(encoding="utf-8")
        assert "is not accepted" in text
        reasons.write_text(text.replace("is not accepted", "cannot be taken"), encoding="utf-8")
        assert b"cannot be taken" in program(tmp_path, stop_event(BAD, session_id=""))[1]
        ended(first)
        again = stop_event(BAD, session_id="")
        wait_until(lambda: b"cannot be taken" in program(tmp_path, again)[1] and known.running())
        assert [one.process for one in known.running()] != [first]


def test_another_environment_has_another_helper(helpers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started()
    assert client.helpers_answer(stop_event(BAD), OPTIONS) is not None
    for name in ("PATH", "LD_PRELOAD", "GIT_DIR", "HOME", "PYTHONPATH"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "/elsewhere")
            assert client.helpers_answer(stop_event(BAD), OPTIONS) is None, name
    # The name is only where it listens: another one's identity is not answered there either.
    name = place.name_of(place.identity())
    monkeypatch.setattr(place, "identity", lambda: b"another")
    monkeypatch.setattr(place, "name_of", lambda _: name)
    assert client.helpers_answer(stop_event(BAD), OPTIONS) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")
def test_a_process_in_a_sandbox_is_not_answered_from_outside(helpers: Path, tmp_path: Path) -> None:
    script = (
        "import ctypes, json, sys\nfrom de_lint.agents.resident import client, place\n"
        "place.identity = lambda: bytes.fromhex(sys.argv[1])\n"
        "{}\nprint(client.helpers_answer(sys.stdin.buffer.read(), json.loads(sys.argv[2])) is not None)"
    )
    started()
    for restricted, answered in (("", b"True\n"), ("ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)", b"False\n")):
        command = [sys.executable, "-c", script.format(restricted), place.identity().hex(), json.dumps(OPTIONS)]
        run = subprocess.run(command, input=stop_event(BAD, tmp_path), capture_output=True, timeout=900, check=True)
        assert run.stdout == answered
    assert ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 0, "the tests themselves are not restricted"
    assert confinement(os.getpid()) == confinement(os.getpid())


@pytest.mark.parametrize("wrong", ["a link for the folder", "a folder for all", "a socket for all", "a link", "a file"])
def test_what_others_could_have_put_there_is_not_asked(
    helpers: Path, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(helpers, _says()):
        file = helpers / f"{place.name_of(place.identity())}{place.SOCKET}"
        assert client.helpers_connection(str(file)) is not None
        if wrong == "a link for the folder":
            real = helpers.rename(helpers.with_name("real"))
            helpers.symlink_to(real, target_is_directory=True)
        elif wrong == "a folder for all":
            helpers.chmod(0o755)
        elif wrong == "a socket for all":
            file.chmod(0o666)
        elif wrong == "a link":
            file.rename(helpers / "real")
            file.symlink_to(helpers / "real")
        else:
            file.unlink()
            file.write_text("no socket")
        asked: list[str] = []
        monkeypatch.setattr(wire, "send", lambda *_: asked.append("asked"))
        monkeypatch.setattr(client, "send", wire.send)
        assert client.helpers_answer(stop_event(BAD), OPTIONS) is None
        assert not asked
        client.start(600)  # nothing is started there either
        assert not wrong.endswith(("folder", "for all")) or not list(helpers.glob("*.starting")) or "socket" in wrong
        for marker in helpers.glob("*.starting"):
            marker.unlink()


@contextmanager
def answering(folder: Path, answer: Callable[[socket.socket], object]) -> Iterator[None]:
    """Have somebody else answer in the helper's place, or not."""
    folder.mkdir(0o700, parents=True)
    file = folder / f"{place.name_of(place.identity())}{place.SOCKET}"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(file))
        file.chmod(0o600)
        listener.listen()
        held: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    held.append(listener.accept()[0])
                    answer(held[-1])
                except wire.Broken:
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in held:
            connection.close()


def _says(*messages: tuple[bytes, ...]) -> Callable[[socket.socket], object]:
    def say(connection: socket.socket) -> None:
        wire.receive(connection, time.monotonic() + 900)
        for message in messages:
            wire.send(connection, *message)
        connection.shutdown(socket.SHUT_RDWR)

    return say


@pytest.mark.parametrize(
    "answer",
    {
        "ends at once": lambda connection: connection.shutdown(socket.SHUT_RDWR),
        "ends when it has the event": _says(),
        "says something else": _says((b"hello",)),
        "answers too much": _says((b"0", b"", b"", b"")),
        "answers no code": _says((b"x", b"", b"")),
        "says no message": lambda connection: connection.sendall(b"\xff" * 64),
        "says nothing": lambda connection: None,
        "reads nothing": lambda connection: connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),
        "says half a message": lambda connection: connection.sendall(b"\0\0\0\7\0"),
    }.items(),
    ids=lambda item: item[0],
)  # fmt: skip
def test_one_that_does_not_answer_is_not_waited_for_long(
    helpers: Path, answer: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ANSWERED_WITHIN", 0.5)
    with answering(helpers, answer[1]):
        assert client.helpers_answer(stop_event(BAD * (50_000 if answer[0] == "reads nothing" else 1)), OPTIONS) is None
        # No other event waits for one that says nothing.
        silent = ("says nothing", "reads nothing", "says half a message")
        assert bool(list(helpers.glob("*.socket"))) == (answer[0] not in silent)


def test_all_waiting_together_leaves_time_for_the_event_itself() -> None:
    from de_lint.agents.deadline import SECONDS
    from de_lint.agents.hosts.host import TIMEOUT
    from de_lint.patience import PATIENCE

    assert (client.REACHED_WITHIN + client.ANSWERED_WITHIN + SECONDS) / PATIENCE < TIMEOUT


@pytest.mark.parametrize("broken", ["posix_spawn", "makedirs", "pipe", "open"])
def test_where_none_can_be_started_nothing_is_said(
    helpers: Path, broken: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(1, "a sandbox forbids it")

    with monkeypatch.context() as patch:
        patch.setattr(os, broken, fail)
        client.start(600)
    assert capfd.readouterr() == ("", "")
    assert known.running() == []


@pytest.mark.parametrize("broken", ["socket", "AF_UNIX"])
def test_where_there_are_no_sockets_none_is_asked(helpers: Path, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import _socket

    with answering(helpers, _says((b"0", b"", b""))):
        assert client.helpers_answer(stop_event(BAD), OPTIONS) == (0, b"", b"")
        with monkeypatch.context() as patch:
            patch.delattr(_socket, broken)
            assert client.helpers_answer(stop_event(BAD), OPTIONS) is None


def test_one_start_is_enough(helpers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spawned: list[int] = []
    monkeypatch.setattr(client, "_spawn", spawned.append)
    for _ in range(3):
        client.start(600)
    assert len(spawned) == 1
    (marker,) = helpers.glob("*.starting")
    os.utime(marker, (0, 0))  # long ago, and nothing came of it
    for _ in range(3):
        client.start(600)
    assert len(spawned) == 2


def test_a_second_one_gives_way(helpers: Path) -> None:
    first = started()
    for marker in helpers.glob("*.starting"):
        marker.unlink()
    client.start(600)
    wait_until(lambda: not list(helpers.glob("*.socket.*")) and list(helpers.glob("*.starting")))
    assert [one.process for one in known.running()] == [first.process]


LATE_NOTE = """
import os, socket, sys
from de_lint.agents.resident import server

class Unchanged:
    def is_unchanged(self):
        return True

listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(1)
socket.socket(socket.AF_UNIX).connect(sys.argv[1])  # asks nothing, and is gone at once
helper = server.Helper(listener, sys.argv[1], b"", 600, Unchanged())
looks, really = iter([True, True, False]), server.select

def look(*waited):
    if len(forks) == 1:  # the first fork has noted and ended, and only its end is seen
        os.waitid(os.P_PID, forks[0], os.WEXITED | os.WNOWAIT)
        return [], [], []
    return really(*waited)

def fork(really=helper._fork):
    really()
    forks.append(helper._waiting)

def is_there(reap=helper._reap):
    reap()
    return next(looks)

forks = []
server.select, helper._fork, helper._is_there = look, fork, is_there
helper.serve()
first, second = forks
print(sorted(helper._forks) == [second], helper._waiting == second)
"""


def test_a_note_of_one_that_has_ended_is_nobody_elses(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="de-lint-") as folder:
        command = [sys.executable, "-c", LATE_NOTE, f"{folder}/socket"]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "True True\n", run.stderr
