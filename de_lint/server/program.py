"""The server on standard input and output: who answers which message, and what becomes of what goes wrong."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import from_fs_path

from de_lint.output.program import NAME_OF_PROGRAM, version
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import reason, standard_input
from de_lint.project.files.limits import TooLarge
from de_lint.server.editor import Editor, uri_of
from de_lint.server.features import Answer, NotPossible, all_features, uri_in
from de_lint.server.features.diagnostics import publish
from de_lint.server.features.lenses import SHOW
from de_lint.server.messages import Messages
from de_lint.server.opened import Opened
from de_lint.server.options import SECTION, Options, UnusableOption, json_of_client
from de_lint.vocabulary.unknown import UnknownRole

#: What may change which settings hold, and which reports answer which delegations.
_WATCHED = "**/{*.md,*.markdown,.de-lint.toml,pyproject.toml,.gitignore}"


class TextProtocol(LanguageServerProtocol):
    """Keeps the texts itself: pygls splits lines where neither the protocol nor the reader does."""

    _server: Server

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return a message from its JSON; a request that makes no sense is answered, too."""
        try:
            return super().structure_message(data)
        except Exception:
            if isinstance(data.get("id"), (str, int)) and "method" in data:
                self._send_response(data["id"], error=JsonRpcInvalidParams().to_response_error())
            raise

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        """Answer a request; where that goes wrong, a line tells why: a stack of calls helps nobody who edits."""
        if error is not None:
            error.message, error.data = error.message.partition("\n")[0], None
        super()._send_response(msg_id, result, error)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a text."""
        document = params.text_document
        self._server.editor.open(document.uri, document.text, document.version)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change a text."""
        document = params.text_document
        self._server.editor.change(document.uri, document.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a text."""
        self._server.editor.close(params.text_document.uri)


class Server(LanguageServer):
    """The server with what it knows of its client."""

    def __init__(self, options: Options) -> None:
        """Take what the command line says."""
        super().__init__(NAME_OF_PROGRAM, version(), protocol_cls=TextProtocol)
        self.editor = Editor(self, options)
        self.editor.publish = lambda opened: _guarded(opened, publish, opened)
        for method, answer in all_features().items():
            self.feature(method, answer.options)(partial(_answer, self.editor, answer))
        self.feature(types.INITIALIZE)(partial(self._initialize))
        self.feature(types.INITIALIZED)(partial(self._initialized))
        self.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(partial(self._folders_changed))
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(partial(self._configuration_changed))
        self.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(partial(self._files_changed))
        self.feature(types.TEXT_DOCUMENT_DID_SAVE)(partial(self._saved))
        self.command(SHOW)(partial(self._show))

    @property
    def has_stopped(self) -> bool:
        """Tell whether the client has asked for the end before it ended the server."""
        return bool(self.protocol._shutdown)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong with a message: nobody can do anything about it who is writing a report."""
        del source
        self.editor.log(f"{type(error).__name__}: {error}".split("\n", 1)[0])

    def _initialize(self, params: types.InitializeParams) -> None:
        root = params.root_uri or (from_fs_path(params.root_path) if params.root_path else None)
        folders = [each.uri for each in params.workspace_folders or ()]
        self.editor.set_folders(folders or ([root] if root else []))
        if not self.editor.can("text_document.rename.prepare_support"):  # only these clients may be told of it
            self.protocol.fm.feature_options.pop(types.TEXT_DOCUMENT_RENAME)
        self._tell_options({None: _own(params.initialization_options)})

    async def _initialized(self, _: types.InitializedParams) -> None:
        await self._ask_for_options()
        if self.editor.can("workspace.did_change_watched_files.dynamic_registration"):
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("watched", method, options)
            await self.client_register_capability_async(types.RegistrationParams([registration]))

    async def _configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        if not await self._ask_for_options():
            self._tell_options({None: _own(params.settings)})

    async def _ask_for_options(self) -> bool:
        """Ask the client for its settings of each folder; tell whether it can be asked."""
        if not self.editor.can("workspace.configuration"):
            return False
        folders = [None, *self.editor.folders]
        items = [types.ConfigurationItem(uri_of(each) if each else None, SECTION) for each in folders]
        said = await self.workspace_configuration_async(types.ConfigurationParams(items))
        self._tell_options(dict(zip(folders, said, strict=False)))
        return True

    def _tell_options(self, said: Mapping[str | None, Any]) -> None:
        try:
            self.editor.tell_options({folder: _own(each) for folder, each in said.items()})
        except UnusableOption as error:
            self.editor.tell_once(str(error))

    async def _folders_changed(self, _: types.DidChangeWorkspaceFoldersParams) -> None:
        self.editor.set_folders([each.uri for each in self.workspace.folders.values()])
        await self._ask_for_options()

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        self.editor.look_at([each.uri for each in params.changes])

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        self.editor.look_at([params.text_document.uri])

    def _show(self, uri: str, line: int) -> None:
        """Show a line (from 0) of a document; nobody waits for that."""
        try:
            place = types.Range(types.Position(line, 0), types.Position(line, 0))
            params = types.ShowDocumentParams(uri, take_focus=True, selection=place)
        except (TypeError, ValueError) as error:
            raise JsonRpcInvalidParams(str(error)) from None
        self.window_show_document(params)


def _own(said: Any) -> Any:
    """Return what a client says to this server, which may stand among what it says to others."""
    said = json_of_client(said)
    return said.get(SECTION, said) if isinstance(said, dict) else said


def _answer(editor: Editor, answer: Answer, params: Any) -> Any:
    """Answer a message about an open document; about any other one nothing is known."""
    opened = editor.of(uri_in(params))
    return _guarded(opened, answer.answer, opened, params) if opened else None


def _guarded(opened: Opened, answer: Callable[..., Any], *arguments: Any) -> Any:
    """Return an answer about a document; where there is none, tell why: a document must not end the server."""
    editor = opened.editor
    try:
        with opened.root.entered():
            return answer(*arguments)
    except (ConfigurationError, UnknownRole) as error:
        editor.tell_once(f"{error.file}: {error.why}" if isinstance(error, ConfigurationError) else str(error))
    except NotPossible as error:
        raise JsonRpcInvalidParams(str(error)) from None
    except TooLarge as error:
        editor.tell_once(f"{opened.file}: {reason(error)}")
    except OSError as error:
        editor.log(f"{opened.file}: {reason(error)}")
    except Exception as error:
        editor.log(f"{opened.file}: internal failure: {type(error).__name__}: {error}")
    return None


def serve(options: Options) -> int:
    """Answer a client until it goes; return the exit code that the protocol asks for."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what goes wrong is told to the client
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python would wait for the thread that waits for the client
    stdin = standard_input()
    if sys.stdout is None:
        raise OSError(0, "standard output is closed")
    stdout, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever prints there would break a message
    server = Server(options)
    server.start_io(cast("BinaryIO", Messages(stdin, server.editor.log)), stdout)
    return 0 if server.has_stopped else 1
