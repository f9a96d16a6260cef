"""The files that a report says were created, changed or deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.claims.file_remarks import remark_in, remark_of_row
from de_lint.judging.claims.statements import Statement, statements
from de_lint.judging.claims.written_paths import WrittenPath, paths_in
from de_lint.judging.rule import Subject
from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record

_MADE_WORDS = r"created|added|changed|modified|updated|written|edited|new|touched|rewritten|extended|refactored"
_GONE_WORDS = r"deleted|removed"
_FILES = r"(?:files?|scripts?|documents?|modules?|artifacts?|deliverables?)"
_MADE_LIST = compiled(rf"(?:.*\b{_FILES}\b.*\b(?:{_MADE_WORDS})|.*\b(?:{_MADE_WORDS})\b.*\b{_FILES}|{_MADE_WORDS})\b")
_GONE_LIST = compiled(rf".*\b{_FILES}\b.*\b(?:{_GONE_WORDS})\b|.*\b(?:{_GONE_WORDS})\b.*\b{_FILES}\b|{_GONE_WORDS}$")
_MOVED_LIST = compiled(
    r"\b(?:moved?|renamed?|relocated|archived|backed|backups?|copied|temporary|analy[sz]ed|reviewed)\b"
    r"|\b(?:that|which|validates?|verif(?:y|ies)|checks?|covers?|tests? for|no|not|never|none|nothing|neither)\b"
)
#: Before a verb, in its clause, these words say that nothing of the kind was done.
_NONE = compiled(r"\b(?:no|none|nothing|neither|nor)\b(?:(?!\b(?:and|but)\b)[^,;:])*$", re.IGNORECASE)
_BETWEEN = compiled(r"(?:[\s,;&+*_]|\band\b|\bor\b)*")
_LEAD = compiled(
    r"[^\w.`/]*(?:\d+[.)]\s+)?[^\w.`/]*(?:(?:new|created|added|updated|modified|changed)\b(?: files?)?[\W_]*)?",
    re.IGNORECASE,
)

_MADE = compiled(
    r"\b(?:(?P<into>added|wrote|introduced|created|implemented|fixed)|(?P<plain>updated|changed|modified|edited|extended|rewrote"
    r"|refactored))\b",
    re.IGNORECASE,
)
_GONE = compiled(rf"\b(?:{_GONE_WORDS})\b", re.IGNORECASE)
#: Between a verb and its path these words make the path something else than what was written.
_OTHER = (
    r"no(?!-)|nothing|from|using|via|with|for|like|as|based|after|before|against|per|by|instead|than|of|without|where|when|which|that|if"
    r"|references?|imports?|importing|path|paths|url|link|links|called|calling|see|because|since|every|any|all|between"
    r"|matching|deleted|removed|moved|renamed|directory|folder|entry|entries"
)
_OTHER_GAP = compiled(rf"\b(?:{_OTHER})\b|[.;:]\s|[()→]|->", re.IGNORECASE)
#: What names a file before its path: `a new file called`, `the parser module (`.
_INTRODUCED = compiled(rf"\b{_FILES} (?:called|named)\b", re.IGNORECASE)
_BRACKET = compiled(r"\s\(\s*$")
_ITSELF = compiled(r"\W*(?:(?:the|an?|new|files?|scripts?|modules?)\b\W*)*", re.IGNORECASE)
_TO = compiled(r"\b(?:to|into)\b", re.IGNORECASE)
#: What is added "to" a file that is named then is an entry of that file, alone or with patterns and words between.
_ENTRY = compiled(
    r"(?:(?!\w+ed\b|(?:wrote|made|ran|built)\b|[.:]\s|\b(?:to|into)\b)[^;!?\n]){0,80}\b(?:to|into)\b"
    r"(?: (?:the|our|its|an?))?[\s`*_\"']+(?:[\w/-]*\.\w|[\w/.-]*(?:ignore|list|index|Makefile)\b)",
    re.IGNORECASE,
)
_PLACE = compiled(r"\b(?:to|into|in|at|under|inside|within)\W*$", re.IGNORECASE)
_PASSIVE = compiled(
    rf"\s+(?:file\s+)?(?:was|were|has been|have been|is now|are now)\s+(?:also |newly |fully )?"
    rf"(?:(?P<made>created|added|changed|modified|updated|written|edited|rewritten|extended|refactored)|(?P<gone>{_GONE_WORDS}))\b"
    r"(?!\s+(?:from|in|by|to|as|if|when)\b)",
    re.IGNORECASE,
)
_GONE_GAP = compiled(
    r"\W*(?:(?:the|an?|old|obsolete|unused|legacy|stale|dead|duplicate|redundant|files?|scripts?|module)\s+)*\W*",
    re.IGNORECASE,
)
_OBJECT_END = compiled(
    r"[\s`*_\"')]*(?:$|[.,;:(–—-]|(?:and|which|as|because|since|entirely|completely)\b)", re.IGNORECASE
)
#: `implemented src/a.py with jitter` is about the file, `implemented src/a.py support` is not.
_IMPLEMENTED_END = compiled(
    rf"(?:{_OBJECT_END.pattern})|[\s`*_\"')]*(?:with|using|via|including|plus)\b", re.IGNORECASE
)
_SENTENCE = compiled(r"[.;!?]\s+")
_LONGEST_GAP = 70


@dataclass(frozen=True, slots=True)
class ClaimedPath:
    """A path and what the report says of it: that it is there, written or changed, or that it is `gone`."""

    path: str
    gone: bool
    span: Span


def claimed_paths(subject: Subject, record: Record) -> Iterator[ClaimedPath]:
    """Yield each path once, where it is first claimed, in source order."""
    seen: set[str] = set()
    for statement in statements(subject, record):
        if statement.is_ahead:
            continue
        for path, gone in _claims(statement):
            if path.path not in seen:
                seen.add(path.path)
                yield ClaimedPath(path.path, gone, statement.piece.span(path.start, path.end))


def listed_paths(subject: Subject, record: Record, head: Node) -> set[str]:
    """Return the paths that the items and rows below a heading or label begin with, whatever they say of them."""
    below = [one for one in statements(subject, record) if any(above is head for above in one.above)]
    return {path.path for one in below for path in _leading(one, list(paths_in(one.text)))}


def _claims(statement: Statement) -> Iterator[tuple[WrittenPath, bool]]:
    found = list(paths_in(statement.text))
    if found:
        listed = list(_listed(statement, found))
        yield from listed or [*_by_verb(statement, found), *_passive(statement, found)]


def _listed(statement: Statement, found: Sequence[WrittenPath]) -> Iterator[tuple[WrittenPath, bool]]:
    """Yield the paths that an item begins with in a list of files, or that a remark beside them calls new."""
    text = statement.text
    run = _leading(statement, found)
    if not run:
        return
    rest = text[run[-1].outer_end :]
    remark = remark_in(rest) or (remark_of_row(statement.row, statement.field) if statement.row else None)
    if remark == "open" or _ENTRY.match(rest):
        return
    gone = True if remark == "gone" else _kind_of_list(statement)
    if gone is None and remark == "made":
        gone = False
    if gone is not None:
        yield from ((one, gone) for one in run)


def _leading(statement: Statement, found: Sequence[WrittenPath]) -> list[WrittenPath]:
    at = 0
    own = statement.field
    if own.label and own.value and own.form != "cell":
        label = statement.text.find(own.label.text)
        at = label + len(own.label.text) if label >= 0 and not list(paths_in(own.label.text)) else 0
    lead = _LEAD.match(statement.text, at)
    at = lead.end() if lead else at
    run: list[WrittenPath] = []
    for one in found:
        between = statement.text[at : one.outer_start]
        if one.outer_start >= at and not _BETWEEN.fullmatch(between):
            break
        run.append(one)
        at = one.outer_end
    return run


def _kind_of_list(statement: Statement) -> bool | None:
    """Return what the nearest heading or label says of the files below: gone, not gone, or nothing."""
    for name in reversed(statement.names):
        gone, made = bool(_GONE_LIST.match(name)), bool(_MADE_LIST.match(name))
        if _MOVED_LIST.search(name) or (gone and made):
            return None
        if gone or made:
            return gone
    return None


def _by_verb(statement: Statement, found: Sequence[WrittenPath]) -> Iterator[tuple[WrittenPath, bool]]:
    """Yield the paths that follow `created`, `updated`, `removed` … as what was written or deleted."""
    text = statement.text
    for verb in (*_MADE.finditer(text), *_GONE.finditer(text)):
        after = [one for one in found if one.outer_start >= verb.end()]
        if not after or not _is_near(statement, verb, after[0]):
            continue
        first, run = after[0], _run(text, after)
        gap, rest = text[verb.end() : first.outer_start], text[run[-1].outer_end :]
        if _GONE.fullmatch(verb.group()):
            if _GONE_GAP.fullmatch(gap) and _OBJECT_END.match(rest):
                yield from ((one, True) for one in run)
        elif _is_object(verb, gap, rest):
            yield from ((one, False) for one in run)


def _is_near(statement: Statement, verb: re.Match[str], first: WrittenPath) -> bool:
    """Tell whether a verb is about the path after it, and its sentence up to there about what is so."""
    near = first.outer_start - verb.end() <= _LONGEST_GAP
    return near and _says_done(statement, verb.start(), first.outer_start)


def _says_done(statement: Statement, at: int, end: int) -> bool:
    """Tell whether the sentence around a place speaks, up to an end, of what is so."""
    text = statement.text
    sentence = max((m.end() for m in _SENTENCE.finditer(text, 0, at)), default=0)
    return not _NONE.search(text[sentence:at]) and statement.says_done(text[sentence:end])


def _run(text: str, found: Sequence[WrittenPath]) -> list[WrittenPath]:
    run = [found[0]]
    for one in found[1:]:
        if not _BETWEEN.fullmatch(text[run[-1].outer_end : one.outer_start]):
            break
        run.append(one)
    return run


def _is_object(verb: re.Match[str], gap: str, rest: str) -> bool:
    gap = _INTRODUCED.sub("", gap)
    if rest.lstrip().startswith(")"):
        gap = _BRACKET.sub(" ", gap)
    if _OTHER_GAP.search(gap) or re.match(r"\s*(?:→|->|=>)", rest):
        return False
    word = verb.group().lower()
    if word == "implemented" and _ITSELF.fullmatch(gap):
        return bool(_IMPLEMENTED_END.match(rest))
    if word in ("fixed", "implemented"):
        return bool(_PLACE.search(gap))
    if word == "added" and not gap.strip(" `*_") and _TO.match(rest.lstrip(" `*_")):
        return False  # an entry of another file
    if word == "added" and not _PLACE.search(gap) and not _TO.search(gap) and _ENTRY.match(rest):
        return False
    return bool(verb["into"]) or not _TO.search(gap)


def _passive(statement: Statement, found: Sequence[WrittenPath]) -> Iterator[tuple[WrittenPath, bool]]:
    for one in found:
        said = _PASSIVE.match(statement.text, one.outer_end)
        if said and _says_done(statement, one.start, said.end()):
            yield one, bool(said["gone"])
