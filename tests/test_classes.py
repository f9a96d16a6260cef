"""Classes of values do what those of `dataclasses` do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from de_lint import classes


class _Bare:
    a: int
    b: str = "x"
    c: list[int] = dataclasses.field(default_factory=list, compare=False)
    d: int = dataclasses.field(default=0, repr=False)


def made(by: Any, **options: Any) -> Any:
    """Return the class that a decorator makes of fields."""
    body = {name: value for name, value in vars(_Bare).items() if name not in ("__dict__", "__weakref__")}
    return by(**options)(type("_Made", (), {**body, "__qualname__": "_Made"}))


@dataclasses.dataclass(frozen=True, slots=True)
class _Theirs:
    a: int


@classes.dataclass(frozen=True, slots=True)
class _Ours:
    a: int


@pytest.mark.parametrize("options", [
    {}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True}, {"eq": False},
    {"frozen": True, "slots": True, "order": True},
])  # fmt: skip
def test_values_are_shown_compared_and_hashed_alike(options: dict[str, bool]) -> None:
    found = []
    for by in (dataclasses.dataclass, classes.dataclass):
        cls = made(by, **options)
        one, same, other = cls(1), cls(1, c=[2]), cls(1, "y", d=3)
        hashes = cls.__hash__ is None or (hash(one) == hash(same), hash(one) == hash(other))
        compared = (one == same, one == other, one != same, one == (1, "x", 0))
        order = (one < other, other >= one, one <= same, other > one) if options.get("order") else None
        found.append((repr(one), compared, hashes, order, cls.__match_args__, hasattr(one, "__dict__")))
    assert found[0] == found[1]


def test_values_are_copied_and_sent() -> None:
    one = _Ours(1)
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == classes.replace(_Ours(2), a=1) == one
    other: object = _Theirs(1)
    assert one != other
    assert {one: 1}[_Ours(1)] == 1


def test_what_a_class_says_of_itself_stays() -> None:
    @classes.dataclass(frozen=True)
    class Own:
        a: int

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    assert (repr(Own(1)), Own(1) == Own(2), hash(Own(1))) == ("own", True, 7)
