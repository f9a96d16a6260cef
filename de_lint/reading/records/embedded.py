"""Records within a text of another kind: in its sections, in the open, in fences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from de_lint.classes import replace
from de_lint.reading.fields import Node, Text, lines_of
from de_lint.reading.markdown import TEXTS
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import LONGEST_NAME, named_in
from de_lint.reading.records.cues import act, cues_in
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.evidence import weigh
from de_lint.reading.records.items import is_numbered
from de_lint.reading.records.record import Reading, Record, told_by
from de_lint.reading.records.report_titles import opens_report
from de_lint.reading.records.reports import is_form, read_report
from de_lint.reading.records.whole_texts import nothing_at, whole_delegation, whole_reports
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values.placeholders import holds_placeholder
from de_lint.vocabulary.kinds import concepts, part

#: A fence holds a record of its own if so much more speaks for its kind than for none.
_SURE = 2.0
#: So many lines has a prompt that a page shows, and not a call, a name or a message of a program.
_SHORTEST_PROMPT = 5
#: The form of a report or prompt has so many blanks to be filled in.
_FEWEST_BLANKS = 3
#: JSON in a fence is a sample of data, however it reads.
_MESSAGES = TEXTS - {"json"}
_BY_TITLE = "its title"


def sibling_delegations(source: Source, root: Node) -> Iterator[Record]:
    """Sections side by side that each name an agent and its work: `### Task 1`, `**Agent**: …`, `**Mission**: …`.

    Labels that do so again and again, `TO: …`, `TASK: …`, are as many sections without a heading.
    """
    for holder in (n for n in root.walk() if n.form in ("root", "heading")):
        own = holder.children
        starts = [i for i, c in enumerate(own) if c.is_labelled and part(c.name, "delegation") == "agent"]
        runs = [replace(nothing_at(own[i]), children=own[i:j]) for i, j in pairwise([*starts, len(own)])]
        headed = [c for c in own if c.form == "heading" and _is_assignment(c)]
        sections = headed or [r for r in runs if _is_assignment(r)]
        if len(sections) > 1:
            for section in sections:
                who, title = None, section.text
                if _is_agent(section):  # `Agent 1: Visual areas` names whom the section is for, and what it is about
                    who, title = (Text(t.strip(), title.span) for t in words_of(title.text).split(":", 1))
                yield read_delegation(source, section, section.children, lines_of([section]), who, title)
            return


def _is_agent(section: Node) -> bool:
    who, colon, title = words_of(section.text.text).partition(":")
    return bool(colon and title.strip()) and len(who.split()) <= LONGEST_NAME and named_in(who) is not None


def _is_assignment(section: Node) -> bool:
    opened = {name: c for c in section.children if c.is_labelled and (name := part(c.name, "delegation"))}
    agent = opened["agent"].value if "agent" in opened else None
    named = _is_agent(section) or (agent and len(agent.text.split()) <= LONGEST_NAME)
    return bool(named) and not opened.keys().isdisjoint(("task", "steps")) and len(opened) > 1


def reports_beside(source: Source, nodes: Sequence[Node], taken: set[int], reading: Reading) -> Iterator[Record]:
    """The reports that stand in the open in a text that is none: only a title that can be nothing else opens one."""
    index = 0
    while index < len(nodes):
        title = nodes[index]
        index += 1
        if not taken.isdisjoint(title.lines):
            continue
        if not opens_report(title) or (title.form == "heading" and (is_numbered(title) or _is_about_reports(title))):
            if title.form == "heading":
                yield from reports_beside(source, title.children, taken, reading)
            continue
        own = _free(title.children, taken, opening=True)
        if title.form != "heading":
            after = _free(nodes[index:], taken)
            own, index = [*own, *after], index + len(after)
        if any(n.is_labelled or n.is_item or n.form == "table" for n in own[:2]) and _speaks_as_report(title, own):
            lines = {*title.lines, *lines_of(own)}
            yield from told_by([read_report(source, title, own, [], lines, reading)], _BY_TITLE)
        if title.form == "heading":
            yield from reports_beside(source, title.children[len(own) :], taken, reading)


def _is_about_reports(title: Node) -> bool:
    """Tell whether a section of a page is none itself: `Report format`, `Reporting`, `Create the report`."""
    words = words_of(title.text.text)
    first = words.partition(" ")[0]
    asks = act(cues_in(words)) == "imperative" and not concepts(first)  # but `Research findings`
    return asks or "format" in concepts(words) or first.endswith("ing") or words.endswith("ing")


def _speaks_as_report(title: Node, below: Sequence[Node]) -> bool:
    """Tell whether what a title opens is a report by more than that title, or by one that names its agent."""
    if is_form(title.text.text) or named_in(words_of(title.text.text)):
        return True
    scores = weigh(Node("root", title.text, children=[title, *below])).scores()
    return scores["progress_report"] == max(scores.values())


def _free(nodes: Sequence[Node], taken: set[int], opening: bool = False) -> list[Node]:
    """Return the nodes up to the first one that holds a taken line, opens another report or ends this one.

    With `opening` the first line may read like a title: `QA Progress Update:` below `### Comment by QA Agent`.
    """
    out: list[Node] = []
    for node in nodes:
        opens = opens_report(node) and (node.form == "heading" or not opening or bool(out))
        if node.form == "rule" or opens or any(not taken.isdisjoint(n.lines) for n in node.walk()):
            break
        out.append(node)
    return out


def in_fences(
    source: Source, root: Node, others: Sequence[Record], reading: Reading, prompts: bool = False, forms: bool = False
) -> Iterator[Record]:
    """Messages, and task blocks, that fences hold in a text that is neither itself; or what it shows.

    Those are `prompts`, or blank `forms`, by the title of the page.
    """
    taken = {n for r in others for n in r.lines}
    for fence in (n for n in root.walk() if n.form == "fence" and n.info in _MESSAGES):
        rows = [r for r in fence.rows if r.number not in taken]
        if len(rows) < 2:
            continue
        tree = build_tree(source, rows)
        if len(rows) == len(fence.rows):
            evidence = weigh(tree)
            scores = evidence.scores()
            second, best = sorted(scores.values())[-2:]
            blank = forms and sum(holds_placeholder(n.text.text) for n in tree.walk()) >= _FEWEST_BLANKS
            kind = max(scores, key=lambda k: scores[k]) if best - second >= (_SURE / 4 if blank else _SURE) else "none"
            is_prompt = prompts and scores["delegation"] > scores["progress_report"]
            named = fence.info not in ("yaml", "yml") or "executor" in evidence.values  # others are settings
            whole: list[Record] = []
            if named and len(rows) >= _SHORTEST_PROMPT and (is_prompt or kind == "delegation"):
                whole = [whole_delegation(source, tree, lines_of([tree]))]
            elif blank and kind == "progress_report" and not opens_report(tree.children[0]):
                whole = list(whole_reports(source, tree, reading))
            if whole:
                yield from told_by([replace(r, lines=set(fence.lines)) for r in whole], evidence)
                continue
        # A title at the top is that of all the fence holds, whatever the level of the headings below it.
        nodes = [replace(n, form="text") if n is tree.children[0] and opens_report(n) else n for n in tree.children]
        found = list(reports_beside(source, nodes, set(), reading))
        alone = len(found) == 1 and len(found[0].lines) == len(lines_of([tree]))
        yield from (replace(r, lines=set(fence.lines)) if alone else r for r in found)
