"""A schema in the strict subset that structured output of language models takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
_KEPT = ("title", "description", "type", "enum", "const", "anyOf", "$ref")
_HERE = "#/$defs/"


def strict(bundle: Mapping[str, Any], record_kind: str) -> Schema:
    """Return a bundled schema without annotations: every object closed, every property required, optional ones null.

    A `kind` property is added, so that the output is a record that can be rendered.
    """
    defs: Mapping[str, Any] = bundle.get("$defs", {})
    out = _object({**bundle, "properties": dict(bundle.get("properties", {}))}, defs)
    out["properties"] = {"kind": {"type": "string", "enum": [record_kind]}, **out["properties"]}
    out["required"] = list(out["properties"])
    used = _used(out, defs)
    return {**out, **({"$defs": used} if used else {})}


def _used(out: Schema, defs: Mapping[str, Any]) -> Schema:
    """Return the definitions that references lead to, directly or through each other."""
    found: Schema = {}
    waiting = [out]
    while waiting:
        for name in _references(waiting.pop()):
            if name not in found:
                found[name] = _node(defs.get(name, {}), defs)
                waiting.append(found[name])
    return found


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [str(node["$ref"]).removeprefix(_HERE)] if isinstance(node.get("$ref"), str) else []
        return [*own, *(r for v in node.values() for r in _references(v))]
    return [r for v in node for r in _references(v)] if isinstance(node, list) else []


def _node(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Schema:
    if "$ref" in node and len(node) > 1:  # words beside a reference are not allowed: take in what it refers to
        target = defs.get(str(node["$ref"]).removeprefix(_HERE), {})
        node = {**target, **{k: v for k, v in node.items() if k != "$ref"}}
    if node.get("type") == "object":
        return _object(node, defs)
    out = {k: node[k] for k in _KEPT if k in node}
    if "items" in node:
        out["items"] = _node(node["items"], defs)
    if "anyOf" in node:
        out["anyOf"] = [_node(n, defs) for n in node["anyOf"]]
    if "enum" in out and "type" not in out:
        out["type"] = "string"
    return out


def _object(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Schema:
    required = node.get("required", ())
    properties = {}
    for name, sub in node.get("properties", {}).items():
        made = _node(sub, defs)
        properties[name] = made if name in required else _or_null(made)
    out = {k: node[k] for k in ("title", "description") if k in node}
    return {
        **out,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(node: Schema) -> Schema:
    kind = node.get("type")
    if kind is None or kind in ("object", "array"):
        return node if "anyOf" in node and {"type": "null"} in node["anyOf"] else {"anyOf": [node, {"type": "null"}]}
    types = [kind] if isinstance(kind, str) else list(kind)
    out = {**node, "type": types if "null" in types else [*types, "null"]}
    if "enum" in node and None not in node["enum"]:
        out["enum"] = [*node["enum"], None]
    return out
