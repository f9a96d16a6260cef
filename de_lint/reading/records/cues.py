"""What sentences do: ask for work, tell of deeds, forbid (`schemas/cues.json`); and what places they name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from de_lint.patterns import compiled
from de_lint.reading.markup import words_of
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Lexicon, lexicon

#: The verb of a sentence stands among its first words: `Then, successfully fixed …`.
_LATEST_VERB = 2
_SENTENCE_END = compiled(r"(?<=[.!?])\s+|(?<=[。！？])")


@cache
def cues() -> Lexicon:
    """Return what sentences are searched for."""
    return lexicon(schema("cues"))


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph or item."""
    return [s for s in _SENTENCE_END.split(text) if s.strip()]


@lru_cache(maxsize=2048)
def cues_in(sentence: str) -> Mapping[str, int]:
    """Return the cues in a sentence, each with the number of the word (from 0) at which it first stands."""
    found: dict[str, int] = {}
    spoken_to = len(sentence.partition(",")[0].split()) if "," in sentence else -1  # `Copilot, add a test`
    for match in cues().matches(words_of(sentence).casefold()):
        concept, start = match.stem.concept, match.start
        anywhere = not match.stem.words[0].isascii() or len(match.stem.words) > 1 or match.stem.words == ("please",)
        if concept == "imperative" and start == 1 and found.get("you") == 0:
            concept = "role"  # `You review changes` says who the reader is
        elif concept == "imperative" and start > 0 and (start > _LATEST_VERB or not (anywhere or start == spoken_to)):
            continue
        if concept == "past" and start > _LATEST_VERB and not anywhere:
            continue
        found.setdefault(concept, start)
        if concept == "send":
            found.setdefault("imperative", start)  # `Paste this` asks for something, too
    return found


def act(found: Mapping[str, int]) -> str:
    """Return what a sentence with these cues does: `imperative`, `past`, or nothing that its verb shows."""
    if "imperative" in found and found["imperative"] <= found.get("past", 99):
        return "imperative"
    return "past" if "past" in found else ""


def names_a_place(text: str) -> bool:
    r"""Tell whether a text names a folder of some machine, `/home/ada/shop` or `C:\shop`, or a branch, `feat/login`."""
    if "/" not in text and ":\\" not in text:
        return False
    machines, branches = (row.split() for row in schema("weights")["places"].values())
    for token in text.split():
        path = token.strip("`\"'()[]<>*,;:.")
        first, *rest = path.split("/")
        on_machine = not first and len(rest) > 2 and rest[0].casefold() in machines
        if on_machine or path[1:3] == ":\\" or (first in branches and rest and rest[0][:1].isalnum()):
            return True
    return False
