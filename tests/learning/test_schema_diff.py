"""Which changes of a schema break the reports that exist: a table of those that do beside those that do not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.learning.infer import Inferred
from de_lint.learning.schema_diff import schema_changes
from de_lint.learning.schema_sources import NoSchema, load_schema
from de_lint.vocabulary.schemas import role_names, schema

from .conftest import TEMPLATE

Edit = Callable[[Any], object]
_TEXT = {"$ref": "urn:de-lint:values#/$defs/text", "x-label": "Notes"}
_DEPOT = "/properties/depot"


def _labelled(label: str, *aliases: str) -> Any:
    return _TEXT | {"x-label": label, "x-aliases": list(aliases)}


def depot(found: Any) -> Any:
    return found["properties"]["depot"]["properties"]


BREAKING: dict[str, tuple[Edit, str, str]] = {
    "newly required": (lambda s: s["required"].append("next_steps"), "/required", "required"),
    "newly required in a group": (
        lambda s: s["properties"]["depot"]["required"].append("wait"), f"{_DEPOT}/properties/wait", "required",
    ),
    "removed property": (lambda s: s["properties"].pop("insured"), "/properties/insured", "removed"),
    "removed part": (lambda s: depot(s).pop("gate"), f"{_DEPOT}/properties/gate", "removed"),
    "removed choice": (lambda s: depot(s)["gate"]["enum"].pop(), f"{_DEPOT}/properties/gate/enum", "choice-removed"),
    "removed status": (
        lambda s: s["allOf"][0]["properties"]["status"]["enum"].pop(),
        "/allOf/0/properties/status/enum",
        "choice-removed",
    ),
    "retyped": (lambda s: s["properties"].update(insured=_labelled("Insured")), "/properties/insured", "retyped"),
    "renamed pair": (
        lambda s: s["properties"]["repairs"]["items"].update(properties={"van": {}, "result": {}}),
        "/properties/repairs",
        "retyped",
    ),
    "choices for a text": (
        lambda s: s["properties"]["mood"].update(enum=["good", "bad"]), "/properties/mood/enum", "narrowed",
    ),
    "narrower range": (
        lambda s: depot(s)["fuel"].update({"x-range": [0, 50]}), f"{_DEPOT}/properties/fuel/x-range", "narrowed",
    ),
    "higher minimum": (lambda s: s["properties"]["mood"].update(minLength=3), "/properties/mood/minLength", "narrowed"),
    "lower maximum": (lambda s: s["properties"]["mood"].update(maxLength=3), "/properties/mood/maxLength", "narrowed"),
    "another form": (lambda s: s["properties"]["mood"].update(pattern="x"), "/properties/mood/pattern", "narrowed"),
    "renamed label": (lambda s: s["properties"]["mood"].update({"x-label": "Feeling"}), "/properties/mood", "label"),
    "required of delegations": (
        lambda s: s["x-delegation"]["required"].append("parking_notes"),
        "/x-delegation/properties/parking_notes",
        "required",
    ),
}  # fmt: skip
COMPATIBLE: dict[str, tuple[Edit, str, str]] = {
    "no longer required": (lambda s: s["required"].remove("mood"), "/properties/mood", "optional"),
    "new property": (lambda s: s["properties"].update(notes=_TEXT), "/properties/notes", "added"),
    "new choice": (lambda s: depot(s)["gate"]["enum"].append("ajar"), f"{_DEPOT}/properties/gate/enum", "choice-added"),
    "every status": (lambda s: s.pop("allOf"), "/allOf/0/properties/status/enum", "choice-added"),
    "choices given up": (
        lambda s: depot(s)["gate"].update(_labelled("Gate"), enum=[]), f"{_DEPOT}/properties/gate", "widened",
    ),
    "form given up": (lambda s: s["properties"]["firmware"].pop("pattern"), "/properties/firmware/pattern", "widened"),
    "renamed with an alias": (
        lambda s: s["properties"]["mood"].update(_labelled("Feeling", "Mood")), "/properties/mood", "label",
    ),
    "new name with the old label as alias": (
        lambda s: s["properties"].update(feeling=s["properties"].pop("mood") | _labelled("Feeling", "Mood"))
        or s["required"].__setitem__(s["required"].index("mood"), "feeling"),
        "/properties/feeling",
        "label",
    ),
    "new alias": (
        lambda s: s["properties"]["mood"].update({"x-aliases": ["Air"]}), "/properties/mood/x-aliases", "alias",
    ),
    "another quantity": (
        lambda s: depot(s)["fuel"].update({"x-quantities": ["size"]}),
        f"{_DEPOT}/properties/fuel/x-quantities",
        "quantities",
    ),
    "another order": (lambda s: s["x-order"].reverse(), "/x-order", "order"),
    "another icon": (lambda s: s.update({"x-icon": "🚐"}), "/x-icon", "fact"),
    "no delegation": (lambda s: s.pop("x-delegation"), "/x-delegation", "removed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_breaking(name: str, fleet: Inferred) -> None:
    edit, pointer, kind = BREAKING[name]
    new = copy.deepcopy(fleet.schema)
    edit(new)
    found = [(c.pointer, c.kind) for c in schema_changes(fleet.schema, new) if c.breaking]
    assert (pointer, kind) in found


@pytest.mark.parametrize("name", COMPATIBLE)
def test_compatible(name: str, fleet: Inferred) -> None:
    edit, pointer, kind = COMPATIBLE[name]
    new = copy.deepcopy(fleet.schema)
    edit(new)
    found = schema_changes(fleet.schema, new)
    assert not [c for c in found if c.breaking]
    assert (pointer, kind) in [(c.pointer, c.kind) for c in found]


@pytest.mark.parametrize("name", [*role_names(), "delegation", "progress_report"])
def test_a_schema_does_not_differ_from_itself(name: str) -> None:
    assert schema_changes(load_schema(name), copy.deepcopy(load_schema(name))) == []


def test_lines_are_no_change(fleet: Inferred) -> None:
    moved = json.loads(json.dumps(fleet.schema).replace('"x-line": ', '"x-line": 1'))
    assert schema_changes(fleet.schema, moved) == []


def test_sources(fleet: Inferred, tmp_path: Path) -> None:
    file = tmp_path / "fleet.json"
    file.write_text("\ufeff" + json.dumps(fleet.schema), encoding="utf-8")
    assert load_schema(str(file)) == load_schema(str(TEMPLATE)) == fleet.schema
    assert load_schema("version-control") == schema("roles/version_control")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"properties": []}', "[" * 100_000])
def test_no_schema(text: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NoSchema):
        load_schema(str(file))


def test_no_template(tmp_path: Path) -> None:
    file = tmp_path / "readme.md"
    file.write_text("# Coffee\n", encoding="utf-8")
    with pytest.raises(NoSchema):
        load_schema(str(file))
    with pytest.raises(NoSchema):
        load_schema("nobody")


_JSON = st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda s: st.lists(s, max_size=3), max_leaves=5)
_PROPERTY = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "object", "array", ["string", "null"]]),
        "enum": st.lists(st.text(max_size=3) | st.none() | st.integers(), max_size=3),
        "minimum": st.integers(),
        "x-label": st.text(max_size=5),
        "x-aliases": st.lists(st.text(max_size=5), max_size=2),
        "title": st.text(max_size=5),
    },
)
_SCHEMA = st.fixed_dictionaries(
    {"properties": st.dictionaries(st.text(max_size=3), _PROPERTY, max_size=3)},
    optional={"required": st.lists(st.text(max_size=3), max_size=3), "x-type": st.just("x"), "title": _JSON},
)


@given(_SCHEMA, _SCHEMA)
def test_any_two_schemas_compare(old: dict[str, Any], new: dict[str, Any]) -> None:
    changes = schema_changes(old, new)
    assert changes == sorted(changes)
    assert schema_changes(new, new) == []
