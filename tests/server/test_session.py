"""A recorded session of an editor: what it does, and what it is told. The extension for VS Code plays it, too."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from lsprotocol import types

from .client import Client, applied, session

RECORDED = json.loads(Path(__file__).with_name("session.json").read_text(encoding="utf-8"))


class Playing:
    """Does the steps of the session one after the other."""

    def __init__(self, folder: Path, client: Client) -> None:
        self.folder = folder
        self.client = client
        self.converter = client.protocol.protocol._converter

    async def step(self, step: dict[str, Any]) -> None:
        does = next(iter(step))
        if does == "open":
            self.client.open(self.folder / step["open"])
        else:
            await getattr(self, does)(step, (self.folder / step.get("in", step[does])).as_uri())

    async def replace(self, step: dict[str, Any], uri: str) -> None:
        self.client.replace(uri, *step["replace"])

    async def text(self, step: dict[str, Any], uri: str) -> None:
        assert step["text"] in self.client.texts[uri]

    async def diagnostics(self, step: dict[str, Any], uri: str) -> None:
        def found() -> list[list[str]] | None:
            version, diagnostics = self.client.published.get(uri, (None, ()))
            if version != self.client.versions[uri]:
                return None
            lines = self.client.texts[uri].split("\n")
            return [[str(each.code), _cut(lines[each.range.start.line], each.range)] for each in diagnostics]

        try:
            await self.client.until(lambda: found() == step["diagnostics"])
        except TimeoutError:
            assert found() == step["diagnostics"]

    async def lens(self, step: dict[str, Any], uri: str) -> None:
        while True:  # until the folder is known
            asked_after = self.client.refreshed
            lenses = await self.asked("textDocument/codeLens", step, uri)
            if any(each["command"]["title"] == step["lens"] for each in lenses):
                return
            await self.client.until(lambda n=asked_after: self.client.refreshed > n)

    async def ask(self, step: dict[str, Any], uri: str) -> None:
        found = await self.asked(step["ask"], step, uri)
        assert fits(step["gives"], found), found

    async def asked(self, method: str, step: dict[str, Any], uri: str, **more: Any) -> Any:
        """Return what the server answers, as JSON."""
        params: dict[str, Any] = {"textDocument": {"uri": uri}, **more}
        if "at" in step:
            place = self.client.at(uri, *step["at"])["position"]
            params["position"] = self.converter.unstructure(place)
        sort: Any = types.METHOD_TO_TYPES[method][2]
        request = self.converter.structure(params, sort)
        answer = self.client.protocol.protocol.send_request_async(method, request)  # type: ignore[no-untyped-call]
        return self.converter.unstructure(await answer)

    async def act(self, step: dict[str, Any], uri: str) -> None:
        place = self.client.at(uri, *step["at"])["position"]
        at = self.converter.unstructure(types.Range(place, place))
        found = await self.asked("textDocument/codeAction", {}, uri, range=at, context={"diagnostics": []})
        action = next((each for each in found if each["title"] == step["act"]), None)
        assert action, [each["title"] for each in found]
        request = self.converter.structure(action, types.CodeAction)
        self.apply((await self.client.protocol.code_action_resolve_async(request)).edit)

    async def format(self, _: dict[str, Any], uri: str) -> None:
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        params = types.DocumentFormattingParams(types.TextDocumentIdentifier(uri), options)
        self.put(uri, await self.client.protocol.text_document_formatting_async(params) or ())

    async def rename(self, step: dict[str, Any], uri: str) -> None:
        params = types.RenameParams(new_name=step["rename"], **self.client.at(uri, *step["at"]))
        self.apply(await self.client.protocol.text_document_rename_async(params))

    def apply(self, edit: types.WorkspaceEdit | None) -> None:
        assert edit and edit.document_changes
        for each in edit.document_changes:
            assert isinstance(each, types.TextDocumentEdit)
            assert each.text_document.version == self.client.versions[each.text_document.uri]
            self.put(each.text_document.uri, each.edits)

    def put(self, uri: str, edits: Any) -> None:
        """Make edits, and tell the server what the text is now."""
        self.client.texts[uri] = applied(self.client.texts[uri], edits)
        self.client.change(uri, types.TextDocumentContentChangeWholeDocument(self.client.texts[uri]))


def _cut(line: str, place: types.Range) -> str:
    units = line.encode("utf-16-le")
    end = place.end.character if place.end.line == place.start.line else len(line)
    return units[2 * place.start.character : 2 * end].decode("utf-16-le")


def fits(expected: Any, found: Any) -> bool:
    """Tell whether all that is expected is there; `~` begins what a text has to hold."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(fits(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return isinstance(found, (list, tuple)) and all(any(fits(e, f) for f in found) for e in expected)
    if isinstance(expected, str) and expected.startswith("~"):
        return isinstance(found, str) and expected[1:] in found
    return bool(expected == found)


def test_the_recorded_session(tmp_path: Path) -> None:
    for name, text in RECORDED["files"].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    async def played() -> None:
        async with session(tmp_path) as client:
            playing = Playing(tmp_path, client)
            for step in RECORDED["steps"]:
                await playing.step(step)
            assert client.protocol.messages == []

    asyncio.run(played())
