"""Which form of a team's own templates a text follows, by its labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from de_lint.vocabulary.kinds import active, per_vocabulary
from de_lint.vocabulary.properties import Kind

#: A form of fewer fields is nobody's alone.
_FEWEST = 2
#: A text follows a form if it has this share of the labels that the form requires, or of all.
_SHARE = 0.5


@per_vocabulary
def own_forms() -> list[Kind]:
    """Return the roles whose reports fill in a form of the team's own."""
    return [role for role in active().roles.values() if role.form]


def followed(labels: Iterable[str], known: str | None = None) -> Kind | None:
    """Return the role whose form has most of these folded labels; None if half of no form's labels are among them.

    Of the role that is `known` to report, one label is enough.
    """
    contracts = own_forms()
    found = set(labels) - {""} if contracts else set()
    given = active().role_named(known) if known else None
    if given and given.form:
        return given if any(not p.keys.isdisjoint(found) for p in given.fields) else None
    best = max(contracts, key=lambda role: _weight(role, found), default=None)
    return best if best is not None and _weight(best, found) > 0 else None


def _weight(role: Kind, labels: Collection[str]) -> float:
    """Return how many labels of a form are among these; 0 if that is too few of its own, or of these."""
    held = [p.name for p in role.fields if not p.keys.isdisjoint(labels)]
    required = role.schema.get("required", ())
    share = max(len(held) / len(role.fields), sum(n in held for n in required) / max(len(required), 1)) if held else 0
    own = len(held) / len(labels) if labels else 0
    enough = len(held) >= _FEWEST and share >= _SHARE and own >= _SHARE
    return len(held) + own if enough else 0
