"""A look at a repository from where it has no configuration yet, or one that may lack something."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from de_lint.classes import dataclass, field
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.configuration.proposing import Proposal, propose_settings
from de_lint.project.configuration.surveying import DEFINITION, Seen
from de_lint.project.configuration.ticket_use import TicketUse, ticket_use
from de_lint.project.files.discovery import Input
from de_lint.project.runs.judging import Failed, Judged
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.kinds import shipped

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings
    from de_lint.project.pairs.cards import Card


@dataclass
class Looked:
    """What was seen of a repository; paths are relative to the folder of its configuration."""

    settings: Settings
    #: How many Markdown files there are, more than were looked at where there are very many.
    found: int
    left_out: int = 0
    sights: dict[PurePosixPath, Seen] = field(default_factory=dict)

    def add(self, each: Input, seen: Seen) -> None:
        """Take what one file holds."""
        self.sights[self._inside(each)] = seen

    def _inside(self, each: Input) -> PurePosixPath:
        path = os.path.relpath(each.file or each.path, self.settings.configuration.folder)
        return PurePosixPath(Path(path).as_posix())

    @property
    def is_whole(self) -> bool:
        """Tell whether every file was looked at; those that cannot be read are in no run."""
        return not self.left_out

    @property
    def with_records(self) -> int:
        """How many of the files hold records."""
        return sum(bool(seen.records) for seen in self.sights.values())

    def by_folder(self, kind: str) -> Counter[str]:
        """Return how many records of a kind each folder has."""
        counts: Counter[str] = Counter()
        for path, seen in self.sights.items():
            counts[str(path.parent)] += seen.count(kind)
        return +counts

    def use(self) -> TicketUse:
        """Return which ticket systems the ids belong to."""
        return ticket_use(self._tickets(), shipped().tickets, self.evidence)

    def unknown_use(self) -> TicketUse:
        """Return the same for the ids that the configuration does not know; without ticket settings, for all."""
        if not self.settings.configuration.data.get("tickets"):
            return self.use()
        systems = TicketSystems(self.settings.vocabulary.tickets)
        unknown = (one for one in self._tickets() if systems.system_of(one[0]) is None)
        return ticket_use(unknown, shipped().tickets, self.evidence)

    def _tickets(self) -> Iterator[tuple[str, str, bool]]:
        for path, seen in self.sights.items():
            yield from ((ticket, str(path), in_field) for ticket, in_field in seen.tickets)

    @property
    def evidence(self) -> Mapping[str, int]:
        """How many things name each ticket system: addresses in files, the remote of git, files of its own."""
        counts = Counter(name for seen in self.sights.values() for name in seen.addresses)
        counts.update(_signs(self.settings.configuration.folder, [s["name"] for s in shipped().tickets["systems"]]))
        return counts

    def proposal(self) -> Proposal:
        """Return what the configuration lacks, without templates that cannot be used."""
        configuration = self.settings.configuration
        proposal = propose_settings(self.sights, self.unknown_use(), self.evidence, configuration)
        from de_lint.project.configuration.vocabulary import vocabulary_of

        try:
            vocabulary_of(proposal.added_to(configuration))
        except ConfigurationError as error:
            proposal.settings = [each for each in proposal.settings if each.path != ("templates",)]
            proposal.notes.append(f"no templates are proposed: {error.why}")
        return proposal

    def followed(self, verdicts: Iterable[tuple[Input, Judged | Failed]]) -> dict[PurePosixPath, tuple[int, int]]:
        """Return for each file that describes a role how many reports are judged by it, and how many keep it."""
        from de_lint.diagnostics import Severity

        total: Counter[str | None] = Counter()
        kept: Counter[str | None] = Counter()
        for _, verdict in verdicts:
            if isinstance(verdict, Judged):
                roles = [card.agent for card in verdict.cards if _is_report(card)]
                total.update(roles)
                if not any(finding.severity is Severity.ERROR for finding in verdict.findings):
                    kept.update(roles)
        describing = {seen.role: path for path, seen in self.sights.items() if seen.role and DEFINITION in seen.kinds}
        return {path: (total[role], kept[role]) for role, path in describing.items() if total[role]}


def _is_report(card: Card) -> bool:
    return card.kind == "progress_report"


def _signs(folder: Path, names: Sequence[str]) -> Iterator[str]:
    from de_lint.project.repository.git import GitFailure, git

    try:
        remotes = git(folder, "remote", "-v").decode("utf-8", "replace")
    except GitFailure:  # no repository, or no git
        remotes = ""
    for name in names:
        if name in remotes:
            yield name
        yield from (name for _ in folder.glob(f".{name}*"))
