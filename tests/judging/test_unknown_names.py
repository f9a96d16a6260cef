"""Names that nothing has are refused, with the nearest that something has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import de_lint

DOCUMENT = de_lint.read("QA Agent Progress Report\n- Status: done\n")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: de_lint.check(DOCUMENT, select=["missing-feild"]), "missing-feild. Did you mean missing-field"),
        (lambda: de_lint.check(DOCUMENT, ignore=["T20x"]), "T20x. Did you mean T20"),
        (lambda: de_lint.check(DOCUMENT, select=[""]), "Unknown rule"),
        (lambda: de_lint.read("x", role="enginer"), "enginer. Did you mean engineer"),
        (lambda: de_lint.read("x", kind="delegations"), "delegations. Did you mean delegation"),
    ],
)
def test_unknown_names(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_roles_have_several_names() -> None:
    assert de_lint.read("All is well.", role="QA Agent", kind="progress_report").role == "qa"
