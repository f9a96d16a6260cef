"""What in a text speaks for each kind of record: its words by their place, what its sentences do, its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from math import sqrt
from pathlib import PurePath

from de_lint.classes import dataclass, field
from de_lint.reading.fields import Node
from de_lint.reading.markup import EMOJI_RUN, words_of
from de_lint.reading.records.agents import agent_words, is_known_name, is_product, says, starts_with_product
from de_lint.reading.records.cues import act, cues_in, sentences
from de_lint.reading.records.delegation_parts import card_below
from de_lint.reading.records.layout import weighed
from de_lint.reading.records.marks import marks_of, marks_of_title
from de_lint.reading.records.report_titles import title_of
from de_lint.reading.records.template_parts import about_an_agent, card_of
from de_lint.reading.values.placeholders import without_placeholders
from de_lint.reading.values.statuses import read_status, states_of_documents
from de_lint.vocabulary import taught
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, concepts, part
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import words_in

KINDS = (*taught.KINDS, "none")
LETTERS = "DRTN"
#: So many sentences and items tell the mood of a text; a longer one goes on as it began.
_MOST_SENTENCES = 80
#: Statuses of work that somebody has done; others are also those of a plan, or of an agent that is in use.
_REPORTED = frozenset({"completed", "partial", "failed", "blocked", "in_progress"})
#: Features that say nothing alone.
_FORMS = frozenset({"no headings", "long", "data", "table", "opening neither", "bare opening neither"})
#: Parts that say what is to be done.
_WORK = frozenset({"steps", "acceptance_criteria", "expected_results", "constraints"})
_WORK |= {"progress_reporting", "task", "context_notes"}
_ROLES = frozenset({"opening role", "bare opening role"})
#: What a skill, which has a name and a description too, does not show.
_OF_AN_AGENT = _ROLES | {"front matter of a host", "early role", "title names an agent"}


@dataclass(slots=True)
class KindEvidence:
    """What speaks for the kinds: by feature how much of it there is, and the line (from 0) that first shows it."""

    values: dict[str, float] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, feature: str, value: float = 1.0, line: int | None = None) -> None:
        """Count a feature; the first line that shows it is kept."""
        if value:
            self.values[feature] = self.values.get(feature, 0) + value
            if line is not None:
                self.lines.setdefault(feature, line)

    def speaks(self) -> bool:
        """Tell whether anything was found but the text's form, its file's name and the folders it lies in."""
        return any(f not in _FORMS and not f.startswith(("name.", "folder of")) for f in self.values)

    def scores(self) -> dict[str, float]:
        """Return how much speaks for each kind, `none` included."""
        return weighed(KINDS, schema("weights")["kinds"], self.values)


def weigh(root: Node, path: str = "-") -> KindEvidence:
    """Return what speaks for the kinds in a tree; `path` is the name of the file that holds it."""
    return _Weighing(root, path).evidence


def _is_agent(name: str) -> bool:
    """Tell an agent from a person by what its name says."""
    return is_known_name(name) or is_product(name) or says(name, {"agent", "persona", "profession", "author"})


class _Weighing:
    """One walk over a tree, and what is counted on the way."""

    def __init__(self, root: Node, path: str) -> None:
        self.evidence = KindEvidence()
        self.is_data = root.info == "data"
        nodes = [n for n in root.walk() if n is not root]
        self.front = root.front_keys
        if self.is_data and {"name", "description"} <= {c.key for c in root.children}:
            self.front = root.children  # a definition of an agent in YAML or JSON
        inside = {c for n in root.children if n.form == "front-matter" for c in n.walk()}
        self.nodes = [n for n in nodes if n not in inside]
        # What a value of data holds is no section of the whole.
        self.headings = [n for n in self.nodes if n.form == "heading" and not self.is_data]
        self.title = title_of(root)
        self.sections = [h for h in self.headings if h is not self.title]
        lines = takewhile(lambda n: n.form != "heading" or n is self.title, self.nodes)
        self.header = [n for n in lines if n is not self.title]
        self._name(path)
        self._words()
        self._front_matter()
        self._labels()
        self._parts()
        self._sentences()
        for mark, value, line in (*marks_of(self.nodes), *marks_of_title(self.title)):
            self.evidence.add(mark, value, line)
        self.evidence.add("data" if self.is_data else "no headings", self.is_data or not self.headings)
        values = self.evidence.values
        if "front matter name, description" in values and not values.keys() & _OF_AN_AGENT:
            self.evidence.add("front matter of a skill")
        if "front matter name, description" not in values and any(f.endswith((" role", " at_work")) for f in values):
            slots = (n for n in self.nodes if n.form != "fence" and "{{" in n.text.text and "}}" in n.text.text)
            self._first("a role with slots", slots)

    def _first(self, feature: str, shown: Iterator[Node]) -> None:
        for node in islice(shown, 1):
            self.evidence.add(feature, line=node.first_line)

    # -- words --------------------------------------------------------------------------------------------------

    def _priors(self, texts: Sequence[tuple[str, int | None]], place: str, feature: str) -> None:
        """Add what the words of texts speak for; a concept that comes for the nth time counts an nth."""
        sums = [0.0] * 4
        rows, times = active().words["concepts"], Counter[str]()
        for text, _ in texts:
            times.update(concepts(text).keys())
            for concept, share in concepts(text).items():
                for i, prior in enumerate(rows[concept][place]):
                    sums[i] += prior * share / times[concept]
        line = texts[0][1] if len(texts) == 1 else None
        for letter, total in zip(LETTERS, sums, strict=True):
            self.evidence.add(f"{feature}.{letter}", total / sqrt(len(texts) or 1), line)

    def _name(self, path: str) -> None:
        place = PurePath(path)
        if path != "-":
            self._priors([(place.stem.replace("_", " ").replace("-", " "), None)], "title", "name")
        folders = {f.strip(".").casefold() for f in place.parts[-4:-1]}
        for group, listed in schema("weights")["folders"].items():
            if folders & set(listed.split()):
                self.evidence.add(f"folder of {group}")
            if place.name.endswith(tuple(schema("weights")["files"].get(group, "").split())):
                self.evidence.add(f"folder of {group}")

    def _words(self) -> None:
        if self.title is not None:
            title = words_of(EMOJI_RUN.sub(" – ", without_placeholders(self.title.text.text)))
            self._priors([(title, self.title.first_line)], "title", "title")
        self._priors([(words_of(h.text.text), h.first_line) for h in self.sections], "heading", "heading")
        labels = [n for n in self.header if n.label]
        self._priors([(n.name, n.first_line) for n in labels], "label", "label")

    def _front_matter(self) -> None:
        keys = {c.key for c in self.front}
        if not keys:
            return
        add = self.evidence.add
        add("front matter")
        if {"name", "description"} <= keys:
            add("front matter name, description")
        elif "description" in keys:
            add("front matter description")
        to = next((c.value.text for c in self.front if c.key == "to" and c.value), "")
        if to and not {"/", "."} & set(to) and not to.lstrip("v")[:1].isdigit():  # but not `to: v2` or `to: /docs`
            add("front matter of a message")
        for group, listed in schema("weights")["keys"].items():
            if keys & set(listed.split(", ")):
                add(f"front matter {group}")
        stated = next((c.value.text for c in self.front if part(c.name, "progress_report") == "status" and c.value), "")
        tells = any(part(h.name, "progress_report") == "completed" for h in self.headings)
        if tells and read_status(stated) == "completed":
            add("front matter of a finished task")

    def _labels(self) -> None:
        add = self.evidence.add
        is_signed = has_status = False
        card = (n for h in self.sections[:1] for n in card_below(h))
        top = [*self.front, *(n for n in self.header if n.label), *card]
        tells = any(part(n.name, "progress_report") == "completed" and n.items for n in top)
        for node in top:
            value = node.said.text if node.said else ""
            names = {k: part(node.name, k) for k in ("delegation", "progress_report", "agent_template")}
            if names["delegation"] == "agent" and value and len(value.split()) <= 8:
                add("executor", "executor" not in self.evidence.values, line=node.first_line)
                if names["progress_report"] == "assignee" and _is_agent(value):
                    add("an agent as assignee", line=node.first_line)
            if names["progress_report"] == "status" and value:
                status = read_status(value)
                add("status " + (status or "unclear"), line=node.first_line)
                has_status = has_status or (status in _REPORTED and (tells or node.info != "data"))
            if names["progress_report"] == "status" and states_of_documents() & set(words_in(value.casefold())[:2]):
                add("status of a document", line=node.first_line)
            is_signed = is_signed or bool(names["progress_report"] == "agent" and value)
            if names["progress_report"] == "date" and value:
                add("dated", line=node.first_line)
        if is_signed and has_status:
            add("who and how it stands")
        told = [*top, *(n for h in self.headings[:3] if h is not self.title for n in card_of(h))]
        about = about_an_agent(told)
        if len(about) > 1:
            add("card of an agent", len(about) - 1)
        shown = {part(h.name, "agent_template") for h in self.sections} - {None}
        if "delegation" in shown and len(shown) > 1:
            add("how to delegate, and more")

    def _parts(self) -> None:
        """What the parts of a task say, and that somebody works on it."""
        add = self.evidence.add
        level = min((h.level for h in self.sections), default=0)
        upper = {*self.header, *(h for h in self.headings if h.level <= level)}
        parts = {(p, n in upper) for n in self.nodes if n.is_labelled and (p := part(n.name, "delegation")) in _WORK}
        high, work = {p for p, is_high in parts if is_high}, {p for p, _ in parts}
        if len(work) > 1:
            feature, much = "task without an executor", min(len(work) - 1.0, 3)
            if self._names_executor():
                # A long page has such words anywhere; a task has them at its top, the task itself among them.
                much = min(much, max(len(high) - 1, 0) + len(work - high) / 2) / (1 if "task" in high else 2)
                feature = "task with an executor"
            add(feature, much)
            first = self.nodes[0]
            if first.label and first.value and not self.headings and part(first.name, "delegation") == "task":
                add("block of a task")
        own = [n for h in self.sections if part(h.name, "delegation") == "agent" for n in h.walk()]
        if {"acceptance_criteria", "steps"} <= high:
            self._first("an agent's own section", (n for n in own if starts_with_product(n.text.text)))
        asks = (h for h in self.sections if cues_in(h.name).get("report_back") == 0)
        self._first("a section on how to report back", asks)
        mine = (h for h in self.sections if fold(h.name.partition(" ")[0]) in agent_words()["mine"])
        self._first("an agent's own notes", mine)
        tags = (n for n in self.nodes if n.info == "tag" and "task" in concepts(n.name))
        if "description" not in {c.key for c in self.front}:  # as commands and skills have
            self._first("a tag of a task", tags)

    def _names_executor(self) -> bool:
        """Tell whether somebody is named or spoken to who is to do the work."""
        if "executor" in self.evidence.values:
            return True
        titles = [*self.headings, *([self.title] if self.title else [])]
        agents = {"agent", "agents", "executor", "prompt", "role", "persona", "delegating"}
        if any(agents & concepts(words_of(t.text.text)).keys() for t in titles):
            return True
        first = [t for _, t in self._texts()][:12]
        found = {cue for t in first for one in sentences(t)[:4] for cue in cues_in(one)}
        return bool(found & {"role", "at_work", "yours", "report_back"})

    # -- sentences ----------------------------------------------------------------------------------------------

    def _texts(self) -> Iterator[tuple[Node, str]]:
        for node in self.nodes:
            if node.form in ("text", "item", "label") and node is not self.title:
                text = (node.value or node.text).text if node.form == "label" else node.text.text
                states = node.label and part(node.name, "progress_report") == "status"
                if text and not (states and read_status(text) in _REPORTED):  # `Status: complete` asks for nothing
                    yield node, text

    def _sentences(self) -> None:
        add, counts = self.evidence.add, Counter[str]()
        told = list(islice(((n, s) for n, text in self._texts() for s in sentences(text)), _MOST_SENTENCES))
        values, bare = self.evidence.values, not (self.headings or self.front)
        for number, (node, sentence) in enumerate(told):
            found = cues_in(sentence)
            what = act(found)
            counts[what or "neither"] += 1
            counts.update(c for c in found if c not in ("imperative", "past"))
            if number == 0:
                self._opening(found, what, node)
            elif number == 1 and (what == "imperative" or (bare and "yours" in found)) and _ROLES & values.keys():
                add("a role, then a request", line=node.first_line)
            if number < 6:
                self._early(found, node)
        for cue in ("imperative", "past", "you", "first", "future", "condition", "forbid"):
            add(f"mood {cue}", counts[cue] / max(len(told), 4))
        for cue in ("give_back", "report_back", "runtime"):
            add(f"says {cue}", min(counts[cue], 2))

    def _opening(self, found: Mapping[str, int], what: str, node: Node) -> None:
        """What the first sentence does says most where there is no heading."""
        place = "opening" if self.headings or self.is_data else "bare opening"
        for cue in ("role", "at_work"):
            if found.get(cue, 9) <= 3:
                self.evidence.add(f"{place} {cue}", line=node.first_line)
        self.evidence.add(f"{place} {what or 'neither'}", line=node.first_line)

    def _early(self, found: Mapping[str, int], node: Node) -> None:
        for cue in ("role", "at_work"):
            if found.get(cue, 9) <= (0 if cue == "at_work" else 8) and f"early {cue}" not in self.evidence.values:
                self.evidence.add(f"early {cue}", line=node.first_line)
