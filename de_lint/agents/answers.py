"""Verdicts in the words of agent hosts: one JSON object, or an exit code with a message where the host wants that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

HOSTS = ("claude", "codex", "vscode")
#: Hosts cut longer texts, or refuse them.
LONGEST = 10_000
_REFUSED = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program prints and ends with."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0


def silent(host: str) -> Answer:
    """Return the answer that lets everything go on."""
    return _object({}) if host == "codex" else Answer()


def told(message: str) -> Answer:
    """Return an answer that says something and refuses nothing."""
    return _object({"systemMessage": capped(message)})


def failed(why: str, fail_closed: bool) -> Answer:
    """Return the answer where nothing could be judged: all goes on, or with `fail_closed` nothing does."""
    message = capped(f"de-lint could not judge this: {why}")
    return Answer(stderr=message + "\n", exit_code=_REFUSED) if fail_closed else told(message)


def contract(event: str, text: str) -> Answer:
    """Return the answer that hands an agent its role's contract."""
    return _object({"hookSpecificOutput": {"hookEventName": event, "additionalContext": capped(text)}})


def refused(event: str, reason: str) -> Answer:
    """Return the answer that refuses what an event is about."""
    return _REFUSALS.get(event, _blocked)(event, capped(reason))


def _blocked(_: str, reason: str) -> Answer:
    return _object({"decision": "block", "reason": reason})


def _denied(event: str, reason: str) -> Answer:
    decision = {"permissionDecision": "deny", "permissionDecisionReason": reason}
    return _object({"hookSpecificOutput": {"hookEventName": event, **decision}})


def _exited(_: str, reason: str) -> Answer:
    return Answer(stderr=reason + "\n", exit_code=_REFUSED)


_REFUSALS: Mapping[str, Callable[[str, str], Answer]] = {
    "PreToolUse": _denied,
    "TaskCompleted": _exited,
    "TeammateIdle": _exited,
}


def noted(answer: Answer, message: str) -> Answer:
    """Return an answer that tells the user a message, too; on stderr where the host reads no object."""
    if not message:
        return answer
    if answer.exit_code:
        return replace(answer, stderr=f"{answer.stderr}{capped(message)}\n")
    given = json.loads(answer.stdout or "{}")
    told_before = filter(None, [given.get("systemMessage")])
    return _object({**given, "systemMessage": capped("\n\n".join([*told_before, message]))})


def capped(text: str) -> str:
    """Return a text without halves of characters, cut where it is longer than hosts take (they count UTF-16 units)."""
    units = text.encode("utf-16-le", "surrogatepass")
    whole = units.decode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return whole
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _object(answer: dict[str, Any]) -> Answer:
    # Escapes pass through terminals, pipes and hosts of any encoding.
    return Answer(stdout=json.dumps(answer) + "\n")
