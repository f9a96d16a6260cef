"""The findings formats, derived from the files of this folder; each is imported when it is used."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from de_lint.diagnostics import Finding
    from de_lint.output.context import OutputContext

Render = Callable[[Sequence["Finding"], "OutputContext"], str]


@cache
def finding_formats() -> dict[str, Render]:
    """Return every format's render function by the format's name, in the order of the names."""
    return {name: partial(_render, name) for name in sorted(each.name for each in pkgutil.iter_modules(__path__))}


def _render(name: str, findings: Sequence[Finding], context: OutputContext) -> str:
    from importlib import import_module

    text: str = import_module(f"{__name__}.{name}").render(findings, context)
    return text
