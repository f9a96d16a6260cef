"""The rules, a file each; this file finds them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from de_lint.judging.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, ordered by code."""
    return tuple(sorted((_rule(m.name) for m in iter_modules(__path__)), key=lambda r: r.code))


def _rule(module_name: str) -> Rule:
    module = import_module(f"{__name__}.{module_name}")
    documentation = module.__doc__ or ""
    return Rule(
        code=module.CODE,
        name=module_name.replace("_", "-"),
        severity=module.SEVERITY,
        summary=documentation.strip().partition("\n")[0],
        documentation=documentation.strip() + "\n",
        check=module.check,
        fixable=getattr(module, "FIXABLE", False),
        default=getattr(module, "DEFAULT", True),
        last=getattr(module, "LAST", False),
        paired=getattr(module, "PAIRED", False),
        asks=getattr(module, "ASKS", ""),
    )
