"""A repository's own configuration: whatever stands in whichever key, it is refused or harms nobody.

Harm is a file read or written where the repository has no business, a program or a connection, a run that does not
end, a command to the terminal or the runner, or a verdict that another than the named setting changes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from de_lint.agents.hook import answer
from de_lint.cli import main
from de_lint.vocabulary.schemas import schema

Make = Callable[[Any], Any]
SECRET = "harmattan"
REPORT = (
    "# QA Agent Progress Report\n\n- Task: ISS0345 " + "a" * 60 + "!\n- Status: done\n- Ticket: ISS-0001, ABC-1, "
    "#1\n- Files: `../outside/secret.md`\n"
)
#: {outside} is a folder beside the repository, {mark} a file that nobody makes.
VALUES = (
    "../outside/secret.md", "{outside}/role.json", "*/../../outside/*", "/**/*", "/etc/passwd", "/dev/zero",
    "linked.md", "linked.json", "linked/*", "linked/list.txt", "pipe.md", "pipe.txt", ".git/config", "..",
    "http://127.0.0.1:9/x", "$(touch {mark})", "--output={mark}", "{{0.__class__}}", "(a|a|a)*$", "(a?){{60}}a{{60}}",
    "[", "**/" * 300 + "x", "*a" * 200, "\0", "\x1b[2J", "\n::error::x", "x" * 50_000,
)  # fmt: skip
ODD: tuple[Any, ...] = (-1, 2**70, [["x"]], {"x": {"x": {}}}, "")


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    name = node.get("$ref", "").rpartition("/")[2]
    return {**node, **schema("configuration")["$defs"][name]} if name else node


def example(node: dict[str, Any]) -> Any:
    node = resolved(node)
    kind = str(node.get("type", "string"))
    if "examples" in node and kind != "object":
        return node["examples"][0]
    return node["enum"][0] if "enum" in node else {"array": ["A-1"], "object": {}, "integer": 1}.get(kind, "A-1")


def with_others(others: dict[str, Any], key: str, made: Any) -> dict[str, Any]:
    return {**others, key: made}


def placed(make: Make, around: Make) -> Make:
    """Return what puts a value where `make` does, and that into what is around it."""
    return lambda value: around(make(value))


def places(node: dict[str, Any]) -> Iterator[tuple[str, Make]]:
    """Yield every place of a configuration where a value or a name stands, and what puts one there."""
    node = resolved(node)
    known, others = node.get("properties", {}), node.get("additionalProperties")
    needed = [*node.get("required", ()), *node.get("anyOf", [{}])[0].get("required", ())]
    options = [option["required"] for option in node.get("oneOf", ())]
    for key, below in known.items():
        chosen = next((option for option in options if option[-1] == key), options[-1] if options else [])
        beside = {other: example(known[other]) for other in (*needed, *chosen)}
        for name, make in places(below):
            yield f"{key}.{name}", placed(make, partial(with_others, beside, key))
    if isinstance(others, dict):
        yield "name", lambda value: {str(value): example(others)}
        for name, make in places(others):
            yield f"*.{name}", placed(make, partial(with_others, {}, "U001" if "propertyNames" in node else "qa"))
    if "items" in node:
        for name, make in places(node["items"]):
            yield f"[].{name}", placed(make, lambda made: [made])
    if not (known or others or "items" in node):
        yield "", lambda value: value


PLACES = dict(places(schema("configuration")))


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(below)}" for key, below in value.items()) + "}"
    return "[" + ", ".join(map(toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


# -- what a run does ----------------------------------------------------------------------------------------------

_seen: list[tuple[str, tuple[Any, ...]]] | None = None
_WRITES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.truncate")
_READS = ("open", "os.listdir", "os.scandir")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.getaddrinfo")


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in (*_WRITES, *_READS, *_PROGRAMS):
        _seen.append((event, arguments))


@pytest.fixture(scope="module", autouse=True)
def audited() -> None:
    sys.addaudithook(_audit)  # stays for the life of the process, and keeps nothing outside of `watched`


@contextmanager
def watched() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    global _seen  # noqa: PLW0603  # an audit hook cannot be taken off again
    _seen = []

    def over(*_: object) -> None:
        raise AssertionError("it does not end")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(60)  # what takes a tenth of a second takes no minute on a busy machine
    try:
        yield _seen
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        _seen = None


def harm(seen: list[tuple[str, tuple[Any, ...]]], project: Path, may_log: bool) -> Iterator[str]:
    cache = Path(os.environ["XDG_CACHE_HOME"])
    around = project.parent
    for event, arguments in seen:
        if event in _PROGRAMS:
            command = arguments[1] if event == "subprocess.Popen" else arguments
            if event != "subprocess.Popen" or Path(os.fsdecode(command[0])).name != "git":
                yield f"{event} {command}"
            continue
        if not isinstance(arguments[0], (str, bytes, os.PathLike)):
            continue
        named, flags = os.fsdecode(arguments[0]), arguments[2] if event == "open" else 0
        # What is opened without following a link is what is named.
        folder, name = os.path.split(os.path.abspath(named))
        path = Path(os.path.realpath(folder), name) if flags & os.O_NOFOLLOW else Path(os.path.realpath(named))
        writes = event in _WRITES or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        inside, kept = path.is_relative_to(project), path.is_relative_to(cache) or path == Path(os.devnull)
        if writes and not kept and not (inside and may_log and ".git" not in path.parts):
            yield f"{event} writes {path}"
        odd = path.is_relative_to("/etc/passwd") or path.parts[:2] in (("/", "proc"), ("/", "dev"), ("/", "home"))
        if not kept and (odd or path == Path("/") or (path.is_relative_to(around) and not inside and path != around)):
            yield f"{event} reads {path}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    outside, project = tmp_path / "outside", tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (outside / "below").mkdir(parents=True)
    (outside / "secret.md").write_text(f"# {SECRET.title()} Agent Delegation Template\n\n**Task**: [{SECRET}]\n")
    role = {"$id": f"urn:x:{SECRET}", "title": SECRET, "x-type": "qa", "x-names": [SECRET], "required": [SECRET]}
    (outside / "role.json").write_text(json.dumps(role))
    (outside / "list.txt").write_text("ISS-0001 closed\n")
    for name, target in (("linked.md", "secret.md"), ("linked.json", "role.json"), ("linked", "")):
        (project / name).symlink_to(outside / target)
    for name in ("pipe.md", "pipe.txt"):
        os.mkfifo(project / name)
    (project / "report.md").write_text(REPORT)
    monkeypatch.chdir(project)
    return project


def run(project: Path) -> tuple[int, str, str]:
    with CliRunner().isolation() as (out, err, _):
        code = main.run(["check", "--format", "concise", "report.md"])
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode(), err.getvalue().decode()


_sessions = count()  # in each of them, an agent is refused a few times only


def asked(project: Path) -> dict[str, Any]:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "cwd": str(project)}
    event["session_id"] = str(next(_sessions))
    given = answer(json.dumps({**event, "last_assistant_message": REPORT}).encode())
    assert given.exit_code == 0
    told: dict[str, Any] = json.loads(given.stdout or "{}")
    return told


@pytest.mark.parametrize("place", PLACES)
def test_no_value_does_harm(place: str, project: Path) -> None:
    plain = run(project)
    assert plain[0] == 1 and "T201" in plain[1]
    outside = project.parent / "outside"
    for written in (*VALUES, *ODD):
        value = written.format(outside=outside, mark=project / "mark") if isinstance(written, str) else written
        data: dict[str, Any] = PLACES[place](value)
        (project / ".de-lint.toml").write_text("".join(f"{json.dumps(k)} = {toml(v)}\n" for k, v in data.items()))
        with watched() as seen:
            code, out, err = run(project)
            told = asked(project)
        where = (place, str(written)[:100])
        shown = out + err
        assert not list(harm(seen, project, place == "hook.log.")), where
        assert not (project / "mark").exists(), where
        assert SECRET not in shown + json.dumps(told), where
        assert "\x1b" not in shown and not any(line.startswith("::") for line in shown.split("\n")), where
        # Refused in one line that names the file, or it changes nothing but what a rule of its own finds.
        others = "".join(line for line in out.splitlines(keepends=True) if " U001 " not in line)
        assert (code == 2 and ".de-lint.toml" in err and "Traceback" not in err) or (code, others) == plain[:2], where
        assert told.get("decision") == "block" or ".de-lint.toml" in told.get("systemMessage", ""), where
    assert sorted(p.name for p in outside.rglob("*")) == ["below", "list.txt", "role.json", "secret.md"]

