"""The reference of the schemas: a page for each with its properties, and one for each role."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import property_tables

from de_lint.vocabulary.schemas import role_names, schema

# In the order in which a reader needs them.
RECORDS = ("delegation", "progress_report")
OTHERS = ("document", "findings", "run_summary", "configuration", "values")
LISTS = ("statuses", "tickets")
_INDEX_HEAD = """# Schemas

Labels, required fields, allowed values and roles stand in these JSON Schemas, and nowhere else: reading, judging,
formatting and these pages all follow them. `de-lint schema list` lists them, `de-lint schema show NAME` prints one.
"""
_ROLE = """# {title}

{description}

| in reports | |
|---|---|
| type | `{kind}` |
| icon | {icon} |
| names | {names} |
| authority | {authority} |

{choices}
## Fields of its reports

In their usual order, with those that every [progress report](../progress_report.md) can have.

{table}
"""
_TICKETS = """# {title}

What counts as a ticket id is data. `tickets.systems` in the [configuration](configuration.md) chooses the systems in
use; `tickets.custom` adds your own.

| system | ids | example | on by default |
|---|---|---|---|
{rows}
"""
_VOCABULARIES = """# Vocabularies

Titles and labels of other formats. They are read when `vocabularies` in the [configuration](configuration.md) names
them.
"""


def pages() -> dict[str, str]:
    """Return the index, the schemas' pages and the roles' pages."""
    made = {
        "schemas/index.md": _index(),
        "schemas/statuses.md": _statuses(),
        "schemas/tickets.md": _tickets(),
        "schemas/vocabularies.md": _vocabularies(),
    }
    for name in (*RECORDS, *OTHERS):
        made[f"schemas/{name}.md"] = _page(schema(name))
    for role in role_names():
        made[f"schemas/roles/{role}.md"] = _role(schema(f"roles/{role}"))
    return made


def _index() -> str:
    linked = [(name, f"{name}.md") for name in (*RECORDS, *OTHERS, *LISTS)]
    roles = [(f"roles/{role}", f"roles/{role}.md") for role in role_names()]
    head = "| schema | is about |\n|---|---|\n"
    files = "\n".join(f"| [{schema(n)['title']}]({to}) | {_about(n)} |" for n, to in linked)
    listed = "\n".join(f"| [{schema(n)['title']}]({to}) | {_about(n)} |" for n, to in roles)
    others = "| [Vocabularies](vocabularies.md) | Formats of other projects, read when the configuration names them. |"
    return f"{_INDEX_HEAD}\n{head}{files}\n{others}\n\n## Roles\n\n{head.replace('schema', 'role')}{listed}\n"


def _about(name: str) -> str:
    """Return the first sentence of a schema's description: those of data go on to tell how the file is laid out."""
    return property_tables.cell(re.split(r"(?<=\.) ", schema(name).get("description", ""))[0])


def _page(shape: dict[str, Any]) -> str:
    parts = [f"# {shape['title']}", property_tables.prose(shape["description"])]
    if shape.get("properties"):
        parts += ["## Properties", property_tables.table(shape, "")]
    definitions = shape.get("$defs", {})
    for name, each in definitions.items():
        parts += [f"## {each.get('title', name)} {{#{name}}}", *property_tables.definition(each)]
    return "\n\n".join(parts)


def _role(role: dict[str, Any]) -> str:
    report = schema("progress_report")
    known = {**report["properties"], **role.get("properties", {})}
    order = [*role.get("x-order", ()), *role.get("properties", {})]
    own = role.get("x-core", {})
    fields = {name: known[name] | own.get(name, {}) for name in dict.fromkeys(order) if name in known}
    choices = [f"`{word}`" for word in fields.get("status", {}).get("x-choices", ())]
    return _ROLE.format(
        title=role["title"],
        description=property_tables.prose(role["description"]),
        kind=role["x-type"],
        icon=role.get("x-icon", ""),
        names=", ".join(role.get("x-names", ())),
        authority=property_tables.cell(role.get("x-authority", "")),
        choices=f"Statuses of its template: {', '.join(choices)}.\n" if choices else "",
        table=property_tables.table({"properties": fields, "required": role.get("required", [])}, "../"),
    )


def _statuses() -> str:
    shape = schema("statuses")
    rows = [
        f"| `{status}` | {', '.join(f'`{word}`' for word in words)} |" for status, words in shape["synonyms"].items()
    ]
    return f"# {shape['title']}\n\n{_about('statuses')}\n\n| status | also written as |\n|---|---|\n" + "\n".join(rows)


def _tickets() -> str:
    shape = schema("tickets")
    rows = [
        f"| `{each['name']}` | {property_tables.cell(each['description'])} | `{each['example']}` "
        f"| {'✓' if each.get('default', True) else ''} |"
        for each in shape["systems"]
    ]
    return _TICKETS.format(title=shape["title"], rows="\n".join(rows))


def _vocabularies() -> str:
    parts = [_VOCABULARIES.strip()]
    for name in _vocabulary_names():
        shape = schema(f"vocabularies/{name}")
        parts.append(f"## {shape['title']}\n\n`{name}`: {property_tables.prose(shape['description'])}")
        rows = [
            f"| `{each}` | {property_tables.code(labels)} |"
            for labelled in shape.get("aliases", {}).values()
            for each, labels in labelled.items()
        ]
        if rows:
            parts.append("| property | also labelled |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _vocabulary_names() -> list[str]:
    files = resources.files("de_lint.schemas").joinpath("vocabularies").iterdir()
    return sorted(each.name.removesuffix(".json") for each in files if each.name.endswith(".json"))
