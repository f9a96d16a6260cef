"""Markdown bytes to the contract's JSON, and several such documents to one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from de_lint.diagnostics import Finding, Severity
from de_lint.output.json_text import json_text

if TYPE_CHECKING:
    from pathlib import Path

    from de_lint.project.projects import Projects

Converted = dict[str, object]


class Refusal(Exception):
    """Why a document that could be read is not converted."""


class Conversion:
    """How documents are converted; a strict conversion refuses a document with errors."""

    def __init__(self, projects: Projects, source_map: bool = False, strict: bool = False) -> None:
        """Import the reader, and for a strict conversion the rules: what fails here concerns no document."""
        import de_lint.reading.document

        if strict:
            import de_lint.judging.check  # noqa: F401

        self._projects = projects
        self._source_map = source_map
        self._strict = strict

    def document(self, data: bytes, path: str, file: Path | None = None) -> Converted:
        """Return the document as JSON; raise Refusal when it has errors and that matters.

        `path` is what the document is called, `file` where it is if that is somewhere else.
        """
        settings = self._projects.of(file or path)
        document = settings.read(data, path, file)
        if self._strict:
            errors = [f for f in settings.check(document, file or path) if f.severity is Severity.ERROR]
            if errors:
                raise Refusal(_verdict(errors))
        converted: Converted = document.to_json(source_map=self._source_map)
        return converted


def _verdict(errors: Sequence[Finding]) -> str:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"line {first.span.start_line}: {first.code} {first.message}{more}"


def one_document(documents: Iterable[Converted], single: bool) -> Iterator[str]:
    """Yield the pieces of one indented JSON value: the document of a single input, else an array."""
    if single:
        for document in documents:
            yield json_text(document, pretty=True) + "\n"
        return
    opening = "[\n"
    for document in documents:
        yield opening + json_text(document, pretty=True)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def lines(documents: Iterable[Converted], single: bool) -> Iterator[str]:
    """Yield a line for each document."""
    for document in documents:
        yield json_text(document, pretty=False) + "\n"


Shape = Callable[[Iterable[Converted], bool], Iterator[str]]
SHAPES: dict[str, Shape] = {"json": one_document, "jsonl": lines}
