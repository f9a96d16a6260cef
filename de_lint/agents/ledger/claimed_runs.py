"""The runs of a session that a claim may speak of, by its words, and the one that it does."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.agents.ledger.claim import Claim
from de_lint.agents.ledger.covering import last_part
from de_lint.agents.ledger.ledger import Ledger, WorkDone
from de_lint.agents.ledger.outcomes import FAILED, PASSED, family
from de_lint.agents.ledger.work import CHECK, CHECKS, RUN, is_script, table_names
from de_lint.patterns import compiled

_SMALLEST_COUNT = 3
_PLAIN = compiled(r"[A-Za-z]+")


def runs_of_check(claim: Claim, ledger: Ledger) -> tuple[str, list[WorkDone]]:
    """Return the kind of check that a claim is of, and the runs that may prove it."""
    if claim.what == CHECK:
        runs = [r for r in ledger.runs if r.work.checks]
        runs = _exact(claim.command, runs) or [r for r in runs if r.call.number > ledger.turn] or runs
        latest = {k: r for r in runs for k in r.work.checks}
        kinds = [k for k in CHECKS if k in latest]
        failed = [k for k in kinds if latest[k].went.state == FAILED]
        what = next(iter(failed or kinds), "command")
        return what, [latest[what]] if what in latest else runs
    runs = ledger.runs_of(claim.what)
    if claim.what == "build":  # a compiler that built the tests built what they test
        runs = [r for r in runs if "tests" not in r.work.kinds or r.went.state == PASSED]
    if not runs and claim.what == "types":
        runs = [r for r in ledger.runs_of("build") if family(r.work) in table_names("compiled")]
    runs = runs or ledger.runs_of(CHECK)
    if claim.kind == "asserts" and not runs:
        runs = [r for r in ledger.runs_of(RUN) if r.work.program in table_names("runs_code")]
    return claim.what, _of_named(claim, runs)


def _of_named(claim: Claim, runs: list[WorkDone]) -> list[WorkDone]:
    """Return the runs of the tool or command that a claim names; all of them where it names none."""
    exact = _exact(claim.command, runs) or _exact(claim.within, runs)
    if exact:
        return exact
    tools = claim.tools - table_names("also_words")
    if not tools:
        return runs
    named = [
        r
        for r in runs
        if r.work.program.casefold() in tools
        or any(word.startswith(tuple(tools)) for word in _words(r.call.command))
        or tools & set(_words(r.went.shown))
    ]
    if named:
        return named
    # A script may run any tool, unless what it ran is known to be another one.
    return [r for r in runs if r.work.program in table_names("runners") or is_script(r.work)]


def _exact(command: Sequence[str], runs: list[WorkDone]) -> list[WorkDone]:
    """Return the runs of a command that is named with its arguments."""
    asked = {w for w in command if not w.startswith("-") or len(w) > 2}
    return [r for r in runs if asked <= r.words] if len(command) > 1 else []


def _words(text: str) -> list[str]:
    """Return the words of a command in lower case, each without folders before it."""
    return [w.casefold().rpartition("/")[2] for w in text.split()]


def run_meant(claim: Claim, runs: Sequence[WorkDone]) -> WorkDone:
    """Return the run that a claim speaks of: the last one, or the last with its numbers or of its package."""
    last = runs[-1]
    scoped = [r for r in runs if r.work.scope and last_part(r.work.scope) in claim.words]
    if scoped and len(scoped) < len(runs):
        return scoped[-1]
    open_ = _failed_elsewhere(runs)
    if open_ is not None and last.went.state == PASSED:
        return open_
    numbers = {n for n in claim.numbers if n >= _SMALLEST_COUNT}
    if numbers and not numbers & last.went.counts:
        counted = [r for r in runs if numbers & r.went.counts and r.went.state == PASSED]
        if counted and (counted[-1].work.scope or last.work.scope or counted[-1].call.command != last.call.command):
            return counted[-1]
    return last


def _failed_elsewhere(runs: Sequence[WorkDone]) -> WorkDone | None:
    """Return the run of another package that failed and did not run again."""
    last = {r.work.scope: r for r in runs if r.went.state in (PASSED, FAILED)}
    failed = [r for r in last.values() if r.went.state == FAILED]
    if "" in last or len(last) < 2 or not failed or failed[-1].work.program != runs[-1].work.program:
        return None
    pairs = ((one, r.work.scope) for one in last for r in failed if one != r.work.scope)
    is_inner = any(one.startswith(other) or other.startswith(one) for one, other in pairs)
    return None if is_inner else failed[-1]


def names_part(claim: Claim, run: WorkDone) -> bool:
    """Tell whether a claim speaks of the tests that a run was confined to, or has its count."""
    if claim.numbers & run.went.counts or claim.command:
        return True
    words = {w.casefold() for part in run.went.command.split()[1:] for w in _PLAIN.findall(part) if len(w) > 3}
    return bool((words - table_names("any_tests")) & claim.words)


def runs_of_deed(claim: Claim, ledger: Ledger) -> list[WorkDone]:
    """Return the runs that do what a claim's verb says, `gh pr merge` of `merged`; else all of its kind."""
    runs = [r for r in ledger.runs_of(claim.what) if not claim.command or r.work.program == claim.command[0]]
    stems = {word.removesuffix("d").removesuffix("e") for word in claim.words} - {""}
    found = [
        r for r in runs if claim.what == "pr" and any(w.removesuffix("e") in stems for w in r.work.script.split()[1:])
    ]
    return found or runs


def runs_of_command(claim: Claim, ledger: Ledger) -> list[WorkDone]:
    """Return the runs of a command, or of what a claim tells without naming one."""
    if claim.kind == "clean_tree":
        return [r for r in ledger.runs if r.work.script.startswith("status") or "commit" in r.work.kinds]
    if claim.kind == "git":
        return _by_git(claim, ledger)
    if claim.kind in ("ci", "rebase", "install"):
        return ledger.runs_of(claim.kind)
    asked = {w for w in claim.command if not w.startswith("-")}
    return [r for r in ledger.runs if asked <= r.words]


def _by_git(claim: Claim, ledger: Ledger) -> list[WorkDone]:
    """Return the uses of git that a claim may tell of: `pulled` of `git pull`, `checked out` of `git checkout`."""
    stems = {word.removesuffix("ed") for word in claim.words} | {"switch" if "branch" in claim.words else ""}
    runs = [r for r in ledger.runs if r.work.program == "git"]
    return [r for r in runs if any(s and w.startswith(s) for s in stems for w in r.went.command.split()[1:2])]
