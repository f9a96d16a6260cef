"""Days that no calendar has, and why."""

from __future__ import annotations

import datetime

from de_lint.vocabulary.schemas import schema


def objection(year: int, month: int, day: int) -> str | None:
    """Say why this day does not exist, or return None."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if day < 1:
        return "there is no day 0"
    try:
        datetime.date(year, month, day)
    except ValueError:
        import calendar  # takes long, and most days exist

        name = schema("dates")["months"][0].split()[month - 1].title()
        return f"{name} {year} has {calendar.monthrange(year, month)[1]} days"
    return None
