"""What the page's table and figures need of a record, taken from its JSON whatever that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from de_lint.classes import dataclass
from de_lint.judging.pairing import ABOUT, UNDER

Json = Mapping[str, Any]

#: How much of a title a table cell holds; the opened record shows all of it.
LONGEST_TITLE = 160
#: How the tickets that a record is about are related to it, where a kind has its own say.
_RELATIONS = {"delegation": (UNDER,)}


@dataclass(frozen=True, slots=True)
class CountedFinding:
    """A finding, as far as it is counted."""

    code: str
    name: str
    severity: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a report under the label and the unit that it has there."""

    label: str
    unit: str
    value: float


@dataclass(frozen=True, slots=True)
class Facts:
    """One record: texts are empty and dates None where it says nothing; lines count from 1."""

    path: str
    line: int
    end_line: int
    kind: str
    context: str
    role: str
    title: str
    #: What it was about, where the title is another text.
    task: str
    day: date | None
    status: str
    tickets: tuple[str, ...]
    #: The tickets that the record is about, not those that it only mentions.
    own_tickets: tuple[str, ...]
    measures: tuple[Measure, ...] = ()
    found: tuple[CountedFinding, ...] = ()

    @property
    def is_report(self) -> bool:
        """Tell whether this is a report that an agent gave, no template or example of one."""
        return self.kind == "progress_report" and self.context == "instance"

    @property
    def is_delegation(self) -> bool:
        """Tell whether this is a delegation that was given, no template or example of one."""
        return self.kind == "delegation" and self.context == "instance"


def record_facts(record: Json, path: str, roles: Mapping[str, str]) -> Facts:
    """Return the facts of a record in the document called `path`; `roles` has the title of each type of agent."""
    span = _object(record.get("span"))
    tickets = [t for t in _objects(record.get("tickets")) if _text(t.get("id"))]
    title, task = _cut(_text(record.get("title"))), _cut(_task(record))
    first = _number(span.get("start_line"), 1)
    kind = _text(record.get("kind"))
    return Facts(
        path=path,
        line=first,
        end_line=max(first, _number(span.get("end_line"), first)),
        kind=kind,
        context=_text(record.get("context")) or "instance",
        role=_role(_object(record.get("agent")), roles),
        title=title or task or _text(_object(record.get("agent")).get("name")),
        task=task if title and task != title else "",
        day=day_of(record.get("date")) or day_of(_object(record.get("temporal_context")).get("date")),
        status=_text(record.get("status")),
        tickets=_ids(tickets),
        own_tickets=_ids([t for t in tickets if t.get("relation") in _RELATIONS.get(kind, ABOUT)]),
        measures=tuple(_measures(record)),
    )


def day_of(value: object) -> date | None:
    """Return the day of an ISO 8601 date or time; None for anything else."""
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _task(record: Json) -> str:
    task = record.get("task")
    return _text(task) or _text(_object(task).get("summary"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def _role(agent: Json, roles: Mapping[str, str]) -> str:
    """Return the role in words; an agent whose role is not known goes by its name."""
    role = _text(agent.get("type"))
    return roles.get(role) or role.replace("_", " ").strip().title() or _text(agent.get("name"))


def _ids(tickets: Sequence[Json]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(t["id"]).upper() for t in tickets))


def _measures(record: Json) -> Iterator[Measure]:
    for metric in _objects(record.get("metrics")):
        label = _text(metric.get("label"))
        for quantity in _objects(metric.get("quantities")) if label else ():
            value = quantity.get("value")
            # What is drawn must be a number that a browser has, too.
            if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
                yield Measure(label, _text(quantity.get("unit")), float(value))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else otherwise


def _object(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Json]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
