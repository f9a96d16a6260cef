"""What agents may ask of de-lint while they work: the form of a report, and what is wrong with one.

Nothing outside of the folder in which it is asked is read, and no more of a text than the hook takes.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, EventInput
from de_lint.agents.guarding import guarded, settings_here
from de_lint.agents.messages import NAMES
from de_lint.agents.verdicts import LONGEST_TEXT
from de_lint.vocabulary.kinds import kind_called, using

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings


#: A pipe would be waited for; a link has been followed, and one that has come since is not.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
#: No role or rule is called by so many characters.
_LONGEST_NAME = 200


class ImpossibleRequest(ValueError):
    """Something that cannot be answered, and why."""


class AgentTools:
    """The tools under one configuration; each answers with a text, or raises ImpossibleRequest with one line."""

    def __init__(self, config: str | None = None, isolated: bool = False) -> None:
        """Take whose settings count: those of `config`, none with `isolated`, else those of the working directory."""
        self._config, self._isolated = config, isolated

    def _settings(self) -> Settings:
        return settings_here(self._config, self._isolated)  # anew: somebody may be writing them

    def new_report(self, role: str, kind: str = REPORT) -> str:
        """Return the blank form of a role's report, or of a delegation to it."""
        from de_lint.writing.scaffold import new

        _require_short("role", role)
        if kind not in NAMES:
            raise ImpossibleRequest(f"there is no form of '{kind}'; there are {' and '.join(NAMES)}")
        with using(self._settings().vocabulary):
            return new(kind, role)

    def check_report(
        self, text: str | None = None, path: str | None = None, role: str | None = None, delegation: str = ""
    ) -> str:
        """Return what is wrong with a report, in a role's form and as the answer to a delegation if these are given."""
        return self._checked(REPORT, "check_report", text, path, role, delegation)

    def check_delegation(self, text: str | None = None, path: str | None = None, role: str | None = None) -> str:
        """Return what is wrong with a delegation, to a role if that is given."""
        return self._checked(DELEGATION, "", text, path, role)

    def explain_rule(self, rule: str) -> str:
        """Return the page of a rule, by its code or name."""
        from de_lint.judging.rules import all_rules
        from de_lint.judging.selectors import UnknownRule, rule_called

        _require_short("rule", rule)
        rules = self._settings().rules or all_rules()
        found = rule_called(rule, rules)
        if found is None:
            raise UnknownRule(rule, rules)
        return found.documentation

    def read(
        self, text: str | None = None, path: str | None = None, kind: str | None = None, role: str | None = None
    ) -> str:
        """Return what is read in a text, as the JSON of a document."""
        from de_lint.output.json_text import json_text
        from de_lint.reading.document import read

        _require_short("role", role or "")
        settings, data = self._settings(), self._given(text, path)
        known = settings.vocabulary.role_called(role).type if role else None
        kind = kind_called(kind) if kind else None
        document = read(data, path or "-", kind=kind, role=known, vocabulary=settings.vocabulary)
        return json_text(document.to_json(), pretty=False)

    def _checked(
        self, kind: str, tool: str, text: str | None, path: str | None, role: str | None, asked: str = ""
    ) -> str:
        _require_short("role", role or "")
        _require_short("delegation", asked, LONGEST_TEXT)
        settings, given = self._settings(), self._given(text, path)
        source = path if path and kind == REPORT else ""
        tool = "" if source else tool
        event = EventInput("", kind, given, role or "", any_text=not role, tool=tool, asked=asked, source=source)
        found = guarded(event, settings)
        if not found.accepted:
            return found.message
        from de_lint.agents.reasons import warning_of
        from de_lint.reading.document import read

        records = read(given, vocabulary=settings.vocabulary).records
        if not role and all(record.kind != kind for record in records):
            return f"No {NAMES[kind]} is read in this. Name the role whose form it is to have; new_report gives it."
        accepted = f"This {NAMES[kind]} is accepted."
        return f"{accepted} {warning_of('', found.findings)}" if found.findings else accepted

    def _given(self, text: str | None, path: str | None) -> str:
        """Return the text, or what the file at a path holds."""
        if (text is None) == (path is None):
            raise ImpossibleRequest("give either text or path")
        if text is None:
            text = _text_at(str(path), self._settings())
        _require_short("text", text, LONGEST_TEXT)
        return text


def _require_short(what: str, given: str, most: int = _LONGEST_NAME) -> None:
    if len(given) > most:
        raise ImpossibleRequest(f"the {what} has more than {most} characters")


def _text_at(path: str, settings: Settings) -> str:
    """Return what a Markdown file of the workspace holds; ImpossibleRequest says why it is not read."""
    from de_lint.project.files.discovery import reason

    top = os.path.realpath(os.getcwd())
    try:
        real = Path(os.path.realpath(os.path.join(top, path)))
        if not real.is_relative_to(top):
            raise ImpossibleRequest(f"{path} is outside of the workspace")
        if not settings.includes(real):
            raise ImpossibleRequest(f"{path} is no Markdown file")
        with open(os.open(real, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ImpossibleRequest(f"{path} is no regular file")
            data = file.read(LONGEST_TEXT + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ImpossibleRequest):
            raise
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise ImpossibleRequest(f"{path}: {why}") from None
    if len(data) > LONGEST_TEXT:
        raise ImpossibleRequest(f"{path} has more than {LONGEST_TEXT} bytes")
    return data.decode("utf-8-sig", "replace")
