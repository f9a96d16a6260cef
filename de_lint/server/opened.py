"""A document that the client has open: its text, what it is read as, and what was found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from de_lint.diagnostics import Finding
from de_lint.judging.check import selected
from de_lint.judging.selectors import UnknownRule
from de_lint.project.configuration.settings import Settings
from de_lint.project.files.discovery import shown_path
from de_lint.project.files.limits import within_limits
from de_lint.project.pairs.cards import cards_of
from de_lint.project.pairs.pairing import asked_by
from de_lint.project.pairs.sure import Pairs
from de_lint.project.runs.baseline import configured_baselines
from de_lint.reading.document import Document
from de_lint.server.ranges import Ranges
from de_lint.server.roots import Root
from de_lint.server.texts import OpenText
from de_lint.vocabulary.kinds import Vocabulary

if TYPE_CHECKING:
    from de_lint.server.editor import Editor


class Opened:
    """One document; what is made of its text is made when it is asked for, and kept until the text changes."""

    def __init__(self, uri: str, file: str, text: OpenText, version: int, root: Root, editor: Editor) -> None:
        """Take the document, the absolute path of the file that it is or will be, and the folder that it is in."""
        self.uri, self.file, self.text, self.version = uri, file, text, version
        self.root, self.editor = root, editor
        self._settings: Settings | None = None
        self._document: Document | None = None
        self._findings: tuple[object, list[Finding]] | None = None

    def forget(self) -> None:
        """Forget what was made of the text: it has changed, or what lies around it has."""
        self._document = self._findings = None

    @property
    def data(self) -> bytes:
        """The text as it would be saved."""
        return str(self.text).encode("utf-8", "surrogatepass")

    @property
    def settings(self) -> Settings:
        """The settings of the document as they are now."""
        found = self.root.settings(self.file)
        if found is not self._settings:
            self._settings = found
            self.forget()
        return found

    @property
    def vocabulary(self) -> Vocabulary:
        """The words in force in the document."""
        return self.settings.vocabulary

    @property
    def document(self) -> Document:
        """What the text is read as."""
        self.settings  # noqa: B018  # may say that what is known is of others
        if self._document is None:
            self._document = self.read(self.data)
            self.root.note(self.file, cards_of(self._document))
        return self._document

    def read(self, data: bytes) -> Document:
        """Return what a text in the place of this one is read as."""
        return self.settings.read(within_limits(data), shown_path(self.file), self.file)

    def judge(self, document: Document) -> list[Finding]:
        """Return what is wrong with a text in the place of this one, and with its answers to the delegations around."""
        pairs = self.root.pairs(self.file)
        involved = self.involved(pairs)
        if pairs:
            involved[self.root.files.index(self.file)] = document
        asked = asked_by(pairs, involved, self._path_of)
        asked = {report: one for report, one in asked.items() if report in document.records}
        found = self.settings.check(document, self.file)
        found += self.settings.check_answers(document, self.file, asked) if asked else []
        return sorted(found, key=lambda finding: finding.sort_key)

    @property
    def ranges(self) -> Ranges:
        """Where the places of the reader are in the text."""
        return Ranges(self.text, self.document.source)

    @property
    def findings(self) -> list[Finding]:
        """What `check` finds in the text: what is wrong with it, and with its answers to the delegations around it."""
        document, settings = self.document, self.settings
        if self.root.excludes(self.file):
            return []
        pairs = self.root.pairs(self.file)
        involved = self.involved(pairs)
        if self._findings is None or self._findings[0] != (pairs, involved):
            found = self.judge(document)
            for baseline in configured_baselines([settings.configuration]):
                found = baseline.new(found)
            self._findings = (pairs, involved), found
        return self._findings[1]

    def unknown_rules(self) -> list[str]:
        """Return what is to be said of the client's selectors that fit no rule in force here."""
        line, rules = self.root.options.command_line, self.settings.rules
        asked = (*(line.select or ()), *line.extend_select, *line.ignore)
        return [str(UnknownRule(each, rules)) for each in asked if not selected([each], rules=rules)]

    def partners(self) -> set[str]:
        """Return the other files in this folder of which a delegation or report belongs to one of this document."""
        pairs = self.root.pairs(self.file)
        files = self.root.files if pairs else []
        return {files[one.file] for pair in pairs for one in pair} - {self.file}

    def involved(self, pairs: Pairs) -> dict[int, Document]:
        """Return the documents of pairs by the numbers of their files."""
        return {one.file: self._document_of(self.root.files[one.file]) for pair in pairs for one in pair}

    def _document_of(self, file: str) -> Document:
        found = self.editor.opened_at(file)
        return found.document if found else self.root.document(file)

    def _path_of(self, number: int) -> str:
        return shown_path(self.root.files[number])
