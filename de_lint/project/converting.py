"""Conversion of many inputs, shared among processes: documents and refusals in the order of the inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.project.checking import CRASHED
from de_lint.project.configuration import ConfigurationError
from de_lint.project.conversion import Conversion, Converted, Refusal
from de_lint.project.discovery import Input, reason
from de_lint.project.judging_files import Stopped
from de_lint.project.pool import Crashed, Pool, Task

if TYPE_CHECKING:
    from de_lint.project.projects import Projects


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an input has no document; `data` are its bytes where they could be read."""

    why: str
    data: bytes | None = None


Conclusion = Converted | Refused | Stopped


class Converter:
    """Converts documents; what is wrong with one of them is a value."""

    def __init__(self, conversion: Conversion) -> None:
        """Take how documents are converted."""
        self._conversion = conversion

    def __call__(self, data: bytes, path: str, file: str) -> Conclusion:
        """Return the document called `path` as JSON, or why there is none."""
        try:
            return self._conversion.document(data, path, Path(file))
        except Refusal as refusal:
            return Refused(str(refusal))
        except ConfigurationError as error:
            return Stopped(error.file, error.why)
        except Exception as error:  # one document must not cost the others their conversion
            return Refused(f"internal failure: {type(error).__name__}: {error}")


def converter_of(make_projects: Callable[[], Projects], source_map: bool, strict: bool) -> Converter:
    """Return a converter with projects of its own: what a process of a pool starts with."""
    return Converter(Conversion(make_projects(), source_map, strict))


def converted(inputs: Iterable[Input], pool: Pool[Conclusion]) -> Iterator[tuple[Input, Converted | Refused]]:
    """Yield every input with its document or why there is none; a ConfigurationError ends the run."""
    given: list[tuple[Input, bytes | None]] = []  # those on their way
    for found in pool.results(_parts(inputs, given)):
        each, data = given.pop(0)
        if isinstance(found, Stopped):
            raise found.error()
        if isinstance(found, (Refused, Crashed)):
            yield each, Refused(found.why if isinstance(found, Refused) else CRASHED, data)
        else:
            yield each, found


def _parts(inputs: Iterable[Input], given: list[tuple[Input, bytes | None]]) -> Iterator[Task | Conclusion]:
    for each in inputs:
        try:
            data = each.read()
        except OSError as error:
            given.append((each, None))
            yield Refused(reason(error))
            continue
        given.append((each, data))
        yield Task((data, each.path, str(each.file or each.path)))
