"""What a record states, and records drawn from the schemas."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from de_lint.vocabulary.kinds import Property, kind, properties_named, role

#: Derived from the text and its place: not part of the promise.
DERIVED = frozenset({"span", "line", "metrics", "quantities", "context", "inferred_date"})
PLAIN = [
    "cache", "queue", "index", "latency", "retry", "budget", "parser", "weekly", "rollout", "ledger", "beacon",
    "harbor", "quiet", "amber",
]  # fmt: skip
WORDS = [
    *PLAIN,
    "(twice)",
    "`run it`",
    "a/b",
    "v1.2.3",
    "71 %",
    "1,200",
    "45 ms",
    "ISS-0345",
    "2025-07-20",
    "schön",
    "→",
]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join).filter(lambda t: t[0].isalpha())
marked = st.builds(
    "{}{}".format, st.sampled_from(["Note: ", "**Bold** ", "- ", "Status: ", "# ", "1. ", "[x] "]), texts
)
plain = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3, unique=True).map(" ".join)


days = st.dates(date(1970, 1, 1), date(2099, 12, 31)).map(str)


def nested(below: str, some: st.SearchStrategy[str] = texts) -> Any:
    leaf = st.builds(lambda t: {"text": t, below: []}, some)
    node = st.recursive(
        leaf, lambda n: st.builds(lambda t, b: {"text": t, below: b}, some, st.lists(n, max_size=3)), max_leaves=6
    )
    return st.lists(node, min_size=1, max_size=4)


def _without_empty(items: Any) -> Any:
    return [{"text": i["text"], **({"items": _without_empty(i["items"])} if i["items"] else {})} for i in items]


def value_of(prop: Property) -> Any:
    """Draw a value in the shape of a property."""
    if prop.choices:
        return st.sampled_from(prop.choices)
    if prop.shape == "object":
        return st.fixed_dictionaries({}, optional={p.name: value_of(p) for p in prop.properties}).filter(bool)
    if prop.shape == "pairs":
        key, result = prop.schema["items"]["properties"]
        return st.lists(st.fixed_dictionaries({key: plain, result: texts}), min_size=1, max_size=3)
    return {
        "measure": st.builds(lambda t: {"text": t}, texts),
        "items": nested("items").map(_without_empty),
        "steps": nested("steps"),
        "task": st.fixed_dictionaries({"summary": texts, "steps": nested("steps")}),
        "temporal_context": st.builds(lambda d, t: {"text": f"Today is {d}. {t}"}, days, texts),
    }.get(prop.shape, texts)


def delegation(type_: str) -> Any:
    found = role(type_)
    assert found is not None
    named = {p.name: value_of(p) for p in kind("delegation").properties if p.label and p.shape != "tickets"}
    needed = {"title": plain, "task": named.pop("task"), "authority": named.pop("authority")}
    extra = st.builds(
        lambda label, v, i: {"label": label.title(), "value": v, "items": i}, plain, texts, nested("steps", texts)
    )
    return st.fixed_dictionaries(
        {"kind": st.just("delegation"), "agent": st.just({"name": found.names[0], "type": type_}), **needed},
        optional={**named, "ticket_reference": st.just("ISS-0456"), "notes": st.lists(texts, min_size=1, max_size=2),
                  "extra": st.lists(extra, max_size=2)},
    )  # fmt: skip


def report(type_: str) -> Any:
    found = role(type_)
    assert found is not None
    report_kind = kind("progress_report")
    shared = {p.name: p for p in report_kind.properties if p.shape in ("items", "text") and p.label}
    # `Completed Operations` states `completed`, too: what one label states twice is derived.
    for part in found.properties:
        shared = {
            n: p
            for n, p in shared.items()
            if part.label != p.label and p not in properties_named(part.label, (report_kind,))
        }
    if any(p.name == "deliverables" for p in found.properties):
        shared.pop("completed")  # what a completed task delivered is completed
    fields = {p.name: value_of(p) for p in (*shared.values(), *found.properties)}
    status = st.sampled_from(["in progress", "completed", "blocked", "failed", "partial", "pending"])
    return st.fixed_dictionaries(
        {
            "kind": st.just("progress_report"),
            "agent": st.just({"name": found.names[0], "type": type_}),
            "title": st.just(f"{found.names[0]} Agent Progress Report"),
            "task": fields.pop("task"),
        },
        optional={**fields, "status_text": status, "progress": st.integers(0, 100), "date": days},
    )


def stated(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: stated(v) for k, v in value.items() if k not in DERIVED}
    return [stated(v) for v in value] if isinstance(value, list) else value


def lacking(drawn: Any, read: Any, path: str = "") -> list[str]:
    """Return where `read` lacks something that was drawn."""
    if isinstance(drawn, dict) and isinstance(read, dict):
        return [fault for k, v in drawn.items() for fault in lacking(v, read.get(k), f"{path}/{k}")]
    if isinstance(drawn, list) and isinstance(read, list) and len(drawn) == len(read):
        return [fault for i, v in enumerate(drawn) for fault in lacking(v, read[i], f"{path}/{i}")]
    return [] if drawn == read else [f"{path}: {drawn!r} became {read!r}"]


class Tools:
    stated = staticmethod(stated)
    lacking = staticmethod(lacking)
    delegation = staticmethod(delegation)
    report = staticmethod(report)
    texts, marked, plain = texts, marked, plain


@pytest.fixture(scope="session")
def tools() -> type[Tools]:
    return Tools
