"""Labels that a configuration or another format's vocabulary adds, made rows of the table of words.

A label that is taught works as the words that ship do: alone, and as the head of a longer label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import Schema
from de_lint.vocabulary.words import words_in

#: Where a label names what: the kind of record, and the part that it opens there.
Place = tuple[str, str]
#: How surely a taught label opens its part, as the weight of a stem.
WEIGHT = 5.0
#: What stands before a label that no schema knows, in rules of a project and in what they judge.
OWN_LABEL = "label:"
#: The kinds of which the parts have words.
KINDS = ("delegation", "progress_report", "agent_template")
#: What a label opens that is to be read as nothing.
NOTHING = "nothing"
_NO_PRIORS = [0, 0, 0, 0]
#: How much a word that names a kind of document speaks for it as a title, as a heading and as a label at the top.
_OF_KINDS = {"title": 6, "heading": 0.5, "label": 0.5}
#: The concept that readers ask for where a title names a kind.
_NAMING = {"progress_report": "report"}


def taught_parts(words: Schema, kind_name: str) -> dict[str, str]:
    """Return the parts that labels open in a kind, by their folded names."""
    opened = (facts["opens"].get(kind_name) for facts in words["concepts"].values())
    return {fold(name): name for name in opened if name}


def with_labels(
    words: Schema, concept_of: Mapping[Place, str], labels: Iterable[tuple[str, Collection[Place]]]
) -> Schema:
    """Return the table of words with labels and the places that they name; (kind, kind) is the kind itself."""
    concepts, stems, taught = dict(words["concepts"]), list(words["stems"]), dict(words.get("taught", {}))
    joints = frozenset(words.get("joints", "").split())
    for label, places in labels:
        key = fold(label)
        taught[key] = {**taught.get(key, {}), **{kind: part for kind, part in places if kind != part}}
        parts = [w for w in words_in(key) if w not in joints]
        if not parts:
            continue
        language = "en" if all(part.isascii() or len(part) > 1 for part in parts) else "zh"
        for name, facts in _concepts(concepts, concept_of, frozenset(places)):
            concepts.setdefault(name, facts)
            stems.append({"concept": name, "weight": WEIGHT, language: "_".join(parts)})
    return {**words, "concepts": concepts, "stems": stems, "taught": taught}


def _concepts(
    concepts: Mapping[str, Any], concept_of: Mapping[Place, str], places: frozenset[Place]
) -> Iterable[tuple[str, Any]]:
    """The concepts that stand for places: those that ship if they open nothing else, else ones of their own."""
    found: dict[str, Any] = {}
    for kind_name, part_name in sorted(places):
        if kind_name == part_name:
            name = _NAMING.get(kind_name, f"a {kind_name}")
            found[name] = concepts.get(name) or _naming(kind_name)
            continue
        shipped = concept_of.get((kind_name, part_name), "")
        if shipped and set(concepts[shipped]["opens"].items()) <= places:
            found[shipped] = concepts[shipped]
            continue
        like = concepts.get(shipped) or {"title": _NO_PRIORS, "heading": _NO_PRIORS, "label": _NO_PRIORS}
        found[f"{kind_name}.{part_name}"] = {**like, "opens": {kind_name: part_name}, "like": shipped}
    return found.items()


def _naming(kind_name: str) -> Any:
    priors = {place: [much if k == kind_name else -much / 3 for k in (*KINDS, "")] for place, much in _OF_KINDS.items()}
    return {"opens": {}, **priors}
