"""`jsonl`: a finding a line, as JSON; for streams and `jq`."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding
from de_lint.output.context import OutputContext
from de_lint.output.json_text import json_text


def render(findings: Sequence[Finding], context: OutputContext) -> str:
    """Return each finding of the contract's findings document on a line of its own."""
    return "".join(json_text(each.to_json(), pretty=False) + "\n" for each in findings)
