"""The folders of caches: where they lie, whose they are, and what of them is made and deleted here."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from de_lint.project.configuration.files import OWN_NAME, SHARED_NAME, nearest_configuration
from de_lint.project.files.discovery import content_hash
from de_lint.project.files.user_folders import caches
from de_lint.project.files.writing import atomic

_NAME = "de-lint"
#: How the files of kept verdicts and of learnt schemas end.
VERDICTS, LEARNT = ".verdicts", ".learnt"
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# de-lint keeps verdicts here; the folder may be deleted.\n"
_IGNORED, _IGNORE_ALL = ".gitignore", "*\n"


def usual_folder(here: Path) -> Path | None:
    """Return the cache folder of a working directory: one for the nearest folder with a configuration or a repository.

    It is None where the system knows of no folder for caches of the user.
    """
    usual = Path(caches())
    top = next((above for above in (here, *here.parents) if (above / ".git").exists() or _configured(above)), here)
    name = content_hash(os.fsencode(os.path.realpath(top)))[:32]
    return usual / _NAME / name if usual.is_absolute() else None


def folder_of_events(here: Path) -> Path | None:
    """Return where is kept what events of agents' hosts are about that work in a folder."""
    named = os.environ.get("DE_LINT_CACHE_DIR")
    return Path(named) if named else usual_folder(here)


def _configured(folder: Path) -> bool:
    if not any((folder / name).is_file() for name in (OWN_NAME, SHARED_NAME)):
        return False
    found = nearest_configuration(folder)
    return found is not None and found.parent == folder


def prepared(folder: Path) -> None:
    """Make a cache folder, hidden from git and from backups; OSError says why that is impossible.

    One that is there already and is a link or somebody else's is not used: what is old there is not ours to drop.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_own(folder):
        raise OSError(0, "the folder is not the user's own")
    for name, text in ((_IGNORED, _IGNORE_ALL), (_TAG, _TAG_TEXT)):
        if not (folder / name).exists():
            with atomic(str(folder / name)) as stream:
                stream.write(text.encode())


def folders_of_all_projects() -> list[Path]:
    """Return the cache folders of all projects of the user."""
    folder = Path(caches()) / _NAME
    return sorted(each for each in folder.iterdir() if is_own(each)) if is_own(folder) else []


def cleared(folder: Path, sessions: str) -> tuple[int, int]:
    """Delete what earlier runs have kept in a cache folder; return how many files that were, and their bytes.

    `sessions` names the folder in it where the hook remembers sessions.

    Only what bears our mark is touched, and of that only what was made here: the folder may hold more.
    """
    if not (is_own(folder) and _holds(folder / _TAG, _TAG_TEXT)):
        return 0, 0
    number = size = 0
    files = [file for kept in (f"*{VERDICTS}", f"*{LEARNT}", ".de-lint-*", _TAG) for file in folder.glob(kept)]
    files += (folder / sessions).glob("*.jsonl") if is_own(folder / sessions) else []
    files += [folder / _IGNORED] if _holds(folder / _IGNORED, _IGNORE_ALL) else []
    for file in files:
        with suppress(OSError):  # another run may have dropped it
            length = os.lstat(file).st_size
            os.unlink(file)
            number, size = number + 1, size + length
    for emptied in [*(each for each in folder.iterdir() if is_own(each)), folder]:
        with suppress(OSError):  # it holds something of somebody else
            emptied.rmdir()
    return number, size


def _holds(file: Path, text: str) -> bool:
    """Tell whether a file holds the text that was put there, so that it is the one made here."""
    try:
        return file.read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False


def is_own(place: Path, sort: int = stat.S_IFDIR) -> bool:
    """Tell whether a folder, or a file of another sort, is one, no link, and the user's own."""
    try:
        state = os.lstat(place)
    except OSError:
        return False
    return stat.S_IFMT(state.st_mode) == sort and (os.name == "nt" or state.st_uid == os.geteuid())
