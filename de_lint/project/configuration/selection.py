"""Which rules a run applies, from what the user selects, ignores and adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


def selected_codes(
    select: Sequence[str] | None, ignore: Sequence[str], extend: Sequence[str], rules: Sequence[Rule] = ()
) -> list[str]:
    """Return the codes of the rules to apply, in order; raise UnknownRule for one that fits no rule in force.

    `select` is None for the default rules. The longer selector wins, and at the same length `ignore` does:
    `--select T --ignore T2 --extend-select T201` leaves T201 in.
    """
    from de_lint.judging.check import selected
    from de_lint.judging.selectors import UnknownRule

    for selector in (*(select or ()), *ignore, *extend):
        if not selected([selector], rules=rules):
            raise UnknownRule(selector, rules)
    return sorted({rule.code for rule in (*selected(select, ignore, rules), *selected(extend, ignore, rules))})


def layered(
    below: frozenset[str] | None,
    select: Sequence[str] | None,
    ignore: Sequence[str],
    extend: Sequence[str],
    rules: Sequence[Rule] = (),
) -> frozenset[str]:
    """Return the codes that one layer of settings makes of those below it, which are None for the default ones.

    A layer that selects starts anew; another takes away what it ignores and adds what it extends by.
    """
    if below is None or select is not None:
        return frozenset(selected_codes(select, ignore, extend, rules))
    ignored = selected_codes(ignore, (), (), rules) if ignore else ()
    return (below - frozenset(ignored)) | frozenset(selected_codes([], ignore, extend, rules))
