"""A placeholder to the shape of the value that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from de_lint.classes import dataclass, field, replace
from de_lint.learning import placeholder_patterns as patterns
from de_lint.learning.asked_words import begins_count, choices_listed, optional, value_asked, word_set
from de_lint.learning.masks import Mask, mask_of
from de_lint.patterns import compiled
from de_lint.reading.markup import without_emoji, without_markup
from de_lint.reading.values import statuses
from de_lint.reading.values.answers import says_none
from de_lint.reading.values.placeholders import find_placeholders, holds_placeholder, status_choices
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import Schema, schema

#: Where the shapes of values are defined.
VALUES = "urn:de-lint:values#/$defs/"

_BRACKETED = compiled(
    r"\[(?![ x]\])([^\[\]]+)\]|\{\{?([^{}]+)\}?\}|<<?([^<>]+)>?>|‹([^‹›]+)›"
    r"|«([^«»]+)»|⟨([^⟨⟩]+)⟩|【([^【】]+)】|［([^［］]+)］"
)
_NOTE = compiled(r"(?:(?<!\s)\s+)?\([^()]*\)\s*$")
_SPACES = compiled(r"\s+")
BOX = compiled(r"(?:^|(?<=\s))(?:[☐☑☒□▢]|\[[ x]?\])\s+(?=\S)")
_BARRED = compiled(r"\S\s*\|\s*\S|\S\s+/\s+\S")
#: A number in a value of several, and what may stand before it or a word: others may say the same at more length.
_NUMBER, _BETWEEN = "[0-9]+(?:[.,][0-9]+)*", "[^0-9]{0,40}?"
_ENUMERATED = compiled(r"(?:(?<![\s_])[\s_]+)?#?(?:(?<!\d)\d+|[nN])$")


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a template says of one value.

    `schema` is the fragment of JSON Schema (its `$ref` names the shape), `choices` what an enum allows, `optional`
    whether the value may be left out, `open` what could not be decided, in words.
    """

    shape: str
    facts: Schema = field(default_factory=dict)
    optional: bool = False
    open: str = ""

    @property
    def schema(self) -> Schema:
        """The fragment of JSON Schema."""
        return {"$ref": VALUES + self.shape, **self.facts}

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that an enum allows; empty if any text will do."""
        return tuple(self.facts.get("enum", ()))


_TEXT = ValueType("text")


def value_type(text: str) -> ValueType:
    """Return what the value that a template writes asks for: `[count]`, `[up/down]`, `[usage %, growth rate]`."""
    plain = without_markup(text.replace("\\|", "|")).strip()
    optional = is_optional(plain)
    asked = contents(plain)
    if boxes := BOX.split(plain)[1:]:
        return ValueType("word", {"enum": _cleaned([_without_notes(b) for b in boxes]), "x-boxes": "one"}, optional)
    bare = status_choices(plain) or patterns.BARE_CHOICES.fullmatch(plain) or _BARRED.search(plain)
    if bare and not asked and (found := _choices(_without_notes(plain))):
        return replace(found, optional=optional)
    if not asked and not holds_placeholder(plain):
        found = _listed_choices(plain) if choices_listed(plain)[1] else None if _is_number(plain) else _asked(plain)
        if found and (found.facts or (not found.open and found.shape not in ("text", "items"))):
            return replace(found, optional=optional)
        said = f"'{plain}' is no placeholder" if plain else "no placeholder says what to fill in"
        return replace(_TEXT, optional=optional, open=said)
    if asked and (first := _first_choices(plain, asked) or _counts(_required_part(plain), asked)):
        return replace(first, optional=optional)
    found = _asked(_words_of(plain))
    if len(asked) > 1 and found == _TEXT:
        found = replace(found, open=f"'{plain}' has several blanks, and nothing says what is in each")
    return replace(found, optional=optional)


def _is_number(text: str) -> bool:
    """Tell whether a text begins with a number, and not with the ends of a range."""
    return text[:1].isdigit() and not patterns.RANGE.match(text)


def is_optional(text: str) -> bool:
    """Tell whether a placeholder, or a note beside it, says that the value may be left out."""
    asked = contents(text)
    beside = _BRACKETED.sub("", text).strip(" .,;:*_")
    if optional().fullmatch(beside):
        return True
    if not asked:
        return bool(find_placeholders(text) and optional().search(beside))
    return all(optional().search(a) for a in asked)


def _required_part(text: str) -> str:
    """Return a text without the words that make it optional."""
    return optional().sub("", text).strip()


def _without_notes(text: str) -> str:
    """Return a text without what stands in parentheses at its end, and without what makes it optional."""
    return _NOTE.sub("", _required_part(text)).strip(" .;:")


def contents(text: str) -> list[str]:
    """Return what stands in the brackets of each placeholder; bare ones such as `XX%` have none."""
    return [next(filter(None, m.groups())).strip() for m in _BRACKETED.finditer(text)]


def asked_name(text: str) -> str:
    """Return the name of what one placeholder asks for, `[operation 1]` as `operation`; empty if there is none."""
    first = next(iter(contents(text)), "")
    name = re.sub(r"\W+", "_", fold(_ENUMERATED.sub("", _required_part(first)))).strip("_")
    return name if re.match(r"[^\W\d]", name) else ""


def _words_of(text: str) -> str:
    """Return the words of a value without its brackets and without what makes it optional."""
    bare = _BRACKETED.sub(lambda m: next(filter(None, m.groups())), text)
    return _SPACES.sub(" ", _required_part(bare)).strip(" .;:")


def _first_choices(text: str, asked: Sequence[str]) -> ValueType | None:
    """Return the enum that a value opens with; what follows it is a note."""
    if not _BRACKETED.match(text):
        return None
    found = _choices(_without_notes(asked[0]))
    return found if found and (found.shape in ("word", "boolean") or len(asked) == 1) else None


def _counts(text: str, asked: Sequence[str]) -> ValueType | None:
    """Return what several blanks with words between them ask for, if each is a number: `[N] passed, [M] failed`."""
    bare = _BRACKETED.sub("\0", text)
    between = bare.split("\0")[1:-1]
    are_apart = bool(between) and all(re.search(r"\w", b) for b in between)
    if not are_apart or not all(begins_count(a) or _quantity(a) == "count" for a in asked):
        return None
    parts = (f"[{w[0].upper()}{w[0].lower()}]{w[1:]}" if w != "\0" else _NUMBER for w in re.findall(r"\0|\w+", bare))
    pattern = "^" + "".join(_BETWEEN + part for part in parts)
    return ValueType("measure", {"x-quantities": ["count"] * len(asked), "pattern": pattern})


def _asked(said: str) -> ValueType:
    """Return what plain words ask for."""
    if not said:
        return replace(_TEXT, open="the placeholder does not say what to fill in")
    shown = _shown(said)
    if patterns.TICKET.match(said):
        return ValueType("tickets", {"pattern": shown.pattern} if shown else {})
    found = _quantities(said) or _of_form(said, shown)
    if found is None and fold(said) in word_set("undecided"):
        return replace(_TEXT, open=f"'{said}' does not list its choices")
    return found or (ValueType("items") if _is_plural(said) else _TEXT)


def _of_form(said: str, shown: Mask | None) -> ValueType | None:
    """Return the text of a form that a mask shows, or that words name: `version`, `date`, `url`."""
    if shown:
        facts: Schema = {"x-value": shown.value, "pattern": shown.pattern}
        return ValueType("text", facts | ({"x-parts": list(shown.parts)} if shown.value in ("date", "time") else {}))
    kind = value_asked(said) if len(said.split()) <= patterns.LONGEST_QUANTITY else None
    named = next((dict(facts) for form, facts in patterns.FORMS if form.match(said)), None)
    facts = named or ({"x-value": kind} if kind in ("date", "version") else {})
    pattern = patterns.PATTERNS.get(str(facts.get("x-value")))
    return ValueType("text", facts | ({"pattern": pattern} if pattern else {})) if facts else None


def _shown(said: str) -> Mask | None:
    """Return the form that a mask shows, with words beside it or without; none where words give another choice."""
    first, _, rest = said.partition(" ")
    before, _, last = said.rpartition(" ")
    if (
        (found := mask_of(said))
        or len(choices_listed(said)[0]) > 2
        or (choices_listed(said)[1] and not says_none(choices_listed(said)[0][-1]))
    ):
        return found
    tried = ((first.rstrip(",;"), rest), (last, before))
    return next((m for word, beside in tried if "/" not in beside and (m := mask_of(word))), None)


def _quantities(said: str) -> ValueType | None:
    parts = [p.strip() for p in re.split(r"[,;]", said) if p.strip()]
    kinds = [_quantity(p) for p in parts]
    if not kinds or None in kinds:
        return None
    facts: Schema = {"x-quantities": kinds}
    limits = patterns.RANGE.match(said)
    if limits:
        facts["x-range"] = [float(x) if "." in x else int(x) for x in limits.groups()]
    return ValueType("measure", facts)


def _quantity(said: str) -> str | None:
    if patterns.LONG_COUNT.match(said) or value_asked(said) == "count":
        return "count"
    if len(said.split()) > patterns.LONGEST_QUANTITY:
        return None
    found = next((name for name, form in patterns.QUANTITIES if form.search(said)), None)
    kind = value_asked(said)
    return found or (kind if kind in ("count", "percentage", "duration") else None)


def _choices(content: str) -> ValueType | None:
    """Return the enum or boolean that a placeholder lists; None if its slashes and bars do not part choices."""
    parts = [p.strip() for p in (re.split(r"\|", content) if "|" in content else re.split("/", content))]
    if len(parts) == 1:
        return _listed_choices(content)
    folded = [fold(without_emoji(p)) for p in parts]
    if frozenset(folded) in patterns.BOOLEANS:
        return ValueType("boolean")
    spaced = bool(re.search(r"\s[/|]\s|\|", content))
    if not _parts_choices(content, parts, spaced):
        return None
    if _names_facts(folded, spaced):
        return replace(_TEXT, open=f"'{content}' names facts rather than choices")
    return ValueType("word", {"enum": _cleaned(parts)})


def is_grade(text: str) -> bool:
    """Tell whether a text is a word for how something stands, how much of it there is, or whether it is so."""
    answers = f"{schema('answers')['yes']} {schema('answers')['no']}".split()
    is_answer = fold(text) in word_set("grades") or fold(text) in answers
    return is_answer or statuses.official(text)


def _listed_choices(content: str) -> ValueType | None:
    """Return the enum of `low, medium or high`, or of words for answers set apart by commas; `name, date` is none."""
    parts, said = choices_listed(content)
    folded = [fold(p) for p in parts]
    if len(parts) < 2 or len(set(folded)) < len(parts) or any(not 0 < len(p.split()) < 4 for p in parts):
        return None
    grades = sum(map(is_grade, parts))
    if not (said and len(parts) > 2) and grades * 2 < len(parts) + 1:
        return None
    if any(set(p.split()) & word_set("fact_nouns") or mask_of(o) for p, o in zip(folded, parts, strict=True)):
        return None
    is_boolean = frozenset(folded) in patterns.BOOLEANS
    return ValueType("boolean") if is_boolean else ValueType("word", {"enum": _cleaned(parts)})


def _parts_choices(content: str, parts: Sequence[str], spaced: bool) -> bool:
    """Tell whether bars and slashes part one choice from the other, and not units, ids or the words of a phrase."""
    folded = [fold(without_emoji(p)) for p in parts]
    if any(mark in content for mark in ("…", "...")):
        return False  # something is left out of each
    if len(parts) < 2 or not all(folded) or len(set(folded)) < len(folded) or fold(content) == "n/a":
        return False
    if (
        patterns.TICKET.match(content)
        or mask_of(content)
        or _quantities(content)
        or any(len(p.split()) > 4 for p in parts)
    ):
        return False
    return spaced or not ("," in content or _is_prose([p.casefold() for p in parts]))


def _names_facts(parts: Sequence[str], spaced: bool) -> bool:
    if all(set(p.split()) & word_set("fact_nouns") for p in parts):
        return True
    return len(parts) == 2 and not spaced and any(p in word_set("fact_nouns") for p in parts)


def _is_prose(parts: Sequence[str]) -> bool:
    """`data/API issues` and `unit/integration tests`: only one end has further words, so they belong to all parts."""
    long = [len(p.split()) > 1 and p.split()[0] not in word_set("choice_openers") for p in parts]
    return sum(long) > 0 and not all(long)


def _cleaned(parts: Sequence[str]) -> list[str]:
    cleaned = (without_emoji(without_markup(p)).strip() or p for p in parts)
    return list(dict.fromkeys(cleaned))


def _is_plural(said: str) -> bool:
    """`specific outcomes` and `areas needing more research` ask for a list, `the top recommendation` for a text."""
    if patterns.LIST.match(said):
        return True
    heads = said.partition(",")[0].split()
    return any(_is_plural_word(w) for w in (heads[0], heads[-1])) if heads else False


def _is_plural_word(word: str) -> bool:
    word = word.strip("()'\"").casefold()
    if word in word_set("singular") or len(word) < 4 or not word.isascii():
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
