"""Claims of agents, bound to the calls of their session: the parts, and the whole over sessions of each host."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.agents.ledger.claims import claims_in
from de_lint.agents.ledger.edits import changes_in
from de_lint.agents.ledger.hooks import hook_results
from de_lint.agents.ledger.outcomes import went
from de_lint.agents.ledger.shell import commands
from de_lint.agents.ledger.work import work_of
from de_lint.agents.transcripts.converting import document_of
from de_lint.agents.transcripts.statuses import status_in
from de_lint.project.configuration.projects import Projects

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "check_claims.py"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_claims", BENCHMARK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_claims"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("group", ["seen", "unseen"])
def test_the_benchmark(benchmark: ModuleType, group: str) -> None:
    sessions = benchmark.GROUPS[group]
    score = benchmark.measured(sessions)
    assert len(sessions) >= 40 and score.claims >= 6 * 80
    assert score.precision >= benchmark.LEAST_PRECISION, score.faults
    assert score.recall >= benchmark.LEAST_RECALL, score.faults
    assert score.share >= benchmark.LEAST_RIGHT, score.faults


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cd a && npm test 2>&1 | tail -5", ["npm test", "tail -5"]),
        ("FOO=1 timeout 60 go test ./...", ["go test ./..."]),
        ("bash -lc 'ruff check . && mypy'", ["ruff check .", "mypy"]),
        ('git commit -m "$(cat <<\'E\'\n"x" (y) && npm test\nE\n)" && git push', ["git commit", "cat", "git push"]),
        ("cat > a.py <<EOF\nimport x && rm b\nEOF\npytest -q", ["cat", "pytest -q"]),
        ("out=$(npm test); echo $out", ["=", "npm test", "echo $out"]),
        ("$out = npm test; $out", ["npm test"]),
        ("if make lint; then echo fine; fi", ["make lint", "echo fine"]),
        ("(cd web && yarn build) # not test", ["yarn build"]),
        ("echo 'open", ["echo open"]),
        ("", []),
    ],
)  # fmt: skip
def test_commands_of_a_line(line: str, words: list[str]) -> None:
    found = [one.text for one in commands(line)]
    assert len(found) == len(words)
    assert all(one.startswith(start) for one, start in zip(found, words, strict=True))


@pytest.mark.parametrize(
    ("line", "proven"),
    [
        ("pytest", True),
        ("ruff check && pytest && echo ok", True),
        ("pytest || exit 1", True),
        ("pytest || true", False),
        ("pytest; echo done", False),
        ("set -e\npytest\necho done", True),
        ("pytest | tail -3", False),
        ("set -o pipefail; pytest | tail -3", True),
        ("pytest &", False),
    ],
)
def test_what_a_status_of_zero_proves(line: str, proven: bool) -> None:
    assert next(one for one in commands(line) if "pytest" in one.words).proven is proven


def test_the_folder_of_a_command() -> None:
    assert [one.folder for one in commands("cd api && npm test; cd sub; make")] == ["api", "api/sub"]


@pytest.mark.parametrize(
    ("line", "kinds", "program"),
    [
        ("pytest -q tests", "tests", "pytest"),
        ("python -m pytest", "tests", "pytest"),
        ("uv run --extra dev pytest", "tests", "pytest"),
        ("docker compose exec -T web pytest", "tests", "pytest"),
        ("npm run test:unit", "tests", "npm"),
        ("npm t", "tests", "npm"),
        ("pnpm --filter web lint", "lint", "pnpm"),
        ("yarn jest --ci", "tests", "jest"),
        ("npx tsc --noEmit", "types", "tsc"),
        ("cargo clippy -- -D warnings", "lint", "cargo"),
        ("go test ./...", "tests build", "go"),
        ("./gradlew clean :app:test", "tests build", "gradle"),
        ("mvn -q -DskipTests package", "build", "mvn"),
        ("dotnet test", "tests build", "dotnet"),
        ("make lint test", "lint tests", "make"),
        ("make", "build", "make"),
        ("mise run test:ci", "tests", "mise"),
        ("./scripts/run-tests.sh", "tests", "run-tests.sh"),
        ("node_modules/.bin/eslint .", "lint", "eslint"),
        ("pre-commit run -a", "lint", "pre-commit"),
        ("git -C x commit -m y", "commit", "git"),
        ("git push --force-with-lease", "push", "git"),
        ("git push --dry-run", "run", "git"),
        ("gh pr create --fill", "pr", "gh"),
        ("gh pr view 3", "look", "gh"),
        ("gh pr checks 3", "ci", "gh"),
        ("npm install jest", "install", "npm"),
        ("uv pip install pytest", "run", "uv"),
        ("pytest --version", "", ""),
        ("pytest --collect-only -q", "", ""),
        ("cmake --build build -j8", "build", "cmake"),
        ("cmake -S . -B build", "run", "cmake"),
        ("yarn workspace mobile bundle", "build", "yarn"),
        ("helm lint charts", "lint", "helm"),
        ("cargo doc --no-deps", "build", "cargo"),
        ("grep -rn pytest .", "run", "grep"),
        ("which mypy", "run", "which"),
        ("curl -s localhost", "service", "curl"),
    ],
)
def test_what_a_command_is(line: str, kinds: str, program: str) -> None:
    work = work_of(commands(line)[0])
    assert work.kinds == set(kinds.split())
    assert work.program == program


@pytest.mark.parametrize(
    ("line", "mends"),
    [
        ("ruff check --fix", True),
        ("ruff format", True),
        ("ruff format --check", False),
        ("gofmt -w a.go", True),
        ("gofmt -l .", False),
        ("npm run lint:fix", True),
        ("npm run format:check", False),
        ("prettier --check .", False),
        ("black .", True),
    ],
)
def test_what_mends_files(line: str, mends: bool) -> None:
    assert work_of(commands(line)[0]).mends is mends


@pytest.mark.parametrize(
    ("line", "output", "status", "states"),
    [
        ("pytest", "3 failed, 39 passed in 1.2s", 0, {"pytest": "failed"}),
        ("pytest", "E   assert 1 == 2\n42 passed in 1.2s", 0, {"pytest": "passed"}),
        ("pytest | tail -1", "42 passed in 1.2s", 0, {"pytest": "passed"}),
        ("pytest | head -1", "platform linux", 0, {"pytest": "masked"}),
        ("ruff check && pytest", "Found 2 errors.", 1, {"ruff": "failed", "pytest": "masked"}),
        ("ruff check && pytest", "All checks passed!\n1 failed in 1s", 1, {"ruff": "passed", "pytest": "failed"}),
        ("ruff check; pytest", "Found 2 errors.\n42 passed in 1s", 0, {"ruff": "failed", "pytest": "passed"}),
        ("npm test && git commit -m x", "Tests:  3 passed\nnothing to commit", 1, {"npm": "passed", "git": "failed"}),
        ("tsc --noEmit | head", "", 0, {"tsc": "passed"}),
        ("tsc --noEmit > /dev/null; true", "", 0, {"tsc": "masked"}),
        ("eslint . | grep parser.js || echo fine", "fine", 0, {"eslint": "masked"}),
        ("mypy src; echo \"exit $?\"", "exit 1", 0, {"mypy": "failed"}),
        ("bun run check", "$ biome check .\nChecked 3 files. No fixes applied.\n$ tsc --noEmit", 0,
         {"biome": "passed", "tsc": "passed"}),
        ("git push", "\x1b[32m✔️ build (2.1 s)\x1b[0m\n   1a..2b  main -> main", 0, {"git": "passed", "": "passed"}),
        ("pytest", None, None, {"pytest": "masked"}),
    ],
)  # fmt: skip
def test_how_commands_went(line: str, output: str | None, status: int | None, states: dict[str, str]) -> None:
    found = {one.work.program: one.state for one in went(line, "", output or "", status)}
    assert {program: found[program] for program in states} == states


def test_each_kind_of_work_of_a_runner_that_failed() -> None:
    output = "44 passed in 2.10s\nlib/a.py:41:80: E501 line too long\nmake: *** [Makefile:14: lint] Error 1"
    states = {kind: one.state for one in went("make test lint", "", output, 2) for kind in one.work.kinds}
    assert states == {"tests": "passed", "lint": "failed"}


def test_hooks_of_git() -> None:
    output = (
        "ruff.....................Passed\nmypy.....................Failed\nvale....(no files to check)Skipped\n"
        "│ 🥊 lefthook v1.12.3  hook: pre-push │\n┃  unit-tests ❯ \n│  biome-lint (skip) no files for inspection\n"
    )
    found = {name: well for name, _, well in hook_results(output)}
    assert found == {"ruff": True, "mypy": False, "unit-tests": None}


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("sed -i s/a/b/ src/x.py", ["changed src/x.py"]),
        ("echo x > out/a.txt", ["created out/a.txt"]),
        ("cd web && rm a.ts", ["deleted web/a.ts"]),
        ("git mv a.py b.py", ["created b.py", "deleted a.py"]),
        ("git checkout -- src/x.py", ["reverted src/x.py"]),
        ("git checkout main", []),
        ("python - <<'PY'\nopen('src/x.py', 'w').write('')\nPY", ["changed src/x.py"]),
        ("cat src/x.py | head > /dev/null", []),
        ("apply_patch <<'P'\n*** Begin Patch\n*** Add File: n.py\n+x\n*** End Patch\nP", ["created n.py"]),
    ],
)
def test_files_that_a_line_writes(line: str, changes: list[str]) -> None:
    assert [f"{one.how} {one.path}" for one in changes_in(line, "")] == changes


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("All tests pass and lint is clean.", {"tests good", "lint good"}),
        ("Build, typecheck and lint: all passing", {"build good", "types good", "lint good"}),
        ("`npm test` → 12 passed", {"tests good"}),
        ("**Validated:**\n- `mise run lint`\n- `go vet ./...`", {"lint good"}),
        ("Verified with:\n```sh\npnpm typecheck\n```", {"types good"}),
        ("2 tests fail.", {"tests bad"}),
        ("0 tests failed.", {"tests good"}),
        ("I ran the tests.", {"tests ran"}),
        ("I did not run the tests.", set()),
        ("The tests should pass now.", set()),
        ("Let me run the tests.", set()),
        ("Do the tests pass?", set()),
        ("- [ ] All tests pass", set()),
        ("> All tests pass", set()),
        ("Once the tests pass, I will push.", set()),
        ("Run the tests and commit.", set()),
        ("Fixed the failing tests.", {"file-changed good"}),
        ("Added tests for the parser.", {"file-changed good"}),
        ("Pushed to origin.", {"push good"}),
        ("The committed files are generated.", set()),
        ("CI is green.", {"command good"}),
        ("The working tree is clean.", {"command good"}),
        ("3fa9c21 Round taxes", {"commit good"}),
        ("Committed:\n```\n3fa9c21 Round taxes\n```", {"commit good"}),
        ("Tests pass, but lint fails.", {"tests good", "lint bad"}),
        ("Tests: 12 passed, 1 failed (as before)", {"tests ran"}),
        ("All tests pass except `test_tax`.", {"tests ran"}),
        ("The tests passed before my change.", set()),
        ("I added a test that fails if the rounding changes; it passes now.", {"file-changed good"}),
        ("There are no lint errors.", {"lint good"}),
        ("0 TypeScript errors, 0 ESLint warnings.", {"types good", "lint good"}),
        ("Checks run: `npm test`, `npm run lint`", {"tests good", "lint good"}),
        ("- Checks:\n  - `npm test`\n- `npm run lint`", {"tests good"}),
        ("That includes the earlier runs:\n- `npm test`", set()),
        ("The hook likely ran the tests.", set()),
        ("Nothing was committed.", set()),
        ("No files were changed.", set()),
        ("Pushed the image to the registry.", set()),
        ("Committed, but the push failed.", {"commit good", "push bad"}),
        ("I've opened https://example.org/shop/pull/12.", {"pr good"}),
        ("Rounded taxes half up in `src/tax.py`.", {"file-changed good"}),
        ("I checked out `main` and pulled the latest.", {"command ran"}),
        ("I changed `a/tax.py` and added `a/new_tax.py`.", {"file-changed good", "file-created good"}),
        ("New module `a/new_tax.py` for the rules.", {"file-created good"}),
        ("The rules stand in a module of their own, `a/new_tax.py` (new).", {"file-created good"}),
        ("New behaviour is what `docs/tax.md` asks for.", set()),
        ("I reviewed `a/tax.py` and `a/cart.py`.", set()),
        ("I slimmed down the `Dockerfile`.", {"file-changed good"}),
        ("The `Dockerfile` has two stages.", set()),
        ("I brought the API up with `docker compose up -d`.", {"command ran"}),
        ("Use it with `docker compose up -d`.", set()),
        ("The bundle builds.", {"build good"}),
        ("The server builds the index at startup.", set()),
        ("The builds are slow.", set()),
        ("There are no type errors.", {"types good"}),
        ("Helm finds nothing, and mypy is happy.", {"types good"}),
        ("I verified the endpoint with `curl`.", {"service good"}),
        ("After the push I ran the tests.", {"tests ran"}),
        ("Modifiqué `a/tax.py`.", {"file-changed good"}),
        ("Hice commit y subí los cambios.", {"commit good", "push good"}),
        ("Alterei `a/tax.py`.", {"file-changed good"}),
        ("Push eseguito.", {"push good"}),
        ("`a/tax.ts` a été mis à jour et `a/old.ts` supprimé.", {"file-changed good", "file-deleted good"}),
        ("Committet habe ich noch nicht.", set()),
        ("Committet, aber noch nicht gepusht.", {"commit good"}),
        ("`a/tax.ts` を修正しました", {"file-changed good"}),
        ("lint エラーはありません", {"lint good"}),
        ("Les tests passent.", {"tests good"}),
        ("Тесты проходят.", {"tests good"}),
        ("テストは成功しました。", {"tests good"}),
    ],
)
def test_claims_of_a_message(text: str, claims: set[str]) -> None:
    assert {f"{one.what} {one.how}" for one in claims_in(text)} == claims


@pytest.mark.parametrize(
    ("output", "status"),
    [
        ("Exit code 2\nboom", 2),
        ("boom\n\nCommand exited with code 1", 1),
        ("boom\n<shellId: 3 completed with exit code 0>", 0),
        ("<status>completed</status>\n<exit_code>1</exit_code>", 1),
        ("it says exit code 4 within a sentence", None),
    ],
)
def test_the_status_in_an_output(output: str, status: int | None) -> None:
    assert status_in(output) == status


def document(tmp_path: Path, text: str) -> dict[str, object]:
    log = tmp_path / "log.json"
    log.write_text(text, encoding="utf-8")
    found = document_of(str(log), Projects(None, isolated=True).of_folder(tmp_path), lambda *_: None)
    assert isinstance(found, dict), found
    return found


def test_a_log_that_is_one_document(tmp_path: Path, benchmark: ModuleType) -> None:
    entries = list(benchmark.HOSTS["gemini"](benchmark.SESSIONS[1].steps, "All tests pass. Ünïcode."))
    for indent in (None, 1):
        text = json.dumps({"sessionId": "s", "messages": entries}, indent=indent, ensure_ascii=False)
        claims = document(tmp_path, text)["claims"]
        assert isinstance(claims, list) and [one["verdict"] for one in claims] == ["stale"]
        lines = text.splitlines()
        assert claims[0]["line"] == 1 if indent is None else "All tests" in "".join(lines[claims[0]["line"] - 1 :][:4])


def test_a_command_whose_output_comes_later(tmp_path: Path) -> None:
    def item(**payload: object) -> str:
        return json.dumps({"type": "response_item", "payload": payload})

    first = json.dumps({"cmd": "go test ./..."})
    lines = [
        item(type="function_call", name="exec_command", arguments=first, call_id="a"),
        item(type="function_call_output", call_id="a", output="Process running with session ID 7\nOutput:\n"),
        item(type="function_call", name="write_stdin", arguments=json.dumps({"session_id": 7}), call_id="b"),
        item(type="function_call_output", call_id="b", output="Process exited with code 1\nOutput:\nFAIL\tx\t0.1s"),
        item(type="message", role="assistant", content=[{"type": "output_text", "text": "All tests pass."}]),
    ]  # fmt: skip
    claims = document(tmp_path, "\n".join(lines))["claims"]
    assert isinstance(claims, list) and claims[0]["verdict"] == "contradicted"
    assert claims[0]["call"] == {"line": 1, "id": "a", "command": "go test ./..."}


def test_a_step_of_swe_agent(tmp_path: Path) -> None:
    state = json.dumps({"open_file": "/repo/main.py"})
    steps = [
        {"thought": "Fix it.", "action": "edit 3:3\nreturn 1\nend_of_edit\n", "observation": "[File]", "state": state},
        {"thought": "Try it.", "action": "python main.py\n", "observation": "AssertionError", "state": state},
        {"thought": "The assertions succeeded.", "action": "submit\n", "observation": "diff", "state": state},
    ]
    claims = document(tmp_path, json.dumps({"trajectory": steps, "info": {}}))["claims"]
    assert isinstance(claims, list)
    assert [(one["what"], one["verdict"]) for one in claims] == [("tests", "contradicted")]


REPORT = "The work is done. {claim}\n"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("All tests pass.", "contradicted"),
        ("Lint is clean.", "stale"),
        ("Pushed to main.", ""),
        ("Updated `src/tax.py`.", ""),
    ],
)
@pytest.mark.parametrize(("event", "field"), [("Stop", "transcript_path"), ("SubagentStop", "agent_transcript_path")])
def test_the_hook(tmp_path: Path, benchmark: ModuleType, claim: str, said: str, event: str, field: str) -> None:
    from de_lint.agents.hook import answer

    ran, wrote = sys.modules["hosts"].Ran, sys.modules["hosts"].Wrote
    ruff, tests = ran("ruff check .", "All checks passed!"), ran("pytest", "3 failed, 1 passed in 1s", 1)
    steps = (ruff, wrote("src/tax.py"), tests)
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(e) + "\n" for e in benchmark.HOSTS["claude"](steps, "done")))
    text = REPORT.format(claim=claim)
    payload = {"hook_event_name": event, "cwd": str(tmp_path), "last_assistant_message": text, field: str(log)}
    given = json.loads(answer(json.dumps(payload).encode(), isolated=True).stdout or "{}")
    assert (given.get("decision") == "block") == bool(said)
    assert said in given.get("reason", "")


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], ["E907"]),
        ([("pytest", "4 passed in 1s", 0)], []),
        ([("pytest", "3 failed, 1 passed in 1s", 1)], ["E910"]),
        ([("ls", "src", 0)], ["E913"]),
    ],
)
def test_nobody_asks_a_report_for_what_its_log_tells(
    tmp_path: Path, benchmark: ModuleType, steps: list[tuple[str, str, int]], told: list[str]
) -> None:
    """Without a log, a report has to show that its tests ran; with one, the log is asked, and only the log."""
    from de_lint.agents.hook import answer

    ran = sys.modules["hosts"].Ran
    log = tmp_path / "log.jsonl"
    entries = benchmark.HOSTS["claude"](tuple(ran(*step) for step in steps), "done")
    log.write_text("".join(json.dumps(e) + "\n" for e in entries))
    rules = '["E907", "contradicted-claim", "unproven-claim"]'
    (tmp_path / ".de-lint.toml").write_text(
        f'select = {rules}\n\n[severity]\nE907 = "error"\nE913 = "error"\n', encoding="utf-8"
    )
    text = "# Progress Report\n\n- Status: completed\n- Completed: the price list is cached\n- Tests: All tests pass\n"
    payload = {"hook_event_name": "Stop", "cwd": str(tmp_path), "last_assistant_message": text}
    given = answer(json.dumps({**payload, **({"transcript_path": str(log)} if steps else {})}).encode())
    assert [code for code in ("E907", "E910", "E913") if f" {code} " in given.stdout] == told


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "_",
        "a.",
        "1",
        " ",
        "\n",
        '"$(',
        "${",
        "<<A ",
        "/",
        "a/",
        ": ",
        "`a` ",
        "passed ",
        "Found 1 ",
        "1 test, ",
        "not all tests ",
        "=1",
        ". ",
        "(",
        "|| ",
        "added ",
        "- ",
        "✅ ",
        "12ab",
    ],
)
def test_time_grows_as_the_text_does(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        claims_in(f"All tests pass. {text}")
        went(f"pytest {text}", "", text, 1)
        went("git push", "", f"{text}\n{text}", None)
        changes_in(f"python -c {text}", "")
        return time.process_time() - start

    seconds(1_000)
    # What is quadratic takes 16 times as long; below this, it hurts nobody.
    assert seconds(60_000) <= max(8 * seconds(15_000), 1.5)


def spoilt(value: object, junk: object) -> Iterator[object]:
    """Yield copies of a value, in each of which one value within is replaced."""
    yield junk
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: other} for other in spoilt(value[key], junk))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in spoilt(one, junk))


@pytest.mark.parametrize("host", ["claude", "codex", "copilot", "gemini", "opencode", "pi"])
def test_odd_values_stop_nothing(tmp_path: Path, benchmark: ModuleType, host: str) -> None:
    steps = (sys.modules["hosts"].Wrote("a.py"), sys.modules["hosts"].Ran("pytest", "1 passed in 1s", 0))
    entries = list(benchmark.HOSTS[host](steps, "All tests pass."))
    lines = [json.dumps(e) for e in entries]
    for junk in (None, [], {}, 1, "x", [[1]], {"text": 3}, "\x00{"):
        for at, entry in enumerate(entries):
            odd = [json.dumps(e) for e in spoilt(entry, junk) if isinstance(e, dict)]
            document(tmp_path, "\n".join([*lines[:at], *odd, *lines[at + 1 :]]))


WORDS = [
    "tests",
    "pass",
    "fail",
    "but",
    "the",
    "committed",
    "pushed",
    "PR",
    "not",
    "`npm",
    "`src/a.py`",
    "✅",
    ",",
    ".",
    ":",
    "—",
    "|",
    "added",
    "lint",
    "0",
    "errors",
    "build",
    "I",
    "ran",
    "will",
    "was",
    "'",
    "’",
    "ß",
    "测试",
    "通过",
    "server",
    "running",
    "3fa9c21",
    "https://x.y/pull/3",
    "**",
    "](",
    "checks",
    "```",
    "`",
    ">",
    "-",
    "[",
    "]",
    "(",
    ")",
    ";",
    "?",
    "12",
    "zero",
    "`git",
    "`pytest",
]
MARKS = [
    "npm",
    "test",
    "git",
    "push",
    "-C",
    "-m",
    "pytest",
    "&&",
    "||",
    "|",
    ";",
    "(",
    ")",
    "{",
    "}",
    "$(",
    '"',
    "'",
    "<<EOF",
    "EOF",
    ">",
    "2>&1",
    "/dev/null",
    "cd",
    "=",
    "x=1",
    "\\",
    "if",
    "sh",
    "-c",
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*WORDS, "\n- ", "\n"]) | st.text(max_size=3), max_size=25))
def test_any_message_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert all(one.text and one.row < max(1, len(text.splitlines())) for one in claims_in(text))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*MARKS, "\n"]) | st.text(max_size=2), max_size=15))
def test_any_command_line_is_read(words: list[str]) -> None:
    for line in (" ".join(words), "".join(words)):
        assert all(one.state in ("passed", "failed", "masked") for one in went(line, "", "1 failed", 1))
        assert all(isinstance(one.path, str) for one in changes_in(line, ""))
