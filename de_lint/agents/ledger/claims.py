"""What an agent's message says was done: the checks and deeds in its sentences, and how they are said to stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, takewhile

from de_lint.agents.ledger.shell import commands
from de_lint.agents.ledger.work import CHECKS, RUN, kinds_named, known_program, names, work_of
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Lexicon, lexicon

#: Longer messages are read as far as this.
_LONGEST = 60_000
_LONGEST_TEXT = 300
_LONGEST_SENTENCE = 1_500
_SPAN = compiled(r"`(?P<code>[^`\n]{1,400})`")
_ITEM = compiled(r"(?P<indent>\s{0,20})(?:[-*+•▪]|\d{1,3}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?")
_MARKS = compiled(r"\*\*|__|~~|\]\([^)\n]{0,300}\)|[\[\]]")
_END = compiled(r"(?<=[.!?])[\s*_]+(?=[^\s.a-z])|[。！？]\s*|(?<=[^:\s]\s[✅✓✔❌])\s+(?=[A-Z*`])")
_HARD = compiled(r"[;()—–:|]|\s-\s|,\s(?:but|and then)\b|\.\s")
_PATH = compiled(
    r"(?<![\w/@])(?:\.{0,2}/|~/)?(?:[\w@.()\[\]-]+[/\\]){0,12}[\w@.()\[\]-]*\w\.[A-Za-z]\w{0,9}(?![\w/(])|(?<![\w/.])(?:[\w@.-]+/){1,12}[\w@.-]*\w"
)
_HASH = compiled(r"(?<![\w/.-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?![\w/-])")
_HASH_LINE = compiled(r"[\s>*`•-]*(?P<hash>[0-9a-f]{7,40})[`*]*[\s:–—-]+\S")
_NUMBER = compiled(r"(?<![\w.:/#-])\d{1,3}(?:,\d{3})+(?![\w.])|(?<![\w.:/#-])\d{1,7}(?![\w.:-]|,\d)")
_TICK, _CROSS = compiled(r"[✅✓✔☑]"), compiled(r"[❌✗✖]")
_URL = compiled(r"https?://[^\s)>\]]{1,300}")
_PR_URL = compiled(r"/(?:pull|pulls|merge_requests)/\d+")
_GOOD, _BAD, _RAN = "good", "bad", "ran"
_STEP = compiled(r"\W{0,6}(?:step|phase|schritt|paso|étape) \d", 2)
_WHOLE = compiled(
    r"\b(?:all|every|full|whole|entire|complete)\b (?:of )?(?:the )?(?:unit )?(?:tests?|test suite|suite)\b", 2
)
#: A verb in the past that begins a sentence about a file.
_DID = compiled(r"[\W_]*(?:and )?(?:(?:I|we)(?: have|'ve)?(?: also| then| now)? )?(?P<verb>[A-Za-z]{3,})\b", 2)
#: From here on scripts put no spaces between words, and Japanese and Korean put the verb last.
_FIRST_CJK = "\u3040"
_IN_GIT = ("commit", "commit_noun", "push", "push_noun", "pr")
_LOCAL = compiled(r"\blocalhost\b|127\.0\.0\.1|\bport \d", 2)
_JOINT = compiled(r"[,;:—–、。]|\b(?:und|aber)\b", 2)
_COMMA = compiled(r"[,;:.] ")
_MEANS = (["with"], ["via"], ["using"], ["through"])
_SOME = compiled(r"[1-9]\d{0,6} (?:tests? |others? )?$")
_JUDGING = frozenset(("good", "well", "bad", "all_well"))
_FILE_VERBS = {
    "created": "file-created",
    "changed": "file-changed",
    "deleted": "file-deleted",
    "mended": "file-changed",
}
#: What stands between the start of a sentence and the verb that it is about.
_LEADS = compiled(r"\W*(?:\w+\W+){0,2}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: its words, the sentence around them, what is claimed, and what it names.

    `how` is `good` where it went well, `bad` where the claim is that it did not, `ran` where it only took place.
    """

    text: str
    what: str
    how: str = _GOOD
    tools: frozenset[str] = frozenset()
    command: tuple[str, ...] = ()
    #: A command that the sentence names beside it, which may be what ran the check.
    within: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    hashes: tuple[str, ...] = ()
    #: The line of the message that it is in, from 0.
    row: int = 0
    #: It speaks of all there are.
    whole: bool = False
    #: It tells of something that was done before.
    earlier: bool = False
    words: frozenset[str] = frozenset()
    #: What is claimed in words for which the contract has no kind of its own.
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A concept of a sentence, and from where to where it stands."""

    concept: str
    start: int
    end: int
    command: tuple[str, ...] = ()


@cache
def _words(heads: bool = False) -> Lexicon:
    """Return the words of sentences, or with `heads` those of what stands above a list."""
    return lexicon({"stems": [row for row in schema("claims")["stems"] if heads or row["concept"] != "listed"]})


def claims_in(message: str) -> list[Claim]:
    """Return the claims of a message in the order of its text, each kind once a sentence."""
    found: list[Claim] = []
    for row, sentence, is_listed in _sentences(message[:_LONGEST]):
        found += [replace(one, row=row) for one in _claims(sentence, is_listed)]
    return found


def named_in(text: str) -> list[Claim]:
    """Return what a text that asks for something names, as if that were said to be done: commands and files."""
    said = [one for one in _said(text)[1] if one.command]
    found = [_claim(text, one.concept, _GOOD, one.command) for one in said if one.concept in (*CHECKS, "check")]
    paths = tuple(dict.fromkeys(_paths(text)))
    return found + ([_claim(text, "file-changed", _GOOD, (), paths=paths)] if paths else [])


def _sentences(message: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the sentences of a message with their line, from 0, and whether each is listed as a check that was run."""
    fenced, listed, depth, commits = False, False, -1, "ommit" in message
    for row, raw in enumerate(message.splitlines()):
        line = raw.strip()
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced and listed and work_of_text(line.removeprefix("$ ")):
            yield row, f"`{line.removeprefix('$ ')}`", True
        elif commits and _HASH_LINE.match(line) and _HASH.search(line):
            yield row, line, False
        elif fenced or not line or line.startswith(">") or line.startswith("<"):
            continue
        else:
            item = _ITEM.match(raw)
            if item and item["box"] == " ":
                continue
            text = raw[item.end() :] if item else line.lstrip("# ")
            indent = len(item["indent"]) if item else -1
            if indent <= depth or not listed:
                listed, depth = _announces(text), indent
            text = _MARKS.sub("", text)
            for part in _END.split(text):
                if part.strip():
                    yield row, part.strip()[:_LONGEST_SENTENCE], indent > depth and listed


def work_of_text(code: str) -> bool:
    """Tell whether a line of code runs a check."""
    return any(work_of(one).checks for one in commands(code))


def _announces(line: str) -> bool:
    """Tell whether a line heads a list of checks that were run."""
    plain = line.strip("*# :").casefold()
    is_head = line.rstrip("* ").endswith(":") or line.startswith(("#", "**")) or len(plain.split()) <= 3
    concepts = {concept for concept, _, _ in _words(heads=True).places(plain)}
    return (
        is_head
        and not concepts & {"earlier", "not", "bad"}
        and bool(concepts & {"listed", "ran", "verified", "tests", "checks"})
        and not plain.startswith(("to ", "next", "how"))
    )


def _claims(sentence: str, is_listed: bool) -> list[Claim]:
    """Return the claims of a sentence, each kind of work once: best where its command is named."""
    if sentence.rstrip("*_ ").endswith("?") or _STEP.match(sentence):
        return []
    if _HASH_LINE.match(sentence) and _HASH.match(sentence.lstrip(" `*>•-")):
        return [_claim(sentence, "commit", _GOOD, ())]
    prose, said = _said(sentence)
    if _is_order(prose):
        return []
    found = [*_checks(sentence, prose, said, is_listed), *_deeds(sentence, prose, said)]
    kept: list[Claim] = []
    found.sort(key=lambda c: not c.command)
    named = next((c.command for c in found if c.what == "check"), ())
    for one in found:
        if one.what in CHECKS and len(one.command) < 2:
            one = replace(one, within=named)
        one = replace(one, earlier=_has(said, "earlier"), whole=one.whole or bool(_WHOLE.search(sentence)))
        alike = [k for k in kept if (k.what, k.kind) == (one.what, one.kind)]
        if not alike or (one.command and all(k.command and k.text != one.text for k in alike)):
            kept.append(one)
    return kept


def _is_order(prose: str) -> bool:
    """Tell whether a sentence asks for something, or is a step of a plan: `Update the config`, `Run the tests`."""
    first = _WORDS.search(prose.rsplit(":", maxsplit=1)[-1] if prose.casefold().startswith("next") else prose)
    word = first.group().casefold() if first and first.start() < 4 else ""
    if first and prose[first.end() : first.end() + 3].strip()[:1] in (":", "-", "–", "—", "(", ","):
        return False  # a heading of what follows
    return word in _orders() and not kinds_named(word)


@cache
def _orders() -> frozenset[str]:
    rows = (row for row in schema("cues")["stems"] if row["concept"] == "imperative")
    return frozenset(w for row in rows for w in row["en"].split()) - _list("no_orders")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in schema("claims")["words"][name].split())


def _said(sentence: str) -> tuple[str, list[_Said]]:
    """Return a sentence without code and paths, and what it says, the commands in its code among that."""
    said: list[_Said] = []
    prose = list(sentence.replace("’", "'"))
    for found in _SPAN.finditer(sentence):
        for one in commands(found["code"])[:6]:
            work = work_of(one)
            kinds = {"tests"} if "tests" in work.kinds else work.kinds
            said += [_Said(kind, found.start(), found.end(), one.words) for kind in sorted(kinds)]
        prose[found.start() : found.end()] = " " * len(found.group())
    for pattern in (_URL, _PATH):
        for found in pattern.finditer("".join(prose)):
            if pattern is _URL or "." in found.group() or _is_folder(found.group()):
                prose[found.start() : found.end()] = " " * len(found.group())
    text = "".join(prose)
    plain = text.casefold().replace("'", "\x00")
    if len(plain) == len(text):
        # An apostrophe is left out of a word, as in the table, and the rest moves up: places are counted in both.
        moved = [at for at, c in enumerate(plain) if c != "\x00"]
        for concept, start, end in _words().places(plain.replace("\x00", "")):
            said.append(_Said(concept, moved[start], moved[end - 1] + 1))
    for found in _WORDS.finditer(text):
        for kind in known_program(found.group().casefold()).split():
            said.append(_Said(kind, found.start(), found.end(), (found.group().casefold(),)))
    for pattern, concept in ((_TICK, "good"), (_CROSS, "bad")):
        said += [_Said(concept, m.start(), m.end()) for m in pattern.finditer(text)]
    return text, sorted(said, key=lambda s: (s.start, s.end))


def _is_folder(path: str) -> bool:
    """Tell whether words with slashes between them are a path, and no list such as `build/vet/test`."""
    return path.count("/") > 1 and not kinds_named(path.partition("/")[0])


_WORDS = compiled(r"[A-Za-z][\w.-]*\w")
_AT_END = compiled(r"(?: again| now| too| as well| fine)?\s*(?:[.,;!)—–]|and\b|$)", 2)


def _checks(sentence: str, prose: str, said: Sequence[_Said], is_listed: bool) -> Iterator[Claim]:
    for one in said:
        kinds = {"asserts": "tests", "checks": "check", "check": "check"}
        kind = kinds.get(one.concept, one.concept)
        if one.concept == "all_well" and not _has(said, *CHECKS, "checks", "ahead", "not", "bad"):
            yield _claim(sentence, "check", _GOOD, ())
        if one.concept == "spotless" and not _has(said, *CHECKS, "checks", "ahead", "not", "mended", "changed"):
            yield _claim(sentence, "lint", _GOOD, ())
        compiles = prose[one.start : one.end].casefold().startswith("compil")
        if kind not in (*CHECKS, "check", "ci") or (compiles and _has(said, "types")):
            continue
        how = _how(one, prose, said)
        heads = is_listed or (bool(one.command) and _announces(prose[: one.start].rpartition(":")[0] + ":"))
        if how is None and heads and one.command and not _has(said, "not", "ahead", "bad"):
            how = _GOOD
        if how is None or (kind == "ci" and how != _GOOD) or (kind == "check" and how == _RAN and not one.command):
            continue
        what = "command" if kind == "ci" else kind
        named = "asserts" if one.concept == "asserts" else "ci" if kind == "ci" else ""
        claim = _claim(sentence, what, how, one.command, kind=named)
        yield replace(claim, text=_shortened(_part(one, sentence, said)))


def _part(one: _Said, sentence: str, said: Sequence[_Said]) -> str:
    """Return the part of a sentence that tells how one tool went, where it tells that of several of a kind.

    `go vet is quiet, and golangci-lint is clean` has two, `gofmt and golangci-lint are clean` one.
    """
    tools = [s for s in said if s.concept == one.concept and s.command]
    cuts = [0]
    for last, tool in pairwise(tools):
        between = [s for s in said if last.end <= s.start < tool.start]
        if last.command[0] != tool.command[0] and _has(between, *_JUDGING):
            found = (sentence.rfind(mark, last.end, tool.start) for mark in ("; ", ", ", " and "))
            cuts.append(next((at for at in found if at > 0), tool.start))
    start = max(cut for cut in cuts if cut <= one.start)
    return sentence[start : min((cut for cut in cuts if cut > one.start), default=len(sentence))].lstrip(",;| ")


def _shortened(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_TEXT]


def _how(one: _Said, prose: str, said: Sequence[_Said]) -> str | None:
    """Return how a check is said to have gone; None where nothing is claimed of it."""
    start, end = _clause(one, prose, said)
    here = [s for s in said if start <= s.start < end]
    before, after = [s for s in here if s.start < one.start], [s for s in here if s.start >= one.end]
    if _is_of_another_time(before, here) or (one.concept == "checks" and _is_named_then(after)):
        return None
    if _has(before, "mended", "not"):
        return _GOOD if _has(before, "mended") and _verdict(after, prose, strict=True) == _GOOD else None
    is_one = prose[one.start : one.end].casefold() == "test" and _is_attribute(prose, one)
    told = _flawless(one, prose) or _verdict(after, prose, strict=is_one) or _beside(before, one, prose, said)
    if told is None:
        is_label = prose[one.end : end + 1].strip(" *)`") in (":", "-", "–", "—", "|")
        rest = takewhile(lambda s: s.concept != "but", [s for s in said if s.start >= end])
        told = _verdict(list(rest), prose, strict=not is_label)
    if told is None and any(s.concept == "ran" or (one.command and s.concept == "verified") for s in (*before, *after)):
        told = _BAD if _verdict([s for s in said if s.start >= end and s.concept != "ahead"], prose) == _BAD else _RAN
    makes = _has(before, "created", "changed")
    if makes and (told == _BAD or not any(s.concept == "good" and s.start >= one.end for s in said)):
        return None
    return told


def _flawless(one: _Said, prose: str) -> str | None:
    """Return what a check's own word says: that of what it may find in `no type errors`, the verb in `it builds`."""
    word, before = prose[one.start : one.end].casefold(), prose[: one.start].split()[-1:]
    if word in _list("verbs") and before and before[0].casefold() not in _list("articles"):
        return _GOOD if _AT_END.match(prose, one.end) else None
    if not word.endswith(("errors", "error")):
        return None
    return _GOOD if before and before[0].casefold() in _list("none") else None


def _is_of_another_time(before: Sequence[_Said], here: Sequence[_Said]) -> bool:
    """Tell whether a clause speaks of what is to come, or of the files as they were."""
    said = list(takewhile(lambda s: s.concept != "ahead", before))
    return (len(said) < len(before) and not _has(said, "ran", "verified", "good")) or _has(here, "otherwise")


def _is_named_then(after: Sequence[_Said]) -> bool:
    """Tell whether another check is named before anything is said of checks in general."""
    return _has(list(takewhile(lambda s: s.concept not in _JUDGING, after)), *CHECKS)


def _clause(one: _Said, prose: str, said: Sequence[_Said]) -> tuple[int, int]:
    marks = [m.start() for m in _HARD.finditer(prose)] + [s.start for s in said if s.concept == "but"]
    start = max((m for m in marks if m <= one.start), default=0)
    return start, min((m for m in marks if m >= one.end), default=len(prose) + 1)


def _verdict(said: Sequence[_Said], prose: str, strict: bool = False) -> str | None:
    """Return what the first words that judge say."""
    for at, one in enumerate(said):
        if one.concept == "not":
            later = _verdict(said[at + 1 :], prose)
            return None if later != _BAD else _GOOD
        if one.concept == "ahead":
            return None
        if one.concept in ("good", "well", "all_well") and not (strict and one.concept == "well"):
            return _RAN if _is_qualified(said[at + 1 :], prose) else _GOOD
        if one.concept in ("bad", "flaw"):
            zero = prose[max(0, one.start - 20) : one.start].casefold().split()[-2:]
            if any(word in _list("none") for word in zero):
                return _GOOD
            if one.concept == "bad":
                return _BAD
    return None


def _is_qualified(after: Sequence[_Said], prose: str) -> bool:
    """Tell whether what went well is said to have exceptions: `12 passed, 1 failed`, `all pass except one`."""
    same = takewhile(lambda s: s.concept not in (*CHECKS, "checks", "but"), after)
    return any(s.concept == "except" or (s.concept == "bad" and _SOME.search(prose[: s.start])) for s in same)


def _beside(before: Sequence[_Said], one: _Said, prose: str, said: Sequence[_Said]) -> str | None:
    """Return what words say that stand right before what they judge: `passing tests`, `passes lint and tests`."""
    near = [s for s in before if one.start - s.end < 60 and "." not in prose[s.end : one.start]]
    told = next((s for s in reversed(near) if s.concept in ("good", "bad")), None)
    if told is None:
        return None
    of_another = "," in prose[told.end : one.start] and any(s.concept in CHECKS and s.end <= told.start for s in before)
    is_tick = not prose[told.start].isalnum()  # it is about all of its line
    if of_another or (is_tick and _has(said, "created", "changed", "mended", "deleted", "ahead")):
        return None
    return _BAD if told.concept == "bad" else _GOOD


def _has(said: Sequence[_Said], *concepts: str) -> bool:
    return any(s.concept in concepts for s in said)


def _deeds(sentence: str, prose: str, said: Sequence[_Said]) -> Iterator[Claim]:
    """Yield what is said of commits, pushes, pull requests, services, other commands, and files."""
    at = next((s.start for s in said if s.concept in ("not", "ahead")), len(prose) + 1)
    turn = next((s.start for s in said if s.concept == "but"), at)
    at = min(at, turn) if _has(said, "bad") else at  # `committed, but the push failed`
    denied = next((s for s in said if s.start == at and prose[s.start : s.end].casefold() in _list("not_after")), None)
    if denied:  # it denies what stands before it, up to a comma
        at = max((m.start() for m in _JOINT.finditer(prose, 0, at)), default=0)
    sure = [s for s in said if s.start < at]
    if not sure:
        return
    yield from _files(sentence, prose, sure)
    if _has(said, "bad") and not _has(sure, "good"):
        yield from _refused(sentence, [s for s in said if s.start > turn] or said)
    if _has(sure, "bad") and not _has(sure, "good"):
        return
    concepts = {s.concept: s for s in reversed(sure)}
    hashes = bool(_HASH.search(sentence))
    if ("commit" in concepts and not _is_attribute(prose, concepts["commit"])) or (
        "commit_noun" in concepts and (hashes or concepts.keys() & {"good", "created"} or _is_done(concepts))
    ):
        yield _claim(sentence, "commit", _GOOD, ())
    is_git = not {w.casefold() for w in _WORDS.findall(prose)} & _list("not_git")
    noun = concepts.get("push_noun")
    went = noun and any(
        s.start > noun.start and (s.concept in ("good", "well") or (s.concept == "ran" and s.start - noun.end < 2))
        for s in sure
    )
    if is_git and ("push" in concepts or went):
        yield _claim(sentence, "push", _GOOD, ())
    if ("pr" in concepts and "opened" in concepts and abs(concepts["pr"].start - concepts["opened"].start) < 60) or (
        concepts.keys() & {"pr", "opened"} and _PR_URL.search(sentence) and not _has(said, "push")
    ):
        yield _claim(sentence, "pr", _GOOD, ())
    serves = concepts.get("serves")
    asked = [s.command[:1] for s in sure if s.concept == "service" and s.command and _has(sure, "verified", "ran")]
    answers = serves and ("service" in concepts and serves.start > concepts["service"].start)
    if asked or answers or (serves and _LOCAL.search(sentence)):
        yield _claim(sentence, "service", _GOOD, asked[0] if asked and not serves else ())
    if "git" in concepts:
        yield _claim(sentence, "command", _RAN, (), kind="git")
    for kind in ("clean_tree", "rebase", "install"):
        if kind in concepts and (kind == "clean_tree" or concepts[kind].start < 40):
            yield _claim(sentence, "command", _GOOD, (), kind=kind)
    yield from _commands(sentence, prose, sure)


def _refused(sentence: str, said: Sequence[_Said]) -> Iterator[Claim]:
    """Yield the commits and pushes that are said to have failed."""
    bad = max((s.start for s in said if s.concept == "bad"), default=0)
    for what in ("commit", "push", "pr"):
        if any(s.concept in (what, f"{what}_noun") and s.start < bad for s in said):
            yield _claim(sentence, what, _BAD, ())


def _is_attribute(prose: str, verb: _Said) -> bool:
    """Tell whether a word only says which: `the committed files`, `the test`."""
    before = prose[: verb.start].casefold().split()
    return bool(before) and before[-1] in _list("articles")


def _is_done(concepts: dict[str, _Said]) -> bool:
    return "well" in concepts and concepts["well"].start > concepts["commit_noun"].start


def _commands(sentence: str, prose: str, said: Sequence[_Said]) -> Iterator[Claim]:
    """Yield the commands that are said to have been run, other than checks."""
    for one in said:
        if one.command and one.concept not in (*CHECKS, "check") and len(one.command) > 1:
            near = [
                s
                for s in said
                if s.concept in ("ran", "verified", "good") and abs(s.start - one.start) < 80 and not s.command
            ]
            before = prose[: one.start]
            is_means = before.split()[-1:] in _MEANS and _is_deed(_COMMA.split(before)[-1])
            if is_means or (near and (near[0].concept in ("ran", "verified") or near[0].start > one.start)):
                is_told = any(s.concept == "ran" and not prose[s.end : one.start].strip() for s in near)
                yield _claim(sentence, "command", _RAN, one.command, kind=RUN if is_told else "")


def _files(sentence: str, prose: str, said: Sequence[_Said]) -> Iterator[Claim]:
    verbs = [s for s in said if s.concept in _FILE_VERBS]
    marks = [0, *(m.end() for m in _HARD.finditer(prose))]
    starts = ((s, max(m for m in marks if m <= s.start)) for s in verbs)
    first = next((s for s, start in starts if _leads(prose, start, s) or _is_passive(prose, s)), None)
    placed = list(_placed(sentence))
    paths = tuple(dict.fromkeys(path for _, path in placed))
    if first is None and placed and _is_new(sentence, prose, said, placed[0]):
        yield _claim(sentence, "file-created", _GOOD, (), kind=_within(prose, 0, placed), paths=paths[:1])
    elif first is None and any(map(_is_whole_name, paths)) and _is_deed(prose) and not _has(said, *_IN_GIT):
        yield _claim(sentence, "file-changed", _GOOD, (), paths=paths)
    if first is None or (not paths and any(0 < s.start - first.end < 25 for s in said if s.concept in _IN_GIT)):
        return
    # `I changed a.py and added b.py`: each verb has the files up to the next verb of another kind that has some.
    others = (s for s in verbs if s.start > first.end and _is_joined(prose, s))
    then = next((s for s in others if _FILE_VERBS[s.concept] != _FILE_VERBS[first.concept]), None)
    own, rest = [p for p in placed if not then or p[0] < then.start], [p for p in placed if then and p[0] > then.start]
    if then and not rest:  # each verb stands behind its file
        own, rest = [p for p in own if p[0] < first.start], [p for p in own if p[0] > first.start]
    if then is None or not own or not rest:
        yield _of_file(sentence, prose, said, first, placed)
    else:
        yield _of_file(sentence, prose, said, first, own)
        yield _of_file(sentence, prose, said, then, rest)


def _of_file(
    sentence: str, prose: str, said: Sequence[_Said], verb: _Said, placed: Sequence[tuple[int, str]]
) -> Claim:
    """Return what a verb claims of files; what is added in a file, or to it, may have been there or not."""
    what = _FILE_VERBS[verb.concept]
    if what != "file-changed" and not placed and not _has(said, "file"):
        what = "file-changed"
    kind = _within(prose, verb.end, placed) if what == "file-created" else ""
    return _claim(sentence, what, _GOOD, (), kind=kind, paths=tuple(dict.fromkeys(path for _, path in placed)))


def _within(prose: str, start: int, placed: Sequence[tuple[int, str]]) -> str:
    """Return the kind of a claim that something was added in a file: `added a test to a.py`."""
    before = prose[start : placed[0][0]].strip("` ").casefold().split() if placed else []
    return "within" if len(before) > 1 and before[-1] in _list("within") else ""


def _leads(prose: str, start: int, verb: _Said) -> bool:
    """Tell whether a clause begins with a verb, or ends with it where the script has no spaces."""
    if _LEADS.fullmatch(prose[start : verb.start]):
        return True
    return prose[verb.start] >= _FIRST_CJK and not any(c.isalnum() for c in prose[verb.end : verb.end + 3])


def _is_joined(prose: str, verb: _Said) -> bool:
    """Tell whether a verb goes on with what a sentence tells: `and added`."""
    before = prose[: verb.start].casefold().split()[-1:]
    return bool(before) and (before[0] in _list("before_verbs") or before[0].endswith(","))


def _is_new(sentence: str, prose: str, said: Sequence[_Said], placed: tuple[int, str]) -> bool:
    """Tell whether a file is said to be new: `New module a.py`, `a.py (new)`."""
    at, path = placed
    end = at + len(path)
    for one in said:
        if one.concept == "new" and not prose[: one.start].strip(" *_-") and one.end < at:
            return len(prose[one.end : at].split()) < 3
        if one.concept == "new" and sentence[end : one.start].strip("` ") == "(" and prose[one.end :][:1] == ")":
            return True
    return False


def _is_deed(prose: str) -> bool:
    """Tell whether a sentence begins with a verb of what was done, and not only of what was looked at."""
    found = _DID.match(prose)
    verb = found["verb"].casefold() if found else ""
    return verb in _list("deeds") or (verb.endswith("ed") and verb not in _list("no_deeds"))


def _is_whole_name(path: str) -> bool:
    return "." in path or path.casefold() in names("build_files")


def _is_passive(prose: str, verb: _Said) -> bool:
    """Tell whether a verb within a sentence tells of something that was done: `was added`, `and removed`."""
    before = [w for w in prose[: verb.start].casefold().split() if not w.endswith("ly")][-2:]
    return bool(before) and (before[-1] in _list("before_verbs") or " ".join(before) in _list("have"))


def _paths(sentence: str) -> Iterator[str]:
    yield from (path for _, path in _placed(sentence))


def _placed(sentence: str) -> Iterator[tuple[int, str]]:
    """Yield the paths of a sentence with their places, those in code first."""
    for found in _SPAN.finditer(sentence):
        code = found["code"].strip()
        is_path = _PATH.fullmatch(code) or code.casefold() in names("build_files")
        if is_path and not code.startswith(("http", "@")) and ("/" in code or not code[:1].isdigit()):
            yield found.start("code"), code
    rest = _SPAN.sub(_blank, _URL.sub(_blank, sentence))
    yield from ((m.start(), m.group()) for m in _PATH.finditer(rest) if "/" in m.group() and "." in m.group())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _claim(
    sentence: str, what: str, how: str, command: tuple[str, ...], kind: str = "", paths: tuple[str, ...] = ()
) -> Claim:
    words = frozenset(w.casefold() for w in _WORDS.findall(sentence))
    named = frozenset(w for w in words if what in known_program(w).split())
    tools = frozenset((command[0].casefold(),)) if len(command) == 1 else named
    numbers = frozenset(int(m.group().replace(",", "")) for m in _NUMBER.finditer(sentence))
    hashes = tuple(m.group() for m in _HASH.finditer(sentence))
    text = _shortened(sentence)
    return Claim(text, what, how, tools, command, paths=paths, numbers=numbers, hashes=hashes, words=words, kind=kind)
