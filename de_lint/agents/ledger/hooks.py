"""The checks that hooks ran within a commit or push, and how each went, as the programs that run hooks print it."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.ledger.work import kinds_named
from de_lint.patterns import compiled

#: pre-commit: `ruff....Passed`; lefthook: `✔️ build (1.2 seconds)`, `🥊 lint`; lint-staged: `[COMPLETED] eslint --fix`.
_RESULT = compiled(
    r"^(?:(?P<dotted>[^\n.]{2,60}?[^\n.])\.{3,}[^\n]{0,30}?(?P<how>Passed|Failed|Skipped)"
    r"|[ ┃│]*(?P<mark>✔️|✔|✓|✅|🥊|❌|✖|✗|\[COMPLETED\]|\[FAILED\]|\[SUCCESS\])\s+(?P<name>[\w:./ -]{2,60}))",
    8,
)
_SECTION = compiled(r"^┃  (?P<name>[\w:./ -]{2,60}) ❯", 8)
_SKIPPED = compiled(r"^[ ┃│]*(?P<name>[\w:./-]{2,60}):? \(?skip", 8)
_WELL = ("Passed", "✔️", "✔", "✓", "✅", "[COMPLETED]", "[SUCCESS]")


def hook_results(output: str) -> Iterator[tuple[str, frozenset[str], bool | None]]:
    """Yield the name of each hook with its kinds, and whether it went well; None where nothing tells."""
    told: set[str] = set()
    skipped = {m["name"].strip() for m in _SKIPPED.finditer(output)}
    for found in _RESULT.finditer(output):
        name, how = (found["dotted"] or found["name"]).strip(), found["how"] or found["mark"]
        kinds = frozenset(kinds_named(name.replace(" ", "-"))) if how != "Skipped" else None
        if kinds and "hook:" not in name:
            told.add(name.partition(" (")[0])
            yield name, kinds, how in _WELL
    for found in _SECTION.finditer(output):
        name = found["name"].strip()
        kinds = frozenset(kinds_named(name))
        if kinds and name not in told | skipped:
            yield name, kinds, None
