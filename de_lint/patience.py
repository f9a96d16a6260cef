"""How many times as long as usual the hook and a cluster are waited for: more where machines are busy."""

from __future__ import annotations

import os

VARIABLE = "DE_LINT_PATIENCE"
_MOST = 100.0


def _given() -> float:
    try:
        times = float(os.environ.get(VARIABLE, "1"))
    except ValueError:
        return 1.0
    return times if 1.0 <= times <= _MOST else 1.0


PATIENCE = _given()
