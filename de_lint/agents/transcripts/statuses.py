"""The exit status of a command, as hosts write it into its output."""

from __future__ import annotations

import re

from de_lint.patterns import compiled

_EDGE = 400
#: The whole of a line: what a command prints may speak of codes, too.
_STATUS = compiled(
    r"(?:process |command |<shellId: \S+ completed with )?exit(?:ed with)? code:? (?P<status>-?\d{1,10})[>.]?"
    r"|<exit_code>(?P<tagged>\d{1,10})</exit_code>",
    re.IGNORECASE,
)


def status_in(output: str) -> int | None:
    """Return the status that is told at the start or the end of an output; None if it is told nowhere."""
    head, tail = output[:_EDGE], output[-_EDGE:]
    lines = [*head.splitlines()[:6], *reversed(tail.splitlines()[-4:])]
    found = next((m for line in lines if len(line) < 200 and (m := _STATUS.fullmatch(line.strip()))), None)
    return int(found["status"] or found["tagged"]) if found else None
