"""JSON as text that is safe on a terminal, in a CI log and when split into lines."""

from __future__ import annotations

import json

from de_lint.patterns import compiled

# What JSON allows as it is, but terminals obey, `str.splitlines` splits at, or UTF-8 cannot hold.
_UNSAFE = compiled("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# `##` stands only inside of strings, so its bracket may be escaped: runners heed `##[` and `##vso[`.
_RUNNER_COMMAND = compiled(r"(##(?:vso)?)\[")


def json_text(value: object, *, pretty: bool) -> str:
    """Return `value` as JSON: indented when `pretty`, else on one line; no line end follows."""
    separators = None if pretty else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=2 if pretty else None, separators=separators)
    if not text.isascii():
        text = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    elif "\x7f" in text:
        text = text.replace("\x7f", "\\u007f")
    return _RUNNER_COMMAND.sub(r"\1\\u005b", text) if "##" in text else text
