"""A change that makes reading, judging or a second run cost more calls is seen with it: benchmarks/call_counts.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
from call_counts import RECORD, depends_on, fresh

#: So much more than recorded, and so much less, a figure may be.
MORE, LESS = 1.05, 0.9
UPDATE = "python benchmarks/call_counts.py --update"


def test_no_work_takes_more_calls_than_recorded() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if record["versions"] != depends_on():
        pytest.skip(f"recorded for {record['versions']}")
    found, recorded = fresh(), record["calls"]
    assert found.keys() == recorded.keys(), f"record the figures: {UPDATE}"
    grown = {what: (recorded[what], n) for what, n in found.items() if n > MORE * recorded[what]}
    assert not grown, f"more calls than recorded; where that is right, record them with the change: {UPDATE}"
    shrunk = {what: (recorded[what], n) for what, n in found.items() if n < LESS * recorded[what]}
    assert not shrunk, f"far fewer calls than recorded; keep it so by recording them: {UPDATE}"
