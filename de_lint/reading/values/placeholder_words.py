"""The words and forms that tell placeholders from the brackets, braces and angles of ordinary text."""

from __future__ import annotations

import re

from de_lint.patterns import compiled
from de_lint.reading.markup import without_emoji

BULLET = compiled(r"[ \t]*(?:>[ \t]*)*(?:(?:[-*+•]|\d{1,4}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
ANGLE = compiled(r"(?<![\w<)\\=])<([A-Za-z][^<>\n]{0,80})>")

_ID_END = r"(?:X{2,}|Y{2,}|Z{2,}|N{2,}|x{3,}|n{3,}|#{2,}|\?{2,})"
#: Placeholders without any bracket.
BARE = (
    compiled(rf"(?<![\w-])[A-Z][A-Z0-9]{{1,9}}-(?:{_ID_END}-)?{_ID_END}(?![\w#])"),
    compiled(r"(?<!\w)YYYY[-/.]?MM[-/.]?DD(?:[T ]?HH:MM(?::SS)?Z?)?(?!\w)"),
    compiled(r"(?<!\w)(?:MM/DD|DD/MM|DD\.MM)[/.]YYYY(?!\w)"),
    compiled(r"(?<![\w.])v?X\.Y(?:\.Z)?(?![\w])"),
    compiled(r"(?<![\w.])X{1,3}(?:\.X{1,2})?%(?!\w)"),
    compiled(r"(?<![\w.])XX+ ?(?:ms|s|MB|KB|GB|seconds?|minutes?|hours?|tests?|issues?)(?!\w)"),
)

#: Placeholders only where they are all that is said.
WHOLE = compiled(
    r"(?i:TBD|TBA|TODO|FIXME|current date|today'?s date)"
    r"|(?i:to be (?:determined|defined|decided|added|filled(?: in)?|announced))"
    r"|(?i:lorem ipsum\b.*|placeholder|insert .{1,80} here|your .{1,60} here|fill (?:this )?in(?: .{1,60})?)"
    r"|(?i:(?:please )?(?:add|enter|describe|list|provide|write|insert) "
    r"(?:any|your|the|a|all|some|relevant|additional)\b.{0,120} here)"
    r"|XX+|X/Y|HH:MM|\?{2,}|\[?(?:\.\.\.|…)\]?(?<=\])"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS = {"in progress", "needs work", "not started", "on hold", "on track"} | _words(
    "high medium low critical info warning warn error debug notice trace fatal new active done todo fixed wip ok "
    "pass fail passed failed skip skipped blocked pending completed complete open closed resolved partial unreleased "
    "yanked draft urgent optional required deprecated breaking sic emphasis redacted truncated omitted"
)
_TYPES = _words("str int float bool bytes dict list tuple set any none object string boolean array t k v")
#: Agents that put their name before a message: `[PM] Blocked after 3 attempts`, `[Research] Analyze the cache`.
_SENDERS = {"data engineer", "data engineering", "version control"} | _words(
    "pm qa ops engineer engineering research researcher documentation security ticketing developer architect tester "
    "reviewer system user assistant"
)
_UPPER_PLACEHOLDERS = _words(
    "NAME DATE ID URL TITLE DESCRIPTION STATUS VERSION COUNT NUMBER TIME PATH FILE TASK AGENT ROLE PROJECT "
    "TICKET SUMMARY VALUE X Y Z N W M XX XXX YYYY TBD LEVEL REASON RESULT TOPIC"
)
_HTML = _words(
    "a abbr address article aside audio b blockquote body br button canvas caption center cite code col dd del "
    "details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i "
    "iframe img input ins kbd label legend li link main mark meta nav ol optgroup option p picture pre q s samp "
    "script section select small source span strike strong style sub summary sup svg "
    "table tbody td textarea tfoot th thead time title tr tt u ul "
    "var video wbr string object any number boolean t k v"
)
_TICKETS = compiled(r"[A-Z][A-Z0-9]*-\d[\w-]*(?:\s*[,/&]\s*[A-Z][A-Z0-9]*-\d[\w-]*)*")
_DATED = compiled(r"\d{4}-\d\d(?:-\d\d)?\b|\d{1,2}:\d\d\b|v?\d+(?:\.\d+)+\b")
_FLOW_LIST = compiled(r"[\w.-]+(?:\s*,\s*[\w.-]+)+")
_DOTTED_NAME = compiled(r"[a-z_]\w*(?:\.[a-z_]\w*)+(?:\(.*\))?")
_CHARACTER_CLASS = compiled(r"\^?(?:\\?\w-\\?\w|\\[\w.]|[_.,+*^$-])(?:\\?\w-\\?\w|\\[\w.]|[\w_.,+*^$-])*")
_MEMBER = compiled(r"[a-z]\w*\.\w+|[a-z]\w* [+*/<>=-]+ \w+")
_LABELLED = compiled(r"(?:ID|Ref|Ticket|Note|Source|Severity|Priority|Status|Type|Author): *[^\[\]{}<>]*")
_CODE_START = compiled(r"[\"'`^!#@:;.,(|/\\$&*=+~?%-]|f[\"']|https?:|mailto:")
_WORD_LIST = compiled(r"\s*[/|]\s*")


def is_square_placeholder(content: str) -> bool:
    """Tell whether `[content]` asks to be filled in, by its content alone."""
    text = content.strip(" *_")
    if text.startswith(("[", '{"')):  # a wiki link, a list of lists, a list of objects
        return False
    if not any(c.isalpha() for c in text) or _CODE_START.match(text) or content.endswith("\\"):
        return False
    if any(p.fullmatch(text) for p in (_TICKETS, _FLOW_LIST, _DOTTED_NAME, _CHARACTER_CLASS, _MEMBER, _LABELLED)):
        return bool(re.fullmatch(r"[XYZN](?:\.[XYZN])+|X-Y|\d-\d", text))
    if _DATED.match(text) or re.search(r"==|=>|\$\w|&&|::|\bfor \w+ in\b", text):
        return False
    if re.fullmatch(r"[A-Z]{2,} ?\d+|\d+\w{0,3}|\w+; ?\d+", text):
        return False
    return text.casefold() not in _TYPES or text in _UPPER_PLACEHOLDERS


def is_tag(content: str, before: str, after: str) -> bool:
    """Tell whether `[content]` marks what follows (`[x]`, `[HIGH]`, `[PM]`) and asks for nothing."""
    leading = not before.strip(" \t*_>-+•0123456789.)")
    followed = bool(after.strip(" \t*_"))
    if content in ("x", "X"):
        return content == "x" or (leading and followed)
    if content.casefold().replace("_", " ") in _TAGS or f"[/{content}]" in after:
        return True
    if content.isupper() and content.isalpha() and content not in _UPPER_PLACEHOLDERS:
        return True
    if content.isupper() and content.isalpha() and 2 <= len(content) <= 4 and leading and followed:
        return True
    return leading and followed and content.casefold() in _SENDERS


def is_curly_placeholder(content: str) -> bool:
    """Tell whether `{content}` is a template's variable or expression, and no object, list, style or regex count."""
    if content.startswith("{") and content.endswith("}"):
        return any(c.isalpha() for c in content) and not re.match(r"\{\s*[\"'][^\"']*[\"']\s*:", content)
    if not content or content[0].isspace() or ";" in content or "=>" in content:
        return False
    if re.match(r"[\"'][^\"']*[\"']\s*:", content) or re.match(r"[\w-]+:\s", content):
        return False
    if re.fullmatch(r"[\w.*-]+(?:,\s*[\w.*-]*)+", content):
        return False
    return bool(re.match(r"[A-Za-z_\"'\[(]", content)) and any(c.isalpha() for c in content)


def is_angle_placeholder(content: str) -> bool:
    """Tell whether `<content>` asks to be filled in, and is no tag, address or type."""
    name = re.match(r"[A-Za-z][\w-]*", content)
    first = name.group().casefold() if name else ""
    if first in _HTML and (content.casefold() == first or not re.fullmatch(r"[\w ]+", content) or len(first) == 1):
        return False
    if content.endswith(("/", " ")) or re.search(r"[=@;\"]|\w:", content):
        return False
    return not (len(content) == 1 and content not in "NXYZnxyz")


def choices_in(content: str) -> tuple[str, ...]:
    """Return the values that a placeholder lists, `in progress/completed` or `a | b`; none if it is prose."""
    parts = _WORD_LIST.split(content.strip())
    if len(parts) < 2 or "," in content or any(not p or len(p.split()) > 4 for p in parts):
        return ()
    return tuple(parts)


_STATUS_GROUPS = {
    "done": "complete completed done closed resolved finished pass passed success passing",
    "part": "partial incomplete conditional concerns",
    "fail": "fail failed failure error rejected",
    "stop": "blocked delayed halted waived",
    "open": "open pending todo planned",
    "move": "progress in_progress active ongoing started on_track",
}
_STATUS_SIGNS = tuple("✅⚠❌🚫🟢🟡🔴🔶⏳🔄")
_STATUS_WORDS = {word: group for group, row in _STATUS_GROUPS.items() for word in row.split()}


def status_choices(text: str) -> tuple[str, ...]:
    """Return the parts of `Complete/Partial/Blocked` if every part is a status word and they differ; else none."""
    parts = _WORD_LIST.split(text)
    if not 2 <= len(parts) <= 8:
        return ()
    groups = {_group(part, "|" in text) for part in parts}
    return tuple(parts) if None not in groups and len(groups) > 1 else ()


def _group(part: str, noted: bool) -> str | None:
    """Return what a part means; after a bar, an emoji or a note (`⚠️ Passed with Issues`) may go with the word."""
    bare = without_emoji(part).strip(" *_`").casefold()
    bare = re.sub(r"^(?:in|not)[ _-](?=progress|started)", "", bare)
    if noted and bare:
        first = bare.split()[0]
        return _STATUS_WORDS.get(first) or (part[:1] if part[:1] in _STATUS_SIGNS else None)
    return _STATUS_WORDS.get(bare)
