"""The real program in a process of its own, on documents that hold nothing to judge."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

PROSE = "# Coffee\n\nA page about coffee, with no delegation and no report.\n"


def de_lint(*arguments: str, cwd: Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "de_lint", *arguments],
        cwd=cwd, input=given, capture_output=True, env={**os.environ, **environment}, timeout=900, check=False,
    )  # fmt: skip


def test_prose_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(PROSE)
    for path in ("README.md", "."):
        result = de_lint("check", path, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (0, b"")
        assert result.stderr.decode().splitlines()[-1] == "de-lint: 1 file: none with records, no findings"
    result = de_lint("check", "-", cwd=tmp_path, given=PROSE.encode())
    assert (result.returncode, result.stdout) == (0, b"")


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "好.md").write_text(PROSE + "好\n", encoding="utf-8")
    result = de_lint("convert", "好.md", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0, result.stderr
    document = json.loads(result.stdout.decode("utf-8"))
    assert document["path"] == "好.md" and document["records"] == []


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text(PROSE * 2_000)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run(
            [sys.executable, "-m", "de_lint", "convert", "long.md"],
            cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, timeout=900, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PROSE)
    (tmp_path / "plain").write_text("")
    assert de_lint("convert", "a.md", "-o", "a.json", cwd=tmp_path).returncode == 0
    written, plain = ((tmp_path / name).stat().st_mode for name in ("a.json", "plain"))
    assert stat.S_IMODE(written) == stat.S_IMODE(plain)
    assert de_lint("convert", "a.md", "-o", "/dev/null", "--to", "json", cwd=tmp_path).returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(("kind", "name"), [("progress_report", "report"), ("delegation", "delegation")])
def test_a_blank_form_from_a_pipe_that_is_said_to_be_a_record(tmp_path: Path, kind: str, name: str) -> None:
    form = de_lint("new", name, "--role", "engineer", cwd=tmp_path).stdout

    def found(*arguments: str) -> bytes:
        return de_lint("check", "--format", "text", *arguments, cwd=tmp_path, given=form).stdout

    assert b"P401" in found("-", "--kind", kind, "--role", "engineer")
    (tmp_path / "form.md").write_bytes(form)
    assert found("-") == found("form.md", "--kind", kind) == b""
    assert found("-", "--kind", kind, "--stdin-filename", "form.md") == b""
