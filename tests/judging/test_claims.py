"""What a report claims, in many phrasings: counts, shares, boxes, tests, paths and commits; and what is no claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.judging.check import check
from de_lint.judging.claims.commits import claimed_commits
from de_lint.judging.claims.paths import claimed_paths
from de_lint.judging.claims.shares import shares_in
from de_lint.judging.claims.written_paths import paths_in
from de_lint.judging.rule import Subject
from de_lint.reading.document import read

HEAD = "# Progress Report\n\n**Agent**: QA Agent\n**Status**: completed\n\n"


def found(body: str, *rules: str) -> list[str]:
    """Return the text that each finding points at, in a report with a body."""
    text = HEAD + body
    lines = text.split("\n")
    findings = check(read(text), select=rules)
    assert all(f.span.start_line == f.span.end_line for f in findings)
    return [lines[f.span.start_line - 1][f.span.start_column - 1 : f.span.end_column - 1] for f in findings]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("- Total Tests: 730\n- Passed: 498\n- Failed: 182\n- Errors: 48\n- Skipped: 1", "730"),
        ("- **Total**: 12 tests\n- **Passed**: 10 ✅\n- **Failed**: 1", "12"),
        ("| Result | Count |\n|---|---|\n| Total tests | 40 |\n| Passed | 30 |\n| Failed | 11 |", "40"),
        ("## Results\n\n536 passed, 156 failed, 1 skipped (704 total)", "704"),
        ("## Results\n\nTotal: 50 tests (45 passed, 4 failed, 2 skipped)", "50"),
        ("## Results\n\n44 tests: 41 passed, 2 failed", "44"),
        ("## Results\n\nTests: 2 failed, 40 passed, 43 total", "43"),
        ("## Summary\n\n498 passed, 182 failed, 48 skipped and 2 errors\n\n## List\n\n- Total: 729 tests",
         "498 passed, 182 failed, 48 skipped and 2 errors"),
        ("| Module | Files | Lines |\n|---|---|---|\n| a | 3 | 1,200 |\n| b | 4 | 300 |\n| Total | 8 | 1,500 |", "8"),
        ("| Module | Lines |\n|---|---|\n| a | 1,200 |\n| b | 300 |\n| **Total** | **1,400** |", "1,400"),
        ("| Suite | Total | Passed | Failed |\n|---|---|---|---|\n| Unit | 40 | 38 | 1 |\n| E2E | 12 | 12 | 0 |", "40"),
        ("| Suite | Passed | Failed | Tests | Time |\n|---|---|---|---|---|\n| E2E | 11 | 2 | 12 | 3 s |", "12"),
        ("| State | Count |\n|---|---|\n| Open | 3 |\n| Closed | 5 |\n| Total | 9 |", "9"),
        ("3 blockers:\n\n- disk\n- network\n- licence\n- memory\n- budget", "3"),
        ("### Files Created (4)\n\n- `a.py`\n- `b.py`\n- `c.py`", "4"),
        ("The following 2 issues were found:\n\n- slow start\n- wrong colour\n- lost focus", "2"),
    ],
)  # fmt: skip
def test_counts_that_disagree(body: str, place: str) -> None:
    assert found(body, "E904") == [place]


@pytest.mark.parametrize(
    "body",
    [
        "- Total Tests: 729\n- Passed: 498 (68.3%)\n- Failed: 182\n- Errors: 48\n- Skipped: 1",
        "- Total Tickets: 136\n- Completed: 61\n- Needs a decision: 75\n- Blocked: 0",
        "- Total Tests: 12\n- Duration: 40 s\n- Passed: 12",
        "## Results\n\n498 passed, 182 failed, 48 skipped, 1 error\n\n- Total: 729 tests",
        "## Results\n\n5 passed, 1 failed\n\n- Total: 729 tests",
        "## Results\n\nTests: 2 failed, 41 passed, 43 total",
        "## Results\n\n43 tests: 41 passed, 2 failed",
        "| Module | Files | Avg. lines |\n|---|---|---|\n| a | 3 | 10 |\n| b | 4 | 30 |\n| Total | 7 | 20 |",
        "| Module | Files |\n|---|---|\n| a | 3 |\n| Subtotal | 3 |\n| b | 4 |\n| Total | 7 |",
        "| Module | Size |\n|---|---|\n| a | ~3 |\n| b | 4 |\n| Total | 8 |",
        "| Module | Size |\n|---|---|\n| a | 3 MB |\n| b | 4 KB |\n| Total | 8 MB |",
        "| Module | Hours |\n|---|---|\n| a | 0.33 |\n| b | 0.33 |\n| c | 0.33 |\n| Total | 1.00 |",
        "| Suite | Total | Passed | Failed |\n|---|---|---|---|\n| Unit | 40 | 38 | 2 |\n| E2E | ~12 | 12 | 1 |",
        "| Suite | Total | Passed | Failed | Quarantined |\n|---|---|---|---|---|\n| Unit | 40 | 37 | 2 | 1 |",
        "| Suite | Tests | Failed | Errors |\n|---|---|---|---|\n| Unit | 40 | 2 | 0 |",
        "| Suite | Passed | Failed | Pass rate | Total |\n|---|---|---|---|---|\n| Unit | 37/40 | 3 | 92% | 40 |",
        "3 blockers:\n\n- disk\n- network\n- licence",
        "Top 3 issues:\n\n- disk\n- network",
        "12 files:\n\n- `a.py`\n- `b.py`\n- … and 10 more",
        "5 files:\n\n- 3 tests\n- 2 modules",
        "### Phase (1)\n\n- one\n- two",
        "10 errors:\n\n- imports (8 errors)\n- types (2 errors)",
    ],
)
def test_counts_that_agree_or_may(body: str) -> None:
    assert found(body, "E904") == []


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("45/50 (95%)", "95%"),
        ("45/50 tests passed (95%)", "95%"),
        ("45 of 50 = 95%", "95%"),
        ("95% success rate (45/50 tests passing)", "95%"),
        ("**1,290 out of 1,300** migrated (95.0%)", "95.0%"),
        ("2/3 (66.6%), 2/3 (67%), 2/3 (68%)", "68%"),
        ("3/10 failed (40%)", "40%"),
    ],
)
def test_percentages_that_do_not_follow(line: str, place: str) -> None:
    assert [line[s.start : s.end] for s in shares_in(line) if s.is_wrong] == [place]
    assert found(f"- Result: {line}", "E905") == [place]


@pytest.mark.parametrize(
    "line",
    [
        "45/50 (90%)",
        "498/729 (68.3%)",
        "2/3 (66%) and 2/3 (67%)",
        "9/17 agents work (53% failure rate)",
        "9/17 agents work = 47% failure rate",
        "9/15 tests passing (70% improvement)",
        "24/25 tests passing (89% coverage)",
        "about 45/50 (95%)",
        "45/50 (~95%)",
        "Days 1-7 of 7 (50%)",
        "Measured on 7/20 (95%)",
        "24/7 (99.9%)",
        "0/0 (100%)",
        "1/2/2025 (95%)",
    ],
)
def test_percentages_that_do_or_may(line: str) -> None:
    assert found(f"- Result: {line}", "E905") == []


def test_percentages_in_a_list_with_its_total() -> None:
    body = "- Total Tests: 729\n- Passed: 498 (68.3%)\n- Failed: 182 (26.0%)\n- Errors: 48 (6.5%)\n- Skipped: 1"
    assert found(body, "E905") == ["26.0%"], "48 of 729 are 6.58%, cut off 6.5%"


@given(part=st.integers(0, 9999), whole=st.integers(1, 9999), places=st.integers(0, 3))
def test_a_rounded_share_is_never_wrong(part: int, whole: int, places: int) -> None:
    line = f"{part}/{whole} ({part * 100 / whole:.{places}f}%)"
    assert not any(share.is_wrong for share in shares_in(line)), line


@given(st.text(max_size=80))
def test_lines_of_any_kind_are_read(line: str) -> None:
    for path in paths_in(line):
        assert line[path.start : path.end] == path.path
    assert all(s.whole > 0 for s in shares_in(line))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("## Done\n\n- [x] one\n- [ ] two\n- [ ] three", "two"),
        ("- **Checks**:\n  - [x] one\n  - [ ] two", "two"),
        ("## Done\n\n1. [ ] two", "two"),
    ],
)
def test_unchecked_boxes(body: str, place: str) -> None:
    assert found(body, "E906") == [place]


@pytest.mark.parametrize(
    "body",
    [
        "## Done\n\n- [x] one\n- [X] two",
        "## Next Steps\n\n- [ ] two",
        "## Remaining\n\n- [ ] two",
        "## Done\n\n- [ ] two (deferred to the next release)",
        "```\n- [ ] two\n```",
    ],
)
def test_boxes_that_may_be_unchecked(body: str) -> None:
    assert found(body, "E906") == []


def test_boxes_of_remaining_work_are_told_of_once() -> None:
    assert found("## Remaining\n\n- [ ] two", "C502", "E906") == ["two"]


def test_boxes_of_work_in_progress_are_open() -> None:
    assert check(read("# Progress Report\n\n**Status**: in progress\n\n- [ ] two"), select=["E906"]) == []


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("All tests pass.", "All tests pass"),
        ("- ✅ All unit tests are passing", "All unit tests are passing"),
        ("Every test passes now", "Every test passes"),
        ("The tests are all green", "The tests are all green"),
        ("- [x] all of the tests passed", "all of the tests passed"),
        ("100% of the tests pass", "100% of the tests pass"),
        ("100% of tests pass", "100% of tests pass"),
        ("**100%** of all unit tests pass", "100%** of all unit tests pass"),
        ("all unit and integration tests pass", "all unit and integration tests pass"),
        ("All unit, integration and browser tests are green", "All unit, integration and browser tests are green"),
        ("the full suite passes", "full suite passes"),
        ("The entire test suite is green", "entire test suite is green"),
    ],
)
def test_tests_without_a_command(line: str, place: str) -> None:
    assert found(f"## Work\n\n{line}", "E907") == [place]


@pytest.mark.parametrize(
    "body",
    [
        "All tests pass (`pytest -q`).",
        "All tests pass: 41 passed",
        "All tests pass (23/23).",
        "All 23 tests pass.",
        "All tests pass.\n\n- Tests: 41",
        "All tests pass.\n\n```\nok\n```",
        "All tests pass with `npm run test:unit`.",
        "Not all tests pass.",
        "We must ensure all tests pass.",
        "- [ ] All tests pass",
        "### Next Steps\n\n- All tests pass",
        "### Acceptance Criteria\n\n- All tests pass",
        "Some tests pass.",
        "The full suite passes (`make test`).",
        "The full suite has not passed yet.",
    ],
)
def test_tests_that_are_shown_or_not_claimed(body: str) -> None:
    assert found(f"## Work\n\n{body}", "E907") == []


QA = "- Test Results:\n  - Passed: 40\n  - Failed: {}\n  - Skipped: 0\n\n"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (QA.format(3) + "All tests pass.", "All tests pass"),
        (QA.format("**3** ❌") + "✅ All the tests passed!", "All the tests passed"),
        ("All tests pass (3 failed)", "All tests pass"),
        ("- Tests: All tests pass (40 passed, 3 failed)", "All tests pass"),
        ("All 43 tests pass.\n\n40 passed, 3 failed", "All 43 tests pass"),
        ("The full suite passes in 2.1s.\n\n| Tests | Count |\n|---|---|\n| Passed | 40 |\n| Failed | 3 |",
         "full suite passes"),
        ("100% of tests pass\n\n| Suite | Passed | Failed |\n|---|---|---|\n| unit | 40 | 0 |\n| e2e | 4 | 1 |",
         "100% of tests pass"),
        ("All tests are green: `pytest -q`\n\n**Failed Tests**: 2", "All tests are green"),
    ],
)  # fmt: skip
def test_tests_that_pass_beside_failures(body: str, place: str) -> None:
    assert found(f"## Work\n\n{body}", "E908") == [place]


@pytest.mark.parametrize(
    "body",
    [
        QA.format(0) + "All tests pass.",
        QA.format(3) + "Not all tests pass.",
        QA.format(3) + "All unit tests pass.",
        QA.format(3) + "All new tests pass.",
        QA.format(3) + "All tests pass except three.",
        QA.format(3) + "All tests pass on Linux.",
        QA.format("3 (flaky, known)") + "All tests pass.",
        QA.format("3 → 0") + "All tests pass.",
        "### Before\n\n" + QA.format(3) + "### After\n\n" + QA.format(0) + "All tests pass.",
        "### First run\n\n" + QA.format(3) + "### Second run\n\n" + QA.format(0) + "All tests pass.",
        "At first 3 tests failed. All tests pass now.",
        "3 tests failed before the fix.\n\nAll tests pass.",
        "All tests pass.\n\n- Jobs:\n  - Done: 9\n  - Failed: 3",
        "All tests pass.\n\nThe import retried 3 failed requests.",
        "All tests pass.\n\n### Next Steps\n\n- Look into the 3 failed tests of last year",
    ],
)
def test_tests_that_may_pass_beside_failures(body: str) -> None:
    assert found(f"## Work\n\n{body}", "E908") == []


def paths(body: str) -> list[tuple[str, bool]]:
    subject = Subject(read(HEAD + body))
    return [(c.path, c.gone) for record in subject.records for c in claimed_paths(subject, record)]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("Created `src/a.py`", "src/a.py"),
        ("I have added src/a.py.", "src/a.py"),
        ("Updated the README.md with examples", "README.md"),
        ("Added tests to `tests/test_a.py`", "tests/test_a.py"),
        ("Fixed the race in src/a.py:12-40", "src/a.py"),
        ("Implemented caching in **src/a.py**", "src/a.py"),
        ("`src/a.py` was updated", "src/a.py"),
        ("src/a.py has been created", "src/a.py"),
        ("- **File Modified**: `src/a.py`", "src/a.py"),
        ("- Created: src/a.py (41 lines)", "src/a.py"),
        ("### Files Changed\n\n- `src/a.py` - new cache", "src/a.py"),
        ("### New Files\n\n1. **`src/a.py`** (120 lines)", "src/a.py"),
        ("### Output\n\n- src/a.py (new file, 12 lines)", "src/a.py"),
        ("| Files created | Note |\n|---|---|\n| `src/a.py` | cache |", "src/a.py"),
        ("### Files Created\n\n- `tests/unit/`", "tests/unit/"),
        ("Created [the cache](src/a.py) in `src/a.py`", "src/a.py"),
        ("Implemented `src/a.py`", "src/a.py"),
        ("Implemented the module `src/a.py`, with tests", "src/a.py"),
        ("Created a new file called src/a.py", "src/a.py"),
        ("Created a script named `src/a.py`.", "src/a.py"),
        ("Created the parser module (`src/a.py`)", "src/a.py"),
        ("Added src/a.py and wired it to the build", "src/a.py"),
        ("Added the test src/a.py to see it fail", "src/a.py"),
        ("Added tests and `*.log` to src/a.py", "src/a.py"),
        ("Implemented `src/a.py` with jitter", "src/a.py"),
        ("- Implemented the new module src/a.py using the cache of prices", "src/a.py"),
        ("Implemented `src/a.py`, including its tests", "src/a.py"),
        ("### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | removed unused imports |", "src/a.py"),
        ("### Files Changed\n\n| File | Grade |\n|---|---|\n| src/a.py | D |", "src/a.py"),
        ("### Files Changed\n\n- src/a.py: removed two unused functions", "src/a.py"),
        ("### Output\n\n| File | Change |\n|---|---|\n| src/a.py | created |", "src/a.py"),
    ],
)
def test_paths_said_to_be_written(body: str, path: str) -> None:
    assert paths(body) == [(path, False)]


@pytest.mark.parametrize(
    "body",
    ["Deleted `src/a.py`.", "Removed the old src/a.py", "### Files Removed\n\n- src/a.py", "`src/a.py` was deleted",
     "### Files Changed\n\n- `src/a.py` (deleted)", "### Files Changed\n\n- `src/a.py`: removed, nothing used it",
     "### Files Changed\n\n- `src/a.py` - deleted (dead code)", "### Files Changed\n\n- Deleted: `src/a.py`",
     "### Files Changed\n\n- **Removed** `src/a.py`", "### Files Changed\n\n- deleted `src/a.py` (dead code)",
     "### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | deleted |",
     "### Files Changed (1)\n\n| Change | File | Note |\n|---|---|---|\n| **Removed** | `src/a.py` | dead code |",
     "### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | Deleted, nothing used it |",
     "### Files Changed\n\n| File | Status |\n|---|---|\n| src/a.py | D |",
     "| Files changed | Action |\n|---|---|\n| src/a.py | ❌ file removed |"],
)  # fmt: skip
def test_paths_said_to_be_deleted(body: str) -> None:
    assert paths(body) == [("src/a.py", True)]


@pytest.mark.parametrize(
    "body",
    [
        "Next: create `src/a.py`",
        "## Next Steps\n\n- Created `src/a.py`",
        "- [ ] Created `src/a.py`",
        "Did not update `src/a.py`",
        "`src/a.py` is missing",
        "Could not be created: `src/a.py`",
        "Added support for `config.yaml`",
        "Created a table from `src/a.py`",
        "Removed the import of `src/a.py`",
        "Removed `src/a.py` from the index",
        "Moved `src/a.py` to `src/b.py`",
        "Created `src/*.py`",
        "Created `src/<name>.py` and `src/{a,b}.py`",
        "Created `path/to/file.py`",
        "Updated https://example.org/src/a.py",
        "Updated Node.js and e.g. asyncio.run",
        "Added `.env.local` to the ignored files",
        "Updated `@scope/package.js`",
        "Created branch feature/login and CI/CD",
        "### Files Moved\n\n- `src/a.py`",
        "### Files Changed\n\n- `src/a.py` → `src/b.py`",
        "```\nCreated src/a.py\n```",
        "Updated `console.log` calls",
        "Implemented `src/a.py` support",
        "Implemented the parser for `src/a.py`",
        "Created a folder called src/a.py",
        "Created the report (see `src/a.py`)",
        "Added config/app.yaml and *.log to .gitignore",
        "Added `config/app.yaml` and `*.log` to `.gitignore`",
        "Added *.log and config/app.yaml to .gitignore",
        "Added config/app.yaml, build folders and *.log to the .dockerignore",
        "### Added\n\n- config/app.yaml and *.log to .gitignore",
        "### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | not changed |",
        "### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | renamed to src/b.py |",
        "### Files Changed\n\n| File | Change |\n|---|---|\n| src/a.py | planned |",
        "### Configuration\n\n| File | Change |\n|---|---|\n| src/a.py | retries from 3 to 5 |",
        "**Created a test script that validates**:\n- `src/a.py` is there",
        "| Modules changed | Size |\n|---|---|\n| cache | 484 (a.py) |",
    ],
)
def test_paths_that_are_no_claim(body: str) -> None:
    assert paths(body) == []


def commits(body: str) -> list[str]:
    subject = Subject(read(HEAD + body))
    return [commit for record in subject.records for commit, _ in claimed_commits(subject, record)]


@pytest.mark.parametrize(
    ("body", "hashes"),
    [
        ("Fixed in commit 4be71c0.", ["4be71c0"]),
        ("- **Commit**: `4be71c0` - Cache prices", ["4be71c0"]),
        ("- Commit hash: 4be71c0", ["4be71c0"]),
        ("Commits 4be71c0, `ab12cd3` and 99aa88b are pushed", ["4be71c0", "ab12cd3", "99aa88b"]),
        ("### Commits\n\n- `4be71c0` Cache prices\n- ab12cd3: Test it", ["4be71c0", "ab12cd3"]),
        ("| Commit | Note |\n|---|---|\n| 4be71c0 | cache |", ["4be71c0"]),
        ("### Commits\n\n```\n4be71c0 Cache prices\nab12cd3 Test it\n```", ["4be71c0", "ab12cd3"]),
        ("```\n[main 4be71c0] Cache prices\n```", ["4be71c0"]),
        ("Fixed in commit deadbee.", ["deadbee"]),
        ("Pushed 4be71c0 to main", ["4be71c0"]),
        ("Pushed `4be71c0` to the origin", ["4be71c0"]),
        ("Reverted 4be71c0..ab12cd3", ["4be71c0", "ab12cd3"]),
        (f"HEAD is at {'0123456789' * 4}", ["0123456789" * 4]),
    ],
)
def test_commits_by_their_hashes(body: str, hashes: list[str]) -> None:
    assert commits(body) == hashes


@pytest.mark.parametrize(
    "body",
    [
        "The facade is effaced, commit defaced",
        "Commit 20250713",
        "Pushed 4be71c0 to the registry",
        "Pushed image 4be71c0 to main",
        "Session 4be71c0",
        "sha256 of the commit: 4be71c0",
        "https://example.org/commit/4be71c0",
        "The upstream commit 4be71c0",
        "There is no such commit 4be71c0: does not exist",
        "commit 4be71c0-1234-4aaa-8bbb-0123456789ab",
        "### Commits\n\n- Cache prices in session ab12cd3",
        "commit --4be71c0",
    ],
)
def test_hashes_of_other_things(body: str) -> None:
    assert commits(body) == []


@pytest.mark.parametrize(
    "part",
    [
        "created a.py ",
        "commit 4be71c0 ",
        "45/50 ",
        "s",
        "5 passed, ",
        "a/",
        "`",
        "(1) ",
        "[ ] ",
        "100% ",
        "| Total ",
        "files changed ",
    ],
)
def test_hostile_lines_take_no_time_to_speak_of(part: str) -> None:
    """Would not end if it took time that grows with the square of the length."""
    for end in ("", ":", "\n\n- a\n- b"):
        check(read(HEAD + part * (6_000 // len(part)) + end), select=["E"])
        check(read(HEAD + "\n".join([part * (1_900 // len(part))] * 10) + end), select=["E"])
