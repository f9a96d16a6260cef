"""Names of agents: which words name one, what its type is, and whom a title or a sentence names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import takewhile
from pathlib import PurePath

from de_lint.patterns import compiled
from de_lint.reading.fields import Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.cues import act, cues, cues_in
from de_lint.reading.records.record import Json, Leaf
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, per_vocabulary, role_by_name, said
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import StemMatch, has_unspaced, words_in

_SNAKE = compiled(r"[^\w]+")
#: A word of a name with the marks around it: `QA`, `W3-A6`, `agent-highlight-sync`, `[PM]`.
_WORD = compiled(r"[\w@`][\w/&@.'’-]*")
#: What ends a name: `Claude (ASAR expert)`, `QA Agent, on duty`, `Jules - reviewer`, `Reviewer v2`; not `C++ reviewer`.
_NAME_END = compiled(r"(?:(?<!\s)\s+)?[(（,;；、|<]|(?<!\s)\s+[-–—→/+]+\s|\s[-=]>|\sv\d|\+(?=[A-Za-z])")
#: Where a part of a title ends.
SEGMENT_END = compiled(r"[:(|]|\s[-–—]+\s")
#: What no name holds: `4 # at most`, `{"status": 1}`.
_IN_NO_NAME = frozenset('#{}"“”=└?~$')
LONGEST_NAME = 6
_LONGEST_ROLE = 3
_GIVEN = frozenset({"task", "prompt", "instructions", "handoff", "delegating"})
_ROLES = frozenset({"persona", "profession", "author", "executor"})
#: A longer value in a language that does not set words apart is a sentence.
LONGEST_UNSPACED = 8


@cache
def agent_words() -> dict[str, frozenset[str]]:
    """Words of `schemas/agents.json` by what they are."""
    return {key: frozenset(row.split(", ")) for key, row in schema("agents")["words"].items()}


def _is_word(token: str) -> bool:
    """Tell whether a token is the word for an agent, in any of the languages."""
    return fold(token) in agent_words()["agent"]


def is_agent_name(words: str) -> bool:
    """Tell whether a label says outright that it names an agent: `QA Agent`, `[Agent Type] Agent`."""
    tokens = words.replace("-", " ").split()
    named = 2 <= len(tokens) <= LONGEST_NAME + 1 and _is_word(tokens[-1]) and tokens[-1][0].isupper()
    return named and not {fold(" ".join(tokens[:-1])), fold(words)} & agent_words()["nobody"]


def is_known_name(words: str) -> bool:
    """Tell whether a label is the name of a role, without the word Agent."""
    return fold(words) in role_by_name()


def agent_type(name: str, own: bool = False) -> str | None:
    """Return an agent's name in snake_case, `Data Engineer Agent` as `data_engineer`; None for a placeholder.

    A name that a role goes by too gives the role's type, unless the name is the agent's `own`, in its definition.
    """
    if not name.strip() or placeholders.holds_placeholder(name) or fold(name) in agent_words()["nobody"]:
        return None
    name = bare_name(name)
    for words in () if own else (fold(name), fold(_without_product(name))):
        known = role_by_name().get(words)
        if known and words not in _own_types():
            return known
        if known:
            return _SNAKE.sub("_", words)
    return _SNAKE.sub("_", name.casefold()).strip("_") or None


def bare_name(name: str) -> str:
    """Return a name without the word for an agent, where a word is left: `Agent 4` and `Agent B` stay as they are."""
    tokens = words_of(name).strip("`@ ").replace("Agent-", "Agent ").replace("-Agent", " Agent").split()
    own = [t for t in tokens if not _is_word(t)]
    left = " ".join(own)
    left = left[6:] if left.casefold().startswith(("agent-", "agent:", "agent_")) else left
    left = left[:-6] if left.casefold().endswith(("-agent", "_agent")) else left
    return left if any(c.isalpha() for c in left) and len(left) > 1 else " ".join(tokens)


@per_vocabulary
def _own_types() -> frozenset[str]:
    """Names of agents that a role describes without being the agent's own type: a DevOps agent stays `devops`."""
    return frozenset(fold(n) for found in active().roles.values() for n in found.schema.get("x-own-types", ()))


def is_product(words: str) -> bool:
    """Tell whether a name says only what the agent runs on: `Claude Code`, `AI Agent`."""
    return not _without_product(bare_name(words))


def starts_with_product(text: str) -> bool:
    """Tell whether a text says first what an agent runs on: `Claude Opus 4.5 (Amelia)`, `gpt-5-codex`."""
    return any(fold(word) in agent_words()["executors"] for word in words_in(text)[:1])


def _without_product(name: str) -> str:
    tokens = name.split()
    while tokens and fold(tokens[0]) in agent_words()["products"]:
        del tokens[0]
    return " ".join(tokens)


def _product_in(title: str) -> str | None:
    """Return the product that a title gives work to: `Codex task: …`, `Aufgabe für Claude Code`, `Codex 的任务`."""
    words = words_in(title)
    runs_on = agent_words()["executors"]
    start = next((n for n, w in enumerate(words) if fold(w) in runs_on), None)
    if start is None:
        return None
    end = start + 1
    while end < len(words) and fold(words[end]) in agent_words()["products"]:
        end += 1
    beside = (*words[max(0, start - 1) : start], *words[end : end + 1])
    ahead = [fold(w) for w in words[max(0, start - 2) : start]]
    ahead = [w for w in ahead if w not in agent_words()["articles"] - agent_words()["toward"]]
    toward = ahead[-1:] and ahead[-1] in agent_words()["toward"]  # `Prompt para o Claude Code`
    given = any(says(w, {"task", "prompt", "instructions", "handoff"}) for w in words[end : end + 3])
    if toward or (start == 0 and given) or not all(map(str.isascii, beside)):
        return " ".join(words[start:end])
    return None


def addressee_in(title: str) -> str | None:
    """Return whom a title gives work to: a product, a role or a name, `Codex task`, `Task for researcher`."""
    segments = [s for s in SEGMENT_END.split(title) if s.strip()]
    given, *rest = next((segments[n:] for n, s in enumerate(segments) if says(s, _GIVEN, 0.5)), [""])
    words = given.split()
    at = next((n for n, w in enumerate(words) if n and fold(w) in agent_words()["toward"]), len(words))
    name = words[at + 1 :] or (rest[0].split() if rest else [])
    end = next((n for n, w in enumerate(name) if n and fold(w) in agent_words()["after"]), len(name))
    name = name[1:end] if name and fold(name[0]) in agent_words()["articles"] else name[:end]
    own = len(name) == 1 and not rest and name[0].istitle() and not said(name[0])
    is_one = 0 < len(name) <= _LONGEST_ROLE and (own or says(name[-1], _ROLES))
    return _product_in(title) or (" ".join(name) if is_one else None)


def agent_json(text: Text) -> Json:
    """Return the contract's agent object for a name as written, with or without the word Agent."""
    written = words_of(text.text)
    name = bare_name(written) or written
    return {"name": Leaf(name, text.span), "type": Leaf(agent_type(name), text.span)}


def first_name(text: str) -> str:
    """Return the name that a value begins with, without what is said about it."""
    words = words_of(text).strip("`@ ")
    found = _NAME_END.search(words)
    name = (words[: found.start()] if found else words).strip(" .:`\"'")
    tokens = name.split()
    rest = next((n for n, t in enumerate(tokens) if fold(t) not in agent_words()["products"]), len(tokens))
    if 0 < rest < len(tokens) and tokens[rest][0].islower() and not _is_word(tokens[rest]):
        return " ".join(tokens[:rest])  # `Claude Code on the build machine`
    return name


def may_be_name(name: str) -> bool:
    """Tell whether a value may be somebody's name: short, no path or answer of none, and no part of a sentence."""
    tokens = [fold(t) for t in name.split()]
    is_path = PurePath(name).suffix[1:].isalpha() and len(tokens) == 1
    if not 0 < len(tokens) <= LONGEST_NAME or fold(name) in agent_words()["nobody"] or is_path:
        return False
    if name[0].isdigit() or ": " in name or not _IN_NO_NAME.isdisjoint(name) or ("/" in name and "." in name):
        return False
    goes_on = agent_words()["articles"] | agent_words()["toward"] | agent_words()["after"]  # `Building the future`
    small = {fold(t) for t in name.split()[1:] if not t[0].isupper()}  # but `Agent A`
    if not agent_words()["verbs"].isdisjoint(tokens) or not goes_on.isdisjoint(small):
        return False
    return any(map(str.isalpha, name)) and (name.isascii() or len(words_in(name)) <= LONGEST_UNSPACED)


def named_in(text: str) -> str | None:
    """Return the agent that a title or sentence names: `Delegation to the Research Agent: …`, `Agent 4 report`."""
    if not any(map(text.casefold().__contains__, agent_words()["agent"])):
        return None
    tokens = [(m.group().strip("`"), m.start(), m.end()) for m in _WORD.finditer(text)]
    for at, (token, _, end) in enumerate(tokens):
        lowered = token.casefold()
        if lowered.startswith(("agent-", "agent:")) and len(token) > 6 and not lowered.endswith("agent"):
            return token
        own, _, last = token.replace("_", "-").rpartition("-")
        between = own and _is_word(own.partition("-")[0])  # `Agent-to-Agent`
        if own and _is_word(last) and not between and fold(lowered) not in agent_words()["nobody"]:
            return _with_capitals(tokens, at, text, own) if token[0].isupper() else own
        word = token.replace("’", "'").rpartition("'")[2]
        if not _is_word(word) or fold(word)[-1] == "s":  # `regular agents` names nobody
            continue
        number = tokens[at + 1] if at + 1 < len(tokens) else None
        if number and number[0].isdigit() and text[end : number[1]] in (" ", " #"):
            return f"{token} {number[0]}"
        name = _with_capitals(tokens, at, text, "")
        if name:
            return name
    return None


def _with_capitals(tokens: Sequence[tuple[str, int, int]], at: int, text: str, last: str) -> str | None:
    """Return the words before the word for an agent that belong to its name."""
    own = [last] if last else []
    joined = at and tokens[at - 1][0]
    if not own and (joined in active().lexicon.joints or joined in agent_words()["toward"]):
        return None  # `guides and agent docs`, `delivery into agent turns`
    article = False
    for number in range(at - 1, max(-1, at - 1 - LONGEST_NAME), -1):
        token, _, end = tokens[number]
        ends = says(token, _TEXTS, 0) or fold(token) in agent_words()["nobody"]
        between = text[end : tokens[number + 1][1]].strip()
        if ends or between not in ("", "/", "&"):
            article = fold(token) in agent_words()["articles"]
            break
        if not (token[0].isupper() or token[0].isdigit()) and own and own[0][0].isupper():
            break
        own.insert(0, f"{token} {between}".strip())  # `QA / Testing Agent`
    name = " ".join(own)
    return name if article or any(t[0].isupper() for t in own) or "-" in name else None


def says(words: str, concepts: Collection[str], least: float = 0.99) -> bool:
    """Tell whether words name one of these concepts, with more than this share of what they say."""
    return any(one.concept in concepts and one.share > least for one in said(words))


#: What a title calls the text itself, which is no part of the name that follows it: `Task Delegation: QA Agent`.
_TEXTS = frozenset({"report", "delegating", "handoff", "prompt"})


def reader_of(sentence: str, loose: bool = False) -> str | None:
    """`You are the QA agent`, `You are Ralph, building …`, `@backend: build …`: who the reader is."""
    words = words_of(sentence)
    first = words.partition(" ")[0]
    if first[:1] == "@" and first[1:2].isalpha() and "/" not in first:  # but not `@scope/package`
        return first[1:].rstrip(":,;.!?")
    called, comma, _ = words.partition(",")
    if comma and called and is_product(called) and act(cues_in(sentence)) == "imperative":
        return called  # `Copilot, please …`
    greeted = words.partition("!")[0].partition(" ")[2]
    if greeted and fold(first) in agent_words()["greetings"] and is_product(greeted):
        return greeted  # `Hey Cursor!`
    if has_unspaced(words):
        return _unspaced_role(words)
    match = next((m for m in cues().matches(words.casefold()) if m.stem.concept == "role"), None)
    before = words_in(words)[: match.start] if match else ()
    if not match or (before and fold(before[-1]) in agent_words()["conditions"]):
        return None  # `Answer even if you are blocked`
    return role_after(words, match, loose)


def _unspaced_role(words: str) -> str | None:
    """`你是一名测试工程师，负责…`, `あなたは設計担当として…`: the role ends at a mark, or at words that end one."""
    start = next((end for concept, _, end in cues().places(words.casefold()) if concept == "role"), len(words))
    role = "".join(takewhile(lambda c: c.isalnum() or c == " ", words[start:].strip()))
    for ending in agent_words()["after a role"]:
        role = role.partition(ending)[0]
    while opening := next(filter(role.startswith, agent_words()["before a role"]), None):
        role = role.removeprefix(opening).strip()
    return role if says(role.casefold(), _ROLES, 0.9) else None


def is_at_work(before: str, word: str, after: str) -> bool:
    """Tell whether a word says what somebody does: `a clerk sorting the mail`, but `a data engineering lead`."""
    goes_on = before[-1:] == "," or fold(after) in agent_words()["articles"] | agent_words()["after"]
    return word.endswith("ing") and (goes_on or says(before, {"persona", "profession"}))


def role_after(words: str, match: StemMatch, loose: bool = False) -> str | None:
    """Return the name or role that follows `You are`: `a security reviewer`, `Ralph, building …`; None for an expert.

    `match` is where the words that say so stand in the lower-case words of the sentence.
    """
    found = list(_WORD.finditer(words))
    tokens = [m.group().strip("`*.") for m in found]
    start = match.end
    while start < len(tokens) - 1 and fold(tokens[start]) in agent_words()["articles"] | agent_words()["praise"]:
        start += 1
    name: list[str] = []
    for number in range(start, min(len(tokens), start + LONGEST_NAME)):
        between = words[found[number - 1].end() : found[number].start()] if number > start else " "
        token, next_ = tokens[number], "".join(tokens[number + 1 : number + 2])
        ends = fold(token) in agent_words()["after"] or next_ == "by"  # `a reviewer managed by …`
        if between.strip() or (name and (ends or is_at_work(name[-1], token, next_))):
            break
        name.append(tokens[number])
    text = " ".join(name)
    anyone, after = agent_words()["anyone"], agent_words()["after"]  # `You are in reviewer mode`
    if not name or fold(text) in agent_words()["nobody"] or name[0].endswith("ing") or fold(name[0]) in after:
        return None
    if all(fold(t) in anyone or _is_word(t) for t in name) or (not loose and fold(name[-1]) in anyone):
        return None
    # A definition speaks of nobody else; elsewhere `You are free to …` names no agent.
    is_name = loose or text[0].isupper() or "_" in text
    is_name = is_name or says(text, {"persona", "profession", "agent", "author", "role"}, 0.9)
    return text if is_name else None
