"""Makes up an answer for a chat request: an instance of the JSON Schema it came with."""

from __future__ import annotations

import json
from typing import Any

Schema = dict[str, Any]


def fitting(request: dict[str, Any]) -> object:
    """A small value that fits the request's schema; a sentence when it has none."""
    form = request.get("response_format") or {}
    schema = (form.get("json_schema") or {}).get("schema") or _schema_in(request["messages"])
    return _value(schema, schema) if schema else "A plain answer of the stub."


def _schema_in(messages: list[dict[str, Any]]) -> Schema | None:
    for message in messages:
        text = str(message["content"])
        start = text.find('{"')
        while start >= 0:
            try:
                found, _ = json.JSONDecoder().raw_decode(text, start)
            except ValueError:
                found = None
            if isinstance(found, dict) and "properties" in found:
                return found
            start = text.find('{"', start + 1)
    return None


def _value(schema: Schema, root: Schema) -> object:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _value(schema[several][0], root)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    kind = schema.get("type", "string")
    if isinstance(kind, list):
        kind = kind[0]
    return _of_kind(kind, schema, root)


def _of_kind(kind: str, schema: Schema, root: Schema) -> object:
    match kind:
        case "object":
            return {name: _value(each, root) for name, each in schema.get("properties", {}).items()}
        case "array":
            least = max(int(schema.get("minItems", 0)), 1)
            return [_value(schema.get("items", {}), root) for _ in range(least)]
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return False
        case "null":
            return None
    return "stub text".ljust(int(schema.get("minLength", 0)), ".")
