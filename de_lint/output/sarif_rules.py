"""The rules of a SARIF log: what a viewer shows about a finding's rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.program import rule_page
from de_lint.patterns import compiled

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LONGEST_DESCRIPTION = 1024
_WHAT_IT_DOES = compiled(r"^## What it does\s*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def rule_descriptors(findings: Sequence[Finding], context: OutputContext) -> list[dict[str, Any]]:
    """Return a descriptor for each rule that was broken, ordered by code."""
    broken = {finding.code: finding for finding in findings}
    return [_descriptor(broken[code], context) for code in sorted(broken)]


def _descriptor(finding: Finding, context: OutputContext) -> dict[str, Any]:
    rule = context.rule(finding.code)
    severity = rule.severity if rule else finding.severity
    summary = (rule.summary if rule else "") or finding.name
    page = (rule.documentation.strip() if rule else "") or summary
    found = _WHAT_IT_DOES.search(page)
    description = (" ".join(found.group(1).split()) if found else "") or summary
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": _shortened(description)},
        "help": {"text": page, "markdown": page},
        "helpUri": rule_page(finding.code, finding.name),
        "defaultConfiguration": {"level": LEVELS[severity]},
    }


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rstrip() + "…"
