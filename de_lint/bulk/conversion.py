"""Markdown bytes to the contract's JSON, with an account of every character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from de_lint.bulk.account import Account, account_of
from de_lint.classes import dataclass
from de_lint.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects

Converted = dict[str, object]


class Refusal(Exception):
    """Why a document that could be read is not converted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How documents are converted: with places, and what makes one be refused.

    `strict` refuses documents that `check` finds errors in, `least_coverage` those with records that account for a
    smaller share of their characters (0 to 1).
    """

    source_map: bool = False
    strict: bool = False
    least_coverage: float = 0.0


class Conversion:
    """Converts documents on the terms of a run."""

    def __init__(self, projects: Projects, terms: Terms) -> None:
        """Import the reader, and for a strict conversion the rules: what fails here concerns no document."""
        import de_lint.reading.document

        if terms.strict:
            import de_lint.judging.check  # noqa: F401

        self._projects = projects
        self._terms = terms

    def document(
        self, data: bytes, path: str, file: str, origin: Mapping[str, object] | None = None
    ) -> tuple[Converted, Account]:
        """Return the document as JSON with its account; raise Refusal when it breaks the terms.

        `path` is what the document is called, `file` where its settings are looked up.
        """
        settings = self._projects.of(file)
        document = settings.read(data, path, file)
        if self._terms.strict:
            errors = [f for f in settings.check(document, file) if f.severity is Severity.ERROR]
            if errors:
                raise Refusal(_verdict(errors))
        account = account_of(document)
        if document.records and account.share < self._terms.least_coverage:
            share, least = account.share, self._terms.least_coverage
            raise Refusal(f"records account for {share:.0%} of its characters, less than {least:.0%}")
        converted: Converted = document.to_json(source_map=self._terms.source_map)
        return (converted if origin is None else _with_origin(converted, origin)), account


def _with_origin(document: Converted, origin: Mapping[str, object]) -> Converted:
    """Put the origin beside the path that it explains."""
    found: Converted = {}
    for name, value in document.items():
        found[name] = value
        if name == "path":
            found["origin"] = dict(origin)
    return found


def _verdict(errors: Sequence[Finding]) -> str:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"line {first.span.start_line}: {first.code} {first.message}{more}"
