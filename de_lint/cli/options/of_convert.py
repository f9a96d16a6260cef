"""The options of `convert`, and what they mean together."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.bulk.formats import by_suffix, table_formats
from de_lint.classes import dataclass
from de_lint.cli.options.common import as_one

if TYPE_CHECKING:
    from de_lint.bulk.conversion import Terms
    from de_lint.bulk.formats import Format
    from de_lint.project.configuration.projects import Projects

#: Megabytes of Markdown that a worker of a cluster converts at a time: some seconds' work.
PARTITION = 1.0
#: With --strict, a document of which records account for less is no document of records.
STRICT_COVERAGE = 0.5

#: What a run that is resumed may do otherwise.
_MAY_CHANGE = ("resume", "quarantine", "output", "engine", "scheduler", "partition_size")

_OPTIONS = (
    click.option(
        "-o", "output", metavar="FILE", type=click.Path(),
        help=f"Write to FILE; its ending sets the format: {', '.join(by_suffix())}.",
    ),
    click.option("--to", type=click.Choice(list(table_formats())), help="Output format, whatever the file is called."),
    click.option(
        "--explain", is_flag=True,
        help="Print why each document is read as it is, instead of converting it.",
    ),
    click.option("--source-map", is_flag=True, help="Add the position of every value in the source."),
    click.option(
        "--strict", is_flag=True,
        help="Refuse documents with errors, and those below --min-coverage.",
    ),
    click.option(
        "--min-coverage", metavar="SHARE", type=click.FloatRange(0, 1),
        help=f"Refuse documents whose records account for a smaller share of their characters.  "
        f"[default: {STRICT_COVERAGE} with --strict, else 0]",
    ),
    click.option(
        "--quarantine", metavar="DIR", type=click.Path(file_okay=False),
        help="Copy refused inputs to DIR, each with the reason.",
    ),
    click.option(
        "--report-loss", metavar="FILE", type=click.Path(dir_okay=False),
        help="Write every line that is in no record to FILE: JSON Lines, or text for .txt.",
    ),
    click.option("--resume", is_flag=True, help="Continue an interrupted run."),
    click.option(
        "--git", "revisions", metavar="RANGE",
        help="Convert every version that these commits added or changed below PATHS.",
    ),
    click.option("--field", metavar="NAME", help="Read named files as JSON Lines, with the text in this column."),
    click.option(
        "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
        help="Convert on this machine, or on a Dask cluster.",
    ),
    click.option(
        "--scheduler", metavar="ADDRESS",
        help="The cluster's scheduler, such as tcp://host:8786; otherwise a cluster of --jobs processes is started.",
    ),
    click.option(
        "--partition-size", metavar="MB", type=click.FloatRange(0, min_open=True),
        help=f"Megabytes of Markdown per partition, and per part in a folder.  [default: {PARTITION:g}]",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ConvertOptions:
    """The options, a field each."""

    output: str | None
    to: str | None
    explain: bool
    source_map: bool
    strict: bool
    min_coverage: float | None
    quarantine: str | None
    report_loss: str | None
    resume: bool
    revisions: str | None
    field: str | None
    engine: str
    scheduler: str | None
    partition_size: float | None

    @property
    def terms(self) -> Terms:
        """Return how documents are converted."""
        from de_lint.bulk.conversion import Terms

        usual = STRICT_COVERAGE if self.strict else 0.0
        return Terms(self.source_map, self.strict, usual if self.min_coverage is None else self.min_coverage)

    @property
    def target(self) -> Path | None:
        """Return the file or folder to write; None for standard output."""
        return None if self.output in (None, "-") else Path(str(self.output))

    @property
    def partition_bytes(self) -> int:
        """Return how many bytes of Markdown make a partition."""
        return max(1, int((self.partition_size or PARTITION) * 1_000_000))

    def written(self, single: bool) -> Format:
        """Return the format that is asked for, or the one that suits the inputs; UsageError for one that is not."""
        chosen = self._chosen(single)
        if chosen.missing:
            raise click.UsageError(f"{chosen.name} needs a package: pip install 'de-lint[{chosen.extra}]'")
        return chosen

    def _chosen(self, single: bool) -> Format:
        if self.to is not None:
            return table_formats()[self.to]
        if self.target is None:
            return table_formats()["json" if single else "jsonl"]
        suffix = os.path.splitext(self.target.name)[1].lower()
        if suffix not in by_suffix():
            raise click.UsageError(f"{self.output}: the name must end in {', '.join(by_suffix())}, or give --to.")
        return by_suffix()[suffix]

    def settings(self, projects: Projects, **more: object) -> dict[str, object]:
        """Return, as JSON, what must be the same when a run is resumed."""
        from de_lint import __version__

        configuration = projects.of_folder(Path.cwd()).configuration
        return {
            "version": __version__,
            "working directory": os.fsencode(os.getcwd()).decode("utf-8", "backslashreplace"),
            "configuration": hashlib.sha256(configuration.text.encode()).hexdigest(),
            **{_spelled(n): v for n, v in asdict(self).items() if n not in _MAY_CHANGE},
            **more,
        }


def _spelled(name: str) -> str:
    return "--git" if name == "revisions" else f"--{name.replace('_', '-')}"


options = as_one("asked", ConvertOptions, *_OPTIONS)
