"""What a report says of its work as a whole in a heading or in its conclusion, where no label states a status."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.patterns import compiled
from de_lint.reading.fields import Field
from de_lint.reading.markup import words_of
from de_lint.reading.records.report_layout import Found, Layout
from de_lint.vocabulary.kinds import kind

_CONCLUSION = compiled(r"(?:.* )?(?:conclusions?|final (?:verdict|assessment|summary)|verdict|sign off)")
#: `Migration Complete`; what is but a part of the work has a number or comes in the plural: `Tests Completed`.
_DONE_HEADING = compiled(
    r"(?!.*\b(?:phase|step|stage|week|day|sprint|milestone|part)\b)"
    r"(?:[\w/-]+ ){0,3}[\w/-]*(?:[^\Ws]|ss|tus)[: ]+(?:completed?|accomplished)",
    re.IGNORECASE,
)
_PART_DONE_HEADING = compiled(r"(?:[\w./-]+:? ){1,7}(?:completed?|accomplished)", re.IGNORECASE)
#: A sentence about the whole: `The migration has been successfully completed.`
_DONE = compiled(
    r"(?!(?:no|none|nothing|once|when|if|after|until|while|although|whenever)\b)(?P<subject>[^.!?:;]{3,120}?)\s"
    r"(?:(?:(?:has|have) (?:now )?been|is|are|was|were)\s(?:now |fully |all |successfully )*"
    r"(?:completed?|implemented|finished|accomplished)|(?:has|have) been successfully \w+ed)"
    r"\b(?!\s+(?:by|when|once|if|until|before)\b)",
    re.IGNORECASE,
)
_UNDONE = compiled(
    r"\b(?:not|never|no|none|should|must|until|pending|incomplete|however|but|except|largely|mostly|partially|partly)\b",
    re.IGNORECASE,
)
_SENTENCE = compiled(r"(?<=[.!?])\s+")
#: Sentences of a conclusion that may state how the work as a whole stands.
LEADING = 2


def headed(layout: Layout) -> Found | None:
    """Return the status that a heading states for the whole report: `Implementation Complete`."""
    outer = [b for b in layout.body if b.form == "heading"]
    for node in outer:
        if _says_done(node, _DONE_HEADING):
            return Found("completed", node.text)
    for node in (c for b in outer if _CONCLUSION.fullmatch(b.key) for c in b.children if c.form == "heading"):
        if _says_done(node, _PART_DONE_HEADING):
            return Found("completed", node.text)
    return None


def _says_done(node: Field, pattern: re.Pattern[str]) -> bool:
    is_list = any(p.shape == "items" for p in kind("progress_report").find(node.key))
    return not is_list and pattern.fullmatch(words_of(node.text.text)) is not None


def concluded(layout: Layout) -> Found | None:
    """Return the status that a sentence at the start of the conclusion states for the whole."""
    for node in _conclusions(layout):
        texts = [c for c in node.children if c.form == "text" or (c.is_item and not c.marker.isascii())][:LEADING]
        sentences = [s for c in texts for s in _SENTENCE.split(words_of(c.text.text))][:LEADING]
        if any(_DONE.match(s) and not _UNDONE.search(s) for s in sentences):
            return Found("completed", texts[0].text)
    return None


def _conclusions(layout: Layout) -> Iterator[Field]:
    for node in reversed(layout.body):
        if node.form == "heading":
            yield from (n for n in (node, *node.children) if n.form == "heading" and _CONCLUSION.fullmatch(n.key))
