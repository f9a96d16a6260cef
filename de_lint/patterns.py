"""Regular expressions that are compiled when they are first used.

An agent's host starts de-lint for every report and waits for it, and compiling every expression of the package takes
longer than judging a report: most of them look for what most texts do not hold.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


def compiled(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what does the same as `re.compile(expression, flags)`; it raises re.error only when it is first used.

    It has a pattern's methods, but the functions of `re` do not take it in the place of an expression.
    """
    return cast("re.Pattern[AnyStr]", _Compiled(expression, flags))


def compile_all() -> None:
    """Compile every expression of the modules that are imported: for a process that is to answer many times."""
    import gc

    for one in gc.get_objects():
        if type(one) is _Compiled:
            one.compile()


class _Compiled:
    """Takes each method from the pattern when it is asked for it, and keeps it: the next call costs nothing more."""

    def __init__(self, expression: str | bytes, flags: int) -> None:
        self._made_of = expression, flags

    @cached_property
    def _pattern(self) -> re.Pattern[Any]:
        return re.compile(*self._made_of)

    def compile(self) -> None:
        """Compile the expression now."""
        self._pattern  # noqa: B018

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._pattern, name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return compiled, self._made_of

    def __repr__(self) -> str:
        return f"compiled{self._made_of!r}"
