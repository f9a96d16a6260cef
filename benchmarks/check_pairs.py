"""How well the rules about answers find what a report leaves out: `python benchmarks/check_pairs.py [--near] [--list]`.

Each folder of `pairs/` holds a delegation, a good, a partial and a wrong report, and in `truth.json` what these leave
unanswered, by words that only one of the delegation's demands holds. Half of the cases were used to choose weights and
thresholds, the other half was held out; but that words such as `status` do not count in a question was decided on a
case of the held-out half (orders_index), and that lines about nothing that was asked make a report doubtful with both
halves in view, so that half is not quite untouched. Wrong reports are
about other work altogether and easy to tell: `--near` leaves them out.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from de_lint.judging.check import check
from de_lint.judging.matching.demands import QUESTION, RESULT, STEP
from de_lint.judging.pairs import NamedDelegation, Pair
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.settings import Settings
from de_lint.project.pairs.answers import DELEGATION, REPORT, GivenDocument, answers, read_as
from de_lint.reading.document import Document

CASES = Path(__file__).parent / "pairs"
#: The rule that looks for each kind of demand, and what `truth.json` calls that kind.
RULES = {STEP: "unanswered-step", RESULT: "unnamed-result", QUESTION: "unanswered-question"}
TRUTH = {STEP: "steps", RESULT: "expected", QUESTION: "questions"}
MISMATCHES = ("ticket-mismatch", "role-mismatch", "completed-before-asked")
HALVES = ("tuning", "held-out")


@dataclass
class Count:
    """How often a rule was right, wrong, and silent where it should not have been."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of findings that are true."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is to be found that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, found: bool, true: bool, what: str) -> None:
        """Count one judgement."""
        self.right += found and true
        self.wrong += found and not true
        self.missed += true and not found
        if found != true:
            self.faults.append(f"{'wrongly found' if found else 'missed'}: {what}")


Counts = Mapping[tuple[str, str], Count]


def measured(near: bool = False) -> Counts:
    """Return the counts by rule and half, `all` included; with `near`, without the wrong reports."""
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    for case in sorted(CASES.iterdir()):
        truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
        for rule, found, true, what in _judgements(case, truth):
            if near and what.startswith("wrong"):
                continue
            for half in (truth["half"], "all"):
                counts[rule, half].add(found, true, f"{case.name}: {what}")
    return counts


def _judgements(case: Path, truth: Mapping[str, Any]) -> Iterator[tuple[str, bool, bool, str]]:
    """Yield for each demand and each report: the rule, whether it found it, whether it is true, and which it is."""
    asked = _read(DELEGATION, case / "delegation.md")
    for name in ("good", "partial", "wrong"):
        document = _read(REPORT, case / f"{name}.md")
        known = answers(asked, document)
        [(report, delegation)] = known.items()
        matches = Pair(delegation, report, document.source).matches
        yield from _not_looked_for([m.demand.text for m in matches], truth["unanswered"][name], name)
        for match in matches:
            true = _is_unanswered(match.demand.text, TRUTH[match.demand.kind], name, truth)
            what = f"{name}: {match.demand.text} ({match.score:.2f})"
            yield RULES[match.demand.kind], not match.answered, true, what
        yield from _mismatches(document, delegation, truth["mismatches"][name], name)


def _not_looked_for(
    demands: list[str], unanswered: Mapping[str, Any], name: str
) -> Iterator[tuple[str, bool, bool, str]]:
    """Yield what is unanswered and was not taken for a demand at all."""
    for kind, listed in unanswered.items():
        for words in listed if listed != "all" else ():
            if not any(words in demand for demand in demands):
                rule = next(RULES[k] for k, word in TRUTH.items() if word == kind)
                yield rule, False, True, f"{name}: {words} (not looked for)"


def _mismatches(
    document: Document, asked: NamedDelegation, true: list[str], name: str
) -> Iterator[tuple[str, bool, bool, str]]:
    found = {f.name for f in check(document, select=["X"], asked=dict.fromkeys(document.records, asked))}
    for rule in MISMATCHES:
        yield rule, rule in found, rule in true, name


def _read(kind: str, file: Path) -> Document:
    return read_as(kind, GivenDocument(file.read_bytes(), file.name, file), Settings(Configuration(None, file.parent)))


def _is_unanswered(demand: str, kind: str, name: str, truth: Mapping[str, Any]) -> bool:
    wanted = truth["unanswered"][name].get(kind, [])
    if wanted == "all":
        return not any(words in demand for words in truth.get("answered", {}).get(kind, []))
    return any(words in demand for words in wanted)


def main(arguments: list[str]) -> None:
    """Print the table; with `--list`, what went wrong in the half that is for tuning."""
    counts = measured("--near" in arguments)
    print(f"{'rule':24}{'half':10}{'found':>7}{'true':>7}{'precision':>11}{'recall':>8}")
    for rule in (*RULES.values(), *MISMATCHES):
        for half in (*HALVES, "all"):
            c = counts[rule, half]
            print(f"{rule:24}{half:10}{c.right + c.wrong:7}{c.right + c.missed:7}{c.precision:11.3f}{c.recall:8.3f}")
    if "--list" in arguments:
        for rule in (*RULES.values(), *MISMATCHES):
            print(f"\n{rule}")
            print("\n".join(f"  {fault}" for fault in counts[rule, "tuning"].faults))


if __name__ == "__main__":
    main(sys.argv[1:])
