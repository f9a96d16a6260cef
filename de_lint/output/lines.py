"""Lines that several text formats print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity
from de_lint.output.coloring import colored
from de_lint.output.plain_text import neutralised


def located(finding: Finding, color: bool, named: bool) -> str:
    """Return `path:line:col: CODE message`, with ` [name]` at the end when `named`."""
    path = colored(neutralised(finding.path), "bold", color)
    place = f"{path}:{finding.span.start_line}:{finding.span.start_column}:"
    code = colored(finding.code, finding.severity.value, color)
    name = " " + colored(f"[{finding.name}]", "quiet", color) if named else ""
    return f"{place} {code} {neutralised(finding.message)}{name}\n"


def summary(findings: Sequence[Finding]) -> str:
    """Return the closing line: how many findings of each severity, in how many files, how many fixable."""
    if not findings:
        return ""
    weights = Counter(finding.severity for finding in findings)
    counted = ", ".join(_count(weights[each], each.value) for each in Severity if weights[each])
    files = _count(len({finding.path for finding in findings}), "file")
    fixable = sum(finding.fix is not None for finding in findings)
    return f"Found {counted} in {files}" + (f" ({fixable} fixable)" if fixable else "") + ".\n"


def _count(number: int, noun: str) -> str:
    plural = "" if number == 1 or noun == Severity.INFO.value else "s"
    return f"{number} {noun}{plural}"
