"""The pages about rules, from the rules' own files, and their index by family."""

from __future__ import annotations

import re
from itertools import groupby

from de_lint.judging.rule import Rule
from de_lint.judging.rules import all_rules

# What the first letter of a code stands for.
FAMILIES = {
    "C": ("Consistency", "What a record says does not fit together."),
    "E": ("Evidence", "What a record claims is not so."),
    "F": ("Form", "Labels and their order."),
    "G": ("Suppressions", "Comments that silence findings."),
    "M": ("Markdown and text", "Encoding, characters and code fences."),
    "P": ("Placeholders", "What was never filled in."),
    "S": ("Structure", "Fields that must be there, and what kind of value they take."),
    "T": ("Tickets", "Ticket ids and where they must stand."),
    "V": ("Values", "Statuses, dates and other values with a closed list."),
    "X": ("Across records", "Delegations and the reports that answer them."),
}
_INDEX_HEAD = """# Rules

`de-lint rules` prints this list, `de-lint explain CODE` any of the pages. To choose rules, see
[configuration](../tutorial.md#4-configure).

**Fix**: `check --fix` can mend it, at least sometimes; the rule's page says what is safe. **On**: applies unless told
otherwise; select the others by name or code.
"""
_PAGE = """# {code} {name}

{summary}

| severity | fixable | on by default |
|---|---|---|
| {severity} | {fixable} | {default} |

{body}
"""


def pages() -> dict[str, str]:
    """Return a page for each rule, and the index."""
    rules = all_rules()
    return {"rules/index.md": _index(rules), **{f"rules/{rule.name}.md": _page(rule) for rule in rules}}


def families() -> list[tuple[str, list[Rule]]]:
    """Return the name of each family that has rules, with its rules, by code."""
    grouped = groupby(all_rules(), key=lambda rule: rule.code[0])
    return [(FAMILIES[letter][0], list(rules)) for letter, rules in grouped]


def _index(rules: tuple[Rule, ...]) -> str:
    parts = [_INDEX_HEAD]
    for letter, group in groupby(rules, key=lambda rule: rule.code[0]):
        title, about = FAMILIES[letter]
        rows = "\n".join(map(_row, group))
        parts.append(
            f"## {title} ({letter})\n\n{about}\n\n"
            f"| code | name | severity | fix | on | finds |\n|---|---|---|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    fix, on = _tick(rule.fixable), _tick(rule.default)
    return f"| {rule.code} | [{rule.name}]({rule.name}.md) | {rule.severity.value} | {fix} | {on} | {rule.summary} |"


def _tick(true: bool) -> str:
    return "✓" if true else ""


def _page(rule: Rule) -> str:
    body = rule.documentation.strip().partition("\n")[2].strip()
    return _PAGE.format(
        code=rule.code,
        name=rule.name,
        summary=rule.summary,
        severity=rule.severity.value,
        fixable="yes" if rule.fixable else "no",
        default="yes" if rule.default else "no",
        body=_headings_set_off(body),
    )


def _headings_set_off(body: str) -> str:
    """Return the page with an empty line below each heading: lists and fences of Python-Markdown need one."""
    return re.sub(r"^(## .+)\n(?!\n)", r"\1\n\n", body, flags=re.MULTILINE)
