"""Conversion of many inputs on a cluster: documents and refusals in the order of the inputs, whatever workers do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from de_lint.bulk.cluster.connection import Cluster, Future, Killed
from de_lint.bulk.cluster.part_folder import PartFolder
from de_lint.bulk.cluster.partitions import Batch, Partitioning
from de_lint.bulk.cluster.work import Answer, PartitionOutcome, Plan, Unfit, Unread, convert_partition
from de_lint.bulk.converting import Done, RefusedInput
from de_lint.bulk.inputs.item import Item, SourceError
from de_lint.classes import dataclass, replace
from de_lint.project.runs.checking import CRASHED

#: Into how many parts a partition is split that workers die of.
_SPLIT = 8


@dataclass(slots=True)
class _Sent:
    """A batch on its way."""

    name: str
    batch: Batch
    future: Future


@dataclass(frozen=True, slots=True)
class _Taken:
    """A batch that is through; `part` is what its part is called, if it has one."""

    batch: Batch
    conclusions: tuple[Done | RefusedInput, ...]
    part: str | None

    def rows(self) -> Iterator[tuple[Item, Done | RefusedInput]]:
        """Yield each item with what became of it, and with its bytes if it was refused."""
        pieces = self.batch.partition.pieces
        for item, piece, conclusion in zip(self.batch.items, pieces, self.conclusions, strict=True):
            if isinstance(conclusion, RefusedInput):
                conclusion = replace(conclusion, data=_bytes_of(item) if piece.data is None else piece.data)
            yield item, conclusion


class ClusterConversion:
    """Converts items on a cluster, a few partitions ahead of the one that is taken."""

    def __init__(self, cluster: Cluster, partitioning: Partitioning, plan: Plan, parts: PartFolder | None) -> None:
        """Take the cluster, how items become partitions, the workers' plan, and where their parts are kept if any."""
        self._cluster = cluster
        self._partitioning = partitioning
        self._plan = plan
        self._parts = parts
        self._waiting: deque[_Sent] = deque()
        self._flying: dict[str, Future] = {}
        self._number = 0

    def __call__(self, items: Iterable[Item]) -> Iterator[tuple[Item, Done | RefusedInput]]:
        """Yield every item with its document or why there is none.

        A ConfigurationError ends the run, and so does SourceError, where the cluster cannot go on.
        """
        first = self._parts.taken if self._parts else 0
        for batch in self._partitioning.batches(items, first):
            self._waiting.append(self._send(batch))
            while len(self._waiting) >= self._cluster.ahead():
                yield from self._first()
        while self._waiting:
            yield from self._first()

    def _first(self) -> Iterator[tuple[Item, Done | RefusedInput]]:
        sent = self._waiting.popleft()
        through = list(self._through(sent))
        if self._parts is not None:
            self._parts.accept(sent.batch.partition.number, (each.part for each in through if each.part is not None))
        found = [row for each in through for row in each.rows()]
        for index, (item, conclusion) in enumerate(found, 1):
            yield item, replace(conclusion, together=self._parts is not None and index < len(found))

    def _through(self, sent: _Sent) -> Iterator[_Taken]:
        """Yield what became of a batch: in one, or in pieces where workers died of it."""
        try:
            yield self._taken(sent)
        except Killed:
            if len(sent.batch.items) == 1:
                yield self._alone(sent.batch)
                return
            for each in [self._send(part) for part in sent.batch.split(_SPLIT)]:
                yield from self._through(each)

    def _alone(self, batch: Batch) -> _Taken:
        """Try a document while nothing else is at work, so that no other one's crash is taken for its own."""
        self._cluster.settle(list(self._flying.values()))
        try:
            return self._taken(self._send(batch))
        except Killed:
            return _Taken(batch, (RefusedInput(CRASHED),), None)

    def _taken(self, sent: _Sent) -> _Taken:
        try:
            answer: Answer = self._cluster.result(sent.future)
        finally:
            del self._flying[sent.name]
        if isinstance(answer, Unread):
            return self._taken(self._send_bytes(sent.batch, answer))
        if isinstance(answer, PartitionOutcome):
            return _Taken(sent.batch, answer.conclusions, sent.batch.partition.name if self._parts else None)
        raise SourceError("dask", answer.why) if isinstance(answer, Unfit) else answer.error()

    def _send(self, batch: Batch) -> _Sent:
        self._number += 1
        name = f"{self._plan.run}-{batch.partition.name}-{self._number}"
        future = self._cluster.submit(convert_partition, batch.partition, self._plan, name=name)
        self._flying[name] = future
        return _Sent(name, batch, future)

    def _send_bytes(self, batch: Batch, unread: Unread) -> _Sent:
        """Send a batch again, with what the worker could not read; if that was all of it, no worker is to read more."""
        whole = batch.with_bytes(unread.indices)
        pieces = whole.partition.pieces
        if all(each.load is None for each in pieces) and any(pieces[index].why is None for index in unread.indices):
            self._partitioning.sends = True
        return self._send(whole)


def _bytes_of(item: Item) -> bytes | None:
    try:
        return item.load() if item.shared else None
    except OSError:
        return None
