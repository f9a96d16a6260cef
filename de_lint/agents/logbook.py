"""The log of verdicts: a line of JSON for each, in the file that the configuration names."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import EventInput
from de_lint.agents.verdicts import Verdict
from de_lint.diagnostics import Finding
from de_lint.project.files.discovery import reason
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings

_LONGEST = 200
#: A pipe that nobody reads is an error: a hook must not wait for a reader. A link may lead anywhere.
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def write_entry(
    settings: Settings,
    given: EventInput,
    host: str,
    role: Kind | None = None,
    mode: str | None = None,
    verdict: Verdict | None = None,
    action: str = "pass",
) -> str:
    """Add what was found in an event, and what was done, to the log, if there is one.

    An event without anything to judge is logged if it links a tool's use to the agent that it launched. The texts
    themselves are not logged. The log's folder is made if there is none. Return why the log cannot be written, blank
    if it can: that must not change what is done. Whose configuration this is nobody knows: a log lies below its folder,
    and where git keeps its own files there is none.
    """
    name = settings.hook["log"]
    if name is None:
        return ""
    entry = {
        "time": _now(),
        "host": host,
        **{key: fact[:_LONGEST] for key, fact in _facts(given).items() if fact},
        **({"characters": len(given.text)} if given.kind else {}),
        "again": given.again,
        "role": role.type if role else None,
        "kind": verdict.kind if verdict else None,
        "mode": mode,
        "action": action,
        "findings": [{"code": f.code, "name": f.name, "severity": f.severity.value} for f in _findings(verdict)],
    }
    return _added(settings.configuration.folder, name, json.dumps(entry) + "\n")


def _added(folder: Path, name: str, line: str) -> str:
    """Add a line to a file below a folder, and return why that is impossible, blank if it is done."""
    file = Path(os.path.normpath(folder / name))
    try:
        top, real = Path(os.path.realpath(folder)), Path(os.path.realpath(file.parent), file.name)
        if not real.is_relative_to(top):
            raise OSError(0, "it is outside of the configuration's folder")
        if ".git" in map(str.lower, real.relative_to(top).parts):
            raise OSError(0, "it is among the files of git")
        real.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(real, _APPEND, 0o600), "a", encoding="utf-8") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError(0, "this is not a regular file")
            # A name in an event may hold `$(…)`: nothing that might be run, or read as something else, is added to.
            os.lseek(stream.fileno(), 0, os.SEEK_SET)
            if os.read(stream.fileno(), 1) not in (b"", b"{"):
                raise OSError(0, "what stands there is no log of this program")
            stream.write(line)
    except OSError as error:
        return f"de-lint cannot write the hook's log {file}: {reason(error)}"
    except ValueError as error:  # a name that no file can have
        return f"de-lint cannot write the hook's log: {error}"
    return ""


def _facts(given: EventInput) -> dict[str, str]:
    """Return what an event was, and whose."""
    return {
        "event": given.event,
        "session_id": given.session,
        "agent_id": given.agent_id,
        "tool_use_id": given.use,
        "launched_agent_id": given.launched,
        "agent": given.agent,
        "file": ", ".join(given.files),
    }


def _findings(verdict: Verdict | None) -> list[Finding]:
    return list(verdict.findings) if verdict else []


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")
