"""Whatever a log holds: it is read to its end, and every finding is at a line that it has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO

from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.agents.transcripts.log_lines import log_lines
from de_lint.agents.transcripts.said import LogText, RunMemory
from de_lint.agents.transcripts.transcript import Transcript

NAMES = st.sampled_from(
    ["type", "message", "content", "payload", "role", "text", "id", "name", "input", "prompt", "tool_use_id", "call_id",
     "arguments", "output", "status", "agentId", "isSidechain", "uuid", "parentUuid", "toolUseResult", "source"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["assistant", "user", "tool_use", "tool_result", "text", "Agent", "spawn_agent", "wait", "session_meta", "x", "t1",
     "response_item", "message", "function_call", "function_call_output", '{"status": {"t1": {"completed": "x"}}}',
     "<task-notification><task-id>t1</task-id><result>x</result></task-notification>", "async_launched", "subagent"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=5),
    max_leaves=20,
)
ENTRIES = st.dictionaries(NAMES, VALUES, max_size=6).map(lambda entry: json.dumps(entry).encode())
BLOCKS = st.lists(st.dictionaries(NAMES, WORDS | VALUES, min_size=2, max_size=6), max_size=2)
TURNS = st.builds(
    lambda kind, content, more: json.dumps({**more, "type": kind, "message": {"content": content}}).encode(),
    st.sampled_from(["assistant", "user"]), BLOCKS, st.dictionaries(NAMES, WORDS, max_size=3),
)  # fmt: skip
ITEMS = st.dictionaries(NAMES, WORDS | VALUES, max_size=6).map(
    lambda payload: json.dumps({"type": "response_item", "payload": payload}).encode()
)
LOGS = st.lists(ENTRIES | TURNS | ITEMS | st.binary(max_size=20), max_size=12).map(b"\n".join)


def texts(data: bytes) -> tuple[list[LogText], list[int]]:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        yield BytesIO(data)

    complaints: list[int] = []
    log = Transcript("log", opened, RunMemory(), lambda line, _: complaints.append(line))
    return [*log.texts(), *log.last_words()], complaints


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LOGS)
def test_any_log_is_read_to_its_end(data: bytes) -> None:
    said, complaints = texts(data)
    lines = data.split(b"\n")
    assert all(isinstance(each.text, str) and isinstance(each.agent, str) for each in said)
    for each in said:
        assert data[each.place.offset :].split(b"\n")[0] == lines[each.place.line - 1]
    assert complaints == sorted(set(complaints)) and all(0 < line <= len(lines) for line in complaints)


@settings(derandomize=True)
@given(st.lists(st.binary(max_size=12)).map(b"\n".join), st.integers(1, 8))
def test_lines_are_those_of_the_log(data: bytes, longest: int) -> None:
    lines = [(n, line) for n, line in enumerate(data.split(b"\n"), 1) if line.strip() or len(line) > longest]
    found = [(each.number, each.data) for each in log_lines(BytesIO(data), longest)]
    assert [n for n, _ in found] == [n for n, line in lines if line.strip() or len(line) > longest]
    for (number, line), (_, kept) in zip(lines, found, strict=True):
        assert (kept is None) == (len(line) > longest)
        assert kept is None or kept.rstrip(b"\n") == (line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"))


def test_an_entry_of_any_depth(tmp_path: Any) -> None:
    assert texts(b'{"type": "assistant", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")[1] == [1]
