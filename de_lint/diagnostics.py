"""Positions, edits and findings: the words that every room shares.

Lines and columns count from 1; columns count code points; ends are exclusive.
"""

from __future__ import annotations

from enum import Enum

from de_lint.classes import dataclass, field

#: What follows this in a message is said to those who configure, not to those who wrote the text.
HOW_TO_CHANGE = "; to change this: "
#: What the codes of rules begin with that a project states in its configuration.
OWN_FAMILY = "U"
#: What a message begins with that tells of a rule instead of the text: whoever wrote that cannot mend it.
RULE_FAILED = "The rule failed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of source text, from its first character to the one after its last."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    def to_json(self) -> dict[str, int]:
        """Return the span as the contract's JSON object."""
        return {
            "start_line": self.start_line,
            "start_column": self.start_column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }

    def to(self, other: Span) -> Span:
        """Return the span that holds this one and `other`, which mostly stands behind it."""
        start = min((self.start_line, self.start_column), (other.start_line, other.start_column))
        return Span(*start, *max((self.end_line, self.end_column), (other.end_line, other.end_column)))


class Severity(str, Enum):
    """How much a finding weighs; `error` fails a run by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`; other edits may add to the same place, after this, if it is `appended`."""

    span: Span
    text: str
    appended: bool = field(default=False, compare=False)

    def to_json(self) -> dict[str, object]:
        """Return the edit as the contract's JSON object."""
        return {**self.span.to_json(), "text": self.text}


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend one finding; `safe` when the meaning of the text cannot change."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True

    def __repr__(self) -> str:
        return f"<Fix {'' if self.safe else 'not safe: '}{self.title}>"

    def to_json(self) -> dict[str, object]:
        """Return the fix as the contract's JSON object."""
        return {"title": self.title, "safe": self.safe, "edits": [e.to_json() for e in self.edits]}


@dataclass(frozen=True, slots=True)
class PlaceWithin:
    """The place of a finding in a text that its file holds inside of something else, as a log holds messages.

    `text` says which text that is; `span` is the place in it, and `line` the line at the start of it, from the
    character at `cut` on: a very long one is not kept whole.
    """

    text: str
    span: Span
    line: str
    cut: int = 0

    def to_json(self) -> dict[str, object]:
        """Return the place as JSON."""
        s = self.span
        place = {"line": s.start_line, "column": s.start_column, "end_line": s.end_line, "end_column": s.end_column}
        return {"text": self.text, **place}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is wrong, and what would be right.

    Where the file holds the text that the finding is about inside of something else, `within` is the place in it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    kind: str | None = None
    pointer: str | None = None
    fix: Fix | None = None
    within: PlaceWithin | None = None

    def __repr__(self) -> str:
        place = f"{self.path}:{self.span.start_line}:{self.span.start_column}"
        return f"<Finding {place}: {self.code} {self.message} [{self.name}]>"

    @property
    def sort_key(self) -> tuple[str, int, int, str, int, int, int, int]:
        """Order findings by path, line, column and code; the rest only breaks ties, and a rule orders what is left."""
        s = self.span
        inner = (self.within.span.start_line, self.within.span.start_column) if self.within else (0, 0)
        return (self.path, s.start_line, s.start_column, self.code, s.end_line, s.end_column, *inner)

    def to_json(self) -> dict[str, object]:
        """Return the finding as the contract's JSON object."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "message": self.message,
            "path": self.path,
            "line": self.span.start_line,
            "column": self.span.start_column,
            "end_line": self.span.end_line,
            "end_column": self.span.end_column,
            "kind": self.kind,
            "pointer": self.pointer,
            "fix": self.fix.to_json() if self.fix else None,
            **({"within": self.within.to_json()} if self.within else {}),
        }
