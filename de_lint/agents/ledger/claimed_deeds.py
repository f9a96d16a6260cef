"""What a sentence claims of commits, pushes, pull requests, services and commands other than checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.agents.ledger.claim import BAD, GOOD, RAN, WORDS, Claim
from de_lint.agents.ledger.claimed_files import claimed_files, is_deed
from de_lint.agents.ledger.wording import SaidConcept, has, is_attribute, word_list
from de_lint.agents.ledger.work import CHECKS, RUN
from de_lint.judging.claims.commits import hashes_in
from de_lint.patterns import compiled

_PR_URL = compiled(r"/(?:pull|pulls|merge_requests)/\d+")
_LOCAL = compiled(r"\blocalhost\b|127\.0\.0\.1|\bport \d", 2)
_JOINT = compiled(r"[,;:—–、。]|\b(?:und|aber)\b", 2)
_COMMA = compiled(r"[,;:.] ")


def claimed_deeds(sentence: str, prose: str, said: Sequence[SaidConcept]) -> Iterator[Claim]:
    """Yield what is said of commits, pushes, pull requests, services, other commands, and files."""
    at = next((s.start for s in said if s.concept in ("not", "ahead")), len(prose) + 1)
    turn = next((s.start for s in said if s.concept == "but"), at)
    at = min(at, turn) if has(said, "bad") else at  # `committed, but the push failed`
    denial = next((prose[s.start : s.end] for s in said if s.start == at), "")
    if denial.casefold() in word_list("not_after"):  # it denies what stands before it, up to a comma
        at = max((m.start() for m in _JOINT.finditer(prose, 0, at)), default=0)
    sure = [s for s in said if s.start < at]
    if not sure:
        return
    yield from claimed_files(sentence, prose, sure)
    if has(said, "bad") and not has(sure, "good"):
        yield from _refused(sentence, [s for s in said if s.start > turn] or said)
    if has(sure, "bad") and not has(sure, "good"):
        return
    concepts = {s.concept: s for s in reversed(sure)}
    is_made = hashes_in(sentence) or concepts.keys() & {"good", "created"}
    if ("commit" in concepts and not is_attribute(prose, concepts["commit"])) or (
        "commit_noun" in concepts and (is_made or _is_done(concepts))
    ):
        yield Claim(sentence, "commit")
    is_git = not {w.casefold() for w in WORDS.findall(prose)} & word_list("not_git")
    noun = concepts.get("push_noun")
    went = noun and any(
        s.start > noun.start and (s.concept in ("good", "well") or (s.concept == "ran" and s.start - noun.end < 2))
        for s in sure
    )
    if is_git and ("push" in concepts or went):
        yield Claim(sentence, "push")
    if ("pr" in concepts and "opened" in concepts and abs(concepts["pr"].start - concepts["opened"].start) < 60) or (
        concepts.keys() & {"pr", "opened"} and _PR_URL.search(sentence) and not has(said, "push")
    ):
        yield Claim(sentence, "pr")
    serves = concepts.get("serves")
    asked = [s.command[:1] for s in sure if s.concept == "service" and s.command and has(sure, "verified", "ran")]
    answers = serves and ("service" in concepts and serves.start > concepts["service"].start)
    if asked or answers or (serves and _LOCAL.search(sentence)):
        yield Claim(sentence, "service", GOOD, asked[0] if asked and not serves else ())
    if "git" in concepts:
        yield Claim(sentence, "command", RAN, kind="git")
    for kind in ("clean_tree", "rebase", "install"):
        if kind in concepts and (kind == "clean_tree" or concepts[kind].start < 40):
            yield Claim(sentence, "command", kind=kind)
    yield from _commands(sentence, prose, sure)


def _refused(sentence: str, said: Sequence[SaidConcept]) -> Iterator[Claim]:
    """Yield the commits and pushes that are said to have failed."""
    bad = max((s.start for s in said if s.concept == "bad"), default=0)
    for what in ("commit", "push", "pr"):
        if any(s.concept in (what, f"{what}_noun") and s.start < bad for s in said):
            yield Claim(sentence, what, BAD)


def _is_done(concepts: dict[str, SaidConcept]) -> bool:
    return "well" in concepts and concepts["well"].start > concepts["commit_noun"].start


def _commands(sentence: str, prose: str, said: Sequence[SaidConcept]) -> Iterator[Claim]:
    """Yield the commands that are said to have been run, other than checks."""
    for one in said:
        if one.command and one.concept not in (*CHECKS, "check") and len(one.command) > 1:
            near = [
                s
                for s in said
                if s.concept in ("ran", "verified", "good") and abs(s.start - one.start) < 80 and not s.command
            ]
            before = prose[: one.start]
            is_means = not word_list("means").isdisjoint(before.split()[-1:]) and is_deed(_COMMA.split(before)[-1])
            if is_means or (near and (near[0].concept in ("ran", "verified") or near[0].start > one.start)):
                is_told = any(s.concept == "ran" and not prose[s.end : one.start].strip() for s in near)
                yield Claim(sentence, "command", RAN, one.command, kind=RUN if is_told else "")
