"""Markdown bytes to the contract's JSON, and several such documents to one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from de_lint.diagnostics import Finding, Severity
from de_lint.output.json_text import json_text

if TYPE_CHECKING:
    from de_lint.reading.document import Document

Converted = dict[str, object]


class Refusal(Exception):
    """Why a document that could be read is not converted."""


class Conversion:
    """How documents are converted; a strict conversion refuses a document with errors."""

    def __init__(self, source_map: bool = False, strict: bool = False) -> None:
        """Import the reader, and for a strict conversion the rules: what fails here concerns no document."""
        from de_lint.reading.document import read

        self._read = read
        self._source_map = source_map
        self._check: Callable[[Document], list[Finding]] | None = None
        if strict:
            from de_lint.judging.check import check

            self._check = check

    def document(self, data: bytes, path: str) -> Converted:
        """Return the document as JSON; raise Refusal when it has errors and that matters."""
        document = self._read(data, path)
        if self._check is not None:
            errors = [finding for finding in self._check(document) if finding.severity is Severity.ERROR]
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
