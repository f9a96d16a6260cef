"""Options of commands that read many files: what is read, by how many processes, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.files.discovery import Input
    from de_lint.project.repository.changed import ChangedLines
    from de_lint.project.runs.checking import Checking

jobs = click.option(
    "--jobs", "-j", type=click.IntRange(min=0), metavar="N",
    help="Use N processes; 0 means one per processor, the default for many files.",
)  # fmt: skip
no_cache = click.option("--no-cache", is_flag=True, help="Do not read or write the cache.")
cache_dir = click.option(
    "--cache-dir", metavar="DIR", type=click.Path(file_okay=False), envvar="DE_LINT_CACHE_DIR",
    help="Cache folder.  [default: one per project below the user's cache folder]",
)  # fmt: skip
changed = click.option("--changed", is_flag=True, help="Report only new and modified lines, compared with HEAD.")
base = click.option(
    "--base", metavar="REF", help="For --changed and E903: compare with the commit where HEAD left REF."
)
watch = click.option("--watch", is_flag=True, help="Check again after every change, until Ctrl-C.")


def checking(
    projects: Projects,
    make_projects: Callable[[], Projects],
    inputs: Sequence[Input],
    jobs: int | None,
    cache_dir: str | None = None,
    no_cache: bool = False,
) -> Checking:
    """Return what judges the inputs; `make_projects` makes, in other processes, the same projects anew."""
    from de_lint.project.runs.checking import Checking
    from de_lint.project.runs.judging import Judge, judge_of
    from de_lint.project.runs.pool import ProcessPool

    pool = ProcessPool.suited(len(inputs), jobs, partial(judge_of, make_projects), partial(Judge, projects))
    if no_cache or all(each.place is None for each in inputs):
        return Checking(projects, pool)
    from de_lint.project.runs.cache import ResultCache
    from de_lint.project.runs.cache_folders import usual_folder
    from de_lint.project.runs.cache_keys import CacheKeys

    folder = Path(cache_dir) if cache_dir else usual_folder(Path.cwd())
    return Checking(projects, pool, ResultCache(folder, CacheKeys(projects.command_line)) if folder else None)


def changes(wanted: bool, base: str | None, inputs: Sequence[Input], projects: Projects) -> ChangedLines | None:
    """Return what has changed in the repository around the working directory; None when nobody asks."""
    if not wanted:
        if base is not None:
            _find_base(base, projects)
        return None
    if any(each.file is None for each in inputs):
        raise click.UsageError("--changed needs files, not standard input.")
    from de_lint.project.repository.changed import changes_since
    from de_lint.project.repository.git import GitFailure

    try:
        return changes_since(base, Path.cwd())
    except GitFailure as failure:
        raise _refused("--changed", failure) from None


def _find_base(base: str, projects: Projects) -> None:
    """Fail for a base that no rule asks about, or that git does not know."""
    from de_lint.judging.policy import BASE
    from de_lint.judging.rules import all_rules
    from de_lint.project.repository.git import GitFailure, commit_of

    if not _asking(projects, BASE):
        codes = " or ".join(rule.code for rule in all_rules() if rule.asks == BASE)
        raise click.UsageError(f"--base needs --changed or the rule {codes}.")
    try:
        commit_of(Path.cwd(), base)
    except GitFailure as failure:
        raise _refused("--base", failure) from None


def tell_of_formless_templates(projects: Projects, verbose: bool) -> None:
    """Say on stderr which template files announce a form and have none, or with `verbose` which ones have none."""
    with_templates = [each for each in projects.in_use() if each.configuration.data.get("templates")]
    for settings in with_templates:
        from de_lint.cli.shown.streams import complain
        from de_lint.project.configuration.vocabulary import formless_templates

        configuration = settings.configuration
        for file, is_announced in formless_templates(configuration, settings.vocabulary):
            if is_announced or verbose:
                is_inside = file.is_relative_to(configuration.folder)
                path = file.relative_to(configuration.folder) if is_inside else file
                complain(str(path), "is one of 'templates', but contains no usable form of a report or delegation")


def _asking(projects: Projects, *what: str) -> list[str]:
    """Return the codes of the rules in effect that ask git for one of these."""
    from de_lint.judging.rules import all_rules
    from de_lint.project.configuration.effective import rules_in_effect

    in_effect = rules_in_effect(projects.of(".de-lint"))
    return [rule.code for rule in all_rules() if rule.asks in what and rule.code in in_effect]


def _refused(option: str, failure: Exception) -> click.exceptions.Exit:
    from de_lint.cli.shown.streams import warn
    from de_lint.output.plain_text import neutralised

    warn(f"{option}: {neutralised(str(failure))}")
    return click.exceptions.Exit(2)


def tell_of_silence(projects: Projects) -> None:
    """Say on stderr which of the rules in effect find nothing because there is no repository to ask."""
    here = Path.cwd()
    if any((above / ".git").exists() for above in (here, *here.parents)):
        return
    from de_lint.judging.policy import BASE, HISTORY

    silent = _asking(projects, HISTORY, BASE)
    if silent:
        from de_lint.cli.shown.streams import remark

        remark(f"No git repository here: {' and '.join(silent)} find nothing.")
