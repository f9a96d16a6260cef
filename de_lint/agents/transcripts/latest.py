"""A table that forgets what was not touched for longest: logs have no end."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 10_000


class Latest(OrderedDict[Key, Value]):
    """Keeps the `MOST` entries that were set last."""

    def put(self, key: Key, value: Value) -> Value | None:
        """Set an entry, and return the one that had to make way, if any."""
        self[key] = value
        self.move_to_end(key)
        return self.popitem(last=False)[1] if len(self) > MOST else None
