"""A client that talks to `de-lint server` over its standard input and output, and waits for what the server tells."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

COMMAND = [sys.executable, "-m", "de_lint", "server"]
SECTION = "de-lint"
#: Seconds after which something will not come any more.
PATIENCE = 120
Findings = Sequence[types.Diagnostic]


class Client:
    """One session: what is open, and what the server said without being asked."""

    def __init__(self, capabilities: types.ClientCapabilities) -> None:
        """Take what the client is able to do."""
        self.capabilities = capabilities
        self.protocol: LanguageClient = make_test_lsp_client()
        self.published: dict[str, tuple[int | None, Findings]] = {}
        self.shown: list[types.ShowDocumentParams] = []
        self.registered: list[types.Registration] = []
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.refreshed = 0
        self.server_encoding: str | None = None
        self._news = asyncio.Condition()
        features = self.protocol.protocol.fm.features
        heard: dict[str, Callable[..., Any]] = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._hear,
            types.WINDOW_SHOW_DOCUMENT: self._show,
            types.CLIENT_REGISTER_CAPABILITY: self._register,
            types.WORKSPACE_CODE_LENS_REFRESH: self._refresh,
            types.WINDOW_SHOW_MESSAGE: self._message,
        }
        for method, hear in heard.items():
            features.pop(method, None)
            self.protocol.feature(method)(partial(hear))

    async def _hear(self, params: types.PublishDiagnosticsParams) -> None:
        self.published[params.uri] = (params.version, params.diagnostics)
        await self._tell()

    async def _show(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.shown.append(params)
        await self._tell()
        return types.ShowDocumentResult(success=True)

    async def _register(self, params: types.RegistrationParams) -> None:
        self.registered += params.registrations
        await self._tell()

    async def _refresh(self, _: object) -> None:
        self.refreshed += 1
        await self._tell()

    async def _message(self, params: types.ShowMessageParams) -> None:
        self.protocol.messages.append(params)
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, holds: Any) -> None:
        """Wait until something holds; only what the server says can change that.

        TimeoutError where it will not come any more.
        """
        async with self._news, asyncio.timeout(PATIENCE):
            await self._news.wait_for(holds)

    def open(self, file: Path, text: str | None = None) -> str:
        """Open a file, as it is on the disk or with another text; return its address."""
        uri, said = file.as_uri(), file.read_bytes().decode() if text is None else text
        self.versions[uri], self.texts[uri] = 1, said
        item = types.TextDocumentItem(uri, "markdown", 1, said)
        self.protocol.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Send changes."""
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.protocol.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    def replace(self, uri: str, old: str, new: str) -> None:
        """Put words in the place of others that stand in one line of a text, as typing does."""
        text = self.texts[uri]
        at = text.index(old)
        start, end = position(text, at), position(text, at + len(old))
        self.texts[uri] = text[:at] + new + text[at + len(old) :]
        self.change(uri, types.TextDocumentContentChangePartial(types.Range(start, end), new))

    async def findings(self, uri: str) -> Findings:
        """Return what the server says of the text as it is now."""
        await self.until(lambda: self.published.get(uri, (None,))[0] == self.versions[uri])
        return self.published[uri][1]

    def at(self, uri: str, words: str, inside: int = 0) -> dict[str, Any]:
        """Return the document, and the position at some words of it or after some of their characters."""
        text = self.texts[uri]
        place = position(text, text.index(words) + inside)
        return {"text_document": types.TextDocumentIdentifier(uri), "position": place}


def position(text: str, index: int) -> types.Position:
    """Return the UTF-16 position of a character."""
    before = text[:index].split("\n")
    return types.Position(len(before) - 1, len(before[-1].encode("utf-16-le", "surrogatepass")) // 2)


def applied(text: str, edits: Sequence[Any]) -> str:
    """Return a text with edits made, as a client makes them."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines) + 1)]

    def offset(place: types.Position) -> int:
        if place.line >= len(lines):
            return len(text)
        units = lines[place.line].encode("utf-16-le", "surrogatepass")[: 2 * place.character]
        return starts[place.line] + len(units.decode("utf-16-le", "surrogatepass"))

    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@asynccontextmanager
async def session(
    *folders: Path,
    settings: dict[str, Any] | None = None,
    arguments: Sequence[str] = (),
    like: str = "visual-studio-code",
    encodings: Sequence[str] | None = None,
    options: Any = None,
    able: Callable[[types.ClientCapabilities], None] = lambda capabilities: None,
) -> AsyncIterator[Client]:
    """Start a server, open folders, and end it as clients do."""
    capabilities = client_capabilities(like)
    if encodings is not None:
        capabilities.general = capabilities.general or types.GeneralClientCapabilities()
        capabilities.general.position_encodings = list(encodings)
    able(capabilities)
    client = Client(capabilities)
    if settings is not None:
        client.protocol.set_configuration(settings, section=SECTION)
    await client.protocol.start_io(*COMMAND, *arguments, cwd=folders[0] if folders else None, env={**os.environ})
    opened = [types.WorkspaceFolder(each.as_uri(), each.name) for each in folders]
    root = folders[0].as_uri() if folders else None
    params = types.InitializeParams(
        capabilities, root_uri=root, workspace_folders=opened or None, initialization_options=options
    )
    try:
        answered = await client.protocol.initialize_session(params)
        encoding = answered.capabilities.position_encoding
        client.server_encoding = str(getattr(encoding, "value", encoding))
        yield client
        await client.protocol.shutdown_session()
    finally:
        process = client.protocol._server
        if process is not None and process.returncode is None:
            process.kill()
        await client.protocol.stop()  # type: ignore[no-untyped-call]
    assert process is not None and process.returncode == 0
