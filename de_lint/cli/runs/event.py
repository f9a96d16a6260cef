"""Events of agent hosts, answered without click: a host waits for every one, and importing click takes a tenth of that.

Arguments that are not understood here are left to the command line, which says what is wrong with them.
"""

from __future__ import annotations

import gc
import sys

from de_lint.agents.hosts import NAMES
from de_lint.cli.runs.event_guard import FAIL_CLOSED
from de_lint.cli.shown.streams import silence_stdout, write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from de_lint.agents.answers import Reply

_FLAGS = {FAIL_CLOSED: "fail_closed", "--isolated": "isolated"}
_VALUES = {"--host": "host", "--config": "config"}
#: Objects between two collections: so short a run leaves less behind than looking for it costs.
_COLLECT_RARELY = 200_000
#: In bytes; beside a text of which none is judged that is larger than a hundredth of it, an event says little.
_LARGEST = 20_000_000


def options_of(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options of an event's command, None for any that is not plain."""
    options: dict[str, Any] = {"host": NAMES[0], "fail_closed": False, "config": None, "isolated": False}
    if not arguments or arguments[0] != "hook":
        return None
    rest = list(arguments[1:])
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name in _FLAGS and not equals:
            options[_FLAGS[name]] = True
        elif name in _VALUES and (equals or rest):
            options[_VALUES[name]] = value if equals else rest.pop(0)
        else:
            return None
    return options if options["host"] in NAMES else None


def answer_stdin(options: dict[str, Any]) -> int:
    """Answer the event on standard input, and return the exit code."""
    gc.set_threshold(_COLLECT_RARELY)
    if sys.stdin is None:
        return fail("standard input is closed", options["fail_closed"])
    try:
        data = sys.stdin.buffer.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            while sys.stdin.buffer.read(1 << 20):  # a host need not bear that nobody listens
                pass
            return fail(f"the event holds more than {_LARGEST // 1_000_000} MB", options["fail_closed"])
        from de_lint.agents.resident.client import helpers_answer, start
    except Exception as error:  # a damaged installation must not refuse everything
        return fail(f"standard input cannot be read: {error}", options["fail_closed"])
    if (said := helpers_answer(data, options)) is not None:
        return _give(*said, options["fail_closed"])
    answer = _answered(data, options)
    code = _given(answer, options["fail_closed"])
    if answer.helper:
        start(answer.helper)
    return code


def answer_event(data: bytes, options: dict[str, Any]) -> int:
    """Answer an event that was read, and return the exit code."""
    return _given(_answered(data, options), options["fail_closed"])


def _answered(data: bytes, options: dict[str, Any]) -> Reply:
    from de_lint.agents.answers import failed

    if options["config"] is not None and options["isolated"]:
        return failed("--config and --isolated cannot be combined.", options["fail_closed"])
    try:
        from de_lint.agents.deadline import SECONDS, DeadlinePassed, within
        from de_lint.agents.hook import answer
    except Exception as error:  # a damaged installation must not refuse everything
        return failed(f"{type(error).__name__}: {error}", options["fail_closed"])
    try:
        with within(SECONDS):
            return answer(data, **options)
    except DeadlinePassed as late:
        return failed(str(late), options["fail_closed"])


def fail(why: str, closed: bool) -> int:
    """Say that an event could not be judged, and return the exit code."""
    from de_lint.agents.answers import failed

    return _given(failed(why, closed), closed)


def _given(answer: Reply, closed: bool) -> int:
    stdout, stderr = (text.encode("utf-8", "backslashreplace") for text in (answer.stdout, answer.stderr))
    return _give(answer.exit_code, stdout, stderr, closed)


def _give(code: int, stdout: bytes, stderr: bytes, closed: bool) -> int:
    """Give an answer; one that nobody takes is none: it refuses if `closed`, or if it was meant to."""
    try:
        if stderr and sys.stderr is not None:
            sys.stderr.write(stderr.decode())
            sys.stderr.flush()
        if stdout:
            write_bytes(stdout)
    except (OSError, ValueError):
        silence_stdout()
        return 2 if closed else code
    return code
