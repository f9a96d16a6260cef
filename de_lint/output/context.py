"""What a format may ask for besides the findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


@dataclass(frozen=True, slots=True)
class OutputContext:
    """The run behind the findings: `files` were checked, `sources` has the lines of those with findings.

    `paths` names the checked files, `folder` is the working directory as seen from the repository's root (None:
    look for it), `rules` are the rules by code (None: those of this program), `more_rules` gives those that a project
    adds, `unsafe` when unsafe fixes are wanted, too.
    """

    files: int = 0
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    color: bool = False
    #: Whether the terminal shows links.
    links: bool = False
    paths: Sequence[str] = ()
    folder: str | None = None
    rules: Mapping[str, Rule] | None = None
    unsafe: bool = False
    more_rules: Callable[[], Iterable[Rule]] = tuple

    def line(self, path: str, number: int) -> str | None:
        """Return line `number` (from 1) of the file without its line end, or None when there is none."""
        lines = self.sources.get(path, ())
        return lines[number - 1].rstrip("\r\n") if 1 <= number <= len(lines) else None

    def line_of(self, finding: Finding) -> str | None:
        """Return the line that a finding starts in: that of the text that the file holds, if it is about one."""
        return finding.within.line if finding.within else self.line(finding.path, finding.span.start_line)

    def repository_path(self, path: str) -> str:
        """Return a finding's path, which is relative to the working directory, as seen from the repository's root."""
        folder = _folder_in_repository(os.getcwd()) if self.folder is None else self.folder
        return normpath(f"{folder}/{path}" if folder and not path.startswith("/") else path)

    def rule(self, code: str) -> Rule | None:
        """Return the rule with this code, or None when there is none."""
        known = (_own_rules() if self.rules is None else self.rules).get(code)
        return known or next((rule for rule in self.more_rules() if rule.code == code), None)


@cache
def _folder_in_repository(here: str) -> str:
    """Return the path from the root of the git repository around `here` to `here`; empty when there is none."""
    folder = Path(here)
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            relative = folder.relative_to(above).as_posix()
            return "" if relative == "." else relative
    return ""


def _own_rules() -> Mapping[str, Rule]:
    from de_lint.judging.rules import all_rules

    return {rule.code: rule for rule in all_rules()}
