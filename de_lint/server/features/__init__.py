"""What the server can do, a file each; this file finds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from de_lint.classes import dataclass


class NotPossible(ValueError):
    """What cannot be done as the user asks for it; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a message about an open document is answered, and what the client has to know of that beforehand."""

    answer: Callable[..., Any]
    options: Any = None


def all_features() -> Mapping[str, Answer]:
    """Return the answers of all features by the methods of the protocol."""
    found: dict[str, Answer] = {}
    for module in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{module.name}"), "FEATURES", {})
    return found


def uri_in(params: Any) -> str:
    """Return the address of the document that a message is about; blank if it names none."""
    document = getattr(params, "text_document", None)
    if document is not None:
        return str(document.uri)
    data = getattr(params, "data", None)
    return str(data.get("uri", "")) if isinstance(data, dict) else str(getattr(data, "uri", ""))
