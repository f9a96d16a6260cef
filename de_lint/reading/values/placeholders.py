"""Placeholders: what a template leaves for its author to fill in, told from code, links, tags and answers.

`[date]`, `{snake}`, `<angle words>`, `ISS-XXXX`, `XX%` and `YYYY-MM-DD` count wherever they stand; `TBD`, `${TASK}`,
`Complete/Partial/Blocked` and `_Add any notes here._` only where they are all that is said. Whether a sentence only
speaks of one (`Make the {name} variable optional`) is for those to judge who ask for it to be filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.reading.markup import without_code, without_emoji
from de_lint.reading.values.numbers import is_unit
from de_lint.vocabulary.kinds import active, per_vocabulary
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Lexicon, lexicon, words_in

_LONGEST = 400
#: So many characters beside a placeholder tell whether it is one.
_NEAR = 100
#: So many words may be all that is said in a value that asks to be filled in: `Describe the problem here`.
_LONGEST_REQUEST = 16
#: What may stand before all that a line says.
_MARKERS = " \t>-*+•0123456789)"
_TRIM = " \t\r\n*_~\"'“”.,;:!"

#: Looked for at every bracket, so that what stands inside of one that asks for nothing is found, too.
_BRACKETED = compiled(
    r"(?=(\[(?>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,400})\]|\{(?>(?:[^{}\n]|\{[^{}\n]{0,200}\}){1,400})\}"
    r"|(?<![\w<)\\=])<(?:\d\d?-\d\d? )?[^\W\d_][^<>\n]{0,80}>|(?<!\w)<<[^<>\n]{1,80}>>))"
)
_LETTERS = r"(?:X{2,}|Y{2,}|Z{2,}|N{2,}|x{3,}|n{3,}|#{2,}|\?{2,})"
#: What stands in the place of an id, a date, a version or a number.
FILLER = compiled(
    rf"(?P<id>(?<![\w-])[A-Z][A-Z0-9]{{1,9}}-(?:{_LETTERS}-)?{_LETTERS}(?![\w#]))"
    r"|(?P<date>(?<!\w)(?:(?:YYYY|\d{4})[-/.]?(?:MM|XX|\d\d)[-/.]?(?:DD|XX)(?:[T ]?HH:MM(?::SS)?Z?)?"
    r"|(?:MM/DD|DD/MM|DD\.MM)[/.]YYYY)(?!\w))"
    r"|(?<![\w.])(?:v?X\.Y(?:\.Z)?|X{1,3}(?:\.X{1,2})?%|XX+ ?(?P<unit>[A-Za-z]{1,8}))(?!\w)"
)
#: Each filler holds one of these.
_FILLERS = ("XX", "YY", "ZZ", "NN", "DD", "xxx", "nnn", "##", "??", "X%", "X.Y")
#: All that is said: a row of the same sign, a variable, a value of which a part is left out.
_BLANK = compiled(r"[xX]{2,}|X/Y|HH:MM|\?{2,}|_{3,}|[\[<]?(?:\.\.\.+|…)[\]>]?|\$\{?\w+\}?|%\w+%|@@\w+@@")
_BLANK_STARTS = "xXH?_[<.…$%@"
_COMMENT = compiled(r"<!--[^>]{0,400}-->")
#: Code, data and references in square brackets.
_CODE = compiled(
    r"\{[\"'].*|[\[\"'`^!#@:;.,(|/\\$&*=+~?%-].*|.*(?:=|::|&&|\$\w|://|\\$).*|[A-Z][A-Z0-9]*-\d[\w-]*(?:\W+[A-Z][A-Z0-9]*-\d[\w-]*)*"
    r"|[\w.-]+(?:\s*,\s*[\w.-]+)+|[a-z_]\w*(?:\.\w+)+(?:\(.*\))?|(?:\\?\w-\\?\w|[\w.]-[\w.])[^ ]*|[a-z]\w* [+*/<>-] \w+"
    r"|.*\d{4}-\d\d.*|\d{1,2}:\d\d.*|v?\d+(?:\.\d+)+.*|[A-Z]+ ?\d+|\d+\w{0,3}|\w+; ?\d+|\S+\.[a-z]{1,4}(?::\d.*)?"
    r"|\S+ (?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}"
)
_CURLY_CODE = compiled(
    r"\{\s*[\"'][^\"']*[\"']\s*:.*|[\"'][^\"']*[\"']\s*:.*|[\w-]+:\s.*|[\w.*-]+(?:,\s*[\w.*-]*)+|.*(?:;|=>).*"
)
#: What stands before a brace in code, formulas and paths, and behind a bracket in patterns and links.
_CODE_BEFORE = compiled(r"(?:[\^\\#%@$]|\)\s?|=>\s?|\\[a-z]+\s?|(?:https?:|(?<!\S)/)\S*/|(?<!\S)/)\Z")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder at [start, end) of the text, as written; `choices` if it lists the values to pick from."""

    start: int
    end: int
    text: str
    choices: tuple[str, ...] = ()


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the placeholders in `text`, in order and without overlap; those in code spans are code."""
    return list(_found(text) if len(text) < _LONGEST else _search(text))


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[Placeholder, ...]:
    return _search(text)


def _search(text: str) -> tuple[Placeholder, ...]:
    plain = without_code(text)
    if "<!--" in plain:
        plain = _COMMENT.sub(lambda comment: " " * len(comment.group()), plain)
    candidates = [*_bracketed(plain), *_bare(plain), *_whole_lines(plain)]
    found: list[Placeholder] = []
    end = 0
    for start, stop, choices in sorted(candidates, key=lambda c: (c[0], -c[1])):
        if start >= end:
            found.append(Placeholder(start, stop, text[start:stop], choices))
            end = stop
    return tuple(found)


def is_placeholder(text: str) -> bool:
    """Tell whether the value is nothing but placeholders, markup and punctuation."""
    return bool(find_placeholders(text)) and not any(c.isalnum() or c == "`" for c in without_placeholders(text))


def holds_placeholder(text: str) -> bool:
    """Tell whether there is any placeholder in the text."""
    return bool(find_placeholders(text))


def without_placeholders(text: str) -> str:
    """Return the text with its placeholders left out."""
    at, kept = 0, []
    for placeholder in find_placeholders(text):
        kept.append(text[at : placeholder.start])
        at = placeholder.end
    return "".join([*kept, text[at:]])


def choices_in(content: str) -> tuple[str, ...]:
    """Return the values that a placeholder lists, `in progress/completed` or `a | b`; none if it is prose."""
    parts = [part.strip() for part in content.replace("|", "/").split("/")]
    if len(parts) < 2 or "," in content or any(not p or len(p.split()) > 4 for p in parts):
        return ()
    return tuple(parts)


def status_choices(text: str) -> tuple[str, ...]:
    """Return the parts of `Complete/Partial/Blocked` if every part is a status or verdict and they differ; else none.

    After a bar, an emoji or a note (`⚠️ Passed with Issues`) may go with the word.
    """
    parts = [part.strip() for part in text.replace("|", "/").split("/")]
    if not 2 <= len(parts) <= 8:
        return ()
    stated = set()
    for part in parts:
        bare = without_emoji(part).strip(" *_`").casefold().replace("_", " ")
        first = bare.partition(" ")[0] if "|" in text else ""
        verdict = bare if bare.replace(" ", "_").replace("-", "_") in _names("verdicts") else None
        emoji = _status_of().get(part[:1]) if first else None
        stated.add(_status_of().get(bare) or verdict or _status_of().get(first) or emoji)
    known = not stated.isdisjoint(_status_of().values())  # `Go / No-Go` may be what is talked of
    return tuple(parts) if known and None not in stated and len(stated) > 1 else ()


_Candidate = tuple[int, int, tuple[str, ...]]


@cache
def _words() -> Lexicon:
    return lexicon(schema("placeholders"))


@cache
def _names(table: str) -> frozenset[str]:
    return frozenset(schema("placeholders")[table].split())


@per_vocabulary
def _status_of() -> dict[str, str]:
    return {word: status for status, words in active().statuses["synonyms"].items() for word in words}


def how_said(text: str, concept: str) -> str:
    """Return how a text says a concept: `whole`, at its `end`, at its `start`, or `inside`; empty if it does not."""
    size = len(words_in(text.casefold()))
    at = {(m.start == 0, m.end == size) for m in _words().matches(text.casefold()) if m.stem.concept == concept}
    places = {(True, True): "whole", (False, True): "end", (True, False): "start", (False, False): "inside"}
    return next((name for place, name in places.items() if place in at), "")


# -- in brackets --------------------------------------------------------------------------------------------------


def _bracketed(text: str) -> Iterator[_Candidate]:
    for found in _BRACKETED.finditer(text) if any(map(text.__contains__, "[{<")) else ():
        written = found.group(1)
        start, end = found.start(), found.start() + len(written)
        content = written.strip("<>") if written[0] == "<" else written[1:-1]
        before, behind = beside(text, start, end)
        if written[0] == "[":
            asks = _square_asks(content, before, behind)
        else:
            asks = _curly_asks(content, before) if written[0] == "{" else _angle_asks(content, behind)
        if asks:
            yield start, end, () if written[0] == "{" and "|" not in content else choices_in(content)


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after on the same line, as far as it matters."""
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return before[before.rfind("\n") + 1 :], behind.partition("\n")[0]


def _square_asks(content: str, before: str, behind: str) -> bool:
    """Tell whether `[content]` asks to be filled in, and is no link, index, code, tag or reference."""
    bare = content.strip(" *_")
    last = before[-1:]
    is_address = behind[:1] == ":" and behind[1:].lstrip()[:1] in tuple("./#h")
    goes_on = last in tuple("])![\\$@_") or (last.isalnum() and before.split()[-1:] != ["v"])
    if is_address or goes_on or behind[:1] in tuple("(["):
        return False
    if "#" in content and any(c.isdigit() for c in content):
        return False
    if not any(c.isalpha() for c in bare) or (_CODE.fullmatch(bare) and not FILLER.match(bare)):
        return False
    followed = bool(behind.strip(" \t*_"))
    marks = followed and not before.strip(" \t*_>-+•0123456789.)")
    if content in ("x", "X"):
        return content == "X" and not marks
    return (not followed and how_said(bare, "unfilled") == "whole") or not _is_tag(content, bare, marks, behind)


def _is_tag(content: str, bare: str, marks: bool, behind: str) -> bool:
    """Tell whether `[content]` is an answer, a type or a reference, or says what the text behind it is."""
    if how_said(bare, "tag") == "whole" or f"[/{content}]" in behind or how_said(bare, "see") == "start":
        return True
    if ":" in bare and how_said(bare.partition(":")[0], "reference") == "whole":
        return True
    if bare.isupper() and bare.isalpha():
        return how_said(bare, "asked") != "whole" or (1 < len(bare) < 5 and marks)
    if marks and (how_said(bare, "sender") == "whole" or (bare.isalnum() and _starts_sentence(behind))):
        return True
    return bare.casefold() in _names("types") and not bare.isupper()


def _starts_sentence(behind: str) -> bool:
    """Tell whether a sentence stands behind a tag: `[parser] Fix the loop`."""
    rest = behind.lstrip("*")
    return rest[:1] == " " and rest[1:2].isalpha() and not rest[1].islower() and rest[2:3].isalnum()


def _curly_asks(content: str, before: str) -> bool:
    """Tell whether `{content}` is a template's variable or expression, and no object, list, style or regex count."""
    code = _CODE_BEFORE.search(before)
    is_variable = code and code.group() == "$" and content.isidentifier() and content.islower()
    if _CURLY_CODE.fullmatch(content) or (code and not is_variable):
        return False
    return (content[0].isalpha() or content[0] in "_\"'[({") and any(c.isalpha() for c in content)


def _angle_asks(content: str, behind: str) -> bool:
    """Tell whether `<content>` asks to be filled in, and is no tag, address, type or component."""
    first = content.replace(",", " ").replace("/", " ").partition(" ")[0].casefold()
    is_word = content.casefold() == first
    if first in _names("html") and (is_word or len(first) == 1 or not content.replace(" ", "").isalnum()):
        return False
    is_tag = not {*content}.isdisjoint('=@;":') or content[-1] in "/ " or f"</{content}>" in behind
    if is_tag:
        return how_said(content.partition(":")[0], "unfilled") == "whole"  # `<TODO: say what was done>`
    if is_word and (content.istitle() or first in _names("types")) and len(first) > 1:
        return how_said(content, "asked") == "whole"
    return any(map(str.isalpha, content)) and (len(content) > 1 or content in "NXYZnxyz")


# -- without brackets ---------------------------------------------------------------------------------------------


def _bare(text: str) -> Iterator[_Candidate]:
    for found in FILLER.finditer(text) if any(map(text.__contains__, _FILLERS)) else ():
        start, end = found.span()
        if found["unit"] and not (is_unit(found["unit"]) or how_said(found["unit"], "asked") == "whole"):
            continue
        if found["date"] and not any(c in "YMDX" for c in found["date"]):
            continue
        yield start, end, ()


def _whole_lines(text: str) -> Iterator[_Candidate]:
    at = 0
    for line in text.split("\n"):
        core = line.lstrip(_MARKERS).removeprefix(". ").removeprefix("[ ]").strip()
        blank = core[:1] in _BLANK_STARTS and _BLANK.fullmatch(core)
        if core and not blank:
            core = core.strip(_TRIM)
            blank = core[:1] in _BLANK_STARTS and _BLANK.fullmatch(core)
        if core and len(core) <= _LONGEST:
            choices = status_choices(core) if "/" in core or "|" in core else ()
            if choices or blank or _requests(core):
                begin = line.rindex(core)
                yield at + begin, at + begin + len(core), choices
        at += len(line) + 1


def _requests(core: str) -> bool:
    """Tell whether all that is said is that something is still to be written: `TBD (ask the owner)`."""
    if core.count(" ") > _LONGEST_REQUEST:
        return False
    start = core.partition(" ")[0] if core[0].isalnum() else core[:_NEAR]
    first = words_in(start.casefold().replace("'", "").replace("’", ""))[:1]
    if not first or not _words().begins(first[0], ("unfilled", "sample")):
        return False
    said = core.replace("–", "-").replace("—", "-").partition(" - ")[0].partition(" (")[0]
    if any(how_said(one, "unfilled") == "whole" for one in dict.fromkeys((core, said))):
        return True
    return how_said(core, "sample") in ("start", "whole")
