"""The sentences of a message that may claim something, with their lines, and the lists of checks that they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.ledger.shell import commands
from de_lint.agents.ledger.wording import lexicon_of
from de_lint.agents.ledger.work import work_of
from de_lint.judging.claims.commits import hashes_in
from de_lint.patterns import compiled

_LONGEST_SENTENCE = 1_500
_ITEM = compiled(r"(?P<indent>\s{0,20})(?:[-*+•▪]|\d{1,3}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?")
_MARKS = compiled(r"\*\*|__|~~|\]\([^)\n]{0,300}\)|[\[\]]")
_END = compiled(r"(?<=[.!?])[\s*_]+(?=[^\s.a-z])|[。！？]\s*|(?<=[^:\s]\s[✅✓✔❌])\s+(?=[A-Z*`])")
_OF_COMMIT = compiled(r"[\s>*`•-]*(?P<hash>[0-9a-f]{7,40})[`*]*[\s:–—-]+\S")


def message_sentences(message: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the sentences of a message with their line, from 0, and whether each is listed as a check that was run."""
    fenced, listed, depth, commits = False, False, -1, "ommit" in message
    for row, raw in enumerate(message.splitlines()):
        line = raw.strip()
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced and listed and _runs_check(line.removeprefix("$ ")):
            yield row, f"`{line.removeprefix('$ ')}`", True
        elif commits and names_commit(line):
            yield row, line, False
        elif fenced or not line or line.startswith((">", "<")):
            continue
        else:
            item = _ITEM.match(raw)
            if item and item["box"] == " ":
                continue
            text = raw[item.end() :] if item else line.lstrip("# ")
            indent = len(item["indent"]) if item else -1
            if indent <= depth or not listed:
                listed, depth = heads_checks(text), indent
            text = _MARKS.sub("", text)
            for part in _END.split(text):
                if part.strip():
                    yield row, part.strip()[:_LONGEST_SENTENCE], indent > depth and listed


def names_commit(line: str) -> bool:
    """Tell whether a line is that of a commit, which begins with its hash."""
    found = _OF_COMMIT.match(line)
    return found is not None and found["hash"] in hashes_in(line)


def _runs_check(code: str) -> bool:
    """Tell whether a line of code runs a check."""
    return any(work_of(one).checks for one in commands(code))


def heads_checks(line: str) -> bool:
    """Tell whether a line heads a list of checks that were run."""
    plain = line.strip("*# :").casefold()
    is_head = line.rstrip("* ").endswith(":") or line.startswith(("#", "**")) or len(plain.split()) <= 3
    concepts = {concept for concept, _, _ in lexicon_of(heads=True).places(plain)}
    return (
        is_head
        and not concepts & {"earlier", "not", "bad"}
        and bool(concepts & {"listed", "ran", "verified", "tests", "checks"})
        and not plain.startswith(("to ", "next", "how"))
    )
