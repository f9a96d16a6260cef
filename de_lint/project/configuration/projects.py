"""Which settings hold for which file: each file is under the configuration nearest above it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from de_lint.project.configuration.files import Configuration, load, nearest_configuration
from de_lint.project.configuration.settings import CommandLine, Settings


class Projects:
    """Finds the settings of files; a folder is looked up once, a configuration read once."""

    def __init__(
        self, config: str | Configuration | None = None, isolated: bool = False, command_line: CommandLine | None = None
    ) -> None:
        """Take the one configuration, or its file, or with `isolated` none and no packages; else the nearest ones."""
        self.command_line = command_line or CommandLine()
        self._by_file: dict[Path | None, Settings] = {}
        self._by_folder: dict[str, Settings] = {}
        self._only: Settings | None = None
        if config is not None:
            only = config if isinstance(config, Configuration) else load(config, named=True)
            self._only = Settings(only, self.command_line, packages=True)
        elif isolated:
            self._only = Settings(Configuration(None, Path.cwd()), self.command_line)

    def of(self, file: str | Path) -> Settings:
        """Return the settings of a file, which need not exist; ConfigurationError says what is wrong with them."""
        return self._only or self._of_folder(os.path.dirname(os.path.abspath(file)))

    def of_folder(self, folder: Path) -> Settings:
        """Return the settings that hold in an absolute folder."""
        return self._only or self._of_folder(str(folder))

    def _of_folder(self, folder: str) -> Settings:
        found = self._by_folder.get(folder)
        if found is None:
            found = self._by_folder[folder] = self._nearest(Path(folder))
        return found

    def in_use(self) -> list[Settings]:
        """Return the settings that were asked for so far."""
        return [self._only] if self._only else list(self._by_file.values())

    def excludes(self, folder: Path) -> Callable[[str, bool], bool] | None:
        """Return what the configuration of an absolute folder leaves out of it, by name; None where that is nothing."""
        settings = self.of_folder(folder)
        if not settings.configuration.data.get("exclude"):
            return None
        return lambda name, is_folder: settings.excludes(folder / name, is_folder)

    def includes(self, path: Path) -> bool:
        """Tell whether the file at an absolute path is one to look at, by the configuration of its folder."""
        return self.of(path).includes(path)

    def _nearest(self, folder: Path) -> Settings:
        file = nearest_configuration(folder)
        if file is None:
            return self._unconfigured()
        if file not in self._by_file:
            self._by_file[file] = Settings(load(file), self.command_line, packages=True)
        return self._by_file[file]

    def _unconfigured(self) -> Settings:
        if None not in self._by_file:
            self._by_file[None] = Settings(Configuration(None, Path.cwd()), self.command_line, packages=True)
        return self._by_file[None]
