"""`de-lint new KIND`: a blank delegation or report, ready to be filled in."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import warn, write_stdout
from de_lint.output.plain_text import neutralised

KINDS = {"delegation": "delegation", "progress_report": "progress_report", "report": "progress_report"}


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--role", "role_name", metavar="ROLE", required=True, help="The agent's role, such as qa.")
@click.option(
    "--set", "settings", metavar="FIELD=VALUE", multiple=True,
    help="Fill in a field: dotted in a group (database_status.health=healthy), repeated for a list.",
)  # fmt: skip
@common.config
@common.isolated
def command(kind: str, role_name: str, settings: tuple[str, ...], config: str | None, isolated: bool) -> int:
    """Print a blank delegation or report with the fields of a role.

    Roles are the built-in ones and those of the configuration that applies to the working directory.
    """
    from de_lint.vocabulary.kinds import UnknownRole, using
    from de_lint.writing.scaffold import UnknownField, new

    values: dict[str, list[str]] = {}
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals or not field.strip():
            warn(f"--set {neutralised(setting)}: write it as FIELD=VALUE")
            return 2
        values.setdefault(field.strip(), []).append(value.strip())
    try:
        with using(common.vocabulary(config, isolated)):
            write_stdout(new(KINDS[kind], role_name, values))
    except (UnknownField, UnknownRole) as error:
        warn(neutralised(str(error)))
        return 2
    return 0
