"""Render, then read, over real documents: they come back as they were, or the difference is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import de_lint

_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def _differences(folder: str, tools: Any) -> tuple[int, Counter[str]]:
    files = sorted((_CORPUS / folder).glob("*.md"))
    if not files:
        pytest.skip(f"no documents in {folder}")
    count, differing = 0, Counter[str]()
    for file in files:
        for record in de_lint.read(file.read_bytes(), file.name).records:
            count += 1
            back = de_lint.read(de_lint.render(record.data)).records
            if len(back) != 1 or back[0].kind != record.kind:
                differing["lost"] += 1
                continue
            ours, theirs = tools.stated(record.data), tools.stated(back[0].data)
            differing.update(k for k in {*ours, *theirs} if ours.get(k) != theirs.get(k))
    print(f"{folder}: {count} records, {dict(differing) or 'all as they were'}")
    return count, differing


@pytest.mark.parametrize("folder", ["delegations", "reports", "templates"])
def test_real_documents_come_back(folder: str, tools: Any) -> None:
    count, differing = _differences(folder, tools)
    assert count
    assert not differing
