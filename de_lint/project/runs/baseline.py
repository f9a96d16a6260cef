"""A baseline: how many findings of each rule a file may have, so that only what is new counts.

Counts and not places, for places move with every edit. Paths are relative to the baseline's folder.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding
from de_lint.output.json_text import json_text
from de_lint.project.configuration.files import Configuration, ConfigurationError
from de_lint.project.files.discovery import reason
from de_lint.project.files.writing import atomic

VERSION = 1
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry that allows more findings than there are: `path` as results name it."""

    path: str
    code: str
    allowed: int
    found: int


@dataclass(slots=True)
class Baseline:
    """The counts by path and rule that `file` holds."""

    file: str
    counts: Counts = field(default_factory=dict)

    @classmethod
    def load(cls, file: str) -> Baseline:
        """Return the baseline that a file holds; ConfigurationError says why it holds none."""
        try:
            data = json.loads(Path(file).read_bytes())
        except OSError as error:
            raise ConfigurationError(file, reason(error)) from None
        except (ValueError, RecursionError):
            raise ConfigurationError(file, "is not JSON") from None
        if not isinstance(data, dict) or data.get("schema_version") != VERSION or not _are_counts(data.get("counts")):
            raise ConfigurationError(file, "is not a baseline; --write-baseline writes one")
        return cls(file, data["counts"])

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings, which are in order, beyond the counts of their file and rule."""
        left = {path: dict(codes) for path, codes in self.counts.items()}
        kept = []
        for finding in findings:
            codes = left.get(self._key(finding.path), {})
            if codes.get(finding.code, 0) > 0:
                codes[finding.code] -= 1
            else:
                kept.append(finding)
        return kept

    def stale(self, findings: Iterable[Finding], checked: Iterable[str]) -> list[Stale]:
        """Return the entries of checked files, and of files that are gone, that allow more than was found."""
        found = _counted(findings)
        paths = {self._key(path): path for path in checked}
        out = []
        for key, codes in sorted(self.counts.items()):
            if key not in paths and self._exists(key):
                continue
            path = paths.get(key, key)
            for code, allowed in sorted(codes.items()):
                have = found.get(path, {}).get(code, 0)
                if have < allowed:
                    out.append(Stale(path, code, allowed, have))
        return out

    def updated(self, findings: Iterable[Finding], checked: Iterable[str], grow: bool) -> Baseline:
        """Return the baseline for what was found now; what is not checked and still there keeps its counts.

        Without `grow` no count becomes larger: what is new stays a finding.
        """
        found = _counted(findings)
        paths = {self._key(path): path for path in checked}
        counts = {key: codes for key, codes in self.counts.items() if key not in paths and self._exists(key)}
        for key, path in paths.items():
            have: dict[str, int] = found.get(path, {})
            if not grow:
                allowed = self.counts.get(key, {})
                have = {code: min(count, allowed.get(code, 0)) for code, count in have.items()}
            counts[key] = {code: count for code, count in have.items() if count}
        return Baseline(self.file, {key: codes for key, codes in counts.items() if codes})

    def write(self) -> None:
        """Write the counts to the file, sorted, so that they merge well; OSError says why that is impossible."""
        counts = {path: dict(sorted(codes.items())) for path, codes in sorted(self.counts.items())}
        text = json_text({"schema_version": VERSION, "counts": counts}, pretty=True) + "\n"
        with atomic(self.file) as stream:
            stream.write(text.encode("utf-8", "surrogatepass"))

    def moved_to(self, file: str) -> Baseline:
        """Return the baseline as it stands in another file, which may be in another folder."""
        folder = os.path.dirname(os.path.abspath(self.file))
        other = Baseline(file)
        other.counts = {other._key(os.path.join(folder, key)): codes for key, codes in self.counts.items()}
        return other

    def _key(self, path: str) -> str:
        folder = os.path.dirname(os.path.abspath(self.file))
        try:
            return os.path.relpath(path, folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return os.path.abspath(path).replace(os.sep, "/")

    def _exists(self, key: str) -> bool:
        return os.path.exists(os.path.join(os.path.dirname(os.path.abspath(self.file)), key))


def _counted(findings: Iterable[Finding]) -> Counts:
    out: dict[str, Counter[str]] = {}
    for finding in findings:
        out.setdefault(finding.path, Counter())[finding.code] += 1
    return {path: dict(codes) for path, codes in out.items()}


def _are_counts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(codes, dict) and all(type(n) is int and n >= 0 for n in codes.values()) for codes in value.values()
    )


def lines_about(stale: Iterable[Stale]) -> Iterator[tuple[str, str]]:
    """Yield for each stale entry its path and what is to be said of it."""
    for each in stale:
        yield each.path, f"the baseline allows {each.allowed} of {each.code}, there are {each.found}"


def configured_baselines(configurations: Iterable[Configuration]) -> list[Baseline]:
    """Return the baselines that configurations name; ConfigurationError says which cannot be read, and why."""
    found = []
    for configuration in configurations:
        place = configuration.data.get("baseline")
        if place is None:
            continue
        file = configuration.folder / place
        try:
            if os.path.exists(file) and not os.path.isfile(file):  # reading a pipe would wait for ever
                raise ConfigurationError(str(file), "this is no regular file")
            found.append(Baseline.load(str(file)))
        except ConfigurationError as error:
            raise configuration.error(("baseline",), f"{place}: {error.why}") from None
    return found
