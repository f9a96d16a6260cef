"""Aliases: the spellings of labels that a template's own filled-in examples use instead of the form's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.learning.find_forms import Forms, fields_of
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, properties_named
from de_lint.vocabulary.properties import Kind, kind_of, nearest_property
from de_lint.vocabulary.schemas import Schema


def add_aliases(schema: Schema, document: Document, forms: Forms) -> None:
    """Give each property and core field of an inferred schema the spellings that examples use for its label."""
    parts = [p for r in document.records for p in r.walk()]
    examples = [p for p in parts if p.kind == "delegation" and p is not forms.delegation and p.context != "template"]
    if "x-delegation" in schema:
        fields = [f for e in examples for f in fields_of(e)]
        _spell(schema["x-delegation"], fields, kind("delegation"))
    reports = [p for p in parts if p.kind == "progress_report" and p is not forms.report and p.context != "template"]
    fields = [f for r in reports for f in fields_of(r)]
    _spell(schema, [*fields, *_fenced(document, schema, forms)], kind("progress_report"))


def _fenced(document: Document, schema: Schema, forms: Forms) -> Iterator[Node]:
    """Yield the fields of filled-in reports that stand in fences of a template document."""
    root = next((r.root for r in document.records if r.kind == "agent_template"), None)
    own = forms.report.lines if forms.report else set()
    for fence in (n for n in root.walk() if n.form == "fence") if root else ():
        rows = [r for r in fence.rows if r.text.strip()]
        if not rows or rows[0].number in own or "progress report" not in rows[0].text.casefold():
            continue
        if any(fold(name) in fold(rows[0].text) for name in schema["x-names"]):
            tree = build_tree(document.source, rows)
            yield from (c for n in tree.children[:1] for c in n.children)
            yield from tree.children[1:]


def _spell(part: Schema, fields: Sequence[Node], core: Kind) -> None:
    for node in fields:
        if not node.label:
            continue
        target = _target(part, node.key, core)
        label = words_of(node.label.text)
        if target is not None and fold(target["x-label"]) != node.key:
            aliases = target.setdefault("x-aliases", [])
            if label not in aliases:
                aliases.append(label)
        if target is not None and "properties" in target and "x-label" in target:
            _spell({"x-core": {}, **target}, node.children, core)


def _target(part: Schema, key: str, core: Kind) -> Schema | None:
    """Return the property or core field that a label of an example means; None if that is unclear."""
    own = kind_of({"$id": "urn:de-lint:part", "title": "", **part}).properties
    exact = next((p for p in own if p.claims(key)), None)
    named = next((p for p in properties_named(key, (core,)) if p.name in part.get("x-core", {})), None)
    if exact or named is None:
        found = exact or nearest_property(key, own)
        return part["properties"].get(found.name) if found else None
    target: Schema = part["x-core"][named.name]
    return target
