"""Inputs that were not converted, kept with the reason."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from de_lint.output.json_text import json_text
from de_lint.project.writing_files import atomic


class Quarantine:
    """A folder that keeps refused inputs, each under its own path."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which need not exist."""
        self._folder = folder

    def add(self, path: str, data: bytes | None, why: str) -> None:
        """Keep the bytes, if they could be read, beside a `.reason.json` file; what is there is replaced."""
        kept = self._folder / _inside(path)
        os.makedirs(kept.parent, exist_ok=True)
        if data is not None:
            with atomic(str(kept)) as stream:
                stream.write(data)
        with atomic(f"{kept}.reason.json") as stream:
            stream.write((json_text({"path": path, "reason": why}, pretty=True) + "\n").encode("utf-8"))

    def remove(self, path: str) -> None:
        """Delete what `add` kept of an input that an earlier run refused; nothing else, and folders that are empty."""
        kept = self._folder / _inside(path)
        told = Path(f"{kept}.reason.json")
        if not _is_about(told, path):
            return
        kept.unlink(missing_ok=True)
        told.unlink()  # the last one, so that a kill between the two leaves what the next run finds
        with suppress(OSError):  # the first folder that holds something else
            for folder in kept.parents:
                if folder == self._folder:
                    break
                folder.rmdir()


def _is_about(told: Path, path: str) -> bool:
    """Tell whether a file is the reason that was written for a path."""
    try:
        found = json.loads(told.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    written = json.loads(json_text({"path": path}, pretty=False))
    return isinstance(found, dict) and set(found) == {"path", "reason"} and found["path"] == written["path"]


def _inside(path: str) -> Path:
    """Return a relative path that stays inside of any folder."""
    parts = ["__" if part == ".." else part for part in PurePosixPath(path).parts if part != "/"]
    return Path(*["stdin" if part == "-" else part for part in parts])
