"""Sessions as the logs of agent hosts: the same steps, written as each host writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """A command line with what it printed and its exit status."""

    command: str
    output: str = ""
    status: int = 0


@dataclass(frozen=True)
class Wrote:
    """A file that was written: new with `new`, or not at all with `failed`."""

    path: str
    new: bool = False
    failed: bool = False


Step = Ran | Wrote


def claude(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of Claude Code."""
    yield {"type": "user", "message": {"role": "user", "content": "Do it"}}
    for number, step in enumerate(steps):
        if isinstance(step, Ran):
            name, given = "Bash", {"command": step.command}
            text = f"Exit code {step.status}\n{step.output}" if step.status else step.output
        else:
            name, given = ("Write" if step.new else "Edit"), {"file_path": step.path}
            text = "<tool_use_error>String to replace not found in file.</tool_use_error>" if step.failed else "Done."
        failed = bool(step.status) if isinstance(step, Ran) else step.failed
        use = {"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": given}
        yield {"type": "assistant", "message": {"role": "assistant", "content": [use]}}
        result = {"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": text, "is_error": failed}
        yield {"type": "user", "message": {"role": "user", "content": [result]}}
    yield {"type": "assistant", "message": {"role": "assistant", "content": [{"type": "text", "text": report}]}}


def codex(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of Codex."""

    def item(**payload: Any) -> Entry:
        return {"timestamp": "2026-02-10T08:00:00Z", "type": "response_item", "payload": payload}

    yield item(type="message", role="user", content=[{"type": "input_text", "text": "Do it"}])
    for number, step in enumerate(steps):
        use = f"call_{number}"
        if isinstance(step, Ran):
            given = json.dumps({"command": ["bash", "-lc", step.command]})
            yield item(type="function_call", name="shell", arguments=given, call_id=use)
            output = json.dumps({"output": step.output, "metadata": {"exit_code": step.status}})
            yield item(type="function_call_output", call_id=use, output=output)
        else:
            verb = "Add" if step.new else "Update"
            patch = f"*** Begin Patch\n*** {verb} File: {step.path}\n+x\n*** End Patch\n"
            yield item(type="custom_tool_call", name="apply_patch", input=patch, call_id=use)
            good = json.dumps({"output": "Success. Updated the following files:\n", "metadata": {"exit_code": 0}})
            bad = "apply_patch verification failed: Failed to find expected lines"
            yield item(type="custom_tool_call_output", call_id=use, output=bad if step.failed else good)
    content = [{"type": "output_text", "text": report}]
    yield item(type="message", role="assistant", content=content, phase="final_answer")


def copilot(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of GitHub Copilot CLI."""
    yield {"type": "user.message", "data": {"content": "Do it"}}
    for number, step in enumerate(steps):
        use = f"call_{number}"
        if isinstance(step, Ran):
            name, given = "bash", {"command": step.command}
            text = f"{step.output}\n<shellId: {number} completed with exit code {step.status}>"
        else:
            name = "create" if step.new else "edit"
            given, text = {"path": step.path}, "old_str not found" if step.failed else "File edited."
        yield {"type": "tool.execution_start", "data": {"toolCallId": use, "toolName": name, "arguments": given}}
        went = not (isinstance(step, Wrote) and step.failed)
        done = {"toolCallId": use, "success": went, "result": {"content": text}}
        yield {"type": "tool.execution_complete", "data": done}
    yield {"type": "assistant.message", "data": {"content": report, "toolRequests": []}}


def gemini(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of Gemini CLI."""
    yield {"type": "user", "content": "Do it", "id": "u"}
    for number, step in enumerate(steps):
        if isinstance(step, Ran):
            name, given = "run_shell_command", {"command": step.command, "directory": "(root)"}
            told = f"Exit Code: {step.status}" if step.status else "Process Group PGID: 4711"
            answer = {"output": f"Output: {step.output or '(empty)'}\n{told}"}
        else:
            name, given = ("write_file" if step.new else "replace"), {"file_path": step.path}
            answer = {"error": "Failed to edit, could not find the string"} if step.failed else {"output": "Done"}
        failed = isinstance(step, Wrote) and step.failed
        result = [{"functionResponse": {"id": f"{number}", "name": name, "response": answer}}]
        call = {"id": f"{number}", "name": name, "args": given, "result": result}
        yield {"type": "gemini", "content": "", "toolCalls": [{**call, "status": "error" if failed else "success"}]}
    yield {"type": "gemini", "content": report}


def opencode(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of OpenCode."""
    yield {"info": {"role": "user"}, "parts": [{"type": "text", "text": "Do it"}]}
    for step in steps:
        state: Entry = {"status": "completed"}
        if isinstance(step, Ran):
            name, state = "bash", {**state, "input": {"command": step.command}, "output": step.output}
            state["metadata"] = {"exit": step.status}
        else:
            name, state = ("write" if step.new else "edit"), {**state, "input": {"filePath": step.path}, "output": ""}
        if isinstance(step, Wrote) and step.failed:
            state |= {"status": "error", "error": "oldString not found in content"}
        part = {"type": "tool", "tool": name, "callID": "functions.bash:0", "state": state}
        yield {"info": {"role": "assistant"}, "parts": [part]}
    yield {"info": {"role": "assistant"}, "parts": [{"type": "text", "text": report}]}


def pi(steps: Sequence[Step], report: str) -> Iterator[Entry]:
    """Yield a log of the pi coding agent."""

    def message(**held: Any) -> Entry:
        return {"type": "message", "id": "m", "message": held}

    yield message(role="user", content=[{"type": "text", "text": "Do it"}])
    for number, step in enumerate(steps):
        if isinstance(step, Ran):
            name, given = "bash", {"command": step.command}
            text = f"{step.output}\n\nCommand exited with code {step.status}" if step.status else step.output
            failed = bool(step.status)
        else:
            name, given, failed = ("write" if step.new else "edit"), {"path": step.path}, step.failed
            text = "Could not find the exact text" if failed else "Successfully replaced text"
        call = {"type": "toolCall", "id": f"call_{number}", "name": name, "arguments": given}
        yield message(role="assistant", content=[call])
        content = [{"type": "text", "text": text or "(no output)"}]
        yield message(role="toolResult", toolCallId=f"call_{number}", toolName=name, content=content, isError=failed)
    yield message(role="assistant", content=[{"type": "text", "text": report}])


HOSTS: dict[str, Callable[[Sequence[Step], str], Iterator[Entry]]] = {
    "claude": claude, "codex": codex, "copilot": copilot, "gemini": gemini, "opencode": opencode, "pi": pi,
}  # fmt: skip
