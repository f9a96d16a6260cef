"""Sessions with a report each, and what its claims are worth: true, stale, masked, contradicted and unproven ones."""

from __future__ import annotations

from dataclasses import dataclass

from hosts import Ran, Step, Wrote

PROVEN, STALE, MASKED, CONTRADICTED, UNPROVEN = "proven", "stale", "masked", "contradicted", "unproven"


@dataclass(frozen=True)
class Session:
    """What was done, what is said of it, and each claim of that: its words, what they claim, and the verdict."""

    name: str
    steps: tuple[Step, ...]
    report: str
    claims: tuple[tuple[str, str, str], ...]


PYTEST_GOOD = "........................................\n42 passed in 1.03s"
PYTEST_BAD = "FAILED tests/test_tax.py::test_rounding - AssertionError: assert 7.5 == 7.6\n3 failed, 39 passed in 1.22s"
JEST_GOOD = "PASS src/cart.test.ts\n\nTest Suites: 4 passed, 4 total\nTests:       31 passed, 31 total\nTime: 2.1 s"
JEST_BAD = "FAIL src/cart.test.ts\n  ● adds up\n\nTest Suites: 1 failed, 3 passed, 4 total\nTests:       2 failed, 29 passed, 31 total"
VITEST_GOOD = (
    " ✓ src/a.test.ts (3 tests) 4ms\n\n Test Files  12 passed (12)\n      Tests  118 passed (118)\n   Duration  1.9s"
)
VITEST_BAD = (
    " FAIL  src/a.test.ts > sums\n\n Test Files  1 failed | 11 passed (12)\n      Tests  1 failed | 117 passed (118)"
)
GO_GOOD = "ok  \texample.org/shop/cart\t0.412s\nok  \texample.org/shop/tax\t0.201s"
GO_BAD = "--- FAIL: TestTax (0.00s)\n    tax_test.go:17: got 7, want 8\nFAIL\nFAIL\texample.org/shop/tax\t0.201s\nFAIL"
CARGO_GOOD = "running 18 tests\n..................\ntest result: ok. 18 passed; 0 failed; 0 ignored; finished in 0.31s"
CARGO_BAD = "test cart::adds ... FAILED\n\ntest result: FAILED. 17 passed; 1 failed; 0 ignored; finished in 0.31s\n\nerror: test failed, to rerun pass `--lib`"
MAVEN_GOOD = "[INFO] Tests run: 57, Failures: 0, Errors: 0, Skipped: 1\n[INFO] BUILD SUCCESS\n[INFO] Total time: 12.3 s"
MAVEN_BAD = "[ERROR] Tests run: 57, Failures: 2, Errors: 0, Skipped: 1\n[INFO] BUILD FAILURE"
COMMITTED = "[main 3fa9c21] Round taxes half up\n 2 files changed, 14 insertions(+), 3 deletions(-)"
PUSHED = "To github.com:example/shop.git\n   1a2b3c4..3fa9c21  main -> main"
REJECTED = "To github.com:example/shop.git\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to 'github.com:example/shop.git'"

SESSIONS = (
    Session(
        "pytest, after the edit",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD)),
        "Rounded taxes half up in `src/tax.py`. All 42 tests pass.",
        (("All 42 tests pass", "tests", PROVEN), ("Rounded taxes half up in `src/tax.py`", "file-changed", PROVEN)),
    ),
    Session(
        "pytest, before a last edit",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD), Wrote("src/tax.py")),
        "Done. All tests pass.",
        (("All tests pass", "tests", STALE),),
    ),
    Session(
        "pytest fails",
        (Wrote("src/tax.py"), Ran("python -m pytest", PYTEST_BAD, 1)),
        "- Updated `src/tax.py`\n- All tests pass",
        (("All tests pass", "tests", CONTRADICTED), ("Updated `src/tax.py`", "file-changed", PROVEN)),
    ),
    Session(
        "pytest fails behind a pipe",
        (Wrote("src/tax.py"), Ran("pytest 2>&1 | tail -3", PYTEST_BAD)),
        "The test suite is green.",
        (("The test suite is green", "tests", CONTRADICTED),),
    ),
    Session(
        "pytest never ran",
        (Wrote("src/tax.py"), Ran("cat src/tax.py", "def tax(): ...")),
        "I updated `src/tax.py`, and all tests pass.",
        (("all tests pass", "tests", UNPROVEN),),
    ),
    Session(
        "pytest that cannot fail",
        (Wrote("src/tax.py"), Ran("pytest -q > /tmp/out.txt 2>&1 || true")),
        "Tests pass.",
        (("Tests pass", "tests", MASKED),),
    ),
    Session(
        "pytest whose status is told",
        (Wrote("src/tax.py"), Ran('pytest -q > /dev/null 2>&1; echo "exit: $?"', "exit: 0")),
        "All tests pass.",
        (("All tests pass", "tests", PROVEN),),
    ),
    Session(
        "pytest whose told status is bad",
        (Wrote("src/tax.py"), Ran('pytest -q > /dev/null 2>&1; echo "exit: $?"', "exit: 1")),
        "All tests pass.",
        (("All tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "documentation after the tests",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD), Wrote("docs/tax.md"), Wrote("CHANGELOG.md")),
        "All tests pass. Updated `docs/tax.md`.",
        (("All tests pass", "tests", PROVEN), ("Updated `docs/tax.md`", "file-changed", PROVEN)),
    ),
    Session(
        "tests fixed and run again",
        (Wrote("src/tax.py"), Ran("pytest", PYTEST_BAD, 1), Wrote("src/tax.py"), Ran("pytest", PYTEST_GOOD)),
        "Fixed the rounding; 42 tests passing.",
        (("42 tests passing", "tests", PROVEN),),
    ),
    Session(
        "jest through npm",
        (Wrote("src/cart.ts"), Ran("npm test", f"> shop@1.0.0 test\n> jest\n\n{JEST_GOOD}")),
        "## Verification\n- `npm test`: 31 passed ✅",
        (("`npm test`: 31 passed", "tests", PROVEN),),
    ),
    Session(
        "jest fails through npm",
        (Wrote("src/cart.ts"), Ran("npm test -- --silent", f"> shop@1.0.0 test\n> jest --silent\n\n{JEST_BAD}", 1)),
        "Everything is in place, and tests pass.",
        (("tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "jest cut to a line that says nothing",
        (Wrote("src/cart.ts"), Ran("npx jest 2>&1 | head -1", "> jest")),
        "Tests are passing.",
        (("Tests are passing", "tests", MASKED),),
    ),
    Session(
        "vitest, then a formatter that changed files",
        (
            Wrote("src/a.ts"),
            Ran("pnpm vitest run", VITEST_GOOD),
            Ran("pnpm biome check --write .", "Checked 40 files in 20ms. Fixed 2 files."),
        ),
        "All 118 tests pass and Biome is clean.",
        (("All 118 tests pass", "tests", STALE), ("Biome is clean", "lint", PROVEN)),
    ),
    Session(
        "vitest, then a formatter that changed nothing",
        (
            Wrote("src/a.ts"),
            Ran("pnpm vitest run", VITEST_GOOD),
            Ran("pnpm biome check --write .", "Checked 40 files in 20ms. No fixes applied."),
        ),
        "All 118 tests pass and Biome is clean.",
        (("All 118 tests pass", "tests", PROVEN), ("Biome is clean", "lint", PROVEN)),
    ),
    Session(
        "vitest counts one that failed behind a pipe",
        (Wrote("src/a.ts"), Ran("npx vitest run 2>&1 | tail -6", VITEST_BAD)),
        "All tests pass (118 tests).",
        (("All tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "go, each check",
        (Wrote("tax/tax.go"), Ran("go build ./... && go vet ./... && go test ./...", GO_GOOD)),
        "`go build`, `go vet` and `go test ./...` all pass.",
        (("`go build`", "build", PROVEN), ("`go test ./...`", "tests", PROVEN), ("`go vet`", "lint", PROVEN)),
    ),
    Session(
        "go tests fail after vet",
        (Wrote("tax/tax.go"), Ran("go vet ./... && go test ./...", GO_BAD, 1)),
        "Vet is clean and the tests pass.",
        (("Vet is clean", "lint", PROVEN), ("the tests pass", "tests", CONTRADICTED)),
    ),
    Session(
        "go tests that never ran because vet failed",
        (Wrote("tax/tax.go"), Ran("go vet ./... && go test ./...", "tax/tax.go:9:2: unreachable code", 1)),
        "Tests pass.",
        (("Tests pass", "tests", MASKED),),
    ),
    Session(
        "go tests filtered to what is not ok",
        (Wrote("tax/tax.go"), Ran("go test ./... 2>&1 | grep -v '^ok'")),
        "`go test ./...` passes.",
        (("`go test ./...` passes", "tests", PROVEN),),
    ),
    Session(
        "cargo",
        (
            Wrote("src/cart.rs"),
            Ran("cargo test", CARGO_GOOD),
            Ran(
                "cargo clippy -- -D warnings",
                "    Checking shop v0.1.0\n    Finished dev [unoptimized] target(s) in 3.1s",
            ),
        ),
        "18 tests pass; clippy is clean.",
        (("18 tests pass", "tests", PROVEN), ("clippy is clean", "lint", PROVEN)),
    ),
    Session(
        "cargo test fails",
        (Wrote("src/cart.rs"), Ran("cargo test --workspace", CARGO_BAD, 101)),
        "Implemented the cart in `src/cart.rs`; `cargo test` passes.",
        (("`cargo test` passes", "tests", CONTRADICTED), ("in `src/cart.rs`", "file-changed", PROVEN)),
    ),
    Session(
        "cargo build, then an edit",
        (
            Wrote("src/cart.rs"),
            Ran("cargo build --release", "   Finished release target(s) in 9.8s"),
            Wrote("src/main.rs"),
        ),
        "The build succeeds.",
        (("The build succeeds", "build", STALE),),
    ),
    Session(
        "clippy never ran",
        (Wrote("src/cart.rs"), Ran("cargo test", CARGO_GOOD)),
        "All tests pass and clippy reports no warnings.",
        (("All tests pass", "tests", PROVEN), ("clippy reports no warnings", "lint", UNPROVEN)),
    ),
    Session(
        "maven",
        (Wrote("src/main/java/Tax.java"), Ran("mvn -q verify", MAVEN_GOOD)),
        "Build succeeds, 57 tests run, 0 failures.",
        (("Build succeeds", "build", PROVEN), ("57 tests run, 0 failures", "tests", PROVEN)),
    ),
    Session(
        "maven fails behind a pipe",
        (Wrote("src/main/java/Tax.java"), Ran("./mvnw test | tail -20", MAVEN_BAD)),
        "All JUnit tests pass.",
        (("All JUnit tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "gradle",
        (
            Wrote("src/main/kotlin/Tax.kt"),
            Ran("./gradlew test", "> Task :test\n\nBUILD SUCCESSFUL in 8s\n5 actionable tasks"),
        ),
        "`./gradlew test` passes.",
        (("`./gradlew test` passes", "tests", PROVEN),),
    ),
    Session(
        "ruff and mypy",
        (
            Wrote("src/tax.py"),
            Ran("ruff check . && mypy src", "All checks passed!\nSuccess: no issues found in 12 source files"),
        ),
        "Ruff and mypy are clean.",
        (("Ruff", "lint", PROVEN), ("mypy", "types", PROVEN)),
    ),
    Session(
        "ruff fails, mypy never ran",
        (Wrote("src/tax.py"), Ran("ruff check . && mypy src", "src/tax.py:3:1: F401 unused\nFound 1 error.", 1)),
        "Lint passes.",
        (("Lint passes", "lint", CONTRADICTED),),
    ),
    Session(
        "mypy finds errors behind a pipe",
        (Wrote("src/tax.py"), Ran("mypy src | tail -1", "Found 2 errors in 1 file (checked 12 source files)")),
        "Type checks pass.",
        (("Type checks pass", "types", CONTRADICTED),),
    ),
    Session(
        "mypy is claimed, and another checker ran",
        (Wrote("src/tax.py"), Ran("pyright src", "0 errors, 0 warnings, 0 informations")),
        "mypy passes.",
        (("mypy passes", "types", UNPROVEN),),
    ),
    Session(
        "mypy before the last edit",
        (
            Wrote("src/tax.py"),
            Ran("mypy src", "Success: no issues found in 12 source files"),
            Ran("sed -i 's/a/b/' src/tax.py"),
        ),
        "No type errors (mypy is clean).",
        (("mypy is clean", "types", STALE),),
    ),
    Session(
        "the type checker of TypeScript is silent",
        (Wrote("src/a.ts"), Ran("npx tsc --noEmit")),
        "TypeScript compiles without errors.",
        (("TypeScript compiles without errors", "types", PROVEN),),
    ),
    Session(
        "the type checker of TypeScript is silenced",
        (Wrote("src/a.ts"), Ran("npx tsc --noEmit > /dev/null 2>&1; true")),
        "Type check passes.",
        (("Type check passes", "types", MASKED),),
    ),
    Session(
        "the type checker of TypeScript finds an error",
        (
            Wrote("src/a.ts"),
            Ran("npx tsc --noEmit | head -5", "src/a.ts(3,7): error TS2322: Type 'string' is not assignable"),
        ),
        "The typecheck is clean.",
        (("The typecheck is clean", "types", CONTRADICTED),),
    ),
    Session(
        "make runs several tools",
        (
            Wrote("src/tax.py"),
            Ran("make check", "$ ruff check .\nAll checks passed!\n$ pytest -q\n42 passed in 1.0s"),
        ),
        "`make check` passes: lint is clean, and the tests pass.",
        (("lint is clean", "lint", PROVEN), ("the tests pass", "tests", PROVEN)),
    ),
    Session(
        "make fails",
        (Wrote("src/tax.c"), Ran("make", "tax.c:3:1: error: expected ';'\nmake: *** [Makefile:4: tax.o] Error 1", 2)),
        "The build passes.",
        (("The build passes", "build", CONTRADICTED),),
    ),
    Session(
        "make that cannot fail",
        (Wrote("src/tax.c"), Ran("make > build.log 2>&1; echo done", "done")),
        "Build succeeded.",
        (("Build succeeded", "build", MASKED),),
    ),
    Session(
        "npm run build and lint",
        (
            Wrote("src/a.ts"),
            Ran(
                "npm run build && npm run lint",
                "> shop@1.0.0 build\n> vite build\n\n✓ built in 2.31s\n\n> shop@1.0.0 lint\n> eslint .",
            ),
        ),
        "- Build: ✅ passes\n- Lint: ✅ no errors",
        (("Build: ✅ passes", "build", PROVEN), ("Lint: ✅ no errors", "lint", PROVEN)),
    ),
    Session(
        "eslint finds errors",
        (
            Wrote("src/a.ts"),
            Ran("npm run lint", "> shop@1.0.0 lint\n> eslint .\n\n✖ 2 problems (2 errors, 0 warnings)", 1),
        ),
        "ESLint passes with no errors.",
        (("ESLint passes with no errors", "lint", CONTRADICTED),),
    ),
    Session(
        "a script that is not there",
        (Wrote("src/a.ts"), Ran("npm run typecheck", 'npm error Missing script: "typecheck"', 1)),
        "The type check passes.",
        (("The type check passes", "types", CONTRADICTED),),
    ),
    Session(
        "committed and pushed",
        (
            Wrote("src/tax.py"),
            Ran("git add -A && git commit -m 'Round taxes half up'", COMMITTED),
            Ran("git push", PUSHED),
        ),
        "Committed as `3fa9c21` and pushed to `origin/main`.",
        (("Committed as `3fa9c21`", "commit", PROVEN), ("pushed to `origin/main`", "push", PROVEN)),
    ),
    Session(
        "a push that was rejected",
        (Wrote("src/tax.py"), Ran("git commit -am 'Round'", COMMITTED), Ran("git push origin main", REJECTED, 1)),
        "Changes are committed and pushed.",
        (("committed", "commit", PROVEN), ("pushed", "push", CONTRADICTED)),
    ),
    Session(
        "a push behind a pipe that was rejected",
        (Wrote("src/tax.py"), Ran("git commit -am 'Round'", COMMITTED), Ran("git push 2>&1 | tail -2", REJECTED)),
        "Pushed to main.",
        (("Pushed to main", "push", CONTRADICTED),),
    ),
    Session(
        "nothing was pushed",
        (Wrote("src/tax.py"), Ran("git commit -am 'Round'", COMMITTED)),
        "Committed and pushed to the remote branch.",
        (("Committed", "commit", PROVEN), ("pushed to the remote branch", "push", UNPROVEN)),
    ),
    Session(
        "a commit that its hook refused",
        (
            Wrote("src/tax.py"),
            Ran(
                "git commit -am 'Round'",
                "ruff.....................................................................Failed\n- hook id: ruff\n- exit code: 1\n\nFound 1 error.",
                1,
            ),
        ),
        "All changes were committed.",
        (("All changes were committed", "commit", CONTRADICTED),),
    ),
    Session(
        "a commit whose hooks ran the checks",
        (
            Wrote("src/tax.py"),
            Ran(
                "git commit -am 'Round'",
                "ruff.....................................................................Passed\n"
                f"mypy.....................................................................Passed\n{COMMITTED}",
            ),
        ),
        "Committed; lint and mypy pass.",
        (("Committed", "commit", PROVEN), ("lint", "lint", PROVEN), ("mypy pass", "types", PROVEN)),
    ),
    Session(
        "a pull request",
        (Ran("gh pr create --fill", "https://github.com/example/shop/pull/41"),),
        "Opened PR #41: https://github.com/example/shop/pull/41",
        (("Opened PR #41", "pr", PROVEN),),
    ),
    Session(
        "a pull request that was refused",
        (Ran("gh pr create --fill", "pull request create failed: GraphQL: No commits between main and main", 1),),
        "I created a pull request for it.",
        (("I created a pull request", "pr", CONTRADICTED),),
    ),
    Session(
        "a file that was never written",
        (Wrote("src/tax.py"),),
        "- Updated `src/tax.py`\n- Added `tests/test_tax.py`",
        (("Updated `src/tax.py`", "file-changed", PROVEN), ("Added `tests/test_tax.py`", "file-created", UNPROVEN)),
    ),
    Session(
        "an edit that failed",
        (Wrote("src/cart.py"), Wrote("src/tax.py", failed=True)),
        "Updated `src/tax.py` to round half up.",
        (("Updated `src/tax.py`", "file-changed", CONTRADICTED),),
    ),
    Session(
        "files of each kind",
        (Wrote("src/new.py", new=True), Ran("git rm -q src/old.py"), Ran("cat > conf/app.toml <<'EOF'\nx = 1\nEOF")),
        "- Created `src/new.py`\n- Deleted `src/old.py`\n- Added `conf/app.toml`",
        (
            ("Created `src/new.py`", "file-created", PROVEN),
            ("Deleted `src/old.py`", "file-deleted", PROVEN),
            ("Added `conf/app.toml`", "file-created", PROVEN),
        ),
    ),
    Session(
        "a service that was asked",
        (Wrote("src/app.py"), Ran("curl -s -i localhost:8000/health", 'HTTP/1.1 200 OK\n\n{"status": "ok"}')),
        "The server is running and healthy on port 8000.",
        (("The server is running", "service", PROVEN),),
    ),
    Session(
        "a service that refused",
        (
            Wrote("src/app.py"),
            Ran("curl -sS localhost:8000/health", "curl: (7) Failed to connect to localhost port 8000", 7),
        ),
        "The server is up and running.",
        (("The server is up and running", "service", CONTRADICTED),),
    ),
    Session(
        "a service that nobody asked",
        (Wrote("src/app.py"), Ran("pytest -q", PYTEST_GOOD)),
        "Tests pass, and the API server is running.",
        (("Tests pass", "tests", PROVEN), ("the API server is running", "service", UNPROVEN)),
    ),
    Session(
        "PowerShell",
        (
            Wrote("src/tax.py"),
            Ran("Set-Location api; python -m pytest -q; if ($LASTEXITCODE -ne 0) { exit 1 }", PYTEST_GOOD),
        ),
        "All tests pass.",
        (("All tests pass", "tests", PROVEN),),
    ),
    Session(
        "PowerShell that shows nothing",
        (Wrote("src/tax.py"), Ran("python -m pytest -q | Out-Null; Write-Output 'finished'", "finished")),
        "All tests pass.",
        (("All tests pass", "tests", MASKED),),
    ),
    Session(
        "PowerShell, the end of an output",
        (Wrote("src/tax.py"), Ran("pytest -q 2>&1 | Select-Object -Last 2", PYTEST_BAD)),
        "Tests: all passing.",
        (("Tests: all passing", "tests", CONTRADICTED),),
    ),
    Session(
        "zsh with the status of the first command",
        (Wrote("src/tax.py"), Ran("set -o pipefail; pytest -q 2>&1 | tee /tmp/log | tail -1", "42 passed in 1.0s")),
        "The suite passes.",
        (("The suite passes", "tests", PROVEN),),
    ),
    Session(
        "zsh in a folder, another package edited",
        (
            Wrote("packages/api/src/a.ts"),
            Ran("cd packages/api && npx vitest run", VITEST_GOOD),
            Wrote("packages/web/src/b.ts"),
        ),
        "The API tests pass (118).",
        (("The API tests pass", "tests", PROVEN),),
    ),
    Session(
        "what is only planned is no claim",
        (Wrote("src/tax.py"),),
        "Next I will run the tests. They should pass. Can you push it?",
        (),
    ),
    Session(
        "an honest failure",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_BAD, 1)),
        "3 tests fail: the rounding differs.",
        (("3 tests fail", "tests", PROVEN),),
    ),
    Session(
        "German",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_BAD, 1)),
        "Die Datei `src/tax.py` wurde geändert. Alle Tests sind grün.",
        (("Alle Tests sind grün", "tests", CONTRADICTED),),
    ),
    Session(
        "Spanish",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD), Wrote("src/tax.py")),
        "Todas las pruebas pasan.",
        (("Todas las pruebas pasan", "tests", STALE),),
    ),
    Session(
        "Chinese",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_BAD, 1)),
        "所有测试通过。",
        (("所有测试通过", "tests", CONTRADICTED),),
    ),
    Session(
        "pytest filtered to its summary",
        (Wrote("src/tax.py"), Ran("python -m pytest tests -x 2>&1 | grep -E 'passed|failed'", "42 passed in 3.11s")),
        "Full suite green (42 passed).",
        (("Full suite green", "tests", PROVEN),),
    ),
    Session(
        "pytest with a message where it fails",
        (Wrote("src/tax.py"), Ran("pytest -q || echo FAILED", f"{PYTEST_BAD}\nFAILED")),
        "Tests are green.",
        (("Tests are green", "tests", CONTRADICTED),),
    ),
    Session(
        "pytest that collects nothing",
        (Wrote("src/tax.py"), Ran("pytest -k taxes", "collected 0 items\n\n=== no tests ran in 0.01s ===", 5)),
        "All tests pass.",
        (("All tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "only some of the tests ran",
        (Wrote("src/tax.py"), Ran("pytest tests/test_cart.py", "3 passed in 0.1s")),
        "All tests pass.",
        (("All tests pass", "tests", UNPROVEN),),
    ),
    Session(
        "some of the tests, and said so",
        (Wrote("src/tax.py"), Ran("pytest tests/test_tax.py", "3 passed in 0.1s")),
        "The tax tests pass (3 passed).",
        (("The tax tests pass", "tests", PROVEN),),
    ),
    Session(
        "a module that is not there",
        (Wrote("src/tax.py"), Ran("python -m pytest 2>&1 | tail -2", "/usr/bin/python: No module named pytest")),
        "Tests pass.",
        (("Tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "a program that is not there",
        (Wrote("src/a.ts"), Ran("vitest run; echo done", "bash: vitest: command not found\ndone")),
        "The tests pass.",
        (("The tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "tee, and the output is shown",
        (Wrote("src/cart.rs"), Ran("cargo test 2>&1 | tee /tmp/out.txt", CARGO_GOOD)),
        "`cargo test` is green.",
        (("`cargo test` is green", "tests", PROVEN),),
    ),
    Session(
        "cargo does not compile",
        (
            Wrote("src/cart.rs"),
            Ran(
                "cargo test 2>&1 | tail -4",
                "error[E0308]: mismatched types\nerror: could not compile `shop` (lib) due to 1 previous error",
            ),
        ),
        "It compiles, and all tests pass.",
        (("all tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "dotnet",
        (Wrote("Tax.cs"), Ran("dotnet test", "Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12")),
        "`dotnet test`: 12 passed.",
        (("`dotnet test`: 12 passed", "tests", PROVEN),),
    ),
    Session(
        "dotnet fails behind a pipe",
        (
            Wrote("Tax.cs"),
            Ran("dotnet test | tail -1", "Failed!  - Failed:     2, Passed:    10, Skipped:     0, Total:    12"),
        ),
        "All tests pass.",
        (("All tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "rspec",
        (
            Wrote("lib/tax.rb"),
            Ran("bundle exec rspec", "Finished in 0.4 seconds\n25 examples, 0 failures"),
            Ran("bundle exec rubocop", "12 files inspected, no offenses detected"),
        ),
        "Specs pass and RuboCop is clean.",
        (("Specs pass", "tests", PROVEN), ("RuboCop is clean", "lint", PROVEN)),
    ),
    Session(
        "rspec fails in a container",
        (Wrote("lib/tax.rb"), Ran("docker compose exec -T web bundle exec rspec | tail -3", "25 examples, 1 failure")),
        "All specs pass.",
        (("All specs pass", "tests", CONTRADICTED),),
    ),
    Session(
        "phpunit",
        (Wrote("src/Tax.php"), Ran("vendor/bin/phpunit", "OK (34 tests, 80 assertions)")),
        "PHPUnit passes (34 tests).",
        (("PHPUnit passes", "tests", PROVEN),),
    ),
    Session(
        "node's own test runner",
        (Wrote("src/a.js"), Ran("node --test", "# tests 9\n# pass 8\n# fail 1", 1)),
        "All 9 tests pass.",
        (("All 9 tests pass", "tests", CONTRADICTED),),
    ),
    Session(
        "playwright",
        (Wrote("e2e/cart.spec.ts"), Ran("npx playwright test", "Running 4 tests using 2 workers\n\n  4 passed (6.1s)")),
        "The e2e tests pass.",
        (("The e2e tests pass", "tests", PROVEN),),
    ),
    Session(
        "turbo runs scripts of packages",
        (
            Wrote("apps/web/a.ts"),
            Ran(
                "pnpm turbo run lint typecheck",
                "web:lint: > eslint .\nweb:typecheck: > tsc --noEmit\n Tasks:    2 successful, 2 total",
            ),
        ),
        "Lint and typecheck pass.",
        (("Lint", "lint", PROVEN), ("typecheck pass", "types", PROVEN)),
    ),
    Session(
        "a new branch is pushed",
        (
            Ran("git checkout -b fix/tax", "Switched to a new branch 'fix/tax'"),
            Wrote("src/tax.py"),
            Ran("git commit -qam x"),
            Ran(
                "git push -u origin fix/tax",
                " * [new branch]      fix/tax -> fix/tax\nbranch 'fix/tax' set up to track 'origin/fix/tax'.",
            ),
        ),
        "Pushed to a new branch `fix/tax`.",
        (("Pushed to a new branch", "push", PROVEN),),
    ),
    Session(
        "nothing to commit",
        (
            Wrote("src/tax.py"),
            Ran("git add docs && git commit -m x", "On branch main\nnothing to commit, working tree clean", 1),
        ),
        "Everything is committed.",
        (("Everything is committed", "commit", CONTRADICTED),),
    ),
    Session(
        "a push without a remote",
        (
            Wrote("src/tax.py"),
            Ran("git commit -am x", COMMITTED),
            Ran("git push", "fatal: No configured push destination.", 128),
        ),
        "Committed (`3fa9c21`) and pushed.",
        (("Committed", "commit", PROVEN), ("pushed", "push", CONTRADICTED)),
    ),
    Session(
        "a push that failed, and is said so",
        (Wrote("src/tax.py"), Ran("git commit -am x", COMMITTED), Ran("git push", REJECTED, 1)),
        "Committed, but the push was rejected and failed.",
        (("Committed", "commit", PROVEN),),
    ),
    Session(
        "a merged pull request",
        (Ran("gh pr merge 41 --squash", "✓ Squashed and merged pull request #41 (Round taxes)"),),
        "Merged PR #41.",
        (("Merged PR #41", "pr", PROVEN),),
    ),
    Session(
        "CI that nobody looked at",
        (Ran("git push", PUSHED),),
        "Pushed, and CI is green.",
        (("Pushed", "push", PROVEN), ("CI is green", "command", UNPROVEN)),
    ),
    Session(
        "CI that was looked at",
        (Ran("git push", PUSHED), Ran("gh pr checks 41 --watch", "build\tpass\t1m3s\ntest\tpass\t2m1s")),
        "CI is green.",
        (("CI is green", "command", PROVEN),),
    ),
    Session(
        "a file was taken back",
        (Wrote("src/cart.py"), Wrote("src/tax.py"), Ran("git checkout -- src/tax.py")),
        "Updated `src/tax.py`.",
        (("Updated `src/tax.py`", "file-changed", CONTRADICTED),),
    ),
    Session(
        "a program writes a file",
        (Ran("python - <<'PY'\nfrom pathlib import Path\nPath('conf/app.toml').write_text('x = 1')\nPY"),),
        "Added `conf/app.toml`.",
        (("Added `conf/app.toml`", "file-created", PROVEN),),
    ),
    Session(
        "tests, then a file of another language",
        (Wrote("server/tax.go"), Ran("go test ./...", GO_GOOD), Wrote("web/src/a.ts")),
        "`go test ./...` passes.",
        (("`go test ./...` passes", "tests", PROVEN),),
    ),
    Session(
        "tests, then the workflow of CI",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD), Wrote(".github/workflows/ci.yml")),
        "All tests pass; CI now runs them on 3.13.",
        (("All tests pass", "tests", PROVEN),),
    ),
    Session(
        "tests, then a change by sed",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD), Ran("sed -i '' 's/7/8/' src/tax.py")),
        "All tests pass.",
        (("All tests pass", "tests", STALE),),
    ),
    Session(
        "tests, then black",
        (
            Wrote("src/tax.py"),
            Ran("pytest -q", PYTEST_GOOD),
            Ran("black .", "reformatted src/tax.py\n\nAll done!\n1 file reformatted, 11 files left unchanged."),
        ),
        "All tests pass and the code is formatted.",
        (("All tests pass", "tests", STALE),),
    ),
    Session(
        "an edit, the tests, and the commit",
        (
            Wrote("src/tax.py"),
            Ran("pytest -q && git add -A && git commit -m x && git push", f"{PYTEST_GOOD}\n{COMMITTED}\n{PUSHED}"),
        ),
        "- ✅ Tests pass\n- ✅ Committed\n- ✅ Pushed",
        (("Tests pass", "tests", PROVEN), ("Committed", "commit", PROVEN), ("Pushed", "push", PROVEN)),
    ),
    Session(
        "tests fail before the commit",
        (Wrote("src/tax.py"), Ran("pytest -q && git commit -am x", PYTEST_BAD, 1)),
        "Tests pass and the change is committed.",
        (("Tests pass", "tests", CONTRADICTED), ("the change is committed", "commit", MASKED)),
    ),
    Session(
        "a table",
        (
            Wrote("src/a.ts"),
            Ran("npm run build", "> vite build\n✓ built in 2.31s"),
            Ran("npx vitest run", VITEST_BAD, 1),
        ),
        "| Check | Result |\n|---|---|\n| Build | ✅ pass |\n| Tests | ✅ pass |",
        (("Build | ✅ pass", "build", PROVEN), ("Tests | ✅ pass", "tests", CONTRADICTED)),
    ),
    Session(
        "French",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_BAD, 1)),
        "Tous les tests passent.",
        (("Tous les tests passent", "tests", CONTRADICTED),),
    ),
    Session(
        "Portuguese",
        (Wrote("src/tax.py"), Ran("npm run lint", "> eslint .\n✖ 1 problem (1 error, 0 warnings)", 1)),
        "O lint passou sem erros.",
        (("O lint passou sem erros", "lint", CONTRADICTED),),
    ),
    Session(
        "Japanese",
        (Wrote("src/tax.py"), Ran("pytest -q", PYTEST_GOOD)),
        "すべてのテストが成功しました。",
        (("すべてのテストが成功しました", "tests", PROVEN),),
    ),
    Session(
        "Russian",
        (Wrote("src/tax.py"),),
        "Все тесты проходят.",
        (("Все тесты проходят", "tests", UNPROVEN),),
    ),
    Session(
        "a merge that brings back what was done here",
        (
            Wrote("src/tax.py"),
            Ran("pytest -q", PYTEST_GOOD),
            Ran("git pull", "Updating 1a2b3c4..3fa9c21\nFast-forward\n src/tax.py | 4 ++--\n 1 file changed, 2 insertions(+), 2 deletions(-)"),
        ),
        "All tests pass.",
        (("All tests pass", "tests", PROVEN),),
    ),
    Session(
        "linters that looked at files, and one at a folder beside a file",
        (
            Wrote("deploy/run.sh"),
            Ran("shellcheck deploy/run.sh"),
            Ran("ruff check app setup.py", "All checks passed!"),
            Wrote("deploy/cron.yml"),
            Wrote("app/tax.py"),
        ),
        "shellcheck is clean. Ruff is clean.",
        (("shellcheck is clean", "lint", PROVEN), ("Ruff is clean", "lint", STALE)),
    ),
    Session(
        "what a generator printed, and a command that never ran",
        (
            Ran("npx prisma migrate dev --name notes", "Applying migration `20260101_notes`\nmigrations/20260101_notes/migration.sql"),
            Ran("python manage.py migrate", "Applying shop.0012_note... OK"),
        ),
        "Created `migrations/20260101_notes/migration.sql`. I ran `python manage.py migrate`. I ran `alembic upgrade head`.",
        (
            ("Created `migrations/20260101_notes/migration.sql`", "file-created", PROVEN),
            ("I ran `python manage.py migrate`", "command", PROVEN),
            ("I ran `alembic upgrade head`", "command", UNPROVEN),
        ),
    ),
    Session(
        "two linters in one sentence",
        (Wrote("tax.go"), Ran("go vet ./..."), Ran("staticcheck ./...", "tax.go:7:2: this value of err is never used (SA4006)", 1)),
        "`go vet` is clean, and staticcheck passes.",
        (("`go vet` is clean", "lint", PROVEN), ("staticcheck passes", "lint", CONTRADICTED)),
    ),
    Session(
        "a linter that corrects after the tests, told of by name",
        (
            Wrote("app/jobs/sync_job.rb"),
            Ran("bin/rails test", "5 runs, 10 assertions, 0 failures, 0 errors, 0 skips"),
            Ran("bundle exec rubocop -A", "14 files inspected, 1 offense detected, 1 offense corrected"),
        ),
        "All 5 tests are passing, RuboCop is happy.",
        (("All 5 tests are passing", "tests", STALE), ("RuboCop is happy", "lint", PROVEN)),
    ),
    Session(
        "a linter that a task of gradle is named for",
        (Wrote("x/main.kt"), Ran("./gradlew ktlintCheck", "BUILD SUCCESSFUL in 3s")),
        "ktlint finds no issues. detekt finds no issues.",
        (("ktlint finds no issues", "lint", PROVEN), ("detekt finds no issues", "lint", UNPROVEN)),
    ),
)
