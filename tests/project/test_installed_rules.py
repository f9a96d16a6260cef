"""Rules that packages bring along: which count, what is said of them, and what a repository cannot smuggle in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from de_lint.agents.hook import answer
from de_lint.cli.main import run
from de_lint.project.configuration import installed_rules
from de_lint.vocabulary.schemas import FOLDER

Capture = pytest.CaptureFixture[str]
REPORT = "QA Agent Progress Report\n- Task: Look at it\n- Status: done\n- Coverage: 80%\n- Owner: nobody\n"
RULE = '''"""A report has an owner called nobody.

## What it does
Reports it.

## Bad
```markdown
{bad}```

## Good
```markdown
{good}```
"""

from de_lint.diagnostics import Severity
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem

from acme_rules.words import WORD

CODE = "{code}"
SEVERITY = Severity.{severity}


def check(subject):
    for record in subject.judged:
        for piece in pieces(subject.source, record.span):
            at = piece.text.find(WORD)
            if at >= 0:
                {does}
'''
YIELDS = 'yield Problem(piece.span(at, at + len(WORD)), f"Nobody owns it ({CODE})", record)'


def rule(code: str = "ACME001", severity: str = "ERROR", does: str = YIELDS) -> str:
    good = REPORT.replace("nobody", "Ada")
    return RULE.format(code=code, severity=severity, does=does, bad=REPORT, good=good)


FILES = {
    "acme_rules/__init__.py": "",
    "acme_rules/words.py": 'WORD = "nobody"\n',
    "acme_rules/rules/__init__.py": "",
    "acme_rules/rules/owner_named.py": rule(),
    "acme_rules/rules/owner_known.py": rule("ACME002", "WARNING"),
}
ENTRIES = "[de_lint.rules]\nall = acme_rules.rules\n"


def written(folder: Path, files: dict[str, str], name: str = "acme-rules", entries: str = ENTRIES) -> Path:
    """Write a package as it lies where it is installed."""
    about = f"{name.replace('-', '_')}-1.2.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n"
    more = {f"{about}/METADATA": metadata, f"{about}/entry_points.txt": entries, f"{about}/RECORD": ""}
    for path, text in {**files, **more}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    Path("report.md").write_text(REPORT, encoding="utf-8")
    return tmp_path / "project"


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for that of installed packages; what is loaded from it is forgotten."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(installed_rules, "folders", lambda: [str(folder)])
    installed_rules.installed_rules.cache_clear()
    yield folder
    installed_rules.installed_rules.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] in ("acme_rules", "other_rules")]:
        del sys.modules[name]


def checked(capfd: Capture, *options: str) -> tuple[int, list[str], str]:
    code = run(["check", "--no-cache", "--format", "json", "--select", "ACME", *options, "report.md"])
    out, err = capfd.readouterr()
    found = json.loads(out)["findings"] if out else []
    return code, [f"{f['line']}:{f['column']} {f['code']} {f['severity']} {f['message']}" for f in found], err


def test_the_rules_of_a_package_are_found_explained_and_run(packages: Path, capfd: Capture) -> None:
    written(packages, FILES)
    both = ["5:10 ACME001 error Nobody owns it (ACME001)", "5:10 ACME002 warning Nobody owns it (ACME002)"]
    assert checked(capfd) == (1, both, "")
    assert checked(capfd, "--ignore", "owner-named")[:2] == (0, both[1:])
    assert run(["check", "--no-cache", "report.md"]) == 1
    assert "ACME001" in capfd.readouterr().out  # on unless told otherwise
    assert run(["rules"]) == 0
    assert "A report has an owner called nobody.  (acme-rules 1.2)" in capfd.readouterr().out
    assert run(["explain", "owner-known"]) == 0
    assert "## Good" in capfd.readouterr().out
    assert run(["explain", "ACME001", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["origin"] == "acme-rules 1.2"
    Path("report.md").write_text(REPORT + "\n<!-- de-lint: ignore-file ACME -->\n", encoding="utf-8")
    assert checked(capfd)[1] == []


def test_what_holds_no_record_is_not_judged_by_a_package(packages: Path, capfd: Capture) -> None:
    written(packages, {**FILES, "acme_rules/rules/owner_named.py": rule().replace("subject.judged", "[1 / 0]")})
    Path("report.md").write_text("# Coffee\n\nnobody\n", encoding="utf-8")
    assert checked(capfd)[:2] == (0, [])


def test_isolated_runs_have_no_rules_of_packages(packages: Path, capfd: Capture) -> None:
    written(packages, FILES)
    assert run(["rules", "--isolated"]) == 0
    assert "ACME" not in capfd.readouterr().out
    assert run(["check", "--isolated", "--no-cache", "--select", "ACME", "report.md"]) == 2
    assert "Unknown rule: ACME." in capfd.readouterr().err
    cache = ["--cache-dir", "cache", "--format", "concise", "report.md"]
    run(["check", *cache])
    assert "ACME001" in capfd.readouterr().out
    run(["check", "--isolated", *cache])
    assert "ACME001" not in capfd.readouterr().out
    run(["check", *cache])
    assert "ACME001" in capfd.readouterr().out


def test_verdicts_are_remembered_until_a_package_changes(packages: Path, capfd: Capture) -> None:
    command = ["check", "--cache-dir", "cache", "--select", "ACME", "--format", "concise", "report.md"]
    written(packages, FILES)
    assert run(command) == 1
    before = installed_rules.state()
    record = packages / "acme_rules-1.2.dist-info" / "RECORD"
    record.write_text("acme_rules/__init__.py,,\n", encoding="utf-8")
    assert installed_rules.state() != before
    written(packages, {"acme_rules/words.py": 'WORD = "somebody"\n'})
    installed_rules.installed_rules.cache_clear()
    for name in [name for name in sys.modules if name.startswith("acme_rules")]:
        del sys.modules[name]
    record.write_text("acme_rules/__init__.py,,\nacme_rules/words.py,,\n", encoding="utf-8")
    capfd.readouterr()
    assert run(command) == 0
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"acme_rules/rules/owner_named.py": rule("T201")}, "code 'T201' is not two letters or more and three digits"),
        ({"acme_rules/rules/owner_named.py": rule("U001")}, "code 'U001' is not"),
        ({"acme_rules/rules/owner_named.py": rule("ACME002")}, "'ACME002' is a rule of acme-rules 1.2 as well"),
        ({"acme_rules/rules/missing_field.py": rule("ACME003")}, "a rule cannot be called 'missing-field'"),
        ({"acme_rules/rules/owner_named.py": "CODE = 'ACME001'\n"}, "has no SEVERITY, no check, no ## Bad, no ## Good"),
        ({"acme_rules/rules/owner_named.py": "raise SystemExit(3)\n"}, "SystemExit: 3"),
        ({"acme_rules/rules/owner_named.py": "def check(:\n"}, "SyntaxError: "),
        ({"acme_rules/rules/owner_named.py": rule().replace("Severity.ERROR", "'error'")}, "no Severity"),
    ],
)
def test_a_package_that_cannot_be_used_is_named_in_one_line(
    files: dict[str, str], why: str, packages: Path, capfd: Capture
) -> None:
    written(packages, {**FILES, **files})
    for command in (["check", "--no-cache", "report.md"], ["rules"]):
        assert run(command) == 2
        out, err = capfd.readouterr()
        assert out == "" and err.count("\n") == 1
        assert err.startswith("de-lint: acme-rules 1.2: ") and why in err and "Traceback" not in err
    assert run(["explain", "T201"]) == 0
    assert run(["check", "--isolated", "--no-cache", "--select", "T", "report.md"]) == 0


def test_two_packages_cannot_share_a_code(packages: Path, capfd: Capture) -> None:
    written(packages, FILES)
    other = {name.replace("acme", "other"): text.replace("acme_rules", "other_rules") for name, text in FILES.items()}
    written(packages, other, "other-rules", ENTRIES.replace("acme", "other"))
    assert run(["check", "--no-cache", "report.md"]) == 2
    err = capfd.readouterr().err
    assert err == "de-lint: other-rules 1.2: 'ACME002' is a rule of acme-rules 1.2 as well\n"


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("raise ValueError('no\\n\\x1b[2Jway'); yield", "ValueError: no ␛[2Jway"),
        ("raise SystemExit(4); yield", "SystemExit: 4"),
        ("yield 'nobody'", "TypeError: str is not a Problem with a message"),
        ("yield Problem(None, 'x')", "ValueError: None does not lie in the document"),
        ("check(subject); yield from check(subject)", "RecursionError"),
    ],
)
def test_a_rule_that_fails_costs_nothing_but_its_own_findings(
    does: str, why: str, packages: Path, capfd: Capture
) -> None:
    written(packages, {**FILES, "acme_rules/rules/owner_known.py": rule("ACME002", "WARNING", does)})
    assert run(["check", "--no-cache", "--format", "concise", "--select", "ACME", "report.md"]) == 1
    out, err = capfd.readouterr()
    failed, right = out.split("\n")[:2]
    assert failed.startswith("report.md:1:1: ACME002 The rule failed, which is a fault of acme-rules 1.2: ")
    assert why in failed and "Traceback" not in out + err
    assert "ACME001" in right
    Path("report.md").write_text(REPORT.replace("nobody", "Ada"), encoding="utf-8")
    assert run(["check", "--no-cache", "--select", "ACME", "report.md"]) == 0


def hooked(text: str) -> dict[str, str]:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text}
    given = answer(json.dumps({**event, "cwd": str(Path.cwd())}).encode(), record=False)
    told: dict[str, str] = json.loads(given.stdout or "{}")
    return told


def test_the_hook_refuses_by_a_rule_of_a_package_and_tells_the_user_of_one_that_fails(packages: Path) -> None:
    Path(".de-lint.toml").write_text('select = ["ACME"]\n', encoding="utf-8")
    written(packages, FILES)
    assert "report:5:10 ACME001 owner-named: Nobody owns it" in hooked(REPORT)["reason"]
    written(packages, {**FILES, "acme_rules/rules/owner_named.py": rule(does="raise ValueError('oh')")})
    installed_rules.installed_rules.cache_clear()
    for name in [name for name in sys.modules if name.startswith("acme_rules")]:
        del sys.modules[name]
    os.utime(packages / "acme_rules/rules/owner_named.py", (1, 1))  # or what was compiled counts
    told = hooked(REPORT)
    assert "decision" not in told
    assert "The rule failed, which is a fault of acme-rules 1.2: ValueError: oh" in told["systemMessage"]


# -- what is really installed, and what is not ----------------------------------------------------------------------


def wheel(folder: Path, files: dict[str, str]) -> Path:
    """Return a wheel of the package, as a build makes it."""
    lying = written(folder / "tree", files)
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    (lying / "acme_rules-1.2.dist-info" / "WHEEL").write_text(tag, encoding="utf-8")
    file = folder / "acme_rules-1.2-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(p for p in lying.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(lying).as_posix())
    return file


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment of its own in which a package with two rules is installed."""
    import de_lint

    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder / "venv", symlinks=os.name != "nt")
    made = next(p for p in (folder / "venv" / "bin/python", folder / "venv" / "Scripts/python.exe") if p.exists())
    packages = subprocess.run(
        [made, "-c", "import site; print(site.getsitepackages()[0])"], capture_output=True, text=True, check=True
    ).stdout.strip()
    program = folder / "program" / "de_lint"  # as it lies where it is installed
    program.mkdir(parents=True)
    for path in {*Path(de_lint.__path__[0]).iterdir(), FOLDER}:
        (program / path.name).symlink_to(path)
    rest = [str(program.parent), *(path for path in sys.path if path.endswith("-packages"))]
    Path(packages, "rest.pth").write_text("\n".join(rest), encoding="utf-8")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", made]
    command = [*pip, "install", "--quiet", "--no-index", "--no-deps", wheel(folder, FILES)]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"pip cannot install into an environment here: {installed.stderr.strip()}")
    return made


def ran(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DE_LINT"))}
    command: list[str | Path] = [python, "-m", "de_lint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept)


def test_an_installed_package_counts(python: Path) -> None:
    listed = ran(python, "rules")
    assert listed.stdout.count("(acme-rules 1.2)") == 2, listed.stderr
    assert "## Bad" in ran(python, "explain", "ACME001").stdout
    found = ran(python, "check", "--no-cache", "--select", "ACME", "--format", "concise", "report.md")
    assert found.returncode == 1 and "report.md:5:10: ACME001" in found.stdout


def test_a_repository_brings_no_rules_and_takes_the_place_of_none(python: Path, project: Path) -> None:
    mark = project / "mark"
    harm = f"open({str(mark)!r}, 'w').close()\n"
    evil = {"evil_rules/__init__.py": harm, "evil_rules/no_owner.py": harm + rule("EVIL001")}
    written(project, evil, "evil-rules", "[de_lint.rules]\nall = evil_rules\n")
    written(project, {"acme_rules/__init__.py": harm, "acme_rules.py": harm})
    Path("de_lint_rules.py").write_text(harm + rule("EVIL002"), encoding="utf-8")
    found = ran(python, "check", "--no-cache", "--select", "ACME", "--format", "concise", "report.md")
    assert found.returncode == 1 and found.stdout.count("ACME") == 4, found.stderr  # in place and in message
    listed = ran(python, "rules")
    assert listed.stdout.count("(acme-rules 1.2)") == 2 and "EVIL" not in listed.stdout
    assert ran(python, "explain", "EVIL001").returncode == 2
    assert not mark.exists()


def test_an_editable_install_does_not_count(packages: Path, project: Path, capfd: Capture) -> None:
    written(packages, {"acme_rules.pth": f"{project}\n"})
    for path, text in FILES.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    assert run(["check", "--no-cache", "report.md"]) == 2
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and "editable installs do not count" in err
