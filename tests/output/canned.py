"""The findings that every format is tested on, hostile text among them, and the run that they come from."""

from __future__ import annotations

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.judging.rule import Rule
from de_lint.output.context import OutputContext

HOSTILE = "\x1b[31mred\x1b[0m ##[error]x \u202egnp\x9b2J\r\n::error::y ]]> 100%, [a](b) <b> \ud83d\uffff \x00"
LINES = {
    "a.md": ["# Report", "", "", "**Ticket**: ISS0345", "\t状态：🗄️ done 好", "x" * 3000 + "BAD" + "y" * 3000],
    "b.md": [HOSTILE],
    "sub dir/c,d:e.md": ["🗄️ Tickets: ISS1 ISS1", "one", "two"],
}
FOLDER = "docs"


def finding(path: str, span: Span, code: str = "T201", **more: object) -> Finding:
    facts = {"name": "malformed-ticket", "severity": Severity.ERROR, "message": "'ISS0345' is no id", **more}
    return Finding(code=code, path=path, span=span, **facts)  # type: ignore[arg-type]


WARNING, INFO = Severity.WARNING, Severity.INFO
TICKET = Span(4, 13, 4, 20)
FIX = Fix("Write ISS-0345", (Edit(TICKET, "ISS-0345"),))
AFTER_EMOJI = Span(1, 13, 1, 17)
FINDINGS = [
    finding("a.md", TICKET, fix=FIX, kind="progress_report", pointer="/records/0/tickets/0/id"),
    finding("a.md", Span(5, 5, 5, 7), "V301", name="invalid-status", severity=WARNING, message="odd"),
    finding("a.md", Span(6, 3001, 6, 3004), "V302", name="invalid-enum", message="not allowed"),
    finding("b.md", Span(1, 1, 9, 2), "M103", name="control-characters", message=HOSTILE),
    finding(
        "sub dir/c,d:e.md", AFTER_EMOJI, message="Is it 50%: a, b?",
        fix=Fix("Write ISS-1", (Edit(AFTER_EMOJI, "ISS-1"),), safe=False),
    ),
    finding("sub dir/c,d:e.md", Span(1, 18, 1, 22), message="Is it 50%: a, b?"),
    finding("sub dir/c,d:e.md", Span(2, 1, 3, 4), "F103", name="label-order", severity=INFO, message="Swap."),
]  # fmt: skip


def rule(code: str, name: str, severity: Severity, documentation: str) -> Rule:
    return Rule(code, name, severity, f"Summary of {code}.", documentation, check=lambda subject: iter(()))


PAGE = "Summary.\n\n## What it does\nReports\nit.\n\n## Why is this bad?\nIt is.\n"
# Of V302 and F103 nothing is known: a finding without its rule is shown all the same.
RULES = {
    each.code: each
    for each in (
        rule("T201", "malformed-ticket", Severity.ERROR, PAGE),
        rule("V301", "invalid-status", Severity.ERROR, PAGE.replace("Reports", "Reports " + "much " * 500)),
        rule("M103", "control-characters", Severity.ERROR, ""),
    )
}
CONTEXT = OutputContext(
    files=4, sources=LINES, paths=("a.md", "b.md", "clean.md", "sub dir/c,d:e.md"), folder=FOLDER, rules=RULES
)
