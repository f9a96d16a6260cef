"""What a verdict depends on, as one hash: the file, the settings, the day, this program and what it stands on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from de_lint.project.settings import Settings

#: Settings that name files whose content changes what is found.
_NAMING_FILES = ("templates", "roles")


class CacheKeys:
    """Makes the keys of one run; what files share is hashed once."""

    def __init__(self) -> None:
        """Hash what all verdicts of this run depend on."""
        self._run = _hash([_program(), date.today().isoformat()])
        self._by_settings: dict[Settings, str] = {}

    def of(self, settings: Settings, data: bytes, path: str, file: str) -> str:
        """Return the key of a document called `path` under the settings of `file`."""
        if settings not in self._by_settings:
            self._by_settings[settings] = _hash(_settings_parts(settings))
        effective = settings.of(file)
        severities = sorted((code, severity.value) for code, severity in effective.severities.items())
        judged_by = repr((effective.codes, severities, effective.kind, effective.role))
        content = hashlib.sha256(data).hexdigest()
        return _hash([self._run, self._by_settings[settings], judged_by, path, content])

    def of_pairs(self, pairs: Iterable[tuple[str, int, str, int]]) -> str:
        """Return the key of how reports answer delegations: for each pair the key and record number of both sides."""
        return _hash(["pairs", self._run, *map(repr, pairs)])


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(raw) + raw)  # with the length, no two lists of parts are the same bytes
    return digest.hexdigest()


def _settings_parts(settings: Settings) -> Iterator[str]:
    """Yield the settings as written and the state of every file that they name."""
    configuration = settings.configuration
    yield repr(settings.command_line)
    yield json.dumps(configuration.data, default=str)
    named = [name for name in _NAMING_FILES if configuration.data.get(name)]
    if named:
        from de_lint.project.configured_vocabulary import files_of

        for name in named:
            for file in files_of(configuration, name):
                yield f"{name} {file.name} {_content(file)}"
    registry = configuration.data.get("tickets", {}).get("registry")
    if registry is not None:
        place = configuration.folder / registry
        yield from _states([place]) if os.path.isdir(place) else [_content(place)]


def _content(file: Path) -> str:
    if not os.path.isfile(file):  # reading a pipe would wait for ever
        return "unreadable"
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


@cache
def _program() -> str:
    """Return a hash of this program, of Python and of the installed packages, without opening a file."""
    import de_lint

    spec = find_spec("de_lint.schemas")
    folders = [*de_lint.__path__, *(spec.submodule_search_locations or () if spec else ())]
    return _hash([sys.version, *_installed(), *_states(map(Path, folders))])


def _installed() -> list[str]:
    """Return the installed distributions, whose folders are called after name and version."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(name for name in os.listdir(folder or ".") if name.endswith(".dist-info"))
        except OSError:
            continue
    return sorted(found)


def _states(folders: Iterable[Path]) -> Iterator[str]:
    """Yield name, size and time of change of every file below some folders."""
    for folder in folders:
        for above, below, names in os.walk(folder):
            below[:] = sorted(name for name in below if name != "__pycache__")
            for name in sorted(names):
                file = os.path.join(above, name)
                try:
                    state = os.stat(file)
                except OSError:
                    continue
                yield f"{os.path.relpath(file, folder)} {state.st_size} {state.st_mtime_ns}"
