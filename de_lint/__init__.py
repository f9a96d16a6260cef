"""Read Markdown delegations and agent reports into documents, and lint them at the exact character.

`de_lint.read(text_or_bytes)` gives a Document; `de_lint.check(document)` gives its findings; `de_lint.fix(text)` gives
the text with its safe fixes applied; `de_lint.guard(text, role=...)` tells whether an agent's message is accepted, and
what to send back to the agent if it is not. `de_lint.render(record)` turns a record's JSON back into Markdown;
`de_lint.format(text)` gives canonical Markdown. `de_lint.convert_batch(batch)` converts Arrow data to the columns of
`de_lint.arrow_schema()`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes as long as the answer to many an event
if TYPE_CHECKING:
    from de_lint.agents.guarding import Guarded, Refused, guard
    from de_lint.bulk.arrow_batches import arrow_schema, convert_batch
    from de_lint.diagnostics import Finding, Fix
    from de_lint.judging.check import check
    from de_lint.reading.document import Document, read
    from de_lint.reading.records.record import Record
    from de_lint.writing.fixing import Fixed, fix
    from de_lint.writing.formatting import format
    from de_lint.writing.render import render

    __version__: str

__all__ = [
    "Document",
    "Finding",
    "Fix",
    "Fixed",
    "Guarded",
    "Record",
    "Refused",
    "__version__",
    "arrow_schema",
    "check",
    "convert_batch",
    "fix",
    "format",
    "guard",
    "read",
    "render",
]

# The modules that public names come from: imported on first use, so `import de_lint` costs nothing.
_NAMES_OF = {
    "de_lint.agents.guarding": ("Guarded", "Refused", "guard"),
    "de_lint.bulk.arrow_batches": ("arrow_schema", "convert_batch"),
    "de_lint.diagnostics": ("Finding", "Fix"),
    "de_lint.judging.check": ("check",),
    "de_lint.reading.document": ("Document", "read"),
    "de_lint.reading.records.record": ("Record",),
    "de_lint.writing.fixing": ("Fixed", "fix"),
    "de_lint.writing.formatting": ("format",),
    "de_lint.writing.render": ("render",),
}


def __getattr__(name: str) -> object:
    """Return the public object called `name`, importing its module on first use."""
    if name == "__version__":
        from importlib.metadata import version

        return version("de-lint")
    for module, names in _NAMES_OF.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted(__all__)
