"""The rules, a file each; this file finds them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from de_lint.judging.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, ordered by code."""
    files = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(sorted(map(rule_of, files), key=lambda r: r.code))


def rule_of(module: ModuleType) -> Rule:
    """Return the rule that a file declares, which is called after it."""
    documentation = module.__doc__ or ""
    return Rule(
        code=module.CODE,
        name=module.__name__.rpartition(".")[2].replace("_", "-"),
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
