"""`de-lint schema list`: the schemas there are."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import write_stdout


@click.command()
@common.list_format()
@common.config
@common.isolated
def command(output_format: str, config: str | None, isolated: bool) -> None:
    """List the schemas of records, roles and results."""
    from de_lint.output.json_text import json_text
    from de_lint.vocabulary.kinds import using
    from de_lint.writing.artefacts import schema_names

    with using(common.vocabulary(config, isolated)):
        rows = schema_names()
    if output_format == "json":
        schemas = [{"name": name, "sort": sort, "description": about} for name, sort, about in rows]
        write_stdout(json_text({"schema_version": 1, "schemas": schemas}, pretty=True) + "\n")
        return
    from de_lint.output.plain_text import neutralised

    width = max(len(name) for name, _, _ in rows)
    write_stdout("".join(f"{neutralised(f'{name:<{width}}  {sort:<5}  {about}')}\n" for name, sort, about in rows))
