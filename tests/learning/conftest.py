"""What the tests of learning share: the template written for them, and a vocabulary with the role that it describes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from de_lint.diagnostics import Finding
from de_lint.judging.check import check
from de_lint.learning.infer import Inferred, infer
from de_lint.reading.document import read
from de_lint.vocabulary.kinds import Vocabulary, kind_of, shipped, using
from de_lint.vocabulary.schemas import Schema

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TEMPLATE = HERE / "fleet_template.md"


@pytest.fixture(scope="session")
def fleet() -> Inferred:
    """What is learnt from the template written for these tests."""
    return infer(read(TEMPLATE.read_bytes(), "fleet_template.md"))


def with_role(schema: Schema) -> Vocabulary:
    """Return the vocabulary that ships with one role more, or another one."""
    base = shipped()
    roles = {**base.roles, schema["x-type"]: kind_of(schema)}
    return Vocabulary(base.kinds, roles, base.tickets, base.statuses, base.words)


@pytest.fixture
def judged() -> Iterator[Callable[[Schema, str], list[Finding]]]:
    """Return a function that reads and judges a text under the vocabulary with a role's schema."""

    def judge(schema: Schema, text: str) -> list[Finding]:
        with using(with_role(schema)):
            return check(read(text, "report.md"))

    yield judge
