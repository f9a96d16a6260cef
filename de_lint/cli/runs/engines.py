"""Where a run of `convert` is done: in processes of this machine, or on a cluster."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.bulk.resumption import work_folder

if TYPE_CHECKING:
    from de_lint.bulk.cluster.part_folder import PartFolder
    from de_lint.bulk.formats import Format
    from de_lint.cli.options.of_convert import ConvertOptions
    from de_lint.cli.runs.converting import Convert
    from de_lint.project.configuration.projects import Projects


def part_folder(asked: ConvertOptions, written: Format) -> PartFolder | None:
    """Return what keeps the parts that workers write: None unless a cluster is to write a folder."""
    target = asked.target
    if asked.engine == "local" or target is None or not written.makes_folder(target):
        return None
    from de_lint.bulk.cluster.part_folder import PartFolder

    return PartFolder(target, work_folder(target) / "output")


def into_parts(written: Format, folder: PartFolder) -> Format:
    """Return a format whose documents are written by workers."""
    return replace(written, sink=lambda *_: folder)


@contextmanager
def on_cluster(
    asked: ConvertOptions,
    written: str,
    projects: Projects,
    make_projects: Callable[[], Projects],
    folder: PartFolder | None,
    jobs: int | None,
) -> Iterator[Convert]:
    """Yield what converts items on the cluster that is asked for; SourceError where there is none."""
    from de_lint import __version__
    from de_lint.bulk.cluster.cluster_conversion import ClusterConversion
    from de_lint.bulk.cluster.connection import connected
    from de_lint.bulk.cluster.partitions import Partitioning
    from de_lint.bulk.cluster.work import Plan

    parts = str(folder.arriving) if folder else None
    plan = Plan(uuid.uuid4().hex, __version__, make_projects, asked.terms, written, parts)
    with connected(asked.scheduler, jobs) as cluster:
        yield ClusterConversion(cluster, Partitioning(projects, asked.partition_bytes), plan, folder)


def absolute(config: str | None) -> str | None:
    """Return the path of a configuration as workers find it."""
    return None if config is None else str(Path(os.path.abspath(config)))
