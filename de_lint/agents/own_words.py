"""An agent's own words: a text without what its host writes around them. Lines keep their numbers."""

from __future__ import annotations

import re

from de_lint.patterns import compiled

#: What hosts put between tags of these names is no agent's.
_ASIDES = ("system-reminder", "system_reminder", "task_metadata", "usage", "environment_context")
#: A tag that stands alone on its line.
_TAG = compiled(r"\s*<(/?)([A-Za-z][\w.-]*)(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*>\s*")
#: Names of tags around what an agent hands over, also where it says something before.
_AROUND = ("report", "final_report", "progress_report", "result", "task_result", "output", "answer", "response")
_MOST_AROUND = 4
#: What the host adds below a report, for the one who asked for it, and says where there is none.
_TRAILER = "agentId: "
_USAGE = compiled(r"[^\n]*(?:\n\s*<usage>.*)?", re.DOTALL)
_NO_OUTPUT = "(Subagent completed but returned no output.)"
#: What stands above a report that was handed over, and before each of its lines then.
_HANDED = compiled(r"\s*(?:<agent-message[^<>\n]*>\s*)?\[Subagent hand-back\][^\n]*\n")
_INDENT = "  "


def own_words(text: str) -> str:
    """Return an agent's own words in a text that its host has handed on."""
    report, trailer, more = text.rpartition(_TRAILER)
    if trailer and report[-1:] in ("", "\n") and _USAGE.fullmatch(more.rstrip()):
        text = report
    if text.strip() == _NO_OUTPUT:
        return ""
    if "<" not in text:
        return _unindented(text)
    for name in _ASIDES:
        text = _without(text, name)
    return _unwrapped(_unindented(text))


def _without(text: str, name: str) -> str:
    """Return a text without what stands between tags of a name."""
    start, end = f"<{name}>", f"</{name}>"
    kept, at = [], text.find(start)
    done = 0
    while at >= 0 and (close := text.find(end, at)) >= 0:
        kept += [text[done:at], "\n" * text.count("\n", at, close)]
        done = close + len(end)
        at = text.find(start, done)
    return "".join([*kept, text[done:]])


def _unindented(text: str) -> str:
    head = _HANDED.match(text)
    if not head:
        return text
    lines = text[head.end() :].removesuffix("</agent-message>").split("\n")
    return "\n" * head[0].count("\n") + "\n".join(line.removeprefix(_INDENT) for line in lines)


def _unwrapped(text: str) -> str:
    """Return a text with blank lines for the tags around all of it, or around what is handed over in it."""
    lines = text.split("\n")
    tags = {n: tag for n, line in enumerate(lines) if line.lstrip().startswith("<") and (tag := _TAG.fullmatch(line))}
    for _ in range(_MOST_AROUND):
        filled = [n for n, line in enumerate(lines) if line.strip()]
        first, last = (tags.get(filled[0]), tags.get(filled[-1])) if filled else (None, None)
        if not (first and last and not first[1] and last[1] and first[2] == last[2]):
            break
        lines[filled[0]] = lines[filled[-1]] = ""
    for n, tag in tags.items():
        if tag[2].lower() in _AROUND:
            lines[n] = ""
    return "\n".join(lines)
