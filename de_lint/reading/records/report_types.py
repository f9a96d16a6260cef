"""What kind of report a text is: the words of its title and headings, its status and its lists decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from de_lint.reading.records.layout import Found, Layout, weighed
from de_lint.reading.records.report_titles import is_report_title
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import concepts
from de_lint.vocabulary.schemas import schema

TYPES = ("blocker", "completion", "finding", "handoff", "progress", "summary")
#: How much the words before the word for a report count.
_OF_A_REPORT = 0.7
#: So many sections tell by their headings what kind of report it is.
_TELLING_SECTIONS = 6


def report_type_of(layout: Layout, status: str | None, lists: Mapping[str, int]) -> Found:
    """Return what kind of report it is, with all that speaks for each; `lists` says how many items each holds."""
    weights = schema("weights")["report types"]
    values = _evidence(layout, status, lists)
    scores = weighed(TYPES, weights, values)
    best = max(TYPES, key=lambda n: scores[n])
    return Found(best, layout.shown, None, tuple(f for f in values if f in weights), values=values)


def _titles(layout: Layout) -> Iterator[str]:
    """The title, and a line right below it that could be one: `Comment by QA Agent`, then `QA Progress Update:`."""
    yield layout.shown.text
    first = layout.header[0] if layout.header else None
    if first is not None and first.label and not first.value and is_report_title(first.name):
        yield first.name


def _evidence(layout: Layout, status: str | None, lists: Mapping[str, int]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for title in _titles(layout):
        words = concepts(placeholders.without_placeholders(title))
        # What a report is of, its kind: `Validation Report`.
        least = _OF_A_REPORT if words.get("report") == 1.0 else 0
        for name, share in words.items():
            found[f"title {name}"] = max(found[f"title {name}"], share, least)
    for section in layout.sections()[:_TELLING_SECTIONS]:
        for name, share in concepts(section.name).items():
            found[f"heading {name}"] += share
    for field, _ in layout.labelled():
        for name in concepts(field.name):
            found[f"label {name}"] += 1
    found[f"status {status}"] = 1
    found |= {f"has {name}": 1 for name, number in lists.items() if number}
    if not fold(layout.shown.text):
        found["no title"] = 1
    return found
