"""Entries of session logs, as their hosts write them, to make logs of."""

from __future__ import annotations

import json
from typing import Any

Entry = dict[str, Any]

GOOD = """✅ QA Agent Progress Report
- Task: Check the import
- Status: completed
- Completed:
  * Ran the import twice (ISS-0345)
- Blockers: none
"""
BAD = "QA Agent Progress Report\n\n- Task: Check the import, see ISS0345\n- Status: completed\n"
DELEGATION = "**QA Agent**: Run the suite\n\n**Task**: Run it\n**Ticket Reference**: iss207\n"


def log(*entries: Entry | str | bytes) -> bytes:
    """Return a log: entries as JSON, anything else as the line that it is."""
    written = (json.dumps(e, ensure_ascii=False) if isinstance(e, dict) else e for e in entries)
    return b"".join((e if isinstance(e, bytes) else e.encode()) + b"\n" for e in written)


def asked(use: str, prompt: str, agent: str = "qa", tool: str = "Agent", **more: Any) -> Entry:
    block = {"type": "tool_use", "id": use, "name": tool, "input": {"prompt": prompt, "subagent_type": agent}}
    return {"type": "assistant", "message": {"role": "assistant", "content": [block]}, **more}


def answered(use: str, content: Any, error: bool = False, **more: Any) -> Entry:
    block = {"tool_use_id": use, "type": "tool_result", "content": content, **({"is_error": True} if error else {})}
    return {"type": "user", "message": {"role": "user", "content": [block]}, **more}


def said(text: str, **more: Any) -> Entry:
    content = [{"type": "text", "text": text}]
    return {"type": "assistant", "message": {"role": "assistant", "content": content}, **more}


def user(text: str, **more: Any) -> Entry:
    return {"type": "user", "message": {"role": "user", "content": text}, **more}


def used(**more: Any) -> Entry:
    block = {"type": "tool_use", "id": "other", "name": "Bash", "input": {"command": "ls"}}
    return {"type": "assistant", "message": {"role": "assistant", "content": [block]}, **more}


def text(*texts: str) -> list[Entry]:
    return [{"type": "text", "text": each} for each in texts]


def item(**payload: Any) -> Entry:
    """Return an entry of a Codex rollout."""
    return {"timestamp": "2026-02-10T08:00:00Z", "type": "response_item", "payload": payload}


def message(text: str, role: str = "assistant", **more: Any) -> Entry:
    return item(type="message", role=role, content=[{"type": "output_text", "text": text}], **more)


def call(use: str, name: str, **arguments: Any) -> Entry:
    return item(type="function_call", name=name, arguments=json.dumps(arguments), call_id=use)


def output(use: str, value: Any) -> Entry:
    return item(type="function_call_output", call_id=use, output=value)
