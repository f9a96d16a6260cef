"""Two schemas of one role to the changes between them: which ones break the reports that exist, and which do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from de_lint.classes import dataclass
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind
from de_lint.vocabulary.schemas import Schema


@dataclass(frozen=True, slots=True, order=True)
class SchemaChange:
    """One change; `pointer` leads to it in the new schema, or in the old one for what is gone.

    `breaking` tells that a report or delegation that was right can be wrong now, or is read as something else.
    """

    pointer: str
    kind: str
    breaking: bool
    message: str

    def to_json(self) -> dict[str, object]:
        """Return the change as a JSON object."""
        return {"pointer": self.pointer, "kind": self.kind, "breaking": self.breaking, "message": self.message}


def schema_changes(old: Schema, new: Schema) -> list[SchemaChange]:
    """Return what differs between two schemas of a role or kind, sorted by pointer."""
    changes = list(_group("", old, new, _core_required(new, "progress_report")))
    changes += _status("", old, new)
    changes += _facts(old, new)
    if "x-delegation" in new:
        core = _core_required(new, "delegation")
        changes += _group("/x-delegation", old.get("x-delegation", {}), new["x-delegation"], core)
    elif "x-delegation" in old:
        changes.append(
            SchemaChange("/x-delegation", "removed", False, "what a delegation has to hold is no longer said")
        )
    return sorted(set(changes))


def _core_required(new: Schema, name: str) -> frozenset[str]:
    """What every record of the kind must have anyway, so that a role that says so, too, breaks nothing."""
    return frozenset(kind(name).schema.get("required", ())) if "x-type" in new else frozenset()


def _group(at: str, old: Schema, new: Schema, core: frozenset[str] = frozenset()) -> Iterator[SchemaChange]:
    before, after = old.get("properties", {}), new.get("properties", {})
    renamed = dict(_renamed(before, after))
    yield from _required(at, old, new, core, renamed)
    for name, schema in before.items():
        target = renamed.get(name, name)
        if target in after:
            yield from _property(f"{at}/properties/{_escaped(target)}", name, schema, target, after[target])
        else:
            yield SchemaChange(
                f"{at}/properties/{_escaped(name)}", "removed", True, f"'{_label(name, schema)}' is gone"
            )
    for name, schema in after.items():
        if name not in before and name not in renamed.values():
            yield SchemaChange(f"{at}/properties/{_escaped(name)}", "added", False, f"'{_label(name, schema)}' is new")
    if (was := old.get("x-order")) and (now := new.get("x-order")) and _moved(was, now):
        yield SchemaChange(f"{at}/x-order", "order", False, "the fields stand in another order")


def _moved(was: list[str], now: list[str]) -> bool:
    return [n for n in was if n in now] != [n for n in now if n in was]


def _renamed(before: Mapping[str, Schema], after: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    """Yield the old and the new name of each property whose old label is an alias of the new one."""
    for name, schema in before.items():
        if name not in after:
            label = fold(_label(name, schema))
            target = next((n for n, s in after.items() if n not in before and label in _keys(n, s)), None)
            if target:
                yield name, target


def _required(
    at: str, old: Schema, new: Schema, core: frozenset[str], renamed: Mapping[str, str]
) -> Iterator[SchemaChange]:
    was = {renamed.get(n, n) for n in old.get("required", ())}
    now = new.get("required", ())
    for name in now:
        if name not in was and name not in core:
            yield SchemaChange(_place(at, new, name), "required", True, f"'{_named(new, name)}' is required now")
    for name in sorted(was - set(now)):
        if name in new.get("properties", {}) or name in new.get("x-order", ()):
            yield SchemaChange(_place(at, new, name), "optional", False, f"'{_named(new, name)}' may be left out now")


def _place(at: str, schema: Schema, name: str) -> str:
    return f"{at}/properties/{_escaped(name)}" if name in schema.get("properties", {}) else f"{at}/required"


def _property(at: str, name: str, old: Schema, target: str, new: Schema) -> Iterator[SchemaChange]:
    label = _label(target, new)
    yield from _labels(at, name, old, target, new)
    was, now = _shape(old), _shape(new)
    if was != now:
        widened = (was[0], now[0]) in _WIDENED
        what = "takes any text now" if widened else f"is {_said(now)} now, it was {_said(was)}"
        yield SchemaChange(at, "widened" if widened else "retyped", not widened, f"'{label}' {what}")
        return
    for word, compare in _LIMITS.items():
        yield from compare(f"{at}/{word}", label, old.get(word), new.get(word))
    yield from _choices(at, label, old.get("enum", ()), new.get("enum", ()))
    if old.get("x-quantities") != new.get("x-quantities") and "x-quantities" in old and "x-quantities" in new:
        what = f"asks for {', '.join(new['x-quantities'])}, it asked for {', '.join(old['x-quantities'])}"
        yield SchemaChange(f"{at}/x-quantities", "quantities", False, f"'{label}' {what}")
    yield from _group(at, old, new)


def _labels(at: str, name: str, old: Schema, target: str, new: Schema) -> Iterator[SchemaChange]:
    """Labels that were read and are no longer break reports; a new one beside them does not."""
    was, now = _label(name, old), _label(target, new)
    read = _keys(target, new) | {""}
    lost = [x for x in (was, *old.get("x-aliases", ())) if fold(x) not in read]
    if lost:
        yield SchemaChange(at, "label", True, f"{', '.join(map(repr, lost))} no longer names '{now}'")
    elif fold(was) != fold(now):
        yield SchemaChange(at, "label", False, f"'{was}' is called '{now}' now and still read")
    gained = [x for x in new.get("x-aliases", ()) if fold(x) not in _keys(name, old)]
    if gained:
        yield SchemaChange(f"{at}/x-aliases", "alias", False, f"'{now}' is also called {', '.join(map(repr, gained))}")


def _choices(at: str, label: str, old: Any, new: Any) -> Iterator[SchemaChange]:
    was, now = {fold(str(c)) for c in old}, {fold(str(c)) for c in new}
    if not now and was:
        yield SchemaChange(f"{at}/enum", "widened", False, f"'{label}' takes any text now")
    elif now and not was:
        yield SchemaChange(f"{at}/enum", "narrowed", True, f"'{label}' is one of {', '.join(map(str, new))} now")
    else:
        for choice in (c for c in old if fold(str(c)) not in now):
            yield SchemaChange(f"{at}/enum", "choice-removed", True, f"'{label}' can no longer be '{choice}'")
        for choice in (c for c in new if fold(str(c)) not in was):
            yield SchemaChange(f"{at}/enum", "choice-added", False, f"'{label}' can be '{choice}', too")


def _status(at: str, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    """Compare the statuses that a role's reports may have: a format that lists them narrows those of the core."""
    if "x-type" in old and "x-type" in new:
        yield from _choices(f"{at}/allOf/0/properties/status", "Status", _statuses(old), _statuses(new))


def _statuses(schema: Schema) -> list[str]:
    for part in schema.get("allOf", ()):
        if found := part.get("properties", {}).get("status", {}).get("enum"):
            return list(found)
    return list(kind("progress_report").property("status").choices)


#: What else is told of a role: none of it makes a report wrong.
_FACTS = {
    "title": "title",
    "description": "description",
    "x-type": "type",
    "x-icon": "icon",
    "x-names": "names",
    "x-authority": "authority",
    "x-scope": "scope",
}


def _facts(old: Schema, new: Schema) -> Iterator[SchemaChange]:
    for word, what in _FACTS.items():
        if "x-type" in new and old.get(word) != new.get(word):
            yield SchemaChange(f"/{word}", "fact", False, f"the {what} changed: {_text(new.get(word))}")


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "none")


def _smallest(at: str, label: str, old: Any, new: Any) -> Iterator[SchemaChange]:
    yield from _limit(at, label, old, new, new is not None and (old is None or new > old), "at least")


def _largest(at: str, label: str, old: Any, new: Any) -> Iterator[SchemaChange]:
    yield from _limit(at, label, old, new, new is not None and (old is None or new < old), "at most")


def _limit(at: str, label: str, old: Any, new: Any, narrower: bool, words: str) -> Iterator[SchemaChange]:
    if old != new:
        kind_ = "narrowed" if narrower else "widened"
        what = f"has to be {words} {new}" if new is not None else "has no such limit any more"
        yield SchemaChange(at, kind_, narrower, f"'{label}' {what}")


def _range(at: str, label: str, old: Any, new: Any) -> Iterator[SchemaChange]:
    if old != new:
        narrower = new is not None and (old is None or new[0] > old[0] or new[1] < old[1])
        what = f"goes from {new[0]} to {new[1]}" if new else "has no range any more"
        yield SchemaChange(at, "narrowed" if narrower else "widened", narrower, f"'{label}' {what}")


def _form(at: str, label: str, old: Any, new: Any) -> Iterator[SchemaChange]:
    if old != new:
        what = f"has to match {new}" if new else "takes any text now"
        yield SchemaChange(at, "narrowed" if new else "widened", bool(new), f"'{label}' {what}")


_LIMITS: Mapping[str, Callable[[str, str, Any, Any], Iterator[SchemaChange]]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), _smallest),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), _largest),
    "x-range": _range,
    "pattern": _form,
}
#: Changes of shape after which every value that was right still is, and is written the same in JSON.
_WIDENED = frozenset({("word", "text"), ("integer", "number")})


def _shape(schema: Schema) -> tuple[str, ...]:
    """Return the shape of a value; repeated pairs go by the names of their halves."""
    if "$ref" in schema:
        return (str(schema["$ref"]).rpartition("/")[2],)
    type_ = schema.get("type", "")
    own = "|".join(sorted(type_)) if isinstance(type_, list) else str(type_)
    items = schema.get("items") if own == "array" else None
    return (own, *items.get("properties", {})) if isinstance(items, dict) else (own,)


_SHAPES = {"object": "a group", "array": "a list of pairs", "word": "one of a list of words", "": "anything"}


def _said(shape: tuple[str, ...]) -> str:
    parts = f" ({' and '.join(shape[1:])})" if shape[1:] else ""
    return _SHAPES.get(shape[0], shape[0]) + parts


def _keys(name: str, schema: Schema) -> frozenset[str]:
    return frozenset(fold(x) for x in (_label(name, schema), *schema.get("x-aliases", ())))


def _label(name: str, schema: Schema) -> str:
    return str(schema.get("x-label") or schema.get("title") or name)


def _named(schema: Schema, name: str) -> str:
    """Return the label of a property, one of the core included."""
    own = schema.get("properties", {}).get(name) or schema.get("x-core", {}).get(name)
    if own:
        return _label(name, own)
    found = kind("progress_report").named(name) or kind("delegation").named(name)
    return found.label or name if found else name


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
