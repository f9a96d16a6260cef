"""A role is found by the same words wherever it is named."""

from __future__ import annotations

import pytest

from de_lint.vocabulary.kinds import UnknownRole, shipped
from de_lint.writing.artefacts import schema_in_form
from de_lint.writing.scaffold import new


@pytest.mark.parametrize(
    "word",
    ["data_engineer", "data-engineer", "Data Engineer", "data engineer", "DATA_ENGINEER", "Data Engineer Agent",
     "data-engineer-agent", " data_engineer "],
)  # fmt: skip
def test_a_role_goes_by_its_type_and_its_names(word: str) -> None:
    assert shipped().role_called(word).type == "data_engineer"
    assert new("delegation", word) == new("delegation", "data_engineer")
    assert schema_in_form(word, "prompt") == schema_in_form("data_engineer", "prompt")


@pytest.mark.parametrize("word", ["", " ", "agent", "pilot", "data", "\0", "-", "_"])
def test_other_words_name_no_role(word: str) -> None:
    assert shipped().role_named(word) is None
    with pytest.raises(UnknownRole, match="Known roles: data_engineer, "):
        shipped().role_called(word)


def test_every_role_is_found_by_each_of_its_names() -> None:
    for type_, role in shipped().roles.items():
        assert {shipped().role_called(name).type for name in (type_, *role.names)} == {type_}
