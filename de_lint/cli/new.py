"""`de-lint new KIND`: a blank delegation or report, ready to be filled in."""

from __future__ import annotations

import click

from de_lint.cli._streams import write_stdout

KINDS = {"delegation": "delegation", "progress_report": "progress_report", "report": "progress_report"}


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--role", "role_name", metavar="ROLE", required=True, help="The agent's role, such as qa.")
@click.option(
    "--set", "settings", metavar="FIELD=VALUE", multiple=True,
    help="Fill in a field; dotted within a group (database_status.health=healthy), repeated for a list.",
)  # fmt: skip
def command(kind: str, role_name: str, settings: tuple[str, ...]) -> None:
    """Print a blank document in the form of its KIND, with the fields of the role."""
    from de_lint.writing.scaffold import UnknownField, UnknownRole, new

    values: dict[str, list[str]] = {}
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals or not field.strip():
            raise click.UsageError(f"--set {setting}: give it as FIELD=VALUE.")
        values.setdefault(field.strip(), []).append(value.strip())
    try:
        write_stdout(new(KINDS[kind], role_name, values))
    except (UnknownField, UnknownRole) as error:
        raise click.UsageError(str(error)) from None
