"""`de-lint explain CODE`: one rule's page."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout


@click.command()
@click.argument("rule_code", metavar="CODE")
@common.list_format()
@common.config
@common.isolated
def command(rule_code: str, output_format: str, config: str | None, isolated: bool) -> None:
    """Explain the rule with this CODE or name."""
    from de_lint.cli.shown.rules import rule_json, shown_page
    from de_lint.judging.rules import all_rules
    from de_lint.judging.selectors import rule_called
    from de_lint.output.json_text import json_text

    rule = rule_called(rule_code, all_rules())
    rules = all_rules() if rule else common.settings(config, isolated).rules or all_rules()
    rule = rule or rule_called(rule_code, rules)
    if rule is None:
        from difflib import get_close_matches

        named = {key: rule for rule in rules for key in (rule.code.lower(), rule.name.lower())}
        near = get_close_matches(rule_code.lower(), named, n=1)
        hint = f" Did you mean {named[near[0]].code} {named[near[0]].name}?" if near else ""
        raise click.UsageError(f"Unknown rule: {rule_code}.{hint or ' `de-lint rules` lists the rules.'}")
    if output_format == "json":
        document = {"schema_version": 1, **rule_json(rule), "documentation": rule.documentation}
        write_stdout(json_text(document, pretty=True) + "\n")
    else:
        write_stdout(shown_page(rule))

