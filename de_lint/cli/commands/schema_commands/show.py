"""`de-lint schema show NAME`: one schema, in the form that its reader needs."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout

FORMS = ("json-schema", "markdown", "prompt", "structured-output")


@click.command()
@click.argument("name")
@click.option("--as", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="Output format.")
@common.config
@common.isolated
def command(name: str, form: str, config: str | None, isolated: bool) -> None:
    """Print the schema called NAME, such as qa or delegation.

    For a role, this is the schema of its reports. `prompt` is a block for an agent's instructions; `structured-output`
    is a closed JSON Schema without references, as language models accept it.
    """
    from de_lint.vocabulary.kinds import using
    from de_lint.writing.artefacts import NoSuchForm, UnknownSchema, schema_in_form

    try:
        with using(common.vocabulary(config, isolated)):
            write_stdout(schema_in_form(name, form))
    except (NoSuchForm, UnknownSchema) as error:
        raise click.UsageError(str(error)) from None
