"""`gitlab`: GitLab's Code Quality report, a JSON array."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.fingerprints import fingerprints
from de_lint.output.json_text import json_text
from de_lint.output.plain_text import neutralised

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return an issue for each finding; an empty array when there is none."""
    named = zip(findings, fingerprints(findings, context), strict=True)
    return json_text([_issue(finding, name, context) for finding, name in named], pretty=True) + "\n"


def _issue(finding: Finding, fingerprint: str, context: OutputContext) -> dict[str, object]:
    return {
        "description": neutralised(finding.message),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": context.repository_path(finding.path),
            "lines": {"begin": finding.span.start_line},
        },
    }
