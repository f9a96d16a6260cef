"""The files that a command line writes, as far as its words tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from de_lint.agents.ledger.shell import Command, commands
from de_lint.agents.ledger.work import family_of, program_in, table_names
from de_lint.agents.transcripts.acts import FileChange
from de_lint.agents.transcripts.calls import patched
from de_lint.patterns import compiled

ANYTHING = "*"
REVERTED = "reverted"
_FILE = compiled(r"[\w@./~$ \\()\[\]-]*\w\.[A-Za-z]\w{0,9}")
#: Texts in a program that writes files which look like one.
_IN_CODE = compiled(r"""["'](?P<path>[\w@./~ -]{1,200}\.[A-Za-z]\w{0,9})["']""")
_WRITES = compiled(
    r"""\.write\(|write_text|writeFile|open\([^)\n]*["'][wa]|Set-Content|Out-File|File\.write|fs\.write"""
)
_IN_PLACE = ("-i", "-pi", "-i.bak", "-pi.bak", "--in-place", "-ni")
_REMOVES = frozenset(("rm", "del", "unlink", "Remove-Item", "ri", "rmdir", "trash", "erase", "rd"))
_MOVES = frozenset(("mv", "cp", "Move-Item", "Copy-Item", "move", "copy", "install", "ren", "rename"))
_MAKES = frozenset(("touch", "New-Item", "tee", "Set-Content", "Out-File", "Add-Content", "sc"))


def changes_in(line: str, folder: str) -> list[FileChange]:
    """Return the files that a command line writes."""
    return [
        FileChange(path if path == ANYTHING or not one.folder else f"{one.folder}/{path}", how)
        for one in commands(line, folder)
        for path, how in [*_redirected(one), *_changed(one)]
    ] + list(patched(line))


def _redirected(one: Command) -> Iterator[tuple[str, str]]:
    if one.target and _FILE.fullmatch(one.target) and not one.target.startswith("$"):
        yield one.target, "created"


def _changed(one: Command) -> Iterator[tuple[str, str]]:
    name, rest = program_in(one.words[0]), list(one.words[1:])
    files = [w for w in rest if not w.startswith("-")]
    if name in ("sed", "perl", "gsed", "awk") and any(w.startswith(_IN_PLACE) for w in rest):
        yield from ((w, "changed") for w in files if _FILE.fullmatch(w))
    elif name in _REMOVES:
        yield from ((w, "deleted") for w in files)
    elif name in _MOVES and len(files) > 1:
        yield files[-1], "created"
        if name not in ("cp", "copy", "Copy-Item", "install"):
            yield from ((w, "deleted") for w in files[:-1])
    elif name in _MAKES:
        yield from ((w, "created") for w in files if _FILE.fullmatch(w))
    elif name == "git":
        yield from _by_git(files, rest)
    elif name in table_names("runs_code") or name == "python":
        code = one.code or next((w for flag, w in pairwise(rest) if flag in ("-c", "-e", "--eval")), "")
        if _WRITES.search(code):
            paths = [m["path"] for m in _IN_CODE.finditer(code)]
            yield from ((p, "changed") for p in paths or [ANYTHING])


def _by_git(files: Sequence[str], rest: Sequence[str]) -> Iterator[tuple[str, str]]:
    verb, named = (files[0] if files else ""), files[1:]
    if verb == "rm" and "--cached" not in rest:
        yield from ((w, "deleted") for w in named)
    elif verb == "mv" and len(named) > 1:
        yield named[-1], "created"
        yield from ((w, "deleted") for w in named[:-1])
    elif (verb == "checkout" and "--" in rest) or (verb == "restore" and "--staged" not in rest):
        after = rest[rest.index("--") + 1 :] if "--" in rest else named
        yield from ((w, REVERTED) for w in after if not w.startswith("-"))
    elif verb == "apply" and "--check" not in rest:
        yield ANYTHING, "changed"


def suffix_of(path: str) -> str:
    """Return the suffix of a file without its dot, in lower case."""
    return path.rpartition("/")[2].rpartition(".")[2].casefold()


def language_of(path: str) -> str:
    """Return the language that a file is written in; blank for none that is known."""
    return family_of(suffix_of(path), "files")


def is_file(path: str) -> bool:
    """Tell whether a path has the suffix of a file, and is no name such as `cmd.wait`."""
    return bool(language_of(path)) or suffix_of(path) in table_names("other_files") | table_names("uncovered")


def is_same_file(path: str, named: str) -> bool:
    """Tell whether a file that was written may be one that is named: one ends in the other."""
    a, b = (p.replace("\\", "/").removeprefix("~").removeprefix("./").strip("/").casefold() for p in (path, named))
    return a == b or a.endswith("/" + b) or b.endswith("/" + a) or ("/" + b + "/") in a
