"""`de-lint schema infer`: the schema that a template document describes."""

from __future__ import annotations

from pathlib import Path

import click

from de_lint.cli._streams import complain, write_stdout


@click.command()
@click.argument("template", metavar="TEMPLATE.md", type=click.Path())
@click.option("-o", "output", metavar="FILE", type=click.Path(), help="Write to a file.")
@click.option("--verbose", "-v", is_flag=True, help="Say also what the document need not have.")
def command(template: str, output: str | None, verbose: bool) -> int:
    """Print the JSON Schema of the role that a template document describes.

    TEMPLATE.md is a file or - for standard input. What the document leaves open is said on stderr.
    """
    from de_lint.learning.infer import NO_DELEGATION, findings, infer
    from de_lint.output.json_text import json_text
    from de_lint.project.discovery import STDIN, Input
    from de_lint.project.writing_files import atomic
    from de_lint.reading.document import read

    data = Input(template, None if template == STDIN else Path(template)).read()
    inferred = infer(read(data, template))
    if not inferred.has_format:
        complain(template, "holds no delegation template and no reporting format")
        return 2
    for message in findings(inferred):
        if not message.endswith(NO_DELEGATION):
            complain(template, message)
        elif verbose:
            complain(template, "note: it describes reports alone; delegations to this role keep the general form")
    text = json_text(inferred.schema, pretty=True) + "\n"
    if output is None or output == "-":
        write_stdout(text)
        return 0
    with atomic(output) as stream:
        stream.write(text.encode("utf-8"))
    return 0
