"""The parts that workers write, from where they arrive to their places in the output folder."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from de_lint.bulk.sinks.sink import Converted, Mark

_PREFIX = "part-"


class PartFolder:
    """A sink whose documents are written elsewhere: it keeps the parts of taken partitions, and places them at the end.

    Workers write into `arriving`, which is another folder for every start of a run: what a worker that was given up
    writes there late is nobody's.
    """

    def __init__(self, target: Path, work: Path) -> None:
        """Take the folder to be, and the one for what is not finished; both must be the workers', too."""
        self._target = target
        self._all_arriving = work / "arriving"
        self._kept = work / "parts"
        self.arriving = Path(os.path.abspath(self._all_arriving / uuid.uuid4().hex))
        #: How many partitions are taken; the next one has this number.
        self.taken = 0

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit: parts of partitions that it does not know are dropped."""
        self.taken = 0 if mark is None else cast(int, mark["partitions"])
        shutil.rmtree(self._all_arriving, ignore_errors=True)
        self.arriving.mkdir(parents=True)
        self._kept.mkdir(exist_ok=True)
        for part in list(self._kept.iterdir()):
            if int(part.name.split("-")[0]) >= self.taken:
                shutil.rmtree(part)

    def add(self, document: Converted) -> None:
        """Do nothing: the document is in its part."""

    def accept(self, number: int, names: Iterable[str]) -> None:
        """Keep the parts with these names as those of the partition with a number, the next one."""
        for name in names:
            (self.arriving / name).rename(self._kept / name)
        self.taken = number + 1

    def commit(self) -> Mark:
        """Return which partitions are taken; workers have put their parts on the disk."""
        return {"partitions": self.taken}

    def finish(self) -> None:
        """Put the parts in their places, those of documents last; calling it again after a kill places the rest."""
        files = [each for each in self._kept.rglob(f"{_PREFIX}*") if each.is_file()]
        for file in sorted(files, key=self._turn):
            place = self._place(file)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, place)

    def _turn(self, file: Path) -> tuple[bool, str]:
        part, *inside = file.relative_to(self._kept).parts
        return inside[0] != "records", part

    def _place(self, file: Path) -> Path:
        """Return where a file of a part goes: names sort as the run's documents do, and tell what is in them."""
        part, *folders, name = file.relative_to(self._kept).parts
        number, offset, _ = part.split("-")
        return self._target.joinpath(*folders, f"{_PREFIX}{number}-{offset}-{name.removeprefix(_PREFIX)}")

    def close(self) -> None:
        """Do nothing: no file is open."""
