"""Reports in the form of a team's own template, known by its labels alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from de_lint.reading.fields import Field, lines_of
from de_lint.reading.records.claims import spread_fields
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Record, told_by
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.whole_texts import front_keys, nothing_at
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.followed_forms import followed
from de_lint.vocabulary.kinds import properties_named

_BY_FORM = "its labels, which are those of a role's own form"


def formed(source: Source, root: Field, reading: Reading) -> list[Record]:
    """Return a text with the labels of a role's own form, or the fences in it, as reports in that form."""
    if {"name", "description"} <= {f.key for f in front_keys(root)}:
        return []  # an agent's definition, which shows the form
    found = list(_in_form(source, root, reading))
    below = (x for n in root.children for x in (n, *n.children) if x.form == "fence" and x.rows and n.form != "heading")
    trees = (build_tree(source, n.rows, front_matter=True) for n in ([] if found else below))
    return found or [record for tree in trees for record in _in_form(source, tree, reading)]


def _in_form(source: Source, whole: Field, reading: Reading) -> Iterator[Record]:
    for tree in _by_headings(whole, reading):
        nodes = _content(tree)
        first = nodes[0] if nodes else tree
        may_title = first.form == "heading" or not first.value
        own, held = _labels([*front_keys(tree), *nodes]), _labels(first.children) if may_title else set()
        reading.contract = followed(own, reading.role) or followed(own | held, reading.role)
        if reading.contract:
            titled = may_title and not properties_named(first.name, [reading.contract])
            title, below = (first, [*first.children, *nodes[1:]]) if titled else (nothing_at(first), nodes)
            record = read_report(source, title, below, front_keys(tree), lines_of([tree]), reading)
            yield from told_by([record], _BY_FORM)


def _by_headings(tree: Field, reading: Reading) -> list[Field]:
    """Return a text from each heading with a form's labels right below it; all of it where no other heading has."""
    nodes = _content(tree)
    roles = [n.form == "heading" and followed(_labels(n.children)) for n in nodes]
    starts = [i for i, role in enumerate(roles) if role and reading.role in (None, role.type)]
    if starts in ([], [0]) or followed(_labels(nodes)):
        return [tree]
    return [replace(tree, children=nodes[start:stop]) for start, stop in pairwise([*starts, len(nodes)])]


def _labels(nodes: Sequence[Field]) -> set[str]:
    return {f.key for f in spread_fields(nodes) if f.is_labelled}


def _content(tree: Field) -> list[Field]:
    return [n for n in tree.children if n.form not in ("front-matter", "comment", "tag", "rule")]
