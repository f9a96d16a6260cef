"""`de-lint schema splice FILE`: keeps a role's instructions current inside a hand-written file."""

from __future__ import annotations

from pathlib import Path

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, warn

#: A larger file is no hand-written page.
_MOST_BYTES = 10_000_000


class _Unfit(ValueError):
    """Why a file is none that a block can be written into."""


@click.command()
@click.argument("file", type=click.Path())
@click.option("--role", "role_name", metavar="ROLE", required=True, help="Role whose formats to write.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the block is out of date.")
@common.config
@common.isolated
def command(file: str, role_name: str, check: bool, config: str | None, isolated: bool) -> int:
    """Write a role's formats between two marker lines of FILE.

    The lines are `<!-- de-lint: begin ROLE -->` and `<!-- de-lint: end ROLE -->`; what is between them is replaced.
    """
    from de_lint.vocabulary.kinds import UnknownRole, using
    from de_lint.writing.artefacts import prompt
    from de_lint.writing.splicing import NoMarkers, spliced

    try:
        old = _text(Path(file))
        with using(common.vocabulary(config, isolated)) as vocabulary:
            type_ = vocabulary.role_called(role_name).type or role_name
            new = spliced(old, type_, prompt(type_))
    except (NoMarkers, UnknownRole, _Unfit) as error:
        complain(file, str(error))
        return 2
    if new == old:
        return 0
    if check:
        warn(f"{file}: the block of {type_} is out of date; run `de-lint schema splice {file} --role {type_}`")
        return 1
    from de_lint.project.files.writing import atomic

    with atomic(file) as stream:
        stream.write(new.encode("utf-8"))
    return 0


def _text(file: Path) -> str:
    """Return the text of a file; raise _Unfit for pipes, devices, folders and what is too large or not UTF-8."""
    if file.exists() and not file.is_file():
        raise _Unfit("this is no regular file")
    if file.stat().st_size > _MOST_BYTES:
        raise _Unfit(f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise _Unfit("it is not UTF-8") from None
