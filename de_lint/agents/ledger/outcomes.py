"""How each command of a call went, told by its exit status where that is its own, and else by what it printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from de_lint.agents.ledger.hooks import hook_results
from de_lint.agents.ledger.shell import Command, commands
from de_lint.agents.ledger.work import CHECK, CHECKS, RUN, Work, echoed, family_of, table_names, work_of
from de_lint.classes import dataclass, replace
from de_lint.judging.claims.tallies import numbers_in
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema

PASSED, FAILED, MASKED = "passed", "failed", "masked"
_EXIT = "exit status"
#: What is read of an output: its beginning and its end.
_EDGE = 30_000
_LONGEST_LINE = 1_000
_ANSI = compiled(r"\x1b\[[0-9;?]*[A-Za-z]")
#: What hosts write instead of nothing.
_NOTHING = ("(no output)", "(Bash completed with no output)", "(empty)", "No output", "No matches found")
_STATUS_WORDS = ("$?", "$LASTEXITCODE", "PIPESTATUS", "pipestatus", "$status", "%ERRORLEVEL%")
_REPORTED = compiled(
    r"(?:^|exit|code|status|rc|EXIT|result)[\w ]{0,12}[:= ]{0,3}(?P<status>\d{1,3})[ \t]*$", re.MULTILINE
)
_SEEKS = compiled(r"error|warn|fail|problem|issue", re.IGNORECASE)
_FILTERS = compiled(r"\b(?:grep|rg|Select-String|findstr|egrep)\b")


@dataclass(frozen=True, slots=True)
class Went:
    """How a piece of work went, which one it is, and the command that did it."""

    work: Work
    command: str
    state: str
    #: The numbers in what it printed.
    counts: frozenset[int] = frozenset()
    #: The line that decided, or what hides the outcome.
    shown: str = ""


def went(line: str, folder: str, output: str, status: int | None) -> list[Went]:
    """Return how the commands of a command line went, those that a runner or a hook of git started among them."""
    text = plain(output)
    found: list[Went] = []
    given = commands(line, folder)
    works = [work_of(one) for one in given]
    states = _states(given, works, text, status)
    for one, work, (state, shown) in zip(given, works, states, strict=True):
        if not work.kinds:
            continue
        counts = frozenset(numbers_in(text[-_EDGE:])) if work.checks else frozenset()
        others = frozenset().union(*(w.kinds for w in works if w is not work))
        inner = [
            w
            for w in dict.fromkeys(_within(work, text, state))
            if w.work.kinds & work.kinds or not w.work.kinds & others
        ]
        if work.kinds == {CHECK} and any(w.work.checks for w in inner):
            work = Work(frozenset(), work.program)
        if (
            work.program in table_names("runners")
            and len(work.checks) > 1
            and state != MASKED
            and status not in (0, None)
        ):
            found += [Went(w, one.text, s, counts, line) for w, s, line in _each(work, state, text)]
        elif work.kinds:
            found.append(Went(work, one.text, state, counts, shown))
        found += [Went(w.work, one.text, w.state, counts, w.shown or shown) for w in inner]
    return found


def plain(output: str) -> str:
    """Return what of an output is read, without colours."""
    text = output if len(output) <= 2 * _EDGE else f"{output[:_EDGE]}\n{output[-_EDGE:]}"
    text = _ANSI.sub("", text).replace("\r", "\n").replace("[1G", "").replace("[0K", "")
    return "" if text.strip() in _NOTHING else text


def sign(of: str, says: str, text: str) -> str:
    """Return the line of an output that says how work of some kind went; blank if none does."""
    pattern = _signs().get((of, says))
    for found in pattern.finditer(text) if pattern and text else ():
        start = text.rfind("\n", 0, found.start() + 1) + 1
        end = text.find("\n", found.start() + 1)
        line = text[start : end if end > start else len(text)]
        if len(line) <= _LONGEST_LINE:
            return line.strip() or found.group().strip()
    return ""


@cache
def _signs() -> dict[tuple[str, str], re.Pattern[str]]:
    rows = schema("tools")["signs"]
    return {(row["of"], row["says"]): compiled("|".join(row["lines"]), re.MULTILINE) for row in rows}


def _states(given: Sequence[Command], works: Sequence[Work], text: str, status: int | None) -> list[tuple[str, str]]:
    found = [
        _state(one, work, text, status, given[at + 1 :])
        for at, (one, work) in enumerate(zip(given, works, strict=True))
    ]
    if status in (0, None):
        return found
    # Of commands that each need the one before, none ran after the one that failed, and none failed before it: of
    # several that what was printed may speak of, the last did.
    bad = [at for at, (state, _) in enumerate(found) if state == FAILED and works[at].kinds]
    shown = [at for at in bad if found[at][1] and not found[at][1].startswith(_EXIT)]
    for last in (shown or bad)[-1:]:
        for at in range(last - 1, -1, -1):
            if not given[at + 1].chained and not given[at + 1 - bool(given[at].piped)].chained:
                break
            if found[at][0] != PASSED and not given[at].piped:
                found[at] = PASSED, found[at][1]
        for at in range(last + 1, len(given)):
            if not given[at].chained and not given[at - 1].piped:
                break
            found[at] = MASKED, found[last][1]
    return found


def _state(one: Command, work: Work, text: str, status: int | None, after: Sequence[Command]) -> tuple[str, str]:
    """Return how a command went, and the line that shows it or what hides it."""
    may_fail = work.kinds == {RUN} and (work.program in table_names("runs_code") or work.script)
    if not work.kinds - {RUN, "look"} and not may_fail:
        # Nobody claims anything of `ls`, and what it prints may be long.
        return (PASSED if status in (0, None) or not one.last else FAILED), ""
    visible = _is_visible(one, after)
    failed, passed = _evidence(work, text if visible else "")
    told = _told_status(one, text, after)
    if told is not None:
        return (PASSED if told == 0 else FAILED), failed or passed or f"{_EXIT} {told}"
    if status is not None and one.proven:
        return _by_status(one, work, text, status, (failed, passed), after)
    if failed and not (passed and status == 0 and work.checks and "tests" not in work.kinds):
        return FAILED, failed
    if passed or (visible and _is_silent(one, work, text, status)):
        return PASSED, passed
    return MASKED, _mask(one, visible, after)


def _by_status(
    one: Command, work: Work, text: str, status: int, evidence: tuple[str, str], after: Sequence[Command]
) -> tuple[str, str]:
    """Return how a command went whose failure would be the failure of the whole."""
    failed, passed = evidence
    if status == 0:
        counted = sign("tests", "counted", text) if "tests" in work.kinds else ""
        return (FAILED, counted) if counted else (PASSED, passed)
    if failed or passed:
        return (FAILED, failed) if failed else (PASSED, passed)
    is_own = one.last or not any(work_of(c).kinds - {RUN} for c in after)
    return FAILED, f"{_EXIT} {status}" if is_own else ""


def _evidence(work: Work, text: str) -> tuple[str, str]:
    kinds = [k for k in (*CHECKS, "commit", "push", "pr", "service", "ci", RUN) if k in work.kinds]
    if "tests" in kinds:
        kinds = ["tests"]  # what builds the tests, too, says so by itself
    kinds = [*CHECKS[2:], *CHECKS[:2]] if work.kinds == {CHECK} else kinds
    failed = next((line for kind in kinds if (line := sign(kind, FAILED, text))), "")
    passed = next((line for kind in kinds if (line := sign(kind, PASSED, text))), "")
    if not failed and not passed:  # such lines may also stand in what goes well
        failed = next((line for kind in (*kinds, "any") if (line := sign(kind, "hinted", text))), "")
    return failed, passed


def _is_visible(one: Command, after: Sequence[Command]) -> bool:
    """Tell whether the call's output holds that of a command."""
    if one.hidden:
        return False
    stem = one.target.rpartition("/")[2]
    return not stem or stem == "$" or any(stem in w for c in after for w in c.words)


def _told_status(one: Command, text: str, after: Sequence[Command]) -> int | None:
    """Return the exit status that a later command prints, if it is that of this one."""
    teller = after[len(one.piped)] if len(after) > len(one.piped) else None
    words = teller.text if teller else ""
    if teller is None or not any(w in words for w in _STATUS_WORDS) or (one.piped and "status" not in words.casefold()):
        return None
    statuses = [m["status"] for m in _REPORTED.finditer(text)]
    return int(statuses[-1]) if statuses else None


def _is_silent(one: Command, work: Work, text: str, status: int | None) -> bool:
    """Tell whether nothing bad in what was printed means success."""
    filtered = any(_FILTERS.match(p) for p in one.piped)
    if "tests" in work.kinds:
        if status == 1 and filtered and text.strip():
            return False  # what was to be filtered never came
        inverse = any("-v" in p for p in one.piped)
        return filtered and (inverse or (not text.strip() and any("fail" in p.casefold() for p in one.piped)))
    if not work.checks:
        return RUN in work.kinds or bool(work.kinds - {"commit", "push", "pr"})
    if filtered and not any("-v" in p or _SEEKS.search(p) for p in one.piped):
        return False  # what was looked for need not be how it went
    return bool(text.strip()) or filtered or work.program in table_names("silent") or "types" in work.kinds


def _mask(one: Command, visible: bool, after: Sequence[Command]) -> str:
    if one.piped:
        return f"its exit status is that of '{one.piped[-1].split()[0]}'"
    if not visible:
        return "its output is not shown"
    return f"its exit status is that of '{after[-1].text[:40]}'" if after else "its exit status is not told"


def _within(work: Work, text: str, state: str) -> Iterator[Went]:
    """Yield what a runner, or a hook of git, ran: as the whole went, or as its own output tells."""
    is_git = bool(work.kinds & {"commit", "push"})
    if not (
        is_git or work.program in table_names("runners") or work.program in ("pre-commit", "lefthook", "lint-staged")
    ):
        return
    for name, kinds, well in hook_results(text) if is_git or work.program in ("pre-commit", "lefthook") else ():
        how = state if well is None else PASSED if well else FAILED
        yield Went(Work(kinds, script=name), name, _own(kinds, how, text, decided=well is not None))
    for line in dict.fromkeys(echoed(text)):
        for one in commands(line):
            inner = work_of(one)
            if inner.checks and not (is_git and inner.kinds == {CHECK}):
                yield Went(inner, one.text, _own(inner.kinds, state, text))


def _each(work: Work, state: str, text: str) -> Iterator[tuple[Work, str, str]]:
    """Yield each kind of work of a runner that failed, as its own output tells: the tests may pass before a linter."""
    told = {kind: _evidence(Work(frozenset({kind})), text) for kind in sorted(work.kinds)}
    any_failed = any(failed for failed, _ in told.values())
    for kind, (failed, passed) in told.items():
        how = FAILED if failed else PASSED if passed else MASKED if any_failed else state
        yield replace(work, kinds=frozenset({kind})), how, failed or passed


def _own(kinds: frozenset[str], state: str, text: str, decided: bool = False) -> str:
    """Return how a part went of a whole that went so."""
    if decided or state == PASSED:
        return state
    failed, passed = _evidence(Work(kinds), text)
    return FAILED if failed else PASSED if passed else state


def family(work: Work) -> str:
    """Return the language that work is for; blank for any."""
    return family_of(work.program)
