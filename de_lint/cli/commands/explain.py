"""`de-lint explain CODE`: one rule's page."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout


@click.command()
@click.argument("rule_code", metavar="CODE")
@common.list_format()
def command(rule_code: str, output_format: str) -> None:
    """Explain the rule with this CODE or name."""
    from de_lint.cli.shown.rules import rule_json
    from de_lint.judging.rules import all_rules
    from de_lint.output.json_text import json_text

    named = {key: rule for rule in all_rules() for key in (rule.code.lower(), rule.name.lower())}
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
        write_stdout(rule.documentation.strip() + "\n")
