"""`rdjson`: reviewdog's diagnostic format. Paths stay relative to the working directory, as reviewdog expects."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding, Severity, Span
from de_lint.output.context import OutputContext
from de_lint.output.json_text import json_text
from de_lint.output.plain_text import defused, neutralised
from de_lint.output.program import HOME, NAME_OF_PROGRAM, rule_page


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return one document with a diagnostic for each finding, and its edits as suggestions."""
    worst = min((finding.severity for finding in findings), key=lambda each: each.rank, default=Severity.INFO)
    document = {
        "source": {"name": NAME_OF_PROGRAM, "url": HOME},
        "severity": worst.name,
        "diagnostics": [_diagnostic(finding, context) for finding in findings],
    }
    return json_text(document, pretty=True) + "\n"


def _diagnostic(finding: Finding, context: OutputContext) -> dict[str, object]:
    edits = finding.fix.edits if finding.fix else ()
    return {
        "message": defused(neutralised(finding.message)),
        "severity": finding.severity.name,
        "code": {"value": finding.code, "url": rule_page(finding.code, finding.name)},
        "location": {"path": finding.path, "range": _range(finding.path, finding.span, context)},
        "suggestions": [{"range": _range(finding.path, edit.span, context), "text": edit.text} for edit in edits],
    }


def _range(path: str, span: Span, context: OutputContext) -> dict[str, object]:
    places = {"start": (span.start_line, span.start_column), "end": (span.end_line, span.end_column)}
    return {
        name: {"line": line, "column": _byte_column(context.line(path, line) or "", column)}
        for name, (line, column) in places.items()
    }


def _byte_column(line: str, column: int) -> int:
    """Return where a column that counts code points is when columns count bytes of UTF-8."""
    before = line[: max(column - 1, 0)]
    # A column past the line's end stays as far past it.
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
