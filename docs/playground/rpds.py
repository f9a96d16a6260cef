"""The part of rpds that jsonschema and referencing use, in plain Python: there is no wheel of rpds for browsers.

The maps and sets of a validator hold a few dozen entries, so each change copies them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class HashTrieMap(dict[Any, Any]):
    """A map that never changes: each method returns another one."""

    @classmethod
    def convert(cls, value: Any) -> HashTrieMap:
        """Return a value as such a map."""
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        """Return a map with one more entry."""
        return HashTrieMap({**self, key: value})

    def remove(self, key: Any) -> HashTrieMap:
        """Return a map without a key; KeyError if it is not there."""
        copy = HashTrieMap(self)
        del copy[key]
        return copy

    def update(self, *others: Any) -> HashTrieMap:  # type: ignore[override]
        """Return a map with the entries of others."""
        copy = HashTrieMap(self)
        for other in others:
            dict.update(copy, other)
        return copy


class HashTrieSet(frozenset[Any]):
    """A set that never changes."""

    def insert(self, value: Any) -> HashTrieSet:
        """Return a set with one more value."""
        return HashTrieSet(self | {value})

    def update(self, *others: Iterable[Any]) -> HashTrieSet:
        """Return a set with the values of others."""
        return HashTrieSet(self.union(*others))


class List(tuple[Any, ...]):
    """A list that never changes, and grows at its front."""

    def push_front(self, value: Any) -> List:
        """Return a list that begins with a value."""
        return List((value, *self))
