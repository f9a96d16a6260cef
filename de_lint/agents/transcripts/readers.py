"""The readers of session logs, one for each host: an entry is read by the first that knows its shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from de_lint.agents.transcripts.acts import Act
from de_lint.agents.transcripts.calls import Entry
from de_lint.agents.transcripts.claude import ClaudeLog
from de_lint.agents.transcripts.codex import CodexLog
from de_lint.agents.transcripts.copilot import CopilotLog
from de_lint.agents.transcripts.gemini import GeminiLog
from de_lint.agents.transcripts.opencode import OpenCodeLog
from de_lint.agents.transcripts.pi import PiLog
from de_lint.agents.transcripts.swe_agent import SweAgentLog


class LogReader(Protocol):
    """Reads the entries of one host's logs."""

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this host's shape."""

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""


class Readers:
    """The readers for one log, which remember what they have read of it."""

    def __init__(self) -> None:
        self._all: tuple[LogReader, ...] = (
            ClaudeLog(),
            CodexLog(),
            CopilotLog(),
            GeminiLog(),
            OpenCodeLog(),
            PiLog(),
            SweAgentLog(),
        )

    def knows(self, entry: Entry) -> bool:
        """Tell whether an entry is of any host's shape."""
        return any(reader.wrote(entry) for reader in self._all)

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        reader = next((reader for reader in self._all if reader.wrote(entry)), None)
        return reader.acts(entry) if reader else iter(())
