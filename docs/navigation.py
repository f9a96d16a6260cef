"""Put the generated pages into the site's navigation: mkdocs calls `on_config` before it builds."""

from __future__ import annotations

from typing import Any

import rule_pages
import schema_pages

from de_lint.vocabulary.schemas import role_names, schema


def on_config(config: Any) -> Any:
    """Return the configuration with Rules and Schemas filled in."""
    sections = {"Rules": _rules(), "Schemas": _schemas()}
    config.nav = [
        {title: sections.get(title, value) for title, value in entry.items()} if isinstance(entry, dict) else entry
        for entry in config.nav
    ]
    return config


def _rules() -> list[Any]:
    listed = [
        {family: [{f"{rule.code} {rule.name}": f"rules/{rule.name}.md"} for rule in rules]}
        for family, rules in rule_pages.families()
    ]
    return ["rules/index.md", *listed]


def _schemas() -> list[Any]:
    names = (*schema_pages.RECORDS, *schema_pages.OTHERS, *schema_pages.LISTS)
    roles = [{schema(f"roles/{role}")["title"]: f"schemas/roles/{role}.md"} for role in role_names()]
    listed = [{schema(name)["title"]: f"schemas/{name}.md"} for name in names]
    return ["schemas/index.md", *listed, {"Vocabularies": "schemas/vocabularies.md"}, {"Roles": roles}]
