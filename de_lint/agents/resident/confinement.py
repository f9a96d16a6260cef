"""Whether two processes are confined alike: the resident helper must not do for a process what that may not do."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMESPACES = ("mnt", "pid", "user", "net")
_FACTS = (b"Gid:", b"Groups:", b"NoNewPrivs:", b"Seccomp:", b"CapEff:")


def confinement(process: int | None = None) -> Any:
    """Return what confines a process, or this one, as far as the system tells; OSError where it does not tell.

    That is its root and its namespaces, groups, rights, filters of system calls and security label. No process without
    special rights can restrict itself (by Landlock, say) without a trace in these.
    """
    if not sys.platform.startswith("linux"):
        return ()
    of = f"/proc/{process or 'self'}"
    root = os.stat(os.path.join(of, "root"))
    with open(f"{of}/status", "rb") as stream:
        facts = [line for line in stream if line.startswith(_FACTS)]
    spaces = [os.readlink(f"{of}/ns/{name}") for name in _NAMESPACES]
    return root.st_dev, root.st_ino, facts, spaces, _label(of)


def _label(of: str) -> bytes:
    try:
        with open(f"{of}/attr/current", "rb") as stream:
            return stream.read(1_000)
    except OSError:  # there are none
        return b""
