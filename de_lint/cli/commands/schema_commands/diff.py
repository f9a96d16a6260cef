"""`de-lint schema diff`: what changes between two schemas break."""

from __future__ import annotations

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, write_stdout


@click.command()
@click.argument("old", metavar="OLD", type=click.Path())
@click.argument("new", metavar="NEW", type=click.Path())
@common.list_format()
def command(old: str, new: str, output_format: str) -> int:
    """Compare two schemas, and show which changes break existing reports.

    OLD and NEW are JSON Schemas, template documents, or names of built-in roles. Exits with 1 if anything breaks.
    """
    from de_lint.learning.schema_diff import schema_changes
    from de_lint.learning.schema_sources import NoSchema, load_schema
    from de_lint.output.json_text import json_text
    from de_lint.output.plain_text import neutralised

    schemas = []
    for name in (old, new):
        try:
            schemas.append(load_schema(name))
        except NoSchema as error:
            complain(name, str(error))
            return 2
    changes = schema_changes(*schemas)
    if output_format == "json":
        document = {"schema_version": 1, "changes": [c.to_json() for c in changes]}
        write_stdout(json_text(document, pretty=True) + "\n")
    else:
        lines = (f"{c.pointer}: {'breaking' if c.breaking else 'compatible'} {c.kind}: {c.message}" for c in changes)
        write_stdout("".join(f"{neutralised(line)}\n" for line in lines))
    return 1 if any(c.breaking for c in changes) else 0
