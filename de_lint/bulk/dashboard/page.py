"""An archive to one HTML file that loads nothing: styles, scripts and data are in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib import resources
from string import Template

from de_lint.bulk.dashboard.charting import chart_library
from de_lint.bulk.dashboard.coverage import ticket_coverage
from de_lint.bulk.dashboard.entries import packed
from de_lint.bulk.dashboard.figures import by_role, figures, frequent
from de_lint.bulk.dashboard.gathering import Archive
from de_lint.bulk.dashboard.packing import chunks, parts
from de_lint.bulk.dashboard.rows import COLUMNS, page_rows
from de_lint.bulk.dashboard.timeline import timeline
from de_lint.bulk.dashboard.trends import trends

STYLES = ("colors.css", "layout.css", "table.css", "record.css", "print.css")
#: One program in many files: each may use what those before it name.
SCRIPTS = (
    *("embedded.js", "elements.js", "words.js", "theme.js", "filters.js", "table.js", "fields.js", "source.js"),
    *("record.js", "keys.js", "figures.js", "alternatives.js", "specs.js", "charts.js", "trends.js", "start.js"),
)


def page(archive: Archive, title: str, as_of: str | None = None) -> str:
    """Return the page; the same archive, title and `as_of` (a date to print in its head) give the same text."""
    script, library = _script(), chart_library()
    held = {"index": packed(_index(archive)), "trends": packed(trends(archive.facts)), "library": library}
    for start, details, sources in chunks(archive.entries):
        held[f"details-{start}"] = details
        held[f"sources-{start}"] = sources
    return Template(_asset("page.html")).substitute(
        policy=escape(_policy([script, library])),
        title=escape(title),
        as_of=f'<p class="as-of">As of {escape(as_of)}</p>' if as_of else "",
        style="\n".join(_asset(name) for name in STYLES),
        script=script,
        parts=parts(held),
    )


def _index(archive: Archive) -> dict[str, object]:
    facts = archive.facts
    return {
        "columns": COLUMNS,
        "rows": list(page_rows(archive.entries)),
        "chunks": [start for start, _, _ in chunks(archive.entries)],
        "figures": figures(archive, facts),
        "timeline": timeline(facts),
        "roles": by_role(facts),
        "coverage": ticket_coverage(facts),
        "rules": frequent(facts),
        "failures": archive.failures,
    }


def _policy(scripts: Sequence[str]) -> str:
    """Return the policy under which the page runs these scripts and no others, and asks nobody for anything."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    # The charting library writes styles of its own, so those cannot be named by their hashes.
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _script() -> str:
    body = "\n".join(_asset(name) for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def _asset(name: str) -> str:
    return resources.files("de_lint.bulk.dashboard").joinpath("assets", name).read_text(encoding="utf-8")
