"""Files that a configuration names by patterns."""

from __future__ import annotations

from pathlib import Path


def fitting(folder: Path, pattern: str) -> list[Path]:
    """Return the files that a pattern stands for, seen from a folder; what `pathlib` raises says what is wrong."""
    path = Path(pattern)
    if path.is_absolute():
        folder, pattern = Path(path.anchor), str(path.relative_to(path.anchor))
    return sorted(file for file in folder.glob(pattern) if file.is_file())


#: What a pattern raises that is none.
WRONG = (ValueError, IndexError, NotImplementedError, RecursionError, OSError)
