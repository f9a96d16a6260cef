"""Steps of SWE-agent's trajectories, each a thought, the command that follows from it, and what that printed.

    {"thought": "…", "action": "edit 12:15 … end_of_edit", "observation": "…", "state": "{…}"}

What the agent submits, it tells of in the thought before.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Called, FileChange, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import LONGEST, Entry, json_in

_REFUSED = ("Your proposed edit has introduced new syntax error", "Usage: ", "No file open")


class SweAgentLog:
    """Reads one trajectory; it remembers which file is open, which is the one that is edited."""

    def __init__(self) -> None:
        self._steps = 0

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return isinstance(entry.get("action"), str) and "observation" in entry

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what a step tells."""
        self._steps += 1
        use, action = f"step {self._steps}", event_text(entry, "action")
        thought, output = (
            event_text(entry, "thought") or event_text(entry, "response"),
            event_text(entry, "observation"),
        )
        verb, _, rest = action.strip().partition(" ")
        if thought:
            yield Told(thought)
        yield Spoke("", thought if verb == "submit" else None)
        name = rest.split("\n")[0].strip()
        if verb == "edit":
            yield Called(use, verb, changes=(FileChange(event_text(json_in(entry.get("state")), "open_file")),))
        elif verb == "create":
            yield Called(use, verb, changes=(FileChange(name, "created"),))
        else:
            yield Called(use, "bash", command=action[:LONGEST])
        yield Returned(use, output, failed=any(text in output for text in _REFUSED))
