"""What is said of a selector of rules that fits none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from de_lint.judging.rules import all_rules
from de_lint.vocabulary.spelling import did_you_mean

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


def rule_called(word: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule with this code or name, in any case; None if there is none."""
    return next((rule for rule in rules if word.strip().lower() in (rule.code.lower(), rule.name)), None)


class UnknownRule(ValueError):
    """A selector that fits no rule; the message names the nearest."""

    def __init__(self, selector: str, rules: Iterable[Rule] = ()) -> None:
        """Take the selector, and the rules in force if they are not those that ship."""
        known = tuple(rules) or all_rules()
        by_name = did_you_mean(selector.strip().lower(), [rule.name for rule in known])
        hint = by_name or did_you_mean(selector.strip().upper(), [rule.code for rule in known])
        super().__init__(f"Unknown rule: {selector}.{hint}")
