"""`junit`: a test suite a file, for whatever shows test results."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext
from de_lint.output.plain_text import neutralised
from de_lint.patterns import compiled

_BLANK = compiled(r"[\t\r\n]+")
# ElementTree writes these, but no XML parser reads them back (or, for C1 controls, nobody should see them).
_CONTROL = compiled("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return a suite for each file, with a failed case for each finding; a clean file is one case that passed."""
    by_file: dict[str, list[Finding]] = {path: [] for path in context.paths}
    for finding in findings:
        by_file.setdefault(finding.path, []).append(finding)
    cases = sum(max(1, len(each)) for each in by_file.values())
    suites = ElementTree.Element("testsuites", {"name": "de-lint", **_counts(cases, len(findings))})
    for path, found in by_file.items():
        suite = ElementTree.SubElement(suites, "testsuite", {"name": _text(path)})
        suite.attrib.update(_counts(max(1, len(found)), len(found)))
        if not found:
            ElementTree.SubElement(suite, "testcase", {"classname": "de-lint", "name": _text(path)})
        for finding in found:
            _add_case(suite, finding)
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _counts(tests: int, failures: int) -> dict[str, str]:
    return {"tests": str(tests), "failures": str(failures), "errors": "0", "time": "0"}


def _add_case(suite: ElementTree.Element, finding: Finding) -> None:
    path, message = _text(finding.path), _text(finding.message)
    name = f"{path}:{finding.span.start_line}"
    case = ElementTree.SubElement(suite, "testcase", {"classname": f"de-lint.{finding.code}", "name": name})
    failure = ElementTree.SubElement(case, "failure", {"type": finding.severity.value, "message": message})
    failure.text = f"{name}:{finding.span.start_column}: {finding.code} {message} [{finding.name}]"


def _text(text: str) -> str:
    """Return `text` on one line, without control characters and safe in a log."""
    return neutralised(_CONTROL.sub("", _BLANK.sub(" ", text)))
