"""What a delegation asks for, one thing at a time: its steps, its results, and the questions of its reporting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from de_lint.classes import dataclass
from de_lint.judging import mentions
from de_lint.judging.matching.terms import stem
from de_lint.judging.matching.words import PLAIN_QUESTIONS, STOP
from de_lint.patterns import compiled
from de_lint.reading.records.record import Json, Record

STEP, RESULT, QUESTION = "step", "result", "question"
#: A delegation asks for a few things; what asks for more is not text to compare word by word.
MOST = 300
_RESULT_END = compiled(r"(?:(?<!\s)\s+)?(?:;|\n)\s*")
_QUESTION_END = compiled(r"(?:(?<!\s)\s+)?(?:[;,.\n]|\b(?:and|plus|as well as)\b)\s*", re.IGNORECASE)
_ASKING = compiled(
    r"^(?:please )?(?:report|give|list|state|tell|include|provide|update|document|mention|describe|note)s?\b:?\s*"
    r"(?:back |on |us |me |about |regularly |daily )*",
    re.IGNORECASE,
)
_WORD = compiled(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is asked for, as written, and where in the delegation (lines from 1)."""

    kind: str
    text: str
    line: int
    pointer: str
    #: What it is a part of: the text of the steps above it.
    within: str = ""


def demands_of(record: Record) -> list[Demand]:
    """Return what a delegation asks for, in the order of its fields; what is still to be filled in asks nothing.

    No more than the first `MOST` things are taken.
    """
    found = (d for part in (_steps, _results, _questions) for d in part(record))
    return list(islice((d for d in found if not mentions.has_blank(d.text)), MOST))


def _steps(record: Record) -> list[Demand]:
    task = record.data.get("task") or {}
    steps = list(_leaves(record, task.get("steps") or [], "/task/steps", ""))
    if steps:
        return steps
    for pointer, text in (("/task/summary", task.get("summary")), ("/title", record.data.get("title"))):
        if text:
            return [Demand(STEP, str(text), record.at(pointer).start_line, pointer)]
    return []


def _leaves(record: Record, steps: list[Json], pointer: str, within: str) -> Iterator[Demand]:
    """Yield the steps that have none below them; one that has says what these are about."""
    for index, step in enumerate(steps):
        here, text = f"{pointer}/{index}", str(step.get("text") or "")
        if step.get("steps"):
            yield from _leaves(record, step["steps"], f"{here}/steps", f"{within} {text}".strip())
        elif text:
            yield Demand(STEP, text, record.at(f"{here}/text").start_line, f"{here}/text", within)


def _results(record: Record) -> Iterator[Demand]:
    text = str(record.data.get("expected_results") or "")
    for part in _RESULT_END.split(text):
        if part:
            yield Demand(RESULT, part, record.at("/expected_results").start_line, "/expected_results")


def _questions(record: Record) -> Iterator[Demand]:
    """Yield each thing that is to be reported; `before and after` belongs to what stands before it."""
    text = _ASKING.sub("", str(record.data.get("progress_reporting") or ""))
    for part in _QUESTION_END.split(text):
        part = _ASKING.sub("", part)
        if _asks(part):
            yield Demand(QUESTION, part, record.at("/progress_reporting").start_line, "/progress_reporting")


def _asks(part: str) -> bool:
    """Tell whether a part of a question asks more than how things stand."""
    plain = frozenset(map(stem, PLAIN_QUESTIONS))
    return any(w not in STOP and stem(w) not in plain for w in _WORD.findall(part.casefold()))
