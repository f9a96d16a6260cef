"""Verdicts in the words of agent hosts: one JSON object, or an exit code with a message where the host wants that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from de_lint.agents.events import DELEGATION, REPORT
from de_lint.diagnostics import Finding

HOSTS = ("claude", "codex", "vscode")
#: Hosts cut longer texts, or refuse them.
LONGEST = 10_000
_FOR_FINDINGS = 5_000
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


def reason_for(kind: str | None, findings: Sequence[Finding], forms: Iterable[str]) -> str:
    """Return what an agent is told: the findings, a line each, then the first of the forms that there is room for."""
    from de_lint.reading.values.placeholders import holds_placeholder

    lines = _listed(findings)
    asked = _ASKED.get(kind or "", _ASKED[""])
    start = f"de-lint: {asked}\n\n{lines}"
    texts = (f"{start}\n{_FORM[holds_placeholder(form)]}\n\n{form}" for form in forms)
    return next((text for text in texts if capped(text) == text), start)


def warning_of(agent: str, findings: Sequence[Finding]) -> str:
    """Return what the user is told of findings that refuse nothing."""
    from de_lint.output.plain_text import neutralised

    whose = f" in what {neutralised(agent)[:100]} wrote" if agent.strip() else ""
    return f"de-lint found{whose}:\n\n{_listed(findings)}"


_ASKED = {
    REPORT: "this report is not accepted. Your last message is what is handed on, so answer again with the COMPLETE "
    "report, corrected, and nothing else:",
    DELEGATION: "this delegation is not accepted. Send it again, complete and corrected:",
    "": "the file that was written needs correction:",
}
#: What is said of a form, by whether it holds placeholders.
_FORM = {
    True: "What was there is filled in, and mended where that is safe. Replace every placeholder in brackets: by one "
    "of its choices where it lists some, by none where there is nothing to list, else by what is true:",
    False: "What was there is filled in, and mended where that is safe. Mend what is left of the above:",
}


def _listed(findings: Sequence[Finding]) -> str:
    from de_lint.output.agent import render
    from de_lint.output.context import OutputContext

    text, left = "", len(findings)
    for finding in findings:
        line = render([_without_fix(finding)], OutputContext())
        if len(text) + len(line) > _FOR_FINDINGS:
            break
        text, left = text + line, left - 1
    return f"{text}… and {left} more\n" if left else text


def _without_fix(finding: Finding) -> Finding:
    """Return a finding without a fix that writes a placeholder, which the form holds and no answer may."""
    return replace(finding, fix=None) if finding.name in ("missing-field", "empty-field") else finding


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
