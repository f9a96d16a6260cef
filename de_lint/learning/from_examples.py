"""Reports to the template that they seem to follow: what at least nine of ten of them have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from de_lint.classes import dataclass, field
from de_lint.learning.find_forms import fields_of
from de_lint.learning.masks import mask_of
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.values import quantities
from de_lint.vocabulary.folding import fold

#: This share of the reports keeps the contract.
SHARE = 0.9
#: A label in fewer reports is an accident.
_RARE = 0.1
#: A choice that fewer values make is an accident.
_SELDOM = 0.05
_MOST_CHOICES, _LONGEST_CHOICE, _OFTEN = 6, 4, 3
_TICKET = re.compile(r"([A-Z][A-Z0-9]{1,9})-[0-9]+")


@dataclass(slots=True)
class LabelInReports:
    """One label in reports: how it is written, where it stands, and what it says in each report by its number."""

    spellings: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    places: list[int] = field(default_factory=list)
    values: dict[int, str] = field(default_factory=dict)
    lists: int = 0


@dataclass(frozen=True, slots=True)
class ProposedTemplate:
    """A template made from reports, how many there are, and for each fact of it how many support it."""

    template: str
    reports: int
    facts: tuple[str, ...]


def propose_template(documents: Sequence[Document], role: str) -> ProposedTemplate:
    """Return the template of a role that at least SHARE of these reports keep."""
    reports = [r for d in documents for r in d.records if r.kind == "progress_report"]
    uses: dict[str, LabelInReports] = {}
    for number, record in enumerate(reports):
        for place, one in enumerate(fields_of(record)):
            use = uses.setdefault(one.key, LabelInReports())
            if number in use.values or not one.key:
                continue
            use.spellings[words_of(one.label.text) if one.label else one.name] += 1
            use.forms["heading" if one.form == "heading" else "item" if one.is_item else "label"] += 1
            use.places.append(place)
            use.values[number] = _said(one)
            use.lists += len(one.items) > 1
    common = {k: u for k, u in uses.items() if k and len(u.values) >= max(2, _RARE * len(reports))}
    ordered = sorted(common.values(), key=lambda u: (median(u.places), -len(u.values)))
    return _proposed(ordered, len(reports), role)


def _said(one: Node) -> str:
    if one.inline:
        return one.inline.text
    return one.items[0].text.text if one.items else ""


def _proposed(uses: Sequence[LabelInReports], total: int, role: str) -> ProposedTemplate:
    """Take up facts, those of most support first, as long as enough reports keep all of them together."""
    found: list[tuple[set[int], int, bool, str]] = []  # who keeps it, whose fact it is, whether it is a type, what
    for index, use in enumerate(uses):
        lacking = set(range(total)) - use.values.keys()
        found.append((set(use.values), index, False, ""))
        asked, fits = _asked(use)
        if asked:
            found.append(({n for n, value in use.values.items() if fits(value)} | lacking, index, True, asked))
    keeping = set(range(total))
    required: set[int] = set()
    types: dict[int, str] = {}
    fitting: dict[int, int] = {}
    for keepers, index, is_type, asked in sorted(found, key=lambda f: (-len(f[0]), f[1])):
        if len(keeping & keepers) >= SHARE * total:
            keeping &= keepers
            required |= set() if is_type else {index}
            if is_type:
                types[index], fitting[index] = asked, len(keepers & uses[index].values.keys())
    heading = any(u.forms.most_common(1)[0][0] == "heading" for u in uses)
    lines = [_line(u, types.get(i, ""), i in required, heading) for i, u in enumerate(uses)]
    facts = [_fact(u, types.get(i, ""), fitting.get(i, 0), i in required, total) for i, u in enumerate(uses)]
    title = role.replace("_", " ").replace("-", " ")
    fence = ["# Report", ""] if heading else []
    text = "\n".join([f"# {title}", "", "## Report format", "", "```", *fence, *lines, "```", ""])
    return ProposedTemplate(text, total, tuple(facts))


def _line(use: LabelInReports, asked: str, is_required: bool, heading: bool) -> str:
    label = use.spellings.most_common(1)[0][0]
    blank = asked or ("what it was" if use.lists * 2 <= len(use.values) else "items")
    blank = blank if is_required else f"{blank}, if any" if not asked else f"{asked} (if any)"
    form = use.forms.most_common(1)[0][0]
    if heading and form == "heading":
        return f"## {label}\n\n[{blank}]\n"
    return f"- **{label}**: [{blank}]" if form == "item" else f"**{label}**: [{blank}]"


def _fact(use: LabelInReports, asked: str, fitting: int, is_required: bool, total: int) -> str:
    label, said = use.spellings.most_common(1)[0]
    spelt = f", so spelt in {said}" if said < len(use.values) else ""
    told = f"; asks for {asked}, as {fitting} of {len(use.values)} values do" if asked else ""
    need = "required" if is_required else "may be left out"
    return f"'{label}' stands in {len(use.values)} of {total} reports{spelt}: {need}{told}"


def _asked(use: LabelInReports) -> tuple[str, Callable[[str], bool]]:
    """Return what most values of a label have in common, as a blank asks for it, and what tells whether one has it."""
    values = [words_of(v) for v in use.values.values() if v]
    kinds: Iterator[tuple[str, Callable[[str], bool]]] = (
        (asked, fits) for asked, fits in _KINDS.items() if values and sum(map(fits, values)) >= SHARE * len(values)
    )
    first = next(kinds, None)
    if first is not None:
        return first[0], lambda v: first[1](words_of(v))
    prefixes = Counter(m[1] for v in values if (m := _TICKET.fullmatch(v)))
    if prefixes and prefixes.most_common(1)[0][1] >= SHARE * len(values):
        prefix = prefixes.most_common(1)[0][0]
        return f"{prefix}-NNN", lambda v: bool(re.fullmatch(rf"{prefix}-[0-9]+", words_of(v)))
    return _choices(values)


def _choices(values: Sequence[str]) -> tuple[str, Callable[[str], bool]]:
    spelt: dict[str, Counter[str]] = {}
    for value in values:
        spelt.setdefault(fold(value), Counter())[value] += 1
    often = {
        k: c
        for k, c in spelt.items()
        if c.total() >= max(2, _SELDOM * len(values)) and 0 < len(k.split()) <= _LONGEST_CHOICE
    }
    covered = sum(c.total() for c in often.values())
    fit = 1 < len(often) <= _MOST_CHOICES and covered >= max(SHARE * len(values), _OFTEN * len(often))
    if not fit or any(mark in k for k in often for mark in "/|[]<>"):
        return "", lambda v: True
    names = [c.most_common(1)[0][0] for c in often.values()]
    return " | ".join(names), lambda v: fold(words_of(v)) in often


def _whole(value: str) -> bool:
    return bool(re.fullmatch("[0-9]+", value))


def _percentage(value: str) -> bool:
    found = quantities.find(value)
    return bool(found) and found[0].unit == "%" and 0 <= found[0].value <= 100


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _masked(masks: Iterable[str]) -> Iterator[tuple[str, Callable[[str], bool]]]:
    for said in masks:
        if mask := mask_of(said):
            yield said, _matches(mask.pattern)


#: What values may have in common, as a blank asks for it; the first that nearly all have counts.
_KINDS: Mapping[str, Callable[[str], bool]] = {
    **dict(_masked(("YYYY-MM-DD", "DD.MM.YYYY", "HH:MM", "vX.Y.Z", "X.Y.Z"))),
    "0-100 %": _percentage,
    "count": _whole,
    "url": _matches("https?://.*"),
}
