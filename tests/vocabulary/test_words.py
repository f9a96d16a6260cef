"""What is quick for most texts tells the same words and numbers as what knows every script."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from de_lint.reading.values import numbers
from de_lint.vocabulary import spelling, words

#: Characters at the edges of the scripts that set no words apart, and beside them.
CHARACTERS = "ab_1 .-é我々ー、。完・🎯\u3040\u30ff\u3100\u3400\u9fff\ua000\uac00\ud7af\ud7b0\uf900\ufaff\ufb00\u0301"


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(CHARACTERS, max_size=12))
def test_words_are_those_of_the_pattern_that_knows_all_scripts(text: str) -> None:
    found = list(words._WORD_OR_CHARACTER.finditer(text))
    assert words.words_in(text) == [one.group() for one in found]
    assert [one.span() for one in words._word_in(text).finditer(text)] == [one.span() for one in found]


PIECES = [*"1234567890.,:-+/%$ \n", "ms", " of ", "days", "v2", "1,234", "é", "–", "тыс", "№", "x", "ISS-0042", "2h30m"]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_numbers_are_those_of_the_pattern_that_knows_all_scripts(text: str) -> None:
    quick, whole = (list(numbers.scanner(unspaced).finditer(text)) for unspaced in (False, True))
    assert [(one.span(), one.groupdict()) for one in quick] == [(one.span(), one.groupdict()) for one in whole]


def test_stems_are_made_when_a_text_says_them() -> None:
    rows = [{"concept": "end", "weight": 2, "en": "done_when finish* *ish ok", "zh": "完了", "ja": "終わり_x"}]
    made = words.lexicon({"stems": rows})
    assert all(type(stem) is tuple for stems in made.first_words.values() for stem in stems)
    for text in ("done when", "finishing", "rubbish", "ok", "完了", "終わりx", "終わり x"):
        assert [match.stem.concept for match in made.matches(text)] == ["end"], text
    assert made.matches("done") == made.matches("fin") == []


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.sampled_from((1, 2)))
def test_the_distance_of_words_is_that_of_the_library(one: str, other: str, most: int) -> None:
    distance = DamerauLevenshtein.distance(one, other)
    found = spelling._distance(one, other, most)
    assert found == distance if distance <= most else found > most
