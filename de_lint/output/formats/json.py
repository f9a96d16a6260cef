"""`json`: one document with every finding and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.json_text import json_text


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return the contract's findings document, indented."""
    weights = Counter(finding.severity for finding in findings)
    summary = {
        "files": context.files,
        **{severity.value: weights[severity] for severity in Severity},
        "fixable": sum(finding.fix is not None for finding in findings),
    }
    document = {"schema_version": 1, "findings": [each.to_json() for each in findings], "summary": summary}
    return json_text(document, pretty=True) + "\n"
