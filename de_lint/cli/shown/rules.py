"""How a rule is shown on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


def rule_json(rule: Rule) -> dict[str, object]:
    """Return the facts about a rule, without its page."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "fixable": rule.fixable,
        "default": rule.default,
    }


def rule_table(rules: Sequence[Rule]) -> str:
    """Return a line for each rule; `*` marks the fixable ones, `-` those that apply only when selected."""
    width = max((len(rule.name) for rule in rules), default=0)
    rows = [
        f"{rule.code}  {rule.name:<{width}}  {rule.severity.value:<7}  "
        f"{'*' if rule.fixable else ' '}{' ' if rule.default else '-'}  {rule.summary}".rstrip()
        for rule in rules
    ]
    return "".join(f"{row}\n" for row in rows)
