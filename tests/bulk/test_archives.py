"""Zip and tar archives: their Markdown members in order; what is wrong with an archive or a member is one refusal."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.inputs.archives import archive_items
from de_lint.bulk.inputs.json_lines import json_lines_items
from de_lint.project.files import limits

Convert = Callable[..., Any]
MEMBERS = {
    "b/two.md": b"# Progress Report\n**Status**: done\n",
    "a/one.MARKDOWN": b"# Notes\n",
    "a/image.png": b"\x89PNG",
    "c.md": b"# C\n",
}
NAMES = ["b/two.md", "a/one.MARKDOWN", "c.md"]


def zipped(file: Path, members: dict[str, bytes] = MEMBERS) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def tarred(members: dict[str, bytes] = MEMBERS, mtime: int = 1_700_000_000) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), mtime
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


def zstandard(data: bytes) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    stream = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(stream, "zstd") as packed:
        packed.write(data)
    return bytes(stream.getvalue())


PACKERS = {
    ".tar": lambda data: data, ".tar.gz": gzip.compress, ".tgz": gzip.compress, ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress, ".tar.zst": zstandard,
}  # fmt: skip


def read(file: Path) -> list[tuple[str, bytes | str]]:
    """Each item's path with its bytes, or with why there are none."""
    found: list[tuple[str, bytes | str]] = []
    for each in archive_items(str(file)):
        try:
            found.append((each.path.removeprefix(f"{file.name}/"), each.load()))
        except OSError as error:
            found.append((each.path, str(error.strerror)))
    return found


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_members_of_a_zip_archive(tmp_path: Path, convert: Convert) -> None:
    zipped(tmp_path / "old.zip")
    ran = convert("old.zip")
    assert (ran.code, ran.paths) == (0, [f"old.zip/{name}" for name in NAMES])
    origin = ran.documents[0]["origin"]
    assert origin.pop("modified").startswith("20")
    assert origin == {"type": "archive", "archive": "old.zip", "member": "b/two.md"}
    assert ran.documents[0]["records"][0]["status"] == "completed"


@pytest.mark.parametrize("suffix", PACKERS)
def test_members_of_a_tar_archive(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"old{suffix}"
    file.write_bytes(PACKERS[suffix](tarred()))
    assert read(file) == [(name, MEMBERS[name]) for name in NAMES]
    assert next(archive_items(str(file))).origin == {
        "type": "archive", "archive": f"old{suffix}", "member": "b/two.md", "modified": "2023-11-14T22:13:20Z",
    }  # fmt: skip


def test_names_that_begin_with_a_dot_are_those_of_other_archives(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/one.md", "two.md"):
        (tmp_path / name).write_text("# x\n")
    with tarfile.open("old.tar", "w") as archive:
        for name in ("./a/./one.md", "././two.md", ".//two.md", "..md/../two.md"):
            archive.add("two.md", name)
    assert convert("old.tar").paths == [
        "old.tar/a/one.md", "old.tar/two.md", "old.tar/two.md", "old.tar/..md/../two.md",
    ]  # fmt: skip


def test_the_time_of_a_zip_member_is_in_utc_only_where_the_archive_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile("old.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("local.md", (2026, 1, 2, 3, 4, 6)), "x")
        for name, extra in (
            ("utc.md", b"\x99\x99\x02\x00abUT\x05\x00\x03" + (1_700_000_000).to_bytes(4, "little")),
            ("none.md", b"UT\x05\x00\x02" + bytes(4)),
            ("short.md", b"UT\x01\x00\x01"),
        ):
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            info.extra = extra
            archive.writestr(info, "x")
    assert [(each.origin or {})["modified"] for each in archive_items("old.zip")] == [
        "2026-01-02T03:04:06", "2023-11-14T22:13:20Z", "2026-01-02T03:04:06", "2026-01-02T03:04:06",
    ]  # fmt: skip


def test_times_that_are_none_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "old.tar").write_bytes(tarred(mtime=10**15))
    assert "modified" not in (next(archive_items("old.tar")).origin or {"modified": ""})


def test_a_member_that_is_too_large_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1_000_000)
    members = {"a.md": b"# A\n", "bomb.md": bytes(30_000_000), "z.md": b"# Z\n"}
    (tmp_path / "old.tar.gz").write_bytes(gzip.compress(tarred(members)))
    why = "it is larger than 1 MB; to read it, set DE_LINT_LARGEST, in megabytes, above 2"
    for name in (zipped(tmp_path / "old.zip", members).name, "old.tar.gz"):
        assert (tmp_path / name).stat().st_size < 100_000
        assert [found for _, found in read(Path(name))] == [b"# A\n", why, b"# Z\n"]


def test_an_encrypted_archive_is_one_refusal(tmp_path: Path, convert: Convert) -> None:
    data = bytearray(zipped(tmp_path / "old.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    (tmp_path / "old.zip").write_bytes(data)
    (tmp_path / "good.md").write_bytes(MEMBERS["c.md"])
    ran = convert("old.zip", "good.md")
    assert (ran.code, ran.paths, ran.err) == (1, ["good.md"], ["de-lint: old.zip: the archive is encrypted"])


def test_a_broken_member_is_refused_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile("old.zip", "w") as archive:
        for name in NAMES:
            archive.writestr(name, MEMBERS[name])
    data = (tmp_path / "old.zip").read_bytes()
    (tmp_path / "old.zip").write_bytes(data.replace(b"# Notes\n", b"# NOTES\n", 1))
    found = dict(read(tmp_path / "old.zip"))
    assert found["c.md"] == MEMBERS["c.md"] and "broken" in str(found["old.zip/a/one.MARKDOWN"])


@pytest.mark.parametrize("name", ["old.zip", "old.tar", "old.tar.gz", "old.tar.xz", "old.tgz", "old.tar.zst"])
@pytest.mark.parametrize("data", [b"", b"nothing of that sort" * 100, b"PK\x03\x04rubbish", b"\x1f\x8b\x08rubbish"])
def test_what_is_no_archive_is_one_refusal(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    # Nothing at all is an archive of nothing for tar, as it is for the program of that name.
    assert found in ([], [(name, found[0][1] if found else "")])
    assert all("the archive is broken" in str(why) for _, why in found)
    assert found or not data


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_truncated_archive_gives_what_it_has(suffix: str, tmp_path: Path) -> None:
    members = {f"{n:03}.md": bytes(f"# {n}\n", "utf-8") * (n * 7) for n in range(200)}
    data = PACKERS[suffix](tarred(members))
    (tmp_path / f"old{suffix}").write_bytes(data[: len(data) // 2])
    found = read(tmp_path / f"old{suffix}")
    whole = [(name, data) for name, data in found if isinstance(data, bytes)]
    assert all(members[name] == data for name, data in whole)
    assert "broken" in str(found[-1][1]) and len(found) - len(whole) in (1, 2)


def test_names_cannot_leave_the_quarantine(tmp_path: Path, convert: Convert) -> None:
    zipped(tmp_path / "old.zip", {"../../../out.md": b"# x\n**Status**: odd\n", "/root.md": b"x" * 10})
    ran = convert("old.zip", "--min-coverage", "1", "--quarantine", "refused", script=(
        "import de_lint.bulk.inputs.archives as a\n"
        "def fail(*_): raise OSError(0, 'no')\n"
        "a._zip_member = fail"
    ))  # fmt: skip
    assert ran.code == 1
    kept = sorted(each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*.reason.json"))
    assert kept == ["refused/old.zip/__/__/__/out.md.reason.json", "refused/old.zip/root.md.reason.json"]


def test_members_that_share_a_name_are_all_converted(tmp_path: Path, convert: Convert) -> None:
    with zipfile.ZipFile("old.zip", "w") as archive, pytest.warns(UserWarning):
        archive.writestr("a.md", "# One\n")
        archive.writestr("a.md", "# Two\n")
    assert convert("old.zip", "-o", "all.jsonl").code == 0
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 2 and "# One" in lines[0] and "# Two" in lines[1]


ODD = "# QA Agent Progress Report\n- Task: x\n- Status: done\n- Ticket: ISS{}\n"
SHARED = [
    "dup.md", "dup.md", "dup.md", "dup-2.md", "../d.md", "__/d.md", "b/./c.md", "b/c.md", "a.md", "a.md/b.md",
    "e.md/f.md", "e.md", f"{'n' * 300}.md", f"{'n' * 301}.md",
    f"{'n' * 400}/g.md", "x.md.reason.json.md", f"{'dir/' * 1500}h.md",
]  # fmt: skip


def test_refused_members_are_kept_apart_and_leave_when_they_are_mended(tmp_path: Path, convert: Convert) -> None:
    def archive(text: str) -> None:
        with zipfile.ZipFile("old.zip", "w") as made:
            for number, name in enumerate(SHARED):
                made.writestr(name, text.format(number))

    with pytest.warns(UserWarning):
        archive(ODD)
    for _ in range(2):
        ran = convert("old.zip", "--strict", "--quarantine", "q", "-o", "all.jsonl")
        assert (ran.code, [line for line in ran.err if "cannot be quarantined" in line]) == (1, [])
        files = [each for each in (tmp_path / "q").rglob("*") if each.is_file()]
        kept = sorted(each.read_text() for each in files if not each.name.endswith(".reason.json"))
        assert kept == sorted(ODD.format(number) for number in range(len(SHARED)))
        told = [json.loads(each.read_bytes())["path"] for each in files if each.name.endswith(".reason.json")]
        assert sorted(told) == sorted("old.zip/" + name.replace("/./", "/") for name in SHARED)
    assert (tmp_path / "q" / "old.zip" / "dup-2.md").read_text() == ODD.format(1)
    with pytest.warns(UserWarning):
        archive("# Notes {}\n")
    assert convert("old.zip", "--strict", "--quarantine", "q", "-o", "all.jsonl").code == 0
    assert [each for each in (tmp_path / "q").rglob("*") if each.is_file()] == []


def blocks(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_what_follows_a_lost_header_is_not_lost_in_silence(damage: str, tmp_path: Path, convert: Convert) -> None:
    data = bytearray(blocks({"a.md": b"# A\n", "b.md": b"# B\n", "c.md": b"# C\n"}))
    data[1029] ^= 1
    (tmp_path / "old.tar").write_bytes(data[:1024] if damage == "cut" else data)
    ran = convert("old.tar", "--to", "jsonl")
    assert (ran.code, ran.paths) == (1, ["old.tar/a.md"])
    assert ran.err[0].startswith("de-lint: old.tar: the archive is broken: ")


def test_a_hard_link_is_named(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("a.md")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"# A\n"))
        link = tarfile.TarInfo("b.md")
        link.type, link.linkname = tarfile.LNKTYPE, "a.md"
        archive.addfile(link)
    (tmp_path / "links.tar").write_bytes(stream.getvalue())
    assert read(tmp_path / "links.tar") == [
        ("a.md", b"# A\n"), ("links.tar/b.md", "this is a link to a.md, which has its content")
    ]  # fmt: skip


def declaring(size: int, name: str = "b.bin", kind: bytes = tarfile.REGTYPE) -> bytes:
    """A header whose size is what nothing can hold."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


def extended(record: bytes) -> bytes:
    """A header that a record in another header before it changes."""
    before, after = tarfile.TarInfo("pax"), tarfile.TarInfo("b.bin")
    before.type, before.size = tarfile.XHDTYPE, len(record)
    return before.tobuf() + record.ljust(512, b"\0") + after.tobuf()


HUGE = {
    "size": declaring(1 << 60),
    "document": declaring(1 << 60, "b.md"),
    "long name": declaring(1 << 60, kind=tarfile.GNUTYPE_LONGNAME),
    "pax header": declaring(1 << 60, kind=tarfile.XHDTYPE),
    "pax size": extended(b"29 size=99999999999999999999\n"),
}


@pytest.mark.parametrize("header", HUGE.values(), ids=HUGE)
def test_a_member_that_the_archive_cannot_hold(header: bytes, tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "old.tar").write_bytes(blocks({"a.md": b"# A\n"})[:1024] + header + bytes(10240))
    (tmp_path / "good.md").write_bytes(b"# G\n")
    ran = convert("old.tar", "good.md", "--to", "jsonl")
    assert (ran.code, ran.paths) == (1, ["old.tar/a.md", "good.md"])
    assert [line for line in ran.err if line.startswith("de-lint: old.tar: the archive is broken: ")] == ran.err[-1:]


def test_no_name_is_read_that_is_larger_than_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1_000_000)
    data = declaring(50_000_000, kind=tarfile.GNUTYPE_LONGNAME) + bytes(60_000_000)
    (tmp_path / "old.tar").write_bytes(gzip.compress(data))
    assert read(Path("old.tar")) == [("old.tar", "the archive is broken: a header is damaged: it is too large")]


@pytest.mark.parametrize(
    ("repeated", "why"),
    {
        "|1|2|\n": "it has more than 50,000 lines",
        "|1|2|\r\n": "it has more than 50,000 lines",
        "|1|2|\r": "it has more than 50,000 lines",
        "1,2,3,4,": "it lists more than 150,000 items between commas",
        "|1|2|3": "its tables have more than 100,000 cells",
    }.items(),
)
def test_a_document_of_more_parts_than_memory_is_for_is_refused(tmp_path: Path, repeated: str, why: str) -> None:
    table = "# QA Agent Progress Report\n**Status**: done\n\n|a|b|\n|---|---|\n" + repeated * 50_001
    members = {"a.md": table.encode(), "b.md": b"# B\n"}
    (tmp_path / "old.tar").write_bytes(tarred(members))
    why += "; to read it, set DE_LINT_LARGEST, in megabytes, above 2"
    for name in (zipped(tmp_path / "old.zip", members).name, "old.tar"):
        assert [found for _, found in read(Path(name))] == [why, b"# B\n"]
    (tmp_path / "old.jsonl").write_text(json.dumps({"text": table}) + "\n", encoding="utf-8")
    (line,) = json_lines_items("old.jsonl", "text")
    with pytest.raises(OSError, match=why):
        line.load()
