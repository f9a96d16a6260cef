"""`de-lint schema splice FILE`: keeps a role's instructions current inside a hand-written file."""

from __future__ import annotations

from pathlib import Path

import click

from de_lint.cli._streams import warn


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--role", "role_name", metavar="ROLE", required=True, help="The role whose formats belong there.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the block is not current.")
def command(file: str, role_name: str, check: bool) -> int:
    """Write a role's formats between two marker lines of FILE.

    The lines are `<!-- de-lint: begin ROLE -->` and `<!-- de-lint: end ROLE -->`; what stands between them is replaced.
    """
    from de_lint.writing.artefacts import prompt
    from de_lint.writing.scaffold import UnknownRole, role_called
    from de_lint.writing.splicing import NoMarkers, spliced

    try:
        type_ = role_called(role_name).type or role_name
        old = Path(file).read_bytes().decode("utf-8")
        new = spliced(old, type_, prompt(type_))
    except (NoMarkers, UnknownRole) as error:
        raise click.UsageError(f"{file}: {error}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"{file}: not UTF-8.") from None
    if new == old:
        return 0
    if check:
        warn(f"{file}: the block of {type_} is not current; run `de-lint schema splice {file} --role {type_}`")
        return 1
    from de_lint.project.writing_files import atomic

    with atomic(file) as stream:
        stream.write(new.encode("utf-8"))
    return 0
