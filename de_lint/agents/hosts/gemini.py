"""Gemini CLI: a tool that starts agents, and whose result tells the report below a head of the host's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from de_lint.agents.answers import Reply, as_object, capped
from de_lint.agents.events import DELEGATION, REPORT, EventInput, Payload, agent_in, event_text, table_in, wanted_text
from de_lint.agents.hosts.host import TIMEOUT, TRIAL, Host

_TOOL = "invoke_agent"
_FILE_TOOLS = frozenset({"write_file", "replace"})
_HEAD, _ENDED, _RESULT = "Subagent '", "Termination Reason: ", "Result:\n"
#: Ends of an agent that has not come to report.
_UNREPORTED = ("ERROR", "ABORTED")


class GeminiHost(Host):
    """Gemini CLI."""

    name = "gemini"
    title = "Gemini CLI"
    file = Path(".gemini/settings.json")
    traces = (".gemini", "GEMINI.md")
    program = "gemini"
    agents = Path(".gemini/agents")
    by_tool: ClassVar[Mapping[str, str]] = {"BeforeTool": f"^{_TOOL}$", "AfterTool": f"^{_TOOL}$", "AfterAgent": "*"}

    def look(self, about: EventInput, payload: Payload) -> EventInput:
        """Return what an event gives to judge."""
        if about.event == "AfterAgent":
            return _said(about, payload)
        tool = event_text(payload, "tool_name")
        if about.event not in ("BeforeTool", "AfterTool") or tool not in _FILE_TOOLS | {_TOOL}:
            return about
        asked = table_in(payload, "tool_input")
        if tool != _TOOL:
            written = tuple(filter(None, [event_text(asked, "file_path")]))
            return replace(about, files=written) if about.event == "AfterTool" else about
        agent, prompt = agent_in(asked), wanted_text(asked, "prompt")
        if about.event == "BeforeTool":
            return replace(about, kind=DELEGATION, text=prompt, agent=agent)
        text = _report(payload.get("tool_response"))
        if text is None:
            return about
        return replace(about, kind=REPORT, text=text, agent=agent, returned=True, asked=prompt)

    def refused(self, _: EventInput, reason: str, /) -> Reply:
        """Return the answer that refuses what an event is about."""
        return as_object({"decision": "deny", "reason": capped(reason)})

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused."""
        tool = {"session_id": TRIAL, "tool_name": _TOOL, "tool_input": {"agent_name": "qa", "prompt": delegation}}
        yield "BeforeTool", {**tool, "hook_event_name": "BeforeTool"}
        text = f"{_HEAD}qa' finished.\n{_ENDED}GOAL\n{_RESULT}{report}"
        yield "AfterTool", {**tool, "hook_event_name": "AfterTool", "tool_response": {"llmContent": [{"text": text}]}}
        yield "AfterAgent", {"session_id": TRIAL, "hook_event_name": "AfterAgent", "prompt_response": report}

    def run(self) -> dict[str, Any]:
        """Return how the host is to run de-lint."""
        return {"name": "de-lint", **super().run(), "timeout": TIMEOUT * 1_000}


def _said(about: EventInput, payload: Payload) -> EventInput:
    if payload.get("prompt_response") is None:
        return about
    text, again = wanted_text(payload, "prompt_response"), bool(payload.get("stop_hook_active"))
    return replace(
        about, kind=REPORT, text=text, again=again, is_session=True, log=event_text(payload, "transcript_path")
    )


def _report(response: object) -> str | None:
    """Return the report in a tool's response, without the head that the host writes; None if there is none."""
    content = response.get("llmContent") if isinstance(response, dict) else response
    parts = content if isinstance(content, list) else [content]
    texts = [
        part if isinstance(part, str) else event_text(part, "text") for part in parts if isinstance(part, str | dict)
    ]
    text = "\n".join(texts)
    head, result, report = text.partition(_RESULT)
    if not text or not (result and head.lstrip().startswith(_HEAD)):
        return text or None
    ended = head.partition(_ENDED)[2]
    return None if ended.startswith(_UNREPORTED) else report


HOST = GeminiHost()
