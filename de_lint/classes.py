"""Classes of values, made in a quarter of the time that `dataclasses` takes, and values made in a third of it.

What an agent's host waits for makes seventy such classes at each start, and `dataclasses` compiles up to six functions
for each. Here only `__init__` is compiled; comparing, hashing and showing values is done by functions that all share.
That nobody assigns to a frozen one is checked by mypy, and not whenever one is made.
"""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import TYPE_CHECKING

__all__ = ["dataclass", "field", "fields", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter
    from reprlib import recursive_repr

    def dataclass(cls=None, /, *, frozen=False, eq=True, order=False, slots=False):
        """Do what `dataclasses.dataclass` does."""
        if cls is None:
            return lambda each: dataclass(each, frozen=frozen, eq=eq, order=order, slots=slots)
        cls.__doc__ = cls.__doc__ or cls.__name__  # finding out its signature takes long
        own = {name for name in ("__repr__", "__eq__", "__hash__") if name in cls.__dict__}
        made = dataclasses.dataclass(repr=False, eq=False, slots=slots)(cls)
        added = {"__repr__": _repr}
        if eq:
            names = [each.name for each in fields(made) if each.compare]
            added |= _comparing(attrgetter(*names) if names else lambda _: (), frozen, order)
        for name, function in added.items():
            if name not in own:
                setattr(made, name, function)
        return made

    def _comparing(values, frozen, order):
        """Return the functions that compare by the values of fields, as far as they are wanted."""

        def equal(one, other):
            return values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented

        def less(one, other):
            return values(one) < values(other) if other.__class__ is one.__class__ else NotImplemented

        def at_most(one, other):
            return values(one) <= values(other) if other.__class__ is one.__class__ else NotImplemented

        # Python asks the other way round for the rest of the order.
        ordered = {"__lt__": less, "__le__": at_most} if order else {}
        return {"__eq__": equal, "__hash__": (lambda one: hash(values(one))) if frozen else None, **ordered}

    @recursive_repr()
    def _repr(one):
        shown = (f"{each.name}={getattr(one, each.name)!r}" for each in fields(one) if each.repr)
        return f"{one.__class__.__qualname__}({', '.join(shown)})"
