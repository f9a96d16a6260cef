"""Tickets that there are: read from a folder or a list, and what is said of those that are unknown or closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from de_lint.project.configuration.projects import Projects
from de_lint.project.repository.ticket_registry import ListedTickets, UnreadableRegistry
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.schemas import schema

LISTS = {
    "tickets.txt": "# ours\nISS-0345 open\nISS-0346\tDone\n\nTSK-0001\n",
    "list.json": '[{"id": "ISS-0345", "status": "open"}, {"id": "ISS-0346", "status": "Done"}, "TSK-0001"]',
    "object.json": '{"ISS-0345": "open", "ISS-0346": {"status": "Done"}, "TSK-0001": null}',
    "tickets.csv": "title,ID,Status\na,ISS-0345,open\nb,ISS-0346,Done\nc,TSK-0001\n",
}
FILES = {
    "issues/ISS-0345-slow-cart.md": "---\nid: ISS-0345\nstatus: open # soon\n---\n# Slow cart\n",
    "issues/ISS-0346-fast-cart.md": "# Fast cart\n\n**Status**: Done\n",
    "tasks/tsk-0001.md": "# No status\n",
    "README.md": "ISS-9999\n",
}


def listed(place: Path) -> ListedTickets:
    tickets = schema("tickets")
    return ListedTickets(place, TicketSystems(tickets), tickets["closed"])


@pytest.mark.parametrize("name", [*LISTS, "folder"])
def test_every_form_says_the_same(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    if name in LISTS:
        place.write_text(LISTS[name])
    for file, text in FILES.items() if name == "folder" else ():
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(text)
    found = listed(place)
    assert len(found) == 3
    assert [found.status(t) for t in ("ISS-0345", "ISS-0346", "TSK-0001", "ISS-1")] == ["open", "Done", None, None]
    assert [found.is_closed(t) for t in ("ISS-0345", "ISS-0346", "TSK-0001")] == [False, True, False]
    assert found.knows("TSK-0001") and not found.knows("ISS-9999")
    assert found.covers("EP-0001") and not found.covers("#12")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("x.json", "{", "Expecting"),
        ("x.json", "1", "neither a list nor an object"),
        ("x.json", "[1]", "1 is not a ticket id"),
        ("x.csv", "name\nx", "no column 'id'"),
        ("x.yaml", "", "neither a folder nor a file"),
        ("none.txt", None, "No such file"),
    ],
)
def test_what_cannot_be_read(name: str, text: str | None, why: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableRegistry, match=why):
        listed(tmp_path / name)


@pytest.mark.parametrize(
    ("known", "asked", "near"),
    [
        ("ISS-0345", "ISS-0346", ("ISS-0345",)),
        ("ISS-0345", "ISS-0354", ("ISS-0345",)),
        ("ISS-0345", "ISS-345", ("ISS-0345",)),
        ("ISS-0345", "ISS-03456", ("ISS-0345",)),
        ("ISS-0345 ISS-0347", "ISS-0346", ("ISS-0345", "ISS-0347")),
        ("ISS-0345 ISS-0347 ISS-0348 ISS-0349", "ISS-0346", ()),
        ("ISS-0345", "ISS-0399", ()),
        ("ISS-0345", "TSK-0345", ()),
    ],
)
def test_near_ids(known: str, asked: str, near: tuple[str, ...], tmp_path: Path) -> None:
    place = tmp_path / "x.txt"
    place.write_text(known.replace(" ", "\n"))
    assert listed(place).near(asked) == near


DELEGATION = """**QA Agent**: Test the cart

TEMPORAL CONTEXT: Today is 2025-06-02.

**Task**: Fill it and pay, as in ISS-0315
**Authority**: ALL testing decisions
**Expected Results**: A list of what broke
**Ticket Reference**: {}
**Progress Reporting**: Report failures
"""


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ISS-0345", ["There is no ticket ISS-0315; did you mean ISS-0345?"]),
        ("ISS-0315", ["There is no ticket ISS-0315; did you mean ISS-0345?"]),
        ("ISS-0346", ["There is no ticket ISS-0315; did you mean ISS-0345?", "ISS-0346 is closed ('Done')"]),
        ("ISS-9999, #12", ["There is no ticket ISS-0315; did you mean ISS-0345?", "There is no ticket ISS-9999"]),
    ],
)
def test_findings(value: str, found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tickets.txt").write_text(LISTS["tickets.txt"])
    (tmp_path / ".de-lint.toml").write_text('[tickets]\nsystems = ["built-in", "github"]\nregistry = "tickets.txt"\n')
    settings = Projects().of("x.md")
    findings = settings.check(settings.read(DELEGATION.format(value), "x.md"), "x.md")
    assert sorted(f.message for f in findings) == sorted(found)
    for finding in findings:
        line = DELEGATION.format(value).split("\n")[finding.span.start_line - 1]
        word = line[finding.span.start_column - 1 : finding.span.end_column - 1]
        assert word in finding.message
