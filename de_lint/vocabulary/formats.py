"""Vocabularies of other formats: data that a configuration switches on by name."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

from de_lint.vocabulary.kinds import Kind, Vocabulary, kind_of
from de_lint.vocabulary.schemas import FOLDER, Schema
from de_lint.vocabulary.taught import Place, with_labels

_FOLDER = FOLDER / "vocabularies"


def format_names() -> tuple[str, ...]:
    """Return the names of the vocabularies that ship, sorted."""
    return tuple(sorted(f.name.removesuffix(".json") for f in _FOLDER.iterdir() if f.name.endswith(".json")))


def extended(vocabulary: Vocabulary, names: Iterable[str]) -> Vocabulary:
    """Return `vocabulary` with the words of the named formats added; raise `KeyError` for an unknown name."""
    kinds = {name: copy.deepcopy(found.schema) for name, found in vocabulary.kinds.items()}
    statuses, own = copy.deepcopy(vocabulary.statuses), copy.deepcopy(vocabulary.words)
    for name in names:
        words = _load(name)
        _add_aliases(kinds, words.get("aliases", {}))
        _add_lists(statuses, words.get("statuses", {}))
        own["stems"] += words.get("stems", [])
        labels = _labels(words.get("aliases", {}))
        own = with_labels(own, vocabulary.concept_of, labels)
    made: dict[str, Kind] = {name: kind_of(schema) for name, schema in kinds.items()}
    return Vocabulary(made, vocabulary.roles, vocabulary.tickets, statuses, own)


def _labels(aliases: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, set[Place]]]:
    for kind_name, by_property in aliases.items():
        for property_name, labels in by_property.items():
            yield from ((label, {(kind_name, property_name)}) for label in labels)


def _load(name: str) -> Schema:
    if name not in format_names():
        raise KeyError(name)
    loaded: Schema = json.loads(_FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _add_aliases(kinds: dict[str, Schema], aliases: dict[str, dict[str, list[str]]]) -> None:
    for kind_name, by_property in aliases.items():
        for property_name, labels in by_property.items():
            if property_name != kind_name:  # words that name the kind itself are no label
                kinds[kind_name]["properties"][property_name].setdefault("x-aliases", []).extend(labels)


def _add_lists(target: Any, more: Any) -> None:
    """Add the lists of `more` to the lists that stand at the same place in `target`."""
    for key, value in more.items():
        if isinstance(value, dict):
            _add_lists(target.setdefault(key, {}), value)
        else:
            target.setdefault(key, []).extend(v for v in value if v not in target.get(key, []))
