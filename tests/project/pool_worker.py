"""Workers of test_pool, in a module that a spawned process can import."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial


def worker(name: str) -> Callable[[object], str]:
    return partial(_work, name)


def _work(name: str, given: object) -> str:
    if given == "die":
        os._exit(3)
    return f"{name}{given}"


class Refusing:
    def __call__(self, given: object) -> str:
        raise ValueError(f"no {given}")
