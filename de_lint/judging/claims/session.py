"""The claims of a message that the log of its session has judged, as problems of the message."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Span
from de_lint.judging.rule import Problem, Subject


def problems(subject: Subject, verdict: str) -> Iterator[Problem]:
    """Yield a problem for each claim with a verdict, at the line that makes it."""
    lines = subject.source.lines
    seen: set[tuple[int, str]] = set()
    for claim in subject.policy.session:
        if claim.verdict == verdict and (claim.row, claim.why) not in seen:
            seen.add((claim.row, claim.why))
            raw = lines[claim.row].raw.rstrip() if claim.row < len(lines) else ""
            start = len(raw) - len(raw.lstrip()) + 1
            span = Span(claim.row + 1, start, claim.row + 1, max(start, len(raw) + 1))
            yield Problem(span, f"'{claim.text}' is {verdict}: {claim.why}")
