"""What an agent's message says was done: the checks and deeds in its sentences, and how they are said to stand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from de_lint.agents.ledger.claim import WORDS, Claim
from de_lint.agents.ledger.claimed_checks import claimed_checks
from de_lint.agents.ledger.claimed_deeds import claimed_deeds
from de_lint.agents.ledger.claimed_files import paths_of
from de_lint.agents.ledger.sentences import message_sentences, names_commit
from de_lint.agents.ledger.wording import has, placed_in, said_in, word_list
from de_lint.agents.ledger.work import CHECKS, kinds_named
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema

#: Longer messages are read as far as this.
_LONGEST = 60_000
_STEP = compiled(r"\W{0,6}(?:step|phase|schritt|paso|étape) \d", 2)


def claims_in(message: str) -> list[Claim]:
    """Return the claims of a message in the order of its text, each kind once a sentence."""
    found: list[Claim] = []
    for row, sentence, is_listed in message_sentences(message[:_LONGEST]):
        found += [replace(one, row=row) for one in _claims(sentence, is_listed)]
    return found


def named_as_done(text: str) -> list[Claim]:
    """Return what a text that asks for something names, as if that were said to be done: commands and files."""
    said = [one for one in said_in(text)[1] if one.command]
    found = [Claim(text, one.concept, command=one.command) for one in said if one.concept in (*CHECKS, "check")]
    paths = paths_of(placed_in(text))
    return found + ([Claim(text, "file-changed", paths=paths)] if paths else [])


def _claims(sentence: str, is_listed: bool) -> list[Claim]:
    """Return the claims of a sentence, each kind of work once: best where its command is named."""
    if sentence.rstrip("*_ ").endswith("?") or _STEP.match(sentence):
        return []
    if names_commit(sentence):
        return [Claim(sentence, "commit")]
    prose, said = said_in(sentence)
    if _is_order(prose):
        return []
    found = [*claimed_checks(sentence, prose, said, is_listed), *claimed_deeds(sentence, prose, said)]
    kept: list[Claim] = []
    found.sort(key=lambda c: not c.command)
    named = next((c.command for c in found if c.what == "check"), ())
    for one in found:
        if one.what in CHECKS and len(one.command) < 2:
            one = replace(one, within=named)
        one = replace(one, earlier=has(said, "earlier"))
        alike = [k for k in kept if (k.what, k.kind) == (one.what, one.kind)]
        if not alike or (one.command and all(k.command and k.text != one.text for k in alike)):
            kept.append(one)
    return kept


def _is_order(prose: str) -> bool:
    """Tell whether a sentence asks for something, or is a step of a plan: `Update the config`, `Run the tests`."""
    first = WORDS.search(prose.rsplit(":", maxsplit=1)[-1] if prose.casefold().startswith("next") else prose)
    word = first.group().casefold() if first and first.start() < 4 else ""
    if first and prose[first.end() : first.end() + 3].strip()[:1] in (":", "-", "–", "—", "(", ","):
        return False  # a heading of what follows
    return word in _orders() and not kinds_named(word)


@cache
def _orders() -> frozenset[str]:
    rows = (row for row in schema("cues")["stems"] if row["concept"] == "imperative")
    return frozenset(w for row in rows for w in row["en"].split()) - word_list("no_orders")
