"""Whether what a check tells still holds: the last change, after its run, of a file that the run covers."""

from __future__ import annotations

from de_lint.agents.ledger.edits import ANYTHING, is_file, is_same_file, suffix_of
from de_lint.agents.ledger.ledger import EditedFile, Ledger, WorkDone
from de_lint.agents.ledger.outcomes import family
from de_lint.agents.ledger.work import table_names
from de_lint.patterns import compiled

_TEST_FILE = compiled(r"(?:^|/)(?:tests?|__tests__|specs?)/|(?:^|[/_.-])(?:test|tests|spec)(?:[_.-]|$)|(?:^|/)test_", 2)


def edit_after(run: WorkDone, what: str, ledger: Ledger) -> EditedFile | None:
    """Return the last edit of what a run of some kind of check covers that came after it."""
    later = (e for e in reversed(ledger.edits) if e.call.number > run.call.number and not e.failed)
    return next((e for e in later if _covers(run, what, e)), None)


def _covers(run: WorkDone, what: str, edit: EditedFile) -> bool:
    """Tell whether a check says something of a file that was changed."""
    language, own = edit.language, family(run.work)
    if edit.run is not None and what == "lint" and edit.run.work.program == run.work.program:
        return False  # it mended what it found
    if own == "docs" or (language and own and language != own):
        return language == own
    return edit.path == ANYTHING or _covers_file(run, what, edit.path.replace("\\", "/"))


def _covers_file(run: WorkDone, what: str, path: str) -> bool:
    *folders, name = [part.casefold() for part in path.split("/") if part]
    asked = _files_asked(run)
    if what == "lint" and asked and not any(is_same_file(path, one) for one in asked):
        return False
    if suffix_of(path) in table_names("uncovered") or not table_names("uncovered_folders").isdisjoint(folders):
        return False
    if ("." not in name and name not in table_names("build_files")) or (what == "build" and _TEST_FILE.search(path)):
        return False
    scope = last_part(run.work.scope)
    return scope in ("", ".", "..", *folders) or not _is_inner(run, path)


def _files_asked(run: WorkDone) -> list[str]:
    """Return the files that a command names, if it names nothing else."""
    words = [w for w in run.went.command.split()[1:] if not w.startswith("-")]
    words = words[1:] if words and not is_file(words[0]) else words
    return words if all(is_file(w) and "*" not in w for w in words) else []


def _is_inner(run: WorkDone, path: str) -> bool:
    """Tell whether a run's scope is a part of the tree that a file is in, so that the file may be outside of it."""
    scope, root = run.work.scope, run.call.folder
    if scope.startswith("/"):
        return not path.startswith("/") or not path.startswith(scope.rstrip("/") + "/")
    return bool(scope) and scope != root


def last_part(path: str) -> str:
    """Return the name of a file, folder or package, in lower case."""
    return path.rstrip("/").rpartition("/")[2].casefold()
