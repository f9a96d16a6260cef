"""Which rules a run applies, from what the user selects, ignores and adds."""

from __future__ import annotations

from collections.abc import Sequence


class UnknownSelector(ValueError):
    """A selector that fits no rule."""


def selected_codes(select: Sequence[str] | None, ignore: Sequence[str], extend: Sequence[str]) -> list[str]:
    """Return the codes of the rules to apply, in order; raise UnknownSelector for one that fits no rule.

    `select` is None for the default rules. The longer selector wins, and at the same length `ignore` does:
    `--select T --ignore T2 --extend-select T201` leaves T201 in.
    """
    from de_lint.judging.check import selected

    for selector in (*(select or ()), *ignore, *extend):
        if not selected([selector]):
            raise UnknownSelector(selector)
    return sorted({rule.code for rule in (*selected(select, ignore), *selected(extend, ignore))})
