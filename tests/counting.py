"""How many calls something takes: a measure of time that no other work on the machine changes."""

from __future__ import annotations

import sys
from collections.abc import Callable


def calls_of(function: Callable[..., object], *arguments: object) -> int:
    """Run a function, and return how many calls and returns that takes."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count
