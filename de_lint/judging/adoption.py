"""The forms that a record is held to: its kind's, and its role's where somebody chose it or the report follows it."""

from __future__ import annotations

from functools import lru_cache

from de_lint.reading.records.record import Record
from de_lint.reading.records.reports import is_form
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, kind, kind_of
from de_lint.vocabulary.schemas import role_names

#: Of a shipped form's labels so many have to stand in a report that is held to it.
_ENOUGH = 0.5


def contract_of(record: Record, given: str | None = None) -> Kind | None:
    """Return the role whose form a report has to keep; None where nobody chose one.

    That is a role of the configuration, any where the agent's is `given`, which is handed its form, or one of which at
    least half of the labels stand there.
    """
    role = record.role
    if role is None or record.kind != "progress_report" or record.layout != "form":
        return None
    chosen = role.contract or given or not _is_shipped(role)
    return role if chosen or _follows(record, role) else None


def contracts(record: Record, given: str | None = None) -> list[Kind]:
    """Return everything that a record is held to, a role's form before that of its kind."""
    if record.kind == "agent_template":
        return []
    core, role = kind(record.kind), record.role
    if record.kind == "delegation":
        return [*(_delegation_form(role) if role and record.layout == "form" else ()), core]
    if record.layout != "form":
        return [core]
    if role is None and not is_form(str(record.data.get("title") or "")):
        return [core]  # somebody said that this is a report, which nothing in it shows
    chosen = contract_of(record, given)
    return [chosen, core] if chosen else [*([_asked_only(role)] if role else ()), _asked_of(core)]


def demanded_by(spec: Kind, name: str) -> str:
    """Return the words for what demands a field of a kind or role."""
    if name in spec.schema.get("x-asked", ()):
        return "the setting 'required'"
    if spec.contract or spec.type is None:
        return spec.contract or f"the form of a {spec.title.lower()}"
    return f"the {'built-in ' if _is_shipped(spec) else ''}form of role '{spec.type}'"


def _is_shipped(role: Kind) -> bool:
    return role.type in role_names()


def _follows(record: Record, role: Kind) -> bool:
    """Tell whether at least half of a form's labels are written as labels, as in the form and not as headings."""
    core = kind("progress_report")
    named = [p for name in role.order if (p := role.named(name) or core.named(name))]
    own = {p.name: fold(p.label) for p in named}
    written = [c for c in record.claims if c.property and c.field.form != "heading" and c.property.name in own]
    there = {c.property.name for c in written if c.property and (c.guessed or c.field.key == own[c.property.name])}
    return bool(own) and len(there) >= _ENOUGH * len(own)


@lru_cache(maxsize=256)
def _asked_of(spec: Kind) -> Kind:
    """Return a kind that only demands what a configuration asks for, and judges what is there as before."""
    return kind_of({**spec.schema, "required": list(spec.schema.get("x-asked", ()))})


@lru_cache(maxsize=256)
def _asked_only(role: Kind) -> Kind:
    """Return a role of whose form only that counts which a configuration asks for."""
    names = {name: {"x-label": below.get("x-label")} for name, below in role.schema.get("properties", {}).items()}
    return kind_of({**role.schema, "properties": names, "required": list(role.schema.get("x-asked", ()))})


@lru_cache(maxsize=256)
def _delegation_form(role: Kind) -> list[Kind]:
    """Return what a role's template asks of delegations to it; labels of its own are read, but not asked for."""
    form = role.schema.get("x-delegation")
    if form is None:
        return []
    core = kind("delegation").schema["properties"]
    required = [name for name in form.get("required", ()) if name in core]
    named = {"title": form["title"], "x-contract": role.contract or form["title"]}
    return [kind_of({"$id": form["$id"], "required": required, **named})]
