"""`de-lint render FILE.json`: JSON back to Markdown."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from de_lint.cli._streams import write_stdout


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def command(file: str) -> None:
    """Print the records of FILE as Markdown.

    FILE is what `convert` writes: a document, JSON Lines, or a single record; - is standard input.
    """
    from de_lint.writing.render import NotARecord, records_in, render_all

    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        values = _values(data.decode("utf-8-sig"))
        text = render_all([r for value in values for r in records_in(value)])
    except (NotARecord, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from None
    write_stdout(text)


def _values(text: str) -> list[Any]:
    """Return the one JSON value that `text` is, or that of each line."""
    try:
        return [json.loads(text)]
    except json.JSONDecodeError as whole:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise whole from None
        return [json.loads(line) for line in lines]
