"""What stands under the cursor: what a rule says of it, the contract of its field, the state of its ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from de_lint.diagnostics import Finding, Span
from de_lint.judging.rule import Rule
from de_lint.judging.rules import all_rules
from de_lint.output.plain_text import defused, neutralised
from de_lint.output.program import rule_page
from de_lint.server.contracts import all_records, contract, fields_in
from de_lint.server.features import Answer
from de_lint.server.opened import Opened
from de_lint.server.tickets import ticket_at
from de_lint.vocabulary.kinds import using

#: The sections of a rule's page that show texts: whoever sees the finding has one before them.
_TEXTS = ("Bad", "Good")


def hover(opened: Opened, params: types.HoverParams) -> types.Hover | None:
    """Return what is to be known of the place."""
    with using(opened.vocabulary):
        found = list(_found(opened, params.position))
    if not found:
        return None
    place = min((opened.ranges.range(span) for span, _ in found), key=_size)
    text = "\n\n---\n\n".join(dict.fromkeys(text for _, text in found))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)


def _size(place: types.Range) -> tuple[int, int]:
    return place.end.line - place.start.line, place.end.character - place.start.character


def _found(opened: Opened, position: types.Position) -> Iterator[tuple[Span, str]]:
    ranges = opened.ranges
    for finding in opened.findings:
        if ranges.holds(finding.span, position):
            yield finding.span, _rule(finding, opened.settings.rules or all_rules())
    for record in all_records(opened.document):
        for place in fields_in(record):
            if ranges.holds(place.label, position):
                label = _plain(place.prop.label or place.node.name)
                sentences = map(_plain, contract(record, place.prop, place.group, opened.document.role))
                yield place.label, f"**{label}**\n\n" + "\n\n".join(sentences)
    ticket = ticket_at(opened, position)
    if ticket is not None:
        yield ticket.span, _ticket(opened, ticket.id)


def _rule(finding: Finding, rules: Iterable[Rule]) -> str:
    rule = next((rule for rule in rules if rule.code == finding.code), None)
    head = f"**[{_plain(f'{finding.code} {finding.name}')}]({rule_page(finding.code, finding.name)})**"
    if rule is None:
        return f"{head}: {_plain(finding.message)}"
    page = rule.documentation
    if rule.origin:  # the words of one that does not ship are somebody else's
        page = "\n".join(map(_plain, page.split("\n")))
    summary, *sections = page.split("\n## ")
    told = (each.partition("\n") for each in sections)
    kept = [f"*{title.strip()}*\n\n{text.strip()}" for title, _, text in told if title.strip() not in _TEXTS]
    return "\n\n".join([f"{head}: {summary.strip()}", *kept])


def _ticket(opened: Opened, ticket: str) -> str:
    registry = opened.settings.registry
    if registry is None or not registry.covers(ticket):
        return f"Ticket **{_plain(ticket)}**"
    if not registry.knows(ticket):
        return f"Ticket **{_plain(ticket)}**: the registry does not have it"
    return f"Ticket **{_plain(ticket)}**: {_plain(registry.status(ticket) or 'known to the registry')}"


def _plain(text: str) -> str:
    """Return words of the project as words: they must not become links or tags in what the client shows."""
    return defused(neutralised(text))


FEATURES = {types.TEXT_DOCUMENT_HOVER: Answer(hover)}
