"""What only a text that defines an agent holds: a card of who it is, a persona in a fence."""

from __future__ import annotations

from itertools import pairwise

from de_lint.reading.fields import Field, Row
from de_lint.vocabulary.kinds import part
from de_lint.vocabulary.schemas import schema


def blocks_of_a_persona(node: Field) -> list[list[Row]]:
    """Return the rows of `agent:` and of `persona:` in a fence that defines an agent by these keys, as BMAD does."""
    if node.form != "fence":
        return []
    starts = [i for i, r in enumerate(node.rows) if r.text[:1].isalpha()] + [len(node.rows)]
    blocks = {node.rows[a].text.rstrip(": "): list(node.rows[a:b]) for a, b in pairwise(starts)}
    keys = schema("weights")["keys"]["of a persona"].split(", ")
    return [blocks[key] for key in keys] if blocks.keys() >= set(keys) else []


def card_of(heading: Field) -> list[Field]:
    """Return the labels, or rows of two cells, right below a heading that say who an agent is, if two or more do."""
    rows = [r for c in heading.children if c.form == "table" for r in c.children if len(r.children) == 2]
    labels = [n for n in (*rows, *heading.children) if n.form == "row" or (n.label and n.value)]
    telling = (n.key in ("nickname", "type") or part(n.name, "agent_template") in ("role", "authority") for n in labels)
    return labels if sum(telling) > 1 else []
