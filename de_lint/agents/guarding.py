"""A gate for agents that a program of one's own runs: the verdict on a message, and what to send back to the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import REPORT, EventInput
from de_lint.agents.messages import NAMES
from de_lint.classes import dataclass
from de_lint.diagnostics import Finding
from de_lint.vocabulary.kinds import using
from de_lint.vocabulary.unknown import UnknownKind

if TYPE_CHECKING:
    from de_lint.agents.verdicts import Verdict
    from de_lint.project.configuration.settings import Settings


class Refused(ValueError):
    """A text that is not accepted: `message` is what to send back to the model, `findings` is what is wrong."""

    def __init__(self, guarded: Guarded) -> None:
        """Take the verdict."""
        super().__init__(guarded.message)
        self.message = guarded.message
        self.findings = guarded.findings


@dataclass(frozen=True, slots=True)
class Guarded:
    """The verdict on a text: what is wrong with it, and what to send back to the model; blank if it is accepted."""

    findings: tuple[Finding, ...]
    message: str

    @property
    def accepted(self) -> bool:
        """Tell whether nothing weighs enough to refuse the text; warnings may be left."""
        return not self.message

    def raise_if_refused(self) -> Guarded:
        """Return this verdict; Refused if the text is not accepted."""
        if not self.accepted:
            raise Refused(self)
        return self


def guard(
    text: str,
    role: str | None = None,
    *,
    kind: str = REPORT,
    asked: str = "",
    config: str | None = None,
    isolated: bool = False,
) -> Guarded:
    """Return the verdict on what an agent answers or, with `kind="delegation"`, on what it is asked.

    It is the one of `de-lint hook`: a report of a `role` (its type or name) must be in that role's form; without a role
    any text may stand, and the reports in it are judged. `asked` is the delegation that a report answers. The settings
    are those of the working directory, of the file `config`, or with `isolated` the shipped ones. UnknownRole and
    UnknownKind (both ValueError) name what is nearest; Unreadable (ValueError) is raised for more than 100,000
    characters, and ConfigurationError for settings that are wrong.
    """
    if kind not in NAMES:
        raise UnknownKind(f"Not a kind that an agent answers or is asked: {kind}. Known kinds: {', '.join(NAMES)}.")
    given = EventInput("", kind, text, role or "", any_text=role is None, asked=asked)
    return guarded(given, settings_here(config, isolated))


def settings_here(config: str | None, isolated: bool) -> Settings:
    """Return the settings that an agent's text is judged by in the working directory."""
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.settings import CommandLine

    return Projects(config, isolated, CommandLine(suppressions=False)).of_folder(Path.cwd())


def guarded(given: EventInput, settings: Settings) -> Guarded:
    """Return the verdict on a text, by its agent's role if it names one; for what is raised, see `guard`."""
    from de_lint.agents.answering import with_answers
    from de_lint.agents.sessions import Session
    from de_lint.agents.verdicts import verdict_on

    known = settings.vocabulary.role_called(given.agent) if given.agent else None
    verdict = verdict_on(given, known, settings, Path.cwd())
    verdict = with_answers(verdict, given, Session(None, ""), known, settings)
    with using(settings.vocabulary):
        return Guarded(tuple(verdict.findings), _message(given, verdict))


def _message(given: EventInput, verdict: Verdict) -> str:
    from de_lint.agents.reasons import reason_for

    return reason_for(given, verdict) if verdict.refuses else ""
