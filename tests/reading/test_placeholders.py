import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.reading.values.placeholders import find_placeholders, holds_placeholder, is_placeholder

WHOLE = [
    "[date]", "[current date]", "[Agent Nickname]", "[in progress/completed/blocked]", "[a | b]", "[X]",
    "[N]", "[DATE]",
    "[ISS-XXXX if applicable]", "[ISS-XXXX]", "[XX%]", "[X tests]", "[X.Y.Z]", "[XXms]",
    "[usage %, growth rate]",
    "[queries/sec, latency]", "[3-5 bullet points]", "[WORKFLOW_NAME]", "[{Agent}]", "[...]", "<...>",
    "[risk 1 - severity - status]",
    "[YYYY-MM-DDTHH:MM:SSZ]", "[what's ready for next phase]",
    "ISS-XXXX", "TSK-YYYY", "ISS-ZZZZ", "EP-NNN", "ISS-####",
    "{snake}", "{profile.status.value}", "{{double}}", "{{ spaced }}", "{Dynamic Agent Selection}",
    "{duration:.3f}",
    '{chr(10).join(f"- {c}" for c in x[:5])}', "{datetime.now().strftime('%B %d, %Y')}",
    "{'Yes' if profile.ready else 'No'}", "{metadata.get('kinds', [])}", "{passed | gaps_found}", "{N}/{M}",
    "{docs_path}/{topic}-{date}", "<angle words>", "<version>", "<n>",
    "YYYY-MM-DD", "MM/DD/YYYY", "XX%", "X.Y.Z", "TBD", "tbd.", "TODO", "Current Date",
    "_Add any additional notes here._", "Add any additional notes here.", "Describe the problem here",
    "Complete/Partial/Blocked", "Open/In Progress/Completed/Blocked", "PASS|FAIL", "Pass / Fail",
    "✅ Passed | ⚠️ Passed with Issues | ❌ Failed", "**[date]**.",
    "...", "…", "___", "???", "xxx", "${TASK}", "$ARGUMENTS", "%TASK%", "<<task>>", "[TODO]", "CHANGEME", "CHANGE_ME",
    "fill me in", "T.B.D.", "TBD (ask the owner)", "Insert a short description of the work here", "lorem ipsum dolor",
    "2025-MM-DD", "2025-XX-XX", "待定", "在此填写任务", "ここに記入", "未定", "미정", "à compléter", "por definir",
    "da compilare", "a preencher", "заполнить", "wird noch ergänzt", "[任务描述]", "[Datum]",
]  # fmt: skip

HELD = {
    "Today is [date]. Sprint ends [deadline].": ["[date]", "[deadline]"],
    "[PM] ERROR ESCALATION: [Task] - Blocked": ["[Task]"],
    "**{nickname}**: {task}": ["{nickname}", "{task}"],
    "Working on ISS-XXXX (parent: ISS-YYYY)": ["ISS-XXXX", "ISS-YYYY"],
    "* ISS-XXXX: [title] (Priority: [level])": ["ISS-XXXX", "[title]", "[level]"],
    "release v[X.Y.Z] today": ["[X.Y.Z]"],
    "- Tests: [X]/[Y] `[code]`": ["[X]", "[Y]"],
    "Notes:\n_Add any notes here._\nend": ["Add any notes here"],
    "[Agent Nickname]: do it": ["[Agent Nickname]"],
    "ISS-[number]": ["[number]"],
    "Deploy {service} to {env}": ["{service}", "{env}"],
    "Add [feature] to [module]": ["[feature]", "[module]"],
    "Today is YYYY-MM-DD.": ["YYYY-MM-DD"],
}

NONE = [
    "[x] done", "[ ] open", "- [X] Done", "[text](url)", "[text][ref]", "[ref]: https://x.y",
    "![alt](x.png)", "[^1]", "[@user]",
    "[#12]", "[!NOTE]", "[[Wiki Page]]", "[ISS-0123]", "[ISS-0123] - PM tracks this", "[AUTH-01, AUTH-02]",
    "[PM] Blocked",
    "[QA] Passed", "[Research] Analyze the cache", "[2025-12-03 10:23:45]", "[2025-07-07T03:11:40.622Z]",
    "[1]", "[0.5, 1]",
    "[✓]", "[HIGH] risk", "[high]", "[IN_PROGRESS]", "[Unreleased]", "[1.2.3] - 2025-01-01", "[HTTP 200]",
    "[ID: CMT-final]",
    "[push, pull_request]", "['a', 'b']", '["git", "status"]', "[tool.ruff]", "[0-9]", "[a-z]",
    "[A-Za-z0-9_.]", "x[i]", "List[str]",
    "[str]", "[]", "AKIA[0-9A-Z]{16}", "AKIA...", "None", "N/A", "Zero", "None observed", "—", "-", "",
    "`[date]`", "``{x}``", "use `ISS-XXXX` and `YYYY-MM-DD`", '{"a": 1}', '{"a": {"b": 2}}',
    "{ color: red; }", "a{color:red;}",
    "{}", "x{2,3}", "import { x } from y", "function f() {return x}", "(e) => {go(e)}", "*.{js,ts}",
    "src/{a,b}/x", "cd ${HOME}/x",
    "${{ secrets.KEY }}", "x^{n}", "GET /users/{id}", "https://x.y/{id}", "`/users/{id}`",
    '[{"agent": "qa"}]',
    "<br>", "<details>", "<h2 align='x'>", "</x>", "<https://x.y>", "<mailto:a@b.c>", "<a@b.c>", "<400KB",
    "List<String>",
    "Map<string, unknown>", "a < b and c > d", "<!-- note -->", "<task>do it</task>", "<Widget />",
    "Pros/Cons/Costs", "Completed/Done", "5/7", "read/write", "HTTP/HTTPS", "TODO list app",
    "the TBD section was filled",
    "[Y/n]", "[object Object]",
    "X-ray", "XX chromosomes", "UTF-8", "ISS-0345", "Completed | 5 | ok",
]  # fmt: skip


@pytest.mark.parametrize("text", WHOLE)
def test_a_value_that_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(("text", "held"), HELD.items())
def test_placeholders_inside_a_text(text: str, held: list[str]) -> None:
    found = find_placeholders(text)
    assert [p.text for p in found] == held
    assert all(text[p.start : p.end] == p.text for p in found)


@pytest.mark.parametrize("text", NONE)
def test_ordinary_text(text: str) -> None:
    assert find_placeholders(text) == []
    assert not is_placeholder(text)
    assert not holds_placeholder(text)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("[in progress/completed/blocked]", ("in progress", "completed", "blocked")),
        ("[a | b]", ("a", "b")),
        ("{passed | gaps_found}", ("passed", "gaps_found")),
        ("Complete/Partial/Blocked", ("Complete", "Partial", "Blocked")),
        ("PASS|FAIL", ("PASS", "FAIL")),
        ("[queries/sec, latency]", ()),
        ("[date]", ()),
    ],
)
def test_choices(text: str, choices: tuple[str, ...]) -> None:
    assert [p.choices for p in find_placeholders(text)] == [choices]


@pytest.mark.parametrize(
    "unit",
    ["[", "]", "{", "}", "<a", "`", "` `` ", "[x](y", "[a/", "X-", "a/", "Add any ", "/{a}", "\n", " ", "|", "[a]{b}"],
)
def test_hostile_text_is_read(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    assert all(text[p.start : p.end] == p.text for p in find_placeholders(text))
    find_placeholders("[a" * 40_000 + "]" * 40_000)


@given(st.text() | st.text("[]{}<>`/|:.\"' \nXYab1-_*"))
def test_any_text_is_read(text: str) -> None:
    end = 0
    for placeholder in find_placeholders(text):
        assert placeholder.start >= end
        assert text[placeholder.start : placeholder.end] == placeholder.text
        end = placeholder.end
    assert not is_placeholder(text) or holds_placeholder(text)
