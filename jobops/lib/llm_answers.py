"""What a model may answer, and how we ask for it: JSON Schemas out, checked values in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
THOUGHT_END = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
FENCED = re.compile(r"```[a-zA-Z]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
# Strict endpoints refuse schemas with these; their meaning moves into the description.
BOUNDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matching {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
}
DROPPED = frozenset({"title", "default", "examples", "format", "discriminator", *BOUNDS})
CANDIDATES = 50


class Unfit(Exception):
    """An answer of the wrong shape; its text is for the model's second attempt, not for people.

    `said` is the answer, `is_json` whether it held an object at all.
    """

    def __init__(self, problem: str, *, said: str = "", is_json: bool = True) -> None:
        super().__init__(problem)
        self.said = said
        self.is_json = is_json


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Message(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    message: _Message = Field(default_factory=_Message)
    finish_reason: str | None = None


class _Tokens(_Part):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Completion(_Part):
    """The parts of a chat completion we look at."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Tokens | None = None

    @property
    def content(self) -> str:
        return without_thinking(self.choices[0].message.content or "")

    @property
    def cut_short(self) -> bool:
        return self.choices[0].finish_reason == "length"


class _Named(_Part):
    id: str = Field(max_length=200)


class Catalogue(_Part):
    data: list[_Named]


@cache
def strict_schema(schema: type[BaseModel]) -> Mapping[str, Any]:
    """A JSON Schema that strict endpoints accept: closed objects, every property required."""
    root: dict[str, Any] = _strict(schema.model_json_schema())
    return root


def without_thinking(text: str) -> str:
    text = THINKING.sub("", text)
    # Some chat templates swallow the opening tag.
    return THOUGHT_END.split(text)[-1].strip()


def read_json(text: str, schema: type[Shape]) -> Shape:
    """The JSON object in `text`, checked. Raises Unfit with what is wrong, without the input."""
    try:
        return schema.model_validate(_object_in(text))
    except ValidationError as error:
        listed = error.errors(include_url=False, include_context=False, include_input=False)
        lines = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in listed[:20]]
        raise Unfit("\n".join(lines)[:1500], said=text) from None


def _object_in(text: str) -> object:
    """Whole text, fenced block or the first object inside prose; Unfit when there is none."""
    decoder = json.JSONDecoder()
    for whole in (text, *FENCED.findall(text)):
        try:
            return json.loads(whole)
        except (ValueError, RecursionError):
            continue
    start = text.find("{")
    for _ in range(CANDIDATES):
        if start < 0:
            break
        try:
            return decoder.raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
    raise Unfit("The answer holds no JSON object.", said=text, is_json=False)


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    if "allOf" in node and len(node["allOf"]) == 1:
        return _strict(node["allOf"][0])
    strict = {_key(key): _nested(key, value) for key, value in node.items() if key not in DROPPED}
    notes = [note.format(node[bound]) for bound, note in BOUNDS.items() if bound in node]
    if notes:
        strict["description"] = "; ".join(filter(None, [node.get("description"), *notes]))
    if "const" in strict:
        strict["enum"] = [strict.pop("const")]
    if node.get("type") == "object":
        strict["additionalProperties"] = False
        strict["required"] = list(node.get("properties", {}))
    return strict


def _key(key: str) -> str:
    return "anyOf" if key == "oneOf" else key


def _nested(key: str, value: Any) -> Any:
    if key in ("properties", "$defs"):
        # Here the keys are names of the model's own fields, one of which may be "title".
        return {name: _strict(each) for name, each in value.items()}
    return value if key in ("enum", "const", "required") else _strict(value)
