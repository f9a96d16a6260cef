"""What a worker of the cluster does: it converts a partition, and writes its part where the run asks for parts."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from de_lint.bulk.cluster.partitions import Partition, PartitionDocument, fingerprint
from de_lint.bulk.conversion import Conversion, Converted, Terms
from de_lint.bulk.converting import Converter, Done, RefusedInput
from de_lint.classes import dataclass, replace
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.runs.judging import Stopped

if TYPE_CHECKING:
    from de_lint.bulk.sinks.sink import Sink
    from de_lint.project.configuration.projects import Projects


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for all partitions of a run.

    `run` tells it from all other runs, `version` is this program's, `parts` the absolute folder where parts are
    written in `format`; None where the documents themselves go back.
    """

    run: str
    version: str
    make_projects: Callable[[], Projects]
    terms: Terms
    format: str
    parts: str | None = None


@dataclass(frozen=True, slots=True)
class PartitionOutcome:
    """What became of the documents of a partition, one by one; documents of a part are without their records' text."""

    conclusions: tuple[Done | RefusedInput, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """The documents that the worker cannot read, or finds changed, by their indices: nothing is converted yet."""

    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a worker must not convert for this run: the result would be another one than here."""

    why: str


Answer = PartitionOutcome | Unread | Unfit | Stopped

#: A worker may have many threads; reading is for one at a time, and gains nothing from more.
_ALONE = threading.Lock()
#: The projects and the converter of the run that this process was last at work for.
_ready: tuple[str, Projects, Converter] | None = None


def convert_partition(partition: Partition, plan: Plan) -> Answer:
    """Return what became of the documents; done again, for whatever reason, it gives and writes the same."""
    loaded = [_loaded(piece) for piece in partition.pieces]
    unread = tuple(index for index, piece in enumerate(loaded) if piece is None)
    if unread:
        return Unread(unread)
    with _ALONE:
        try:
            projects, converter = _prepared(plan)
            pieces = [piece for piece in loaded if piece is not None]
            unfit = _unfitness(plan, projects, pieces)
            if unfit is not None:
                return Unfit(f"{unfit} (on {socket.gethostname()})")
            return _answer(partition, pieces, plan, converter)
        except ConfigurationError as error:
            return Stopped(error.file, error.why)


def _loaded(piece: PartitionDocument) -> PartitionDocument | None:
    """Return a piece with its bytes; None if they cannot be read, or are not those that the run was told of."""
    if piece.load is None:
        return piece
    try:
        data = piece.load()
    except OSError:
        return None
    if piece.size not in (None, len(data)):
        return None
    return replace(piece, load=None, data=data)


def _prepared(plan: Plan) -> tuple[Projects, Converter]:
    global _ready  # noqa: PLW0603 - what a process keeps from partition to partition
    if _ready is None or _ready[0] != plan.run:
        projects = plan.make_projects()
        _ready = (plan.run, projects, Converter(Conversion(projects, plan.terms)))
    return _ready[1:]


def _unfitness(plan: Plan, projects: Projects, pieces: list[PartitionDocument]) -> str | None:
    from de_lint import __version__

    if __version__ != plan.version:
        return f"a worker has de-lint {__version__}, this is {plan.version}"
    if plan.parts is not None and not Path(plan.parts).is_dir():
        return f"a worker does not see {plan.parts}: parts need a filesystem that all share"
    for piece in pieces:
        if fingerprint(projects.of(piece.file).configuration) != piece.settings:
            return f"a worker does not see the configuration of {piece.file} as it is here"
    return None


def _answer(
    partition: Partition, pieces: list[PartitionDocument], plan: Plan, converter: Converter
) -> PartitionOutcome:
    found: list[Done | RefusedInput] = []
    with _part(plan, partition.name) as part:
        for piece in pieces:
            conclusion = _conclusion(piece, converter)
            if isinstance(conclusion, Stopped):
                raise conclusion.error()
            if part is not None and isinstance(conclusion, Done):
                part.add(conclusion.document)
                conclusion = replace(conclusion, document=_outline(conclusion.document))
            found.append(conclusion)
        if part is not None:
            part.commit()
            part.finish()
    return PartitionOutcome(tuple(found))


def _conclusion(piece: PartitionDocument, converter: Converter) -> Done | RefusedInput | Stopped:
    if piece.data is None:
        return RefusedInput(piece.why or "")
    return converter(piece.data, piece.path, piece.file, piece.origin)


def _outline(document: Converted) -> Converted:
    """Return what the account of the run needs of a document."""
    outline = {name: value for name, value in document.items() if name in ("path", "origin", "unclaimed")}
    records = cast("list[Mapping[str, Any]]", document["records"])
    outline["records"] = [{"kind": each["kind"], "agent": each.get("agent")} for each in records]
    return outline


@contextmanager
def _part(plan: Plan, name: str) -> Iterator[Sink | None]:
    """Yield a sink that writes a folder with the part, which gets its name when it is complete."""
    if plan.parts is None:
        yield None
        return
    from de_lint.bulk.formats import table_formats

    parts = Path(plan.parts)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=parts, ignore_cleanup_errors=True) as making:
        written, work = Path(making) / "written", Path(making) / "work"
        written.mkdir()
        work.mkdir()
        sink = table_formats()[plan.format].sink(written, work)
        try:
            sink.open(None)
            yield sink
        finally:
            sink.close()
        shutil.rmtree(work, ignore_errors=True)
        _place(written, parts / name)


def _place(written: Path, part: Path) -> None:
    """Put a part in its place; one that is there already is the same, of a worker that was given up."""
    try:
        written.rename(part)
    except OSError:
        if not part.is_dir():
            raise
