"""`concise`: a line a finding and nothing else, for grep and editors."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext
from de_lint.output.lines import located


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return `path:line:col: CODE message` for each finding, and ` [warning]` or ` [info]` for what is no error."""
    return "".join(located(finding, context, False) for finding in findings)
