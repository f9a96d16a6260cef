"""How long an editor waits for `de-lint server`, over its pipes: what it answers about a report of 5 KB after each key.

python benchmarks/check_server.py
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from check_hook import HEADS, text

from de_lint.server.editor import PAUSE

#: The most that it should take to find out what is wrong, in milliseconds of the processor.
BOUND = 50
URI = "file:///report.md"
DOCUMENT = {"uri": URI}
QUESTIONS: dict[str, dict[str, Any]] = {
    "textDocument/hover": {"position": {"line": 1, "character": 4}},
    "textDocument/completion": {"position": {"line": 2, "character": 10}},
    "textDocument/codeAction": {
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}},
        "context": {"diagnostics": []},
    },
    "textDocument/documentSymbol": {},
    "textDocument/foldingRange": {},
    "textDocument/codeLens": {},
    "textDocument/formatting": {"options": {"tabSize": 2, "insertSpaces": True}},
}


class Talk:
    """Sends messages to a server and reads its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take the process."""
        assert process.stdin and process.stdout
        self._in, self._out = process.stdin, process.stdout
        self._number = 0

    def tell(self, method: str, params: Any, **more: Any) -> None:
        """Send a notification or, with an id, a request."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._in.flush()

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its answer."""
        self._number += 1
        self.tell(method, params, id=self._number)
        while (said := self.hear()).get("id") != self._number or "method" in said:
            pass
        return said["result"]

    def hear(self) -> dict[str, Any]:
        """Return the next message."""
        length = 0
        while line := self._out.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        said: dict[str, Any] = json.loads(self._out.read(length))
        return said

    def published(self, version: int) -> float:
        """Wait until the server says what is wrong with a version of the document; return the time."""
        while True:
            said = self.hear()
            if said.get("method") == "textDocument/publishDiagnostics" and said["params"].get("version") == version:
                return time.perf_counter()


@contextmanager
def server() -> Iterator[Talk]:
    """Start a server with the report open."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "de_lint", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        try:
            talk = Talk(process)
            able = {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}}
            talk.ask("initialize", {"processId": None, "rootUri": None, "capabilities": able})
            talk.tell("initialized", {})
            opened = {**DOCUMENT, "languageId": "markdown", "version": 0, "text": text(HEADS["a bad report"])}
            talk.tell("textDocument/didOpen", {"textDocument": opened})
            talk.published(0)
            yield talk
            talk.ask("shutdown", None)
            talk.tell("exit", None)
            process.wait()
        finally:
            process.kill()


def measured(talk: Talk, keys: range, questions: dict[str, dict[str, Any]]) -> dict[str, list[float]]:
    """Type into the report, ask questions after each key, and return the milliseconds of each answer."""
    found: dict[str, list[float]] = {"what is wrong": [], **{method: [] for method in questions}}
    for version in keys:
        here = {"line": 2, "character": 9}
        change = {"range": {"start": here, "end": here}, "text": "x"}
        started = time.perf_counter()
        document = {**DOCUMENT, "version": version}
        talk.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        found["what is wrong"].append((talk.published(version) - started - PAUSE) * 1000)
        for method, params in questions.items():
            started = time.perf_counter()
            talk.ask(method, {"textDocument": DOCUMENT, **params})
            found[method].append((time.perf_counter() - started) * 1000)
    return found


def processor(keys: int) -> float:
    """Return the milliseconds of the processor that it takes to say what is wrong after a key."""

    def spent(keys: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with server() as talk:
            measured(talk, range(1, keys + 1), {})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return (spent(keys + 10) - spent(10)) / keys * 1000


def start_of_python() -> float:
    """Return the milliseconds that Python takes to start: a busy machine slows all of this."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Print the medians; fail where an editor waits too long for what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keys", type=int, default=100, help="how many characters are typed")
    parser.add_argument("--no-bound", action="store_true", help="do not fail where it takes too long")
    arguments = parser.parse_args()
    took = processor(arguments.keys)
    with server() as talk:
        measured(talk, range(1, 11), QUESTIONS)  # the first answers need modules
        found = measured(talk, range(11, arguments.keys + 11), QUESTIONS)
        start = statistics.median(start_of_python() for _ in range(10))
    print("## The language server, a report of 5 KB\n")
    print(f"Milliseconds after each of {arguments.keys} keys, over pipes, while `python -c pass` took {start:.0f} ms.")
    pause = f"{PAUSE * 1000:.0f} ms"
    print(f"It is told {pause} later what is wrong, the pause after the last key; that takes {took:.0f} ms")
    print(f"of the processor, and may take {BOUND}.\n")
    print("| answer         | median | slowest tenth |")
    print("| -------------- | -----: | ------------: |")
    for name, times in found.items():
        slow = statistics.quantiles(times, n=10)[-1] if len(times) > 1 else times[0]
        print(f"| {name.removeprefix('textDocument/'):<14} | {statistics.median(times):6.1f} | {slow:13.1f} |")
    print()
    return int(took > BOUND and not arguments.no_bound)


if __name__ == "__main__":
    sys.exit(main())
