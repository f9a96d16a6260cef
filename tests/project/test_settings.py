"""What each setting does to reading and judging."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from de_lint.judging.violations import violations
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.settings import CommandLine
from de_lint.reading.document import Document
from de_lint.writing.scaffold import new

HOW = "; to change this: de-lint explain missing-field"
DELEGATION = """**QA Agent**: Test the cart

TEMPORAL CONTEXT: Today is 2025-06-02.

**Task**: Fill it and pay
**Authority**: ALL testing decisions
**Expected Results**: A list of what broke
**Progress Reporting**: Report failures
"""
COURIER: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:de-lint:role:courier",
    "title": "Courier",
    "x-type": "courier",
    "x-names": ["Courier"],
    "x-icon": "📦",
    "type": "object",
    "required": ["parcel_state"],
    "properties": {
        "parcel_state": {
            "$ref": "urn:de-lint:values#/$defs/word",
            "title": "Parcel state",
            "x-label": "Parcel State",
            "enum": ["intact", "lost"],
        }
    },
}
TEMPLATE = """# Courier Agent

## Agent Overview
**Role**: Courier
**Authority**: ALL parcel deliveries

## Delegation Template
```
**Courier Agent**: [Delivery]

**Task**: [What to deliver]
**Authority**: ALL parcel deliveries
**Expected Results**: [Results]
```

## Progress Reporting Format
```
📦 Courier Agent Progress Report
- Task: [current task]
- Status: [in progress/completed/blocked]
- Parcel State:
  * Condition: [intact/damaged/lost]
- Blockers: [any or "None"]
```
"""
REPORT = """📦 Courier Agent Progress Report
- Task: Bring the boxes
- Status: completed
- Parcel State: purple
- Blockers: None
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(text: str, command_line: CommandLine | None = None) -> Projects:
    Path(".de-lint.toml").write_text(text, encoding="utf-8")
    return Projects(command_line=command_line)


def document(text: str, configuration: str, path: str = "x.md") -> Document:
    return configured(configuration).of(path).read(text, path)


def judged(
    text: str, configuration: str, path: str = "x.md", command_line: CommandLine | None = None
) -> list[tuple[str, str, str]]:
    settings = configured(configuration, command_line).of(path)
    found = settings.check(settings.read(text, path), path)
    return [(f.code, f.severity.value, f.message) for f in found]


def codes(text: str, configuration: str, path: str = "x.md", command_line: CommandLine | None = None) -> list[str]:
    return [code for code, _, _ in judged(text, configuration, path, command_line)]


def with_ticket(value: str) -> str:
    return DELEGATION.replace("**Progress", f"**Ticket Reference**: {value}\n**Progress")


def test_nothing_configured_changes_nothing() -> None:
    assert judged(DELEGATION, "") == []
    assert codes(with_ticket("ISS 12"), "") == ["T201"]


def test_rules_are_selected_in_layers() -> None:
    wrong = with_ticket("ISS 12").replace("2025-06-02", "2025-02-30")
    assert codes(wrong, "") == ["V303", "T201"]
    assert codes(wrong, 'ignore = ["T"]') == ["V303"]
    assert codes(wrong, 'select = ["T201"]') == ["T201"]
    assert codes(wrong, 'severity.T201 = "off"') == ["V303"]
    assert codes(wrong, 'select = ["V"]\n[per-path."x.md"]\nextend-select = ["T201"]') == ["V303", "T201"]
    assert codes(wrong, '[per-path."docs/"]\nignore = ["T"]', "docs/x.md") == ["V303"]
    assert codes(wrong, '[per-path."docs/"]\nignore = ["T"]', "x.md") == ["V303", "T201"]
    assert codes(wrong, '[per-path."*.md"]\nselect = ["V"]\n[per-path."x.*"]\nselect = ["T201"]') == ["T201"]


def test_the_command_line_wins() -> None:
    wrong = with_ticket("ISS 12").replace("2025-06-02", "2025-02-30")
    assert codes(wrong, 'ignore = ["T"]', "x.md", CommandLine(select=("T201",))) == ["T201"]
    assert codes(wrong, 'ignore = ["T"]', "x.md", CommandLine(ignore=("V",))) == []
    assert codes(wrong, 'select = ["V"]', "x.md", CommandLine(extend_select=("T201",))) == ["V303", "T201"]
    assert codes(wrong, '[per-path."*"]\nselect = ["V"]', "x.md", CommandLine(select=("T201",))) == ["T201"]


def test_severities() -> None:
    wrong = with_ticket("ISS 12")
    assert [s for _, s, _ in judged(wrong, 'severity.malformed-ticket = "info"')] == ["info"]
    assert [s for _, s, _ in judged(wrong, 'severity = {T = "info", T201 = "warning"}')] == ["warning"]
    by_path = '[severity]\nT201 = "info"\n[per-path."*.md".severity]\nT = "warning"'
    assert [s for _, s, _ in judged(wrong, by_path)] == ["warning"]


def test_required_fields() -> None:
    short = DELEGATION.replace("**Authority**: ALL testing decisions\n", "")
    assert codes(short, "") == ["S101"]
    assert codes(short, '[required]\ndelegation = ["!authority"]') == []
    missing = judged(DELEGATION, '[required]\ndelegation = ["Background"]')
    assert missing == [("S101", "error", f"'Context' is missing, required by the setting 'required'{HOW}")]
    recommended = DELEGATION.replace("**Progress Reporting**: Report failures\n", "")
    by = "recommended by the form of a delegation"
    assert judged(recommended, "") == [("S101", "warning", f"'Progress Reporting' is missing, {by}{HOW}")]
    assert judged(recommended, '[required]\ndelegation = ["progress_reporting"]') == [
        ("S101", "error", f"'Progress Reporting' is missing, required by the setting 'required'{HOW}")
    ]


def test_required_tickets_switch_the_rule_on() -> None:
    assert codes(DELEGATION, '[required]\ndelegation = ["tickets"]') == ["T203"]
    assert codes(DELEGATION, '[required]\ndelegation = ["Ticket Reference"]') == ["T203"]
    assert codes(DELEGATION, '[required]\ndelegation = ["!tickets"]') == []
    assert codes(with_ticket("ISS-0345"), '[required]\ndelegation = ["tickets"]') == []
    assert codes(DELEGATION, '[required]\ndelegation = ["tickets"]', "x.md", CommandLine(ignore=("T203",))) == []


def test_aliases() -> None:
    own = DELEGATION.replace("**Task**", "**Zadanie**")
    assert "S101" in codes(own, "")
    assert codes(own, 'aliases.Zadanie = "task"') == []
    assert codes(own, '[aliases.delegation]\n"Zadanie" = "Task"') == []
    assert "S101" in codes(own, '[aliases.progress_report]\n"Zadanie" = "Task"')
    read = document(own, 'aliases.Zadanie = "task"')
    assert read.records[0].data["task"]["summary"] == "Fill it and pay"


def test_roles_from_files(here: Path) -> None:
    (here / "schemas").mkdir()
    (here / "schemas" / "courier.json").write_text(json.dumps(COURIER), encoding="utf-8")
    assert judged(REPORT, "") == []
    assert judged(REPORT, 'roles = ["schemas/*.json"]') == [("V302", "error", "'purple' is not one of intact, lost")]
    record = document(REPORT, 'roles = ["schemas/*.json"]').records[0]
    assert record.role is not None and record.role.type == "courier"
    assert document(REPORT, "").records[0].role is None


def test_a_role_may_judge_properties_that_it_does_not_name(here: Path) -> None:
    by_pattern = {"patternProperties": {"^sect": {"maxItems": 0}}}
    (here / "role.json").write_text(json.dumps({**COURIER, **by_pattern}), encoding="utf-8")
    report = f"# {REPORT}\n## Way\n\nOver the bridge.\n"
    record = document(report, 'roles = ["role.json"]').records[0]
    assert [v.pointer for v in violations(record) if v.keyword == "maxItems"] == ["/sections"]


def test_a_role_that_is_only_a_template(here: Path) -> None:
    pytest.importorskip("de_lint.learning.infer")
    (here / "agents").mkdir()
    (here / "agents" / "courier.md").write_text(TEMPLATE, encoding="utf-8")
    report = REPORT.replace("Parcel State: purple", "Parcel State:\n  * Condition: purple")
    assert judged(report, "") == []
    (wrong,) = judged(report, 'templates = ["agents/*.md"]')
    assert wrong == ("V302", "error", "'purple' is not one of intact, damaged, lost")
    assert codes(report.replace("purple", "intact"), 'templates = ["agents/*.md"]') == []
    learnt = 'templates = ["agents/*.md"]\naliases.courier = {Zustand = "Condition"}\nrequired.courier = ["Summary"]'
    renamed = judged(report.replace("Condition", "Zustand"), learnt)
    assert [code for code, _, _ in renamed] == ["S101", "V302"]
    (missing,) = judged("".join(REPORT.splitlines(True)[:3]) + "- Blockers: None\n", 'templates = ["agents/*.md"]')
    assert missing[0] == "S101" and "Parcel State" in missing[2]


def test_a_template_says_what_delegations_need(here: Path) -> None:
    pytest.importorskip("de_lint.learning.infer")
    (here / "agents").mkdir()
    needed = TEMPLATE.replace("[Results]\n", "[Results]\n**Ticket Reference**: [ISS-XXXX]\n")
    (here / "agents" / "courier.md").write_text(needed, encoding="utf-8")
    (here / "agents" / "README.md").write_text("# About the agents\n", encoding="utf-8")
    courier = DELEGATION.replace("QA", "Courier").replace("testing decisions", "parcel deliveries")
    assert codes(courier, "") == []
    missing = judged(courier, 'templates = ["agents/*.md"]')
    assert missing == [("S101", "error", f"'Ticket Reference' is missing, required by the template courier.md{HOW}")]
    with pytest.raises(ConfigurationError, match="no file has a delegation template"):
        judged(courier, 'templates = ["agents/README.md"]')


def test_kind_and_role_by_path() -> None:
    text = "Coffee\n\nA page about coffee.\n"
    assert document(text, "").records == []
    record = document(text, '[per-path."reports/"]\nkind = "progress_report"\nrole = "QA"', "reports/x.md").records[0]
    assert record.kind == "progress_report"
    assert record.role is not None and record.role.type == "qa"
    with pytest.raises(ConfigurationError, match=r"there is no role 'pilot'; there are .*qa") as caught:
        document(text, '[per-path."*"]\nrole = "pilot"')
    assert caught.value.file == ".de-lint.toml:2"
    assert caught.value.why.startswith("per-path.*.role: ")


def test_vocabularies_are_named() -> None:
    assert configured('vocabularies = ["sitrep"]').of("x.md").vocabulary is not None
    with pytest.raises(ConfigurationError, match=r"there is no vocabulary 'sitrap'; there are .*sitrep"):
        _ = configured('vocabularies = ["sitrap"]').of("x.md").vocabulary


@pytest.mark.parametrize(
    "refers",
    [
        {"$ref": "pipe"},
        {"$ref": "file:{folder}/pipe"},
        {"$dynamicRef": "http://127.0.0.1:{port}/schema"},
        {"properties": {"foo": {"anyOf": [{"$ref": "http://127.0.0.1:{port}/schema#/$defs/x"}]}}},
        {"$id": "http://127.0.0.1:{port}/role", "$ref": "other"},
        {"$id": "file:{folder}/role", "$ref": "pipe"},
        {"$ref": "urn:de-lint:no-such-kind"},
        {"$ref": "#/$defs/none"},
    ],
)
def test_a_role_refers_to_shipped_schemas_and_to_itself_alone(refers: dict[str, Any]) -> None:
    os.mkfifo("pipe")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        text = json.dumps({**COURIER, **refers}).replace("{folder}", str(Path.cwd()))
        Path("role.json").write_text(text.replace("{port}", str(server.getsockname()[1])))
        with pytest.raises(ConfigurationError, match=r"role.json describes no role: .*'"):
            _ = configured('roles = ["role.json"]').of("x.md").vocabulary
        with pytest.raises(BlockingIOError):  # nobody has asked
            server.accept()
    own = {**COURIER["properties"], "weight": {"$ref": "#/$defs/weight"}}
    Path("role.json").write_text(json.dumps({**COURIER, "properties": own, "$defs": {"weight": {"enum": ["light"]}}}))
    assert "courier" in configured('roles = ["role.json"]').of("x.md").vocabulary.roles


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ('ignore = ["T9"]', "'T9' fits no rule"),
        ('[per-path."nothing/"]\nselect = ["malformed-tikcet"]', "did you mean 'malformed-ticket'?"),
        ('required.qaa = ["task"]', "no such kind or role; did you mean 'qa'?"),
        ('required.qa = ["Coverages"]', "there is no field 'Coverages'; did you mean 'coverage'?"),
        ('aliases.x = "Taks"', "there is no field 'Taks'; did you mean 'task'?"),
        ('roles = ["*.json"]', "fits no file"),
        ('roles = [".de-lint.toml"]', "describes no role"),
        ('templates = ["*.md"]', "fits no file"),
        ('[[tickets.custom]]\nname = "x"\npattern = "("', "not a valid regular expression"),
        ('[[tickets.custom]]\nname = "x"\npattern = "(A+)+B"', "repetitions within others"),
        ('[[tickets.custom]]\nname = "x"\npattern = "(A)-(?P=x)"', "unknown group name"),
        ('[[tickets.custom]]\nname = "x"\npattern = "(A)-\\\\1"', "references to groups"),
        ('tickets.registry = "none.txt"', "No such file"),
        ('tickets.registry = ".de-lint.toml"', "neither a folder nor a file that ends in .txt, .json, .csv"),
    ],
)
def test_what_makes_no_sense_is_an_error(configuration: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        judged(DELEGATION, configuration)
    assert message in caught.value.why


def test_one_vocabulary_serves_all_files() -> None:
    projects = configured('aliases.Aufgabe = "task"')
    assert projects.of("a.md").vocabulary is projects.of("b/c.md").vocabulary
    assert projects.of("a.md").of("a.md") is projects.of("a.md").of("b.md")


def test_exclude(here: Path) -> None:
    projects = configured('exclude = ["old/", "*.tmp.md"]')
    above, below = projects.excludes(here), projects.excludes(here / "a")
    assert above is not None and below is not None
    assert above("old", True)
    assert below("x.tmp.md", False)
    assert not below("x.md", False)


@pytest.mark.parametrize(
    ("path", "is_found"),
    [
        ("reports/qa.md", True),
        ("docs/status-reports/2025/q1.md", True),
        ("daily/qa.md", True),
        ("report.md", False),
        ("reports/templates/qa.md", False),
        ("templates/reports/qa.md", False),
        ("reports/qa-template.md", False),
        ("reports/README.md", False),
    ],
)
def test_a_blank_form_in_a_folder_of_reports_is_found(
    path: str, is_found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    form = new("progress_report", "qa")
    text = f"# Reports\n\nThis is how they look:\n\n```markdown\n{form}```\n" if "README" in path else form
    (tmp_path / ".de-lint.toml").write_text('[per-path."daily/"]\nkind = "progress_report"\n')
    settings = Projects().of(path)
    findings = settings.check(settings.read(text, path), path)
    assert ("empty-report" in {f.name for f in findings}) == is_found
    assert bool(findings) == is_found
