"""The rules that a configuration states itself: from its table `rules` to rules like those that ship."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from de_lint.classes import dataclass
from de_lint.diagnostics import Severity
from de_lint.project.configuration.faults import near_hint
from de_lint.project.configuration.files import Configuration, ConfigurationError
from de_lint.project.configuration.labels import kind_or_role, property_of_word
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Vocabulary
from de_lint.vocabulary.schemas import Schema, schema
from de_lint.vocabulary.taught import OWN_LABEL

if TYPE_CHECKING:
    from de_lint.judging.field_demands import FieldDemand, Path
    from de_lint.judging.rule import Problem, Rule, Subject

_KINDS = ("delegation", "progress_report")
_SLUG = re.compile(r"[\W_]+")
_LONGEST_SAID = 60
_OR = "' or '"
#: How rules of each sort are called, and what their findings say, where the configuration does not say it.
_NAMES = {
    "require": "missing-{field}",
    "forbid": "forbidden-{field}",
    "matches": "malformed-{field}",
    "one_of": "unlisted-{field}",
    "requires": "{field}-without-{asked}",
    "at_least": "too-little-{field}",
}
_MESSAGES = {
    "require": "'{field}' is missing",
    "forbid": "'{field}' must not be there",
    "matches": "{said} does not match {asked}",
    "one_of": "{said} is not one of {asked}",
    "requires": "'{field}' asks for '{asked}', which is missing",
    "at_least": "{said} than {asked}",
}
#: The sorts that name the fields themselves.
_OF_FIELDS = ("require", "forbid")
#: What `said` is in the summary of a rule, which speaks of any value.
_ANY = {"at_least": "'{field}' has fewer items or is less"}


@dataclass(frozen=True, slots=True)
class _NamedField:
    """A field that a rule names: where it stands in a record's data, and its label in the words of documents."""

    path: Path
    label: str


def demanded_rules(configuration: Configuration, vocabulary: Vocabulary, known: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rules of a configuration, beside those `known`; ConfigurationError says what is wrong with one."""
    names = {rule.name: rule.code for rule in known}
    for code, stated in configuration.data.get("rules", {}).items():
        rule = _StatedRule(configuration, vocabulary, code, stated).rule(names)
        names[rule.name] = code
        yield rule


@dataclass(frozen=True, slots=True)
class _StatedRule:
    """One table of `rules`."""

    configuration: Configuration
    vocabulary: Vocabulary
    code: str
    stated: Mapping[str, Any]

    def rule(self, names: Mapping[str, str]) -> Rule:
        """Return the rule; `names` are those of other rules, with their codes."""
        from de_lint.judging.rule import Rule

        demands = [each for target in _several(self.stated["for"]) for each in self._demands(target)]

        def check(subject: Subject) -> Iterator[Problem]:
            for demand in demands:
                yield from demand.check(subject)

        severity, mends = Severity(self.stated.get("severity", "error")), self._sort == "require"
        summary, origin = " ".join(str(self.stated.get("message") or self._summary()).split()), self.configuration.name
        return Rule(self.code, self._name(names), severity, summary, self._page(summary), check, mends, origin=origin)

    @property
    def _sort(self) -> str:
        return next(sort for sort in _NAMES if sort in self.stated)

    @property
    def _words(self) -> tuple[str, str]:
        """The labels of the field that the rule is about, and what it asks of it, as written."""
        asked = self.stated[self._sort]
        words = _OR.join(map(_labelled, _several(asked)))
        if self._sort in _OF_FIELDS:
            return words, ""
        return _labelled(self.stated["field"]), words if self._sort == "requires" else _listed(asked)

    def _name(self, names: Mapping[str, str]) -> str:
        given = str(self.stated.get("name", ""))
        if given in names:
            raise self._error("name", f"'{given}' is the name of {names[given]}")
        field, asked = (words.partition(_OR)[0] for words in self._words)
        name = given or _SLUG.sub("-", fold(_NAMES[self._sort].format(field=field, asked=asked))).strip("-")
        return f"{name}-{self.code.lower()}" if name in names else name

    def _summary(self) -> str:
        field, asked = self._words
        said = _ANY.get(self._sort, "'{field}'").format(field=field)
        return _MESSAGES[self._sort].format(field=field, asked=asked, said=said) + "."

    def _page(self, summary: str) -> str:
        whose = ", ".join(_several(self.stated["for"]))
        parts = [summary, f"## What it does\nReports this for {whose}: {self._summary()}"]
        if "why" in self.stated:
            parts.append(f"## Why is this bad?\n{self.stated['why'].strip()}")
        return "\n\n".join([*parts, f"## Where it is from\n`rules.{self.code}` in {self.configuration.name}"]) + "\n"

    def _demands(self, target: str) -> Iterator[FieldDemand]:
        """Yield what is demanded of the records of one kind, or of the reports of one role."""
        from de_lint.judging import field_demands as demand

        name = kind_or_role(self.configuration, self.vocabulary, self._where("for"), target, _KINDS)
        kind, role = (name, None) if name in _KINDS else ("progress_report", name)
        schemas = [self.vocabulary.kinds[kind].schema, *([self.vocabulary.roles[name].schema] if role else ())]

        def find(setting: str, word: str) -> _NamedField:
            return self._field(setting, word, schemas, name)

        def made(field: _NamedField, schema: Schema, asked: str = "", label: Path = ()) -> FieldDemand:
            try:
                return demand.FieldDemand(kind, role, schema, self._message(field.label, asked), label)
            except ValueError as error:
                raise self._unusable(error) from None

        sort, value = self._sort, self.stated[self._sort]
        if sort in _OF_FIELDS:
            for one in [find(sort, word) for word in _several(value)]:
                forbids = sort == "forbid"
                wanted = demand.forbidden(one.path) if forbids else demand.there(one.path)
                yield made(one, wanted, label=one.path if forbids else ())
            return
        field = find("field", self.stated["field"])
        if sort == "requires":
            for other in [find(sort, word) for word in _several(value)]:
                yield made(field, demand.asking(field.path, other.path), other.label, field.path)
        else:
            makers: dict[str, Callable[[Path, Any], Schema]] = {
                "matches": demand.matching, "one_of": demand.choosing, "at_least": demand.at_least,
            }  # fmt: skip
            yield made(field, makers[sort](field.path, value), self._words[1])

    def _message(self, label: str, asked: str) -> Callable[[Any], str]:
        """Return what makes the message of a finding from the value that it is about."""
        sort, given = self._sort, self.stated.get("message")

        def message(value: Any) -> str:
            if given:
                return str(given)
            near = _near(value, self.stated[sort]) if sort == "one_of" else ""
            return _MESSAGES[sort].format(field=label, asked=asked, said=_said(label, value)) + near

        return message

    def _field(self, setting: str, word: str, schemas: Sequence[Schema], target: str) -> _NamedField:
        own = word.startswith(OWN_LABEL)
        named = word.removeprefix(OWN_LABEL).strip()
        found = _found(named, schemas)
        if found:
            return _NamedField(tuple(name for name, _ in found), found[-1][1])
        if own and fold(named):
            from de_lint.judging.field_demands import own_label

            return _NamedField((own_label(named),), named)
        hint = near_hint(named, [label for each in schemas for label in _labels(each)])
        why = f"there is no field '{named}' in {target} (write '{OWN_LABEL}{named}' for a label of your own){hint}"
        raise self._error(setting, why)

    def _unusable(self, error: ValueError) -> ConfigurationError:
        pattern = self.stated.get("matches")
        if pattern is None:
            return self._error(self._sort, str(error))
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as wrong:
            return self._error("matches", f"'{pattern}' is not a valid regular expression: {wrong}")
        why = "it must not look around, refer to groups or repeat a great deal"
        return self._error("matches", f"'{pattern}' is not possible: {why}")

    def _error(self, setting: str, why: str) -> ConfigurationError:
        return self.configuration.error(self._where(setting), why)

    def _where(self, setting: str) -> tuple[str, ...]:
        return "rules", self.code, setting


def _several(value: Any) -> list[str]:
    return list(map(str, value)) if isinstance(value, list) else [str(value)]


def _labelled(word: str) -> str:
    return word.removeprefix(OWN_LABEL).strip()


def _listed(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else ", ".join(_several(value))


def _said(label: str, value: Any) -> str:
    if isinstance(value, str):
        text = " ".join(value.split())
        return f"'{text if len(text) <= _LONGEST_SAID else text[: _LONGEST_SAID - 1] + '…'}'"
    if isinstance(value, list):
        return f"'{label}' has {len(value)} {'item' if len(value) == 1 else 'items'}, fewer"
    return f"'{label}' is {value:g}, less" if isinstance(value, (int, float)) else f"'{label}'"


def _near(value: Any, choices: list[str]) -> str:
    from de_lint.judging.rules.invalid_enum import nearest_choice

    near = nearest_choice(value, choices) if isinstance(value, str) else None
    return f"; did you mean '{near}'?" if near else ""


def _found(word: str, schemas: Sequence[Schema]) -> list[tuple[str, str]] | None:
    """Return the names and labels on the way to the field that a word names, by property or label; None if none is."""
    known = {key: (name, each["properties"][name]) for each in schemas for key, name in property_of_word(each).items()}
    for end in (len(word), *(found.start() for found in re.finditer(r"\.", word))):
        name, below = known.get(fold(word[:end]), ("", {}))
        if name and end == len(word):
            return [(name, _label(name, below))]
        inner = _found(word[end + 1 :], [_whole(below)]) if name else None
        if inner:
            return [(name, ""), *inner]
    return None


def _label(name: str, field: Schema) -> str:
    return str(field.get("x-label") or field.get("title") or name.replace("_", " ").capitalize())


def _labels(one: Schema) -> Iterator[str]:
    """Yield the labels of a schema's fields, those within groups after a dot."""
    for name, below in one.get("properties", {}).items():
        label = _label(name, below)
        yield label
        yield from (f"{label}.{inner}" for inner in (_labels(below) if "properties" in below else ()))


def _whole(one: Schema) -> Schema:
    """Return the schema of a field with the parts that its shape has."""
    shape = str(one.get("$ref", "")).rpartition("/")[2]
    found: Schema = one if "properties" in one else schema("values")["$defs"].get(shape, {})
    return found
