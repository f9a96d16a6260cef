"""What a command does not write over: what it reads, what it is configured by, and what is git's."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.file_names import is_markdown
from de_lint.project.configuration.files import OWN_NAME, SHARED_NAME

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.settings import Settings

_CONFIGURES = frozenset({OWN_NAME, SHARED_NAME, ".gitignore"})
_GIT = ".git"


def require_other_file(
    output: str | None, inputs: Iterable[str] = (), projects: Projects | None = None, markdown: bool = False
) -> None:
    """Fail where a result would take the place of an input, or of any Markdown file unless it is `markdown` itself.

    So it does where it would take that of a configuration, of what those in use name, or of anything of git's.
    """
    if output is None:
        return
    places = [Path(os.path.abspath(output)), Path(os.path.realpath(output))]
    names = {name.lower() for place in places for name in place.parts}
    if _GIT in names:
        raise click.UsageError(f"{output}: the output would change what is git's.")
    if any(place.name.lower() in _CONFIGURES for place in places):
        raise click.UsageError(f"{output}: the output would take the place of a configuration.")
    if not os.path.isfile(output):
        return
    inputs = list(inputs)
    settings = _in_use(projects, inputs) if projects is not None else []
    is_input = any(is_markdown(p.name) or any(each.includes(p) for each in settings) for p in places)
    if (is_input and not markdown) or _is_among(inputs, output):
        raise click.UsageError(f"{output}: the output would overwrite an input.")
    for configuration in [each.configuration for each in settings]:
        if _is_among(configuration.files(), output):
            raise click.UsageError(f"{output}: the output would overwrite a file that {configuration.name} names.")


def _in_use(projects: Projects, inputs: Iterable[str]) -> list[Settings]:
    for path in inputs:
        if os.path.isdir(path):
            projects.of_folder(Path(os.path.abspath(path)))
        elif os.path.lexists(path):
            projects.of(path)
    return projects.in_use()


def _is_among(files: Iterable[str | os.PathLike[str]], output: str) -> bool:
    return any(os.path.isfile(file) and os.path.samefile(file, output) for file in files)
