"""Write a folder of delegations and reports for a look at the dashboard.

    python benchmarks/dashboard_archive.py FOLDER FILES

The same number gives the same files.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROLES = ("Engineer", "QA", "Ops", "Security", "Research", "Documentation", "Data Engineer", "Version Control")
STATUSES = ("completed",) * 9 + ("in progress",) * 4 + ("partial", "pending", "blocked", "blocked", "failed", "sort of")
WORK = (
    "Speed up the order search", "Move the invoices to the new store", "Renew the certificates of the gateway",
    "Close the gaps in the payment tests", "Describe the export for partners", "Trace the slow login",
    "Drop the unused indexes", "Rehearse the restore of the catalogue", "Split the nightly job",
)  # fmt: skip
REMARKS = (
    "The queries that scan the whole table are listed in the notes.", "Staging has the change since this morning.",
    "Nothing else depends on the old column.", "The alert fired twice and was silenced on both nights.",
)  # fmt: skip
FIRST_DAY = date(2025, 1, 6)


def archive(files: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file: a delegation, then reports, over and over."""
    chance = random.Random(files)
    for number in range(files):
        role, work = chance.choice(ROLES), chance.choice(WORK)
        day = FIRST_DAY + timedelta(days=number * 400 // max(files, 1))
        ticket = f"ISS-{1000 + number // 4 * 4:04}"
        if number % 4 == 0:
            yield f"{day:%Y-%m}/{number:05}-delegation.md", _delegation(role, work, day, ticket)
        else:
            yield f"{day:%Y-%m}/{number:05}-report.md", _report(chance, role, work, day, ticket, number / max(files, 1))


def _delegation(role: str, work: str, day: date, ticket: str) -> str:
    return f"""**{role} Agent**: {work}

TEMPORAL CONTEXT: Today is {day}. The review is on {day + timedelta(days=9)}.

**Task**: {work}
- Measure what there is
- Change one thing at a time
  - Try it on a copy first
- Report before and after

**Authority**: The services of this team
**Expected Results**: It holds for a week without an alert
**Ticket Reference**: {ticket}
**Progress Reporting**: Numbers before and after
"""


def _report(chance: random.Random, role: str, work: str, day: date, ticket: str, part: float) -> str:
    status = chance.choice(STATUSES)
    named = {0: "", 1: f"**Ticket**: {ticket.replace('-', '')}\n"}.get(chance.randrange(9), f"**Ticket**: {ticket}\n")
    passed = chance.randint(180, 200)
    return f"""# {role} Agent Progress Report

**Task**: {work}
**Status**: {status}
**Date**: {day}
{named}
## Summary

{chance.choice(REMARKS)}

## Completed

- Measured the {chance.choice(("slowest", "busiest", "oldest"))} queries
- Changed {chance.randint(2, 14)} files

## Metrics

- Response Time: {round(420 - 260 * part + chance.uniform(-40, 40))} ms
- Test Coverage: {round(61 + 27 * part + chance.uniform(-4, 4), 1)}%
- Tests Passed: {passed}/200
- Queue Length: {chance.randint(0, 60)}

## Blockers

{"- Waiting for access to the store" if status == "blocked" else "None"}

## Next Steps

- {chance.choice(WORK)}
"""


def main() -> None:
    """Write the files below the folder that the command line names."""
    folder, files = Path(sys.argv[1]), int(sys.argv[2])
    for name, text in archive(files):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
