"""Which rules selectors choose."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from de_lint.judging import check
from de_lint.judging.selectors import UnknownRule
from de_lint.project.configuration.selection import selected_codes


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    default: bool = True


RULES = [
    Rule("T201", "malformed-ticket"),
    Rule("T202", "missing-ticket"),
    Rule("V301", "odd-enum", default=False),
]


@pytest.fixture(autouse=True)
def three_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "all_rules", lambda: RULES)


@pytest.mark.parametrize(
    ("select", "ignore", "extend", "codes"),
    [
        (None, [], [], ["T201", "T202"]),
        (None, ["T201"], [], ["T202"]),
        (None, ["ALL"], [], []),
        (None, [], ["V"], ["T201", "T202", "V301"]),
        (["ALL"], [], [], ["T201", "T202", "V301"]),
        (["ALL"], ["T"], [], ["V301"]),
        (["T"], ["T2"], ["T201"], ["T201"]),
        (["malformed-ticket"], [], [], ["T201"]),
        (["t201"], ["T"], [], ["T201"]),
        (["T201"], ["T201"], [], []),
        ([], [], ["V301"], ["V301"]),
    ],
)
def test_the_narrower_selector_wins(
    select: list[str] | None, ignore: list[str], extend: list[str], codes: list[str]
) -> None:
    assert selected_codes(select, ignore, extend) == codes


def test_an_unknown_selector_is_an_error() -> None:
    with pytest.raises(UnknownRule, match="Z9"):
        selected_codes(None, ["Z9"], [])
