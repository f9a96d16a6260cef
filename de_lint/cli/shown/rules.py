"""How a rule is shown on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from de_lint.output.plain_text import neutralised

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
        **({"origin": rule.origin} if rule.origin else {}),
    }


def shown_page(rule: Rule) -> str:
    """Return the page of a rule; the words of one that does not ship are somebody else's."""
    text = rule.documentation.strip() + "\n"
    return "".join(f"{neutralised(line)}\n" for line in text.split("\n")[:-1]) if rule.origin else text


def rule_table(rules: Sequence[Rule]) -> str:
    """Return a line for each rule; `*` marks the fixable ones, `-` those that apply only when selected.

    Rules that do not ship say where they are from.
    """
    codes = max((len(rule.code) for rule in rules), default=0)
    width = max((len(rule.name) for rule in rules), default=0)
    rows = [
        f"{rule.code:<{codes}}  {rule.name:<{width}}  {rule.severity.value:<7}  "
        f"{'*' if rule.fixable else ' '}{' ' if rule.default else '-'}  {_told(rule)}".rstrip()
        for rule in rules
    ]
    return "".join(f"{row}\n" for row in rows)


def _told(rule: Rule) -> str:
    return neutralised(f"{rule.summary}  ({rule.origin})" if rule.origin else rule.summary)
