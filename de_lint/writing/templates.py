"""Template documents to lines: overview, the two formats, examples, and named lists, in the usual order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from de_lint.vocabulary.folding import fold
from de_lint.writing.delegations import delegation_lines
from de_lint.writing.lines import bullet, fence, labelled, one_line
from de_lint.writing.reports import report_lines
from de_lint.writing.sections import loose_lines, section_lines

Record = Mapping[str, Any]
RULE = "---"
PART_LEVEL = 2
#: The parts that every template document has; other titles are those of its named lists.
PARTS = (
    "Agent Overview",
    "Delegation Template",
    "Example Usage",
    "Integration Points",
    "Progress Reporting Format",
    "Best Practices",
    "Error Handling",
)
_OVERVIEW = (("Nickname", "name"), ("Type", "type"), ("Role", "role"), ("Authority", "authority"))


def template_lines(record: Record) -> list[str]:
    """Return the lines of a template document; a part goes into the section of its name where there is one."""
    sections: Sequence[Record] = record.get("sections") or []
    parts = [(title, lines) for title, lines in _parts(record) if lines]
    kept = {fold(str(s.get("title") or "")) for s in sections if s.get("level") == PART_LEVEL}
    front, rest = _front_matter(sections)
    out = [*front, f"# {one_line(str(record.get('title') or ''))}", "", *_then_blank(loose_lines(rest))]
    inside = {fold(title): lines for title, lines in parts if title in PARTS and fold(title) in kept}
    for title, lines in parts:
        if title not in PARTS or fold(title) not in inside:
            out += [f"## {title}", "", *lines, ""]
    out += section_lines(rest, lambda _: True, lambda section: _within(section, inside))
    while not out[-1]:
        out.pop()
    return out


def _within(section: Record, parts: Mapping[str, list[str]]) -> list[str]:
    """Return what stands in a section besides its own: a part, and a rule where reading would take the section apart.

    A list alone under a heading reads as a category, and a heading with a part alone is not kept as a section.
    """
    level = int(section.get("level") or 0)
    part = parts.get(fold(str(section["title"])), []) if level == PART_LEVEL else []
    own = [key for key in ("text", "tables", "sections", "items") if section.get(key)]
    only_items = own == ["items"] and not any("label" in i for i in section["items"])
    if only_items and not part and level > PART_LEVEL:
        return [RULE]
    return [*part, "", RULE] if part and not own else part


def _front_matter(sections: Sequence[Record]) -> tuple[list[str], list[Record]]:
    """Take front matter, kept as an item of the first section, back to the top."""
    if not sections or sections[0].get("title") is not None:
        return [], list(sections)
    items = sections[0].get("items") or []
    front = [i for i in items if str(i.get("text") or "").startswith("---\n")][:1]
    loose = {**sections[0], "items": [i for i in items if i not in front]}
    return [*(str(f["text"]) for f in front), *[""] * len(front)], [loose, *sections[1:]]


def _then_blank(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _parts(record: Record) -> Iterator[tuple[str, list[str]]]:
    agent = record.get("agent") or {}
    yield "Agent Overview", [
        line for label, name in _OVERVIEW if agent.get(name)
        for line in labelled(label, str(agent[name]), "- ", bold=True)
    ]  # fmt: skip
    delegation, report = record.get("delegation_template"), record.get("progress_format")
    yield "Delegation Template", fence("\n".join(delegation_lines(delegation))) if delegation else []
    yield (
        "Example Usage",
        _named(
            (str(e["name"]), fence("\n".join(delegation_lines(e["delegation"]))))
            for e in record.get("examples") or []
            if e["delegation"]
        ),
    )
    points = record.get("integration_points") or []
    yield "Integration Points", _named((f"With {p['agent']}", _list(p["items"])) for p in points)
    yield "Progress Reporting Format", fence("\n".join(report_lines(report, embedded=True))) if report else []
    for category in record.get("categories") or []:
        yield str(category["name"]), _list(category["items"])
    practices = record.get("best_practices") or []
    yield "Best Practices", _named((str(p["name"]), _list(p["items"])) for p in practices)
    yield "Error Handling", [
        line for e in record.get("error_handling") or []
        for line in labelled(str(e["issue"]), str(e["response"]), "- ", bold=True)
    ]  # fmt: skip


def _named(parts: Iterator[tuple[str, list[str]]]) -> list[str]:
    out: list[str] = []
    for name, lines in parts:
        out += [*([""] if out else []), f"### {name}", "", *lines]
    return out


def _list(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in bullet(text, 0, "-")]
