"""A command line of bash, zsh or PowerShell to its single commands, and what its exit status tells of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from de_lint.patterns import compiled

#: Every token begins with another character or pair of them, so that nothing is read twice.
_TOKEN = compiled(
    r"(?P<space>[ \t\r]+|\\\r?\n|`\r?\n)"
    r"|(?P<heredoc><<-?\s?\\?['\"]?(?P<tag>[A-Za-z_]\w*)['\"]?)"
    r"|(?P<joint>&&|\|\||\|&|;;|[;|\n])"
    r"|(?P<redirect>\d?>>?&\d|&>>?|\d?>>?|<<<|<)"
    r"|(?P<background>&)"
    r"|(?P<group>[(){}])"
    r"|(?P<comment>#[^\n]*)"
)
_WORD = compiled(r"\$\(|[^\s'\"\\;&|<>(){}$]+|\\.|\$\{[^}\n]{0,200}\}|['\"$\\{}]|(?<=[@\w\],])[(]", 16)
_SINGLE = compiled(r"'[^']*'?")
#: What has to be heeded in a quoted text, and in a command line whose end is looked for.
_IN_QUOTES, _IN_CODE = compiled(r'["\\]|\$\('), compiled(r"""\\|['"()]|<<-?\s?\\?['"]?(?P<tag>[A-Za-z_]\w*)""")
_DEEPEST = 4
LONGEST = 20_000
_NOWHERE = ("/dev/null", "$null", "nul")
#: Words before a command that do not change which one it is.
_KEYWORDS = frozenset(("if", "then", "else", "elif", "fi", "while", "do", "done", "for", "!", "try", "catch", "{", "}"))
_WRAPPERS = frozenset(("sudo", "time", "nohup", "exec", "command", "env", "nice", "xvfb-run", "builtin", "doas"))
_SHELLS = frozenset(("bash", "sh", "zsh", "dash", "pwsh", "powershell", "cmd"))
_ASSIGNED = compiled(r"[A-Za-z_]\w*\+?=|\$(?:env:)?\w+$", 2)
_SHOWN = frozenset(("echo", "printf", "Write-Output", "Write-Host", "true", ":", "exit"))
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
    #: The output goes to a variable.
    captured: bool = False

    @property
    def text(self) -> str:
        """The command as one text."""
        return " ".join(self.words)


@dataclass(slots=True)
class _Part:
    """A command as it is read: its words, where its output goes, its here-document, and what stands behind it."""

    words: list[str]
    joint: str = "\n"
    targets: list[str] | None = None
    code: str = ""
    inner: list[str] | None = None


def commands(line: str, folder: str = "") -> list[Command]:
    """Return the commands of a command line, in order."""
    return list(_commands(line[:LONGEST], folder, 0))


def _commands(line: str, folder: str, depth: int) -> Iterator[Command]:
    parts = _parts(line)
    strict = [p for p in parts if p.words[:1] == ["set"]]
    options = " ".join(w for p in strict for w in p.words)
    pipefail, stops = "pipefail" in options, any(o in options for o in ("-e", "-eu", "-xe", "errexit"))
    parts = [p for p in parts if p.words and p not in strict]
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
        for inner in part.inner or ():
            if depth < _DEEPEST:
                for one in _commands(inner, folder, depth + 1):
                    yield replace(one, proven=False, last=False, captured=True)


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


def _status(parts: Sequence[_Part], at: int, pipefail: bool, stops: bool) -> tuple[bool, bool]:
    """Return whether a status of 0 of the whole proves one command, and whether the status of the whole is its own."""
    proven, last, in_pipe = True, True, True
    for here, after in zip(parts[at:], parts[at + 1 :], strict=False):
        joint = here.joint
        if joint in ("|", "|&") and in_pipe:
            proven, last = proven and pipefail, last and pipefail
            continue
        in_pipe = False
        if joint in ("|", "|&", "&&"):
            last = False
        elif joint == "||":
            proven = proven and after.words[0] in _ENDS
        elif not (stops and joint in (";", "\n")):
            last = proven = False
        else:
            last = False
        if not proven:
            return False, False
    if parts[at].joint == "&" and at == len(parts) - 1:
        return False, False
    return proven, last


def _pipe(parts: Sequence[_Part], at: int) -> tuple[str, ...]:
    """Return the commands that the output of one goes through."""
    found = []
    while parts[at].joint in ("|", "|&") and at + 1 < len(parts):
        at += 1
        found.append(" ".join(parts[at].words))
    return tuple(found)


def _is_hidden(parts: Sequence[_Part], at: int) -> bool:
    if any(t in _NOWHERE for t in parts[at].targets or ()):
        return True
    return any(p.split()[0] in ("Out-Null", "wc") for p in _pipe(parts, at))


def _target(part: _Part) -> str:
    return next((t for t in reversed(part.targets or ()) if t not in _NOWHERE), "")


def _joined(folder: str, more: str) -> str:
    more = more.rstrip("/") or more
    return more if not folder or more.startswith(("/", "~", "$", "-")) or more[1:2] == ":" else f"{folder}/{more}"


def _parts(line: str) -> list[_Part]:
    parts, part, at = [], _Part([]), 0
    pending: list[tuple[str, _Part]] = []
    while at < len(line):
        found = _TOKEN.match(line, at)
        kind = found.lastgroup if found else None
        if found is None or (kind == "comment" and at and not line[at - 1].isspace()):
            word, at, inner = _word(line, at)
            part.words.append(word)
            part.inner = (part.inner or []) + inner if inner else part.inner
            continue
        text, at = found.group(), found.end()
        if found["tag"]:
            pending.append((found["tag"], part))
        elif kind == "redirect":
            at = _redirected(line, at, text, part)
        elif kind in ("joint", "background"):
            part.joint = text
            parts.append(part)
            part = _Part([])
            if text == "\n" and pending:
                at = _bodies(line, at, pending)
    return _cleaned([*parts, part])


def _cleaned(parts: list[_Part]) -> list[_Part]:
    """Leave out what is no command: keywords, assignments and words that only wrap another command."""
    out: list[_Part] = []
    for part in parts:
        words = part.words
        while words and (words[0] in _KEYWORDS or words[0] in _WRAPPERS or _ASSIGNED.match(words[0])):
            words = words[1:]
            while words and part.words[0] in _WRAPPERS and words[0].startswith("-"):
                words = words[1:]
        if words[:1] == ["timeout"] or words[:1] == ["gtimeout"]:
            words = words[1:]
            while words and (words[0].startswith("-") or words[0][:1].isdigit()):
                words = words[1:]
        if words[:1] == ["="] and len(words) > 1:  # of PowerShell: `$out = npm test`
            words, part.targets = words[1:], [*(part.targets or ()), "$"]
        part.words = words
        if words or part.inner:
            part.words = words or ["="]
            out.append(part)
        elif out and part.joint in ("&&", "||", "|"):
            out[-1].joint = part.joint
    return out


def _redirected(line: str, at: int, text: str, part: _Part) -> int:
    """Take in where output goes, and return where the line goes on."""
    if text[-1].isdigit() or text in ("<", "<<<"):
        return at
    while at < len(line) and line[at] in " \t":
        at += 1
    target, at, _ = _word(line, at)
    if not text.startswith("2"):
        part.targets = [*(part.targets or ()), target]
    return at


def _bodies(line: str, at: int, pending: list[tuple[str, _Part]]) -> int:
    """Take in here-documents, which begin in the line after theirs, and return where the commands go on."""
    for tag, part in pending:
        start = at
        while at < len(line):
            end = line.find("\n", at)
            end = len(line) if end < 0 else end
            body, at = line[at:end], min(end + 1, len(line))
            if body.strip() == tag:
                part.code = line[start : max(start, at - len(body) - 1)]
                break
        else:
            part.code = line[start:]
    pending.clear()
    return at


def _word(line: str, at: int) -> tuple[str, int, list[str]]:
    """Return a word without its quotes, where it ends, and the command lines that it takes the output of."""
    out: list[str] = []
    inner: list[str] = []
    start = at
    while at < len(line):
        if line[at] == "'":
            found = _SINGLE.match(line, at)
            assert found
            out.append(found.group().strip("'"))
            at = found.end()
        elif line[at] == '"':
            end = _quoted(line, at + 1, inner)
            out.append(line[at + 1 : end])
            at = end + 1
        elif line.startswith("$(", at):
            end = _closing(line, at + 2)
            inner.append(line[at + 2 : end])
            out.append(line[at : end + 1])
            at = end + 1
        else:
            found = _WORD.match(line, at)
            if found is None:
                break
            out.append(found.group())
            at = found.end()
    if at == start:
        return line[at : at + 1], at + 1, inner
    return "".join(out), at, inner


def _quoted(line: str, at: int, inner: list[str]) -> int:
    """Return where a text in double quotes ends, and add the command lines that stand in it."""
    while found := _IN_QUOTES.search(line, at):
        if found.group() == '"':
            return found.start()
        at = found.end() + 1 if found.group() == "\\" else _closing(line, found.end()) + 1
        if found.group() == "$(":
            inner.append(line[found.end() : at - 1])
    return len(line)


def _closing(line: str, at: int) -> int:
    """Return where the parenthesis that was opened before `at` closes; quotes and here-documents hold none."""
    depth = 1
    while found := _IN_CODE.search(line, at):
        at, mark = found.end(), found.group()
        if mark == "\\":
            at += 1
        elif found["tag"]:
            body = line.find(f"\n{found['tag']}", at)
            at = body + len(found["tag"]) + 1 if body >= 0 else at
        elif mark in "'\"":
            end = line.find(mark, at)
            at = end + 1 if end >= 0 else at
        else:
            depth += 1 if mark == "(" else -1
            if not depth:
                return found.start()
    return len(line)
