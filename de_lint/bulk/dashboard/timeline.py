"""Reports by status over time, in steps that suit the time that they span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from de_lint.bulk.dashboard.facts import Facts
from de_lint.bulk.dashboard.figures import in_order


def _days(day: date) -> date:
    return day


def _weeks(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months(day: date) -> date:
    return day.replace(day=1)


def _quarters(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _years(day: date) -> date:
    return day.replace(month=1, day=1)


Start = Callable[[date], date]
#: Up to so many days the steps are these; each is given by the first day of the one that a day is in.
STEPS: tuple[tuple[int, str, Start], ...] = (
    (21, "day", _days),
    (210, "week", _weeks),
    (1100, "month", _months),
    (4000, "quarter", _quarters),
)
WHOLE = ("year", _years)


def timeline(facts: Iterable[Facts]) -> dict[str, object]:
    """Return the step, and for each one from the first report to the last its first day, its end and its statuses."""
    reports = [each for each in facts if each.is_report]
    dated = [(each.day, each.status) for each in reports if each.day]
    if not dated:
        return {"step": "week", "steps": [], "undated": len(reports)}
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    step, start = step_for((last - first).days)
    counts: dict[date, Counter[str]] = {each: Counter() for each in _starts(first, last, start)}
    for day, status in dated:
        counts[start(day)][status] += 1
    steps = [{"start": each.isoformat(), "statuses": in_order(statuses)} for each, statuses in counts.items()]
    return {"step": step, "steps": steps, "undated": len(reports) - len(dated)}


def step_for(days: int) -> tuple[str, Start]:
    """Return the step that suits so many days, and what gives a step's first day."""
    return next(((name, start) for limit, name, start in STEPS if days <= limit), WHOLE)


def _starts(first: date, last: date, start: Start) -> Iterator[date]:
    """Yield the first day of every step, those without a report included."""
    day, latest = start(first), start(last)
    while day < latest:
        yield day
        following = day
        while start(following) == day:
            following += timedelta(days=1)
        day = following
    yield latest
