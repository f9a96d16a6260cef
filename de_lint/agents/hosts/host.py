"""What all agent hosts have in common: an event gives something, is answered, and a file of the project asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from de_lint.agents.answers import LONGEST, Reply, as_object, capped, only_told
from de_lint.agents.events import EventInput, Payload, Unreadable, event_text, wanted_text
from de_lint.agents.own_words import own_words

COMMAND = "de-lint hook"
#: Stands for all agents, or all tools, where a host chooses them.
EVERY = "*"
#: The session of events that are sent to try whether they are answered: nothing is logged or remembered of it.
TRIAL = "de-lint-doctor"
#: Seconds that a host is to wait.
TIMEOUT = 10


class Host:
    """An agent host; what is said here is overridden where a host says it otherwise."""

    name: ClassVar[str]
    #: What people call it.
    title: ClassVar[str]
    #: Characters of a refusal that reach the model.
    room: ClassVar[int] = LONGEST
    #: The file of a project that asks de-lint, and what tells that the host is used in a project: a path or a program.
    file: ClassVar[Path]
    traces: ClassVar[tuple[str, ...]] = ()
    program: ClassVar[str] = ""
    #: What the file holds where it is not JSON.
    plugin: ClassVar[str] = ""
    #: What is to be said when the hooks are installed.
    note: ClassVar[str] = ""
    #: The folder that describes the host's agents, in a project and at home, if it has one.
    agents: ClassVar[Path | None] = None
    #: Whether the host can be told to ask about some of its agents only.
    chooses_agents: ClassVar[bool] = False
    #: Events that are chosen by agent, and those that are chosen by tool, with the tools that matter.
    by_agent: ClassVar[tuple[str, ...]] = ()
    by_tool: ClassVar[Mapping[str, str]] = {}

    def given(self, payload: Payload) -> EventInput:
        """Return what an event gives; raise Unreadable for values of the wrong type."""
        plain = self.plain(payload)
        event = wanted_text(plain, "hook_event_name")
        if not event:
            raise Unreadable("hook_event_name is missing")
        found = self.look(self.about(event, plain), plain)
        return replace(found, text=own_words(found.text)) if found.text else found

    def plain(self, payload: Payload) -> Payload:
        """Return an event with the names that most hosts use."""
        return payload

    def about(self, event: str, payload: Payload) -> EventInput:
        """Return what any event tells."""
        return EventInput(
            event,
            session=event_text(payload, "session_id"),
            folder=event_text(payload, "cwd"),
            agent_id=event_text(payload, "agent_id"),
        )

    def look(self, about: EventInput, payload: Payload) -> EventInput:
        """Return what an event gives to judge, beside what any event tells."""
        raise NotImplementedError

    def silent(self) -> Reply:
        """Return the answer that lets everything go on."""
        return Reply()

    def told(self, message: str) -> Reply:
        """Return an answer that tells the user something and refuses nothing."""
        return only_told(message)

    def contract(self, given: EventInput, text: str) -> Reply:
        """Return the answer that hands an agent its role's contract."""
        return as_object({"hookSpecificOutput": {"hookEventName": given.event, "additionalContext": capped(text)}})

    def refused(self, given: EventInput, reason: str, /) -> Reply:
        """Return the answer that refuses what an event is about."""
        raise NotImplementedError

    def noted(self, answer: Reply, message: str) -> Reply:
        """Return an answer that tells the user a message, too; on stderr where the host reads no object."""
        if not message:
            return answer
        if answer.exit_code or not self.takes_note(answer):
            return replace(answer, stderr=f"{answer.stderr}{capped(message)}\n")
        held = json.loads(answer.stdout or "{}")
        before = filter(None, [held.get("systemMessage")])
        return as_object({**held, "systemMessage": capped("\n\n".join([*before, message]))})

    def takes_note(self, _: Reply, /) -> bool:
        """Tell whether an answer may tell the user something besides."""
        return True

    def hooks(self, chosen: str = EVERY, /) -> dict[str, Any]:
        """Return what the host's file is to hold; of its agents, those that `chosen` matches are asked about."""
        matchers = {**dict.fromkeys(self.by_agent, chosen), **self.by_tool}
        return {"hooks": {event: [self.entry(event, matcher)] for event, matcher in matchers.items()}}

    def entry(self, _: str, matcher: str, /) -> dict[str, Any]:
        """Return the entry for an event in the host's file."""
        return {"matcher": matcher, "hooks": [self.run()]}

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused, with this delegation or report in it, as the host sends it."""
        raise NotImplementedError

    def chosen_by(self, event: str, payload: Payload) -> str:
        """Return the name by which the host chooses whom it asks about an event; blank where it asks all of them."""
        if event in self.by_agent:
            return event_text(self.plain(payload), "agent_type")
        return event_text(self.plain(payload), "tool_name") if event in self.by_tool else ""

    def keeps(self, _: Mapping[str, Any], /) -> bool:
        """Tell whether a command that asks de-lint, and that the host's file holds already, may stay as it is."""
        return True

    def run(self) -> dict[str, Any]:
        """Return how the host is to run de-lint."""
        return {"type": "command", "command": self.command(), "timeout": TIMEOUT}

    def command(self) -> str:
        """Return the command line that the host is to run."""
        return f"{COMMAND} --host {self.name}"
