"""Fixing and formatting over real documents: a second run changes nothing, and every record stays."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from de_lint.judging.check import check
from de_lint.reading.document import read
from de_lint.writing.fixing import fix_by
from de_lint.writing.same_records import difference

from ..writing.test_format import holds
from ..writing.test_format_mdformat import laid_out
from .conftest import CORPUS, FILES, needs_corpus

pytestmark = needs_corpus


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_once_is_enough_and_keeps_the_records(unsafe: bool) -> None:
    judge = partial(check, select=["ALL"])
    for file in sorted(CORPUS.rglob("*.md"))[::12]:
        data = file.read_bytes()
        result = fix_by(data, read, judge, unsafe)
        if result.data == data:
            continue
        assert fix_by(result.data, read, judge, unsafe).data == result.data, file
        before = [(r.kind, r.context) for r in read(data).records]
        assert [(r.kind, r.context) for r in result.document.records] == before, file
        assert not [f for f in result.remaining if replace(f).fix in {g.fix for g in result.fixed}], file


@pytest.mark.parametrize("folder", ["delegations", "reports"])
def test_mdformat_keeps_what_records_say(folder: str) -> None:
    for file in sorted((CORPUS / folder).glob("*.md")):
        text = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        assert difference(read(text), read(laid_out(text)), prose=False) is None, file.name


@pytest.mark.parametrize("folder", sorted({f.parent.name for f in FILES}))
def test_formatting_keeps_its_promises(folder: str) -> None:
    files = [f for f in FILES if f.parent.name == folder]
    left_alone = [f.name for f in files if not holds(f.read_bytes())]
    # A text of any origin is read by its place and words too, which a new form can change; then it stays as it is.
    assert len(left_alone) * 25 <= len(files), left_alone
