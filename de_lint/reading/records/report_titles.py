"""Which line is the title of a text, which can only be that of a report, and what kind of report a text is.

The words of its title and headings, its status and its lists decide on the kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from de_lint.reading.fields import Node
from de_lint.reading.markup import EMOJI_RUN, words_of
from de_lint.reading.records.agents import SEGMENT_END, agent_words, is_known_name, named_in, says, starts_with_product
from de_lint.reading.records.cues import sentences
from de_lint.reading.records.layout import Candidate, Layout, weighed
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, concepts, said
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import ASIDE, words_in

TYPES = ("blocker", "completion", "finding", "handoff", "progress", "summary")
#: How much the words before the word for a report count.
_OF_A_REPORT = 0.7
#: So many sections tell by their headings what kind of report it is.
_TELLING_SECTIONS = 6
LONGEST = 14
#: How much more the words of a title must speak for a report than for anything else.
_ENOUGH = 1.5
#: Concepts that head a report's title by themselves.
_SURE = frozenset({"report", "progress", "handoff"})
#: `Codex review` says who reviews, `Codex integration report` what the report is about.
_OF_A_PRODUCT = frozenset({"report", "review", "finding", "verdict"})
_CHECKS = frozenset({"review", "analysis", "verify", "test", "finding"})
_REPORTING = frozenset(
    {"report", "progress", "status", "summary", "handoff", "blockers", "issue", "finding", "done", "task", "verdict"}
)


def title_weight(text: str) -> float:
    """Return how much more the words of a title speak for a report than for any other kind of text."""
    sums = [0.0] * 4
    for name, share in concepts(text).items():
        for i, prior in enumerate(active().words["concepts"][name]["title"]):
            sums[i] += prior * share
    return sums[1] - max(sums[0], sums[2], sums[3])


def is_report_title(line: str) -> bool:
    """Tell whether a line can only be the title of an agent's report."""
    words = words_of(line if line.isascii() else EMOJI_RUN.sub(" – ", line))  # `QA Report ❌ FAILED`
    tokens = words.split()
    if not words or len(tokens) > LONGEST or words.endswith((".", "?", "!", ",", "。")):
        return False
    if words.isascii() and sum(t[0].isupper() or not t[0].isalpha() for t in tokens) * 2 < len(tokens):
        return False
    found = concepts(words)
    if found.get("comment") == 1.0 and named_in(words) is not None:
        return True  # `Comment by QA Agent`, as trackers head what an agent reports there
    if title_weight(words) < _ENOUGH:
        return False
    sure = any(found.get(name, 0) == 1.0 for name in _SURE)
    return sure or named_in(words) is not None or discipline(words) is not None


def opens_report(node: Node) -> bool:
    """Tell whether a node can only be the title of a report."""
    text = node.text.text
    may_be = node.form in ("heading", "label", "text") or (node.form == "item" and not node.marker.isascii())
    value = node.value.text.strip(" *`") if node.value else ""
    points = "/" in value and PurePath(value).suffix[1:].isalpha() and " " not in value  # `Report: docs/audit.md`
    defines = "]: " in text  # a link
    return may_be and not points and not defines and is_report_title(placeholders.without_placeholders(text))


def title_of(root: Node) -> Node | None:
    """Return the node that is the title of a tree: an opening line that can only be one, or else its first heading."""
    nodes = [n for n in root.children if n.form not in ("front-matter", "comment", "rule", "fence")]
    heading = next((n for n in root.walk() if n.form == "heading" and n.info != "tag"), None)
    first = nodes[0] if nodes else None
    if first is None or first.form == "heading":
        return heading
    if len(nodes) < len(root.children) and first.text.text.endswith(":") and root.children[0].form == "front-matter":
        return heading  # the front matter names the text, the line what stands below it
    if heading is not None and heading.level < 2 and not opens_report(first):
        return heading  # `Version 2.1` above it says something of the text
    return first if is_title_line(first) or opens_report(first) else heading


def is_title_line(node: Node) -> bool:
    """Tell whether a line without a heading's marks is a title: short, on its own, and no sentence."""
    text = words_of(node.text.text)
    if len(node.lines) != 1 or text.endswith((".", "!", "?", "。", ",")) or len(sentences(text)) > 1:
        return False
    if node.form == "label" and node.value and node.info not in ("bold-only", "all-bold"):
        return node.name.isupper() and len(node.name.split()) > 1  # `ERROR ENCOUNTERED: …`
    drawn = node.form == "item" and not node.marker.isascii()  # `✅ QA Report`
    return (drawn or node.form in ("text", "label")) and len(text.split()) <= 12


def names_an_agent(title: str) -> bool:
    """Tell whether a title only names an agent: `Agent: frontend`, `@tester`; `QA Agent: run the suite` is for one."""
    if title.startswith("@") and len(title.split()) == 1:
        return True
    before, colon, name = title.partition(":")
    words = words_in(SEGMENT_END.split(before)[0])
    if not words or (colon and (len(words) > 1 or not name.strip())):
        return False
    return any(one.concept in ("agent", "role") for one in said(words[-1]))


def names_a_profession(title: str) -> bool:
    """Tell whether a title or a part of it ends with one: `Vera — Data Analyst`, but not `Handoff — data-analyst`."""
    ends = (s.strip(" )").split()[-1:] for s in SEGMENT_END.split(title))
    return any("-" not in w and says(w, {"profession"}) for end in ends for w in end)


def is_reporter(named: str, title: str) -> bool:
    """Tell whether an agent that a title names is the one who reports: `QA Agent Report`, not `QA Agent fails`."""
    before, _, after = title.partition(named)
    last = [w for w in map(fold, before.split()[-2:]) if w not in agent_words()["articles"] - agent_words()["toward"]]
    if last and last[-1] in agent_words()["toward"]:
        return False
    rest = SEGMENT_END.split(after.lstrip("`*"), maxsplit=1)[0].split()
    rest = rest[1:] if rest and fold(rest[0]) in agent_words()["agent"] else rest
    return not rest or _is_report_noun(rest[:3])


def discipline(title: str) -> str | None:
    """Return the role whose name stands right before the word for a report: `Security Audit Report`, `QA Report`."""
    words = title.replace("-", " ").split()
    for size in (2, 1):
        for at in range(len(words) - size):
            name, after = " ".join(words[at : at + size]), words[at + size :]
            begins = at == 0 and size == 1
            # `Critic review` names a role that no schema describes.
            is_persona = begins and says(name, {"persona", "profession"})
            checks = says(after[0], _CHECKS, 0)
            near = at < 2 or (name[0].isupper() and says(after[0], {"report"}))
            reports_ = near and _is_report_noun(after[: 2 if is_persona or checks else 1])
            named = is_known_name(name) and reports_ and not says(after[0], {"done"})
            by_product = begins and starts_with_product(name) and says(after[0], _OF_A_PRODUCT)
            if named or by_product or (is_persona and (checks or reports_)):
                return name
    return None


def _is_report_noun(after: Sequence[str]) -> bool:
    return says(" ".join(after).partition(":")[0], _REPORTING, 0.3)


def report_type_of(layout: Layout, status: str | None, lists: Mapping[str, int]) -> Candidate:
    """Return what kind of report it is, with all that speaks for each; `lists` says how many items each holds."""
    weights = schema("weights")["report types"]
    values = _evidence(layout, status, lists)
    scores = weighed(TYPES, weights, values)
    best = max(TYPES, key=lambda n: scores[n])
    return Candidate(best, layout.shown, None, tuple(f for f in values if f in weights), values=values)


def _titles(layout: Layout) -> Iterator[str]:
    """The title, and a line right below it that could be one: `Comment by QA Agent`, then `QA Progress Update:`."""
    yield layout.shown.text
    first = layout.header[0] if layout.header else None
    if first is not None and first.label and not first.value and is_report_title(first.name):
        yield first.name


def _evidence(layout: Layout, status: str | None, lists: Mapping[str, int]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for title in _titles(layout):
        words = concepts(placeholders.without_placeholders(title))
        # What a report is of, its kind: `Validation Report`.
        least = _OF_A_REPORT if words.get("report") == 1.0 else 0
        for name, share in words.items():
            whole = name == "handoff" and share >= ASIDE  # `Handoff 010 — Test`
            found[f"title {name}"] = max(found[f"title {name}"], 1 if whole else share, least)
    for section in layout.sections()[:_TELLING_SECTIONS]:
        for name, share in concepts(section.name).items():
            found[f"heading {name}"] += share
        if fold(section.name.partition(" ")[0]) in agent_words()["mine"]:
            found["own notes"] = 1
    for field, _ in layout.labelled():
        for name in concepts(field.name):
            found[f"label {name}"] += 1
    found[f"status {status}"] = 1
    found |= {f"has {name}": 1 for name, number in lists.items() if number}
    return found
