"""One document of the page: the facts of its records, and what opens when a reader asks for more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.bulk.account import Account, account_of, non_blank
from de_lint.bulk.dashboard.facts import CountedFinding, Facts, Json, record_facts
from de_lint.classes import dataclass, replace
from de_lint.diagnostics import Finding
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.runs.judging import Failed, Stopped

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.vocabulary.kinds import Vocabulary

_POINTER = re.compile(r"/records/(\d+)(?:/|$)")
#: Parts of the JSON that stand nowhere in particular in the source.
_PLACELESS = re.compile(r"/(?:span|tickets|quantities)/|/agent/type$|/line$|/level$")


@dataclass(frozen=True, slots=True)
class DashboardEntry:
    """A document; `detail` and `source` are JSON already.

    `source` and `account`, how many characters are in records, are None where the text is not at hand.
    """

    path: str
    coverage: float | None
    facts: tuple[Facts, ...]
    detail: str
    source: str | None = None
    account: Account | None = None


Conclusion = DashboardEntry | Failed | Stopped


class EntryReader:
    """Reads and judges a document by its project's settings; what is wrong with one of them is a value."""

    def __init__(self, projects: Projects) -> None:
        """Take where the settings of files come from."""
        self._projects = projects

    def __call__(self, data: bytes, path: str, file: str) -> Conclusion:
        """Return the document called `path`, or why there is none."""
        try:
            settings = self._projects.of(Path(file))
            document = settings.read(data, path, file)
            findings = settings.check(document, file)
            lines = [line.raw for line in document.source.lines]
            written, account = document.to_json(source_map=True), account_of(document)
            return entry_of(written, path, settings.vocabulary, lines, findings, account)
        except ConfigurationError as error:
            return Stopped(error.file, error.why)
        except Exception as error:  # one document must not cost the others their place on the page
            return Failed(f"internal failure: {type(error).__name__}: {error}")


def entry_reader(make_projects: Callable[[], Projects]) -> EntryReader:
    """Return a reader with projects of its own: what a process of a pool starts with."""
    return EntryReader(make_projects())


def entry_of(
    document: Json,
    path: str,
    vocabulary: Vocabulary,
    lines: Sequence[str] | None = None,
    findings: Sequence[Finding] = (),
    account: Account | None = None,
) -> DashboardEntry:
    """Return the entry of a converted document, whose source has these lines and findings."""
    titles = {type_: role.title for type_, role in vocabulary.roles.items()}
    records = [each for each in document.get("records", ()) if isinstance(each, Mapping)]
    plain = [record_facts(each, path, titles) for each in records]
    found: list[list[CountedFinding]] = [[] for _ in records]
    for finding in findings if records else ():
        found[_owner(finding, plain)].append(CountedFinding(finding.code, finding.name, finding.severity.value))
    coverage, source = document.get("coverage"), None
    if lines is not None:
        source = packed({"lines": lines, "findings": [_shown(each) for each in findings]})
    return DashboardEntry(
        path,
        float(coverage) if isinstance(coverage, (int, float)) and 0 <= coverage <= 1 else None,
        tuple(replace(facts, found=tuple(its)) for facts, its in zip(plain, found, strict=True)),
        packed({"records": records, "places": _places(document, plain)}),
        source,
        account or _stated_account(document),
    )


def _stated_account(document: Json) -> Account | None:
    """Return the account of what `convert` wrote; None where it does not say how long the text was."""
    total, rest = document.get("characters"), document.get("unclaimed")
    if not isinstance(total, int) or not isinstance(rest, list):
        return None
    lost = sum(non_blank(str(each.get("text"))) for each in rest if isinstance(each, Mapping))
    return Account(total - lost, lost) if 0 <= lost <= total else None


def packed(value: object) -> str:
    """Return `value` as JSON in ASCII, which holds whatever a document or a file name does."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _owner(finding: Finding, facts: Sequence[Facts]) -> int:
    """Return the index of the record that a finding is about: the one it names, else the one around or before it."""
    named = _POINTER.match(finding.pointer or "")
    if named and int(named.group(1)) < len(facts):
        return int(named.group(1))
    line = finding.span.start_line
    around = (i for i, f in enumerate(facts) if f.line <= line <= f.end_line)
    before = [i for i, f in enumerate(facts) if f.line <= line]
    return next(around, before[-1] if before else 0)


def _shown(finding: Finding) -> dict[str, object]:
    whole = finding.to_json()
    fix = {"fix": finding.fix.title} if finding.fix else {}
    return {key: whole[key] for key in _SHOWN} | fix


_SHOWN = ("code", "name", "severity", "message", "line", "column", "end_line", "end_column")


def _places(document: Json, facts: Sequence[Facts]) -> dict[str, list[int]]:
    """Return the first and the last line of every value whose place is known, by its JSON Pointer.

    What is blank, or follows from a record as a whole, stands nowhere in particular.
    """
    source_map = document.get("source_map")
    places: dict[str, Any] = source_map if isinstance(source_map, dict) else {}
    wholes = {(each.line, each.end_line) for each in facts if each.line < each.end_line}
    return {
        pointer: [span["start_line"], span["end_line"]]
        for pointer, span in places.items()
        if not _PLACELESS.search(pointer)
        and isinstance(span, dict)
        and _is_span(span)
        and (span["start_line"], span["end_line"]) not in wholes
        and _value(document, pointer)
    }


def _value(document: object, pointer: str) -> object:
    """Return what a JSON Pointer leads to; None where that is nothing."""
    value: Any = document
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value


def _is_span(span: Mapping[str, object]) -> bool:
    return all(isinstance(span.get(key), int) for key in ("start_line", "end_line"))
