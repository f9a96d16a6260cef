"""What a session did, as its log tells: the runs of checks and commands, and the files that were written, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from de_lint.agents.ledger.claim import Claim
from de_lint.agents.ledger.claims import claims_in
from de_lint.agents.ledger.edits import ANYTHING, REVERTED, changes_in, language_of
from de_lint.agents.ledger.outcomes import FAILED, PASSED, Went, family, plain, sign, went
from de_lint.agents.ledger.work import RUN, Work, table_names, tool_work
from de_lint.agents.transcripts.acts import Act, Called, Delegated, Prompted, Returned, Told
from de_lint.agents.transcripts.calls import short_name
from de_lint.agents.transcripts.latest import MOST, Latest
from de_lint.classes import dataclass, field
from de_lint.patterns import compiled

_LONGEST_COMMAND = 300
_LONGEST_OUTPUT = 20_000
_WORDS = compiled(r"(?<![\w@.-])[\w@.-]{1,200}\.[A-Za-z]\w{0,9}\b")
_STAT = compiled(r"^ (?P<path>[^\s|]{1,300}) +\| +\d+ [+-]+$", re.MULTILINE)
_HASHES = compiled(r"\b[0-9a-f]{7,40}\b")


@dataclass(frozen=True, slots=True)
class Call:
    """A use of a tool: its number in the session, its line in the log, its id, and what it ran."""

    number: int
    line: int
    use: str
    command: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class WorkDone:
    """A piece of work, how it went, and the call that did it."""

    call: Call
    went: Went

    @property
    def work(self) -> Work:
        """The work."""
        return self.went.work

    @property
    def words(self) -> set[str]:
        """The words of its command, and of the line that this stands in."""
        return {*self.went.command.split(), *self.call.command.split()}


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file that was written, or `*` for files that are not told; `failed` if it was not."""

    call: Call
    path: str
    how: str
    failed: bool = False
    language: str = ""
    run: WorkDone | None = None


@dataclass(slots=True)
class Ledger:
    """What was done up to a place of the log. Feed it the acts of a log in their order."""

    runs: list[WorkDone] = field(default_factory=list)
    edits: list[EditedFile] = field(default_factory=list)
    #: Files and hashes that commands named, or git printed, with the call.
    files: Latest[str, Call] = field(default_factory=Latest)
    hashes: Latest[str, Call] = field(default_factory=Latest)
    has_agents: bool = False
    #: How many calls there were when the current turn began.
    turn: int = 0
    _number: int = 0
    _open: Latest[str, tuple[Call, Called]] = field(default_factory=Latest)
    #: Commands that go on, by the id that the host gives them, with what they printed so far.
    _running: Latest[str, tuple[Call, Called, str]] = field(default_factory=Latest)

    def hear(self, act: Act, line: int) -> Iterator[Claim]:
        """Take in what a line of the log tells, and yield what it claims, to be judged at once."""
        if isinstance(act, Told):
            yield from claims_in(act.text)
        elif isinstance(act, Called):
            self._called(act, line)
        elif isinstance(act, Returned):
            self._returned(act)
        elif isinstance(act, Prompted):
            self.turn = self._number
        elif isinstance(act, Delegated):
            self.has_agents = True

    def _called(self, act: Called, line: int) -> None:
        self._number += 1
        shown = act.command or f"{act.tool} {act.changes[0].path if act.changes else act.words[:80]}".strip()
        call = Call(self._number, line, act.use, shown[:_LONGEST_COMMAND], act.folder)
        self._open.put(act.use, (call, act))

    def _returned(self, act: Returned) -> None:
        call, asked = self._open.pop(act.use, (None, None))
        if call is None or asked is None:
            return
        output = act.output
        if asked.of:
            call, asked, before = self._running.get(asked.of, (call, None, ""))
            if asked is None:
                return
            output = before + output
        if act.runs_as or (call.use != act.use and act.status is None and not act.failed):
            self._running.put(act.runs_as or self._name_of(call), (call, asked, output[-_LONGEST_OUTPUT:]))
        elif not asked.command:
            self._by_tool(call, asked, act)
        elif not act.failed:
            self._ran(call, asked, output, act.status)

    def _name_of(self, call: Call) -> str:
        return next(name for name, (running, _, _) in self._running.items() if running is call)

    def _by_tool(self, call: Call, asked: Called, act: Returned) -> None:
        failed = act.failed or bool(sign("any", "edit_failed", act.output[:300]))
        for change in asked.changes:
            _add(self.edits, EditedFile(call, change.path, change.how, failed, language_of(change.path)))
        if asked.changes:
            return
        short = short_name(asked.tool)
        kinds = frozenset(kind for kind, called in tool_work().items() if any(name in short for name in called))
        if kinds:
            self._add_run(call, Work(kinds, asked.tool), act)

    def _add_run(self, call: Call, work: Work, act: Returned) -> None:
        first = act.output.strip().partition("\n")[0][:_LONGEST_COMMAND]
        _add(self.runs, WorkDone(call, Went(work, call.command, FAILED if act.failed else PASSED, shown=first)))

    def _ran(self, call: Call, asked: Called, output: str, status: int | None) -> None:
        text = plain(output)
        all_went = went(asked.command, asked.folder, output, status)
        failed = status not in (0, None) and len(all_went) < 2
        for change in (*asked.changes, *changes_in(asked.command, asked.folder)):
            _add(self.edits, EditedFile(call, change.path, change.how, failed, language_of(change.path)))
        for each in all_went:
            run = WorkDone(call, each)
            _add(self.runs, run)
            for path in _brought(each.work.script, asked.command, text):
                if all(path != edit.path.removeprefix(f"{call.folder}/") for edit in self.edits):
                    _add(self.edits, EditedFile(call, path, "changed", False, language_of(path), run))
            if each.work.mends and sign("any", "changed", text):
                _add(self.edits, EditedFile(call, ANYTHING, "changed", False, family(each.work), run))
        programs = {each.work.program for each in all_went}
        # What generates files prints which, as git does.
        makers = {each.work.program for each in all_went if RUN in each.work.kinds}
        if programs & {"git", "gh"} or makers & (table_names("interpreters") | table_names("through")):
            for found in _HASHES.finditer(text):
                self.hashes.put(found.group(), call)
            for found in _WORDS.finditer(text):
                self.files.put(found.group(), call)
        for found in _WORDS.finditer(asked.command):
            self.files.put(found.group(), call)

    def runs_of(self, kind: str) -> list[WorkDone]:
        """Return the runs of a kind of work, in order."""
        return [run for run in self.runs if kind in run.work.kinds]

    def edited(self) -> list[EditedFile]:
        """Return the edits that took place and were not taken back."""
        gone = {e.path.rpartition("/")[2]: e.call.number for e in self.edits if e.how == REVERTED}
        return [
            e
            for e in self.edits
            if not e.failed and e.how != REVERTED and gone.get(e.path.rpartition("/")[2], -1) < e.call.number
        ]


def _brought(script: str, command: str, text: str) -> Iterator[str]:
    """Yield the files that a pull or a merge of what others did brought in, as git lists them."""
    if script.startswith("pull") or (script.startswith("merge") and ("origin/" in command or "upstream/" in command)):
        yield from (m["path"] for m in _STAT.finditer(text))


Value = TypeVar("Value")


def _add(kept: list[Value], one: Value) -> None:
    """Remember one more; of very long sessions only what came last."""
    kept.append(one)
    if len(kept) > MOST:
        del kept[: MOST // 2]
