"""Do the installed hooks fire? Events are sent through the command lines in a host's file, and their answers read.

What is sent is a delegation without content and an empty report, which any settings that refuse anything refuse.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from de_lint.agents.answers import REFUSED
from de_lint.agents.events import Payload
from de_lint.agents.hosts.host import TIMEOUT, Host
from de_lint.agents.installing import installed_commands, settings_in
from de_lint.agents.matchers import matches
from de_lint.classes import dataclass
from de_lint.patience import PATIENCE

DELEGATION = "**QA Agent**: A trial\n\n**Task**:\n**Authority**:\n**Expected Results**:\n**Progress Reporting**:\n"
REPORT = ""
_LONGEST = 100
#: How long a host waits, in seconds.
_WAITS = TIMEOUT * PATIENCE


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one event: where it was sent, what the host would do, and whether that is as it should be."""

    event: str
    command: str
    said: str
    works: bool


def tried(host: Host, root: Path, event: Payload | None = None) -> Iterator[Tried]:
    """Yield what comes of a host's events, or of this one alone; Unusable where its file cannot be read."""
    file = root / host.file
    asks = installed_commands(settings_in(file)) if not host.plugin else None
    events = dict(host.samples(DELEGATION, REPORT)) if event is None else {host.given(event).event: event}
    for name, payload in events.items():
        if asks is None:
            runs = [host.command()] if file.is_file() and host.command() in file.read_text("utf-8") else []
        else:
            runs = [c for matcher, c in asks.get(name, ()) if matches(matcher, host.chosen_by(name, payload))]
        if not runs:
            yield Tried(name, "", f"nothing in {host.file.as_posix()} asks de-lint about it", works=False)
        for command in runs[:1]:
            yield _run(command, name, {**payload, "cwd": str(root.absolute())}, root, event is not None)


def _run(command: str, name: str, payload: Payload, root: Path, is_given: bool) -> Tried:
    started = time.perf_counter()
    try:
        run = subprocess.run(
            command, shell=True, cwd=root, input=json.dumps(payload).encode(), capture_output=True, timeout=_WAITS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Tried(name, command, f"no answer in {_WAITS:g} seconds: the host goes on without it", works=False)
    taken = f"{1_000 * (time.perf_counter() - started):.0f} ms"
    errors = run.stderr.decode("utf-8", "replace").strip()
    if run.returncode not in (0, REFUSED):
        why = f": {_line(errors)}" if errors else ""
        return Tried(name, command, f"the command ends with {run.returncode}{why}", works=False)
    try:
        said = json.loads(run.stdout or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Tried(name, command, "the command prints something else than an answer", works=False)
    did, works = _done({"reason": errors, "decision": "block"} if run.returncode == REFUSED else said, errors)
    return Tried(name, command, f"{did} ({taken})", works or is_given)


def _done(said: Mapping[str, Any], errors: str) -> tuple[str, bool]:
    """Return what a host does with an answer, and whether that shows that the hook fires."""
    nested = said.get("hookSpecificOutput")
    inner = nested if isinstance(nested, dict) else {}
    denied = {said.get("decision"), said.get("permission"), inner.get("permissionDecision")} & {"block", "deny"}
    reasons = (inner.get("permissionDecisionReason"), *map(said.get, ("reason", "followup_message", "user_message")))
    if denied or "followup_message" in said:
        return f"refused: {_line(next(filter(None, reasons), ''))}", True
    if inner.get("additionalContext"):
        return "the role's forms are handed out", True
    told = said.get("systemMessage") or errors
    return (f"let through, with a message to the user: {_line(told)}", False) if told else ("let through", False)


def _line(text: object) -> str:
    from de_lint.output.plain_text import neutralised

    line = neutralised(" ".join(str(text).split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
