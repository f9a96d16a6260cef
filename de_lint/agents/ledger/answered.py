"""What a delegation asks for, step by step, and how its report answers: with proof, in words only, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from de_lint.agents.ledger.binding import PROVEN, ClaimVerdict, bound
from de_lint.agents.ledger.claim import Claim
from de_lint.agents.ledger.claims import claims_in, named_as_done
from de_lint.classes import dataclass
from de_lint.judging.matching.demands import RESULT, STEP, Demand, demands_of
from de_lint.judging.matching.match import THRESHOLDS, answers_to
from de_lint.judging.matching.passages import passages_of
from de_lint.output.plain_text import columns, neutralised

if TYPE_CHECKING:
    from de_lint.agents.ledger.ledger import Ledger
    from de_lint.judging.pairs import NamedDelegation
    from de_lint.reading.records.record import Record
    from de_lint.reading.source import Source

PROOF, WORDS, NOTHING = "proof", "words", "nothing"
CRITERION = "criterion"
_LONGEST = 60
_HEADS = ("asked", "line", "answer", "by")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A step, result or criterion with its line in the delegation, how it is answered, and what shows that."""

    demand: Demand
    kind: str
    how: str
    by: str = ""
    line: int | None = None
    verdict: str | None = None


def answer_rows(
    answers: Mapping[Record, NamedDelegation], source: Source, ledger: Ledger | None
) -> Iterator[AnswerRow]:
    """Yield a row for everything that is asked of each report in a source, in the order of the delegation.

    Only with the ledger of the session is anything proven. What only may be about a step, which no rule reports, is no
    answer here.
    """
    text = "\n".join(line.raw for line in source.lines)
    judged = [v for claim in claims_in(text) if ledger and (v := bound(claim, ledger))]
    for report, asked in answers.items():
        passages = passages_of(source, report)
        data = asked.record.data
        about = f"{data.get('title') or ''}\n{(data.get('task') or {}).get('summary') or ''}"
        demands = [d for d in demands_of(asked.record) if d.kind in (STEP, RESULT)]
        criteria = list(_criteria(asked.record))
        found = [*answers_to(demands, about, passages), *answers_to(criteria, about, passages)]
        for one in found:
            kind = CRITERION if one.demand in criteria else one.demand.kind
            is_sure = one.score >= THRESHOLDS[one.demand.kind]
            line = one.nearest.line if one.nearest and is_sure else None
            yield _row(one.demand, kind, line, judged, ledger)


def _criteria(record: Record) -> Iterator[Demand]:
    for number, item in enumerate(record.data.get("acceptance_criteria") or []):
        pointer = f"/acceptance_criteria/{number}/text"
        if item.get("text"):
            yield Demand(STEP, str(item["text"]), record.at(pointer).start_line, pointer)


def _row(
    demand: Demand, kind: str, line: int | None, judged: Sequence[ClaimVerdict], ledger: Ledger | None
) -> AnswerRow:
    if line is None:
        return AnswerRow(demand, kind, NOTHING)
    said = [v for v in judged if v.claim.row + 1 == line]
    asked = (bound(claim, ledger) for claim in _asked(demand.text)) if ledger else ()
    verdicts = [*said, *(v for v in asked if v and v.verdict == PROVEN)]
    worst = next((v for v in verdicts if v.verdict != PROVEN), None)
    best = next((v for v in verdicts if v.verdict == PROVEN), None)
    told = worst or best
    if told is None:
        return AnswerRow(demand, kind, WORDS, line=line)
    return AnswerRow(demand, kind, PROOF if worst is None else WORDS, told.why, line, told.verdict)


def _asked(text: str) -> list[Claim]:
    """Return what would be claimed if what is asked for were said to be done."""
    return claims_in(text) or named_as_done(text)


def answer_table(found: Sequence[AnswerRow]) -> str:
    """Return the rows as a table for people."""
    cells = [
        (neutralised(r.demand.text)[:_LONGEST], str(r.demand.line), r.how, _shown(r)) for r in found
    ]  # fmt: skip
    widths = [max(columns(row[n]) for row in (_HEADS, *cells)) for n in range(3)]
    lines = [
        " ".join(c + " " * (w - columns(c)) for c, w in zip(row, widths, strict=False)) + f" {row[3]}"
        for row in (_HEADS, *cells)
    ]
    counts = {how: sum(r.how == how for r in found) for how in (PROOF, WORDS, NOTHING)}
    total = ", ".join(f"{n} by {how}" if how != NOTHING else f"{n} not at all" for how, n in counts.items())
    return "".join(f"{line.rstrip()}\n" for line in lines) + f"{len(found)} asked for: {total}\n"


def _shown(row: AnswerRow) -> str:
    where = f"line {row.line}" if row.line else ""
    doubt = f"{row.verdict}: " if row.verdict not in (None, PROVEN) else ""
    return neutralised(", ".join(filter(None, (where, doubt + row.by))))


def to_json(found: Sequence[AnswerRow]) -> dict[str, object]:
    """Return the rows as JSON."""
    return {
        "schema_version": 1,
        "ledger": [
            {
                "kind": r.kind,
                "text": r.demand.text,
                "line": r.demand.line,
                "answer": r.how,
                "report_line": r.line,
                "verdict": r.verdict,
                "why": r.by or None,
            }
            for r in found
        ],
    }
