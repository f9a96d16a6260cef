"""`de-lint labels`: what the labels and headings of documents are read as, and answers for those read as nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, warn, write_stdout
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import Input, reason

if TYPE_CHECKING:
    from de_lint.learning.labels_in_use import Labels, LabelUse
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.writing_aliases import LabelMeaning

#: A label that is read as nothing is asked about from so many files on.
FREQUENT = 2
_QUIT, _HELP = "q", "?"


@click.command()
@common.list_format()
@click.option(
    "--min-files",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Skip labels found in fewer files.",
)
@click.option("--write", is_flag=True, help="Ask about frequent labels without a meaning, and keep the answers.")
@click.option(
    "--set",
    "given",
    metavar="LABEL=FIELD",
    multiple=True,
    help="With --write: answer instead of being asked; LABEL=KIND.FIELD for records of one kind only.",
)
@common.read_inputs
def command(
    inputs: common.Inputs,
    output_format: str,
    min_files: int,
    write: bool,
    given: tuple[str, ...],
) -> int:
    """List labels and headings, and what each is read as.

    PATHS are files, folders or - for standard input; by default, the working directory. Labels are counted separately
    for each kind of record, with the number of files. --write saves answers as `aliases` in the configuration, so that
    these labels are read like built-in ones. FIELD is a property or its label (`completed`, `"Next Steps"`), a
    part such as `steps`, `nothing`, or a kind of record if the label is a title.
    """
    if given and not write:
        raise click.UsageError("--set needs --write.")
    if write and inputs.isolated:
        raise click.UsageError("--write and --isolated cannot be combined.")
    projects = inputs.projects()
    if given:
        return _keep([_answer(text) for text in given], projects)
    labels, failed = _counted(inputs.found(projects), projects)
    uses = [use for use in labels.uses() if len(use.files) >= min_files]
    if write:
        return _keep(list(_asked(uses, max(min_files, FREQUENT), _known(projects))), projects) or 2 * failed
    write_stdout(_json(labels, uses) if output_format == "json" else _text(labels, uses))
    return 2 * failed


def _counted(inputs: Sequence[Input], projects: Projects) -> tuple[Labels, bool]:
    from de_lint.learning.labels_in_use import Labels

    labels, failed = Labels(), False
    for each in inputs:
        file = each.file or each.path
        try:
            labels.add(projects.of(file).read(each.read(), each.path, file))
        except ConfigurationError:
            raise
        except OSError as error:
            failed = True
            complain(each.path, reason(error))
        except Exception as error:  # one document must not cost the others their labels
            failed = True
            complain(each.path, f"internal failure: {type(error).__name__}: {error}")
    return labels, failed


# -- the list -----------------------------------------------------------------------------------------------------


def _json(labels: Labels, uses: Sequence[LabelUse]) -> str:
    from de_lint.output.json_text import json_text

    found = {"files": labels.files, "files_with_records": labels.with_records, "labels": [u.to_json() for u in uses]}
    return json_text({"schema_version": 1, **found}, pretty=True) + "\n"


def _text(labels: Labels, uses: Sequence[LabelUse]) -> str:
    lines = [f"{labels.files} files, {labels.with_records} with records"]
    groups: tuple[tuple[str, Callable[[LabelUse], bool]], ...] = (
        ("Read as", lambda use: use.part is not None),
        ("Read as nothing", lambda use: use.part is None and use.kind is not None),
        ("In documents without records", lambda use: use.kind is None),
    )
    for title, belongs in groups:
        rows = list(_rows([use for use in uses if belongs(use)]))
        if rows:
            lines += ["", f"{title}:", *rows]
    return "\n".join(lines) + "\n"


def _rows(uses: Sequence[LabelUse]) -> Iterator[str]:
    from de_lint.output.plain_text import columns, neutralised

    width = max((columns(neutralised(use.label)) for use in uses), default=0)
    for use in uses:
        label = neutralised(use.label)
        said = f"{use.kind or ''}{f': {use.part}' if use.part else ''}"
        padding = " " * (width - columns(label))
        files = f"{len(use.files):5} {'file ' if len(use.files) == 1 else 'files'}"
        times = f"{use.count:6} {'time ' if use.count == 1 else 'times'}"
        yield f"{files} {times}  {label}{padding}  {said}".rstrip()


# -- answers ------------------------------------------------------------------------------------------------------


def _answer(text: str) -> LabelMeaning:
    """Return what `LABEL=FIELD` or `LABEL=KIND.FIELD` says."""
    from de_lint.project.configuration.writing_aliases import LabelMeaning
    from de_lint.vocabulary.taught import KINDS

    label, equals, target = (part.strip() for part in text.rpartition("="))
    kind, dot, field = target.partition(".")
    own, dotted, rest = label.partition(".")
    if dotted and own in KINDS:
        raise click.BadParameter(f"The kind belongs before the field: {rest}={own}.{target}.", param_hint="'--set'")
    if not equals or not label or not (field if dot else target):
        raise click.BadParameter(f"{text!r} is not LABEL=FIELD.", param_hint="'--set'")
    return LabelMeaning(label, field, kind) if dot else LabelMeaning(label, target)


def _known(projects: Projects) -> Callable[[str], list[str]]:
    """Return a function that gives the fields and parts of a kind."""
    from de_lint.vocabulary.taught import NOTHING, taught_parts

    vocabulary = projects.of_folder(Path.cwd()).vocabulary

    def known(kind: str) -> list[str]:
        own = [p.name for p in vocabulary.kinds[kind].properties] if kind in vocabulary.kinds else []
        return sorted({*own, *taught_parts(vocabulary.words, kind).values(), NOTHING})

    return known


def _asked(uses: Sequence[LabelUse], frequent: int, known: Callable[[str], list[str]]) -> Iterator[LabelMeaning]:
    """Ask about frequent labels that are read as nothing, until the user has had enough."""
    import sys

    from de_lint.output.plain_text import neutralised
    from de_lint.project.configuration.writing_aliases import LabelMeaning
    from de_lint.vocabulary.spelling import did_you_mean

    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("--write asks questions and needs a terminal; use --set LABEL=FIELD instead.")
    warn(f"Enter a field, nothing to go on, {_HELP} for the fields, {_QUIT} to end.")
    for use in uses:
        if use.part is not None or use.kind is None or len(use.files) < frequent:
            continue
        path, line = use.first
        question = f"{neutralised(use.label)} ({use.kind}, {len(use.files)} files, {neutralised(path)}:{line})"
        fields = known(use.kind)
        while True:
            said = click.prompt(question, default="", show_default=False, err=True).strip()
            if said == _QUIT:
                return
            if said in fields:
                yield LabelMeaning(use.label, said, use.kind)
            elif said == _HELP:
                warn(", ".join(fields))
                continue
            elif said:
                warn(f"There is no field {neutralised(said)}.{did_you_mean(said, fields)}")
                continue
            break


def _keep(answers: Sequence[LabelMeaning], projects: Projects) -> int:
    """Write answers into the configuration that holds in the working directory; a new one where there is none."""
    from de_lint.project.configuration.toml_text import write as write_configuration
    from de_lint.project.configuration.vocabulary import vocabulary_of
    from de_lint.project.configuration.writing_aliases import CannotWrite, rewritten

    if not answers:
        return 0
    configuration = projects.of_folder(Path.cwd()).configuration
    try:
        new = rewritten(configuration, answers)
    except CannotWrite as error:
        complain(configuration.name, f"cannot be written to: {error}")
        return 2
    vocabulary_of(new)  # an answer that names no field is an error, and nothing is written
    write_configuration(new)
    warn(f"{len(answers)} {'alias' if len(answers) == 1 else 'aliases'} written to {new.name}")
    return 0
