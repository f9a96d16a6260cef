"""`de-lint rules`: the list of rules."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout


@click.command()
@common.list_format()
@common.config
@common.isolated
def command(output_format: str, config: str | None, isolated: bool) -> None:
    """List the rules: code, name, severity and what each finds.

    Includes rules of installed packages and of the configuration that applies to the working directory.
    """
    from de_lint.cli.shown.rules import rule_json, rule_table
    from de_lint.judging.rules import all_rules
    from de_lint.output.json_text import json_text

    rules = sorted(common.settings(config, isolated).rules or all_rules(), key=lambda rule: rule.code)
    if output_format == "json":
        document = {"schema_version": 1, "rules": [rule_json(rule) for rule in rules]}
        write_stdout(json_text(document, pretty=True) + "\n")
    else:
        write_stdout(rule_table(rules))
