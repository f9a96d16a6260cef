"""The client and what it has open: documents, folders and settings; what it is told without asking."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from de_lint.file_names import is_markdown
from de_lint.project.files.discovery import reason
from de_lint.server.opened import Opened
from de_lint.server.options import Options
from de_lint.server.roots import Root
from de_lint.server.texts import OpenText

#: Seconds without a change after which a document is judged; one that takes longer is judged less often.
PAUSE = 0.1
_SHARE, _LONGEST_PAUSE = 3, 2.0
#: Characters of a document that is judged.
LONGEST = 1_000_000
#: When so many files change at once, all are looked at anew, one after the other.
_MANY = 20


class Editor:
    """What the server knows of its client."""

    def __init__(self, server: LanguageServer, options: Options) -> None:
        """Take the connection, and what the command line says of configuration."""
        self.server = server
        self._given = options
        self._options: dict[str | None, Options] = {}
        self.publish: Callable[[Opened], None] = lambda opened: None
        self.folders: list[str] = []
        self._roots: dict[str, Root] = {}
        self._opened: dict[str, Opened] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._took: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._told: set[str] = set()

    def can(self, capability: str) -> bool:
        """Tell whether the client has a capability, named by its path."""
        return bool(get_capability(self.server.client_capabilities, capability))

    @property
    def encoding(self) -> str:
        """In what the client counts the characters of a line."""
        return str(getattr(self.server.workspace.position_encoding, "value", self.server.workspace.position_encoding))

    @property
    def opened(self) -> list[Opened]:
        """The documents that are open."""
        return list(self._opened.values())

    def of(self, uri: str) -> Opened | None:
        """Return the open document at an address; what is not open is not read."""
        return self._opened.get(uri)

    def opened_at(self, file: str) -> Opened | None:
        """Return the open document of a file."""
        return next((each for each in self._opened.values() if each.file == file), None)

    def open(self, uri: str, text: str, version: int) -> None:
        """Take a document that the client has opened."""
        file = _path_of(uri) or os.path.join(self.folders[0] if self.folders else os.getcwd(), "untitled.md")
        if self._is_too_long(file, len(text)):
            return
        self._opened[uri] = Opened(uri, file, OpenText(text, self.encoding), version, self._root_of(file), self)
        self._settle(self._opened[uri])

    def _settle(self, opened: Opened) -> None:
        """Judge a document as the folder is that it is in, and learn what else is in there."""
        opened.root = self._root_of(opened.file)
        opened.forget()
        self.schedule(opened, 0)
        folder = opened.root.folder
        if folder in self.folders and folder not in self._tasks:
            self._tasks[folder] = asyncio.get_running_loop().create_task(self._gather(opened.root))

    def close(self, uri: str) -> None:
        """Forget a document that the client has closed, and take what was found in it off the screen.

        The file on the disk counts again.
        """
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        opened = self._opened.pop(uri, None)
        if opened is None:
            return
        self._took.pop(uri, None)
        if (handle := self._waiting.pop(uri, None)) is not None:
            handle.cancel()
        self._look_at([opened.file])

    def change(self, uri: str, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> None:
        """Make the client's changes to a document."""
        opened = self._opened.get(uri)
        if opened is None:
            return
        for change in changes:
            opened.text.change(change.text, getattr(change, "range", None))
        if self._is_too_long(opened.file, len(str(opened.text))):
            self.close(uri)
            return
        opened.version = version
        opened.forget()
        self.schedule(opened, min(max(PAUSE, _SHARE * self._took.get(uri, 0)), _LONGEST_PAUSE))

    def _is_too_long(self, file: str, characters: int) -> bool:
        """Tell whether a text is one that is not judged while it is edited: nobody would get an answer before."""
        if characters <= LONGEST:
            return False
        self.tell_once(f"{file}: of more than {LONGEST:,} characters nothing is said while they are edited")
        return True

    def schedule(self, opened: Opened, pause: float) -> None:
        """Publish what is found in a document after a pause, unless it changes before."""
        if (handle := self._waiting.pop(opened.uri, None)) is not None:
            handle.cancel()
        self._waiting[opened.uri] = asyncio.get_running_loop().call_later(pause, self._publish, opened)

    def _publish(self, opened: Opened) -> None:
        self._waiting.pop(opened.uri, None)
        started = perf_counter()
        self.publish(opened)
        self._took[opened.uri] = perf_counter() - started
        partners = opened.partners()
        for other in self._opened.values() if partners else ():
            if other.file in partners and other.root is opened.root and other.uri not in self._waiting:
                self.publish(other)

    def set_folders(self, folders: Iterable[str]) -> None:
        """Take the addresses of the folders that the client has open."""
        self.folders = [path for each in folders if (path := _path_of(each))]
        self.renew()

    def tell_options(self, said: Mapping[str | None, Any]) -> None:
        """Take the client's settings, of each folder or of all; what they leave out, the command line says."""
        self._options = {folder: self._given.told(each) for folder, each in said.items()}
        self.renew()

    def renew(self) -> None:
        """Judge everything anew."""
        for task in self._tasks.values():
            task.cancel()
        self._roots, self._tasks = {}, {}
        self._told.clear()
        for opened in self._opened.values():
            self._settle(opened)

    def look_at(self, files: Iterable[str]) -> None:
        """Heed that the files at some addresses have changed, have come or are gone."""
        self._look_at([file for each in files if (file := _path_of(each))])

    def _look_at(self, files: Iterable[str]) -> None:
        changed = [file for file in files if self.opened_at(file) is None]
        if len(changed) > _MANY:
            self.renew()
            return
        self._told.clear()
        for file in changed:
            self._root_of(file).look_at(file)
        for root in self._roots.values():
            if all(map(is_markdown, changed)):
                root.look_again()
            else:
                root.forget_settings()
        for opened in self._opened.values():
            opened.forget()
            self.schedule(opened, PAUSE)

    def edit(self, edits: Mapping[str, Sequence[types.TextEdit]]) -> types.WorkspaceEdit:
        """Return edits of documents by their addresses in the form that the client knows."""
        if not self.can("workspace.workspace_edit.document_changes"):
            return types.WorkspaceEdit(changes=dict(edits))
        versions = {uri: self._opened[uri].version if uri in self._opened else None for uri in edits}
        changes = [
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), list(own))
            for uri, own in edits.items()
        ]
        return types.WorkspaceEdit(document_changes=changes)

    def tell_once(self, message: str, sort: types.MessageType = types.MessageType.Error) -> None:
        """Show a message to the user, once until something changes."""
        if message not in self._told:
            self._told.add(message)
            self.server.window_show_message(types.ShowMessageParams(sort, message))

    def log(self, message: str) -> None:
        """Write a line to the client's log."""
        self.server.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def _root_of(self, file: str) -> Root:
        """Return the innermost of the open folders that a file is in, or else the file's own folder."""
        above = [folder for folder in self.folders if file.startswith(folder.rstrip(os.sep) + os.sep)]
        folder = max(above, key=len, default=os.path.dirname(file))
        if folder not in self._roots:
            options = self._options.get(folder) or self._options.get(None) or self._given
            self._roots[folder] = Root(folder, options)
        return self._roots[folder]

    async def _gather(self, root: Root) -> None:
        try:
            await root.gather(lambda file: self.opened_at(file) is not None)
        except OSError as error:
            self.log(f"{root.folder}: {reason(error)}")
        for opened in self._opened.values():
            if opened.root is root:
                self.schedule(opened, 0)
        if self.can("workspace.code_lens.refresh_support"):
            self.server.workspace_code_lens_refresh(None)


def uri_of(file: str) -> str:
    """Return the address of a file."""
    return str(from_fs_path(file))


def _path_of(uri: str) -> str | None:
    """Return the path that an address stands for; None if it is that of no file."""
    path = to_fs_path(uri)
    return os.path.normpath(path) if path and os.path.isabs(path) and "\0" not in path else None
