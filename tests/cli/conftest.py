"""A reader and rules made of a few lines, so that the command line is tested by itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace

import pytest

from de_lint.diagnostics import Finding, Severity, Span
from de_lint.output.default_format import AGENT_VARIABLES
from de_lint.project.files.discovery import content_hash


class FakeDocument:
    kind = "note"
    vocabulary = None

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.records = [self] if b"RECORD" in data else []
        self.text = data.decode("utf-8", "replace")
        lines = [SimpleNamespace(raw=line) for line in self.text.split("\n")]
        self.source = SimpleNamespace(lines=lines, sha256=content_hash(data))

    def claimed_lines(self) -> set[int]:
        return set(range(len(self.source.lines)))

    def unclaimed(self) -> list[dict[str, object]]:
        return []

    def to_json(self, source_map: bool = False) -> dict[str, object]:
        more: dict[str, object] = {"source_map": {}} if source_map else {}
        return {"schema_version": 1, "path": self.path, "records": [], "text": self.text, **more}


def fake_read(
    data: bytes, path: str = "-", kind: str | None = None, role: str | None = None, vocabulary: object = None
) -> FakeDocument:
    if b"CRASH" in data:
        raise RecursionError("too deep")
    if b"INTERRUPT" in data:
        raise KeyboardInterrupt
    return FakeDocument(data, path)


@dataclass(frozen=True)
class FakeRule:
    code: str
    name: str
    severity: Severity
    summary: str = "Finds it."
    documentation: str = "# Page\n\nWhat it does."
    fixable: bool = False
    default: bool = True
    asks: str = ""
    origin: str = ""


RULES = [
    FakeRule("T201", "malformed-ticket", Severity.ERROR),
    FakeRule("F101", "misspelled-label", Severity.WARNING, fixable=True),
]


def fake_check(
    document: FakeDocument,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    policy: object = None,
) -> list[Finding]:
    words = {"BAD": RULES[0], "ODD": RULES[1]}
    return [
        Finding(rule.code, rule.name, rule.severity, f"{word} found", document.path,
                Span(number, line.index(word) + 1, number, line.index(word) + 4))
        for number, line in enumerate(document.text.split("\n"), 1)
        for word, rule in words.items()
        if word in line and (select is None or rule.code in select)
    ]  # fmt: skip


def fake_selected(
    select: list[str] | None = None, ignore: list[str] | None = None, rules: object = ()
) -> list[FakeRule]:
    def fits(rule: FakeRule, selectors: list[str]) -> bool:
        return any(rule.code.startswith(each) or rule.name == each for each in selectors)

    return [rule for rule in RULES if (select is None or fits(rule, select)) and not fits(rule, ignore or [])]


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: dict[str, dict[str, object]] = {
        "de_lint.reading.document": {"read": fake_read},
        "de_lint.judging.check": {"check": fake_check, "selected": fake_selected},
        "de_lint.judging.rules": {"all_rules": lambda: RULES},
    }
    for name, attributes in replaced.items():
        module = ModuleType(name)
        module.__dict__.update(attributes)
        monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture(autouse=True)
def run_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether an agent runs the tests has no say in what the program prints."""
    for name in AGENT_VARIABLES:
        monkeypatch.delenv(name, raising=False)
