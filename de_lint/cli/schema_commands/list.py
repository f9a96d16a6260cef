"""`de-lint schema list`: the schemas there are."""

from __future__ import annotations

import click

from de_lint.cli import _options
from de_lint.cli._streams import write_stdout


@click.command()
@_options.list_format()
@_options.config
@_options.isolated
def command(output_format: str, config: str | None, isolated: bool) -> None:
    """List the schemas of records, roles and results."""
    from de_lint.output.json_text import json_text
    from de_lint.vocabulary.kinds import using
    from de_lint.writing.artefacts import names

    with using(_options.vocabulary(config, isolated)):
        rows = names()
    if output_format == "json":
        schemas = [{"name": name, "sort": sort, "description": about} for name, sort, about in rows]
        write_stdout(json_text({"schema_version": 1, "schemas": schemas}, pretty=True) + "\n")
        return
    from de_lint.output.plain_text import neutralised

    width = max(len(name) for name, _, _ in rows)
    write_stdout("".join(f"{neutralised(f'{name:<{width}}  {sort:<5}  {about}')}\n" for name, sort, about in rows))
