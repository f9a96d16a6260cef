"""Delegations to lines: the head, what depends on the date, the task, and the rest under bold labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from de_lint.vocabulary.kinds import Kind, Property, kind
from de_lint.writing.lines import fence, is_plain, one_line, tree
from de_lint.writing.properties import LABELS, mentions, property_lines, ticket_text


def delegation_lines(record: Mapping[str, Any]) -> list[str]:
    """Return the lines of a delegation."""
    spec = kind("delegation")
    blocks = [_head(record), *note_lines(record)]
    agentless = not (record.get("agent") or {}).get("name")
    if agentless:  # a block that opens with its task
        blocks = []
    for prop in _ordered(spec, agentless):
        value = _ticket_text(record) if prop.shape == "tickets" else record.get(prop.name)
        blocks.append(property_lines(prop, value, LABELS))
    blocks += [extra_lines(e) for e in record.get("extra") or []]
    if agentless:
        blocks += note_lines(record)
    lines = spaced([b for b in blocks if b])
    return lines if agentless or len(lines) > 1 else [*lines, "", *_open_labels()]


def _open_labels() -> list[str]:
    """Return the labels of required texts without values: a head line by itself would not read as a delegation."""
    spec = kind("delegation")
    required = spec.schema.get("required", ())
    return [line for p in spec.properties if p.shape == "text" and p.name in required for line in LABELS.label(p.label)]


def _ordered(spec: Kind, agentless: bool) -> list[Property]:
    labels = [p for p in spec.properties if p.label]
    return sorted(labels, key=lambda p: p.shape != "task") if agentless else labels


def _head(record: Mapping[str, Any]) -> list[str]:
    name = one_line(str((record.get("agent") or {}).get("name") or ""))
    return [f"**{name} Agent**: {one_line(str(record.get('title') or ''))}".rstrip()]


def note_lines(record: Mapping[str, Any]) -> list[list[str]]:
    """Return a block for each text that stands under no label."""
    return [[n, ""] if is_plain(n) else [*fence(n), ""] for n in record.get("notes") or []]


def _ticket_text(record: Mapping[str, Any]) -> str:
    """Return the text of the ticket field as written, or one that names the tickets no other text names."""
    written = record.get("ticket_reference")
    if written is not None or not record.get("tickets"):
        return str(written or "")
    elsewhere = mentions("\n".join(_texts({k: v for k, v in record.items() if k != "tickets"})))
    return ticket_text([t for t in record["tickets"] if t.get("relation") != "mention" or t["id"] not in elsewhere])


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [t for v in value.values() for t in _texts(v)]
    if isinstance(value, list):
        return [t for v in value for t in _texts(v)]
    return [value] if isinstance(value, str) else []


def extra_lines(extra: Mapping[str, Any]) -> list[str]:
    """Return a labelled field that no property claims, with what stands below it."""
    lines = LABELS.label(str(extra.get("label") or ""), str(extra.get("value") or ""))
    return [*lines, *tree(extra.get("items") or [], "steps", LABELS.indent, LABELS.marker)]


def spaced(blocks: Sequence[Sequence[str]]) -> list[str]:
    """Join blocks: a blank line around the head, the date and everything longer than a line."""
    out: list[str] = []
    for index, block in enumerate(blocks):
        apart = index < 2 or len(block) > 1 or len(blocks[index - 1]) > 1 or _shouts(blocks[index - 1][0])
        if out and apart and out[-1]:
            out.append("")
        out += block
    while out and not out[-1]:
        out.pop()
    return out


def _shouts(line: str) -> bool:
    return line.partition(":")[0].isupper()
