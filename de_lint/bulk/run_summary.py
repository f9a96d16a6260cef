"""What a run has come to: a few lines for people, and a JSON document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from de_lint.bulk.account import Account
from de_lint.bulk.tally import NO_ROLE, TENTHS, Tally
from de_lint.output.json_text import json_text
from de_lint.output.lines import count

SCHEMA_VERSION = 1
#: A line names so many roles; the others stand in `run_summary.json`.
_MOST_ROLES = 10


def summary_text(tally: Tally, seconds: float, written: str, refused: Iterable[tuple[str, str]]) -> str:
    """Return the summary as `run_summary.json` describes it; only `seconds` differs between equal runs."""
    summary = {
        "schema_version": SCHEMA_VERSION,
        "format": written,
        **tally.to_json(),
        "quarantine": [{"path": path, "reason": reason} for path, reason in refused],
        "seconds": seconds,
    }
    return json_text(summary, pretty=True) + "\n"


def summary_lines(tally: Tally, seconds: float) -> Iterator[str]:
    """Yield the lines that people read."""
    rate = f", {tally.files / seconds:,.0f} a second" if seconds >= 1 else ""
    quarantined = f", {tally.quarantined:,} quarantined" if tally.quarantined else ""
    yield f"{count(tally.files, 'file')} in {seconds:.1f} s{rate}{quarantined}"
    for kind, roles in sorted(tally.records.items()):
        yield f"{count(roles.total(), kind)}: {_ranked(roles)}"
    if tally.coverage:
        share = Account(tally.claimed, tally.unclaimed).share
        yield f"coverage: {math.floor(share * 1_000) / 10:g} % of all characters are in records"
        yield f"files with records by coverage: {_histogram(tally.coverage)}; {tally.without_records:,} without records"


def _ranked(roles: Mapping[str, int]) -> str:
    most = sorted(roles, key=lambda role: (-roles[role], role))
    others = f", {len(most) - _MOST_ROLES:,} other roles" if len(most) > _MOST_ROLES else ""
    return (
        ", ".join(f"{'no role' if role == NO_ROLE else role} {roles[role]:,}" for role in most[:_MOST_ROLES]) + others
    )


def _histogram(bins: Mapping[int, int]) -> str:
    """Return the bins that are not empty, the best ones first."""
    return ", ".join(f"{_bin(tenth)} {bins[tenth]:,}" for tenth in sorted(bins, reverse=True))


def _bin(tenth: int) -> str:
    return "100 %" if tenth == TENTHS else f"{tenth * 10}–{tenth * 10 + 10} %"
