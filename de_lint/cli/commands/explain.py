"""`de-lint explain CODE`: one rule's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


@click.command()
@click.argument("rule_code", metavar="CODE")
@common.list_format()
@common.config
@common.isolated
def command(rule_code: str, output_format: str, config: str | None, isolated: bool) -> None:
    """Explain the rule with this CODE or name."""
    from de_lint.cli.shown.rules import page, rule_json
    from de_lint.judging.rules import all_rules
    from de_lint.output.json_text import json_text

    named = _named(all_rules())
    if rule_code.lower() not in named:
        named |= _named(common.settings(config, isolated).rules)
    rule = named.get(rule_code.lower())
    if rule is None:
        from difflib import get_close_matches

        near = get_close_matches(rule_code.lower(), named, n=1)
        hint = f" Did you mean {named[near[0]].code} {named[near[0]].name}?" if near else ""
        raise click.UsageError(f"Unknown rule: {rule_code}.{hint}")
    if output_format == "json":
        document = {"schema_version": 1, **rule_json(rule), "documentation": rule.documentation}
        write_stdout(json_text(document, pretty=True) + "\n")
    else:
        write_stdout(page(rule))


def _named(rules: Iterable[Rule]) -> dict[str, Rule]:
    return {key: rule for rule in rules for key in (rule.code.lower(), rule.name.lower())}
