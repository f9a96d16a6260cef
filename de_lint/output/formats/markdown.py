"""`markdown`: a table of findings, for the summary of a CI job or a comment on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext
from de_lint.output.lines import summary
from de_lint.output.plain_text import defused, neutralised
from de_lint.output.program import rule_page
from de_lint.patterns import compiled

#: Rows of a table; job summaries are limited to 1 MiB, and comments to 65,536 characters.
_MOST = 200
_LONGEST = 240
_SPECIAL = compiled(r"([\\`*_{}\[\]()<>#|~&$!])")


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return a heading with the sum and a row for each finding, the gravest first."""
    if not findings:
        return "### de-lint: no findings\n"
    ranked = sorted(findings, key=lambda finding: finding.severity.rank)
    rows = "".join(_row(finding, context) for finding in ranked[:_MOST])
    rest = f"\n… and {len(ranked) - _MOST} more\n" if len(ranked) > _MOST else ""
    said = summary(findings, context.unsafe).strip().removeprefix("Found ").removesuffix(".")
    return f"### de-lint: {said}\n\n| place | severity | rule | finding |\n|---|---|---|---|\n{rows}{rest}"


def _row(finding: Finding, context: OutputContext) -> str:
    place = f"{_escaped(context.repository_path(finding.path))}:{finding.span.start_line}:{finding.span.start_column}"
    rule = f"[{finding.code}]({rule_page(finding.code, finding.name)}) {finding.name}"
    return f"| {place} | {finding.severity.value} | {rule} | {_escaped(finding.message)} |\n"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, without links, tags and mentions."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _SPECIAL.sub(r"\\\1", defused(neutralised(shown)))
