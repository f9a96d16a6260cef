"""`sarif`: SARIF 2.1.0, as GitHub code scanning takes it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from de_lint.diagnostics import Finding, Span
from de_lint.output.context import OutputContext
from de_lint.output.fingerprints import fingerprints
from de_lint.output.json_text import json_text
from de_lint.output.plain_text import defused, neutralised
from de_lint.output.program import HOME, NAME_OF_PROGRAM, version
from de_lint.output.sarif_rules import LEVELS, rule_descriptors

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# GitHub refuses a file with more results.
_MOST_RESULTS = 25_000


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return a log with one run; of too many findings the gravest, in their order."""
    named = list(zip(findings, fingerprints(findings, context), strict=True))
    if len(named) > _MOST_RESULTS:
        kept = sorted(range(len(named)), key=lambda index: named[index][0].severity.rank)[:_MOST_RESULTS]
        named = [named[index] for index in sorted(kept)]
    rules = rule_descriptors([finding for finding, _ in named], context)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {
        "name": NAME_OF_PROGRAM,
        "semanticVersion": version(),
        "informationUri": HOME,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{NAME_OF_PROGRAM}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, name, index[finding.code], context) for finding, name in named],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, pretty=True) + "\n"


def _result(finding: Finding, fingerprint: str, rule: int, context: OutputContext) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": _uri(context.repository_path(finding.path))},
        "region": _region(finding.span),
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _message(finding: Finding) -> str:
    # A viewer takes `[text](target)` for a link: text of the document must not make one.
    return defused(neutralised(finding.message)).strip() or finding.name


def _region(span: Span) -> dict[str, int]:
    """Return the span with its end not before its start, as a viewer would refuse the whole file otherwise."""
    start = (max(span.start_line, 1), max(span.start_column, 1))
    end = max(start, (span.end_line, max(span.end_column, 1)))
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def _uri(path: str) -> str:
    """Return a path as a relative URI; bytes of a file name that are no text are escaped like all others."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"))
