"""What a sentence claims of tests, builds, linters and type checks, and how they are said to have gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from de_lint.agents.ledger.claim import BAD, GOOD, RAN, Claim
from de_lint.agents.ledger.sentences import heads_checks
from de_lint.agents.ledger.wording import BREAK, JUDGING, SaidConcept, has, is_attribute, word_list
from de_lint.agents.ledger.work import CHECKS
from de_lint.patterns import compiled

_AT_END = compiled(r"(?: again| now| too| as well| fine)?\s*(?:[.,;!)—–]|and\b|$)", 2)
_SOME = compiled(r"[1-9]\d{0,6} (?:tests? |others? )?$")


def claimed_checks(sentence: str, prose: str, said: Sequence[SaidConcept], is_listed: bool) -> Iterator[Claim]:
    """Yield what is said of checks; those that `is_listed` need no words for how they went."""
    for one in said:
        kinds = {"asserts": "tests", "checks": "check", "check": "check"}
        kind = kinds.get(one.concept, one.concept)
        if one.concept == "all_well" and not has(said, *CHECKS, "checks", "ahead", "not", "bad"):
            yield Claim(sentence, "check")
        if one.concept == "spotless" and not has(said, *CHECKS, "checks", "ahead", "not", "mended", "changed"):
            yield Claim(sentence, "lint")
        compiles = prose[one.start : one.end].casefold().startswith("compil")
        if kind not in (*CHECKS, "check", "ci") or (compiles and has(said, "types")):
            continue
        how = _how(one, prose, said)
        heads = is_listed or (bool(one.command) and heads_checks(prose[: one.start].rpartition(":")[0] + ":"))
        if how is None and heads and one.command and not has(said, "not", "ahead", "bad"):
            how = GOOD
        if how is None or (kind == "ci" and how != GOOD) or (kind == "check" and how == RAN and not one.command):
            continue
        what = "command" if kind == "ci" else kind
        named = "asserts" if one.concept == "asserts" else "ci" if kind == "ci" else ""
        yield Claim(sentence, what, how, one.command, named, part=_part(one, sentence, said))


def _part(one: SaidConcept, sentence: str, said: Sequence[SaidConcept]) -> str:
    """Return the part of a sentence that tells how one tool went, where it tells that of several of a kind.

    `go vet is quiet, and golangci-lint is clean` has two, `gofmt and golangci-lint are clean` one.
    """
    tools = [s for s in said if s.concept == one.concept and s.command]
    cuts = [0]
    for last, tool in pairwise(tools):
        between = [s for s in said if last.end <= s.start < tool.start]
        if last.command[0] != tool.command[0] and has(between, *JUDGING):
            found = (sentence.rfind(mark, last.end, tool.start) for mark in ("; ", ", ", " and "))
            cuts.append(next((at for at in found if at > 0), tool.start))
    start = max(cut for cut in cuts if cut <= one.start)
    return sentence[start : min((cut for cut in cuts if cut > one.start), default=len(sentence))].lstrip(",;| ")


def _how(one: SaidConcept, prose: str, said: Sequence[SaidConcept]) -> str | None:
    """Return how a check is said to have gone; None where nothing is claimed of it."""
    start, end = _clause(one, prose, said)
    here = [s for s in said if start <= s.start < end]
    before, after = [s for s in here if s.start < one.start], [s for s in here if s.start >= one.end]
    if _is_of_another_time(before, here) or (one.concept == "checks" and _is_named_then(after)):
        return None
    if has(before, "mended", "not"):
        return GOOD if has(before, "mended") and _verdict(after, prose, strict=True) == GOOD else None
    is_one = prose[one.start : one.end].casefold() == "test" and is_attribute(prose, one)
    told = _flawless(one, prose) or _verdict(after, prose, strict=is_one) or _beside(before, one, prose, said)
    if told is None:
        is_label = prose[one.end : end + 1].strip(" *)`") in (":", "-", "–", "—", "|")
        rest = takewhile(lambda s: s.concept != "but", [s for s in said if s.start >= end])
        told = _verdict(list(rest), prose, strict=not is_label)
    if told is None and any(s.concept == "ran" or (one.command and s.concept == "verified") for s in (*before, *after)):
        told = BAD if _verdict([s for s in said if s.start >= end and s.concept != "ahead"], prose) == BAD else RAN
    makes = has(before, "created", "changed")
    if makes and (told == BAD or not any(s.concept == "good" and s.start >= one.end for s in said)):
        return None
    return told


def _flawless(one: SaidConcept, prose: str) -> str | None:
    """Return what a check's own word says: that of what it may find in `no type errors`, the verb in `it builds`."""
    word, before = prose[one.start : one.end].casefold(), prose[: one.start].split()[-1:]
    if word in word_list("verbs") and before and before[0].casefold() not in word_list("articles"):
        return GOOD if _AT_END.match(prose, one.end) else None
    if not word.endswith(("errors", "error")):
        return None
    return GOOD if before and before[0].casefold() in word_list("none") else None


def _is_of_another_time(before: Sequence[SaidConcept], here: Sequence[SaidConcept]) -> bool:
    """Tell whether a clause speaks of what is to come, or of the files as they were."""
    said = list(takewhile(lambda s: s.concept != "ahead", before))
    return (len(said) < len(before) and not has(said, "ran", "verified", "good")) or has(here, "otherwise")


def _is_named_then(after: Sequence[SaidConcept]) -> bool:
    """Tell whether another check is named before anything is said of checks in general."""
    return has(list(takewhile(lambda s: s.concept not in JUDGING, after)), *CHECKS)


def _clause(one: SaidConcept, prose: str, said: Sequence[SaidConcept]) -> tuple[int, int]:
    marks = [m.start() for m in BREAK.finditer(prose)] + [s.start for s in said if s.concept == "but"]
    start = max((m for m in marks if m <= one.start), default=0)
    return start, min((m for m in marks if m >= one.end), default=len(prose) + 1)


def _verdict(said: Sequence[SaidConcept], prose: str, strict: bool = False) -> str | None:
    """Return what the first words that judge say."""
    for at, one in enumerate(said):
        if one.concept == "not":
            later = _verdict(said[at + 1 :], prose)
            return None if later != BAD else GOOD
        if one.concept == "ahead":
            return None
        if one.concept in ("good", "well", "all_well") and not (strict and one.concept == "well"):
            return RAN if _is_qualified(said[at + 1 :], prose) else GOOD
        if one.concept in ("bad", "flaw"):
            zero = prose[max(0, one.start - 20) : one.start].casefold().split()[-2:]
            if any(word in word_list("none") for word in zero):
                return GOOD
            if one.concept == "bad":
                return BAD
    return None


def _is_qualified(after: Sequence[SaidConcept], prose: str) -> bool:
    """Tell whether what went well is said to have exceptions: `12 passed, 1 failed`, `all pass except one`."""
    same = takewhile(lambda s: s.concept not in (*CHECKS, "checks", "but"), after)
    return any(s.concept == "except" or (s.concept == "bad" and _SOME.search(prose[: s.start])) for s in same)


def _beside(before: Sequence[SaidConcept], one: SaidConcept, prose: str, said: Sequence[SaidConcept]) -> str | None:
    """Return what words say that stand right before what they judge: `passing tests`, `passes lint and tests`."""
    near = [s for s in before if one.start - s.end < 60 and "." not in prose[s.end : one.start]]
    told = next((s for s in reversed(near) if s.concept in ("good", "bad")), None)
    if told is None:
        return None
    of_another = "," in prose[told.end : one.start] and any(s.concept in CHECKS and s.end <= told.start for s in before)
    is_tick = not prose[told.start].isalnum()  # it is about all of its line
    if of_another or (is_tick and has(said, "created", "changed", "mended", "deleted", "ahead")):
        return None
    return BAD if told.concept == "bad" else GOOD
