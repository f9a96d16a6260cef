"""`full`: each finding with its severity, its source line and a caret row under the exact characters."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding, Span
from de_lint.output.coloring import colored, linked
from de_lint.output.context import OutputContext
from de_lint.output.lines import summary
from de_lint.output.plain_text import columns, neutralised, visible, without_commands
from de_lint.output.program import rule_page

# A line longer than this many characters is shown as a window around the span.
_LONGEST = 160
_BEFORE = 60


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return a block of lines for each finding and a summary line."""
    return "".join(_block(finding, context) for finding in findings) + summary(findings, context.unsafe)


def _block(finding: Finding, context: OutputContext) -> str:
    span, color = finding.span, context.color
    code = colored(f"{finding.severity.value}[{finding.code}]", finding.severity.value, color)
    code = linked(code, rule_page(finding.code, finding.name), context.links)
    name = colored(finding.name, "bold", color)
    place, cut = (finding.within.span, finding.within.cut) if finding.within else (span, 0)
    margin = " " * len(str(place.start_line))
    arrow = colored("-->", "gutter", color)
    rows = [
        f"{code} {name}: {neutralised(finding.message)}",
        f"{margin}{arrow} {neutralised(finding.path)}:{span.start_line}:{span.start_column}",
    ]
    line = context.line_of(finding)
    if line is not None:
        bar = colored("|", "gutter", color)
        number = colored(str(place.start_line), "gutter", color)
        shown, carets = _excerpt(line, place.start_column - cut, _end(place, line, cut))
        marks = colored(carets.lstrip(" "), finding.severity.value, color)
        indent = " " * (len(carets) - len(carets.lstrip(" ")))
        rows += [
            f"{margin} {bar}",
            f"{number} {bar} {shown}".rstrip(),
            f"{margin} {bar} {indent}{marks}",
            f"{margin} {bar}",
        ]
    if finding.fix is not None:
        rows.append(f"{colored('help', 'bold', color)}: {neutralised(finding.fix.title)}")
    return "\n".join(rows) + "\n\n"


def _end(span: Span, line: str, cut: int) -> int:
    """Return the column after the last marked character of the first line, of which `cut` characters are left out."""
    return span.end_column - cut if span.end_line == span.start_line else len(line) + 1


def _excerpt(line: str, start_column: int, end_column: int) -> tuple[str, str]:
    """Return the line, or a window of it, made safe to show, and the row of carets below it."""
    start = min(max(start_column - 1, 0), len(line))
    end = min(max(end_column - 1, start), len(line))
    first, last = 0, len(line)
    if len(line) > _LONGEST:
        first = max(0, min(start - _BEFORE, len(line) - _LONGEST))
        last = first + _LONGEST
    before, marked, after = line[first:start], line[start : min(end, last)], line[min(end, last) : last]
    head = ("…" if first else "") + visible(before)
    body = visible(marked)
    shown = head + body + visible(after) + ("…" if last < len(line) else "")
    return without_commands(shown), " " * columns(head) + "^" * max(1, columns(body))
