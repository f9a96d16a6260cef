"""The cache gives what was found before, and nothing else: not after a change, not from damage."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.settings import CommandLine, Settings
from de_lint.project.files.discovery import Input, discover
from de_lint.project.runs import cache_keys
from de_lint.project.runs.cache import ResultCache
from de_lint.project.runs.cache_folders import usual_folder
from de_lint.project.runs.cache_keys import CacheKeys
from de_lint.project.runs.checking import Checking
from de_lint.project.runs.judging import Judge, Judged, Verdict
from de_lint.project.runs.pool import ProcessPool

REPORT = "# Progress Report\n\n**Agent**: QA Agent\n**Ticket**: ISS0345\n**Status**: sort of\n"
SPAN = Span(1, 2, 3, 4)
FIX = Fix("Write it so", (Edit(SPAN, "a\udcff\n\u2028"), Edit(Span(9, 1, 9, 1), "")), safe=False)
JUDGED = Judged(
    (
        Finding("T201", "malformed-ticket", Severity.ERROR, "\x1b", "ä/b.md", SPAN, "delegation", "/a/0", FIX),
        Finding("F101", "misspelled-label", Severity.INFO, "m", "ä/b.md", SPAN),
    ),
    ("one", "two"),
)
SETTINGS = Settings(Configuration(None, Path("/")))


class Counting:
    """A judge that counts what it is asked."""

    def __init__(self, projects: Projects) -> None:
        self.judge, self.asked = Judge(projects), 0

    def __call__(self, data: bytes, path: str, file: str, kept: bool) -> Verdict:
        self.asked += 1
        return self.judge(data, path, file, kept)


def check(folder: Path, given: CommandLine | None = None) -> tuple[int, list[Finding]]:
    """Return how many files had to be judged, and the findings."""
    projects = Projects(command_line=given)
    judge = Counting(projects)
    pool: ProcessPool[Verdict] = ProcessPool(1, lambda: judge)
    checking = Checking(projects, pool, cache_in(usual(folder), given))
    verdicts = [verdict for _, verdict in checking.verdicts(discover(["."]))]
    return judge.asked, [f for v in verdicts if isinstance(v, Judged) for f in v.findings]


def cache_in(place: Path, given: CommandLine | None = None) -> ResultCache:
    return ResultCache(place, CacheKeys(given or CommandLine()))


def keep(place: Path, file: Path, judged: Judged = JUDGED) -> None:
    """Keep a verdict on a file as a run does."""
    cache, given = cache_in(place), Input("ä/b.md", str(file))
    cache.read(given, SETTINGS)
    cache.put(given, judged)
    cache.write()


def known(place: Path, file: Path) -> Judged | None:
    """Return the verdict that another run finds, with its lines."""
    cache, given = cache_in(place), Input("ä/b.md", str(file))
    found = cache.known(given, SETTINGS) or cache.read(given, SETTINGS)[1]
    return found and replace(found, lines=tuple(found.lines))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A file with the lines of `JUDGED`."""
    file = tmp_path / "document.md"
    file.write_bytes(b"one\rtwo\n")
    return file


@pytest.fixture
def nothing_is_young(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let states be relied on at once."""
    monkeypatch.setattr("de_lint.project.runs.cache._YOUNG", -(10**12))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "prose.md").write_text("# Coffee\n")
    return tmp_path


def entries(folder: Path) -> list[Path]:
    return sorted(usual(folder).glob("*.verdicts"))


def usual(folder: Path) -> Path:
    found = usual_folder(folder)
    assert found is not None
    return found


def test_a_verdict_comes_back_as_it_was(tmp_path: Path, document: Path) -> None:
    place = tmp_path / "kept"
    assert known(place, document) is None
    keep(place, document)
    found = known(place, document)
    assert found == known(place, document) == JUDGED, found
    assert (place / ".gitignore").read_text() == "*\n"
    assert (place / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_every_damage_is_a_miss(tmp_path: Path, document: Path) -> None:
    place = tmp_path / "kept"
    keep(place, document)
    (entry,) = place.glob("*.verdicts")
    whole = entry.read_bytes()
    head, _, body = whole.partition(b"\n")
    damaged = [b"", b"\n", whole[:-1], whole + b" ", whole[:40], b"\0" * 99, whole.replace(b"T201", b"T202")]
    for text in (b"[]\n", b'"a"\tb\n', body.replace(b"[", b"{"), body.replace(b'"line":1', b'"lime":1'), b"\xff"):
        damaged.append(hashlib.sha256(text).hexdigest().encode() + head[64:] + b"\n" + text)
    damaged.append(hashlib.sha256(body).hexdigest().encode() + b" another program\n" + body)
    for data in damaged:
        entry.write_bytes(data)
        assert known(place, document) is None, data[:100]
        keep(place, document)
        assert known(place, document) == JUDGED
    entry.unlink()
    entry.mkdir()
    assert known(place, document) is None
    keep(place, document)


@pytest.mark.usefixtures("nothing_is_young")
def test_what_is_as_it_was_is_not_opened(tmp_path: Path, document: Path) -> None:
    keep(tmp_path / "kept", document)
    given = Input("ä/b.md", str(document))
    found = cache_in(tmp_path / "kept").known(given, SETTINGS)
    assert found is not None and found.findings == JUDGED.findings
    document.write_text("another\n")
    assert list(found.lines) == [], "lines of another text are none of this verdict"
    assert cache_in(tmp_path / "kept").known(given, SETTINGS) is None


@pytest.mark.usefixtures("nothing_is_young")
def test_whoever_sets_the_clock_back_is_read(tmp_path: Path, document: Path) -> None:
    keep(tmp_path / "kept", document)
    before = document.stat()
    document.write_bytes(document.read_bytes().replace(b"one", b"ONE"))
    os.utime(document, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (document.stat().st_size, document.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert known(tmp_path / "kept", document) is None


def test_what_is_young_is_read(tmp_path: Path, document: Path) -> None:
    keep(tmp_path / "kept", document)
    assert cache_in(tmp_path / "kept").known(Input("ä/b.md", str(document)), SETTINGS) is None
    assert known(tmp_path / "kept", document) == JUDGED


@pytest.mark.usefixtures("nothing_is_young")
def test_a_second_run_opens_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, findings = check(folder)

    def opened(self: Input) -> bytes:
        raise AssertionError(self.path)

    monkeypatch.setattr(Input, "read", opened)
    assert check(folder) == (0, findings)


def test_a_run_keeps_what_another_has_found_meanwhile(tmp_path: Path, document: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("text\n")
    cache, given = cache_in(tmp_path / "kept"), Input("other.md", str(other))
    cache.read(given, SETTINGS)
    cache.put(given, Judged())
    keep(tmp_path / "kept", document)
    cache.write()
    assert known(tmp_path / "kept", document) == JUDGED
    assert known(tmp_path / "kept", other) == Judged()


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
        return CacheKeys(CommandLine()).of(Projects().of("report.md"))

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
        keys = CacheKeys(CommandLine(**given))  # type: ignore[arg-type]
        return f"{keys.name} {keys.run}"

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
    monkeypatch.chdir(folder.parent)
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


def test_what_nobody_uses_is_dropped(tmp_path: Path, document: Path) -> None:
    place, now = tmp_path / "kept", time.time()
    keep(place, document)
    (used,) = place.glob("*.verdicts")
    old, recent, mine = place / "old.verdicts", place / "recent.verdicts", place / "notes.md"
    for file, days in ((old, 31), (recent, 29), (used, 31), (mine, 31)):
        file.touch()
        os.utime(file, (now - days * 86_400,) * 2)
    assert known(place, document) == JUDGED  # asked for, so used
    document.write_text("another\n")
    keep(place, document)
    assert [file.exists() for file in (old, recent, used, mine)] == [False, True, True, True]


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path, document: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
        keep(place, document)
        assert known(place, document) is None
    if os.geteuid():
        tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        keep(tmp_path / "kept", document)
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
    wrong = subprocess.run(command, capture_output=True, timeout=900, check=False)
    assert wrong.returncode == 1
    (entry,) = entries(folder)
    head, _, body = entry.read_bytes().partition(b"\n")
    rows = [line.split(b"\t") for line in body.splitlines()]
    forged = b"".join(b"\t".join([*row[:-1], b"[[],[],[]]"]) + b"\n" for row in rows)
    text = hashlib.sha256(forged).hexdigest().encode() + head[64:] + b"\n" + forged
    for place in (folder, folder / ".de_lint_cache", folder / ".cache", folder / ".cache" / "de-lint"):
        place.mkdir(exist_ok=True)  # as another run would have kept it, under the same name
        (place / entry.name).write_bytes(text)
    entry.unlink()
    assert subprocess.run(command, capture_output=True, timeout=900, check=False).stdout == wrong.stdout
    entry.write_bytes(text)
    assert subprocess.run(command, capture_output=True, timeout=900, check=False).stdout == b"", "it would be believed"


@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "file"])
def test_a_link_is_left_alone(tmp_path: Path, document: Path, is_folder: bool) -> None:
    other, place = tmp_path / "other", tmp_path / "kept"
    keep(other, document)
    (file,) = other.glob("*.verdicts")
    os.utime(file, (1, 1))
    if is_folder:
        place.symlink_to(other)
    else:
        place.mkdir()
        (place / file.name).symlink_to(file)
    before = sorted(other.rglob("*"))
    assert known(place, document) is None
    document.write_text("another\n")
    keep(place, document, Judged())
    assert sorted(other.rglob("*")) == before
    assert file.stat().st_mtime == 1


def test_only_the_user_reads_the_folder(folder: Path) -> None:
    check(folder)
    assert usual(folder).stat().st_mode & 0o077 == 0


def test_two_processes_share_a_folder(folder: Path) -> None:
    for number in range(20):
        (folder / f"r{number}.md").write_text(REPORT + f"{number}\n")
    command = [sys.executable, "-m", "de_lint", "check", "--format", "concise"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    results = [process.communicate(timeout=900) for process in processes]
    again = subprocess.run(command, capture_output=True, timeout=900, check=False)
    plain = subprocess.run([*command, "--no-cache"], capture_output=True, timeout=900, check=False)
    assert {*results, (again.stdout, again.stderr)} == {(plain.stdout, b"")}
    assert plain.stdout.count(b"\n") > 20
    assert [file.suffix for file in usual(folder).iterdir() if file.name.startswith(".de-lint-")] == []
    assert len(entries(folder)) == 1


def test_many_verdicts_are_written_without_holding_them_all_again(tmp_path: Path) -> None:
    cache, files = cache_in(tmp_path / "kept"), 2_000
    for number in range(files):
        file = tmp_path / f"{number}.md"
        file.write_bytes(b"one\n")
        cache.read(Input(file.name, str(file)), SETTINGS)
        cache.put(Input(file.name, str(file)), JUDGED)
    tracemalloc.start()
    cache.write()
    cache.note("a pair", JUDGED, b"one\n")
    cache.write()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (kept,) = (tmp_path / "kept").glob("*.verdicts")
    assert peak < kept.stat().st_size / 4, (peak, kept.stat().st_size)
    assert len(kept.read_bytes().splitlines()) == files + 2
