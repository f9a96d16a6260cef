"""`text`: a line a finding, then a summary; nothing at all when there is nothing to say."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext
from de_lint.output.lines import located, summary


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return `path:line:col: CODE message [name]` for each finding, warnings and infos named so, and a summary line."""
    return "".join(located(finding, context, True) for finding in findings) + summary(findings, context.unsafe)
