"""What the words of a title, heading or label say: concepts, found by their stems in any of the languages.

`Visual Design Recommendations` and `Nächste Implementierungsschritte` are understood by their words and by which of
them is the head, not because the whole label is listed. The stems stand in `schemas/words.json`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from de_lint.classes import dataclass, field
from de_lint.patterns import compiled
from de_lint.vocabulary.kept import Kept

#: A word; in Chinese, Japanese and Korean, which do not set words apart, every character is one.
_CHARACTERS = ("\u3040-\u30ff", "\u3400-\u9fff", "\uac00-\ud7af", "\uf900-\ufaff")
_CHARACTER = "".join(_CHARACTERS)
_WORD = compiled(r"[^\W_]+")
_WORD_OR_CHARACTER = compiled(rf"[{_CHARACTER}]|[^\W_{_CHARACTER}]+")
#: Adjectives stand before the noun in these languages, and what stands behind it only says of what kind it is.
_HEAD_LAST = frozenset({"en", "de"})
_ANYWHERE = frozenset({"zh", "ja", "ko"})
GAP = "~"
#: So many words may stand in a gap.
LONGEST_GAP = 4
#: What a word counts that is not the head of its label.
ASIDE = 0.35
#: Nothing that is longer is a label or a sentence; its beginning is enough.
MOST_CHARACTERS = 4_000
#: What a later part of a label counts: `Blockers / Risks`.
LATER = 0.8


class Stem(NamedTuple):
    """One way to say a concept: words, each whole, or the start or the end of one."""

    words: tuple[str, ...]
    concept: str
    weight: float
    language: str
    #: True for adjectives that say what a label is about wherever they begin it: `Remaining phases`.
    leads: bool = False
    #: True for words that say something only as a whole label: `From`, `To`.
    alone: bool = False
    #: How many characters the stem holds: of two that overlap, the longer says more.
    length: int = 0


class NamedConcept(NamedTuple):
    """A concept that a text names: how surely its words name it, and how much they are what the text is about."""

    concept: str
    weight: float
    share: float


class StemMatch(NamedTuple):
    """A stem that words of a text say: from word `start` to word `end`, exclusive, both from 0."""

    stem: Stem
    start: int
    end: int


class Stems(dict[str, list[Any]]):
    """Stems by a word, made when it is looked up: a table has thousands of them, and a text says a few."""

    def of(self, word: str) -> Sequence[Stem]:
        """Return the stems of a word."""
        found: list[Any] = self.get(word, [])
        if found and type(found[0]) is tuple:
            found[:] = [_stem(*each) for each in found]
        return found


@dataclass(slots=True)
class Lexicon:
    """Stems made ready for search."""

    first_words: Stems = field(default_factory=Stems)
    beginnings: Stems = field(default_factory=Stems)
    endings: Stems = field(default_factory=Stems)
    links: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    cached: Kept[tuple[NamedConcept, ...]] = field(init=False)
    #: The stems that a word of a text may be, and those that it may begin.
    by_word: Kept[tuple[list[Stem], list[Stem]]] = field(init=False)

    def __post_init__(self) -> None:
        self.cached, self.by_word = Kept(self._said), Kept(self._starting)

    def said(self, text: str) -> tuple[NamedConcept, ...]:
        """Return the concepts that a label or title names, folded or not; each once, as it counts most."""
        return self.cached[text[:MOST_CHARACTERS].casefold()]

    def _said(self, text: str) -> tuple[NamedConcept, ...]:
        if "/" in text and "." in text and len(text.split()) == 1:
            return ()  # the words of a path are no label's
        words, segments = _split(text, self.joints)
        best: dict[tuple[str, float], float] = {}
        for match in _longest(self._matches(words)):
            key = (match.stem.concept, match.stem.weight)
            best[key] = max(best.get(key, 0), self._share(match, words, segments))
        return tuple(NamedConcept(concept, weight, share) for (concept, weight), share in best.items() if share)

    def matches(self, text: str) -> list[StemMatch]:
        """Return the stems that a text in lower case says, in order; of those that overlap, the longest."""
        words = words_in(text[:MOST_CHARACTERS].replace("'", "").replace("’", ""))
        found = _longest(self._matches(words))
        return sorted(found, key=lambda m: m.start) if len(found) > 1 else found

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the concepts that a text in lower case says, each with where its words start and end."""
        text = text[:MOST_CHARACTERS]
        at = [(m.start(), m.end()) for m in _word_in(text).finditer(text)]
        for match in sorted(_longest(self._matches([text[a:b] for a, b in at])), key=lambda m: m.start):
            yield match.stem.concept, at[match.start][0], at[match.end - 1][1]

    def begins(self, word: str, concepts: Collection[str]) -> bool:
        """Tell whether a word in lower case may begin what says one of these concepts."""
        return any(stem.concept in concepts for stems in self.by_word[word] for stem in stems)

    def _matches(self, words: Sequence[str]) -> list[StemMatch]:
        found: list[StemMatch] = []
        for at, word in enumerate(words):
            alone, longer = self.by_word[word]
            for stem in alone:
                found.append(StemMatch(stem, at, at + 1))
            following = words[at + 1] if longer and at + 1 < len(words) else ""
            for stem in longer:
                second = stem.words[1]  # most are said by no text, and that is seen at once
                if second == following or second[-1:] == "*" or second[:1] in ("*", GAP):
                    end = _end(words, at + 1, stem.words, 1)
                    found += [StemMatch(stem, at, end)] if end else []
        return found

    def _starting(self, word: str) -> tuple[list[Stem], list[Stem]]:
        one = [s for s in self.first_words.of(word[:-1]) if s.language == "en" and len(s.words) == 1]
        cuts = range(2, len(word) + 1)
        found = [
            *self.first_words.of(word),
            *(one if word.endswith("s") else ()),
            *(s for cut in cuts for s in self.beginnings.of(word[:cut])),
            *(s for cut in cuts for s in self.endings.of(word[-cut:])),
        ]
        return [s for s in found if len(s.words) == 1], [s for s in found if len(s.words) > 1]

    def _share(self, match: StemMatch, words: Sequence[str], segments: Sequence[tuple[int, int]]) -> float:
        """How much of what the text is about a match tells: the head word all of it, others about a third."""
        if match.stem.alone and len(words) > match.end - match.start:
            return 0.0
        number, (start, end) = next((n, s) for n, s in enumerate(segments) if s[0] <= match.start < s[1])
        while start < end - 1 and (words[start].isdigit() or words[start] in self.ranks):
            start += 1  # `3. Remaining work`, `Top 5 remaining issues`
        version = (i for i in range(start + 1, end) if words[i][0] == "v" and words[i][1:].isdigit())
        end = next(version, end)  # `Release notes v1.6.0`
        if end - start > 3 and all(w.isdigit() for w in words[end - 3 : end]) and match.end <= end - 3:
            end -= 3  # `Daily log 2026-01-02`
        stem = match.stem
        if stem.language in _ANYWHERE:
            share = 1.0 if match.end == end or (stem.leads and match.start == start) else 0.5
        elif stem.language in _HEAD_LAST:
            link = next((i for i in range(start + 1, end) if words[i] in self.links), end)
            while link > match.end and words[link - 1] in self.tails:
                link -= 1
            closes = match.end == end and (match.start == start or words[end - 1] in self.links)  # `Task completed by`
            share = 1.0 if match.end == link or closes else ASIDE
            if stem.leads and match.start == start:
                share = 1.0  # `Completed phases`
        else:
            share = 1.0 if match.start - start <= 1 else 0.5
        return share if number == 0 else share * LATER


def has_unspaced(text: str) -> bool:
    """Tell whether a text may hold Chinese, Japanese or Korean: patterns that know their characters compile slowly."""
    return not text.isascii() and max(text) >= _CHARACTER[0] and any(map(_is_unspaced, text))


def _is_unspaced(character: str) -> bool:
    return any(each[0] <= character <= each[-1] for each in _CHARACTERS)


def _word_in(text: str) -> re.Pattern[str]:
    return _WORD_OR_CHARACTER if has_unspaced(text) else _WORD


def words_in(text: str) -> list[str]:
    """Return the words of a text; of Chinese, Japanese and Korean every character is one."""
    if not has_unspaced(text):
        return _WORD.findall(text)
    runs = groupby(text, _is_unspaced)  # the stems of these languages are cut at each start: too few for the pattern
    return [word for are_words, run in runs for word in (run if are_words else _WORD.findall("".join(run)))]


def _end(words: Sequence[str], at: int, stem: tuple[str, ...], number: int) -> int:
    """Return where a stem ends whose words from `number` on should stand from word `at` on; 0 if they do not."""
    while number < len(stem):
        if stem[number] == GAP:
            ends = (_end(words, next_, stem, number + 1) for next_ in range(at, min(at + LONGEST_GAP, len(words)) + 1))
            return next(filter(None, ends), 0)
        if at >= len(words) or not _fits(words[at], stem[number]):
            return 0
        at, number = at + 1, number + 1
    return at


def _fits(word: str, stem: str) -> bool:
    if stem.endswith("*"):
        return word.startswith(stem[:-1])
    return word == stem or (stem[:1] == "*" and word.endswith(stem[1:]))


def _split(text: str, joints: frozenset[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the words of a text, and where its parts begin and end: at punctuation and at words that join."""
    words = text.split(" ")
    if text.isascii() and all(map(str.isalnum, words)) and joints.isdisjoint(words):
        return words, [(0, len(words))]
    words = []
    starts = [0]
    end = 0
    for found in _word_in(text).finditer(text):
        between = text[end : found.start()]
        end = found.end()
        if found.group() in joints:
            starts.append(len(words))
            continue
        if len(between) > 1 or between not in (" ", "", "-", "_", "'", "."):
            starts += [len(words)] if between.strip(" -_'.*`\"") or between == " - " else []
        words.append(found.group())
    edges = [*dict.fromkeys(s for s in starts if s < len(words)), len(words)]
    return words, list(pairwise(edges))


def _longest(found: list[StemMatch]) -> list[StemMatch]:
    """Leave out what overlaps a longer match; of equally long ones at one place all stay."""
    if len(found) < 2:
        return found
    kept: list[StemMatch] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, -m.stem.length)):
        rivals = [k for k in kept if k.start < match.end and match.start < k.end]
        if all(k.start == match.start and k.end == match.end and k.stem.length == match.stem.length for k in rivals):
            kept.append(match)
    return kept


def lexicon(data: Mapping[str, Any]) -> Lexicon:
    """Return the lexicon that the rows of `schemas/words.json`, or more of the same shape, describe."""
    links, joints, tails, ranks = (frozenset(data.get(n, "").split()) for n in ("links", "joints", "tails", "ranks"))
    made = Lexicon(links=links, joints=joints, tails=tails, ranks=ranks)
    for row in data["stems"]:
        for language, written in row.items():
            if len(language) == 2 and language.islower():
                for one in written.split():
                    _add(made, one, language, row)
    return made


def _add(made: Lexicon, written: str, language: str, row: Mapping[str, Any]) -> None:
    first = written.partition("_")[0]
    if "*" in first:
        stems, word = (made.beginnings, first[:-1]) if first[-1] == "*" else (made.endings, first[1:])
    elif first.isascii():
        stems, word = made.first_words, first
    else:
        stems, word = made.first_words, first[0] if _is_unspaced(first[0]) else _words_of(written)[0]
    if word in stems:
        stems[word].append((written, language, row))
    else:
        stems[word] = [(written, language, row)]


def _stem(written: str, language: str, row: Mapping[str, Any]) -> Stem:
    words = _words_of(written)
    leads, alone = language in row.get("leads", ""), bool(row.get("alone"))
    return Stem(words, row["concept"], row["weight"], language, leads, alone, len("".join(words)))


def _words_of(written: str) -> tuple[str, ...]:
    """`done_when` is two words, `完了` as many as it has characters."""
    if written.isascii():
        return tuple(written.split("_"))
    words = ([part] if part.isascii() or "*" in part else words_in(part) for part in written.split("_"))
    return tuple(word for part in words for word in part)
