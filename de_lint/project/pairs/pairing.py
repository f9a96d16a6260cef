"""Reports in some files of a run that answer delegations in others: how well, remembered by the content of both."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.project.files.discovery import Input, reason
from de_lint.project.pairs.cards import REPORT
from de_lint.project.pairs.sure import Pairs, Placed, sure_pairs
from de_lint.project.runs.judging import Failed, Judged

if TYPE_CHECKING:
    from de_lint.judging.pairs import NamedDelegation
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.runs.cache import ResultCache
    from de_lint.reading.document import Document
    from de_lint.reading.records.record import Record


@dataclass(frozen=True, slots=True)
class _File:
    given: Input
    data: bytes
    name: str


class Answering:
    """Judges the reports of a run by the delegations of the run that they answer without doubt."""

    def __init__(self, projects: Projects, cache: ResultCache | None = None) -> None:
        """Take the settings of files, and where verdicts are kept."""
        self._projects = projects
        self._cache = cache

    def verdicts(self, judged: Iterable[tuple[Input, Judged | Failed]]) -> Iterator[tuple[Input, Judged | Failed]]:
        """Yield the inputs whose reports answer delegations, in order, with what is found because of these."""
        inputs, placed = [], []
        for number, (each, verdict) in enumerate(judged):
            inputs.append(each)
            if isinstance(verdict, Judged) and verdict.cards:
                folder = os.path.dirname(each.place or os.path.abspath(each.path))
                placed += [Placed(card, number, folder) for card in verdict.cards]
        if len({one.card.kind for one in placed}) < 2:
            return
        for number, pairs in groupby(sure_pairs(placed), key=lambda pair: pair[1].file):
            yield inputs[number], self._verdict(inputs, list(pairs))

    def _is_wanted(self, each: Input) -> bool:
        """Tell whether any rule about answers applies to a file."""
        from de_lint.judging.check import selected

        file = each.place or each.path
        settings = self._projects.of(file)
        return any(rule.paired for rule in selected(settings.of(file).codes, rules=settings.rules))

    def _verdict(self, inputs: list[Input], pairs: Pairs) -> Judged | Failed:
        try:
            involved = {p.file: inputs[p.file] for pair in pairs for p in pair}
            key = self._key(involved, pairs, {})
            report = pairs[0][1].file
            known = self._cache.noted(key, inputs[report]) if self._cache and key else None
            if known is not None:
                return known
            files = {number: _file(each) for number, each in involved.items()}
            found = self._found(files, pairs) if self._is_wanted(inputs[report]) else Judged()
            key = self._key(involved, pairs, files)
        except OSError as error:
            return Failed(reason(error))
        except Exception as error:  # one document must not cost the others their findings
            return Failed(f"internal failure: {type(error).__name__}: {error}")
        if self._cache and key:
            self._cache.note(key, found, files[report].data)
        return found

    def _found(self, files: dict[int, _File], pairs: Pairs) -> Judged:
        documents = {number: self._read(file) for number, file in files.items()}
        asked = asked_by(pairs, documents, lambda number: files[number].given.path)
        file, document = files[pairs[0][1].file].name, documents[pairs[0][1].file]
        findings = self._projects.of(file).check_answers(document, file, asked)
        return Judged(tuple(findings), tuple(line.raw for line in document.source.lines) if findings else ())

    def _read(self, file: _File) -> Document:
        return self._projects.of(file.name).read(file.data, file.given.path, file.name)

    def _key(self, involved: Mapping[int, Input], pairs: Pairs, files: Mapping[int, _File]) -> str | None:
        """Return the key of the verdict: it depends on every file of the pairs and on which records these are.

        It is None without a cache, where standard input is among them, or where a file has to be read to know.
        """
        if self._cache is None:
            return None
        keys = {}
        for number, each in involved.items():
            data = files[number].data if number in files else None
            keys[number] = self._cache.key_of(each, self._projects.of(each.place or each.path), data)
        if None in keys.values():
            return None
        return json.dumps([[keys[a.file], a.card.number, keys[b.file], b.card.number] for a, b in pairs])


def _file(given: Input) -> _File:
    return _File(given, given.read(), given.place or given.path)


def asked_by(
    pairs: Pairs, documents: Mapping[int, Document], path_of: Callable[[int], str]
) -> dict[Record, NamedDelegation]:
    """Return the delegation that the report of each pair answers, from the documents by the numbers of their files."""
    from de_lint.judging.pairs import NamedDelegation

    asked = {}
    for one, other in pairs:
        delegations, reports = documents[one.file].records, documents[other.file].records
        # Fixes may have changed what the cards tell of.
        if one.card.number < len(delegations) and other.card.number < len(reports):
            asked[reports[other.card.number]] = NamedDelegation(delegations[one.card.number], path_of(one.file))
    return {r: a for r, a in asked.items() if r.kind == REPORT != a.record.kind}
