"""What the program prints and ends with: one JSON object, or an exit code with a message where a host wants that."""

from __future__ import annotations

import json
from typing import Any

from de_lint.classes import dataclass, field

#: Hosts cut longer texts, or refuse them.
LONGEST = 10_000
REFUSED = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """What the program prints and ends with."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0
    #: Seconds that a resident helper should wait for more events like this one; 0 where none is wanted.
    helper: float = field(default=0.0, compare=False)


def only_told(message: str) -> Reply:
    """Return an answer that says something and refuses nothing, in the words of most hosts."""
    return as_object({"systemMessage": capped(message)})


def failed(why: str, fail_closed: bool) -> Reply:
    """Return the answer where nothing could be judged: all goes on, or with `fail_closed` nothing does."""
    message = capped(f"de-lint could not check this: {why}")
    return Reply(stderr=message + "\n", exit_code=REFUSED) if fail_closed else only_told(message)


def capped(text: str, longest: int = LONGEST) -> str:
    """Return a text without halves of characters, cut where it is longer than hosts take (they count UTF-16 units)."""
    units = text.encode("utf-16-le", "surrogatepass")
    whole = units.decode("utf-16-le", "replace")
    if len(units) <= 2 * longest:
        return whole
    return units[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"


def as_object(answer: dict[str, Any]) -> Reply:
    """Return an answer that is an object."""
    # Escapes pass through terminals, pipes and hosts of any encoding.
    return Reply(stdout=json.dumps(answer) + "\n")
