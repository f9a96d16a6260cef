"""Whatever a client or a document says, the server goes on, and answers the next message."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

from de_lint.server import messages
from de_lint.server.editor import Editor
from de_lint.server.options import Options

from ..counting import calls_of
from .client import COMMAND, Client, applied, session

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize",
              "params": {"processId": None, "rootUri": None, "capabilities": {}}}  # fmt: skip
SHUTDOWN = {"jsonrpc": "2.0", "id": 9, "method": "shutdown"}
EXIT = {"jsonrpc": "2.0", "method": "exit"}
REPORT = "QA Agent Progress Report\n- Task: Test the cart\n- Status: purple\n"


def message(said: Any) -> bytes:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answers(output: bytes) -> list[dict[str, Any]]:
    found = []
    while output:
        head, _, rest = output.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        found.append(json.loads(rest[:length]))
        output = rest[length:]
    return found


def run(*said: Any) -> tuple[int, list[dict[str, Any]], str]:
    data = b"".join(each if isinstance(each, bytes) else message(each) for each in said)
    result = subprocess.run(COMMAND, input=data, capture_output=True, check=False)
    return result.returncode, answers(result.stdout), result.stderr.decode()


BROKEN = {
    "no JSON": message(b"{"),
    "no UTF-8": message(b'{"jsonrpc": "2.0", "method": "\xff"}'),
    "a list": message([INITIALIZE, INITIALIZE]),
    "a number": message(7),
    "nothing": message({}),
    "no protocol": message({"jsonrpc": "1.0", "id": 3, "method": "shutdown"}),
    "deep": message(b'{"jsonrpc": "2.0", "method": "x", "params": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "no header": b"hello\r\n\r\n",
    "an unknown method": message({"jsonrpc": "2.0", "method": "textDocument/whatever", "params": {"a": 1}}),
    "an answer to nothing": message({"jsonrpc": "2.0", "id": "none", "result": None}),
    "parameters of another message": message({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": []}),
    "a change of what is not open": message({
        "jsonrpc": "2.0", "method": "textDocument/didChange",
        "params": {"textDocument": {"uri": "file:///x.md", "version": 2}, "contentChanges": [{"text": "x"}]},
    }),
    "the end of what is not open": message({
        "jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///x.md"}},
    }),
    "no address": message({
        "jsonrpc": "2.0", "method": "textDocument/didOpen", "params":
        {"textDocument": {"uri": "file://[", "languageId": "markdown", "version": 1, "text": "x"}},
    }),
    "an address with a zero byte": message({
        "jsonrpc": "2.0", "method": "textDocument/didOpen", "params":
        {"textDocument": {"uri": "file:///a%00b.md", "languageId": "markdown", "version": 1, "text": REPORT}},
    }),
    "a folder that is gone": message({
        "jsonrpc": "2.0", "method": "textDocument/didOpen", "params":
        {"textDocument": {"uri": "file:///not/there/a.md", "languageId": "markdown", "version": 1, "text": REPORT}},
    }),
    "a length in small letters": message({"jsonrpc": "2.0", "method": "x"}).lower().replace(b": ", b":", 1),
    "a length that is none": b"Content-Length: -5\r\n\r\n",
    "a long header": b"X" * 1_000_000 + b"\r\n\r\n",
    "commands with wrong arguments": b"".join(
        message({"jsonrpc": "2.0", "id": None, "method": "workspace/executeCommand", "params":
                 {"command": "de-lint.show", "arguments": arguments}})
        for arguments in ([], [1, 2], ["file:///x.md", 10**20], ["file:///x.md", -1], [["x"] * 9])
    ),
    "settings that are none": message({
        "jsonrpc": "2.0", "method": "workspace/didChangeConfiguration",
        "params": {"settings": {"de-lint": {"select": 7}}},
    }),
}  # fmt: skip


def test_broken_messages_end_nothing() -> None:
    document = {"textDocument": {"uri": "file:///x.md"}}
    asked = [{"jsonrpc": "2.0", "id": name, "method": "textDocument/codeLens", "params": document} for name in BROKEN]
    sent = [each for both in zip(BROKEN.values(), asked, strict=True) for each in both]
    code, said, stderr = run(INITIALIZE, *sent, SHUTDOWN, EXIT)
    assert (code, stderr) == (0, "")
    assert [each["id"] for each in said if each.get("id") is not None and "method" not in each] == [1, *BROKEN, 9]
    assert all("Traceback" not in json.dumps(each) for each in said)


def test_a_request_that_makes_no_sense_is_answered() -> None:
    asked = {"jsonrpc": "2.0", "id": 5, "method": "textDocument/hover", "params": {"position": "here"}}
    _, said, _ = run(INITIALIZE, asked, SHUTDOWN, EXIT)
    assert next(each for each in said if each.get("id") == 5)["error"]["code"] == -32602


def test_what_fails_is_answered_in_a_line() -> None:
    wrong = {"command": "de-lint.show", "arguments": ["file:///x.md", 10**20]}
    asked = {"jsonrpc": "2.0", "id": 5, "method": "workspace/executeCommand", "params": wrong}
    _, said, _ = run(INITIALIZE, asked, SHUTDOWN, EXIT)
    error = next(each for each in said if each.get("id") == 5)["error"]
    assert error["code"] == -32602 and "\n" not in error["message"] and not error.get("data")


@pytest.mark.parametrize("length", [b"10000000000", b"9" * 6_000])
def test_no_length_is_waited_for_that_nobody_can_send(length: bytes) -> None:
    code, said, stderr = run(INITIALIZE, b"Content-Length: " + length + b"\r\n\r\n{}")
    assert (code, stderr) == (1, "")  # the client is gone
    assert "bytes is passed over" in said[-1]["params"]["message"]


def test_a_message_that_is_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LARGEST", 100)
    told: list[str] = []
    sent = [b"Content-Length: 101\r\nX: y\r\n\r\n" + b"x" * 101, b"content-length:3\r\n\r\n{ }"]
    stream = messages.Messages(io.BytesIO(b"".join(sent)), told.append)
    assert [stream.readline(), stream.readline(), stream.read(3)] == [b"Content-Length: 3\r\n", b"\r\n", b"{ }"]
    assert stream.readline() == b""
    assert told == ["a message of 101 bytes is passed over: more than 100 are not read"]


def test_a_text_that_is_too_long_is_not_judged(tmp_path: Path) -> None:
    async def asked() -> None:
        async with session(tmp_path) as client:
            long = client.open(tmp_path / "long.md", REPORT + "x" * 1_000_000)
            await client.until(lambda: client.protocol.messages)
            assert "of more than 1,000,000 characters nothing is said" in client.protocol.messages[0].message
            symbols = types.DocumentSymbolParams(types.TextDocumentIdentifier(long))
            assert await client.protocol.text_document_document_symbol_async(symbols) is None
            short = client.open(tmp_path / "short.md", REPORT)
            assert await client.findings(short)
            client.change(short, types.TextDocumentContentChangeWholeDocument("x" * 1_000_001))
            await client.until(lambda: client.published[short] == (None, ()) or not client.published[short][1])

    asyncio.run(asked())


def test_a_document_costs_no_more_where_others_are_open(tmp_path: Path) -> None:
    def calls(others: int) -> int:
        """Return how many calls it takes to judge a document beside so many others."""
        async def judged() -> int:
            server: Any = SimpleNamespace(workspace=SimpleNamespace(position_encoding="utf-16"))
            editor = Editor(server, Options())
            editor.publish = lambda opened: setattr(opened, "seen", opened.findings)
            for number in range(others + 1):
                editor.open((tmp_path / f"{number}.md").as_uri(), REPORT, 1)
            *_, last = editor.opened
            for each in editor.opened:
                editor._publish(each)
            last.forget()
            return calls_of(editor._publish, last)

        return asyncio.run(judged())

    calls(1)
    assert calls(200) < 2 * calls(20)


def test_the_exit_code_is_the_one_of_the_protocol() -> None:
    assert run(INITIALIZE, EXIT)[0] == 1
    assert run(INITIALIZE)[0] == 1  # the client is gone


def test_an_interruption_ends_it_at_once() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin and server.stdout
        server.stdin.write(message(INITIALIZE))
        server.stdin.flush()
        assert server.stdout.readline().startswith(b"Content-Length")
        server.send_signal(signal.SIGINT)
        assert server.wait() == -signal.SIGINT


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_without_a_client_it_says_so(closed: str) -> None:
    command = f"{shlex.join(COMMAND)} {closed}"
    shell = ["sh", "-c", command]
    result = subprocess.run(shell, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1), result.stderr


def test_what_is_not_open_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")  # reading it would last for ever

    async def asked() -> None:
        async with session(tmp_path) as client:
            document = types.TextDocumentIdentifier((tmp_path / "pipe.md").as_uri())
            place = types.Position(0, 0)
            protocol = client.protocol
            assert await protocol.text_document_hover_async(types.HoverParams(document, place)) is None
            assert await protocol.text_document_code_lens_async(types.CodeLensParams(document)) is None

    asyncio.run(asked())


def test_every_question_is_answered_all_over_a_document(tmp_path: Path) -> None:
    async def asked() -> None:
        async with session(tmp_path) as client:
            for number, file in enumerate(sorted(FIXTURES.glob("*/*/input.md"))[::5]):
                uri = client.open(tmp_path / f"{number}.md", file.read_bytes().decode("utf-8", "replace"))
                await ask_everything(client, uri)
            assert (client.protocol.log_messages, client.protocol.messages) == ([], [])

    asyncio.run(asked())


async def ask_everything(client: Client, uri: str) -> None:
    protocol, document, text = client.protocol, types.TextDocumentIdentifier(uri), client.texts[uri]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = types.Range(types.Position(0, 0), types.Position(len(lines), 0))
    for symbol in await protocol.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or ():
        assert isinstance(symbol, types.DocumentSymbol)
        assert list(faults(symbol, whole)) == []
    for fold in await protocol.text_document_folding_range_async(types.FoldingRangeParams(document)) or ():
        assert 0 <= fold.start_line < fold.end_line < len(lines)
    await protocol.text_document_code_lens_async(types.CodeLensParams(document))
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    await protocol.text_document_formatting_async(types.DocumentFormattingParams(document, options))
    everything = types.CodeActionParams(document, whole, types.CodeActionContext(()))
    for action in await protocol.text_document_code_action_async(everything) or ():
        assert isinstance(action, types.CodeAction)
        edit = (await protocol.code_action_resolve_async(action)).edit
        assert edit and edit.document_changes, action.title
        for each in edit.document_changes:
            assert isinstance(each, types.TextDocumentEdit)
            assert "\r" in text or applied(text, each.edits) != text, action.title
    for number in range(0, len(lines), max(1, len(lines) // 4)):
        for at in (0, len(lines[number]) // 2, len(lines[number]) + 5):
            place = types.Position(number, at)
            await protocol.text_document_hover_async(types.HoverParams(document, place))
            await protocol.text_document_completion_async(types.CompletionParams(document, place))
            await protocol.text_document_prepare_rename_async(types.PrepareRenameParams(document, place))


def faults(symbol: types.DocumentSymbol, around: types.Range) -> Iterator[str]:
    """Yield what makes clients refuse a symbol and all others with it."""
    if not (around.start <= symbol.range.start <= symbol.range.end <= around.end):
        yield f"{symbol.name} is not in {around}"
    if not (symbol.range.start <= symbol.selection_range.start <= symbol.selection_range.end <= symbol.range.end):
        yield f"the name of {symbol.name} is not in {symbol.range}"
    if not symbol.name.strip():
        yield "a name is blank"
    for child in symbol.children or ():
        yield from faults(child, symbol.range)
