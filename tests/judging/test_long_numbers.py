"""Python makes no number of more than 4,300 digits; a document may hold them wherever there is a number."""

from __future__ import annotations

import json
import re

import pytest

from de_lint.judging.check import check
from de_lint.judging.rules import all_rules
from de_lint.reading.document import read

LONG = ("9" * 5_000, "1," + "000," * 2_000 + "000")
REPORT = """# QA Agent Progress Report

**Status**: completed, 7 of 7
**Date**: 7-07-07
**Progress**: 7%
**Count**: 7/7 (7%)
**Failed**: 7
**Tests**: 7 tests: 7 passed, 7 failed, 7 total, ISS-7 to 7

- [x] 7 of 7 done in 7 ms

| Suite | Tests |
|---|---|
| a | 7 |
| Total | 7 |

### Files Changed (7)

- `a.py` (7 lines)

7 files changed in commit 7
"""


@pytest.mark.parametrize("number", LONG, ids=["digits", "groups"])
@pytest.mark.parametrize("text", [REPORT, *(r.documentation for r in all_rules())])
def test_any_number_may_be_long(text: str, number: str) -> None:
    document = read(re.sub(r"(?<![\w-])\d+", number, text))
    json.dumps(document.to_json())
    for finding in check(document, select=["ALL"]):
        finding.to_json()
