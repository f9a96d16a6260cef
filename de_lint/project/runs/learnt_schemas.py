"""What was learnt from templates, kept beside the verdicts: an agent's host waits for each event, and learning is long.

It is kept under a hash of all that it was made of. Like verdicts it lies in a folder of the user's own, where whoever
is judged cannot write, and it may be missing, damaged or replaced.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from de_lint.project.configuration.files import Configuration
from de_lint.project.files.writing import atomic
from de_lint.project.runs.cache_folders import LEARNT, folder_of_events, is_own, prepared
from de_lint.project.runs.cache_keys import configuration_key
from de_lint.vocabulary.schemas import Schema

#: For each template what was learnt; None for one without a form.
Learnt = list[Schema | None]


def kept_or_learnt(configuration: Configuration, templates: int, learn: Callable[[], Learnt]) -> Learnt:
    """Return what an earlier process has learnt from so many templates under the same configuration, or learn it."""
    folder = folder_of_events(configuration.folder)
    if folder is None:
        return learn()
    key = configuration_key(configuration)
    file = folder / f"{key[:32]}{LEARNT}"
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        if is_own(folder) and is_own(file, stat.S_IFREG):
            kept: dict[str, Any] = json.loads(file.read_bytes())
            if kept["key"] == key and len(kept["learnt"]) == templates:
                return list(kept["learnt"])
    learnt = learn()
    with suppress(OSError):  # the disk is full, or the folder cannot be written
        prepared(folder)
        replaceable = not file.is_symlink() and (not file.exists() or is_own(file, stat.S_IFREG))
        if replaceable and configuration_key(configuration) == key:  # nothing was written meanwhile
            with atomic(str(file)) as stream:
                stream.write(json.dumps({"key": key, "learnt": learnt}).encode())
    return learnt
