"""A folder that the client has open: the settings of its files, and which reports in it answer which delegations."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from de_lint.file_names import is_markdown
from de_lint.project.configuration.files import ConfigurationError, nearest_configuration
from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.settings import Settings
from de_lint.project.files.discovery import Input, discover, shown_path
from de_lint.project.pairs.cards import Card, cards_of
from de_lint.project.pairs.sure import Pairs, Placed, sure_pairs
from de_lint.project.runs.cache import ResultCache
from de_lint.project.runs.cache_folders import usual_folder
from de_lint.project.runs.cache_keys import CacheKeys
from de_lint.project.runs.checking import Checking
from de_lint.project.runs.judging import Judge, Judged, Verdict
from de_lint.project.runs.pool import ProcessPool
from de_lint.project.runs.watching import State, state_of
from de_lint.reading.document import Document
from de_lint.server.options import Options
from de_lint.vocabulary.unknown import UnknownRole

#: What is known of a file on the disk: its state, and the document that it is.
_Known = tuple[State, Settings, Document]


class Root:
    """One folder and all below it, judged as `de-lint check` judges them in it."""

    def __init__(self, folder: str, options: Options) -> None:
        """Take the folder, and what the client says of it."""
        self.folder = folder
        self.options = options
        self._projects: Projects | None = None
        self._states: dict[str, tuple[Path | None, State]] = {}
        self._cards: dict[str, tuple[Card, ...]] = {}
        self._pairs: Pairs | None = None
        self._read: dict[str, _Known] = {}

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Make the folder the working directory for the body of a `with` statement: paths are seen from there."""
        os.chdir(self.folder)  # whatever it is now: that folder may be gone
        yield

    def settings(self, file: str) -> Settings:
        """Return the settings of a file as they are on the disk now; ConfigurationError says what is wrong there."""
        folder = os.path.dirname(file)
        known = self._states.get(folder)
        if self._projects is None or (known and known != self._state(folder, self._projects.of(file))):
            self.forget_settings()
            self._projects, known = self._new_projects(), None
        if known:
            return self._projects.of(file)
        # What changes while it is read counts as it was before, so that it is read again.
        nearest, before = self._state(folder)
        settings = self._projects.of(file)
        self._states[folder] = nearest, self._state(folder, settings)[1] | before
        return settings

    def forget_settings(self) -> None:
        """Forget all settings: what they are made from has changed."""
        self._projects, self._states = None, {}

    def _new_projects(self) -> Projects:
        return Projects(self.options.config, self.options.isolated, self.options.command_line)

    def _state(self, folder: str, settings: Settings | None = None) -> tuple[Path | None, State]:
        is_told = self.options.isolated or self.options.config is not None
        nearest = None if is_told else nearest_configuration(Path(folder))
        return nearest, state_of(settings.configuration.files() if settings else [nearest] if nearest else [])

    def look_again(self) -> None:
        """Forget what was seen around files: something there has changed."""
        for settings in self._projects.in_use() if self._projects else ():
            settings.look_again()

    def excludes(self, file: str) -> bool:
        """Tell whether `check` would pass over a file in this folder."""
        projects = self._projects
        return projects is not None and not discover(
            [file], force_exclude=True, configured=projects.excludes, includes=projects.includes
        )

    def documents(self) -> list[str]:
        """Return the files that a run in this folder would read."""
        projects = self._projects or self._new_projects()
        found = discover([self.folder], configured=projects.excludes, includes=projects.includes)
        return [each.place for each in found if each.place and each.error is None]

    async def gather(self, is_open: Callable[[str], bool]) -> None:
        """Learn which files hold delegations and reports, a file at a time: the client is answered between two."""
        try:
            with self.entered():
                projects = self._new_projects()
            found = await asyncio.to_thread(
                lambda: discover([self.folder], configured=projects.excludes, includes=projects.includes)
            )
            verdicts = self._checking(projects).verdicts(self._inputs(found))
            while True:
                with self.entered():
                    each, verdict = next(verdicts, (None, None))
                if each is None:
                    break
                if isinstance(verdict, Judged) and each.place and not is_open(each.place):
                    self.note(each.place, verdict.cards)
                await asyncio.sleep(0)
        except (ConfigurationError, UnknownRole):  # whoever opens a document of it is told
            return

    @staticmethod
    def _inputs(found: Sequence[Input]) -> Iterator[Input]:
        yield from (Input(shown_path(each.place), each.place) for each in found if each.place and each.error is None)

    def _checking(self, projects: Projects) -> Checking:
        judge = Judge(projects)
        pool: ProcessPool[Verdict] = ProcessPool(1, lambda: judge, judge)
        folder = usual_folder(Path(self.folder))
        return Checking(projects, pool, ResultCache(folder, CacheKeys(projects.command_line)) if folder else None)

    def note(self, place: str, cards: tuple[Card, ...]) -> None:
        """Remember which delegations and reports a file holds."""
        if self._cards.get(place, ()) == cards:
            return
        self._pairs = None
        if cards:
            self._cards[place] = cards
        else:
            del self._cards[place]

    def look_at(self, place: str) -> None:
        """Heed that a file has changed, has come or is gone."""
        self._read.pop(place, None)
        with self.entered():
            try:
                is_known = place in self._cards or (os.path.isfile(place) and is_markdown(place))
                is_there = is_known and not self.excludes(place)
                self.note(place, cards_of(self.document(place)) if is_there else ())
            except (ConfigurationError, UnknownRole, OSError):
                self.note(place, ())

    @property
    def files(self) -> list[str]:
        """The files that are known, in the order of a run."""
        return sorted(self._cards)

    def tickets(self) -> list[str]:
        """Return the tickets of the delegations and reports in the folder."""
        return sorted({ticket for cards in self._cards.values() for card in cards for ticket in card.tickets})

    def pairs(self, place: str) -> Pairs:
        """Return the delegations and the reports that belong together, one of which is in a file."""
        if self._pairs is None:
            placed = [
                Placed(card, number, os.path.dirname(each))
                for number, each in enumerate(self.files)
                for card in self._cards[each]
            ]
            self._pairs = sure_pairs(placed) if len({one.card.kind for one in placed}) > 1 else []
        own = self.files.index(place) if place in self._cards else -1
        return [pair for pair in self._pairs if own in (pair[0].file, pair[1].file)]

    def document(self, place: str) -> Document:
        """Return the document that a file on the disk is; OSError says why it cannot be read."""
        settings, state = self.settings(place), state_of([place])
        known = self._read.get(place)
        if known is None or known[:2] != (state, settings):
            given = Input(shown_path(place), place)
            known = self._read[place] = (state, settings, settings.read(given.read(), given.path, place))
        return known[2]
