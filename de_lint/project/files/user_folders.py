"""Where the system keeps the caches of the user who runs the program. Imported for every event of a hook: only `os`."""

from __future__ import annotations

import os
import sys


def caches() -> str:
    """Return the user's folder for caches, as XDG, macOS or Windows have it; a relative path where there is none."""
    places = {"darwin": "~/Library/Caches", "win32": os.environ.get("LOCALAPPDATA", "")}
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(places.get(sys.platform, "~/.cache"))
