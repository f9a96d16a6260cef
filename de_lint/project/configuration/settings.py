"""What holds for a file: the command line, else its configuration, else the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.classes import dataclass, field, replace
from de_lint.diagnostics import Finding, Severity
from de_lint.file_names import is_markdown
from de_lint.project.configuration.files import Configuration

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from de_lint.judging.pairs import NamedDelegation
    from de_lint.judging.policy import Policy, SessionClaim, TreeEvidence
    from de_lint.judging.rule import Rule
    from de_lint.project.repository.evidence import Places
    from de_lint.project.repository.ticket_registry import ListedTickets
    from de_lint.reading.document import Document
    from de_lint.reading.records.record import Record
    from de_lint.vocabulary.kinds import Vocabulary

OFF = "off"
HOOK_DEFAULTS: Mapping[str, object] = {
    "mode": "block", "roles": {}, "log": None, "remember": True, "attempts": 2, "prose": "warn",
    "resident": 600,
}  # fmt: skip
MISSING_TICKET = "missing-ticket"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What the command line says; None or nothing where it leaves the say to the configuration."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    kind: str | None = None
    role: str | None = None
    suppressions: bool = True
    #: The branch, tag or commit that a report's changes count from.
    base: str | None = None
    #: Whether what is learnt from templates may be kept for the next process.
    keeps_learnt: bool = False


@dataclass(frozen=True, slots=True)
class Effective:
    """How one file is read and judged; `codes` is None for the rules that are on by default."""

    codes: tuple[str, ...] | None
    severities: Mapping[str, Severity]
    kind: str | None
    role: str | None


@dataclass(eq=False)
class Settings:
    """A configuration together with the command line; one object serves every file under the configuration."""

    configuration: Configuration
    command_line: CommandLine = field(default_factory=CommandLine)
    #: Whether the rules of installed packages count.
    packages: bool = False
    _effective: dict[tuple[str, ...], Effective] = field(default_factory=dict)
    _patterns: dict[str, GitIgnoreSpec] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The kinds, roles and words in force."""
        if not self.configuration.data:
            from de_lint.vocabulary.kinds import shipped

            return shipped()
        from de_lint.project.configuration.vocabulary import vocabulary_of

        return vocabulary_of(self.configuration, self.command_line.keeps_learnt and bool(self.hook["remember"]))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, by code: those that ship, of installed packages and of the configuration.

        None where there are only those that ship.
        """
        from de_lint.project.configuration.installed_rules import installed_rules

        installed = installed_rules() if self.packages else ()
        if not installed and not self.configuration.data.get("rules"):
            return ()
        from de_lint.judging.rules import all_rules
        from de_lint.project.configuration.own_rules import demanded_rules

        known = (*all_rules(), *installed)
        return tuple(sorted((*known, *demanded_rules(self.configuration, self.vocabulary, known)), key=_code))

    @property
    def hook(self) -> Mapping[str, Any]:
        """How the hook of agent hosts acts, remembers and logs."""
        return {**HOOK_DEFAULTS, **self.configuration.data.get("hook", {})}

    def read(self, data: bytes | str, path: str, file: str | Path | None = None) -> Document:
        """Read a document called `path` as the settings of `file` (or of `path`) say."""
        from de_lint.reading.document import read

        effective = self.of(file or path)
        document = read(data, path, kind=effective.kind, role=effective.role, vocabulary=self.vocabulary)
        if self._templates and Path(file or path).resolve() in self._templates:
            from de_lint.project.files.contexts import make_templates

            make_templates(document.records)
        elif any(record.context == "template" for record in document.records):
            from de_lint.project.files.contexts import heed_place

            kind = None if self.command_line.kind else effective.kind
            heed_place(document, self._inside(Path(os.path.abspath(file or path))), kind)
        return document

    @cached_property
    def _templates(self) -> frozenset[Path]:
        """The files from which roles are learnt."""
        if "templates" not in self.configuration.data:
            return frozenset()
        from de_lint.project.configuration.vocabulary import files_of

        return frozenset(p.resolve() for p in files_of(self.configuration, "templates"))

    def check(self, document: Document, file: str | Path, evidence: TreeEvidence | None = None) -> list[Finding]:
        """Return the findings in a document as the settings of `file` say; `evidence` is what lies around it."""
        from de_lint.judging.check import check

        effective = self.of(file)
        return check(document, select=effective.codes, policy=self._policy(effective, evidence or self.evidence(file)))

    def check_session(self, document: Document, file: str | Path, claims: Sequence[SessionClaim]) -> list[Finding]:
        """Return what the log of a session says against the claims of a message, as the settings of `file` say."""
        from de_lint.judging.check import check, selected
        from de_lint.judging.policy import SESSION

        effective = self.of(file)
        codes = [rule.code for rule in selected(effective.codes, rules=self.rules) if rule.asks == SESSION]
        policy = replace(self._policy(effective, self.evidence(file)), session=tuple(claims))
        return check(document, select=codes, policy=policy)

    def check_answers(
        self, document: Document, file: str | Path, asked: Mapping[Record, NamedDelegation]
    ) -> list[Finding]:
        """Return how the reports of a document answer what they were `asked`, as the settings of `file` say."""
        from de_lint.judging.check import check, selected

        effective = self.of(file)
        codes = [rule.code for rule in selected(effective.codes, rules=self.rules) if rule.paired]
        return check(document, select=codes, policy=self._policy(effective, self.evidence(file)), asked=asked)

    def _policy(self, effective: Effective, evidence: TreeEvidence) -> Policy:
        from de_lint.judging.policy import Policy

        suppressions, rules = self.command_line.suppressions, self.rules
        return Policy(effective.severities, self.registry, suppressions, evidence, rules=rules)

    def evidence(self, file: str | Path) -> TreeEvidence:
        """Return what lies around a file, which need not be there; nothing is looked at before it is asked."""
        from de_lint.project.repository.evidence import ReportEvidence

        return ReportEvidence(self._places, Path(os.path.abspath(file)))

    def look_again(self) -> None:
        """Forget what lies around files: a process that stays outlives its changes."""
        for name in ("_places", "registry"):
            self.__dict__.pop(name, None)

    @cached_property
    def _places(self) -> Places:
        from de_lint.project.repository.evidence import Places

        return Places(self.command_line.base, self.configuration.folder if self.configuration.file else None)

    def of(self, file: str | Path) -> Effective:
        """Return how a file is read and judged; ConfigurationError and UnknownRole say why that is impossible."""
        inside = self._inside(Path(os.path.abspath(file))) if self._per_path else ""
        return self._under(tuple(pattern for pattern, spec in self._per_path if spec.match_file(inside)))

    def without_patterns(self) -> Effective:
        """Return how a file is read and judged that fits no pattern of `per-path`."""
        return self._under(())

    def _under(self, patterns: tuple[str, ...]) -> Effective:
        if patterns not in self._effective:
            self._effective[patterns] = self._made(patterns)
        return self._effective[patterns]

    def excludes(self, path: Path, is_folder: bool) -> bool:
        """Tell whether the configuration leaves out the file or folder at an absolute path."""
        return self._fits("exclude", path, "/" if is_folder else "")

    def includes(self, path: Path) -> bool:
        """Tell whether the file at an absolute path is one to look at: a Markdown file, or one of the configuration."""
        return is_markdown(path.name) or self._fits("include", path)

    def _fits(self, setting: str, path: Path, end: str = "") -> bool:
        if not self.configuration.data.get(setting):
            return False
        if setting not in self._patterns:
            from de_lint.project.files.path_patterns import path_patterns

            try:
                self._patterns[setting] = path_patterns(self.configuration.data[setting])
            except ValueError as error:
                raise self.configuration.error((setting,), str(error)) from None
        return self._patterns[setting].match_file(self._inside(path) + end)

    @cached_property
    def _per_path(self) -> list[tuple[str, GitIgnoreSpec]]:
        patterns = self.configuration.data.get("per-path", {})
        if not patterns:
            return []
        from de_lint.project.files.path_patterns import path_patterns

        try:
            return [(pattern, path_patterns([pattern])) for pattern in patterns]
        except ValueError as error:
            raise self.configuration.error(("per-path",), str(error)) from None

    def _inside(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.configuration.folder)).as_posix()

    def _made(self, patterns: Sequence[str]) -> Effective:
        from de_lint.project.configuration.selection import RulesInForce

        in_force = RulesInForce(self.configuration, self.command_line, self.rules, self._wants_tickets)
        in_force.find_unknown_selectors()
        overrides = [(("per-path", p), self.configuration.data["per-path"][p]) for p in patterns]
        layers: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), self.configuration.data), *overrides]
        kind = self.command_line.kind or next((o["kind"] for _, o in reversed(overrides) if "kind" in o), None)
        roles = ((o["role"], (*where, "role")) for where, o in reversed(overrides) if "role" in o)
        role, origin = (self.command_line.role, None) if self.command_line.role else next(roles, (None, None))
        severities = {c: Severity(name) for c, name in in_force.severities(layers).items() if name != OFF}
        return Effective(in_force.codes(layers), severities, kind, self._role_type(role, origin))

    @property
    def _wants_tickets(self) -> bool:
        if "required" not in self.configuration.data:
            return False
        from de_lint.project.configuration.labels import requires_ticket

        return requires_ticket(self.configuration, self.vocabulary)

    @cached_property
    def registry(self) -> ListedTickets | None:
        """The tickets that the project has; None where the configuration names no list of them."""
        place = self.configuration.data.get("tickets", {}).get("registry")
        if place is None:
            return None
        from de_lint.project.repository.ticket_registry import ListedTickets, UnreadableRegistry
        from de_lint.reading.values.tickets import TicketSystems

        known = self.vocabulary.tickets
        try:
            return ListedTickets(self.configuration.folder / place, TicketSystems(known), known.get("closed", ()))
        except UnreadableRegistry as error:
            raise self.configuration.error(("tickets", "registry"), f"{place}: {error}") from None

    def _role_type(self, role: str | None, origin: tuple[str, ...] | None) -> str | None:
        """Return the type of a role, named by the setting `origin` or, without one, by the command line."""
        if role is None:
            return None
        if origin and self.vocabulary.role_named(role) is None:
            known = ", ".join(sorted(self.vocabulary.roles))
            raise self.configuration.error(origin, f"there is no role '{role}'; there are {known}")
        return self.vocabulary.role_called(role).type


def _code(rule: Rule) -> str:
    return rule.code
