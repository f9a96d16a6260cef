"""What a format may ask for besides the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OutputContext:
    """The run behind the findings: `files` were checked, `sources` has the lines of those with findings."""

    files: int = 0
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    color: bool = False

    def line(self, path: str, number: int) -> str | None:
        """Return line `number` (from 1) of the file without its line end, or None when there is none."""
        lines = self.sources.get(path, ())
        return lines[number - 1].rstrip("\r\n") if 1 <= number <= len(lines) else None
