"""The findings formats, derived from the files of this folder."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module

from de_lint import output
from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext

Render = Callable[[Sequence[Finding], OutputContext], str]


@cache
def formats() -> dict[str, Render]:
    """Return every format's render function by the format's name, in the order of the names."""
    names = [each.name for each in pkgutil.iter_modules(output.__path__)]
    modules = [import_module(f"{output.__name__}.{name}") for name in names]
    return {module.NAME: module.render for module in sorted(modules, key=_name) if _name(module)}


def _name(module: object) -> str:
    return str(getattr(module, "NAME", ""))
