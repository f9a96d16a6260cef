"""What is said of a selector of rules that fits none."""

from __future__ import annotations

from de_lint.judging.rules import all_rules
from de_lint.vocabulary.spelling import did_you_mean


class UnknownRule(ValueError):
    """A selector that fits no rule; the message names the nearest."""

    def __init__(self, selector: str) -> None:
        """Take the selector."""
        by_name = did_you_mean(selector.strip().lower(), [rule.name for rule in all_rules()])
        hint = by_name or did_you_mean(selector.strip().upper(), [rule.code for rule in all_rules()])
        super().__init__(f"Unknown rule: {selector}.{hint}")
