"""OpenCode: a plugin hands what it is given to the command, and throws the reason of a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from de_lint.agents.answers import Reply, as_object, capped
from de_lint.agents.events import DELEGATION, REPORT, EventInput, Payload, agent_in, event_text, prompt_in, table_in
from de_lint.agents.hosts.host import TRIAL, Host

_BEFORE, _AFTER = "tool.execute.before", "tool.execute.after"
_TOOL = "task"
_FILE_TOOLS = frozenset({"write", "edit"})
_PLUGIN = """\
// Asks `de-lint hook` about what agents are asked and what they report; written by `de-lint hook install`.
import { spawnSync } from "node:child_process"

const tools = new Set(["task", "write", "edit"])

export const DeLint = async ({ directory }) => {
  const ask = (hook_event_name) => async (input, output) => {
    if (!tools.has(input.tool)) return
    const event = JSON.stringify({ hook_event_name, cwd: directory, input, output })
    const asked = { input: event, encoding: "utf8", timeout: 10000 * (Number(process.env.DE_LINT_PATIENCE) || 1) }
    const run = spawnSync("de-lint hook --host opencode", { ...asked, shell: true })
    let answer = {}
    try { answer = JSON.parse(run.stdout || "{}") } catch { return }
    if (answer.systemMessage) console.error(answer.systemMessage)
    if (answer.decision === "block") throw new Error(answer.reason)
  }
  return { "tool.execute.before": ask("tool.execute.before"), "tool.execute.after": ask("tool.execute.after") }
}
"""


class OpenCodeHost(Host):
    """OpenCode."""

    name = "opencode"
    title = "OpenCode"
    file = Path(".opencode/plugins/de-lint.ts")
    traces = (".opencode", "opencode.json", "opencode.jsonc")
    program = "opencode"
    agents = Path(".opencode/agents")
    plugin = _PLUGIN

    def plain(self, payload: Payload) -> Payload:
        """Return an event with the names that most hosts use."""
        given, output = table_in(payload, "input"), table_in(payload, "output")
        return {
            **payload,
            "session_id": given.get("sessionID"),
            "tool_name": given.get("tool"),
            "tool_use_id": given.get("callID"),
            "tool_input": output.get("args") or given.get("args"),
            "tool_response": output.get("output"),
        }

    def look(self, about: EventInput, payload: Payload) -> EventInput:
        """Return what an event gives to judge."""
        tool = event_text(payload, "tool_name")
        if tool not in _FILE_TOOLS | {_TOOL} or about.event not in (_BEFORE, _AFTER):
            return about
        asked, done = table_in(payload, "tool_input"), about.event == _AFTER
        if tool != _TOOL:
            return replace(about, files=tuple(filter(None, [event_text(asked, "filePath")]))) if done else about
        about = replace(about, agent=agent_in(asked), use=event_text(payload, "tool_use_id"))
        if not done:
            return replace(about, kind=DELEGATION, text=prompt_in(asked))
        return replace(about, kind=REPORT, text=event_text(payload, "tool_response"), returned=True)

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused."""
        args = {"subagent_type": "qa", "prompt": delegation}
        given = {"tool": _TOOL, "sessionID": TRIAL, "callID": "call", "args": args}
        yield _BEFORE, {"hook_event_name": _BEFORE, "input": given, "output": {"args": args}}
        yield _AFTER, {"hook_event_name": _AFTER, "input": given, "output": {"output": report}}

    def refused(self, _: EventInput, reason: str, /) -> Reply:
        """Return the answer that refuses what an event is about: the plugin throws it."""
        return as_object({"decision": "block", "reason": capped(reason)})


HOST = OpenCodeHost()
