"""Configuration files: `[tool.de-lint]` in a `pyproject.toml`, or a `.de-lint.toml`; the nearest one upwards counts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from de_lint.classes import dataclass, field

OWN_NAME = ".de-lint.toml"
SHARED_NAME = "pyproject.toml"
TABLE = "de-lint"


class ConfigurationError(Exception):
    """A configuration that cannot be used: which file, and in one line why; `line` from 1 where it is known."""

    def __init__(self, file: str, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.file = file if line is None else f"{file}:{line}"
        self.why = why


@dataclass(frozen=True, eq=False)
class Configuration:
    """A configuration file's settings as written; `folder` is what its paths are relative to.

    One that was `named` by the user may lead anywhere; one that was found stays in the repository that it lies in.
    """

    file: Path | None
    folder: Path
    data: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    named: bool = False

    @property
    def name(self) -> str:
        """What messages call the file."""
        from de_lint.project.files.discovery import shown_path

        return shown_path(self.file) if self.file else "-"

    @property
    def table(self) -> tuple[str, ...]:
        """The path of the table that holds the settings; none where they are the whole file."""
        if self.file is None:
            return ()
        from de_lint.project.configuration.toml_text import loads

        tool = loads(self.text).get("tool") if self.text else None
        in_table = self.file.name == SHARED_NAME or (isinstance(tool, dict) and TABLE in tool)
        return ("tool", TABLE) if in_table else ()

    @cached_property
    def _top(self) -> Path:
        """The root of the repository, else the folder."""
        return next((a for a in (self.folder, *self.folder.parents) if os.path.lexists(a / ".git")), self.folder)

    def leads_out(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a path, as written or by its links, leads to where this configuration has no business."""
        whole = os.path.normpath(self.folder / path)
        if self.named:
            return False
        try:
            real = Path(os.path.realpath(whole))
        except (ValueError, OSError):  # there is no such file
            return False
        return not (Path(whole).is_relative_to(self._top) and real.is_relative_to(os.path.realpath(self._top)))

    def files(self) -> Iterator[Path]:
        """Yield the configuration's file and those that it names, for whoever waits for them to change."""
        if self.file is None:
            return
        yield self.file
        for name in ("templates", "roles"):
            for pattern in self.data.get(name, ()):
                if not Path(pattern).is_absolute():
                    yield from self.folder.glob(pattern)
        places = (self.data.get("tickets", {}).get("registry"), self.data.get("baseline"))
        yield from (self.folder / place for place in places if place is not None)

    def error(self, path: tuple[str | int, ...], why: str) -> ConfigurationError:
        """Return the error of the setting under `path`."""
        from de_lint.project.configuration.faults import line_of

        where = ".".join(str(part) for part in path if isinstance(part, str))
        return ConfigurationError(self.name, f"{where}: {why}" if where else why, line_of(self.text, path))


def nearest_configuration(folder: Path) -> Path | None:
    """Return the configuration file of a folder: its own, or the nearest one above.

    A repository has none above its root, and no other folder has one that is another user's.
    """
    for above in (folder, *folder.parents):
        own = above / OWN_NAME
        if above != folder and _is_of_others(above, folder):
            return None
        if os.path.lexists(own):  # whatever it is: one that cannot be read is an error, not the lack of one
            return own
        shared = above / SHARED_NAME
        # Most such files say nothing of this program, and TOML is not parsed to learn that.
        if _mentions(shared) and _table(_parsed(shared), shared) is not None:
            return shared
        if os.path.lexists(above / ".git"):
            return None
    return None


def _is_of_others(above: Path, folder: Path) -> bool:
    """Tell whether the files that could configure a folder from above belong to neither its owner nor the user."""
    owners = [os.lstat(file).st_uid for file in (above / OWN_NAME, above / SHARED_NAME) if os.path.lexists(file)]
    if not owners:
        return False
    trusted = {os.stat(place).st_uid for place in (folder, folder.anchor) if os.path.exists(place)}
    return not trusted.union([getattr(os, "geteuid", int)()]).issuperset(owners)


def load(file: str | os.PathLike[str], named: bool = False) -> Configuration:
    """Return a configuration file's settings; ConfigurationError says what is wrong with it."""
    path = Path(os.path.abspath(file))
    whole = _parsed(path)
    data = _table(whole, path)
    if data is None:
        from de_lint.project.files.discovery import shown_path

        raise ConfigurationError(shown_path(path), "there is no [tool.de-lint] table")
    configuration = Configuration(path, path.parent, data, _text(path), named)
    from de_lint.project.configuration.faults import first_fault

    fault = first_fault(configuration)
    if fault is not None:
        raise fault
    return configuration


def _mentions(file: Path) -> bool:
    if not os.path.isfile(file):  # reading a pipe would wait for ever
        return False
    try:
        return TABLE.encode() in file.read_bytes()
    except OSError:
        return False


def _text(file: Path) -> str:
    from de_lint.project.files.discovery import reason, shown_path

    if os.path.lexists(file) and not os.path.isfile(file):
        sort = "a folder" if os.path.isdir(file) else "no regular file" if os.path.exists(file) else "a broken link"
        raise ConfigurationError(shown_path(file), f"this is {sort}")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(shown_path(file), "it is not UTF-8") from None
    except OSError as error:
        raise ConfigurationError(shown_path(file), reason(error)) from None


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib  # only where there is a configuration

    from de_lint.project.configuration.toml_text import loads
    from de_lint.project.files.discovery import shown_path

    try:
        return loads(_text(file))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(shown_path(file), f"this is not valid TOML: {error}") from None


def _table(whole: dict[str, Any], file: Path) -> Mapping[str, Any] | None:
    """Return the settings in a file: the table, or the whole file where it is this program's own."""
    tool = whole.get("tool")
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if isinstance(table, dict):
        return table
    if table is not None:
        written = "a list of tables" if isinstance(table, list) else repr(table)
        raise Configuration(file, file.parent, {}, _text(file)).error(("tool", TABLE), f"{written} is not a table")
    return None if file.name == SHARED_NAME else whole
