"""The guard around `de-lint hook`: whatever goes wrong while it answers an event, the host gets an answer.

Exit code 2 refuses whatever the host is about to do, and a traceback ends with 1. Only the standard library is
imported here: a damaged installation is one of the things that go wrong.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAIL_CLOSED = "--fail-closed"
_FOR_PEOPLE = frozenset({"install", "doctor", "replay", "stop", "-h", "--help"})
_CLI = os.path.dirname(os.path.dirname(__file__))
_COMMANDS = frozenset(name.removesuffix(".py") for name in os.listdir(os.path.join(_CLI, "commands")))
_LONGEST = 2_000
_REFUSED = 2


def is_event(arguments: Sequence[str]) -> bool:
    """Tell whether these arguments ask for the answer to an event; wrong options before the command hide nothing."""
    commands = [word for word in arguments if word in _COMMANDS]
    return commands[:1] == ["hook"] and not _FOR_PEOPLE & set(arguments)


def guarded_exit(arguments: Sequence[str], answer: Callable[[], object]) -> int:
    """Return the exit code of `answer`, or where it fails that of saying why.

    All goes on then, with a message to the user; with `--fail-closed` among the arguments nothing does.
    """
    try:
        code = answer()
    except BaseException as error:  # an interruption and an exit are failures to answer, too
        return _say(_why(error), FAIL_CLOSED in arguments)
    return code if isinstance(code, int) else 0


def _why(error: BaseException) -> str:
    shown = getattr(error, "format_message", None)  # that of a usage error
    text = str(shown() if callable(shown) else error)
    known = f"{type(error).__name__}: " if shown is None and text else ""
    return " ".join(f"{known}{text or type(error).__name__}".split())[:_LONGEST]


def _say(why: str, closed: bool) -> int:
    import json

    message = f"de-lint could not check this: {why}"
    text = message if closed else json.dumps({"systemMessage": message})
    try:
        print(text.encode("ascii", "backslashreplace").decode(), file=sys.stderr if closed else sys.stdout, flush=True)
    except (OSError, ValueError, AttributeError):
        _let_go()
    return _REFUSED if closed else 0


def _let_go() -> None:
    """Point stdout nowhere: Python would end with 120 where it cannot be flushed."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        return
