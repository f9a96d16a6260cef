"""Patterns, JSON Lines and remote paths."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.inputs import json_lines
from de_lint.bulk.inputs.item import SourceError
from de_lint.bulk.inputs.json_lines import json_lines_items
from de_lint.bulk.inputs.remote import is_remote, remote_items

Convert = Callable[..., Any]


def test_patterns_are_named_files(tmp_path: Path, convert: Convert) -> None:
    for name in ("b/x.md", "a/x.md", "a/deep/y.md", "a/x.txt", "[odd].md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# x\n")
    assert convert("*/x.*").paths == ["a/x.md", "a/x.txt", "b/x.md"]
    assert convert("**/*.md").paths == ["[odd].md", "a/deep/y.md", "a/x.md", "b/x.md"]
    assert json.loads(convert("[odd].md").out)["path"] == "[odd].md"
    ran = convert("none*.md", "a/x.md")
    assert (ran.code, ran.paths) == (1, ["a/x.md"])
    assert ran.err == ["de-lint: none*.md: No such file or directory"]


def test_overlapping_paths_give_each_file_once(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/x.md", "a/y.md"):
        (tmp_path / name).write_text("# x\n")
    assert convert("a/y.md", "a", "a/*.md", ".").paths == ["a/y.md", "a/x.md"]


ROWS = [
    b'{"id": 7, "path": "t/1", "message": {"parts": [{"text": "# One"}]}}',
    b"",
    b"{broken",
    b'{"message": {"parts": []}}',
    b'{"message": {"parts": [{"text": 5}]}}',
    b"[1, 2]",
    b'{"message.parts.0.text": "# Literal \\ud800", "id": ""}',
]


def test_a_column_of_json_lines(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(ROWS))
    ran = convert("log.jsonl", "--field", "message.parts.0.text")
    assert (ran.code, ran.paths) == (1, ["log.jsonl:1", "log.jsonl:7"])
    assert ran.documents[0]["origin"] == {
        "type": "json_lines", "file": "log.jsonl", "line": 1, "id": "7", "path": "t/1",
    }  # fmt: skip
    assert ran.documents[1]["origin"] == {"type": "json_lines", "file": "log.jsonl", "line": 7}
    assert [line.split(":")[2] for line in ran.err[:2]] == ["3", "5"]
    assert "not JSON" in ran.err[0] and "is not text" in ran.err[1]
    assert ran.err[2:] == ["de-lint: log.jsonl: 2 lines have no 'message.parts.0.text', line 4 first"]


def test_a_wrong_column_is_told_once_with_those_that_are_there(tmp_path: Path, convert: Convert) -> None:
    row = {"message": {"text": "# A", "tags": ["x"]}, "id": 3, "role": "qa"}
    (tmp_path / "log.jsonl").write_text(f"{json.dumps(row)}\n" * 22)
    said = "; columns with text: message.text, message.tags.0, role; nearest: 'message.text'"
    ran = convert("log.jsonl", "--field", "message.txt", "--quarantine", "refused")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == [f"de-lint: log.jsonl: 22 lines have no 'message.txt', line 1 first{said}"]
    assert len(list((tmp_path / "refused").glob("*.reason.json"))) == 22
    ran = convert("log.jsonl", "--field", "message.txt", "-o", "all.jsonl")
    assert ran.err[0] == f"de-lint: log.jsonl: 22 lines have no 'message.txt', line 1 first{said}"
    (tmp_path / "log.jsonl").write_text(json.dumps(row))
    assert convert("log.jsonl", "--field", "zzz").err == [
        f"de-lint: log.jsonl: 1 line has no 'zzz', line 1{said.partition('; nearest')[0]}"
    ]


def test_json_lines_without_a_column_are_hinted_at(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "log.jsonl").write_text('{"text": "# A"}\n')
    ran = convert("log.jsonl")
    assert ran.code == 0 and len(ran.err) == 1
    assert ran.err[0].startswith("de-lint: log.jsonl: ") and "--field" in ran.err[0]
    assert convert("log.jsonl", "--field", "text").err == []


def test_json_lines_on_standard_input(convert: Convert) -> None:
    ran = convert("-", "--field", "text", given=b'{"text": "# A"}\n{"text": "# B"}\n')
    assert (ran.code, ran.paths) == (0, ["-:1", "-:2"])


def test_a_missing_file_of_json_lines(convert: Convert) -> None:
    ran = convert("none.jsonl", "--field", "text")
    assert (ran.code, ran.err) == (2, ["de-lint: none.jsonl: No such file or directory"])


@pytest.mark.parametrize("output", ["all.jsonl", "all.json", "all.sqlite", "all.parquet"])
def test_inputs_that_are_not_there_replace_nothing(tmp_path: Path, convert: Convert, output: str) -> None:
    (tmp_path / "good.md").write_text("# QA Agent Progress Report\n- Status: completed\n")
    assert convert(".", "-o", output).code == 0
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    for mistyped in ("archvie", "archvie.zip", "none*.md", "good.mb"):
        ran = convert(mistyped, "-o", output, "--quarantine", "refused")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == [f"de-lint: {mistyped}: No such file or directory"]
    ran = convert("one", "two.md", "-o", output)
    assert (ran.code, ran.err) == (2, ["de-lint: one, two.md: No such file or directory"])
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
    assert convert("one", "good.md", "-o", output).code == 1, "some are there"


def test_one_document_that_is_not_there(convert: Convert) -> None:
    assert convert("good.mb")[:2] == (2, "")
    assert convert("good.mb", "-o", "one.json")[:2] == (2, "")


def test_a_line_that_is_too_long_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LARGEST", 1000)
    file = tmp_path / "log.jsonl"
    file.write_bytes(b'{"text": "a"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "b"}\n')
    first, long, last = json_lines_items(str(file), "text")
    assert (first.load(), last.load()) == (b"a", b"b")
    with pytest.raises(OSError, match="it is larger than"):
        long.load()


def test_what_is_remote() -> None:
    assert is_remote("s3://bucket/x") and is_remote("zip://*.md::s3://b/x.zip") and is_remote("abfs://c/x")
    assert not any(map(is_remote, ("a/b.md", "://x", "-", "c:\\x", "a b://x")))


@pytest.fixture
def memory() -> Iterator[Any]:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    for name in ("b/x.md", "a-z.md", "a/one.md", "a/picture.png", "a/deep/two.MD"):
        store.pipe(f"/reports/{name}", name.encode())
    yield store
    store.rm("/reports", recursive=True)


def test_a_remote_folder_in_the_order_of_paths(memory: Any) -> None:
    found = [(each.path, each.load(), each.origin) for each in remote_items("memory://reports")]
    names = ["a-z.md", "a/deep/two.MD", "a/one.md", "b/x.md"]
    assert [(path, data) for path, data, _ in found] == [(f"memory:///reports/{n}", n.encode()) for n in names]
    assert found[0][2] == {"type": "remote", "url": "memory:///reports/a-z.md"}


def test_remote_files_patterns_and_archives(memory: Any, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("in.md", "# in\n")
    memory.pipe("/reports/old.zip", (tmp_path / "old.zip").read_bytes())
    assert [each.load() for each in remote_items("memory://reports/a/one.md")] == [b"a/one.md"]
    assert [each.load() for each in remote_items("memory://reports/*/*.md")] == [b"a/one.md", b"b/x.md"]
    members = [(each.path, each.load()) for each in remote_items("memory://reports/old.zip")]
    assert members == [("memory://reports/old.zip/in.md", b"# in\n")]
    for url in ("memory://reports/none.md", "memory://reports/none*.md"):
        (missing,) = remote_items(url)
        with pytest.raises(OSError, match=r"^\[Errno 0\] [Nn]o (such )?file"):
            missing.load()


def test_local_services_of_fsspec(tmp_path: Path, convert: Convert) -> None:
    pytest.importorskip("fsspec")
    (tmp_path / "a.md").write_text("# A\n")
    ran = convert(f"file://{tmp_path}", "-o", "all.jsonl")
    assert ran.code == 0, ran.err
    (line,) = (tmp_path / "all.jsonl").read_text().splitlines()
    assert json.loads(line)["path"] == f"file://{tmp_path}/a.md"


def test_packages_that_are_missing(monkeypatch: pytest.MonkeyPatch, convert: Convert) -> None:
    hidden = "import sys; sys.modules['fsspec'] = sys.modules['fsspec.core'] = None"
    ran = convert("s3://bucket/reports", script=hidden)
    assert (ran.code, ran.err) == (
        2, ["de-lint: s3://bucket/reports: remote paths need fsspec: pip install 'de-lint[remote]'"]
    )  # fmt: skip
    pytest.importorskip("fsspec")
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(SourceError, match="gcsfs"):
        list(remote_items("gs://bucket/reports"))
    with pytest.raises(SourceError, match="nonsense"):
        list(remote_items("nonsense://bucket/reports"))


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """An S3-compatible server with a bucket in it; gives the environment that leads to it."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    boto3 = pytest.importorskip("boto3")
    pytest.importorskip("s3fs")
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    client = boto3.client(
        "s3", endpoint_url=environment["AWS_ENDPOINT_URL"], aws_access_key_id="testing",
        aws_secret_access_key="testing", region_name="us-east-1",
    )  # fmt: skip
    client.create_bucket(Bucket="archive")
    for number in range(12):
        client.put_object(Bucket="archive", Key=f"reports/{number % 3}/{number:02}.md", Body=f"# {number}\n".encode())
    client.put_object(Bucket="archive", Key="reports/picture.png", Body=b"x")
    yield environment
    server.stop()


def test_a_bucket_of_a_real_server(bucket: dict[str, str], convert: Convert, tmp_path: Path) -> None:
    ran = convert("s3://archive/reports", **bucket)
    assert (ran.code, ran.err) == (0, [])
    assert ran.paths == [f"s3://archive/reports/{part}/{number:02}.md"
                         for part in range(3) for number in range(12) if number % 3 == part]  # fmt: skip
    assert convert("s3://archive/reports/1/*.md", "-o", "one.jsonl", **bucket).code == 0
    assert len((tmp_path / "one.jsonl").read_text().splitlines()) == 4
    ran = convert("s3://archive/reports/1/none.md", "s3://nowhere/x", **bucket)
    assert (ran.code, ran.out, len(ran.err)) == (1, "", 2)
