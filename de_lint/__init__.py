"""Read Markdown delegations and agent reports into documents, and lint them at the exact character.

`de_lint.read(text_or_bytes)` gives a Document; `de_lint.check(document)` gives its findings;
`de_lint.render(record)` turns a record's JSON back into Markdown; `de_lint.format(text)` gives canonical Markdown.
`de_lint.convert_batch(batch)` converts Arrow data to the columns of `de_lint.arrow_schema()`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes as long as the answer to many an event
if TYPE_CHECKING:
    from de_lint.bulk.arrow_batches import arrow_schema, convert_batch
    from de_lint.judging.check import check
    from de_lint.reading.document import read
    from de_lint.writing.formatting import format
    from de_lint.writing.render import render

    __version__: str

__all__ = ["__version__", "arrow_schema", "check", "convert_batch", "format", "read", "render"]

# Each public name and the module it comes from: imported on first use, so `import de_lint` costs nothing.
_ORIGINS = {
    "read": "de_lint.reading.document",
    "check": "de_lint.judging.check",
    "format": "de_lint.writing.formatting",
    "render": "de_lint.writing.render",
    "arrow_schema": "de_lint.bulk.arrow_batches",
    "convert_batch": "de_lint.bulk.arrow_batches",
}


def __getattr__(name: str) -> object:
    """Return the public object called `name`, importing its module on first use."""
    if name == "__version__":
        from importlib.metadata import version

        return version("de-lint")
    if name in _ORIGINS:
        from importlib import import_module

        return getattr(import_module(_ORIGINS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted(__all__)
