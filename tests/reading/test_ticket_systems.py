"""GitHub, GitLab, Jira and Linear ids, and systems of a project's own: found, explained, told from look-alikes."""

from __future__ import annotations

import pytest

from de_lint.judging.wrong_tickets import WrongTickets
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.tickets import tickets_of
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.schemas import schema


def systems(tmp: str = ".", **tickets: object) -> TicketSystems:
    from pathlib import Path

    return TicketSystems(tickets_of(Configuration(None, Path(tmp), {"tickets": tickets}), schema("tickets")))


GITHUB = systems(systems=["github"])
GITLAB = systems(systems=["gitlab"])
JIRA = systems(systems=["built-in", "jira"])
OWN_JIRA = systems(projects={"jira": ["SHOP"]})
KEYED = systems(systems=["jira", "github"], projects={"jira": ["DOCK", "QUAY"]})
LINEAR = systems(systems=["linear"])
CUSTOM = systems(custom=[{"name": "requests", "pattern": "REQ/20[0-9]{2}/[0-9]{3}", "example": "REQ/2025/001"}])
PREFIXED = systems(custom=[{"name": "desk", "prefixes": ["DESK"], "url": "https://desk.example/{id}"}])


@pytest.mark.parametrize(
    ("ids", "text", "found"),
    [
        (GITHUB, "Fixes #123 and (#9), PR #5; issue #7.", ["#123", "#9", "#5", "#7"]),
        (GITHUB, "see acme/shop#12", ["acme/shop#12"]),
        (GITHUB, "https://github.com/acme/shop/issues/77 and https://github.com/a/b/pull/8",
         ["acme/shop#77", "a/b#8"]),
        (GITHUB, "Update #2, Phase #1, **Attempt** #3, our #1 priority", []),
        (GITHUB, "#fff #12a color: #123456 C#7 &#123; a.html#3 docs/page.md#12 x/#4 `#12` #0", []),
        (GITHUB, "ISS-0345", ["ISS-0345"]),
        (GITLAB, "!12 and acme/shop/web!3, issue #4", ["!12", "acme/shop/web!3", "#4"]),
        (GITLAB, "https://git.example/a/b/-/merge_requests/9", ["a/b!9"]),
        (GITLAB, "wow!5 ![1](x) !important != !0", []),
        (JIRA, "ABC-123, ISS-0345 and https://acme.example/browse/OPS-7", ["ABC-123", "ISS-0345", "OPS-7"]),
        (JIRA, "UTF-8 SHA-256 AES-256 COVID-19 GPT-4 RFC-2119 CVE-2024-1234 PHASE-1 JAN-2025 FY-25 X-1", []),
        (JIRA, "FOO-BAR-12 ABC-012 abc-12 ABC-12x", ["FOO-BAR-12"]),
        (OWN_JIRA, "SHOP-12 ISS-0345 ABC-123", ["SHOP-12", "ISS-0345"]),
        (LINEAR, "ENG-123 UTF-8 SHA-256", ["ENG-123"]),
        (CUSTOM, "REQ/2025/001, ISS-0345, REQ/1/2", ["REQ/2025/001", "ISS-0345"]),
        (PREFIXED, "DESK-7 TABLE-7", ["DESK-7"]),
    ],
)  # fmt: skip
def test_what_is_an_id(ids: TicketSystems, text: str, found: list[str]) -> None:
    assert [t.id for t in ids.find(text)] == found


@pytest.mark.parametrize("text", ["#12", "ABC-123", "!32", "ENG-14"])
def test_ids_of_systems_that_are_off_are_read_and_not_judged(text: str) -> None:
    shipped = TicketSystems(schema("tickets"))
    assert [t.id for t in shipped.find(text)] == [text]
    assert shipped.system_of(text) is None
    assert WrongTickets(shipped).malformed(text) is None
    assert WrongTickets(shipped).near_misses(text) == []


def test_where_keys_are_configured_others_are_read_in_ticket_fields_only() -> None:
    assert [t.id for t in OWN_JIRA.find("SHOP-12 ABC-123")] == ["SHOP-12"]
    assert [t.id for t in OWN_JIRA.find("SHOP-12 ABC-123", field=True)] == ["SHOP-12", "ABC-123"]


@pytest.mark.parametrize(
    ("ids", "value", "suggestion", "reason"),
    [
        (GITHUB, "#12a", None, "only digits may follow the #"),
        (GITHUB, "acme/shop #12", "acme/shop#12", "there is a space before the #"),
        (GITHUB, "# 12", "#12", "there is a space after the #"),
        (GITHUB, "#012", "#12", "the number starts with 0"),
        (GITHUB, "GH-12", "#12", "GitHub's ids start with #"),
        (GITHUB, "123", "#123", "the # before the number is missing"),
        (GITHUB, "issue 45", "#45", "the # before the number is missing"),
        (OWN_JIRA, "45 or 46", None, "matches no enabled ticket system (file-based like ISS-0345, Jira like SHOP-123)"),
        (GITHUB, "soon", None, "it names no ticket, write it like #123"),
        (GITLAB, "! 3", "!3", "there is a space after the mark"),
        (GITLAB, "!3b", None, "only digits may follow the mark"),
        (JIRA, "abc-12", "ABC-12", "the project key must be in capitals"),
        (JIRA, "ABC 12", "ABC-12", "project key and number are not joined by a hyphen"),
        (JIRA, "ABC-012", "ABC-12", "the number starts with 0"),
        (JIRA, "ABC-12x", None, "only digits may follow the hyphen"),
        (KEYED, "SHOP-12", None, "its project is not one that is configured ('tickets.projects.jira': DOCK, QUAY)"),
        (KEYED, "ISS-12", None, "its project is not one that is configured"),
        (KEYED, "SHOP_12", None, "its project is not one that is configured"),
        (KEYED, "dock-12", "DOCK-12", "the project key must be in capitals"),
        (KEYED, "# 12", "#12", "there is a space after the #"),
        (LINEAR, "eng-12", "ENG-12", "the team key must be in capitals"),
        (CUSTOM, "req/2025/001", "REQ/2025/001", "it must be in capitals"),
        (CUSTOM, "REQ/2025 /001", "REQ/2025/001", "there is a space in it"),
        (PREFIXED, "DESK_7", "DESK-7", "joined by an underscore"),
    ],
)
def test_what_is_wrong_in_a_ticket_field(ids: TicketSystems, value: str, suggestion: str | None, reason: str) -> None:
    miss = WrongTickets(ids).malformed(value)
    assert miss is not None
    assert (miss.suggestion, value[miss.start : miss.end]) == (suggestion, miss.text)
    assert reason in miss.reason


@pytest.mark.parametrize("ids", [GITHUB, GITLAB, JIRA, OWN_JIRA, KEYED, LINEAR])
@pytest.mark.parametrize("value", ["ISS-12", "SHOP-12", "shop-12", "UTF-8", "utf-8", "#12", "# 12345678", "dock-0012"])
def test_what_a_finding_tells_to_write_is_right(ids: TicketSystems, value: str) -> None:
    miss = WrongTickets(ids).malformed(value)
    if miss is not None and miss.suggestion is not None:
        assert miss.suggestion != miss.text
        assert WrongTickets(ids).malformed(miss.suggestion) is None


@pytest.mark.parametrize(
    "value", ["#12", "`#12`", "Issue #12", "#12, #13", "acme/shop#1", "none", "[#123 if any]", "Fixes #4 (phase-2)"]
)
def test_what_is_not_wrong_in_a_ticket_field(value: str) -> None:
    assert WrongTickets(GITHUB).malformed(value) is None


def test_known_project_keys_are_unmistakable_in_prose() -> None:
    assert [m.suggestion for m in WrongTickets(OWN_JIRA).near_misses("see shop-12 and SHOP 13")] == [
        "SHOP-12",
        "SHOP-13",
    ]
    assert WrongTickets(OWN_JIRA).near_misses("see abc-12") == []


@pytest.mark.parametrize(
    ("ids", "ticket", "system"),
    [
        (GITHUB, "acme/shop#12", "github"),
        (GITLAB, "a/b!2", "gitlab"),
        (JIRA, "ISS-0345", "built-in"),
        (JIRA, "ABC-1", "jira"),
        (PREFIXED, "DESK-7", "desk"),
    ],
)
def test_the_system_of_an_id(ids: TicketSystems, ticket: str, system: str) -> None:
    found = ids.system_of(ticket)
    assert found is not None
    assert found.name == system


@pytest.mark.parametrize("ids", [GITHUB, GITLAB, JIRA], ids=["github", "gitlab", "jira"])
@pytest.mark.parametrize("unit", ["#", "a/", "a/b#", "#1 ", "ABC-", "A", "!1", "`", "https://"])
def test_hostile_text_is_read(ids: TicketSystems, unit: str) -> None:
    text = unit * (50_000 // len(unit))
    ids.find(text)
    WrongTickets(ids).malformed(text[:5000])
