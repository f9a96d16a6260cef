"""What each Markdown file of a repository holds, as far as a configuration depends on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import Input, reason
from de_lint.project.runs.judging import Failed, Stopped
from de_lint.project.runs.pool import Crashed, PoolTask, ProcessPool

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.reading.document import Document

#: What the folders of agents are called in those of their hosts.
_OF_AGENTS = ("agents", "agent")
INSTANCE, TEMPLATE, DEFINITION = "instance", "template", "agent_template"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one file holds.

    `records` are the kind and context of each; `tickets` the ids in delegations and reports, each with whether it
    stands in a ticket field; `addresses` the ticket systems whose addresses the text has; `role` is the type of the
    role whose form the file describes, if it does.
    """

    records: tuple[tuple[str, str], ...] = ()
    tickets: tuple[tuple[str, bool], ...] = ()
    addresses: tuple[str, ...] = ()
    role: str | None = None

    @property
    def kinds(self) -> set[str]:
        """The kinds of the file's records."""
        return {kind for kind, _ in self.records}

    def count(self, kind: str) -> int:
        """Return how many records of a kind there are, blank forms and examples left out."""
        return sum(own == kind and (context == INSTANCE or kind == DEFINITION) for own, context in self.records)


class Survey:
    """Looks at files under the settings that hold for each."""

    def __init__(self, projects: Projects) -> None:
        """Take where the settings of files come from."""
        self._projects = projects

    def __call__(self, data: bytes, path: str, file: str) -> Seen | Failed | Stopped:
        """Return what a document called `path` holds, whose settings are those of `file`."""
        try:
            document = self._projects.of(file).read(data, path, file)
            return _seen(document, data, PurePath(file).parent)
        except ConfigurationError as error:
            return Stopped(error.file, error.why)
        except Exception as error:  # one document must not cost the others their part
            return Failed(f"internal failure: {type(error).__name__}: {error}")


def survey_of(make_projects: Callable[[], Projects]) -> Survey:
    """Return a survey with projects of its own: what a process of a pool starts with."""
    return Survey(make_projects())


def look(
    inputs: Sequence[Input], projects: Projects, make_projects: Callable[[], Projects], jobs: int | None
) -> Iterator[tuple[Input, Seen | Failed]]:
    """Yield what each input holds, in order; ConfigurationError ends the run."""
    pool: ProcessPool[Seen | Failed | Stopped] = ProcessPool.suited(
        len(inputs), jobs, partial(survey_of, make_projects), partial(Survey, projects)
    )
    for each, found in zip(inputs, pool.results(_tasks(inputs)), strict=True):
        if isinstance(found, Stopped):
            raise found.error()
        yield each, Failed("internal failure: the process that read it ended") if isinstance(found, Crashed) else found


def _tasks(inputs: Iterable[Input]) -> Iterator[PoolTask | Failed]:
    for each in inputs:
        try:
            yield PoolTask((each.read(), each.path, str(each.file or each.path)))
        except OSError as error:
            yield Failed(reason(error))


def sample(inputs: Sequence[Input], most: int) -> list[Input]:
    """Return at most so many inputs, in order; every folder gives its first ones before any gives more."""
    if not most or len(inputs) <= most:
        return list(inputs)
    met: Counter[PurePath] = Counter()
    ranked = []
    for number, each in enumerate(inputs):
        folder = PurePath(each.path).parent
        ranked.append((met[folder], number))
        met[folder] += 1
    return [inputs[number] for number in sorted(number for _, number in sorted(ranked)[:most])]


def _seen(document: Document, data: bytes, folder: PurePath) -> Seen:
    records = document.records
    named = [
        (str(ticket["id"]), ticket["relation"] != "mention")
        for record in records
        if record.context == INSTANCE
        for ticket in record.data.get("tickets") or ()
    ]
    addresses = _addresses(data.decode("utf-8", "replace"))
    kinds = tuple((record.kind, record.context) for record in records)
    if not any(kind == DEFINITION for kind, _ in kinds) and _is_of_agents(folder) and document.tree().defines_an_agent:
        kinds = ((DEFINITION, TEMPLATE),)  # whatever its words read like: its host takes it for nothing else
    return Seen(kinds, tuple(named), tuple(addresses), _described(document, kinds))


def _is_of_agents(folder: PurePath) -> bool:
    """Tell whether a host looks for its agents in a folder: in `.claude/agents` and the like, and below."""
    return any(host[:1] == "." and inner in _OF_AGENTS for host, inner in pairwise(folder.parts))


def _described(document: Document, kinds: Sequence[tuple[str, str]]) -> str | None:
    if not any(kind == DEFINITION or context == TEMPLATE for kind, context in kinds):
        return None
    from de_lint.learning.infer import infer
    from de_lint.vocabulary.kinds import using

    with using(document.vocabulary):
        learnt = infer(document)
    return str(learnt.schema["x-type"]) if learnt.has_format else None


def _addresses(text: str) -> Iterator[str]:
    if "://" not in text:
        return
    from de_lint.vocabulary.kinds import shipped

    for system in shipped().tickets["systems"]:
        url = system.get("url")
        if url and _address(url).search(text):
            yield str(system["name"])


@cache
def _address(url: str) -> re.Pattern[str]:
    """Return a pattern for the addresses that a system's form of them stands for."""
    literal = [re.escape(part) for part in re.split(r"\{\w+\}", url)]
    return re.compile(r"[\w.-]+".join(literal))
