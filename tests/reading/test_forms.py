"""The form invariant: a record reads the same however its labels, its container and its blanks are written.

A record of plain words is drawn and written twice: in the canonical form, and in a drawn mixture of forms. The JSON
must be the same but for places, and for `sections`, which mirror the shape of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from de_lint.reading.document import read

PLACES = frozenset({"span", "line", "sections"})
WORDS = st.sampled_from(
    [
        "rebuild",
        "order",
        "ledger",
        "nightly",
        "replica",
        "archive",
        "partner",
        "price",
        "invoice",
        "store",
        "table",
        "window",
        "copy",
        "compare",
        "count",
        "shard",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ROLES = st.sampled_from(
    ["Data Engineer", "Engineer", "QA", "Ops", "Security", "Research", "Documentation", "Version Control"]
)
DATES = st.dates().filter(lambda d: 2000 <= d.year <= 2099).map(str)
TICKETS = st.integers(1, 9999).map("ISS-{:04}".format)
MEASURES = st.one_of(
    st.builds("{} queries/sec, {} ms p99".format, st.integers(1, 9999), st.integers(1, 900)),
    st.builds("{}% used, {} GB/day growth".format, st.integers(0, 100), st.integers(1, 50)),
    st.builds("{} ms avg".format, st.integers(1, 900)),
    st.builds("{:,}".format, st.integers(0, 10**7)),
)

Form = Callable[[str, str], str]


@dataclass(frozen=True)
class Item:
    """A line of a field's list: words, or a label and its value, with lines below it."""

    text: str
    label: str = ""
    below: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Part:
    """A labelled field: a value, a list, or both."""

    label: str
    value: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Style:
    """How one field is written: its label, its list's bullet and indentation, and what stands before the field."""

    form: Form
    bullet: str = "-"
    indent: str = "  "
    nested: Form = "{}: {}".format
    blank: str = ""


def _before(emoji: str, form: Form) -> Form:
    return lambda label, value: f"{emoji} {form(label, value)}"


def _marked(marker: str, form: Form) -> Form:
    return lambda label, value: f"{marker} {form(label, value)}"


LABELS: tuple[Form, ...] = ("**{}**: {}".format, "**{}:** {}".format, "{}: {}".format, "__{}__: {}".format)
LONE: tuple[Form, ...] = (
    *LABELS,
    "_{}_: {}".format,
    lambda label, value: f"{label.upper()}: {value}",
    lambda label, value: f"**{label.upper()}**: {value}",
    lambda label, value: f"{label.lower()}: {value}",
    lambda label, value: f"**{label}**:  {value}  ",
    *(_before("📦", form) for form in LABELS[:3]),
)
#: Forms of a value that stands on the label's line and has no list below it.
SCALAR: tuple[Form, ...] = (
    "**{}: {}**".format,
    "**{}** (so far): {}".format,
    "**{}** - {}".format,
    "**{}** – {}".format,
)
MARKERS = ("-", "*", "+", "1.", "2)", "- [x]", "* [ ]")
LISTED: tuple[Form, ...] = tuple(_marked(marker, form) for marker in MARKERS for form in LABELS)


def _heading(level: int) -> Form:
    return lambda label, value: f"{'#' * level} {label}\n\n{value}".rstrip()


CONTAINERS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "front text": lambda text: f"Please take this over.\n\n{text}",
    "fence": lambda text: f"```\n{text}\n```",
    "tilde fence": lambda text: f"~~~~\n{text}\n~~~~",
    "markdown fence": lambda text: f"```markdown\n{text}\n```",
    "open fence": lambda text: f"```\n{text}",
    "quote": lambda text: "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    "indented": lambda text: "```\n" + "\n".join(f"     {line}" for line in text.split("\n")) + "\n```",
    "in prose": lambda text: f"# A week\n\nThis went out on Monday:\n\n```\n{text}\n```\n\nNothing else did.",
}
NEWLINES = ("\n", "\r\n", "\r")


def _item(item: Item, style: Style, depth: int, number: int) -> list[str]:
    bullet = f"{number}." if style.bullet == "1." else style.bullet
    words = style.nested(item.label, item.text) if item.label else item.text
    below = [x for n, i in enumerate(item.below, 1) for x in _item(i, replace(style, bullet="-"), depth + 1, n)]
    return [f"{style.indent * depth}{bullet} {words}", *below]


def _part(part: Part, style: Style, deep: bool) -> str:
    lines = [style.blank] if style.blank else []
    lines += [line.rstrip() if not part.value else line for line in style.form(part.label, part.value).split("\n")]
    for number, item in enumerate(part.items, 1):
        lines += _item(item, style, int(deep), number)
    return "\n".join(lines)


def _table(parts: Sequence[Part], bold: bool) -> str:
    mark = "**" if bold else ""
    rows = [f"| {mark}{p.label}{mark} | {p.value} |" for p in parts]
    return "\n".join(["", "| Field | Value |", "|---|:--|", *rows])


def styled(parts: Sequence[Part], chance: Random) -> str:
    """Choose how the fields are written: all bulleted or none, the last ones perhaps as headings."""
    listed = chance.random() < 0.5
    deep = listed or chance.random() < 0.5
    turn = chance.randint(0, len(parts)) if chance.random() < 0.5 else len(parts)
    heading = _heading(chance.randint(2, 4))
    out = []
    for index, part in enumerate(parts):
        forms = LISTED if listed else LONE + (() if part.items or not part.value else SCALAR)
        style = Style(
            chance.choice(forms) if index < turn else heading,
            bullet=chance.choice("-*+") if chance.random() < 0.75 else "1.",
            indent=chance.choice(["  ", "    ", "\t"]),
            nested=chance.choice(LABELS),
            blank=chance.choice(["", "", "   ", "\n", "\t"]) if index < turn else "\n",
        )
        out.append(_part(part, style, deep and index < turn))
    return "\n".join(out)


def tabled(parts: Sequence[Part], chance: Random) -> str:
    """Write the fields that are a value alone as a table, and the others below it."""
    table = _table([p for p in parts if p.value and not p.items], chance.random() < 0.5)
    return f"{table}\n\n{styled([p for p in parts if p.items or not p.value], chance)}"


def varied(heads: Sequence[str], parts: Sequence[Part], chance: Random) -> bytes:
    """Choose a head, the forms of the fields, a container, the line ends and a byte order mark."""
    body = (styled if chance.random() < 0.75 else tabled)(parts, chance)
    text = CONTAINERS[chance.choice(sorted(CONTAINERS))](f"{chance.choice(heads)}\n{body}")
    text = (text + chance.choice(["", "\n", "\n\n"])).replace("\n", chance.choice(NEWLINES))
    return chance.choice([b"", b"\xef\xbb\xbf"]) + text.encode()


STEPS = st.lists(
    st.builds(Item, TEXTS, below=st.lists(st.builds(Item, TEXTS), max_size=2).map(tuple)), min_size=1, max_size=3
).map(tuple)


@st.composite
def delegations(draw: st.DrawFn) -> tuple[str, str, list[Part]]:
    """Draw a delegation: who, what, and its fields."""
    parts = [
        Part("Temporal Context", f"Today is {draw(DATES)}. Mind the {draw(TEXTS)}."),
        Part("Task", draw(TEXTS), draw(STEPS)),
        Part("Authority", draw(TEXTS)),
        Part("Expected Results", draw(TEXTS)),
        Part("Ticket Reference", draw(TICKETS)),
        Part("Progress Reporting", draw(TEXTS)),
    ]
    if draw(st.booleans()):
        parts.insert(1, Part("Context", "", draw(STEPS)))
    return draw(ROLES), draw(TEXTS), parts


@st.composite
def reports(draw: st.DrawFn) -> list[Part]:
    """Draw the fields of a data engineer's progress report."""

    def group(**fields: str) -> tuple[Item, ...]:
        return tuple(Item(v, k.replace("_", " ").title()) for k, v in fields.items())

    blockers = draw(st.sampled_from(["none", "None", "N/A"]) | TEXTS | STEPS)
    return [
        Part("Task", draw(TEXTS)),
        Part("Status", draw(st.sampled_from(["in progress", "completed", "blocked", "no idea"]))),
        Part(
            "Database Status",
            items=group(
                health=draw(st.sampled_from(["healthy", "degraded", "down", "purple"])),
                performance=draw(MEASURES),
                storage=draw(MEASURES),
            ),
        ),
        Part(
            "API Status",
            items=group(
                availability=draw(st.sampled_from(["up", "down"])),
                rate_limits=draw(MEASURES),
                response_time=draw(MEASURES),
            ),
        ),
        Part(
            "Completed Operations", items=tuple(Item(draw(TEXTS), draw(TEXTS)) for _ in range(draw(st.integers(1, 3))))
        ),
        Part(
            "Data Metrics",
            items=group(
                records_processed=draw(MEASURES), pipeline_status=draw(st.sampled_from(["running", "stopped"]))
            ),
        ),
        Part("Blockers", blockers) if isinstance(blockers, str) else Part("Blockers", items=blockers),
    ]


def _canonical(head: str, parts: Sequence[Part], form: Form, bullet: str) -> str:
    listed = form("", "").startswith("-")
    return "\n".join([head, *(_part(p, Style(form, bullet=bullet), listed) for p in parts)])


def _heads(role: str, title: str) -> list[str]:
    name = f"{role} Agent"
    return [
        f"**{name}**: {title}",
        f"**{name}:** {title}",
        f"{name}: {title}",
        f"📦 **{name}**: {title}",
        f"## {name}: {title}",
        f"**{name}: {title}**",
        f"## **{name}**: {title}",
    ]


TITLE = "Data Engineer Agent Progress Report"
TITLES = [
    f"🗄️ {TITLE}",
    TITLE,
    f"**{TITLE}**",
    f"# {TITLE}",
    f"# 🗄️ {TITLE}",
    f"üóÑÔ∏è {TITLE}",
    f"\uf8ffüóÑÔ∏è {TITLE}",
    f"ðŸ—„ï¸ {TITLE}",
    f"**🗄️ {TITLE}**",
    f"{TITLE}:",
    f"🗄 {TITLE.upper()}",
]


def _facts(source: str | bytes) -> Any:
    return [_without_places(r) for r in read(source).to_json()["records"]]


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_places(v) for k, v in value.items() if k not in PLACES}
    return [_without_places(v) for v in value] if isinstance(value, list) else value


def _as_written(record: Any) -> Any:
    """Fold what the JSON keeps as it is written: the case of a title and of labels, and the markup of an item."""
    out = {**record, "title": record["title"].casefold()}
    if record["kind"] == "progress_report":
        out["agent"] = {**record["agent"], "name": record["agent"]["name"].casefold()}
        out["completed"] = [{**i, "text": i["text"].replace("*", "").replace("_", "")} for i in record["completed"]]
        out["metrics"] = [
            {**m, "label": m["label"].casefold(), "path": [p.casefold() for p in m["path"]]} for m in record["metrics"]
        ]
    return out


def _same(canonical: str, other: bytes) -> None:
    note(other.decode())
    expected = [_as_written(r) for r in _facts(canonical)]
    assert len(expected) == 1
    assert [_as_written(r) for r in _facts(other)] == expected


PROFILE = settings(
    max_examples=220,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@PROFILE
@given(delegations(), st.integers(0, 2**32))
def test_delegation(drawn: tuple[str, str, list[Part]], seed: int) -> None:
    role, title, parts = drawn
    canonical = _canonical(f"**{role} Agent**: {title}", parts, "**{}**: {}".format, "-")
    _same(canonical, varied(_heads(role, title), parts, Random(seed)))


@PROFILE
@given(reports(), st.integers(0, 2**32))
def test_progress_report(parts: list[Part], seed: int) -> None:
    canonical = _canonical(TITLES[0], parts, "- {}: {}".format, "*")
    _same(canonical, varied(TITLES, parts, Random(seed)))
