"""Files changed in place: fixed, or given comments that silence what stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.diagnostics import Finding
from de_lint.project.files.discovery import Input
from de_lint.project.files.writing import atomic

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.repository.changed import ChangedLines
    from de_lint.reading.document import Document
    from de_lint.writing.fixing import Fixed


@dataclass(frozen=True, slots=True)
class Held(Input):
    """An input whose bytes are at hand, for standard input is only there once."""

    data: bytes = b""

    def read(self) -> bytes:
        """Return the bytes."""
        return self.data


def held(given: Input) -> Input:
    """Return standard input together with what it says, and any other input as it is."""
    if given.file is not None:
        return given
    try:
        return Held(given.path, None, given.error, given.read())
    except OSError:  # whoever reads it will say so
        return given


class FileOfProject:
    """One input under its project's settings: fixed and judged as `check` would judge it."""

    def __init__(self, given: Input, projects: Projects) -> None:
        """Take the input and where its settings come from."""
        self.given = given
        self._file = given.file or Path(given.path)
        self._settings = projects.of(self._file)

    def read(self, data: bytes) -> Document:
        """Return the document that some bytes are at the place of this input."""
        return self._settings.read(data, self.given.path, self._file)

    def judge(self, document: Document) -> list[Finding]:
        """Return the findings in a document at the place of this input."""
        return self._settings.check(document, self._file)

    def fixed(self, data: bytes, unsafe: bool, changes: ChangedLines | None = None) -> Fixed:
        """Return what fixing makes of the bytes of this input; with `changes`, only of what is changed, and once.

        After one pass the lines may be others than those that git spoke of.
        """
        from de_lint.writing.fixing import fix_by

        if changes is None:
            return fix_by(data, self.read, self.judge, unsafe)
        return fix_by(data, self.read, self.judge, unsafe, 1, lambda finding: changes.holds(finding, self._file))

    def suppressed(self, data: bytes, findings: Sequence[Finding], reason: str) -> bytes:
        """Return the bytes of this input with comments that silence findings."""
        from de_lint.writing.suppressing import suppress

        return suppress(data, findings, self.read, self.judge, reason)

    def write(self, data: bytes, before: bytes) -> None:
        """Write the bytes to the file that held others before, whole or not at all; standard input has none."""
        if self.given.file is not None:
            with atomic(str(self.given.file), before) as stream:
                stream.write(data)
