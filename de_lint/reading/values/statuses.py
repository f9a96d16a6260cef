"""A status as written to one of the six that a report can have, and None whenever it does not clearly state one.

Keywords alone mislead: `Could not complete`, `UNBLOCKED`, `COMPLETELY FALSE` and `6/12 MERGES COMPLETE` are not
completed. So only whole words count, what stands before them may turn their meaning, and what follows may take
something back: `Done, except the documentation`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import pairwise

from de_lint.patterns import compiled
from de_lint.reading.markup import without_emoji, without_struck
from de_lint.reading.values import placeholders
from de_lint.vocabulary.kept import Kept
from de_lint.vocabulary.kinds import active, per_vocabulary
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Lexicon, Stem, StemMatch, words_in

Synonyms = Mapping[str, Sequence[str]]

_MARKS = str.maketrans(dict.fromkeys("*`~"))
_JOINERS = str.maketrans("_-", "  ")
_QUOTED = compiled(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)|‘[^’]*’")
_NOTE = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_CLAUSE = compiled(r"\s{1,40}[-–—]+\s+|[;:,|.!?–—](?:\s|$)")
_SHARE = compiled(r"(?<![\d/.])(\d{1,9})\s*(?:/|of)\s*(\d{1,9})(?![\d/])|(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?%")
#: In a longer clause only the first and the last words state how things are.
_LONG_CLAUSE = 8
#: So many words before a status word can turn its meaning.
_LONGEST_PARTICLE = 3  # `of`, `is` and `por` join the words beside them
_REACH = 3
#: So many characters may end a verb where no blanks set words apart.
_LONGEST_ENDING = 7


@cache
def _cue(name: str) -> frozenset[str]:
    return frozenset(schema("statuses")["cues"][name].split())


class StatusWords:
    """The words for each status, made ready for search."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.words = Lexicon()
        self.status_of = {_key(word): status for status, words in synonyms.items() for word in words}
        for word, status in self.status_of.items():
            tokens = tuple(words_in(word))
            if tokens:
                self.words.first_words.setdefault(tokens[0], []).append(Stem(tokens, status, 1, ""))
        self.read: Kept[str | None] = Kept(partial(_read, self))


_known = per_vocabulary(lambda: StatusWords(active().statuses["synonyms"]))
_usual = per_vocabulary(lambda: StatusWords(active().statuses["spellings"]))


def read_status(text: str) -> str | None:
    """Return the status that `text` states; None if it states none, or several to pick from."""
    return _known().read[text]


def _read(table: StatusWords, text: str) -> str | None:
    if not text or placeholders.is_placeholder(text):
        return None
    whole = _QUOTED.fullmatch(text.strip())
    if whole:
        return table.status_of.get(folded(whole.group()[1:-1]))
    plain = without_struck(text).translate(_MARKS)
    claims = _QUOTED.sub(" ", plain)
    for part, notes in ((_NOTE.sub(" ", claims), _NOTE.findall(claims)), (claims, ())):
        if any(c.isalpha() for c in without_emoji(part)):
            said = _of_words(part, table)
            more = [clause for note in notes for clause in _clauses(note[1:-1])]
            return _with_reservation(said, more, table) if said == "completed" else said
    stated = {table.status_of[c] for c in plain if c in table.status_of}  # `✅/❌` is a choice
    return stated.pop() if len(stated) == 1 and claims == plain else None


@per_vocabulary
def status_emoji() -> frozenset[str]:
    """Return emoji that state how one thing stands, so that a line that starts with one is an item of a list."""
    known = active().statuses
    return frozenset(known["marks"]) | frozenset(e[0] for e in known["emoji"])


@cache
def states_of_documents() -> frozenset[str]:
    """Return the words for how a page or a decision stands, which say nothing of work: `Accepted`, `Draft`."""
    return frozenset(schema("statuses")["documents"].split())


def official(text: str, usual: bool = False) -> bool:
    """Tell whether `text` is a status, or a `usual` word for one, apart from emoji, markup, case and joiners."""
    return folded(text) in (_usual() if usual else _known()).status_of


def negates(before: Sequence[str]) -> bool:
    """Tell whether the words before a status word deny it."""
    return not _cue("negations").isdisjoint(before[-_REACH:])


def emoji_status(emoji: str) -> str | None:
    """Return the status that an emoji stands for."""
    found: dict[str, str] = active().statuses.get("emoji", {})
    return found.get(emoji) or found.get(emoji + "\ufe0f")


def _key(word: str) -> str:
    return folded(word) or word.replace("\ufe0f", "").strip()


def folded(text: str) -> str:
    """Return the bare words in lower case, single-spaced: `✅ **In_Progress**.` is `in progress`."""
    bare = without_emoji(without_struck(text).translate(_MARKS)).casefold().replace("’", "'").replace("'", "")
    return " ".join(bare.translate(_JOINERS).split()).strip(" .!:;,")


def _of_words(text: str, table: StatusWords) -> str | None:
    text = text.replace("->", "→").replace("=>", "→")
    if len(text.split()) <= _LONG_CLAUSE:  # `pending → done`; in a longer text arrows lead from step to step
        text = text.rpartition("→")[2]
    clauses = _clauses(text)
    clauses = [c for c in clauses if c.split()[0] not in _cue("earlier")] or clauses[:1]
    if not clauses or clauses[0].split()[0] in _cue("describing"):
        return None
    of_stages = _of_stages(folded(text), table)
    if of_stages:
        return of_stages
    stated = _of_clause(clauses[0], table)
    if stated is None:
        # A later clause counts only if it says nothing else: `Cache rewrite - completed`.
        return next((table.status_of[c] for c in clauses[1:] if c in table.status_of), None)
    return _with_reservation(stated, clauses[1:], table) if stated == "completed" else stated


def _clauses(text: str) -> list[str]:
    return [c for part in map(folded, _CLAUSE.split(without_emoji(text))) for c in _turns(part) if c]


def _turns(clause: str) -> list[str]:
    """Cut a clause before the words that take something back: `done but blocked on review`."""
    words = clause.split()
    cuts = [i for i in range(1, len(words)) if _starts_with("turning", words[i:])]
    edges = [0, *cuts, len(words)]
    return [" ".join(words[a:b]) for a, b in pairwise(edges)]


def _with_reservation(stated: str, later: Sequence[str], table: StatusWords) -> str:
    """What is done but for something is done in part; what waits for something is blocked, or not begun."""
    for clause in later:
        words = clause.split()
        other = _of_clause(" ".join(words[_starts_with("turning", words) :]), table)
        if other == "blocked":
            return "blocked"
        # `tests not run`, `docs are missing`; where `no tests are missing`, all is there.
        undone = any(_starts_with("undone", words[i:]) and not negates(words[:i]) for i in range(len(words)))
        if undone or other == "failed" or _starts_with("except", words):
            return "partial"
        if words[0] in _cue("waiting"):
            return "pending"
    return stated


def _starts_with(cue: str, words: Sequence[str]) -> int:
    """Return how many of the words are a cue that they start with: `bis auf` is one of two."""
    return next((n for n in (1, 2) if "_".join(words[:n]) in _cue(cue)), 0)


def _of_stages(text: str, table: StatusWords) -> str | None:
    """`Phase 1 complete, phase 2 pending` is under way; a stage that states nothing is not known to be done."""
    words = [word.strip(":,.;") for word in text.split()]
    numbered = (i for i, w in enumerate(words[:-1]) if w in _cue("stages") and words[i + 1])
    starts = [i for i in numbered if words[i + 1].isdigit() or set(words[i + 1]) <= set("ivx")]
    if len(starts) < 2:
        return None
    stated = [_of_clause(" ".join(words[a + 2 : b]), table) for a, b in pairwise([*starts, len(words)])]
    known = set(filter(None, stated))
    if len(known) == 1 and stated[-1]:
        return known.pop()  # `Phases 1 and phase 2 complete`
    fallback = "in_progress" if known & {"in_progress", "pending"} else "partial"
    return next((s for s in ("blocked", "failed") if s in known), fallback if known else None)


def _of_clause(clause: str, table: StatusWords) -> str | None:
    words = words_in(clause)
    told = [match for match in table.words.matches(clause) if _states(match, words)]
    if not told:
        return None
    first, last = told[0], told[-1]
    nouns = words[first.end : last.start] if first.start <= 1 and last.end == len(words) else ()
    joining = _cue("unreal") | active().lexicon.links if nouns else ()
    of_nouns = nouns and all(len(w) > _LONGEST_PARTICLE and w not in joining for w in nouns)
    # `All planned tasks completed`, but `Blocked after setup completed`
    stated = last if of_nouns and last.stem.concept == "completed" else first
    return _measured(clause, stated, words) or stated.stem.concept


def _states(match: StemMatch, words: Sequence[str]) -> bool:
    before, after = words[: match.start], words[match.end :]
    ends = len(after) <= _LONGEST_ENDING and not words[match.start].isascii()  # `実装が完了しました`
    is_long = len(before) > 1 and after and not ends and len(before) + len(after) >= _LONG_CLAUSE
    return not is_long and not negates(before) and _cue("unreal").isdisjoint(before[-_REACH:])


def _measured(clause: str, match: StemMatch, words: Sequence[str]) -> str | None:
    """Return what a share beside 'complete' makes of it: `6/12 complete` is partial, `60% complete` under way.

    `completed 80%` contradicts itself, and stays what it says first.
    """
    if match.stem.concept != "completed":
        return None
    before, behind = clause.partition(words[match.start])[0], clause.partition(words[match.end - 1])[2]
    share = ([None, *_SHARE.finditer(before)] if before else [_SHARE.match(behind.lstrip())])[-1]
    if share and share[1]:
        return "partial" if int(share[1]) < int(share[2]) else None
    return "in_progress" if share and before and float(share[3]) < 100 else None
