import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.judging.wrong_tickets import WrongTickets, is_placeholder_id
from de_lint.reading.document import read
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.schemas import FOLDER

DATA: dict[str, Any] = json.loads((FOLDER / "tickets.json").read_text("utf-8"))
SYSTEMS = TicketSystems(DATA)
WRONG = WrongTickets(SYSTEMS)

IDS = {
    "ISS-0345": ["ISS-0345"],
    "ISS-345, TSK-0001.": ["ISS-345", "TSK-0001"],
    "EP-0015/ISS-0501": ["EP-0015", "ISS-0501"],
    "[ISS-0123] - PM tracks this": ["ISS-0123"],
    "`ISS-0123` **PR-001**": ["ISS-0123", "PR-001"],
    "BUG-2025-001": ["BUG-2025-001"],
    "Ticket: CLAUDE-20250721150000": ["CLAUDE-20250721150000"],
    "M01-040-IMPLEMENTATION-SUMMARY.md": ["M01-040"],
    "EP-0046-validation-report.md": ["EP-0046"],
    "https://x.y/browse/ISS-0345?focus=1": ["ISS-0345"],
    "branch fix-ISS-0345-login": ["ISS-0345"],
    "ISS-1 to ISS-4": ["ISS-1", "ISS-4"],
    "ISS-0001 to ISS-0004": ["ISS-0001", "ISS-0004"],
    "LGR-001 MEM-003 INT-002 FEP-010 CMPM-101 FEAT-007 TICKET-190 FWK-004 ORCH-001 TRK-002 M02-015": [
        "LGR-001", "MEM-003", "INT-002", "FEP-010", "CMPM-101", "FEAT-007", "TICKET-190", "FWK-004",
        "ORCH-001",
        "TRK-002", "M02-015"],
}  # fmt: skip

NO_IDS = [
    "UTF-8", "SHA-256", "SHA3-256", "AES-256",
    "ML-DSA-65", "MINOR-10", "BLOCKER-1", "XSS-003", "AVX-512", "DDR4-3200", "GPT-4", "ADR-105", "CWE-78",
    "ICD-10", "CR-01", "SEC-002", "OUTPUT-001",
    "CVE-2024-1234", "RS-256",
    "L1614-1621", "RFC-2119", "ISO-8601", "H-1", "COVID-19", "X-Y", "`v1-2`", "2025-07-21", "10-01", "99-02",
    "CMT-final", "HTTP-404", "TLS-13", "REQ-012", "PHASE-02", "#fff", "#5", "Agent #12", "Assignment #34", "v1.2-345",
    "Agent-1", "INT-32", "CLAUDE-3", "test_m01_040", "iss-0345", "ISS-XXXX", "ISS-34A", "BUG-1", "ISS-",
    "ISS-123456789012345", "ISS-０３４５", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "ids"), IDS.items())
def test_ids_are_found(text: str, ids: list[str]) -> None:
    found = SYSTEMS.find(text)
    assert [t.id for t in found] == ids
    assert all(text[t.start : t.end] == t.id for t in found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "Fixes #123 (see acme/shop#7, GH-12, gh#45 and SHOP-12)",
            ["#123", "acme/shop#7", "GH-12", "gh#45", "SHOP-12"],
        ),
        ("XISS-0345 and INFRA-DB-009", ["XISS-0345", "INFRA-DB-009"]),
        ("https://git.example/a/b/-/merge_requests/45 https://github.com/a/b/pull/6#issuecomment-99", ["#45", "#6"]),
        ("PR #5, #6; resolves #7; step #8", ["#5", "#6", "#7"]),
        ("`#12` is not a number of an issue, `Resolves #12` is", ["#12"]),
        ("Task `desk-7k2` waits for bd-1tz, as sign-off 4x3", ["desk-7k2", "bd-1tz"]),
        ("desk-7k2.3 (part desk-7k.4.1, desk-7k2.3-5), desk-v12.3", ["desk-7k2.3", "desk-7k.4.1", "desk-7k2.3-5"]),
        ("修复了#123的问题,见ISS-0345。ISS-0346で直した, #124이 끝났다", ["#123", "ISS-0345", "ISS-0346", "#124"]),
        ("**Issue:** 19", ["#19"]),
        ("Issues: 19 open, 7 closed", []),
    ],
)
def test_ids_of_any_tracker_are_found(text: str, ids: list[str]) -> None:
    assert [t.id for t in SYSTEMS.find(text)] == ids


@pytest.mark.parametrize(
    ("text", "ids"), [("#3 and `#4`", ["#3", "#4"]), ("T001", ["T001"]), ("REQ-001", ["REQ-001"]), ("UTF-8", [])]
)
def test_a_ticket_field_names_more(text: str, ids: list[str]) -> None:
    assert [t.id for t in SYSTEMS.find(text, field=True)] == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ISS-0345/0346", ["ISS-0345", "ISS-0346"]),
        ("ISS-01 to ISS-04", ["ISS-01", "ISS-04"]),
        ("Issues #81-#107", ["#81", "#107"]),
        ("#98–102 are done", ["#98", "#102"]),
        ("ISS-0345/0300, ISS-0346-2, #12/13%", ["ISS-0345", "ISS-0346", "#12"]),
    ],
)
def test_a_range_names_its_ends(text: str, ids: list[str]) -> None:
    found = SYSTEMS.find(text)
    assert [t.id for t in found] == ids
    assert all(0 <= t.start < t.end <= len(text) for t in found)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("[ISS-0345](tickets/ISS-0345.md)", ["ISS-0345"]),
        ("[Slow cart (#12)](https://github.com/acme/shop/issues/12)", ["#12"]),
        ("[#12](https://github.com/acme/shop/issues/13)", ["#12", "#13"]),
    ],
)
def test_a_link_names_its_ticket_once(text: str, ids: list[str]) -> None:
    assert [t.id for t in SYSTEMS.find(text)] == ids


@pytest.mark.parametrize("text", NO_IDS)
def test_lookalikes_are_no_ids(text: str) -> None:
    assert SYSTEMS.find(text) == []


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("Working on TSK-0124 (parent: ISS-0456)", ["mention", "parent"]),
        ("Parent Ticket: `EP-0001`", ["parent"]),
        ("**Parent**：EP-0001", ["parent"]),
        ("Created ISS-0001, ISS-0002 and TSK-0003; see ISS-0009", ["created", "created", "created", "mention"]),
        ("**Updated**: ISS-0099", ["updated"]),
        ("The recreated ISS-0001", ["mention"]),
        ("ISS-0345", ["mention"]),
        ("It does not close ISS-0345", ["mention"]),
        ("This isn't part of the epic EP-0012", ["mention"]),
        ("Not a parent, but created ISS-0345", ["created"]),
    ],
)
def test_relations_come_from_the_words_before(text: str, relations: list[str]) -> None:
    assert [t.relation for t in SYSTEMS.find(text)] == relations


NEAR = {
    "ISS 345": "ISS-345",
    "ISS345": "ISS-345",
    "iss-0345": "ISS-0345",
    "Iss-0345": "ISS-0345",
    "ISS_0345": "ISS-0345",
    "ISS–0345": "ISS-0345",
    "ISS - 0345": "ISS-0345",
    "ISS#345": "ISS-345",
    "ISS-０３４５": "ISS-0345",
    "ISS-": None,
    "ISS-34A": None,
    "ISS-123456789012345": None,
}

NOT_NEAR = [
    "ISS-0345", "ISS-XXXX", "ISS-aware", "CMPM-QA", "ISS mission", "iss 12", "miss-0345", "docs/iss-0345",
    "iss-0345-notes.md",
    "`iss-0345`", "PR 12", "BUG 7", "all ISS-* files", "ISS-[number]", "ISS-{n}", "UTF_8", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "suggestion"), NEAR.items())
def test_near_misses(text: str, suggestion: str | None) -> None:
    value = f"see {text} now"
    (miss,) = WRONG.near_misses(value)
    assert (miss.text, miss.suggestion) == (text, suggestion)
    assert value[miss.start : miss.end] == text
    assert miss.reason


@pytest.mark.parametrize("text", NOT_NEAR)
def test_no_near_misses(text: str) -> None:
    assert WRONG.near_misses(f"see {text} now") == []


@pytest.mark.parametrize(
    ("value", "text", "suggestion", "reason"),
    [
        ("soon", "soon", None, "it names no ticket"),
        ("345", "345", None, "no prefix"),
        ("ISS-ABC", "ISS-ABC", None, "only digits"),
        ("**iss-0345**", "iss-0345", "ISS-0345", "capitals"),
        ("`ISS 0345`", "ISS 0345", "ISS-0345", "space"),
        ("ISSUE-345", "ISSUE-345", "ISS-345", "'ISSUE' is unknown"),
        ("the AB12C one", "AB12C", None, "matches no enabled ticket system (file-based like ISS-0345)"),
        ("eng-45", "eng-45", None, "set tickets.systems, tickets.projects or tickets.custom"),
        ("issue 45", "issue 45", "#45", "the # before the number is missing"),
    ],
)
def test_malformed_values(value: str, text: str, suggestion: str | None, reason: str) -> None:
    miss = WRONG.malformed(value)
    assert miss is not None
    assert (miss.text, miss.suggestion) == (text, suggestion)
    assert reason in miss.reason
    assert value[miss.start : miss.end] == text


@pytest.mark.parametrize(
    "value",
    ["ISS-0345", "Working on #345", "SHOP-12", "T001", "Issue #45", "AB#1234", "ISS-1 to ISS-4",
     "desk-7k2", "none", "N/A",
     "Working on TSK-0124 (parent: ISS-0456)", "None (routine work)", "No ticket - chore",
     "—", "", "ISS-XXXX", "[ISS-XXXX if applicable]", "{ticket_id}"],
)  # fmt: skip
def test_values_that_are_not_malformed(value: str) -> None:
    assert WRONG.malformed(value) is None


def test_no_prefix_of_a_single_project_is_judged() -> None:
    own = ["JJF-12", "CMPM-101", "MPM-101", "FWK-004", "FRW-004", "LGR-001", "MEM-003", "ORCH-001", "TRK-002"]
    assert [t.id for t in SYSTEMS.find(" ".join(own))] == own
    assert all(SYSTEMS.system_of(one) is None for one in own)
    assert WRONG.near_misses("cmpm-101, LGR 001, FWK-XY") == []


def test_placeholder_ids() -> None:
    assert all(map(is_placeholder_id, ["ISS-XXXX", "TSK-YYYY", "`EP-NNN`", "[ISS-XXXX]"]))
    assert not any(map(is_placeholder_id, ["ISS-0345", "XXXX", "", "see ISS-XXXX"]))


def test_a_system_is_an_entry() -> None:
    other = {"name": "hosted", "pattern": "#[0-9]+|[A-Z][A-Z0-9]+-[0-9]+", "example": "#12"}
    systems = TicketSystems({**DATA, "systems": [*DATA["systems"], other]})
    assert [t.id for t in systems.find("Fixes #123 and ABC-7, as in UTF-8 and CVE-2024-1234")] == ["#123", "ABC-7"]
    assert TicketSystems({}).find("ISS-0345") == []


def test_a_width_pads_suggestions() -> None:
    padded = WrongTickets(TicketSystems({**DATA, "systems": [{**DATA["systems"][0], "width": 4}]}))
    assert padded.near_misses("ISS 345")[0].suggestion == "ISS-0345"


@pytest.mark.parametrize("unit", ["ISS-", "ISS ", "ISS-0001, ", "ISS_1 ", "created ", "1", " ", "ISS-1"])
def test_hostile_text_is_read(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(text[t.start : t.end] == t.id for t in SYSTEMS.find(text))
    assert all(0 <= m.start < m.end <= len(text) for m in WRONG.near_misses(text))
    WRONG.malformed(text)


@given(st.text() | st.text("ISTKEP-–_ #0123456789aX()[]`:.,\n"))
def test_any_text_is_read(text: str) -> None:
    assert all(text[found.start : found.end] for found in SYSTEMS.find(text))
    assert all(text[m.start : m.end] for m in [*WRONG.near_misses(text), *filter(None, [WRONG.malformed(text)])])


@pytest.mark.parametrize(
    ("text", "tickets"),
    [
        ("- Tickets Created:\n  * ISS-0910\n- Ticket: ISS-0911", {"ISS-0910": "created", "ISS-0911": "reference"}),
        ("| PR | State |\n|-|-|\n| 247 | open |\n| 9, 12 | done |", dict.fromkeys(["#247", "#9", "#12"], "mention")),
        ("See https://github.com/acme/shop/issues/12 and acme/web#12.", {"acme/web#12": "mention"}),
        ("```\ndeps #303 and SHOP-12, step #2\n```", {"#303": "mention", "SHOP-12": "mention"}),
        ("- Bead desk-7k2 is done\n- desk-9xq waits, gate-4b1 too", dict.fromkeys(["desk-7k2", "desk-9xq"], "mention")),
        ("| Check | Result |\n|-|-|\n| SC-001 | ok |\n| SC-002 | ok |\n| SC-003 | ok |\n| SHOP-41 | ok |",
         {"SHOP-41": "mention"}),
        ("- Created SC-001, SC-002 and SC-003", dict.fromkeys(["SC-001", "SC-002", "SC-003"], "created")),
    ],
)  # fmt: skip
def test_every_text_of_a_report_is_asked_for_tickets(text: str, tickets: dict[str, str]) -> None:
    report = f"# Engineer Agent Progress Report\n\n- Task: Queue\n- Status: completed\n\n## Details\n\n{text}\n"
    (record,) = read(report).records
    assert {t["id"]: t["relation"] for t in record.data["tickets"]} == tickets
