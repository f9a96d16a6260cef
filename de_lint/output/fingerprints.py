"""Names of findings that stay the same while lines move, so that a tracker knows a finding again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext


def fingerprints(findings: Sequence[Finding], context: OutputContext) -> list[str]:
    """Return `hash:occurrence` for each finding, in order: no two are equal and none depends on a line number."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        digest = _digest(finding, context)
        seen[digest] += 1
        names.append(f"{digest}:{seen[digest]}")
    return names


def _digest(finding: Finding, context: OutputContext) -> str:
    line = context.line_of(finding) or ""
    facts = (
        finding.code,
        context.repository_path(finding.path),
        finding.pointer or "",
        " ".join(line.split()),
    )
    # NUL is in no path and no code, so different facts never run together into the same text.
    return sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
