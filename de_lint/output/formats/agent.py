"""`agent`: a line a finding in as few tokens as tell all that an agent needs to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import HOW_TO_CHANGE, Finding
from de_lint.output.context import OutputContext
from de_lint.output.plain_text import neutralised


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return `path:line:col CODE name: message. Fix: …` for each finding; the fix only where there is one."""
    return "".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    place = f"{neutralised(finding.path)}:{finding.span.start_line}:{finding.span.start_column}"
    message = neutralised(finding.message.partition(HOW_TO_CHANGE)[0]).strip()
    stop = "" if message.endswith((".", "?", "!", "…")) else "."
    fix = f" Fix: {neutralised(finding.fix.title)}" if finding.fix else ""
    return f"{place} {finding.code} {finding.name}: {message}{stop}{fix}\n"
