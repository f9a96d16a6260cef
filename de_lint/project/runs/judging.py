"""One file's verdict: what was found in it, or why it could not be judged. Verdicts travel between processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

from de_lint.classes import dataclass
from de_lint.diagnostics import Finding
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import STDIN, Input, content_hash
from de_lint.project.pairs.cards import Card, cards_of
from de_lint.vocabulary.unknown import UnknownRole

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.reading.document import Document


class Lines(Sequence[str]):
    """The lines of a file as written, which is opened when one is asked for; none if it is another one by then."""

    def __init__(self, given: Input, content: str) -> None:
        """Take the file, and the hash of the content that is meant."""
        self._given = given
        self._content = content
        self._lines: tuple[str, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return a line or some of them."""
        return self._all[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    @property
    def _all(self) -> tuple[str, ...]:
        if self._lines is None:
            from de_lint.reading.source import read_source

            try:
                data = self._given.read()
            except OSError:
                data = b""
            is_same = content_hash(data) == self._content
            self._lines = tuple(line.raw for line in read_source(data, self._given.path).lines) if is_same else ()
        return self._lines


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings in a file; `lines` are its lines as written, and none when there are no findings.

    `records` are the kinds of those that were read in it; `cards` say which of them may belong to
    a pair. A verdict is `lasting` if it depends on nothing but the file and the settings.
    """

    findings: tuple[Finding, ...] = ()
    lines: Sequence[str] = ()
    records: tuple[str, ...] = ()
    lasting: bool = True
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why one file has no verdict; the others are judged all the same."""

    why: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """What is wrong with the settings, so that the run ends; exceptions would not survive the way back."""

    file: str | None
    why: str

    def error(self) -> Exception:
        """Return the exception that the settings raised."""
        if self.file is None:
            return UnknownRole(self.why)
        return ConfigurationError(self.file, self.why)


Verdict = Judged | Failed | Stopped


class Judge:
    """Reads and judges files by their projects' settings."""

    def __init__(self, projects: Projects) -> None:
        """Take where the settings of files come from."""
        self._projects = projects

    def __call__(self, data: bytes, path: str, file: str, kept: bool = False) -> Verdict:
        """Return the verdict on a document called `path` whose settings are those of `file`.

        One that is `kept` there can be read again: its lines need not be held, nor travel between processes.
        """
        try:
            settings = self._projects.of(file)
            document = settings.read(data, path, file)
            if path == STDIN:
                _heed_kind(document, settings.of(file).kind)
            evidence = settings.evidence(file)
            findings = settings.check(document, file, evidence)
            cards = cards_of(document)
        except ConfigurationError as error:
            return Stopped(error.file, error.why)
        except UnknownRole as error:
            return Stopped(None, str(error))
        except Exception as error:  # one document must not cost the others their findings
            return Failed(f"internal failure: {type(error).__name__}: {error}")
        source = document.source
        lines: Sequence[str] = ()
        if findings:
            lines = Lines(Input(path, file), source.sha256) if kept else tuple(line.raw for line in source.lines)
        kinds = tuple(record.kind for record in document.records)
        return Judged(tuple(findings), lines, kinds, not evidence.asked, cards)


def _heed_kind(document: Document, kind: str | None) -> None:
    """A text without a name that is said to be of a kind is no template of that kind, as a file may be."""
    if kind:
        from de_lint.project.files.contexts import make_instances

        make_instances(document.records, kind)


def judge_of(make_projects: Callable[[], Projects]) -> Judge:
    """Return a judge with projects of its own: what a process of a pool starts with."""
    return Judge(make_projects())
