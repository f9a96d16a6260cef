"""How the labelled numbers of reports change from date to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from de_lint.bulk.dashboard.facts import Facts

#: Metrics that the page offers; those of the most values are kept.
METRICS = 300


def trends(facts: Sequence[Facts]) -> list[dict[str, object]]:
    """Return the metrics with values on two days or more: label, unit, and a row `[day, value, role, record]` a value.

    A metric is a label with a unit, whatever its letters' case; the page shows the commonest spelling.
    """
    points: dict[tuple[str, str], list[tuple[str, float, str, int]]] = {}
    spellings: dict[tuple[str, str], Counter[str]] = {}
    for index, each in enumerate(facts):
        for measure in each.measures if each.is_report and each.day else ():
            key = (measure.label.casefold(), measure.unit)
            spellings.setdefault(key, Counter())[measure.label] += 1
            points.setdefault(key, []).append((str(each.day), measure.value, each.role, index))
    moving = [key for key, values in points.items() if len({value[0] for value in values}) > 1]
    ranked = sorted(moving, key=lambda key: (-len(points[key]), key))[:METRICS]
    return [
        {"label": spellings[key].most_common(1)[0][0], "unit": key[1], "points": sorted(points[key])} for key in ranked
    ]
