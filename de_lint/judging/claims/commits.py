"""The commits that a report names by their hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.diagnostics import Span
from de_lint.judging.claims.statements import Statement, statements
from de_lint.judging.rule import Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record

_HASH = compiled(r"(?<![\w/\\@#:=+-])(?<!(?<!\.)\.)[0-9a-f]{7,40}(?![\w/\\@+-]|\.\w)")
_WHOLE = 40
#: Headings, labels and columns whose hashes are commits.
_COMMITS = compiled(
    r"(?:(?:git|last|latest|final|head|merge|related|key|base) )*(?:commits?|shas?|revisions?)"
    r"(?: (?:hash(?:es)?|ids?|shas?|refs?|references?|made|created|log|list|history))*"
)
_BEFORE = compiled(
    r"\b(?:commits?|cherry[- ]?pick(?:ed)?|revert(?:ed|s)?|git sha|revision|committed|merged|HEAD|rebased onto)\b"
    r"(?:[\s`*_'\"(\[:,&.–-]|\b(?:hash|id|sha|ref|reference|is|was|as|at|in|of|and|or|to|through|now)\b)*$",
    re.IGNORECASE,
)
#: Without a word that speaks of commits, a branch tells that a commit was pushed, and no image.
_PUSHED = compiled(r"\bpushed[\s`*_]+$", re.IGNORECASE)
_TO_BRANCH = compiled(
    r"[\s`*_]+(?:to|onto|on)\s+(?:the\s+)?[`*_]*(?:origin|main|master|trunk|develop|(?:\w+ )?branch)\b",
    re.IGNORECASE,
)
#: Right after this, a word of letters only is a hash, unless it is one of the words that are made of these letters.
_NAMED = compiled(r"\bcommit[\s`*_]+$", re.IGNORECASE)
_WORDS = frozenset({"acceded", "defaced", "effaced"})
_ELSEWHERE = compiled(
    r"\b(?:upstream|forks?|submodule|vendored|other repo\w*|unknown|does(?: not|n't) exist|not found|no such|e\.g"
    r"|example|squashed|amended|force[- ]pushed|dangling|lost|checksum|digest|md5|sha-?256)\b|://",
    re.IGNORECASE,
)
_LOGGED = compiled(r"(?:commit (?P<full>[0-9a-f]{40})\b|\[[\w./-]+(?: \(root-commit\))? (?P<made>[0-9a-f]{7,40})\] )")
_ONE_LINE = compiled(r"[*|\\/\s]*(?P<hash>[0-9a-f]{7,40})\s+\S")


def claimed_commits(subject: Subject, record: Record) -> Iterator[tuple[str, Span]]:
    """Yield each commit hash once, where it first stands, in source order."""
    seen: set[str] = set()
    for statement in statements(subject, record, code=True):
        for found in _hashes(statement):
            commit = found.group(found.lastgroup or 0)
            if commit not in seen:
                seen.add(commit)
                yield commit, statement.piece.span(*found.span(found.lastgroup or 0))


def hashes_in(text: str) -> list[str]:
    """Return what is written like the hash of a commit in a text, whatever is said of it."""
    return [word for word in _HASH.findall(text) if _is_hash(word)]


def _hashes(statement: Statement) -> Iterator[re.Match[str]]:
    text = statement.text
    listed = any(_COMMITS.fullmatch(name) for name in statement.names)
    if statement.field.form == "fence":
        found = _LOGGED.match(text) or (_ONE_LINE.match(text) if listed else None)
        if found and _is_hash(found.group(found.lastgroup or 0)):
            yield found
        return
    if _ELSEWHERE.search(text):
        return
    for found in _HASH.finditer(text):
        before = _HASH.sub("", text[: found.start()])
        known = _BEFORE.search(before) or (listed and _leads(statement, before)) or _is_pushed(text, found)
        if (known and _is_hash(found.group())) or _is_named(text, found):
            yield found


def _is_named(text: str, found: re.Match[str]) -> bool:
    word = found.group()
    return word.isalpha() and word not in _WORDS and bool(_NAMED.search(text[: found.start()]))


def _is_pushed(text: str, found: re.Match[str]) -> bool:
    return bool(_PUSHED.search(text[: found.start()]) and _TO_BRANCH.match(text, found.end()))


def _leads(statement: Statement, before: str) -> bool:
    """Tell whether nothing but a label, marks and other hashes stand before a hash in a list of commits."""
    own = statement.field.label.text if statement.field.label and statement.field.form != "cell" else ""
    return not any(c.isalnum() for c in before.replace(own, "", 1).replace("and", ""))


def _is_hash(word: str) -> bool:
    """A word of letters or a number only looks like one."""
    return len(word) == _WHOLE or not (word.isalpha() or word.isdigit())
