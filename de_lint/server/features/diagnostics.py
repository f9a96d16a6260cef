"""What is wrong with a document, as `de-lint check` says it, while it is written."""

from __future__ import annotations

from lsprotocol import types

from de_lint.diagnostics import Finding, Severity
from de_lint.output.program import NAME_OF_PROGRAM, rule_page
from de_lint.server.opened import Opened
from de_lint.server.ranges import Ranges

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def publish(opened: Opened) -> None:
    """Tell the client what is wrong with a document now; of one that cannot be judged nothing is known to be wrong."""
    found: list[types.Diagnostic] = []
    try:
        found = diagnostics(opened)
    finally:
        told = types.PublishDiagnosticsParams(opened.uri, found, opened.version)
        opened.editor.server.text_document_publish_diagnostics(told)
    for message in opened.unknown_rules():
        opened.editor.tell_once(message)


def diagnostics(opened: Opened) -> list[types.Diagnostic]:
    """Return the findings in a document as the protocol has them."""
    findings = opened.findings
    return [diagnostic(each, opened.ranges) for each in findings] if findings else []


def diagnostic(finding: Finding, ranges: Ranges) -> types.Diagnostic:
    """Return one finding as the protocol has it."""
    return types.Diagnostic(
        ranges.range(finding.span),
        finding.message,
        _SEVERITIES[finding.severity],
        finding.code,
        types.CodeDescription(rule_page(finding.code, finding.name)),
        NAME_OF_PROGRAM,
        data=finding.fix.to_json() if finding.fix else None,
    )
