"""The claims of a message held against the log of its session, for the hook and for logs that are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import REPORT, EventInput
from de_lint.agents.messages import NAMES
from de_lint.agents.verdicts import LONGEST_TEXT, Verdict

if TYPE_CHECKING:
    from de_lint.agents.ledger.binding import ClaimVerdict
    from de_lint.agents.ledger.ledger import Ledger
    from de_lint.diagnostics import Finding
    from de_lint.project.configuration.settings import Settings

#: What a report alone is asked for, where no log tells whether its tests ran.
_WITHOUT_LOG = "unproven-tests"
#: A host waits: of a longer log only the end is read.
_MOST_BYTES = 20_000_000


def claim_findings(text: str, bound: Sequence[ClaimVerdict], settings: Settings, folder: Path) -> list[Finding]:
    """Return what a session's log says against the claims of a message."""
    from de_lint.judging.policy import SessionClaim
    from de_lint.reading.document import Document
    from de_lint.reading.source import read_source

    claims = [SessionClaim(one.claim.text, one.claim.row, one.verdict, one.why) for one in bound]
    document = Document(read_source(text, NAMES[REPORT]), [])
    found = settings.check_session(document, folder / NAMES[REPORT], claims)
    return [replace(one, kind=REPORT) for one in found]


def with_claims(verdict: Verdict, given: EventInput, settings: Settings, folder: Path) -> Verdict:
    """Return the verdict on a report with what the log of its session says against it, where there is one.

    Where the log tells how tests went, nobody asks the report itself to show it.
    """
    if given.kind != REPORT or not given.log or not given.text.strip() or len(given.text) > LONGEST_TEXT:
        return verdict
    try:
        claims = _bound(Path(given.log), given.text)
        more = claim_findings(given.text, claims, settings, folder)
    except Exception:  # what is judged beside the report itself must not cost the verdict on it
        return verdict
    told = {one.claim.row + 1 for one in claims if one.claim.what == "tests"}
    kept = [f for f in verdict.findings if f.name != _WITHOUT_LOG or f.span.start_line not in told]
    return replace(verdict, findings=sorted([*kept, *more], key=lambda f: f.sort_key))


def _bound(log: Path, text: str) -> list[ClaimVerdict]:
    """Return the verdicts on the claims of a text by what a log tells."""
    from de_lint.agents.ledger.binding import bound
    from de_lint.agents.ledger.claims import claims_in

    claims = claims_in(text)
    ledger = ledger_of(log, _MOST_BYTES) if claims and log.is_file() else None
    return [one for claim in claims if (one := bound(claim, ledger))] if ledger else []


def ledger_of(log: Path, most: int | None = None) -> Ledger | None:
    """Return the ledger of a log, or of the end of a longer one; None for a file in a shape that nobody here reads."""
    from de_lint.agents.ledger.ledger import Ledger
    from de_lint.agents.transcripts.acts import Told
    from de_lint.agents.transcripts.log_lines import entries_in, entry_in
    from de_lint.agents.transcripts.readers import Readers

    ledger, readers, size = Ledger(), Readers(), log.stat().st_size
    with log.open("rb") as stream:
        if most and size > most:
            stream.seek(size - most)
            stream.readline()
        for line in entries_in(stream):
            for act in readers.acts(entry_in(line.data or b"") or {}):
                if not isinstance(act, Told):
                    list(ledger.hear(act, line.number))
    return ledger if ledger.runs or ledger.edits else None
