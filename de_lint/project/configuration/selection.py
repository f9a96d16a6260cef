"""Which rules a run applies, from what the user selects, ignores and adds."""

from __future__ import annotations

from collections.abc import Sequence


def selected_codes(select: Sequence[str] | None, ignore: Sequence[str], extend: Sequence[str]) -> list[str]:
    """Return the codes of the rules to apply, in order; raise UnknownRule for one that fits no rule.

    `select` is None for the default rules. The longer selector wins, and at the same length `ignore` does:
    `--select T --ignore T2 --extend-select T201` leaves T201 in.
    """
    from de_lint.judging.check import selected
    from de_lint.judging.selectors import UnknownRule

    for selector in (*(select or ()), *ignore, *extend):
        if not selected([selector]):
            raise UnknownRule(selector)
    return sorted({rule.code for rule in (*selected(select, ignore), *selected(extend, ignore))})


def layered(
    below: frozenset[str] | None, select: Sequence[str] | None, ignore: Sequence[str], extend: Sequence[str]
) -> frozenset[str]:
    """Return the codes that one layer of settings makes of those below it, which are None for the default ones.

    A layer that selects starts anew; another takes away what it ignores and adds what it extends by.
    """
    if below is None or select is not None:
        return frozenset(selected_codes(select, ignore, extend))
    ignored = selected_codes(ignore, (), ()) if ignore else ()
    return (below - frozenset(ignored)) | frozenset(selected_codes([], ignore, extend))
