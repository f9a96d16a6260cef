"""Lines that several text formats print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity
from de_lint.output.coloring import colored, linked
from de_lint.output.context import OutputContext
from de_lint.output.plain_text import neutralised
from de_lint.output.program import rule_page


def located(finding: Finding, context: OutputContext, named: bool) -> str:
    """Return `path:line:col: CODE message`, with ` [name]` at the end when `named`.

    What is no error says so there: ` [name, warning]`, or ` [warning]`.
    """
    color = context.color
    path = colored(neutralised(finding.path), "bold", color)
    place = f"{path}:{finding.span.start_line}:{finding.span.start_column}:"
    page = rule_page(finding.code, finding.name)
    code = linked(colored(finding.code, finding.severity.value, color), page, context.links)
    notes = [finding.name] if named else []
    notes += [finding.severity.value] if finding.severity is not Severity.ERROR else []
    end = " " + colored(f"[{', '.join(notes)}]", "quiet", color) if notes else ""
    return f"{place} {code} {neutralised(finding.message)}{end}\n"


def summary(findings: Sequence[Finding], unsafe: bool = False) -> str:
    """Return the closing line: how many findings of each severity, in how many files, and what would fix how many.

    With `unsafe`, unsafe fixes are as good as others.
    """
    if not findings:
        return ""
    weights = Counter(finding.severity for finding in findings)
    counted = ", ".join(count(weights[each], each.value) for each in Severity if weights[each])
    files = count(len({finding.path for finding in findings}), "file")
    return f"Found {counted} in {files}{_mendable(findings, unsafe)}.\n"


def _mendable(findings: Sequence[Finding], unsafe: bool) -> str:
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    if unsafe:
        parts = [f"{len(fixes)} fixable with --fix --unsafe-fixes"] if fixes else []
    else:
        more = len(fixes) - safe
        parts = [f"{safe} fixable with --fix"] if safe else []
        parts += [f"{more} {'more' if safe else 'fixable'} with --unsafe-fixes"] if more else []
    return f" ({', '.join(parts)})" if parts else ""


#: What records are called where people read of them.
_NOUNS = {"progress_report": "report", "agent_template": "template"}


def count(number: int, noun: str) -> str:
    """Return a number of things or records of a kind, with an `s` where there is not one."""
    plural = "" if number == 1 or noun == Severity.INFO.value else "s"
    return f"{number:,} {_NOUNS.get(noun, noun)}{plural}"
