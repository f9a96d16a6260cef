"""How often texts are read: each once, unless a comment says why not. Reading is what takes the time."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from de_lint.cli.main import run
from de_lint.reading import document as reading

REPORT = """\
🔧 Engineer Agent Progress Report
- Task: Cache the price list
- Status: completed
- Progress: 100%
- Completed:
  * Prices stay in memory for one minute, see iss-0412
- Remaining: none
- Code Quality:
  * Tests: [passing/failing/not written]
  * Documentation: complete
- Blockers: Waiting for a copy of the price database
- Next Steps:
  * Ask for a review
"""
GOOD = (
    REPORT.replace("iss-", "ISS-")
    .replace("[passing/failing/not written]", "passing")
    .replace("Waiting for a copy of the price database", "none")
)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often each text was read."""
    counts = Counter[bytes]()
    read = reading._read

    def counted(data: bytes | str, *rest: Any) -> reading.Document:
        counts[data.encode() if isinstance(data, str) else data] += 1
        return read(data, *rest)

    monkeypatch.setattr(reading, "_read", counted)
    return counts


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "report.md"
    found.write_bytes(REPORT.encode())
    return found


@pytest.mark.parametrize("command", [["check", "--no-cache", "--exit-zero"], ["convert"], ["format", "--check"]])
def test_a_command_reads_a_file_once(command: list[str], file: Path, reads: Counter[bytes]) -> None:
    run([*command, file.name])
    assert reads == {REPORT.encode(): 1}


def test_fixing_reads_what_was_judged_and_what_it_makes(file: Path, reads: Counter[bytes]) -> None:
    run(["check", "--no-cache", "--exit-zero", "--fix", file.name])
    # Verdicts may come from the cache or another process, so that fixing begins with reading.
    assert reads == {REPORT.encode(): 2, file.read_bytes(): 1}


@pytest.mark.parametrize("text", [GOOD, REPORT])
def test_an_event_reads_no_text_twice(
    text: str, file: Path, reads: Counter[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"hook_event_name": "SubagentStop", "session_id": "s", "agent_id": "a", "agent_type": "engineer"}
    given = json.dumps({**event, "cwd": str(file.parent), "last_assistant_message": text})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
    run(["hook"])
    assert reads.pop(text.encode()) == 1
    if text == GOOD:
        assert reads == {}
        return
    mended = text.replace("iss-", "ISS-").encode()
    # What goes back to the agent is read again by itself, as whoever gets it has it: without the rest of the event.
    assert reads.pop(mended) == 2
    assert reads and set(reads.values()) == {1}
