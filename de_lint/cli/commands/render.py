"""`de-lint render FILE.json`: JSON back to Markdown."""

from __future__ import annotations

import click

from de_lint.cli.shown.streams import complain, warn, write_stdout


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
def command(file: str) -> int:
    """Print the records of FILE as Markdown.

    FILE is output of `convert`: a document, JSON Lines, or a single record; - is standard input.
    """
    from de_lint.cli.json_values import NotJson, values_in
    from de_lint.project.files.discovery import Input
    from de_lint.writing.render import NotARecord, checked_records, render_all

    data = Input(file, None if file == "-" else file).content()
    records = []
    try:
        for value, line in values_in(data):
            try:
                records += checked_records(value)
            except NotARecord as error:
                complain(file if line is None else f"{file}:{line}", str(error))
                return 2
        text = render_all(records)
    except NotJson as error:
        complain(file, str(error))
        return 2
    except RecursionError:
        complain(file, "it is nested too deeply")
        return 2
    if not records:
        warn(f"{file}: it contains no records")
    write_stdout(text)
    return 0
