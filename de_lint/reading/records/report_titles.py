"""Lines that can only be the title of a report, wherever they stand."""

from __future__ import annotations

from de_lint.reading.fields import Field
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import discipline, named_in
from de_lint.reading.records.layout import concepts
from de_lint.vocabulary.kinds import active
from de_lint.vocabulary.words import ASIDE

LONGEST = 14
#: How much more the words of a title must speak for a report than for anything else.
_ENOUGH = 1.5
#: Concepts that head a report's title by themselves.
_SURE = frozenset({"report", "progress", "handoff"})


def title_weight(text: str) -> float:
    """Return how much more the words of a title speak for a report than for any other kind of text."""
    sums = [0.0] * 4
    for name, share in concepts(words_of(text)).items():
        for i, prior in enumerate(active().words["concepts"][name]["title"]):
            sums[i] += prior * share
    return sums[1] - max(sums[0], sums[2], sums[3])


def is_report_title(line: str) -> bool:
    """Tell whether a line can only be the title of an agent's report."""
    words = words_of(line)
    tokens = words.split()
    if not words or len(tokens) > LONGEST or words.endswith((".", "?", "!", ",")):
        return False
    if words.isascii() and sum(t[0].isupper() or not t[0].isalpha() for t in tokens) * 2 < len(tokens):
        return False
    found = concepts(words)
    if found.get("comment") == 1.0 and named_in(words) is not None:
        return True  # `Comment by QA Agent`, as trackers head what an agent reports there
    if ":" in words and words.partition(":")[0].isupper() and found.get("done", 0) > ASIDE:
        return True  # `TASK COMPLETED: TSK-0440`
    if title_weight(words) < _ENOUGH:
        return False
    sure = any(found.get(name, 0) == 1.0 for name in _SURE)
    return sure or named_in(words) is not None or discipline(words) is not None


def opens_report(node: Field) -> bool:
    """Tell whether a node can only be the title of a report."""
    if node.form == "heading":
        return is_report_title(node.text.text)
    if node.form not in ("label", "text") and not (node.form == "item" and not node.marker.isascii()):
        return False
    return is_report_title(node.text.text) or (
        node.label is not None and not node.value and is_report_title(node.label.text)
    )
