"""A command line of bash, zsh or PowerShell to its single commands, and what its exit status tells of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from de_lint.agents.ledger.shell_words import Part, simple_commands
from de_lint.classes import dataclass, replace

_DEEPEST = 4
_LONGEST = 20_000
_PIPES = ("|", "|&")
_NOWHERE = ("/dev/null", "$null", "nul")
_SHELLS = frozenset(("bash", "sh", "zsh", "dash", "pwsh", "powershell", "cmd"))
_ENDS = frozenset(("exit", "return", "throw", "false"))


@dataclass(frozen=True, slots=True)
class Command:
    """A single command.

    `proven` says that a status of 0 of the whole means 0 of this one; `last` that the status of the whole is its own;
    `chained` that it ran only if the one before went well. `piped` is what its output goes through, `hidden` says that
    it goes nowhere, `target` that it goes to a file.
    """

    words: tuple[str, ...]
    folder: str = ""
    proven: bool = True
    last: bool = True
    chained: bool = False
    piped: tuple[str, ...] = ()
    hidden: bool = False
    target: str = ""
    code: str = ""

    @property
    def text(self) -> str:
        """The command as one text."""
        return " ".join(self.words)


def commands(line: str, folder: str = "") -> list[Command]:
    """Return the commands of a command line, in order."""
    return list(_commands(line[:_LONGEST], folder, 0))


def _commands(line: str, folder: str, depth: int) -> Iterator[Command]:
    parts = simple_commands(line)
    options = " ".join(w for p in parts if p.words[0] == "set" for w in p.words)
    pipefail, stops = "pipefail" in options, any(o in options for o in ("-e", "-xe", "errexit"))
    parts = [p for p in parts if p.words[0] != "set"]
    for at, part in enumerate(parts):
        words = part.words
        if words[0] in ("cd", "pushd", "Set-Location", "sl") and len(words) > 1:
            folder = _joined(folder, words[-1])
            continue
        made = Command(
            tuple(words), folder, *_status(parts, at, pipefail, stops),
            chained=at > 0 and parts[at - 1].joint == "&&",
            piped=_pipe(parts, at), hidden=_is_hidden(parts, at), target=_target(part), code=part.code,
        )  # fmt: skip
        yield from _unwrapped(made, depth)
        for inner in part.inner:
            if depth < _DEEPEST:
                for one in _commands(inner, folder, depth + 1):
                    yield replace(one, proven=False, last=False)


def _unwrapped(made: Command, depth: int) -> Iterator[Command]:
    """Yield a command, or those in the text that it hands to a shell."""
    words = list(made.words)
    if _name(words[0]) in _SHELLS and depth < _DEEPEST:
        flag = next((i for i, w in enumerate(words[:-1]) if w.startswith(("-", "/")) and w[-1:].lower() in "cd"), None)
        if flag is None and made.code:
            flag, words = 0, [words[0], made.code]
        if flag is not None:
            inner = list(_commands(words[flag + 1], made.folder, depth + 1))
            for one in inner:
                yield replace(
                    one, proven=one.proven and made.proven, last=one.last and made.last,
                    piped=one.piped + made.piped, hidden=one.hidden or made.hidden, target=one.target or made.target,
                )  # fmt: skip
            return
    yield made


def _name(word: str) -> str:
    return word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe")


def _status(parts: Sequence[Part], at: int, pipefail: bool, stops: bool) -> tuple[bool, bool]:
    """Return whether a status of 0 of the whole proves one command, and whether the status of the whole is its own."""
    proven, last, in_pipe = True, True, True
    for here, after in pairwise(parts[at:]):
        in_pipe = in_pipe and here.joint in _PIPES
        if in_pipe:
            goes_on = own = pipefail
        else:
            own = here.joint == "||" and after.words[0] in _ENDS
            goes_on = own or here.joint in (*_PIPES, "&&") or (stops and here.joint in (";", "\n"))
        proven, last = proven and goes_on, last and own
    is_behind = parts[at].joint == "&"
    return proven and not is_behind, last and not is_behind


def _pipe(parts: Sequence[Part], at: int) -> tuple[str, ...]:
    """Return the commands that the output of one goes through."""
    found = []
    while parts[at].joint in _PIPES and at + 1 < len(parts):
        at += 1
        found.append(" ".join(parts[at].words))
    return tuple(found)


def _is_hidden(parts: Sequence[Part], at: int) -> bool:
    if any(t in _NOWHERE for t in parts[at].targets):
        return True
    return any(p.split()[0] in ("Out-Null", "wc") for p in _pipe(parts, at))


def _target(part: Part) -> str:
    return next((t for t in reversed(part.targets) if t not in _NOWHERE), "")


def _joined(folder: str, more: str) -> str:
    more = more.rstrip("/") or more
    return more if not folder or more.startswith(("/", "~", "$", "-")) or more[1:2] == ":" else f"{folder}/{more}"
