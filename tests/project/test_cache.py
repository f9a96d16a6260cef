"""The cache gives what was found before, and nothing else: not after a change, not from damage."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.project import cache_keys
from de_lint.project.cache import Cache, usual_folder
from de_lint.project.cache_keys import CacheKeys
from de_lint.project.checking import Checking
from de_lint.project.discovery import discover
from de_lint.project.judging_files import Judge, Judged, Verdict
from de_lint.project.pool import Pool
from de_lint.project.projects import Projects
from de_lint.project.settings import CommandLine

REPORT = "# Progress Report\n\n**Agent**: QA Agent\n**Ticket**: ISS0345\n**Status**: sort of\n"
SPAN = Span(1, 2, 3, 4)
FIX = Fix("Write it so", (Edit(SPAN, "a\udcff\n\u2028"), Edit(Span(9, 1, 9, 1), "")), safe=False)
JUDGED = Judged(
    (
        Finding("T201", "malformed-ticket", Severity.ERROR, "\x1b", "ä/b.md", SPAN, "delegation", "/a/0", FIX),
        Finding("F101", "misspelled-label", Severity.INFO, "m", "ä/b.md", SPAN),
    ),
    ("one\r", "two\udc80", ""),
)
KEY = "ab" + "0" * 62


class Counting:
    """A judge that counts what it is asked."""

    def __init__(self, projects: Projects) -> None:
        self.judge, self.asked = Judge(projects), 0

    def __call__(self, data: bytes, path: str, file: str) -> Verdict:
        self.asked += 1
        return self.judge(data, path, file)


def check(folder: Path, given: CommandLine | None = None) -> tuple[int, list[Finding]]:
    """Return how many files had to be judged, and the findings."""
    projects = Projects(command_line=given)
    judge = Counting(projects)
    pool: Pool[Verdict] = Pool(1, lambda: judge)
    checking = Checking(projects, pool, (Cache(usual(folder)), CacheKeys()))
    verdicts = [verdict for _, verdict in checking.verdicts(discover(["."]))]
    return judge.asked, [f for v in verdicts if isinstance(v, Judged) for f in v.findings]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "prose.md").write_text("# Coffee\n")
    return tmp_path


def entries(folder: Path) -> list[Path]:
    return sorted(usual(folder).glob("??/*"))


def usual(folder: Path) -> Path:
    found = usual_folder(folder)
    assert found is not None
    return found


def test_a_verdict_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "kept")
    assert cache.get(KEY) is None
    cache.put(KEY, JUDGED)
    assert cache.get(KEY) == Cache(tmp_path / "kept").get(KEY) == JUDGED
    assert (tmp_path / "kept" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "kept" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_every_damage_is_a_miss(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, JUDGED)
    (entry,) = tmp_path.glob("ab/*")
    whole = entry.read_bytes()
    damaged = [b"", b"\n", whole[:-1], whole + b" ", whole[:40], b"\0" * 99, whole.replace(b"T201", b"T202")]
    body = b'{"findings":[{}],"lines":[]}'
    damaged += [hashlib.sha256(b).hexdigest().encode() + b"\n" + b for b in (body, b"[]", b"3", b'{"findings":3}')]
    for data in damaged:
        entry.write_bytes(data)
        assert cache.get(KEY) is None, data[:100]
        cache.put(KEY, JUDGED)
        assert cache.get(KEY) == JUDGED
    entry.unlink()
    entry.mkdir()
    assert cache.get(KEY) is None
    cache.put(KEY, JUDGED)


def test_only_what_changed_is_judged_again(folder: Path) -> None:
    asked, findings = check(folder)
    assert asked == 2 and findings
    assert check(folder) == (0, findings)
    (folder / "report.md").write_text(REPORT + "\n")
    assert check(folder)[0] == 1
    (folder / "report.md").rename(folder / "other.md")
    assert {finding.path for finding in check(folder)[1]} == {"other.md"}


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("", "[severity]\nmalformed-ticket = 'info'\n", None),
        ("ignore = ['F']", "ignore = ['T']", None),
        ("", "[aliases]\nAufgabe = 'task'\n", None),
        ("", "[per-path.'report.md']\nignore = ['T']\n", None),
        ("[tickets]\nregistry = 'list.txt'\n", None, ("list.txt", "ISS-0345\n")),
        ("[tickets]\nregistry = 'tickets'\n", None, ("tickets/ISS-0345.md", "Status: closed\n")),
        ("templates = ['t.txt']", None, ("t.txt", "\n**Reporting Format**\n")),
    ],
)  # fmt: skip
def test_settings_are_part_of_the_key(
    folder: Path, before: str, after: str | None, other: tuple[str, str] | None
) -> None:
    def key() -> str:
        settings = Projects().of("report.md")
        return CacheKeys().of(settings, b"x", "report.md", "report.md")

    (folder / "list.txt").write_text("ISS-0001\n")
    (folder / "tickets").mkdir()
    (folder / "tickets" / "ISS-0345.md").write_text("Status: open\n")
    (folder / "t.txt").write_text("# QA Agent\n")
    (folder / ".de-lint.toml").write_text(before)
    first = key()
    assert key() == first
    if after is not None:
        (folder / ".de-lint.toml").write_text(after)
    if other is not None:
        (folder / other[0]).write_text(other[1])
    assert key() != first


def test_the_command_line_the_day_and_the_program_are_part_of_the_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(**given: str) -> str:
        settings = Projects(command_line=CommandLine(**given)).of("a.md")  # type: ignore[arg-type]
        return CacheKeys().of(settings, b"x", "a.md", "a.md")

    keys = [key(), key(kind="delegation"), key(role="qa")]
    assert key() == keys[0]

    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2999, 1, 1)

    monkeypatch.setattr(cache_keys, "date", Tomorrow)
    keys.append(key())
    monkeypatch.setattr(cache_keys, "_program", lambda: "another version")
    keys.append(key())
    assert len(set(keys)) == len(keys)


def test_the_program_s_own_files_are_part_of_the_key(tmp_path: Path) -> None:
    file = tmp_path / "rule.py"
    file.write_text("a")
    before = list(cache_keys._states([tmp_path]))
    os.utime(file, ns=(1, 1))
    touched = list(cache_keys._states([tmp_path]))
    (tmp_path / "new.json").write_text("{}")
    assert before != touched != list(cache_keys._states([tmp_path]))
    assert len(list(cache_keys._states([tmp_path]))) == 2


def test_entries_nobody_uses_are_dropped(tmp_path: Path) -> None:
    cache, now = Cache(tmp_path), time.time()
    keys = [f"{n:02x}" + "1" * 62 for n in range(3)]
    for key in keys:
        cache.put(key, Judged())
    files = [next(tmp_path.glob(f"{key[:2]}/*")) for key in keys]
    mine = tmp_path / "notes.md"
    mine.write_text("the user's own")
    for file, days in zip(files, (31, 29, 31), strict=True):
        os.utime(file, (now - days * 86_400,) * 2)
    os.utime(mine, (1, 1))
    assert cache.get(keys[2]) == Judged()  # asked for, so used
    Cache(tmp_path).put(KEY, Judged())
    assert files[0].exists(), "once a day is enough"
    os.utime(tmp_path / "cleaned", (1, 1))
    Cache(tmp_path).put(KEY, Judged())
    assert [file.exists() for file in (*files, mine)] == [False, True, True, True]


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
        cache = Cache(place)
        cache.put(KEY, JUDGED)
        assert cache.get(KEY) is None
    if os.geteuid():
        tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        Cache(tmp_path / "kept").put(KEY, JUDGED)
        tmp_path.chmod(stat.S_IRWXU)


def test_there_is_a_folder_for_each_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    if not any((above / ".git").exists() for above in tmp_path.parents):
        assert usual(deep) != usual(tmp_path)
    (tmp_path / ".git").mkdir()
    assert usual(deep) == usual(tmp_path)
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'de-lint-user'\n")
    assert usual(deep) == usual(tmp_path)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.de-lint]\n")
    assert usual(deep) == usual(tmp_path / "a") != usual(tmp_path)
    (deep / ".de-lint.toml").write_text("")
    assert usual(deep) != usual(tmp_path / "a")
    (tmp_path / "linked").symlink_to(deep)
    assert usual(tmp_path / "linked") == usual(deep)
    assert not usual(deep).is_relative_to(tmp_path)
    for nowhere in ("relative", "~nobody-of-this-name/x"):
        monkeypatch.setenv("XDG_CACHE_HOME", nowhere)
        assert usual_folder(deep) is None


def test_what_lies_in_a_repository_speaks_for_nothing(folder: Path) -> None:
    """Whoever writes a report can write a verdict on it beside it."""
    command = [sys.executable, "-m", "de_lint", "check", "--format", "concise"]
    wrong = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert wrong.returncode == 1
    for place in (folder, folder / ".de_lint_cache", folder / ".cache"):
        for entry in entries(folder):  # as another run would have kept it, under the same key
            copy = place / entry.relative_to(usual(folder))
            copy.parent.mkdir(parents=True, exist_ok=True)
            body = b'{"findings":[],"lines":[],"records":0,"cards":[]}'
            copy.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    for entry in entries(folder):
        entry.unlink()
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).stdout == wrong.stdout


@pytest.mark.parametrize("linked", ["kept", "kept/ab"])
def test_a_folder_that_is_a_link_is_left_alone(tmp_path: Path, linked: str) -> None:
    Cache(tmp_path / "other").put(KEY, JUDGED)
    file = next((tmp_path / "other").glob("ab/*.json"))
    os.utime(file, (1, 1))
    (tmp_path / linked).parent.mkdir(exist_ok=True)
    (tmp_path / linked).symlink_to(tmp_path / "other" if linked == "kept" else file.parent)
    before = sorted((tmp_path / "other").rglob("*"))
    cache = Cache(tmp_path / "kept")
    assert cache.get(KEY) is None
    cache.put(KEY, Judged())
    cache.put("ab" + KEY[2:].replace("0", "1"), Judged())
    assert sorted((tmp_path / "other").rglob("*")) == before
    assert file.stat().st_mtime == 1


def test_only_the_user_reads_the_folder(folder: Path) -> None:
    check(folder)
    assert usual(folder).stat().st_mode & 0o077 == 0


def test_two_processes_share_a_folder(folder: Path) -> None:
    for number in range(20):
        (folder / f"r{number}.md").write_text(REPORT + f"{number}\n")
    command = [sys.executable, "-m", "de_lint", "check", "--format", "concise"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    results = [process.communicate(timeout=120) for process in processes]
    again = subprocess.run(command, capture_output=True, timeout=60, check=False)
    plain = subprocess.run([*command, "--no-cache"], capture_output=True, timeout=60, check=False)
    assert {*results, (again.stdout, again.stderr)} == {(plain.stdout, b"")}
    assert plain.stdout.count(b"\n") > 20
    assert [file for file in entries(folder) if file.suffix != ".json"] == []
