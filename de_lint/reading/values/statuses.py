"""A status as written to one of the six that a report can have, and None whenever it does not clearly state one.

Keywords alone mislead: `Could not complete`, `UNBLOCKED`, `COMPLETELY FALSE` and `6/12 MERGES COMPLETE` are not
completed. So only whole words count, in the first clause, and what stands before them may turn their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from de_lint.patterns import compiled
from de_lint.reading.markup import without_emoji
from de_lint.reading.values import placeholders

Synonyms = Mapping[str, Sequence[str]]

_MARKUP = compiled(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_QUOTED = compiled(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)|‘[^’]*’")
_NOTE = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_CLAUSE = compiled(r"\s+[-–—]+\s+|[–—]|[;:,|]\s|[.!?](?:\s|$)|\s(?:but|because|due to|although|however)\s")
_ARROW = compiled(r"\s*(?:→|->|=>)\s*")
_JOINERS = compiled(r"(?<=\w)[_-](?=\w)")


def _row(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What stands before a status word and makes it no statement: a condition, a demand, a negation.
_UNREAL = _row(
    "must should shall will would can could may might to if when whenever until till unless before once whether for "
    "mark marks marked by report reports expected"
)
_NEGATIONS = _row("not no non never without isn't wasn't aren't hasn't haven't nothing neither nor nobody 0 zero")
# A text that begins so describes or demands something.
_DESCRIBING = _row("whether if when until unless once report reports mark must should")
_FRACTION = compiled(r"(?<![\d/])(\d+)\s*(?:/|of)\s*(\d+)(?![\d/])")
_PERCENT = compiled(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%")
_LONG_CLAUSE = 8
_STAGE = compiled(r"\b(phase|stage|step|part|week|day|sprint|milestone|batch|round) (\d+|[ivx]+)\b:?")


@dataclass(frozen=True, slots=True)
class _Table:
    """Synonyms made ready for search; `source` keeps the mapping alive, so that its id stays its own."""

    source: Synonyms
    status_of: dict[str, str]
    words: re.Pattern[str]


_tables: dict[int, _Table] = {}


def read(text: str, synonyms: Synonyms) -> str | None:
    """Return the status that `text` states, a key of `synonyms`; None if it states none, or several to pick from."""
    table = _table(synonyms)
    if placeholders.is_placeholder(text):
        return None
    whole = _QUOTED.fullmatch(text.strip())
    if whole:
        return table.status_of.get(_folded(whole.group()[1:-1]))
    plain = _MARKUP.sub("", text)
    claims = _QUOTED.sub(" ", plain)
    outside = _NOTE.sub(" ", claims)
    for part in (outside, claims):
        if any(c.isalpha() for c in without_emoji(part)):
            return _of_words(part, table)
    return None if claims != plain else _of_emoji(plain, table)


def suggest(text: str, synonyms: Synonyms) -> str | None:
    """Return the usual word for the status that `text` means or nearly spells; None if nothing is near."""
    table = _table(synonyms)
    status = read(text, synonyms)
    if status is None and not placeholders.holds_placeholder(text):
        import difflib

        known = [word for word in table.status_of if len(word) > 3]
        near = difflib.get_close_matches(_folded(text)[:40], known, n=1, cutoff=0.8)
        status = table.status_of[near[0]] if near else None
    return synonyms[status][0] if status is not None else None


def official(text: str, spellings: Synonyms) -> bool:
    """Tell whether `text` is one of the accepted spellings, apart from emoji, markup, case and joiners."""
    return _folded(text) in {_folded(word) for row in spellings.values() for word in row}


def _table(synonyms: Synonyms) -> _Table:
    found = _tables.get(id(synonyms))
    if found is None:
        if len(_tables) > 16:
            _tables.clear()
        status_of = {_key(word): status for status, words in synonyms.items() for word in words}
        spelled = sorted((w for w in status_of if w[:1].isascii() and w), key=len, reverse=True)
        either = "|".join(map(re.escape, spelled)) or r"(?!)"
        found = _Table(synonyms, status_of, compiled(rf"(?<![\w'])(?:{either})(?![\w'])"))
        _tables[id(synonyms)] = found
    return found


def _key(word: str) -> str:
    return _folded(word) or word.replace("\ufe0f", "").strip()


def _folded(text: str) -> str:
    """Return the bare words in lower case, single-spaced: `✅ **In_Progress**.` is `in progress`."""
    bare = without_emoji(_MARKUP.sub("", text)).casefold().replace("’", "'")
    return " ".join(_JOINERS.sub(" ", bare).split()).strip(" .!:;,")


def _of_emoji(text: str, table: _Table) -> str | None:
    """Return what the emoji say if they all say the same; `✅/❌` is a choice."""
    stated = {table.status_of[c] for c in text if c in table.status_of}
    return stated.pop() if len(stated) == 1 else None


def _of_words(text: str, table: _Table) -> str | None:
    text = _ARROW.split(text)[-1]
    clauses = [c for c in map(_folded, _CLAUSE.split(without_emoji(text))) if c]
    if not clauses or clauses[0].split()[0] in _DESCRIBING:
        return None
    stages = list(_STAGE.finditer(_folded(text)))
    if len(stages) > 1 and (of_stages := _of_stages(_folded(text), stages, table)):
        return of_stages
    stated = _of_clause(clauses[0], table)
    if stated is not None:
        return stated
    # A later clause counts only if it says nothing else: `Cache rewrite - completed`.
    return next((table.status_of[c] for c in clauses[1:] if c in table.status_of), None)


def _of_stages(text: str, stages: Sequence[re.Match[str]], table: _Table) -> str | None:
    """`Phase 1 complete, phase 2 pending` is under way; a stage that states nothing is not known to be done."""
    ends = [*(m.start() for m in stages[1:]), len(text)]
    stated = [_of_clause(text[m.end() : end].strip(" ,;:/|&-–—."), table) for m, end in zip(stages, ends, strict=True)]
    known = {status for status in stated if status}
    if len(known) == 1 and (None not in stated or stated[-1]):
        return known.pop()  # `Phases 1 and phase 2 complete`
    unlucky = [s for s in ("blocked", "failed") if s in known]
    if unlucky:
        return unlucky[0]
    return ("in_progress" if known & {"in_progress", "pending"} else "partial") if known else None


def _of_clause(clause: str, table: _Table) -> str | None:
    if clause in table.status_of:
        return table.status_of[clause]
    for match in table.words.finditer(clause):
        before = clause[: match.start()].split()
        if _means_otherwise(before) or _hidden_in_prose(clause, match, before):
            continue
        status = table.status_of[match.group()]
        return _measured(clause[: match.start()]) or status if status == "completed" else status
    return None


def _means_otherwise(before: Sequence[str]) -> bool:
    return bool(_NEGATIONS.intersection(before[-3:])) or bool(_UNREAL.intersection(before[-3:]))


def _hidden_in_prose(clause: str, match: re.Match[str], before: Sequence[str]) -> bool:
    """In a long clause only the first and the last words state how things are."""
    after = clause[match.end() :].split()
    return len(before) > 1 and bool(after) and len(before) + len(after) >= _LONG_CLAUSE


def _measured(before: str) -> str | None:
    """Return what a share before 'complete' makes of it: `6/12 complete` is partial, `60% complete` under way."""
    fractions = _FRACTION.findall(before)
    if any(int(part[:18]) < int(total[:18]) for part, total in fractions):
        return "partial"
    percents = _PERCENT.findall(before)
    return "in_progress" if any(float(p) < 100 for p in percents) else None
