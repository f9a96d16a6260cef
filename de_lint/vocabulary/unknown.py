"""Names that no vocabulary knows: what is raised, for those who say so without knowing any vocabulary."""

from __future__ import annotations


class UnknownKind(ValueError):
    """A kind of record that there is not; the message names the nearest, and those that there are."""


class UnknownRole(ValueError):
    """A role that no schema or template describes; the message names the nearest, and those that there are."""
