"""`de-lint schema infer`: the schema that a template document describes, or that reports seem to follow."""

from __future__ import annotations

import click

from de_lint.cli.options.outputs import require_other_file
from de_lint.cli.shown.streams import complain, write_stdout


@click.command()
@click.argument("files", metavar="TEMPLATE.md | REPORT.md…", type=click.Path(), nargs=-1, required=True)
@click.option("--role", metavar="ROLE", help="Treat the files as reports of this role, and propose their contract.")
@click.option("-o", "output", metavar="FILE", type=click.Path(), help="Write to a file.")
@click.option("--verbose", "-v", is_flag=True, help="Also list what the document need not have.")
def command(files: tuple[str, ...], role: str | None, output: str | None, verbose: bool) -> int:
    """Print the JSON Schema of the role that a template document describes.

    TEMPLATE.md is a file or - for standard input. What it leaves open is listed on stderr. With --role, the files are
    reports, and the schema holds what nine out of ten of them have in common; stderr shows how many support each part.
    """
    from de_lint.learning.infer import NO_DELEGATION, infer, left_open
    from de_lint.output.json_text import json_text
    from de_lint.project.files.discovery import STDIN, Input
    from de_lint.project.files.writing import atomic
    from de_lint.reading.document import read

    require_other_file(output, files)
    documents = [(name, Input(name, None if name == STDIN else name).read()) for name in files]
    if role is not None:
        from de_lint.learning.from_examples import propose_template

        proposed = propose_template([read(data, name, kind="progress_report") for name, data in documents], role)
        documents = [(f"{role}.md", proposed.template.encode())]
        for fact in proposed.facts:
            click.echo(f"de-lint: {fact}", err=True)
    elif len(files) > 1:
        complain(files[1], "one template at a time; of reports, say whose they are with --role")
        return 2
    (template, data) = documents[0]
    inferred = infer(read(data, template))
    if not inferred.has_format:
        what = "no labels that reports share" if role else "no delegation template and no reporting format"
        complain(template if role is None else files[0], f"holds {what}")
        return 2
    for message in left_open(inferred) if role is None else ():
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
