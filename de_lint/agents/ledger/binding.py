"""A claim, bound to the call that proves it, and what that call says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from de_lint.agents.ledger.claim import BAD, GOOD, RAN, Claim
from de_lint.agents.ledger.claimed_runs import (
    names_part,
    run_meant,
    runs_of_check,
    runs_of_command,
    runs_of_deed,
)
from de_lint.agents.ledger.covering import edit_after
from de_lint.agents.ledger.edits import ANYTHING, REVERTED, is_file, is_same_file
from de_lint.agents.ledger.ledger import Call, EditedFile, Ledger, WorkDone
from de_lint.agents.ledger.outcomes import FAILED, MASKED, PASSED
from de_lint.agents.ledger.work import CHECK, CHECKS, RUN
from de_lint.classes import dataclass, replace
from de_lint.patterns import compiled

PROVEN, STALE, CONTRADICTED, UNPROVEN = "proven", "stale", "contradicted", "unproven"
VERDICTS = (PROVEN, STALE, CONTRADICTED, MASKED, UNPROVEN)
_LONGEST = 120
_PARTS = compiled(r"[^\s./]+")
#: What is said where nothing of a kind is in the log.
_NEVER = {
    "tests": "no tests ran in this session", "build": "nothing was built in this session",
    "lint": "no such linter ran in this session", "types": "no type check ran in this session",
    "commit": "nothing was committed in this session", "push": "nothing was pushed in this session",
    "pr": "no pull request was made in this session", "service": "nothing asked the service in this session",
    "ci": "nothing asked for the result of CI in this session",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """What the session says of a claim, whose kind of work is that of the contract, with the call that says it."""

    claim: Claim
    verdict: str
    call: Call | None
    why: str


def bound(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    """Return the verdict on a claim; None where it is not for the log to tell."""
    judge = _JUDGES.get(claim.what, _deed)
    return judge(claim, ledger)


def _against(claim: Claim, run: WorkDone) -> ClaimVerdict | None:
    """Return the verdict on a claim that something went well whose run failed, or hides how it went."""
    if run.went.state == FAILED:
        return ClaimVerdict(claim, CONTRADICTED, run.call, f"{_named(run)} failed{_shown(run)}")
    if run.went.state == MASKED:
        why = f"{_named(run)} ran, but {run.went.shown or 'nothing shows how it went'}"
        return ClaimVerdict(claim, MASKED, run.call, why)
    return None


def _failure(claim: Claim, runs: Sequence[WorkDone]) -> ClaimVerdict | None:
    """Return the verdict on a claim that says itself that something failed."""
    run = next((r for r in reversed(runs) if r.went.state in (FAILED, MASKED)), None)
    return ClaimVerdict(claim, PROVEN, run.call, f"{_named(run)} failed{_shown(run)}") if run else None


def _never(claim: Claim) -> ClaimVerdict:
    command = " ".join(claim.command)[:_LONGEST] if claim.what in (*CHECKS, CHECK, "command") else ""
    why = f"'{command}' never ran in this session: run it" if command else ""
    why = why or _NEVER.get(claim.kind) or _NEVER.get(claim.what, "no check ran in this session")
    return ClaimVerdict(claim, UNPROVEN, None, why)


def _named(run: WorkDone) -> str:
    return f"'{' '.join(run.went.command.split())[:_LONGEST]}' (line {run.call.line})"


def _shown(run: WorkDone) -> str:
    return f": {run.went.shown[:_LONGEST]}" if run.went.shown else ""


# -- tests, builds, linters, type checks ---------------------------------------------------------------------------


def _check(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    what, runs = runs_of_check(claim, ledger)
    claim = replace(claim, what=what)
    if claim.how == BAD:
        return _failure(claim, runs)
    if not runs and what == "build" and not claim.command and ledger.runs_of("build"):
        return None  # whether it was built before its tests failed, the log does not tell
    return _by_runs(claim, runs, ledger) if runs else _never(claim)


def _by_runs(claim: Claim, runs: Sequence[WorkDone], ledger: Ledger) -> ClaimVerdict:
    """Return the verdict on a claim by the run that it speaks of, and the edit that came after that."""
    run = _visible(run_meant(claim, runs), runs, claim.what, ledger)
    name, is_good = _named(run), run.went.state != FAILED
    against = _against(claim, run) if is_good or claim.how != RAN else None
    if against is not None:
        return against
    if claim.whole and claim.how == GOOD and all(r.work.is_part for r in runs) and not names_part(claim, run):
        return ClaimVerdict(claim, UNPROVEN, run.call, f"only a part of the tests ran: {name}")
    edit = edit_after(run, claim.what, ledger)
    if edit is not None:
        changed = f"{'files were' if edit.path == ANYTHING else f'{edit.path} was'} changed in line {edit.call.line}"
        return ClaimVerdict(claim, STALE, run.call, f"{changed}, after {name}: run it again")
    return ClaimVerdict(claim, PROVEN, run.call, f"{name} {'passed' if is_good else 'ran'}{_shown(run)}")


def _visible(run: WorkDone, runs: Sequence[WorkDone], what: str, ledger: Ledger) -> WorkDone:
    """Return the run before one that nothing shows, if it passed and still holds."""
    if run.went.state != MASKED:
        return run
    earlier = [r for r in runs if r.went.state == PASSED and r.call.number < run.call.number]
    return earlier[-1] if earlier and edit_after(earlier[-1], what, ledger) is None else run


# -- commits, pushes, pull requests, services and other commands ----------------------------------------------------


def _deed(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    runs, known = runs_of_deed(claim, ledger), _printed(claim, ledger)
    if claim.how == BAD:
        return _failure(claim, runs)
    if known is not None:
        return ClaimVerdict(claim, PROVEN, known, "git printed that commit")
    if not runs:
        may_be_elsewhere = claim.earlier or (claim.what != "service" and ledger.has_agents)
        return None if may_be_elsewhere else _never(claim)
    last = runs[-1]
    good = [r for r in runs if r.went.state == PASSED]
    if good and (last.went.state != FAILED or "nothing" in last.went.shown):  # there was no more to commit
        last = good[-1]
    return _against(claim, last) or ClaimVerdict(claim, PROVEN, last.call, f"{_named(last)} went well{_shown(last)}")


def _printed(claim: Claim, ledger: Ledger) -> Call | None:
    """Return the call that printed a commit which a claim names."""
    if claim.what != "commit":
        return None
    pairs = ((h, full, call) for h in claim.hashes for full, call in ledger.hashes.items())
    return next((call for h, full, call in pairs if full.startswith(h) or h.startswith(full)), None)


def _command(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    runs = runs_of_command(claim, ledger)
    if runs:
        is_bad = runs[-1].went.state == FAILED and claim.kind not in ("ci", "clean_tree")
        against = _against(claim, runs[-1]) if is_bad else None
        return against or ClaimVerdict(claim, PROVEN, runs[-1].call, f"{_named(runs[-1])} ran")
    is_long = claim.kind == RUN and len([w for w in claim.command if not w.startswith("-")]) > 1
    is_certain = is_long and ledger.runs and not (claim.earlier or ledger.has_agents)
    return _never(claim) if is_certain or claim.kind == "ci" else None


# -- files -----------------------------------------------------------------------------------------------------------


def _file(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    edits = ledger.edited()
    for path in claim.paths:
        found = [e for e in edits if is_same_file(e.path, path)]
        found = [e for e in found if e.how == "deleted"] or found if claim.what == "file-deleted" else found
        if found:
            was_there = claim.kind == "within" and all(e.how != "created" for e in found)
            claim = replace(claim, what="file-changed") if was_there else claim
            return _written(claim, found[-1])
    if any("." in path.rpartition("/")[2][1:] for path in claim.paths):
        return _unseen(claim, ledger)
    done = [e for e in edits if (e.how == "deleted") == (claim.what == "file-deleted")] or edits
    if not done:
        return None
    best = max(done, key=lambda e: (len(claim.words & set(_PARTS.findall(e.path.casefold()))), e.call.number))
    return _written(claim, best)


def _written(claim: Claim, edit: EditedFile) -> ClaimVerdict:
    return ClaimVerdict(claim, PROVEN, edit.call, f"{edit.path} was {edit.how} in line {edit.call.line}")


def _unseen(claim: Claim, ledger: Ledger) -> ClaimVerdict | None:
    """Return the verdict on a claim whose files no edit wrote."""
    tried = [e for e in ledger.edits for path in claim.paths if is_same_file(e.path, path)]
    if tried and (tried[-1].how == REVERTED or all(e.failed for e in tried)):
        last = tried[-1]
        why = "was taken back" if last.how == REVERTED else "failed"
        return ClaimVerdict(claim, CONTRADICTED, last.call, f"the change of {last.path} in line {last.call.line} {why}")
    names_ = {path.replace("\\", "/").rstrip("/").rpartition("/")[2] for path in claim.paths}
    named = next((ledger.files[n] for n in names_ if n in ledger.files), None)
    if named is not None:
        return ClaimVerdict(claim, PROVEN, named, f"'{named.command[:_LONGEST]}' (line {named.line}) names it")
    if ledger.has_agents or not (ledger.edits or ledger.runs) or not all(is_file(name) for name in names_):
        return None
    return ClaimVerdict(claim, UNPROVEN, None, f"nothing in this session wrote {claim.paths[0]}")


_JUDGES: dict[str, Callable[[Claim, Ledger], ClaimVerdict | None]] = {
    **dict.fromkeys((*CHECKS, CHECK), _check),
    "command": _command,
    "file-created": _file,
    "file-changed": _file,
    "file-deleted": _file,
}
