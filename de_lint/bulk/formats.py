"""The formats that documents are written in, derived from the files of `sinks/`."""

from __future__ import annotations

import importlib.util
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from de_lint.bulk import sinks
from de_lint.bulk.sinks.sink import Converted, Sink
from de_lint.classes import dataclass

Stream = Callable[[Iterable[Converted], bool], Iterator[str]]
#: The package that each optional dependency group is about.
_PACKAGES = {"parquet": "pyarrow"}


@dataclass(frozen=True, slots=True)
class Format:
    """One format: which endings of names ask for it, which extra it needs, and who writes it.

    `stream` gives the text of documents for standard output; None for a format that is not text. `makes_folder` tells
    whether a path is to be a folder of parts.
    """

    name: str
    suffixes: tuple[str, ...]
    extra: str | None
    sink: Callable[[Path, Path], Sink]
    stream: Stream | None
    makes_folder: Callable[[Path], bool]

    @property
    def missing(self) -> bool:
        """Tell whether the package of the extra is not installed."""
        return self.extra in _PACKAGES and importlib.util.find_spec(_PACKAGES[self.extra]) is None


@cache
def table_formats() -> dict[str, Format]:
    """Return every format by its name, in the order of the names."""
    names = [each.name for each in pkgutil.iter_modules(sinks.__path__)]
    modules = [import_module(f"{sinks.__name__}.{name}") for name in names]
    found = [_format(module) for module in modules if hasattr(module, "NAME")]
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


def _format(module: Any) -> Format:
    stream, makes_folder = getattr(module, "stream", None), getattr(module, "makes_folder", lambda _: False)
    return Format(module.NAME, tuple(module.SUFFIXES), module.EXTRA, module.sink, stream, makes_folder)


@cache
def by_suffix() -> dict[str, Format]:
    """Return the formats by the endings of file names."""
    return {suffix: each for each in table_formats().values() for suffix in each.suffixes}
