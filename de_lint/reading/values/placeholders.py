"""Placeholders: what a template leaves for its author to fill in, told from code, links, tags and answers.

`[date]`, `{snake}`, `<angle words>`, `ISS-XXXX`, `XX%` and `YYYY-MM-DD` count wherever they stand;
`TBD`, `Complete/Partial/Blocked` and `_Add any notes here._` only where they are all that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from de_lint.reading.values import placeholder_words as words
from de_lint.reading.values.brackets import pairs, without_code

_LONGEST = 400
_TRIM = " \t\r\n*_~\"'“”.,;:!"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder at [start, end) of the text, as written; `choices` if it lists the values to pick from."""

    start: int
    end: int
    text: str
    choices: tuple[str, ...] = ()


def find(text: str) -> list[Placeholder]:
    """Return the placeholders in `text`, in order and without overlap; those in code spans are code."""
    plain = without_code(text)
    candidates = [*_brackets(plain), *_angles(plain), *_bare(plain), *_whole_lines(plain)]
    found: list[Placeholder] = []
    end = 0
    for start, stop, choices in sorted(candidates, key=lambda c: (c[0], -c[1])):
        if start >= end:
            found.append(Placeholder(start, stop, text[start:stop], choices))
            end = stop
    return found


def is_placeholder(text: str) -> bool:
    """Tell whether the value is nothing but placeholders, markup and punctuation."""
    if not text.strip(_TRIM):
        return False
    if not find(text):
        return False
    return not any(c.isalnum() or c == "`" for c in without_placeholders(text))


def holds_placeholder(text: str) -> bool:
    """Tell whether there is any placeholder in the text."""
    return bool(find(text))


def without_placeholders(text: str) -> str:
    """Return the text with its placeholders left out."""
    at, kept = 0, []
    for placeholder in find(text):
        kept.append(text[at : placeholder.start])
        at = placeholder.end
    return "".join([*kept, text[at:]])


_Candidate = tuple[int, int, tuple[str, ...]]


def _brackets(text: str) -> Iterator[_Candidate]:
    for start, end in pairs(text, _LONGEST):
        content = text[start + 1 : end - 1]
        if text[start] == "[":
            if _square_stands_free(text, start, end) and words.is_square_placeholder(content):
                tag = words.is_tag(content, *_around(text, start, end))
                if not tag:
                    yield start, end, words.choices_in(content)
        elif _curly_stands_free(text, start) and words.is_curly_placeholder(content):
            yield start, end, words.choices_in(content) if "|" in content else ()


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after on the same line, as far as it matters."""
    before = text[max(0, start - 40) : start]
    after = text[end : end + 40]
    return before[before.rfind("\n") + 1 :], after.partition("\n")[0]


def _square_stands_free(text: str, start: int, end: int) -> bool:
    """Tell a bracket in a text from a link, an index or a part of an outer construct; `v[X.Y.Z]` stands free."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in ("(", "[") or before in ("]", ")", "!", "[", "\\", "$", "@"):
        return False
    if after == ":" and re.match(r":\s*(?:https?://|[./#])", text[end : end + 12]):
        return False
    if re.match(r"[{*+?]\S", text[end : end + 2]) and before.isalnum():
        return False
    return not (before.isalnum() or before == "_") or bool(re.search(r"(?<!\w)v$", text[max(0, start - 2) : start]))


def _curly_stands_free(text: str, start: int) -> bool:
    """Tell a brace in a text from one in a shell variable, a formula, a function or a path."""
    before = text[start - 1 : start]
    if before in ("^", "\\", "$"):
        return before == "$" and bool(re.match(r"\{[a-z]\w*\}", text[start : start + 60]))
    if before == "/":
        token = re.search(r"\S*$", text[max(0, start - 80) : start])
        return not (token and re.match(r"https?:|/", token.group()))
    return not re.search(r"(?:\)|=>|\\[a-z]+)\s?$", text[max(0, start - 12) : start])


def _angles(text: str) -> Iterator[_Candidate]:
    for match in words.ANGLE.finditer(text):
        if words.is_angle_placeholder(match.group(1)) and f"</{match.group(1)}>" not in text:
            yield match.start(), match.end(), words.choices_in(match.group(1))


def _bare(text: str) -> Iterator[_Candidate]:
    for pattern in words.BARE:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), ()


def _whole_lines(text: str) -> Iterator[_Candidate]:
    at = 0
    for line in text.split("\n"):
        bullet = words.BULLET.match(line)
        start = bullet.end() if bullet else 0
        value = line[start:].rstrip(_TRIM)
        lead = len(value) - len(value.lstrip(_TRIM))
        core = value[lead:]
        if core and len(core) <= _LONGEST:
            choices = words.status_choices(core)
            if choices or words.WHOLE.fullmatch(core):
                yield at + start + lead, at + start + len(value), choices
        at += len(line) + 1
