"""What travels to a worker of a cluster, and what it makes of it, without a cluster."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint import __version__
from de_lint.bulk.cluster.part_folder import PartFolder
from de_lint.bulk.cluster.partitions import Batch, Partitioning
from de_lint.bulk.cluster.work import PartitionOutcome, Plan, Unfit, Unread, convert_partition
from de_lint.bulk.conversion import Terms
from de_lint.bulk.converting import Done, RefusedInput
from de_lint.bulk.inputs.files import file_items
from de_lint.bulk.inputs.item import Item
from de_lint.project.configuration.projects import Projects
from de_lint.project.files.discovery import discover
from tests.bulk.conftest import text

PLAN = Plan("run", __version__, partial(Projects, None, True), Terms(), "jsonl")


def sent(number: int, size: int) -> Item:
    return Item(f"{number}.md", lambda: b"x" * size, str(number), f"{number}.md")


@given(st.lists(st.integers(0, 5000), max_size=40), st.integers(1, 9000), st.integers(1, 9))
def test_partitions_hold_every_item_once_and_in_order(sizes: list[int], size: int, into: int) -> None:
    items = [sent(number, each) for number, each in enumerate(sizes)]
    batches = list(Partitioning(Projects(isolated=True), size).batches(items, 3))
    assert [item for batch in batches for item in batch.items] == items
    assert [batch.partition.number for batch in batches] == list(range(3, 3 + len(batches)))
    split = [part for batch in batches for part in batch.split(into)]
    assert [item for part in split for item in part.items] == items
    assert all(len(part.items) == len(part.partition.pieces) for part in split)
    names = [part.partition.name for part in split]
    assert names == sorted(set(names))


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        Path(f"{number}.md").write_text(text(number), encoding="utf-8")
    items = file_items(discover(["0.md", "1.md", "2.md"]))
    (found,) = Partitioning(Projects(isolated=True), 10**6).batches(items, 0)
    return found


def test_workers_read_files_and_get_the_bytes_of_those_that_they_cannot_read_as_they_are_here(batch: Batch) -> None:
    assert all(piece.data is None for piece in batch.partition.pieces)
    Path("0.md").write_text("# Another text, of another length\n")
    Path("1.md").unlink()
    assert convert_partition(batch.partition, PLAN) == Unread((0, 1))
    answer = convert_partition(batch.with_bytes((0, 1)).partition, PLAN)
    assert isinstance(answer, PartitionOutcome)
    changed, gone, third = answer.conclusions
    assert isinstance(changed, Done) and isinstance(third, Done)
    assert gone == RefusedInput("No such file or directory")


def test_a_part_that_is_written_again_is_the_same(batch: Batch, tmp_path: Path) -> None:
    parts = tmp_path / "arriving"
    parts.mkdir()
    plan = replace(PLAN, parts=str(parts))
    contents = []
    for _ in range(2):
        assert isinstance(convert_partition(batch.partition, plan), PartitionOutcome)
        contents.append({str(file.relative_to(parts)): file.read_bytes() for file in parts.rglob("*.jsonl")})
    assert contents[0] == contents[1] and len(contents[0]) == 1
    assert [each.name for each in parts.iterdir()] == [batch.partition.name]


def test_workers_with_another_program_or_configuration_convert_nothing(batch: Batch, tmp_path: Path) -> None:
    older = convert_partition(batch.partition, replace(PLAN, run="older", version="0.0.1"))
    assert isinstance(older, Unfit) and f"de-lint {__version__}, this is 0.0.1" in older.why
    blind = convert_partition(batch.partition, replace(PLAN, parts=str(tmp_path / "nowhere")))
    assert isinstance(blind, Unfit) and "parts need a filesystem that all share" in blind.why
    Path(".de-lint.toml").write_text('select = ["T"]\n')
    other = convert_partition(batch.partition, replace(PLAN, run="configured", make_projects=Projects))
    assert isinstance(other, Unfit) and "does not see the configuration of" in other.why


def test_parts_that_no_commit_knows_of_are_dropped(tmp_path: Path) -> None:
    def arrive(folder: PartFolder, name: str) -> None:
        (folder.arriving / name / "documents").mkdir(parents=True)
        (folder.arriving / name / "documents" / "part-abc.parquet").write_text(name)

    target, work = tmp_path / "out", tmp_path / "work"
    work.mkdir()
    first = PartFolder(target, work)
    first.open(None)
    arrive(first, "000000-000000-000002")
    first.accept(0, ["000000-000000-000002"])
    mark = first.commit()
    arrive(first, "000001-000000-000002")
    first.accept(1, ["000001-000000-000002"])
    second = PartFolder(target, work)
    second.open(mark)
    assert second.taken == 1
    arrive(first, "000001-000000-000002")  # a worker of the run before, too late
    arrive(second, "000001-000000-000001")
    second.accept(1, ["000001-000000-000001"])
    for _ in range(2):
        second.finish()
        found = {file.name: file.read_text() for file in (target / "documents").iterdir()}
        assert found == {
            "part-000000-000000-abc.parquet": "000000-000000-000002",
            "part-000001-000000-abc.parquet": "000001-000000-000001",
        }
