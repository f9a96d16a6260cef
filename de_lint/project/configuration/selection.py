"""Which rules judge a file, and how severely: by what the command line and the configuration select, ignore and add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from de_lint.project.configuration.settings import MISSING_TICKET, OFF

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule
    from de_lint.project.configuration.files import Configuration
    from de_lint.project.configuration.settings import CommandLine

_RULE_SETTINGS = frozenset({"select", "extend-select", "ignore", "severity"})
#: A table of settings, and the keys that lead to it; the whole configuration comes first.
Layer = tuple[tuple[str, ...], Mapping[str, Any]]


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


class RulesInForce:
    """The rules that a configuration and the command line pick of those that are known."""

    def __init__(
        self, configuration: Configuration, command_line: CommandLine, rules: Sequence[Rule], wants_tickets: bool
    ) -> None:
        """Take what is said of rules; `rules` are none where only the shipped ones are known."""
        self._configuration, self._command_line = configuration, command_line
        self._rules, self._wants_tickets = tuple(rules), wants_tickets

    def severities(self, layers: Sequence[Layer]) -> dict[str, str]:
        """Return severities by code; within a layer the longer selector wins, and a later layer before all."""
        found: dict[str, str] = {}
        for where, layer in layers:
            asked: Mapping[str, str] = layer.get("severity", {})
            for selector in sorted(asked, key=_exactness):
                for code in self._matching(selector, (*where, "severity", selector)):
                    found[code] = asked[selector]
        return found

    def codes(self, layers: Sequence[Layer]) -> tuple[str, ...] | None:
        """Return the codes of the rules that judge; None for those that are on by default."""
        given = self._command_line
        by_file = any(_RULE_SETTINGS & layer.keys() for _, layer in layers) or self._wants_tickets
        if not by_file and given.select is None and not given.ignore and not given.extend_select:
            return None
        codes: frozenset[str] | None = None
        for where, layer in layers:
            extend = [*layer.get("extend-select", ()), *([MISSING_TICKET] if not where and self._wants_tickets else ())]
            codes = layered(codes, layer.get("select"), layer.get("ignore", ()), extend, self._rules)
            off = self.severities([(where, layer)])
            codes -= {code for code, severity in off.items() if severity == OFF}
        # What fits no rule under this configuration may fit one under another, of a file of the same run.
        select = None if given.select is None else self._fitting(given.select)
        more = self._fitting(given.extend_select)
        return tuple(sorted(layered(codes, select, self._fitting(given.ignore), more, self._rules)))

    def _fitting(self, selectors: Iterable[str]) -> list[str]:
        from de_lint.judging.check import selected

        return [selector for selector in selectors if selected([selector], rules=self._rules)]

    def find_unknown_selectors(self) -> None:
        """Fail for a selector that fits no rule, under patterns that fit no file as well."""
        data = self._configuration.data
        tables = [((), data), *((("per-path", pattern), table) for pattern, table in data.get("per-path", {}).items())]
        for where, table in tables:
            for name in _RULE_SETTINGS & table.keys():
                for selector in table[name]:
                    self._matching(selector, (*where, name))

    def _matching(self, selector: str, where: tuple[str, ...]) -> list[str]:
        from de_lint.judging.check import selected

        found = [rule.code for rule in selected([selector], rules=self._rules)]
        if not found:
            from de_lint.judging.rules import all_rules
            from de_lint.project.configuration.faults import near_hint

            known = [word for rule in self._rules or all_rules() for word in (rule.name, rule.code)]
            raise self._configuration.error(where, f"'{selector}' fits no rule{near_hint(selector, known)}")
        return found


def _exactness(selector: str) -> tuple[int, str]:
    """Names are as exact as whole codes, and ALL is the least exact."""
    if selector.strip().upper() == "ALL":
        return (0, selector)
    return (4 if "-" in selector else len(selector), selector)
