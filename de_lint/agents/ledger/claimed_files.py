"""What a sentence claims of files: that they were created, changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.agents.ledger.claim import Claim
from de_lint.agents.ledger.wording import BREAK, SaidConcept, has, placed_in, word_list
from de_lint.agents.ledger.work import table_names
from de_lint.patterns import compiled

#: A verb in the past that begins a sentence about a file.
_DID = compiled(r"[\W_]*(?:and )?(?:(?:I|we)(?: have|'ve)?(?: also| then| now)? )?(?P<verb>[A-Za-z]{3,})\b", 2)
#: From here on scripts put no spaces between words, and Japanese and Korean put the verb last.
_FIRST_CJK = "\u3040"
_IN_GIT = ("commit", "commit_noun", "push", "push_noun", "pr")
_FILE_VERBS = {
    **{verb: f"file-{verb}" for verb in ("created", "changed", "deleted")}, "mended": "file-changed",
}  # fmt: skip
#: What stands between the start of a sentence and the verb that it is about.
_LEADS = compiled(r"\W*(?:\w+\W+){0,2}")


def claimed_files(sentence: str, prose: str, said: Sequence[SaidConcept]) -> Iterator[Claim]:
    """Yield what is said of files, those that each verb has, and those that are only called new."""
    verbs = [s for s in said if s.concept in _FILE_VERBS]
    marks = [0, *(m.end() for m in BREAK.finditer(prose))]
    starts = ((s, max(m for m in marks if m <= s.start)) for s in verbs)
    first = next((s for s, start in starts if _leads(prose, start, s) or _is_passive(prose, s)), None)
    placed = list(placed_in(sentence))
    paths = paths_of(placed)
    if first is None and placed and _is_new(sentence, prose, said, placed[0]):
        yield Claim(sentence, "file-created", kind=_within(prose, 0, placed), paths=paths[:1])
    elif first is None and any(map(_is_whole_name, paths)) and is_deed(prose) and not has(said, *_IN_GIT):
        yield Claim(sentence, "file-changed", paths=paths)
    if first is None or (not paths and any(0 < s.start - first.end < 25 for s in said if s.concept in _IN_GIT)):
        return
    # `I changed a.py and added b.py`: each verb has the files up to the next verb of another kind that has some.
    others = (s for s in verbs if s.start > first.end and _is_joined(prose, s))
    then = next((s for s in others if _FILE_VERBS[s.concept] != _FILE_VERBS[first.concept]), None)
    own, rest = [p for p in placed if not then or p[0] < then.start], [p for p in placed if then and p[0] > then.start]
    if then and not rest:  # each verb stands behind its file
        own, rest = [p for p in own if p[0] < first.start], [p for p in own if p[0] > first.start]
    if then is None or not own or not rest:
        yield _of_file(sentence, prose, said, first, placed)
    else:
        yield _of_file(sentence, prose, said, first, own)
        yield _of_file(sentence, prose, said, then, rest)


def paths_of(placed: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Return paths without their places, each once."""
    return tuple(dict.fromkeys(path for _, path in placed))


def _of_file(
    sentence: str, prose: str, said: Sequence[SaidConcept], verb: SaidConcept, placed: Sequence[tuple[int, str]]
) -> Claim:
    """Return what a verb claims of files; what is added in a file, or to it, may have been there or not."""
    what = _FILE_VERBS[verb.concept]
    if what != "file-changed" and not placed and not has(said, "file"):
        what = "file-changed"
    kind = _within(prose, verb.end, placed) if what == "file-created" else ""
    return Claim(sentence, what, kind=kind, paths=paths_of(placed))


def _within(prose: str, start: int, placed: Sequence[tuple[int, str]]) -> str:
    """Return the kind of a claim that something was added in a file: `added a test to a.py`."""
    before = prose[start : placed[0][0]].strip("` ").casefold().split() if placed else []
    return "within" if len(before) > 1 and before[-1] in word_list("within") else ""


def _leads(prose: str, start: int, verb: SaidConcept) -> bool:
    """Tell whether a clause begins with a verb, or ends with it where the script has no spaces."""
    if _LEADS.fullmatch(prose[start : verb.start]):
        return True
    return prose[verb.start] >= _FIRST_CJK and not any(c.isalnum() for c in prose[verb.end : verb.end + 3])


def _is_joined(prose: str, verb: SaidConcept) -> bool:
    """Tell whether a verb goes on with what a sentence tells: `and added`."""
    before = prose[: verb.start].casefold().split()[-1:]
    return bool(before) and (before[0] in word_list("before_verbs") or before[0].endswith(","))


def _is_new(sentence: str, prose: str, said: Sequence[SaidConcept], placed: tuple[int, str]) -> bool:
    """Tell whether a file is said to be new: `New module a.py`, `a.py (new)`."""
    at, path = placed
    end = at + len(path)
    for one in said:
        if one.concept == "new" and not prose[: one.start].strip(" *_-") and one.end < at:
            return len(prose[one.end : at].split()) < 3
        if one.concept == "new" and sentence[end : one.start].strip("` ") == "(" and prose[one.end :][:1] == ")":
            return True
    return False


def is_deed(prose: str) -> bool:
    """Tell whether a sentence begins with a verb of what was done, and not only of what was looked at."""
    found = _DID.match(prose)
    verb = found["verb"].casefold() if found else ""
    return verb in word_list("deeds") or (verb.endswith("ed") and verb not in word_list("no_deeds"))


def _is_whole_name(path: str) -> bool:
    return "." in path or path.casefold() in table_names("build_files")


def _is_passive(prose: str, verb: SaidConcept) -> bool:
    """Tell whether a verb within a sentence tells of something that was done: `was added`, `and removed`."""
    before = [w for w in prose[: verb.start].casefold().split() if not w.endswith("ly")][-2:]
    return bool(before) and (before[-1] in word_list("before_verbs") or " ".join(before) in word_list("have"))
