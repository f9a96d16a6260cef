"""A command line of bash, zsh or PowerShell as it is written: its commands with their words, and what joins them."""

from __future__ import annotations

from de_lint.classes import dataclass, field
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
#: What has to be heeded in a quoted text, and in a command line whose end is looked for.
_IN_QUOTES, _IN_CODE = compiled(r'["\\]|\$\('), compiled(r"""\\|['"()]|<<-?\s?\\?['"]?(?P<tag>[A-Za-z_]\w*)""")
#: Words before a command that do not change which one it is.
_KEYWORDS = frozenset(("if", "then", "else", "elif", "fi", "while", "do", "done", "for", "!", "try", "catch", "{", "}"))
_WRAPPERS = frozenset(("sudo", "time", "nohup", "exec", "command", "env", "nice", "xvfb-run", "builtin", "doas"))
_ASSIGNED = compiled(r"[A-Za-z_]\w*\+?=|\$(?:env:)?\w+$", 2)


@dataclass(slots=True)
class Part:
    """A command as it is read: its words, where its output goes, its here-document, and what stands behind it."""

    words: list[str] = field(default_factory=list)
    joint: str = "\n"
    targets: list[str] = field(default_factory=list)
    code: str = ""
    #: The command lines whose output stands in its words.
    inner: list[str] = field(default_factory=list)


def simple_commands(line: str) -> list[Part]:
    """Return the commands of a line in order, without the words that only wrap or steer them."""
    parts, part, at = [], Part(), 0
    pending: list[tuple[str, Part]] = []
    while at < len(line):
        found = _TOKEN.match(line, at)
        kind = found.lastgroup if found else None
        if found is None or (kind == "comment" and at and not line[at - 1].isspace()):
            word, at, inner = _word(line, at)
            part.words.append(word)
            part.inner += inner
            continue
        text, at = found.group(), found.end()
        if found["tag"]:
            pending.append((found["tag"], part))
        elif kind == "redirect":
            at = _redirected(line, at, text, part)
        elif kind in ("joint", "background"):
            part.joint = text
            parts.append(part)
            part = Part()
            if text == "\n" and pending:
                at = _bodies(line, at, pending)
    return _cleaned([*parts, part])


def _cleaned(parts: list[Part]) -> list[Part]:
    """Leave out what is no command: keywords, assignments and words that only wrap another command."""
    out: list[Part] = []
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
            words, part.targets = words[1:], [*part.targets, "$"]
        part.words = words
        if words or part.inner:
            part.words = words or ["="]
            out.append(part)
        elif out and part.joint in ("&&", "||", "|"):
            out[-1].joint = part.joint
    return out


def _redirected(line: str, at: int, text: str, part: Part) -> int:
    """Take in where output goes, and return where the line goes on."""
    if text[-1].isdigit() or text in ("<", "<<<"):
        return at
    while at < len(line) and line[at] in " \t":
        at += 1
    target, at, _ = _word(line, at)
    if not text.startswith("2"):
        part.targets.append(target)
    return at


def _bodies(line: str, at: int, pending: list[tuple[str, Part]]) -> int:
    """Take in here-documents, which begin in the line after theirs, and return where the commands go on."""
    for tag, part in pending:
        body: list[str] = []
        while at < len(line):
            end = _end(line, "\n", at)
            text, at = line[at:end], end + 1
            if text.strip() == tag:
                break
            body.append(text)
        part.code = "\n".join(body)
    pending.clear()
    return at


def _word(line: str, at: int) -> tuple[str, int, list[str]]:
    """Return a word without its quotes, where it ends, and the command lines that it takes the output of."""
    out: list[str] = []
    inner: list[str] = []
    start = at
    while at < len(line):
        if line[at] in "'\"":
            end = _end(line, "'", at + 1) if line[at] == "'" else _quoted(line, at + 1, inner)
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


def _end(line: str, mark: str, at: int) -> int:
    """Return where a mark stands next; the end of the line where it does not."""
    found = line.find(mark, at)
    return found if found >= 0 else len(line)


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
