"""What `de-lint init` prints: what is there on one screen, then the configuration, or all of it as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from de_lint.classes import dataclass
from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.json_text import json_text
from de_lint.output.lines import count, located, summary
from de_lint.output.plain_text import neutralised
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.initial import Looked
from de_lint.project.configuration.proposing import NOUNS, Proposal, first_words
from de_lint.project.configuration.surveying import DEFINITION
from de_lint.project.configuration.ticket_use import TicketUse
from de_lint.project.configuration.writing_proposals import as_toml
from de_lint.vocabulary.kinds import shipped

#: So many folders, keys, templates and findings are named; the others are counted.
_NAMED = 3
_LINES = 5


@dataclass(frozen=True)
class RepositoryOverview:
    """A repository's files, the configuration proposed, the findings under it, and who keeps which template."""

    looked: Looked
    proposal: Proposal
    findings: Sequence[Finding]
    followed: Mapping[PurePosixPath, tuple[int, int]]

    @property
    def head(self) -> str:
        """The first line of a proposed file."""
        files = count(len(self.looked.sights), "Markdown file")
        return f"Proposed by `de-lint init` from {files}, {self.looked.with_records} with records."

    def text(self, new: Configuration, written: bool) -> str:
        """Return the whole as text; `new` is the configuration as it would be, or was, `written`."""
        lines = [neutralised(line) for line in self._there()]
        shown = [located(finding, OutputContext(), True).rstrip("\n") for finding in self.findings[:_LINES]]
        if shown:
            left = len(self.findings) - _LINES
            more = [f"… and {left} more: `de-lint check` lists all"] if left > 0 else []
            under = "this configuration" if self.proposal.is_active or self._existing else "the default configuration"
            lines += ["", f"Under {under}:", *shown, *more, summary(self.findings).rstrip("\n")]
        lines += [""] * bool(self.proposal.notes) + [neutralised(f"Note: {note}.") for note in self.proposal.notes]
        return "\n".join([*lines, "", *self._configuration(new, written)]) + "\n"

    # -- what is there ----------------------------------------------------------------------------------------------

    def _there(self) -> Iterator[str]:
        looked = self.looked
        seen = count(len(looked.sights), "Markdown file")
        of = "" if looked.is_whole else f" of {looked.found} (--max-files 0 looks at all)"
        yield f"{seen}{of}, {looked.with_records} with records{':' if looked.with_records else '.'}"
        for kind, noun in NOUNS.items():
            folders = looked.by_folder(kind)
            if folders:
                yield f"  {count(folders.total(), noun)} in {_folders(folders)}{self._forms(kind)}"
        yield from self._tickets(looked.use())
        for path, (reports, kept) in sorted(self.followed.items(), key=lambda each: (-each[1][0], each[0]))[:_LINES]:
            without = "" if kept == reports else f", {kept or 'none'} without an error"
            yield f"  {count(reports, 'report')} {'follow' if reports > 1 else 'follows'} {path}{without}"

    def _forms(self, kind: str) -> str:
        described = sum(bool(seen.role) for seen in self.looked.sights.values() if DEFINITION in seen.kinds)
        return f"; {described} with a form for reports or delegations" if kind == DEFINITION and described else ""

    def _tickets(self, use: TicketUse) -> Iterator[str]:
        titles = {system["name"]: system["title"] for system in shipped().tickets["systems"]}
        parts = []
        for system in use.systems:
            keys = f" ({first_words(system.projects, _NAMED)})" if system.projects else ""
            parts.append(f"{system.ids.total} {titles[system.name]}{keys}")
        parts += [f"{custom.ids.total} such as {custom.ids.example}" for custom in use.custom]
        if parts:
            yield f"  ticket ids: {', '.join(parts)}"

    # -- the configuration --------------------------------------------------------------------------------------------

    @property
    def _existing(self) -> Configuration | None:
        configuration = self.looked.settings.configuration
        return configuration if configuration.file else None

    def _configuration(self, new: Configuration, written: bool) -> Iterator[str]:
        existing = self._existing
        if existing:
            said = ", ".join(f"{name} = {json_text(value, pretty=False)}" for name, value in existing.data.items())
            yield neutralised(f"{existing.name} says already: {said or 'nothing'}")
            if self.proposal.settings:
                yield "What it lacks, to be added by hand (a setting that is there takes the new value):\n"
                yield as_toml(self.proposal, existing.table).rstrip("\n")
            else:
                yield "Nothing is missing."
        elif not self.proposal.settings:
            yield "There is nothing to configure: the defaults fit."
        else:
            if written:
                yield f"Written to {neutralised(new.name)}:\n"
            elif self.proposal.is_active:
                yield f"Proposed for {neutralised(new.name)}; `de-lint init --write` writes it:\n"
            yield as_toml(self.proposal, new.table).rstrip("\n")

    def json(self, new: Configuration, written: bool) -> str:
        """Return the same as JSON."""
        looked, use, existing = self.looked, self.looked.use(), self._existing
        severities = Counter(finding.severity for finding in self.findings)
        document: dict[str, Any] = {
            "schema_version": 1,
            "files": {"found": looked.found, "read": len(looked.sights), "with_records": looked.with_records},
            "records": {kind: dict(looked.by_folder(kind).most_common()) for kind in NOUNS},
            "tickets": [*(one.to_json() for one in use.systems), *(one.to_json() for one in use.custom)],
            "templates": [
                {"path": str(path), "reports": reports, "without_error": kept}
                for path, (reports, kept) in self.followed.items()
            ],
            "findings": {"files": len({f.path for f in self.findings}), **{s.value: severities[s] for s in Severity}},
            "notes": self.proposal.notes,
            "configuration": {
                "file": existing.name if existing else new.name,
                "exists": existing is not None,
                "written": written,
                "settings": [each.to_json() for each in self.proposal.settings],
                "text": as_toml(self.proposal, (existing or new).table),
            },
        }
        return json_text(document, pretty=True) + "\n"


def _folders(folders: Counter[str]) -> str:
    """Name the folders, or those that they are in where they are many."""
    deepest = max(len(PurePosixPath(folder).parts) for folder in folders)
    for depth in range(deepest - 1, 0, -1):
        if len(folders) <= _NAMED:
            break
        above: Counter[str] = Counter()
        for folder, number in folders.items():
            above[str(PurePosixPath(*PurePosixPath(folder).parts[:depth]))] += number
        folders = above
    named = [f"{folder} ({number})" if len(folders) > 1 else folder for folder, number in folders.most_common(_NAMED)]
    more = f" and {count(len(folders) - _NAMED, 'more folder')}" if len(folders) > _NAMED else ""
    return ", ".join(named) + more
