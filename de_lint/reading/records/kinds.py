"""Which records a text holds: what it is as a whole, by the evidence, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from de_lint.reading.fields import Node, Row, lines_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.embedded import in_fences, reports_beside, sibling_delegations
from de_lint.reading.records.evidence import weigh
from de_lint.reading.records.headed import delegations
from de_lint.reading.records.record import Reading, Record, told_by
from de_lint.reading.records.report_titles import opens_report, title_of
from de_lint.reading.records.templates import read_template
from de_lint.reading.records.whole_texts import all_lines, introduced, whole_delegation, whole_reports
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.kinds import concepts

#: A text that fences fill to such a part only stands around what they hold.
_MOSTLY = 2 / 3
#: What a page that only shows a prompt calls itself.
_PROMPTS = frozenset({"prompt", "prompts", "delegating", "blank"})
_FORMS = _PROMPTS | {"format"}
_BY_HEAD = "a line names its agent, with labels of a delegation below"


def records_of(source: Source, rows: Sequence[Row], root: Node, reading: Reading) -> list[Record]:
    """Return the records of a text, in no certain order; each says in `facts` what decided its kind."""
    content = [n for n in root.children if n.form not in ("rule", "comment", "tag")]
    if not content:
        return []
    if len(content) == 1 and content[0].form == "fence" and content[0].rows:
        root = build_tree(source, content[0].rows, front_matter=True)  # the whole text in one fence
    headed = list(delegations(source, rows, root))
    evidence = weigh(root, source.path)
    scores = evidence.scores()
    whole = max(scores, key=lambda kind: scores[kind]) if evidence.speaks() else "none"
    if whole != "agent_template" and introduced([n for n in content if n.form != "front-matter"]):
        whole = "progress_report"
    if whole == "agent_template":
        return told_by([read_template(source, root, headed, all_lines(source), reading)], evidence)
    title = title_of(root)
    named = concepts(words_of(title.text.text)).keys() if title else set()
    if not headed:
        siblings = list(sibling_delegations(source, root)) if whole != "progress_report" else []
        if len(siblings) > 1:
            return told_by(siblings, evidence)
        most = _MOSTLY * len(lines_of(content))
        shows_a_form = "format" in named  # `# Handoff Format`
        filled = shows_a_form or sum(len(n.lines) for n in root.walk() if n.form == "fence") > most
        told = list(in_fences(source, root, [], reading)) if filled and whole != "none" else []
        if told and (shows_a_form or sum(len(r.lines) for r in told) > most):
            return told
        if whole != "none":
            read = _whole_delegations if whole == "delegation" else whole_reports
            found = list(read(source, root, reading))
            is_prompt = whole == "delegation" and named & _PROMPTS  # `# Reviewer Prompt` above the prompt
            shown = is_prompt and not any((r.data["task"] or {}).get("steps") for r in found if r.kind == whole)
            return list(in_fences(source, root, [], reading, prompts=True) if shown else ()) or told_by(found, evidence)
    taken = {n for r in headed for n in r.lines}
    open_ones = [*told_by(headed, _BY_HEAD), *reports_beside(source, root.children, taken, reading)]
    return [*open_ones, *in_fences(source, root, open_ones, reading, forms=bool(named & _FORMS))]


def _whole_delegations(source: Source, root: Node, reading: Reading) -> Iterator[Record]:
    """The whole text as one delegation, up to the title of a report that answers it."""
    nodes = root.children
    titles = (i for i, n in enumerate(nodes) if i and n.form != "heading" and opens_report(n))
    cut = next((i for i in titles if any(n.is_labelled for n in nodes[i + 1 :])), len(nodes))
    if cut == len(nodes):
        yield whole_delegation(source, root)
        return
    yield whole_delegation(source, replace(root, children=nodes[:cut]), lines_of(nodes[:cut]))
    yield from reports_beside(source, nodes[cut:], set(), reading)
