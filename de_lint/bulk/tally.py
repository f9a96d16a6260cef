"""What a run has come to so far, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from de_lint.bulk.account import Account
from de_lint.bulk.conversion import Converted
from de_lint.classes import dataclass, field

#: Coverage is counted in tenths; the last bin holds the documents of which nothing is lost.
TENTHS = 10
#: What stands for the role of a record that names no agent.
NO_ROLE = "none"


@dataclass
class Tally:
    """Counts inputs, records by kind and role, and characters; documents with records by coverage, in tenths."""

    files: int = 0
    without_records: int = 0
    quarantined: int = 0
    claimed: int = 0
    unclaimed: int = 0
    records: dict[str, Counter[str]] = field(default_factory=dict)
    coverage: Counter[int] = field(default_factory=Counter)

    def add(self, document: Converted, account: Account) -> None:
        """Count a converted document."""
        self.files += 1
        self.claimed += account.claimed
        self.unclaimed += account.unclaimed
        records = cast("list[Mapping[str, Any]]", document["records"])
        for record in records:
            role = (record.get("agent") or {}).get("type") or NO_ROLE
            self.records.setdefault(str(record["kind"]), Counter())[str(role)] += 1
        if records:
            self.coverage[account.claimed * TENTHS // account.total if account.total else TENTHS] += 1
        else:
            self.without_records += 1

    def refuse(self) -> None:
        """Count an input that was not converted."""
        self.files += 1
        self.quarantined += 1

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON; keys are sorted."""
        return {
            "files": self.files,
            "converted": self.files - self.quarantined,
            "without_records": self.without_records,
            "quarantined": self.quarantined,
            "characters": {
                "total": self.claimed + self.unclaimed,
                "in_records": self.claimed,
                "unclaimed": self.unclaimed,
            },
            "records": {
                kind: {"total": roles.total(), "roles": dict(sorted(roles.items()))}
                for kind, roles in sorted(self.records.items())
            },
            "coverage": [
                {"from": tenth / TENTHS, "to": min(tenth + 1, TENTHS) / TENTHS, "files": self.coverage[tenth]}
                for tenth in range(TENTHS + 1)
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        """Return the counts that `to_json` gave."""
        return cls(
            data["files"],
            data["without_records"],
            data["quarantined"],
            data["characters"]["in_records"],
            data["characters"]["unclaimed"],
            {kind: Counter(each["roles"]) for kind, each in data["records"].items()},
            Counter({tenth: each["files"] for tenth, each in enumerate(data["coverage"]) if each["files"]}),
        )
