"""Inputs that were not converted, kept with the reason."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from de_lint.bulk.quarantine_places import REASON, places
from de_lint.output.json_text import json_text
from de_lint.project.files.writing import atomic


class Quarantine:
    """A folder that keeps refused inputs, each under its own path, or near it where another input has that place."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which need not exist."""
        self._folder = folder

    def add(self, path: str, data: bytes | None, why: str, twin: str = "") -> None:
        """Keep the bytes, if they could be read, beside a `.reason.json` file, in place of what was kept before.

        `twin` tells the input from others with its path. OSError says why nothing can be kept.
        """
        kept = self._place(path, twin)
        os.makedirs(kept.parent, exist_ok=True)
        if data is not None:
            with atomic(str(kept)) as stream:
                stream.write(data)
        with atomic(f"{kept}{REASON}") as stream:
            stream.write((json_text({"path": path, "reason": why}, pretty=True) + "\n").encode("utf-8"))

    def _place(self, path: str, twin: str) -> Path:
        """Return where the input is kept, or else the first place that is not another input's."""
        found = [self._folder / place for place in places(path, twin)]
        own = next((kept for kept in found if _is_about(kept, path)), None)
        return own or next(filter(_is_free, found), found[-1])

    def remove(self, path: str, twin: str = "") -> None:
        """Delete what `add` kept of an input that an earlier run refused; nothing else, and folders that are empty."""
        for place in places(path, twin):
            kept = self._folder / place
            if not _is_about(kept, path):
                continue
            kept.unlink(missing_ok=True)
            _told(kept).unlink()  # the last one, so that a kill between the two leaves what the next run finds
            with suppress(OSError):  # the first folder that holds something else
                for folder in kept.parents:
                    if folder == self._folder:
                        break
                    folder.rmdir()


def _told(kept: Path) -> Path:
    return Path(f"{kept}{REASON}")


def _is_about(kept: Path, path: str) -> bool:
    """Tell whether the file beside a place is the reason that was written for a path."""
    try:
        found = json.loads(_told(kept).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    written = json.loads(json_text({"path": path}, pretty=False))
    return isinstance(found, dict) and set(found) == {"path", "reason"} and found["path"] == written["path"]


def _is_free(kept: Path) -> bool:
    """Tell whether an input can be kept at a place without taking another one's."""
    try:
        os.makedirs(kept.parent, exist_ok=True)
        return not kept.is_dir() and not os.path.lexists(_told(kept))
    except OSError:  # a file is in the way, or a name is too long
        return False
