"""Which word a misspelled one most likely means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: A word this short is not guessed from a misspelling: too many words are near it.
SHORTEST_GUESS = 4
#: In a word this long two letters may be wrong.
LONG_ENOUGH_FOR_TWO = 8


def nearest(key: str, words: Iterable[str]) -> str | None:
    """Return the word nearest to `key`, the first of equals; None if none is near enough. All are folded."""
    if len(key) < SHORTEST_GUESS:
        return None
    best: tuple[int, str] | None = None
    for word in words:
        limit = 1 if len(word) < LONG_ENOUGH_FOR_TWO else 2
        if not word or not _may_be_within(key, word, limit):
            continue
        distance = _distance(key, word, limit)
        if distance <= limit and _alike(key, word) and (best is None or distance < best[0]):
            best = (distance, word)
    return best[1] if best else None


def slip_of(word: str, words: Iterable[str]) -> str | None:
    """Return the only word of which a folded one is a slip of the finger; None for one that may mean something else.

    Letters are left out, doubled or swapped behind the first: `blokced` is no other word than `blocked`, but
    `unblocked`, and `paused` beside `passed`, may well be.
    """
    found = {known for known in words if _is_slip(word, known)}
    return found.pop() if len(found) == 1 else None


def _is_slip(word: str, known: str) -> bool:
    shorter, longer = sorted((word, known), key=len)
    off, limit = len(longer) - len(shorter), 1 if len(known) < LONG_ENOUGH_FOR_TWO else 2
    if len(shorter) <= SHORTEST_GUESS or word[0] != known[0] or off > limit:
        return False
    if off == 0:
        swapped = [n for n in range(len(word)) if word[n] != known[n]]
        return len(swapped) == 2 and swapped[1] == swapped[0] + 1 and sorted(word) == sorted(known)
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint, after a blank, at the known name that is most like `name`; empty where none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _may_be_within(key: str, word: str, limit: int) -> bool:
    """Tell whether two words have so nearly the same letters that `limit` changes may lead from one to the other."""
    if abs(len(key) - len(word)) > limit or len(set(key).difference(word)) > limit:
        return False
    ours, theirs = Counter(key), Counter(word)
    return max((ours - theirs).total(), (theirs - ours).total()) <= limit


def _distance(one: str, other: str, most: int) -> int:
    """Return the Damerau-Levenshtein distance of two words; where it is more than `most`, of which 2 is the most, more.

    To import a library for it takes half as long as Python's start, which whoever waits for a verdict would wait for.
    """
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    if not (one and other and most):
        return len(one) + len(other) if most or one == other else 1
    found = [_distance(one[a:], other[b:], most - 1) + 1 for a, b in ((1, 1), (1, 0), (0, 1))]
    if one[:2] == other[1::-1]:
        found.append(_distance(one[2:], other[2:], most - 1) + 1)
    for left, right in ((one, other), (other, one)) if most > 1 else ():
        if left[:2] == right[2:3] + right[:1]:  # swapped, and a letter between
            found.append(_distance(left[2:], right[3:], most - 2) + 2)
    return min(found)


def _alike(key: str, word: str) -> bool:
    """In a short word only two swapped letters are a slip of the finger; another letter makes another word."""
    return len(key) > SHORTEST_GUESS or sorted(key) == sorted(word)
