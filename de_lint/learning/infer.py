"""A template document to the role schema that it describes, in the shape of `schemas/roles/*.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from de_lint.classes import dataclass
from de_lint.learning.blanks import blanks_of
from de_lint.learning.field_schemas import Open
from de_lint.learning.find_forms import Forms, fields_of, find_forms
from de_lint.learning.forms import LearntForm, learn_form
from de_lint.learning.overview import AgentOverview, overview_of
from de_lint.learning.placeholder_types import contents
from de_lint.learning.spellings import add_aliases
from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.reading.values import statuses
from de_lint.vocabulary.kinds import kind
from de_lint.vocabulary.schemas import Schema

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
#: What is left open by a template that describes reports alone, as many do.
NO_DELEGATION = "there is no delegation template"
_ROLE_ID = "urn:de-lint:role:"


@dataclass(frozen=True, slots=True)
class Inferred:
    """The role that a template document describes, and what the document leaves open.

    `schema` has the shape of the roles that ship. Beside it stand, all with the line (`x-line`) that says so:
    `x-core`, the labels and constraints of the fields that every report has; `x-form`, the form of a report as it is
    handed out; `x-blanks`, what is to be filled in there; `x-lines`, where the other facts come from; and, if the
    template has a delegation form, `x-delegation`, what a delegation to this agent has to hold.
    """

    schema: Schema
    open: tuple[Open, ...]
    has_format: bool


def infer(document: Document) -> Inferred:
    """Return the role that a template document describes; with neither form in it, one without any field."""
    forms = find_forms(document)
    about = overview_of(document, forms.report, forms.delegation)
    open_: list[Open] = list(about.open)
    schema = _head(about) | _report_part(forms, about, open_)
    if forms.delegation is not None:
        schema["x-delegation"] = _delegation_part(forms.delegation, about, open_)
    add_aliases(schema, document, forms)
    open_ += _without_label(document, forms)
    has_report = bool(forms.report_fields)
    if not has_report:
        open_.append(Open(1, "there is no reporting format"))
    if forms.delegation is None:
        open_.append(Open(1, NO_DELEGATION))
    return Inferred(schema, tuple(sorted(set(open_))), has_report or forms.delegation is not None)


def _role_id(about: AgentOverview) -> str:
    return _ROLE_ID + quote(about.type)  # an address holds no letters but those of ASCII


def _head(about: AgentOverview) -> Schema:
    head: Schema = {"$schema": _DRAFT, "$id": _role_id(about), "title": about.title}
    head |= {"description": _with_stop(about.facts["description"])} if "description" in about.facts else {}
    head |= {"x-type": about.type, "x-icon": about.icon, "x-names": list(about.names)}
    head |= {f"x-{k}": about.facts[k] for k in ("authority", "scope") if k in about.facts}
    return head | {"x-lines": dict(about.lines)}


def _with_stop(text: str) -> str:
    return text if re.search(r"[.!?]$", text) else text + "."


def _report_part(forms: Forms, about: AgentOverview, open_: list[Open]) -> Schema:
    form = learn_form(forms.report_fields, kind("progress_report"), about.type)
    part = _part(form)
    narrowed = _status_choices(form, open_)
    if narrowed:
        # Not one of `properties`: those are the role's own, and the core reads the status.
        part["allOf"] = [{"properties": {"status": {"enum": narrowed, "x-line": form.core["status"]["x-line"]}}}]
    open_ += form.open
    if not forms.text:
        return part
    blanks = dict.fromkeys(" ".join(b.split()) for f in forms.report_fields for b in blanks_of(f))
    return {"x-form": forms.text, "x-blanks": list(blanks)} | part


def _without_label(document: Document, forms: Forms) -> Iterator[Open]:
    """Yield the blanks of a report's form that no label names: a report is not asked for them."""
    if forms.report is None:
        return
    named = {n for one in forms.report_fields for x in one.walk() for n in x.lines} | {forms.report.head.start_line - 1}
    for number in sorted(forms.report.lines - named):
        text = document.source.lines[number].text.strip()
        if contents(text) and not text.startswith(("|", "#")):
            yield Open(number + 1, f"'{text}' has no label: reports are not asked for it")


def _part(form: LearntForm) -> Schema:
    return {
        "x-order": form.order,
        "x-core": form.core,
        "type": "object",
        "required": form.required,
        "properties": form.properties,
    }


def _delegation_part(delegation: Record, about: AgentOverview, open_: list[Open]) -> Schema:
    form = learn_form(fields_of(delegation), kind("delegation"), about.type)
    form.required[:0] = [n for n in ("agent", "title") if n not in form.required]
    open_ += form.open
    title = f"Delegation to {about.title}"
    return {"$id": f"{_role_id(about)}:delegation", "title": title, "x-type": about.type} | _part(form)


def _status_choices(form: LearntForm, open_: list[Open]) -> list[str]:
    """Return the statuses that the format lists, in the core's words; none if one of them is unknown."""
    status = form.core.get("status", {})
    found = []
    for choice in status.get("x-choices", ()):
        value = statuses.read_status(choice)
        if value is None:
            open_.append(Open(status["x-line"], f"the status '{choice}' is none that reports can have"))
            return []
        found.append(value)
    return list(dict.fromkeys(found))


def left_open(inferred: Inferred) -> Iterator[str]:
    """Yield what is left open, a line of text each, with the line of the template in front."""
    for one in inferred.open:
        yield f"line {one.line}: {one.text}"
