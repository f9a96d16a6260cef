"""A claim, bound to the call that proves it, and what that call says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from de_lint.agents.ledger.claims import Claim
from de_lint.agents.ledger.edits import ANYTHING, REVERTED, is_file, suffix_of
from de_lint.agents.ledger.ledger import Call, Edit, Ledger, Run
from de_lint.agents.ledger.outcomes import FAILED, MASKED, PASSED, family
from de_lint.agents.ledger.work import CHECK, CHECKS, RUN, is_script, names
from de_lint.patterns import compiled

PROVEN, STALE, CONTRADICTED, UNPROVEN = "proven", "stale", "contradicted", "unproven"
VERDICTS = (PROVEN, STALE, CONTRADICTED, MASKED, UNPROVEN)
_COMPILED = frozenset(("go", "rust", "jvm", "dotnet", "swift"))
_TEST_FILE = compiled(r"(?:^|/)(?:tests?|__tests__|specs?)/|(?:^|[/_.-])(?:test|tests|spec)(?:[_.-]|$)|(?:^|/)test_", 2)
_SMALLEST_COUNT = 3
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the session says of a claim, with the call that says it."""

    claim: Claim
    verdict: str
    call: Call | None
    why: str
    #: The kind of work as the contract names it.
    what: str


def bound(claim: Claim, ledger: Ledger) -> Verdict | None:
    """Return the verdict on a claim; None where it is not for the log to tell."""
    judge = _JUDGES.get(claim.what, _deed)
    return judge(claim, ledger)


# -- tests, builds, linters, type checks ---------------------------------------------------------------------------


def _check(claim: Claim, ledger: Ledger) -> Verdict | None:
    what, runs = _candidates(claim, ledger)
    if claim.how == "bad":
        return _failure(claim, what, runs)
    if not runs and what == "build" and not claim.command and ledger.runs_of("build"):
        return None  # whether it was built before its tests failed, the log does not tell
    if not runs:
        return Verdict(claim, UNPROVEN, None, _never(claim, what), what)
    run = _visible(_chosen(claim, runs), runs, what, ledger)
    verdict, why = _judged(claim, run, runs, _edit_after(run, what, ledger))
    return Verdict(claim, verdict, run.call, why, what)


def _judged(claim: Claim, run: Run, runs: Sequence[Run], edit: Edit | None) -> tuple[str, str]:
    """Return the verdict on a claim by the run that it speaks of, and the edit that came after that."""
    name, state = _named(run), run.went.state
    if state == FAILED and claim.how != "ran":
        return CONTRADICTED, f"{name} failed{_shown(run)}"
    if state == MASKED:
        return MASKED, f"{name} ran, but {run.went.shown or 'nothing shows how it went'}"
    if claim.whole and claim.how == "good" and all(r.work.is_part for r in runs) and not _names_part(claim, run):
        return UNPROVEN, f"only a part of the tests ran: {name}"
    if edit is not None:
        changed = "files were" if edit.path == ANYTHING else f"{edit.path} was"
        return STALE, f"{changed} changed in line {edit.call.line}, after {name}: run it again"
    return PROVEN, f"{name} {'ran' if state == FAILED else 'passed'}{_shown(run)}"


def _visible(run: Run, runs: Sequence[Run], what: str, ledger: Ledger) -> Run:
    """Return the run before one that nothing shows, if it passed and still holds."""
    if run.went.state != MASKED:
        return run
    earlier = [r for r in runs if r.went.state == PASSED and r.call.number < run.call.number]
    return earlier[-1] if earlier and _edit_after(earlier[-1], what, ledger) is None else run


def _candidates(claim: Claim, ledger: Ledger) -> tuple[str, list[Run]]:
    """Return the kind of check that a claim is of, and the runs that may prove it."""
    if claim.what == CHECK:
        runs = [r for r in ledger.runs if r.work.checks]
        runs = _exact(claim.command, runs) or [r for r in runs if r.call.number > ledger.turn] or runs
        own = {k for r in runs for k in r.work.checks} - {CHECK}
        what = next((k for k in CHECKS if k in own), "command")
        latest = {k: r for r in runs for k in r.work.checks}
        failed = [k for k, r in latest.items() if r.went.state == FAILED and k in CHECKS]
        what = failed[0] if failed else what
        return what, [latest[what]] if what in latest else runs
    runs = ledger.runs_of(claim.what)
    if claim.what == "build":  # a compiler that built the tests built what they test
        runs = [r for r in runs if "tests" not in r.work.kinds or r.went.state == PASSED]
    if not runs and claim.what == "types":
        runs = [r for r in ledger.runs_of("build") if family(r.work) in _COMPILED]
    runs = runs or ledger.runs_of(CHECK)
    if claim.kind == "asserts" and not runs:
        runs = [r for r in ledger.runs_of(RUN) if r.work.program in names("runs_code")]
    return claim.what, _of_named(claim, runs)


def _of_named(claim: Claim, runs: list[Run]) -> list[Run]:
    """Return the runs of the tool or command that a claim names; all of them where it names none."""
    exact = _exact(claim.command, runs) or _exact(claim.within, runs)
    if exact:
        return exact
    tools = {t for t in claim.tools if t not in _GENERIC}
    if not tools or claim.what == CHECK:
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
    return [r for r in runs if r.work.program in names("runners") or is_script(r.work)]


def _exact(command: Sequence[str], runs: list[Run]) -> list[Run]:
    """Return the runs of a command that is named with its arguments."""
    asked = {w for w in command if not w.startswith("-") or len(w) > 2}
    return (
        [r for r in runs if asked <= set(r.went.command.split()) | set(r.call.command.split())]
        if len(command) > 1
        else []
    )


_GENERIC = frozenset(
    ("lint", "types", "typecheck", "vet", "check", "flow", "ty", "buf", "black", "standard", "tap", "ava", "cypress")
)


def _words(text: str) -> list[str]:
    return [w.casefold().rpartition("/")[2] for w in text.split()]


def _chosen(claim: Claim, runs: Sequence[Run]) -> Run:
    """Return the run that a claim speaks of: the last one, or the last with its numbers or of its package."""
    last = runs[-1]
    scoped = [r for r in runs if r.work.scope and _last_part(r.work.scope) in claim.words]
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


def _failed_elsewhere(runs: Sequence[Run]) -> Run | None:
    """Return the run of another package that failed and did not run again."""
    last = {r.work.scope: r for r in runs if r.went.state in (PASSED, FAILED)}
    if "" in last or len(last) < 2:
        return None
    failed = [r for r in last.values() if r.went.state == FAILED]
    others = [
        s
        for s in last
        for r in failed
        if s != r.work.scope and (s.startswith(r.work.scope) or r.work.scope.startswith(s))
    ]
    return failed[-1] if failed and not others and failed[-1].work.program == runs[-1].work.program else None


def _names_part(claim: Claim, run: Run) -> bool:
    """Tell whether a claim speaks of the tests that a run was confined to, or has its count."""
    if claim.numbers & run.went.counts or claim.command:
        return True
    words = {w.casefold() for part in run.went.command.split()[1:] for w in _PLAIN.findall(part) if len(w) > 3}
    return bool((words - {"test", "tests", "npm", "spec"}) & claim.words)


_PLAIN = compiled(r"[A-Za-z]+")


def _last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].casefold()


def _edit_after(run: Run, what: str, ledger: Ledger) -> Edit | None:
    """Return the last edit of what a run covers that came after it."""
    for edit in reversed(ledger.edits):
        if edit.call.number <= run.call.number:
            if edit.call.number < run.call.number or edit.run is None or edit.run.went == run.went:
                break
            continue
        if not edit.failed and _covers(run, what, edit):
            return edit
    return None


def _covers(run: Run, what: str, edit: Edit) -> bool:
    """Tell whether a check says something of a file that was changed."""
    language, own = edit.language, family(run.work)
    if edit.run is not None and what == "lint" and edit.run.work.program == run.work.program:
        return False  # it mended what it found
    if own == "docs" or (language and own and language != own):
        return language == own
    return edit.path == ANYTHING or _covers_file(run, what, edit.path.replace("\\", "/"))


def _covers_file(run: Run, what: str, path: str) -> bool:
    *folders, name = [part.casefold() for part in path.split("/") if part]
    asked = _files_asked(run)
    if what == "lint" and asked and not any(_is_same(path, one) for one in asked):
        return False
    if suffix_of(path) in names("uncovered") or not names("uncovered_folders").isdisjoint(folders):
        return False
    if ("." not in name and name not in names("build_files")) or (what == "build" and _TEST_FILE.search(path)):
        return False
    scope = _last_part(run.work.scope)
    return scope in ("", ".", "..", *folders) or not _is_inner(run, path)


def _files_asked(run: Run) -> list[str]:
    """Return the files that a command names, if it names nothing else."""
    words = [w for w in run.went.command.split()[1:] if not w.startswith("-")]
    words = words[1:] if words and not is_file(words[0]) else words
    return words if all(is_file(w) and "*" not in w for w in words) else []


def _is_inner(run: Run, path: str) -> bool:
    """Tell whether a run's scope is a part of the tree that a file is in, so that the file may be outside of it."""
    scope, root = run.work.scope, run.call.folder
    if scope.startswith("/"):
        return not path.startswith("/") or not path.startswith(scope.rstrip("/") + "/")
    return bool(scope) and scope != root


def _failure(claim: Claim, what: str, runs: Sequence[Run]) -> Verdict | None:
    """Return the verdict on a claim that says itself that a check failed."""
    failed = [r for r in runs if r.went.state in (FAILED, MASKED)]
    if not failed:
        return None
    return Verdict(claim, PROVEN, failed[-1].call, f"{_named(failed[-1])} failed{_shown(failed[-1])}", what)


def _never(claim: Claim, what: str) -> str:
    command = " ".join(claim.command)
    if command:
        return f"'{command[:_LONGEST]}' never ran in this session: run it"
    return {"tests": "no tests ran in this session", "build": "nothing was built in this session",
            "lint": "no such linter ran in this session", "types": "no type check ran in this session",
            }.get(what, "no check ran in this session")  # fmt: skip


def _named(run: Run) -> str:
    return f"'{' '.join(run.went.command.split())[:_LONGEST]}' (line {run.call.line})"


def _shown(run: Run) -> str:
    return f": {run.went.shown[:_LONGEST]}" if run.went.shown else ""


# -- commits, pushes, pull requests, services and other commands ----------------------------------------------------


def _deed(claim: Claim, ledger: Ledger) -> Verdict | None:
    runs, known = ledger.runs_of(claim.what), _printed(claim, ledger)
    runs = [r for r in runs if not claim.command or r.work.program == claim.command[0]]
    if claim.how == "bad":
        return _failure(claim, claim.what, runs)
    if known is not None:
        return Verdict(claim, PROVEN, known, "git printed that commit", claim.what)
    if not runs:
        may_be_elsewhere = claim.earlier or (claim.what != "service" and ledger.has_agents)
        return None if may_be_elsewhere else Verdict(claim, UNPROVEN, None, _NEVER[claim.what], claim.what)
    runs = _of_verb(claim, runs)
    last = runs[-1]
    good = [r for r in runs if r.went.state == PASSED]
    if last.went.state == FAILED and not (good and "nothing" in last.went.shown):  # there was no more to commit
        return Verdict(claim, CONTRADICTED, last.call, f"{_named(last)} failed{_shown(last)}", claim.what)
    if last.went.state == MASKED and not good:
        return Verdict(claim, MASKED, last.call, f"{_named(last)} ran, but {last.went.shown}", claim.what)
    run = good[-1]
    return Verdict(claim, PROVEN, run.call, f"{_named(run)} went well{_shown(run)}", claim.what)


def _of_verb(claim: Claim, runs: list[Run]) -> list[Run]:
    """Return the runs that do what a claim's verb says, `gh pr merge` of `merged`; all where none does."""
    stems = {word.removesuffix("d").removesuffix("e") for word in claim.words} - {""}
    found = [
        r for r in runs if claim.what == "pr" and any(w.removesuffix("e") in stems for w in r.work.script.split()[1:])
    ]
    return found or runs


def _printed(claim: Claim, ledger: Ledger) -> Call | None:
    """Return the call that printed a commit which a claim names."""
    if claim.what != "commit":
        return None
    pairs = ((h, full, call) for h in claim.hashes for full, call in ledger.hashes.items())
    return next((call for h, full, call in pairs if full.startswith(h) or h.startswith(full)), None)


_NEVER = {
    "commit": "nothing was committed in this session", "push": "nothing was pushed in this session",
    "pr": "no pull request was made in this session", "service": "nothing asked the service in this session",
}  # fmt: skip


def _command(claim: Claim, ledger: Ledger) -> Verdict | None:
    if claim.kind == "ci":
        runs = ledger.runs_of("ci")
        if not runs:
            return Verdict(claim, UNPROVEN, None, "nothing asked for the result of CI in this session", claim.what)
        return Verdict(claim, PROVEN, runs[-1].call, f"{_named(runs[-1])} ran", claim.what)
    if claim.kind == "clean_tree":
        looks = [r for r in ledger.runs if r.work.script.startswith("status") or r.work.kinds & {"commit"}]
        return Verdict(claim, PROVEN, looks[-1].call, f"{_named(looks[-1])} ran", claim.what) if looks else None
    if claim.kind in ("rebase", "install", "git"):
        runs = _by_git(claim, ledger) if claim.kind == "git" else ledger.runs_of(claim.kind)
        return _ran(claim, runs[-1]) if runs else None
    asked = {w for w in claim.command if not w.startswith("-")}
    for run in reversed(ledger.runs):
        if asked <= set(run.went.command.split()) | set(run.call.command.split()):
            return _ran(claim, run)
    is_certain = claim.kind == RUN and len(asked) > 1 and ledger.runs and not (claim.earlier or ledger.has_agents)
    return Verdict(claim, UNPROVEN, None, _never(claim, claim.what), claim.what) if is_certain else None


def _by_git(claim: Claim, ledger: Ledger) -> list[Run]:
    """Return the uses of git that a claim may tell of: `pulled` of `git pull`, `checked out` of `git checkout`."""
    stems = {word.removesuffix("ed") for word in claim.words} | {"switch" if "branch" in claim.words else ""}
    runs = [r for r in ledger.runs if r.work.program == "git"]
    return [r for r in runs if any(s and w.startswith(s) for s in stems for w in r.went.command.split()[1:2])]


def _ran(claim: Claim, run: Run) -> Verdict:
    if run.went.state == FAILED:
        return Verdict(claim, CONTRADICTED, run.call, f"{_named(run)} failed{_shown(run)}", claim.what)
    return Verdict(claim, PROVEN, run.call, f"{_named(run)} ran", claim.what)


# -- files -----------------------------------------------------------------------------------------------------------


def _file(claim: Claim, ledger: Ledger) -> Verdict | None:
    edits = ledger.edited()
    for path in claim.paths:
        found = [e for e in edits if _is_same(e.path, path)]
        found = [e for e in found if e.how == "deleted"] or found if claim.what == "file-deleted" else found
        if found:
            was_there = claim.kind == "within" and all(e.how != "created" for e in found)
            what, why = "file-changed" if was_there else claim.what, _told(found[-1])
            return Verdict(claim, PROVEN, found[-1].call, why, what)
    if any("." in path.rpartition("/")[2][1:] for path in claim.paths):
        return _unseen(claim, ledger)
    done = [e for e in edits if (e.how == "deleted") == (claim.what == "file-deleted")] or edits
    if not done:
        return None
    best = max(
        done, key=lambda e: (len(claim.words & set(_words(e.path.replace(".", " ").replace("/", " ")))), e.call.number)
    )
    return Verdict(claim, PROVEN, best.call, _told(best), claim.what)


def _told(edit: Edit) -> str:
    return f"{edit.path} was {edit.how} in line {edit.call.line}"


def _unseen(claim: Claim, ledger: Ledger) -> Verdict | None:
    """Return the verdict on a claim whose files no edit wrote."""
    tried = [e for e in ledger.edits for path in claim.paths if _is_same(e.path, path)]
    if tried and (tried[-1].how == REVERTED or all(e.failed for e in tried)):
        last = tried[-1]
        why = "was taken back" if last.how == REVERTED else "failed"
        return Verdict(
            claim, CONTRADICTED, last.call, f"the change of {last.path} in line {last.call.line} {why}", claim.what
        )
    names_ = {path.replace("\\", "/").rstrip("/").rpartition("/")[2] for path in claim.paths}
    named = next((ledger.files[n] for n in names_ if n in ledger.files), None)
    if named is not None:
        return Verdict(claim, PROVEN, named, f"'{named.command[:_LONGEST]}' (line {named.line}) names it", claim.what)
    if ledger.has_agents or not (ledger.edits or ledger.runs) or not all(is_file(name) for name in names_):
        return None
    return Verdict(claim, UNPROVEN, None, f"nothing in this session wrote {claim.paths[0]}", claim.what)


def _is_same(path: str, named: str) -> bool:
    """Tell whether a file that was written may be one that is named: one ends in the other."""
    a, b = (p.replace("\\", "/").removeprefix("~").removeprefix("./").strip("/").casefold() for p in (path, named))
    return a == b or a.endswith("/" + b) or b.endswith("/" + a) or ("/" + b + "/") in a


_JUDGES: dict[str, Callable[[Claim, Ledger], Verdict | None]] = {
    **dict.fromkeys((*CHECKS, CHECK), _check),
    "command": _command,
    "file-created": _file,
    "file-changed": _file,
    "file-deleted": _file,
}
