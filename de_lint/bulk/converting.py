"""Conversion of many inputs, shared among processes: documents and refusals in the order of the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from de_lint.bulk.account import Account
from de_lint.bulk.conversion import Conversion, Converted, Refusal, Terms
from de_lint.bulk.inputs.item import Item
from de_lint.classes import dataclass
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import reason
from de_lint.project.runs.checking import CRASHED
from de_lint.project.runs.judging import Stopped
from de_lint.project.runs.pool import Crashed, PoolTask, ProcessPool

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects


@dataclass(frozen=True, slots=True)
class Done:
    """A converted document, and the account of its characters.

    `together` tells that what was written of it is in one piece with the next input's: a run keeps both or none.
    """

    document: Converted
    account: Account
    together: bool = False


@dataclass(frozen=True, slots=True)
class RefusedInput:
    """Why an input has no document; `data` are its bytes where they could be read. `together` is as in `Done`."""

    why: str
    data: bytes | None = None
    together: bool = False


Conclusion = Done | RefusedInput | Stopped


class Converter:
    """Converts documents; what is wrong with one of them is a value."""

    def __init__(self, conversion: Conversion) -> None:
        """Take how documents are converted."""
        self._conversion = conversion

    def __call__(self, data: bytes, path: str, file: str, origin: Mapping[str, object] | None = None) -> Conclusion:
        """Return the document called `path` as JSON, or why there is none."""
        try:
            return Done(*self._conversion.document(data, path, file, origin))
        except Refusal as refusal:
            return RefusedInput(str(refusal))
        except ConfigurationError as error:
            return Stopped(error.file, error.why)
        except Exception as error:  # one document must not cost the others their conversion
            return RefusedInput(f"internal failure: {type(error).__name__}: {error}")


def converter_of(make_projects: Callable[[], Projects], terms: Terms) -> Converter:
    """Return a converter with projects of its own: what a process of a pool starts with."""
    return Converter(Conversion(make_projects(), terms))


def converted(items: Iterable[Item], pool: ProcessPool[Conclusion]) -> Iterator[tuple[Item, Done | RefusedInput]]:
    """Yield every item with its document or why there is none; a ConfigurationError ends the run."""
    given: list[tuple[Item, bytes | None]] = []  # those on their way
    for found in pool.results(_parts(items, given)):
        each, data = given.pop(0)
        if isinstance(found, Stopped):
            raise found.error()
        if isinstance(found, (RefusedInput, Crashed)):
            yield each, RefusedInput(found.why if isinstance(found, RefusedInput) else CRASHED, data)
        else:
            yield each, found


def _parts(items: Iterable[Item], given: list[tuple[Item, bytes | None]]) -> Iterator[PoolTask | Conclusion]:
    for each in items:
        try:
            data = each.load()
        except OSError as error:
            given.append((each, None))
            yield RefusedInput(reason(error))
            continue
        given.append((each, data))
        yield PoolTask((data, each.path, each.file, each.origin))
