"""The words of a sentence that say something of work that was done, and the commands and paths in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from de_lint.agents.ledger.claim import WORDS
from de_lint.agents.ledger.shell import commands
from de_lint.agents.ledger.work import kinds_named, known_program, table_names, work_of
from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Lexicon, lexicon

_SPAN = compiled(r"`(?P<code>[^`\n]{1,400})`")
_PATH = compiled(
    r"(?<![\w/@])(?:\.{0,2}/|~/)?(?:[\w@.()\[\]-]{1,99}[/\\]){0,12}[\w@.()\[\]-]{0,99}\w\.[A-Za-z]\w{0,9}(?![\w/(])"
    r"|(?<![\w/.])(?:[\w@.-]{1,99}/){1,12}[\w@.-]{0,99}\w"
)
_TICK, _CROSS = compiled(r"[✅✓✔☑]"), compiled(r"[❌✗✖]")
_URL = compiled(r"https?://[^\s)>\]]{1,300}")
#: What parts a sentence into clauses.
BREAK = compiled(r"[;()—–:|]|\s-\s|,\s(?:but|and then)\b|\.\s")
#: Concepts that judge.
JUDGING = frozenset(("good", "well", "bad", "all_well"))


@dataclass(frozen=True, slots=True)
class SaidConcept:
    """A concept of a sentence, and from where to where it stands."""

    concept: str
    start: int
    end: int
    command: tuple[str, ...] = ()


@cache
def lexicon_of(heads: bool = False) -> Lexicon:
    """Return the words of sentences, or with `heads` those of what stands above a list."""
    return lexicon({"stems": [row for row in schema("claims")["stems"] if heads or row["concept"] != "listed"]})


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a list of words of the table of claims."""
    return frozenset(word.replace("_", " ") for word in schema("claims")["words"][name].split())


def said_in(sentence: str) -> tuple[str, list[SaidConcept]]:
    """Return a sentence without code and paths, and what it says, the commands in its code among that."""
    said: list[SaidConcept] = []
    for found in _SPAN.finditer(sentence):
        for one in commands(found["code"])[:6]:
            work = work_of(one)
            kinds = {"tests"} if "tests" in work.kinds else work.kinds
            said += [SaidConcept(kind, found.start(), found.end(), one.words) for kind in sorted(kinds)]
    prose = _URL.sub(_blank, _SPAN.sub(_blank, sentence.replace("’", "'")))
    text = _PATH.sub(lambda m: _blank(m) if "." in m.group() or _is_folder(m.group()) else m.group(), prose)
    plain = text.casefold().replace("'", "\x00")
    if len(plain) == len(text):
        # An apostrophe is left out of a word, as in the table, and the rest moves up: places are counted in both.
        moved = [at for at, c in enumerate(plain) if c != "\x00"]
        for concept, start, end in lexicon_of().places(plain.replace("\x00", "")):
            said.append(SaidConcept(concept, moved[start], moved[end - 1] + 1))
    for found in WORDS.finditer(text):
        for kind in known_program(found.group().casefold()).split():
            said.append(SaidConcept(kind, found.start(), found.end(), (found.group().casefold(),)))
    for pattern, concept in ((_TICK, "good"), (_CROSS, "bad")):
        said += [SaidConcept(concept, m.start(), m.end()) for m in pattern.finditer(text)]
    return text, sorted(said, key=lambda s: (s.start, s.end))


def _is_folder(path: str) -> bool:
    """Tell whether words with slashes between them are a path, and no list such as `build/vet/test`."""
    return path.count("/") > 1 and not kinds_named(path.partition("/")[0])


def has(said: Sequence[SaidConcept], *concepts: str) -> bool:
    """Tell whether any of some concepts is said."""
    return any(s.concept in concepts for s in said)


def is_attribute(prose: str, verb: SaidConcept) -> bool:
    """Tell whether a word only says which: `the committed files`, `the test`."""
    before = prose[: verb.start].casefold().split()
    return bool(before) and before[-1] in word_list("articles")


def placed_in(sentence: str) -> Iterator[tuple[int, str]]:
    """Yield the paths of a sentence with their places, those in code first."""
    for found in _SPAN.finditer(sentence):
        code = found["code"].strip()
        is_path = _PATH.fullmatch(code) or code.casefold() in table_names("build_files")
        if is_path and not code.startswith(("http", "@")) and ("/" in code or not code[:1].isdigit()):
            yield found.start("code"), code
    rest = _SPAN.sub(_blank, _URL.sub(_blank, sentence))
    yield from ((m.start(), m.group()) for m in _PATH.finditer(rest) if "/" in m.group() and "." in m.group())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
