"""Counts over the hook's log: how often what fails, whose it is, and whether it was mended after a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from de_lint.agents.events import REPORT, event_text
from de_lint.agents.transcripts.latest import Latest
from de_lint.classes import dataclass, field

PASS, BLOCK = "pass", "block"
_EMPTY = "empty-report"
_ERROR = "error"
#: What an entry is called where it does not say.
UNKNOWN = "unknown"
#: What was written to a file is of no kind by itself.
_FILE = "file"
_FACTS = ("session_id", "agent_id", "agent", "agent_type", "role", "kind", "file")


@dataclass(slots=True)
class Rate:
    """How many verdicts there are, and how many of them found errors."""

    verdicts: int = 0
    failed: int = 0

    def add(self, failed: bool) -> None:
        """Count a verdict."""
        self.verdicts += 1
        self.failed += failed

    def to_json(self) -> dict[str, object]:
        """Return the counts and their share, from 0 to 1, as JSON."""
        return {"verdicts": self.verdicts, "failed": self.failed, "rate": share(self.failed, self.verdicts)}


@dataclass(slots=True)
class LogStatistics:
    """The counts; `since` is the day in UTC from which entries count.

    A refusal, be it followed by others at once, is repaired when what the same agent hands in then, in the same
    session, has no errors. Of very many refusals that are open only the latest are remembered.
    """

    since: date | None = None
    all: Rate = field(default_factory=Rate)
    by: dict[str, dict[str, Rate]] = field(
        default_factory=lambda: {name: {} for name in ("role", "week", "kind", "host", "mode", "action")}
    )
    #: By code: the rule's name, the verdicts with such findings, those in which they are errors, and the findings.
    names: dict[str, str] = field(default_factory=dict)
    verdicts_by_rule: Counter[str] = field(default_factory=Counter)
    failed_by_rule: Counter[str] = field(default_factory=Counter)
    findings_by_rule: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    empty_reports: int = 0
    refused: int = 0
    repaired: int = 0
    #: Refusals of what no session is named for: nothing tells what came after.
    untraceable: int = 0
    #: Lines that are no entries, and entries that are of no day or from before it.
    broken: int = 0
    left_out: int = 0
    _open: Latest[tuple[str, ...], bool] = field(default_factory=Latest)

    def add(self, entry: Mapping[str, Any] | None) -> None:
        """Count an entry of the log; None stands for a line that holds none."""
        if entry is None or not isinstance(entry.get("action"), str):
            self.broken += 1
            return
        time = _time(entry)
        if self.since is not None and (time is None or time.date() < self.since):
            self.left_out += 1
        elif entry.get("mode") is not None:  # the others only link agents to what launched them
            self._add_verdict(entry, time)

    def _add_verdict(self, entry: Mapping[str, Any], time: datetime | None) -> None:
        found = _findings(entry)
        failed = any(each.get("severity") == _ERROR for each in found)
        self.all.add(failed)
        for name, value in _groups(entry, time).items():
            self.by[name].setdefault(value, Rate()).add(failed)
        self._add_findings(found)
        is_report = entry.get("kind") == REPORT
        self.reports += is_report
        self.empty_reports += is_report and any(each.get("name") == _EMPTY for each in found)
        self._trace(entry, failed)

    def _add_findings(self, found: list[Mapping[str, Any]]) -> None:
        codes = [event_text(each, "code") or UNKNOWN for each in found]
        self.names.update({code: event_text(each, "name") for code, each in zip(codes, found, strict=True)})
        self.findings_by_rule.update(codes)
        self.verdicts_by_rule.update(set(codes))
        errors = {code for code, each in zip(codes, found, strict=True) if each.get("severity") == _ERROR}
        self.failed_by_rule.update(errors)

    def _trace(self, entry: Mapping[str, Any], failed: bool) -> None:
        blocked = entry["action"] == BLOCK
        if not event_text(entry, "session_id"):
            self.refused += blocked
            self.untraceable += blocked
            return
        key = tuple(event_text(entry, name) for name in _FACTS)
        if blocked and key not in self._open:  # refused again is the same fault, not mended yet
            self.refused += 1
            self._open.put(key, True)
        elif not blocked and self._open.pop(key, False):
            self.repaired += not failed

    def to_json(self) -> dict[str, Any]:
        """Return the counts as JSON, each table in the order of its names."""
        tables = {
            f"by_{name}": {value: rate.to_json() for value, rate in sorted(table.items())}
            for name, table in self.by.items()
        }
        traced = self.refused - self.untraceable
        return {
            "schema_version": 1,
            "since": self.since.isoformat() if self.since else None,
            **self.all.to_json(),
            "by_rule": {code: self._rule(code) for code in sorted(self.names)},
            **tables,
            "empty_reports": _shares("reports", self.reports, "empty", self.empty_reports),
            "refusals": {
                **_shares("refused", traced, "repaired", self.repaired), "untraceable": self.untraceable,
            },
            "lines": {"broken": self.broken, "left_out": self.left_out},
        }  # fmt: skip

    def _rule(self, code: str) -> dict[str, object]:
        failed = self.failed_by_rule[code]
        counts = {"verdicts": self.verdicts_by_rule[code], "failed": failed, "findings": self.findings_by_rule[code]}
        return {"name": self.names[code], **counts, "rate": share(failed, self.all.verdicts)}


def share(part: int, whole: int) -> float | None:
    """Return a share from 0 to 1 with four decimals; None of nothing."""
    return round(part / whole, 4) if whole else None


def _shares(of: str, whole: int, name: str, part: int) -> dict[str, object]:
    return {of: whole, name: part, "rate": share(part, whole)}


def _findings(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = entry.get("findings")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _groups(entry: Mapping[str, Any], time: datetime | None) -> dict[str, str]:
    agent = event_text(entry, "agent") or event_text(entry, "agent_type")
    return {
        "role": event_text(entry, "role") or agent or UNKNOWN,
        "week": time.strftime("%G-W%V") if time else UNKNOWN,
        "kind": _FILE if entry.get("kind") is None else event_text(entry, "kind") or UNKNOWN,
        **{name: event_text(entry, name) or UNKNOWN for name in ("host", "mode", "action")},
    }


def _time(entry: Mapping[str, Any]) -> datetime | None:
    """Return when an entry was written, in UTC; None if it does not say."""
    try:
        time = datetime.fromisoformat(event_text(entry, "time"))
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
