"""Templates in styles of their own as contracts: good reports keep them, and one broken thing is one error."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from de_lint.diagnostics import Finding
from de_lint.learning.infer import infer, left_open
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.settings import Settings
from de_lint.reading.document import read
from de_lint.vocabulary.kinds import using
from de_lint.writing.artefacts import prompt
from de_lint.writing.form_filling import filled_form, values_of
from de_lint.writing.scaffold import new

ROOT = Path(__file__).parent.parent.parent
STYLES = sorted(p.parent for p in (ROOT / "fixtures" / "contracts").glob("*/expect.json"))
BROKEN = [(style, name) for style in STYLES for name in sorted(p.name for p in style.glob("bad-*.md"))]
OF_VALUES = {"invalid-enum", "wrong-type", "invalid-date"}
OF_FIELDS = {"missing-field", "empty-field", "misspelled-label", "unfilled-placeholder", "malformed-ticket"}


def of(style: Path, tmp_path: Path) -> tuple[Settings, Mapping[str, Any]]:
    """Return the settings under which a style's template is a contract, and what is expected of its reports."""
    shutil.copytree(style / "agents", tmp_path / "agents")
    settings = Settings(Configuration(None, tmp_path, {"templates": ["agents/*.md"]}))
    return settings, json.loads((style / "expect.json").read_text(encoding="utf-8"))


def judged(settings: Settings, text: str) -> list[Finding]:
    document = settings.read(text, "work/report.md", settings.configuration.folder / "work" / "report.md")
    assert [(r.kind, r.context, r.layout) for r in document.records] == [("progress_report", "instance", "form")]
    return settings.check(document, settings.configuration.folder / "work" / "report.md")


def errors(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(f.name, f.span.start_line) for f in findings if f.severity == "error" or f.name == "misspelled-label"]


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
@pytest.mark.parametrize("name", ["good.md", "good2.md"])
def test_a_report_that_keeps_to_the_form_passes(style: Path, name: str, tmp_path: Path) -> None:
    settings, _ = of(style, tmp_path)
    assert errors(judged(settings, (style / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(("style", "name"), BROKEN, ids=lambda x: getattr(x, "name", x))
def test_one_broken_thing_is_one_error(style: Path, name: str, tmp_path: Path) -> None:
    settings, expected = of(style, tmp_path)
    want = expected[name]
    ((found, line),) = errors(judged(settings, (style / name).read_text(encoding="utf-8")))
    assert found in ({want["what"]} if want["what"] in OF_FIELDS else OF_VALUES)
    assert line in (want["line"], *want.get("or_line", ()))


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_the_blank_form_is_refused_at_each_blank(style: Path, tmp_path: Path) -> None:
    settings, expected = of(style, tmp_path)
    with using(settings.vocabulary):
        form = new("progress_report", expected["role"])
    found = {line for name, line in errors(judged(settings, form)) if name != "misspelled-label"}
    template = next((style / "agents").glob("*.md")).read_text(encoding="utf-8")
    assert form.strip() in template
    lines = form.split("\n")
    marks = ("[", "<", "{{")
    assert {n for n, line in enumerate(lines, 1) if any(m in line.replace("[ ]", "") for m in marks)} <= found


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_the_form_filled_in_passes(style: Path, tmp_path: Path) -> None:
    settings, expected = of(style, tmp_path)
    text = (style / "good.md").read_text(encoding="utf-8")
    with using(settings.vocabulary):
        role = settings.vocabulary.role_called(expected["role"])
        (record,) = settings.read(text, "work/report.md").records
        again = filled_form(role, values_of(record, role))
    again = again.replace("<what happened, in three sentences at most>", "It went out by itself.")  # has no label
    assert errors(judged(settings, again)) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_an_agent_is_told_what_its_form_asks_for(style: Path, tmp_path: Path) -> None:
    settings, expected = of(style, tmp_path)
    with using(settings.vocabulary):
        role = settings.vocabulary.role_called(expected["role"])
        told = prompt(str(role.type))
    assert role.form in told
    required = [p.label for p in role.fields if p.name in role.schema["required"]]
    assert f"- Required: {', '.join(required)}." in told
    assert all(f"- {label}: " not in told for label in ("Status", "Task"))


def test_a_blank_without_a_label_is_said() -> None:
    file = next((ROOT / "fixtures" / "contracts" / "mail-head" / "agents").glob("*.md"))
    told = list(left_open(infer(read(file.read_bytes(), file.name))))
    assert [t for t in told if "has no label" in t] == [
        "line 28: '<what happened, in three sentences at most>' has no label: reports are not asked for it"
    ]


def test_a_template_is_no_report(tmp_path: Path) -> None:
    for style in STYLES:
        settings, _ = of(style, tmp_path / style.name)
        for file in (tmp_path / style.name / "agents").iterdir():
            assert settings.check(settings.read(file.read_bytes(), str(file), file), file) == []


def rows() -> Iterator[str]:
    yield from ("State: <open | shut>", "Runs: <number of runs>", "Seen: <YYYY-MM-DD>", "Task: <what>")


def test_required_is_what_the_form_has(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    template = "# Door watch\n\n## Answer with exactly this\n\n" + "\n".join(rows()) + "\n"
    (tmp_path / "agents" / "door-watch.md").write_text(template, encoding="utf-8")
    report = "State: open\nRuns: 3\nSeen: 2025-02-11\n"
    for required, expected in ({}, [("missing-field", 1)]), ({"door-watch": ["!Task"]}, []):
        data = {"templates": ["agents/*.md"], "required": required}
        assert errors(judged(Settings(Configuration(None, tmp_path, data)), report)) == expected


HANDED_BACK = "**Ticket:** DOCK-104\n**Outcome:** {outcome}\n**Files touched:** src/cache.py\n**Risk:** {risk}\n"
DOCK = """---
name: dock-backend
description: Implements changes in the dock API.
---

You are the backend engineer.

## What you hand back

Answer with exactly this:

```markdown
## Handback

**Ticket:** <DOCK-NNN>
**Outcome:** done | partly done | given up
**Files touched:** <paths>
**Risk:** low | medium | high
```
"""


def of_dock(tmp_path: Path, template: str = DOCK) -> Settings:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "dock-backend.md").write_text(template, encoding="utf-8")
    return Settings(Configuration(None, tmp_path, {"templates": ["agents/*.md"]}))


def broken_in(settings: Settings, text: str, role: str | None = None) -> list[tuple[str, int]]:
    file = settings.configuration.folder / "report.md"
    with using(settings.vocabulary):
        document = read(text, "report.md", "progress_report", role, settings.vocabulary)
    return errors(settings.check(document, file))


@pytest.mark.parametrize("role", [None, "dock_backend"])
@pytest.mark.parametrize("bullet", ["", "- "])
@pytest.mark.parametrize("level", ["#", "##"])
@pytest.mark.parametrize("above", ["I moved the cache.", "Here it is:", "One.\n\nTwo.", "## Notes\n\nOne."])
def test_what_stands_above_a_report_hides_nothing(
    above: str, level: str, bullet: str, role: str | None, tmp_path: Path
) -> None:
    form = "".join(f"{bullet}{line}\n" for line in HANDED_BACK.splitlines())
    text = f"{above}\n\n{level} Handback\n\n{form}"
    first = text[: text.index("**Ticket")].count("\n") + 1
    settings = of_dock(tmp_path)
    assert broken_in(settings, text.format(outcome="done", risk="low"), role) == []
    found = broken_in(settings, text.format(outcome="finished", risk="huge"), role)
    assert found == [("invalid-enum", first + 1), ("invalid-enum", first + 3)]


@pytest.mark.parametrize("role", [None, "dock_backend"])
@pytest.mark.parametrize("above", ["Here is my handback:\n\n", "That is it.\n\n", ""])
def test_a_report_in_a_fence_below_a_sentence_is_judged(above: str, role: str | None, tmp_path: Path) -> None:
    text = f"{above}```markdown\n## Handback\n\n{HANDED_BACK}```\n"
    settings = of_dock(tmp_path)
    assert broken_in(settings, text.format(outcome="done", risk="low"), role) == []
    found = broken_in(settings, text.format(outcome="done", risk="huge"), role)
    assert found == [("invalid-enum", above.count("\n") + 7)]


@pytest.mark.parametrize("form", ["## Handback\n\n{}\n", "```markdown\n## Handback\n\n{}```\n\n"])
def test_each_of_several_reports_is_judged(form: str, tmp_path: Path) -> None:
    text = "".join(form.format(HANDED_BACK.format(outcome="done", risk=r)) for r in ("low", "huge", "vast"))
    wrong = [n for n, line in enumerate(text.splitlines(), 1) if line.endswith(("huge", "vast"))]
    assert broken_in(of_dock(tmp_path), text) == [("invalid-enum", n) for n in wrong]


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        ("YYYY-MM-DD", "2026-11-31", "'2026-11-31' is not a valid date: November 2026 has 30 days"),
        ("DD.MM.YYYY", "31.02.2026", "'31.02.2026' is not a valid date: February 2026 has 28 days"),
        ("vX.Y.Z", "v4.2", "'v4.2' is not what 'Seen' asks for: vX.Y.Z"),
        ("version", "four", "'four' is not what 'Seen' asks for: a version such as 1.2"),
        ("yes/no", "perhaps", "'perhaps' is not what 'Seen' asks for: yes or no"),
    ],
)
def test_a_wrong_value_is_told_what_would_be_right(form: str, value: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    template = f"# Door watch\n\n## Answer with exactly this\n\nState: <open | shut>\nRuns: <number>\nSeen: <{form}>\n"
    (tmp_path / "agents" / "door-watch.md").write_text(template, encoding="utf-8")
    settings = Settings(Configuration(None, tmp_path, {"templates": ["agents/*.md"]}))
    (found,) = (f for f in judged(settings, f"State: open\nRuns: 3\nSeen: {value}\n") if f.severity == "error")
    assert found.message.startswith(said)


def test_a_report_below_a_title_of_its_own_is_judged(tmp_path: Path) -> None:
    settings = of_dock(tmp_path, DOCK.replace("## Handback", "## Handback: <short title>"))
    text = "I moved the cache.\n\n## Handback: The cache moved\n\n" + HANDED_BACK
    assert broken_in(settings, text.format(outcome="done", risk="low")) == []
    assert broken_in(settings, text.format(outcome="done", risk="huge")) == [("invalid-enum", 8)]


def test_a_value_of_several_numbers_has_each_of_them(tmp_path: Path) -> None:
    form = "- Outcome: [done/failed]\n- Tests: <number passed> passed, <number failed> failed\n- Host: <name> (<os>)\n"
    (tmp_path / "runner.md").write_text(f"# Runner\n\n## Report format\n\n```\n{form}```\n", encoding="utf-8")
    settings = Settings(Configuration(None, tmp_path, {"templates": ["runner.md"]}))
    report = "- Outcome: done\n- Tests: {}\n- Host: ci-3\n"
    assert errors(judged(settings, report.format("42 passed, 0 failed"))) == []
    for wrong in ("many", "42", "42 passed"):
        assert errors(judged(settings, report.format(wrong))) == [("wrong-type", 2)]
    assert list(left_open(infer(read((tmp_path / "runner.md").read_text(encoding="utf-8"))))) == [
        "line 1: there is no delegation template",
        "line 8: 'Host' is read as text: '<name> (<os>)' has several blanks, and nothing says what is in each",
    ]
