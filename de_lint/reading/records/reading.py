"""What reading a record needs to know of the agent besides what the text says."""

from __future__ import annotations

from dataclasses import dataclass

from de_lint.vocabulary.kinds import Kind


@dataclass(slots=True)
class Reading:
    """What somebody else knows of the agent, and what the labels of the whole text tell."""

    #: The type of the agent, where somebody else knows it and the text does not say.
    role: str | None = None
    #: The role of whose own form the text has the labels.
    contract: Kind | None = None
