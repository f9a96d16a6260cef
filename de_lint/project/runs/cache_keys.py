"""What a verdict depends on beside its file, as hashes: the settings, the day, this program and what it stands on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.project.configuration import installed_rules
from de_lint.project.files.named import WRONG, fitting

if TYPE_CHECKING:
    from de_lint.project.configuration.files import Configuration
    from de_lint.project.configuration.settings import CommandLine, Settings

#: Settings that name files whose content changes what is found.
_NAMING_FILES = ("templates", "roles")


class CacheKeys:
    """Makes the keys of one run; what files share is hashed once."""

    def __init__(self, command_line: CommandLine) -> None:
        """Take what the command line says of rules and records: runs that differ in it share nothing."""
        #: What runs of one sort have in common, which is where they look for verdicts.
        self.name = _hash([repr(command_line), os.getcwd()])[:32]
        #: What all verdicts of this run depend on.
        self.run = _hash([_program(), date.today().isoformat()])
        self._by_settings: dict[Settings, str] = {}

    def of(self, settings: Settings) -> str:
        """Return the key of settings; what they say of a file depends on nothing else but where it is."""
        key = self._by_settings.get(settings)
        if key is None:
            packages = installed_rules.state() if settings.packages else None
            parts = _configuration_parts(settings.configuration)
            key = self._by_settings[settings] = _hash([repr(settings.command_line), repr(packages), *parts])
        return key



def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(raw) + raw)  # with the length, no two lists of parts are the same bytes
    return digest.hexdigest()


def configuration_key(configuration: Configuration) -> str:
    """Return the key of what this program makes of a configuration and the files that it names."""
    return _hash([_program(), *_configuration_parts(configuration)])


def _configuration_parts(configuration: Configuration) -> Iterator[str]:
    """Yield a configuration as written and the state of every file that it names."""
    yield repr((configuration.file, configuration.folder))
    yield json.dumps(configuration.data, default=str)
    for name in _NAMING_FILES:
        for pattern in configuration.data.get(name, ()):
            # A role that ships is named like a pattern, and fits no file.
            with suppress(*WRONG):
                for file in fitting(configuration.folder, pattern):
                    yield f"{name} {pattern} {file.name} {_content(file)}"
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

    folders = [*de_lint.__path__, *import_module("de_lint.schemas").__path__]
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
        yield from _states_below(os.fspath(folder), "")


def _states_below(folder: str, inside: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _states_below(entry.path, f"{inside}{entry.name}/")
            continue
        try:
            state = entry.stat()
        except OSError:
            continue
        yield f"{inside}{entry.name} {state.st_size} {state.st_mtime_ns}"
