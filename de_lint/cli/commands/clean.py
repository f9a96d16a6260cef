"""`de-lint clean`: deletes what earlier runs have kept."""

from __future__ import annotations

from pathlib import Path

import click

from de_lint.cli.options import of_runs
from de_lint.cli.shown.streams import warn


@click.command()
@of_runs.cache_dir
@click.option("--all", "everywhere", is_flag=True, help="Clean up for all projects, not only this one.")
def command(cache_dir: str | None, everywhere: bool) -> int:
    """Delete cached results and remembered sessions of agent hosts.

    Everything else stays: reports, logs, baselines, and files of other programs in the same folder.
    """
    from de_lint.agents.sessions import FOLDER
    from de_lint.output.lines import count
    from de_lint.project.runs.cache_folders import cleared, folders_of_all_projects, usual_folder

    if cache_dir and everywhere:
        raise click.UsageError("--cache-dir and --all cannot be combined.")
    here = Path(cache_dir) if cache_dir else usual_folder(Path.cwd())
    folders = folders_of_all_projects() if everywhere else [here] if here else []
    results = [cleared(folder, FOLDER) for folder in folders]
    number, size = sum(number for number, _ in results), sum(size for _, size in results)
    warn(f"deleted {count(number, 'file')}, {size / 1_000_000:.1f} MB")
    return 0
