"""How well the claims of agents are bound to the calls that prove them, on sessions that were written for it.

    python benchmarks/check_claims.py
    python benchmarks/check_claims.py --verbose

Each session is written as the log of each host that de-lint reads. Those that the rules were made with and those that
were written without the rules at hand have a score each. Precision: of the claims that are not taken for proven, those
that are not; every doubt about something that no session claims counts against it. Recall: of the claims that are not
proven, those that get their verdict.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "claims"))

from hosts import HOSTS
from sessions import PROVEN, SESSIONS, Session
from unseen import UNSEEN

LEAST_PRECISION, LEAST_RECALL, LEAST_RIGHT = 0.97, 0.90, 0.95
GROUPS = {"seen": SESSIONS, "unseen": UNSEEN}


@dataclass
class Score:
    """Counts over claims, and what is wrong."""

    claims: int = 0
    right: int = 0
    doubts: int = 0
    true_doubts: int = 0
    wanted: int = 0
    found: int = 0
    faults: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Of the doubts, those that are true."""
        return self.true_doubts / self.doubts if self.doubts else 0.0

    @property
    def recall(self) -> float:
        """Of the claims that are not proven, those that get their verdict."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def share(self) -> float:
        """Of all claims, those that get their verdict."""
        return self.right / self.claims if self.claims else 0.0

    @property
    def good(self) -> bool:
        """Whether the score reaches the bars."""
        return self.precision >= LEAST_PRECISION and self.recall >= LEAST_RECALL and self.share >= LEAST_RIGHT


def measured(sessions: Sequence[Session]) -> Score:
    """Return the score over sessions, each as the log of each host."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for session in sessions:
            for host in HOSTS:
                log = Path(folder) / "log.jsonl"
                entries = HOSTS[host](session.steps, session.report)
                log.write_text("".join(json.dumps(e) + "\n" for e in entries), encoding="utf-8")
                _count(score, session, host, list(claims_of(log)))
    return score


def claims_of(log: Path) -> Iterator[dict[str, Any]]:
    """Yield the claims of a log as `convert --transcript` has them."""
    from de_lint.agents.transcripts.converting import document_of
    from de_lint.project.configuration.projects import Projects

    document = document_of(str(log), Projects(None, isolated=True).of_folder(log.parent), lambda *_: None)
    assert isinstance(document, dict), document
    yield from document["claims"]


def _count(score: Score, session: Session, host: str, found: list[dict[str, Any]]) -> None:
    used: set[int] = set()
    for words, what, verdict in session.claims:
        match = [i for i, one in enumerate(found) if one["what"] == what and _overlap(one["text"], words)]
        match.sort(key=lambda i: i in used)
        got = found[match[0]]["verdict"] if match else "not found"
        used |= set(match[:1])
        score.claims += 1
        score.right += got == verdict
        score.wanted += verdict != PROVEN
        score.found += got == verdict != PROVEN
        if got not in (PROVEN, "not found"):
            score.doubts += 1
            score.true_doubts += verdict != PROVEN
        if got != verdict:
            score.faults += (f"{session.name} ({host}): {words!r}: {verdict}, got {got}",)
    for i, one in enumerate(found):
        if i not in used and one["verdict"] != PROVEN:
            score.doubts += 1
            score.faults += (f"{session.name} ({host}): no claim: {one['text']!r} ({one['what']}): {one['verdict']}",)


def _overlap(text: str, words: str) -> bool:
    a, b = (set(re.findall(r"\w+", t.casefold())) for t in (text, words))
    return len(a & b) / max(1, min(len(a), len(b))) >= 0.6


def main() -> int:
    """Print the score of each group, and tell whether all are as good as they were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="Print what is wrong.")
    asked, good = parser.parse_args(), True
    for name, sessions in GROUPS.items():
        score = measured(sessions)
        if asked.verbose:
            print("\n".join(score.faults))
        print(
            f"{name}: {len(sessions)} sessions, {len(HOSTS)} hosts, {score.claims} claims: right {score.share:.3f}; "
            f"not proven: precision {score.precision:.3f}, recall {score.recall:.3f}"
        )
        good &= score.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
