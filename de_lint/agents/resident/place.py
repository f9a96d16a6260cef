"""Where the resident helper listens, and whom it answers: those that would run the same program in the same way.

Imported for every event, into a Python that has only just started: nothing is imported that is not there already.
"""

from __future__ import annotations

import os
import stat
import sys

from de_lint.agents.resident.confinement import confinement
from de_lint.project.files.user_folders import caches

#: Switches the helper off.
VARIABLE = "DE_LINT_RESIDENT"
_OFF = ("0", "no", "off", "false")
#: The beginnings of variables that choose programs, the code in them, or how Python reads names. A helper never runs
#: what one of another environment would.
_CHOOSE = (b"DYLD_", b"GIT_", b"HOME=", b"LANG", b"LC_", b"LD_", b"PATH=", b"PYTHON", b"XDG_CONFIG_HOME=")
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
#: A prime: names are numbers below it.
_NAMES = 2**61 - 1
SOCKET, STARTING = ".socket", ".starting"


def is_off() -> bool:
    """Tell whether no helper is to be asked or started: it is switched off, or the system has no way to run one."""
    needed = ("fork", "posix_spawn", "geteuid")
    return os.environ.get(VARIABLE, "").lower() in _OFF or not all(hasattr(os, name) for name in needed)


def folder() -> str:
    """Return the folder of the helpers' sockets; a blank one where the system knows of no folder of the user's own."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    above = runtime if os.path.isabs(runtime) and is_private(runtime) else caches()
    return os.path.join(above, "de-lint", "resident") if os.path.isabs(above) else ""


def is_private(path: str) -> bool:
    """Tell whether a path is a folder that only the user can open, and no link."""
    state = _state(path)
    return state is not None and stat.S_ISDIR(state.st_mode) and _is_own(state)


def is_own_socket(path: str) -> bool:
    """Tell whether a path is a socket that only the user can open, and no link."""
    state = _state(path)
    return state is not None and stat.S_ISSOCK(state.st_mode) and _is_own(state)


def _is_own(state: os.stat_result) -> bool:
    return state.st_uid == os.geteuid() and not state.st_mode & 0o077


def _state(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def path() -> list[str]:
    """Return where Python is to look for modules: not in the folder of the script, which is that of whoever asks."""
    given = list(sys.path) if sys.flags.safe_path else sys.path[1:]
    own = os.path.dirname(_PACKAGE)
    return given if own in given else [own, *given]


def identity() -> bytes:
    """Return what a helper and whom it answers must have in common, beside the state of the code."""
    chosen = sorted(b"=".join(item) for item in os.environb.items())
    facts = (_PACKAGE, sys.executable, sys.version, sys.flags, path(), sys.getfilesystemencoding(), confinement())
    return b"\0".join([repr(facts).encode("utf-8", "surrogateescape"), *(c for c in chosen if c.startswith(_CHOOSE))])


def name_of(identity: bytes) -> str:
    """Return the name of a helper's files, without their endings."""
    return f"{int.from_bytes(identity, 'big') % _NAMES:016x}"
