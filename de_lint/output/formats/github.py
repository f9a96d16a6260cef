"""`github`: workflow commands, which GitHub Actions shows as annotations at the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.lines import summary
from de_lint.output.plain_text import neutralised

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# The runner turns these back into characters after it has split its input into lines.
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return a command for each finding, the gravest first as a step shows ten of a level, and a summary notice."""
    ranked = sorted(findings, key=lambda finding: finding.severity.rank)
    said = summary(findings, context.unsafe).strip()
    closing = f"::notice title=de-lint::{_escaped(said, _IN_DATA)}\n" if findings else ""
    return "".join(_command(finding, context) for finding in ranked) + closing


def _command(finding: Finding, context: OutputContext) -> str:
    span = finding.span
    properties = {
        "file": context.repository_path(finding.path),
        "line": str(span.start_line),
        "col": str(span.start_column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
        "title": f"{finding.code} {finding.name}",
    }
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {written}::{_escaped(finding.message, _IN_DATA)}\n"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    """Return `text` with these characters escaped and whatever else is unsafe to echo neutralised."""
    parts = re.split(f"([{re.escape(''.join(escapes))}])", text)
    return "".join(escapes.get(part) or neutralised(part) for part in parts)
