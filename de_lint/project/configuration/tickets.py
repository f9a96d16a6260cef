"""The ticket systems that a configuration switches on or adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from de_lint.project.configuration.bounded_patterns import bounded
from de_lint.project.configuration.files import Configuration
from de_lint.vocabulary.schemas import Schema

BUILT_IN = "built-in"


def systems_of(asked: Mapping[str, Any]) -> list[str]:
    """Return the names of the ticket systems that the table `tickets` switches on: without saying, those with keys."""
    return list(asked.get("systems", [BUILT_IN, *asked.get("projects", {})]))


def tickets_of(configuration: Configuration, base: Schema) -> Schema:
    """Return the ticket systems in force, with the project keys, own systems and closing words of a configuration."""
    asked: Mapping[str, Any] = configuration.data.get("tickets", {})
    if not asked:
        return base
    from de_lint.reading.values.tickets import TicketSystem

    known = {system["name"]: system for system in base["systems"]}
    projects = asked.get("projects", {})
    # The first one's example is shown where an id is missing.
    named = dict.fromkeys(systems_of(asked))
    systems = [{**known[name], "default": True} | _keyed(projects.get(name)) for name in named]
    for number, custom in enumerate(asked.get("custom", ())):
        where = ("tickets", "custom", number, "pattern")
        try:
            systems.append(_custom(custom))
            TicketSystem(systems[-1], base).fits("")
        except ValueError as error:
            raise configuration.error(where, str(error)) from None
        except (re.error, RecursionError, OverflowError) as error:
            why = f"'{custom.get('pattern')}' is not a valid regular expression: {error}"
            raise configuration.error(where, why) from None
    closed = {"closed": asked["closed"]} if "closed" in asked else {}
    return {**base, "systems": systems, **closed}


def _keyed(keys: list[str] | None) -> Schema:
    if not keys:
        return {}
    capital = [key.upper() for key in keys]
    known = {"prefixes": capital, "unmistakable": capital, "keyed": True}
    return {**known, "example": f"{capital[0]}-123", "lookalikes": []}


def _custom(custom: Mapping[str, Any]) -> Schema:
    prefixes = [prefix.upper() for prefix in custom.get("prefixes", ())]
    example = custom.get("example") or (f"{prefixes[0]}-123" if prefixes else "")
    system = {"pattern": "<prefix>-[0-9]{1,14}", "digits": [1, 14], **custom, "example": example}
    system["pattern"] = bounded(system["pattern"])
    return system | {"prefixes": prefixes, "unmistakable": prefixes if "<prefix>" in system["pattern"] else []}
