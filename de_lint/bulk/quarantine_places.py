"""Where a quarantine keeps an input: under its path, and where that cannot be, under a name that no other has."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

#: What the file with the reason is called, after the name of the input.
REASON = ".reason.json"
_LONGEST = 255 - len(REASON)
_LONGEST_ENDING = 20
#: A path as a whole has limits, too.
_DEEPEST, _LONGEST_FOLDER = 100, 2000
_INSTEAD = {"..": "__", "-": "stdin"}


def places(path: str, twin: str = "") -> list[Path]:
    """Return the relative places for an input, the best first; they stay inside of any folder.

    `twin` tells it from others with the same path. The second place is beside the first, the third without folders.
    """
    parts = [_INSTEAD.get(part, part) for part in PurePosixPath(_text(path)).parts if part.strip("/")]
    *folders, name = parts or ["__"]
    own = _short(_marked(name, twin) if twin else name)
    unique = _short(_marked(name, _digest(f"{path}\0{twin}")))
    above = Path(*map(_short, folders))
    if len(folders) > _DEEPEST or len(str(above).encode()) > _LONGEST_FOLDER:
        return [Path(unique)]
    # The copy of one input must not pass for the reason of another.
    first = [] if own.endswith(REASON) else [above / own]
    return [*first, above / unique, Path(unique)]


def _text(path: str) -> str:
    """Return a path as text that a file system takes: no half of a surrogate pair, no NUL."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _marked(name: str, mark: str) -> str:
    """Return a name with a mark before its ending."""
    stem, ending = _parted(name)
    return f"{stem}-{mark}{ending}"


def _short(name: str) -> str:
    """Return a name, or its start with a digest where it is longer than file systems take."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, ending = _parted(name)
    mark = f"-{_digest(name)}{ending}"
    return stem.encode()[: _LONGEST - len(mark.encode())].decode("utf-8", "ignore") + mark


def _parted(name: str) -> tuple[str, str]:
    ending = PurePosixPath(name).suffix
    if len(ending.encode()) > _LONGEST_ENDING:
        ending = ""
    return name.removesuffix(ending) if ending else name, ending


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
