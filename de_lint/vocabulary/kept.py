"""What has been made of texts, at hand for the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

#: So many answers are kept.
MOST_KEPT = 20_000
T = TypeVar("T")


class Kept(dict[str, T]):
    """What was made of texts, by the text, so that it is made once; not more of it is kept than MOST_KEPT."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> T:
        if len(self) > MOST_KEPT:
            self.clear()
        found = self[text] = self._make(text)
        return found
