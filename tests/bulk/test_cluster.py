"""A cluster converts to the same rows, summary and losses as this machine alone, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from de_lint.bulk.cluster.connection import Cluster, Killed
from tests.bulk.conftest import text
from tests.bulk.test_resumption import KILLER

Convert = Callable[..., Any]
FILES = 24
ONCE, ALWAYS = "number 7, once", "number 11, always"
#: Every process of the run loads this: workers that read one of these texts are killed.
DEATHS = f"""
import os, signal
import de_lint.bulk.conversion as c
inner = c.Conversion.document
def document(self, data, *more):
    if str(os.getpid()) != os.environ.setdefault("THE_RUN", str(os.getpid())):
        if {ALWAYS!r}.encode() in data: os.kill(os.getpid(), signal.SIGKILL)
        if {ONCE!r}.encode() in data:
            try: os.close(os.open(os.environ["MARK"], os.O_CREAT | os.O_EXCL))
            except FileExistsError: pass
            else: os.kill(os.getpid(), signal.SIGKILL)
    return inner(self, data, *more)
c.Conversion.document = document
os.environ.setdefault("THE_RUN", str(os.getpid()))
"""
#: Partitions of some 8 documents.
DASK = ("--engine", "dask", "--partition-size", "0.004")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03}.md").write_text(text(number), encoding="utf-8")
    (folder / "007.md").write_text(f"# Notes\n\n{ONCE}\n", encoding="utf-8")
    return folder


@pytest.fixture
def deaths(tmp_path: Path) -> dict[str, str]:
    """The environment in which workers die, and start again for longer than Dask would wait for them."""
    place = tmp_path / "site"
    place.mkdir()
    (place / "sitecustomize.py").write_text(DEATHS)
    path = os.pathsep.join(filter(None, (str(place), os.environ.get("PYTHONPATH"))))
    slow = {"DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "10ms"}
    return {"PYTHONPATH": path, "MARK": str(tmp_path / "killed"), **slow}


def summary(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"{name}.summary.json").read_text(encoding="utf-8"))
    del found["seconds"]
    return found


def rows(pattern: str) -> list[dict[str, Any]]:
    from pyarrow import parquet

    return [row for file in sorted(Path().glob(pattern)) for row in parquet.ParquetFile(file).read().to_pylist()]


def test_a_lost_worker_changes_no_row_of_a_folder(
    archive: Path, deaths: dict[str, str], convert: Convert, tmp_path: Path
) -> None:
    inputs = ("archive", "missing.md", "--to", "parquet")
    alone = convert(*inputs, "-o", "alone", "--report-loss", "alone.txt")
    ran = convert(*inputs, "-o", "parts", "--report-loss", "parts.txt", *DASK, "--jobs", "2", **deaths)
    assert (tmp_path / "killed").exists()
    assert (ran.code, len(ran.err)) == (alone.code, len(alone.err)) and ran.err[0] == alone.err[0]
    for table in ("documents", "records/kind=delegation", "records/kind=progress_report"):
        assert rows(f"parts/{table}/*.parquet") == rows(f"alone/{table}/*.parquet") != []
    assert len(list(Path("parts/documents").iterdir())) > 2
    assert summary("parts") == summary("alone")
    assert Path("parts.txt").read_bytes() == Path("alone.txt").read_bytes() != b""
    assert not Path("parts.partial").exists()


def test_a_document_that_kills_workers_is_quarantined_alone(
    archive: Path, deaths: dict[str, str], convert: Convert
) -> None:
    (archive / "011.md").write_text(f"# Notes\n\n{ALWAYS}\n", encoding="utf-8")
    alone = convert("archive", "-o", "alone.jsonl")
    ran = convert("archive", "-o", "dask.jsonl", "--quarantine", "refused", *DASK, "--jobs", "2", **deaths)
    assert (alone.code, ran.code) == (0, 1)
    assert ran.err[0] == "de-lint: archive/011.md: internal failure: the process that read it ended"
    lines = Path("alone.jsonl").read_text(encoding="utf-8").splitlines()
    assert Path("dask.jsonl").read_text(encoding="utf-8").splitlines() == [*lines[:11], *lines[12:]]
    assert Path("refused/archive/011.md").read_bytes() == (archive / "011.md").read_bytes()


def test_a_result_that_is_lost_and_kills_the_next_workers_is_a_death() -> None:
    class Lost:
        """A call that has come to its end, and whose result goes with its worker."""

        status = "finished"

        def result(self, timeout: float) -> None:
            self.status = "error"
            raise self.exception(timeout)

        def exception(self, timeout: float) -> Exception:
            return KilledWorker("task", SimpleNamespace(), 1)  # type: ignore[arg-type]

        def release(self) -> None:
            """Do nothing: Dask would forget the call."""

    with pytest.raises(Killed):
        Cluster(SimpleNamespace(), "dask").result(Lost())  # type: ignore[arg-type]


def test_a_killed_run_goes_on_to_the_same_parts(archive: Path, convert: Convert) -> None:
    for name in ("whole", "killed"):
        Path(name).mkdir()
    command = ("archive", "--to", "jsonl", *DASK, "--jobs", "1")
    assert convert(*command, "-o", "whole").code == 0
    killed = convert(*command, "-o", "killed", script=f"{KILLER}\nbefore(r.ArchiveRun, 'take', 14)")
    assert killed.code == -signal.SIGKILL and not list(Path("killed").iterdir())
    resumed = convert(*command, "-o", "killed", "--resume")
    assert resumed.code == 0 and resumed.err[0].startswith("de-lint: continuing after ")
    whole, again = (
        b"".join(each.read_bytes() for each in sorted(Path(name).iterdir())) for name in ("whole", "killed")
    )
    assert again == whole and whole.count(b"\n") == FILES
    assert summary("killed") == summary("whole")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a cluster that was there before the run, in another working directory."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    start = "import sys; from distributed.cli.{0} import main; main()"
    common = ("--no-dashboard", "--host", "127.0.0.1")
    commands = (
        ("dask_scheduler", *common, "--port", address.rpartition(":")[2]),
        ("dask_worker", address, *common, "--nworkers", "1", "--nthreads", "2"),
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", start.format(name), *arguments],
            cwd=elsewhere, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for name, *arguments in commands
    ]  # fmt: skip
    _wait_for(address)
    yield address
    for process in reversed(started):
        process.terminate()
        process.wait(timeout=900)


def _wait_for(address: str) -> None:
    host, port = address.removeprefix("tcp://").split(":")
    until = time.monotonic() + 900
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.2)
        else:
            return


def test_a_cluster_that_is_there(archive: Path, scheduler: str, convert: Convert) -> None:
    with zipfile.ZipFile("old.zip", "w") as zipped:
        zipped.write(archive / "001.md", "one.md")
    (archive / ".de-lint.toml").write_text('select = ["ALL"]\n')
    inputs = ("archive", "old.zip", "-")
    alone = convert(*inputs, "-o", "alone.jsonl", "--strict", given=text(4).encode())
    ran = convert(*inputs, "-o", "d.jsonl", "--strict", *DASK, "--scheduler", scheduler, given=text(4).encode())
    assert ran.code == alone.code == 1
    assert Path("d.jsonl").read_bytes() == Path("alone.jsonl").read_bytes() != b""
    assert summary("d.jsonl") == summary("alone.jsonl")
    printed = convert("archive", *DASK, "--scheduler", scheduler)
    assert printed.out == convert("archive").out
    (archive / ".de-lint.toml").write_text("select = 3\n")
    wrong = convert("archive", *DASK, "--scheduler", scheduler)
    assert wrong.code == 2 and wrong.err[-1].startswith("de-lint: archive/.de-lint.toml:1: ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scheduler", "tcp://h:1"), "Error: --scheduler and --partition-size need --engine dask."),
        (("--engine", "dask", "--scheduler", "nowhere"), "de-lint: nowhere: there is no Dask scheduler to be reached"),
        (("--engine", "dask", "--scheduler", "tls://127.0.0.1:1"), "de-lint: tls://127.0.0.1:1: there is no Dask sch"),
        (("--engine", "dask", "--scheduler", "tcp://h:1", "--jobs", "2"), "Error: --jobs is for a cluster of this"),
    ],
)
def test_what_is_no_cluster_is_one_line(options: tuple[str, ...], said: str, archive: Path, convert: Convert) -> None:
    ran = convert("archive", "-o", "out.jsonl", *options)
    assert ran.code == 2 and ran.err[-1].startswith(said)
    assert not any("Traceback" in line for line in ran.err) and not list(Path().glob("out*"))


def test_a_scheduler_that_does_not_answer_is_one_line(archive: Path, convert: Convert) -> None:
    quick = "import de_lint.bulk.cluster.connection as c; c._ANSWER = c._LOOK = 1"
    with socket.create_server(("127.0.0.1", 0)) as mute:  # it takes the connection and says nothing
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        ran = convert("archive", "--engine", "dask", "--scheduler", address, script=quick)
    assert ran.code == 2 and len(ran.err) == 1
    assert ran.err[0].startswith(f"de-lint: {address}: there is no Dask scheduler to be reached: ")


def test_a_missing_package_is_one_line(archive: Path, convert: Convert) -> None:
    ran = convert("archive", "--engine", "dask", script="import sys; sys.modules['distributed'] = None")
    assert (ran.code, ran.err) == (2, ["de-lint: dask: clusters need a package: pip install 'de-lint[dask]'"])
