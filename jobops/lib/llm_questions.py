"""What is sent to an endpoint: only the words given, never a user, metadata or a wish to store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from jobops.lib.llm_answers import Unfit, strict_schema
from jobops.lib.llm_refusals import Dialect

REPEATED = 20_000


@dataclass(frozen=True)
class Question:
    """`deadline` on the monotonic clock; `numbers` counts the attempts, repairs included."""

    purpose: str
    messages: tuple[Mapping[str, Any], ...]
    max_tokens: int
    deadline: float
    numbers: Iterator[int]
    schema: type[BaseModel] | None = None
    streamed: bool = False

    @property
    def has_pictures(self) -> bool:
        return any(not isinstance(each["content"], str) for each in self.messages)


def params(question: Question, dialect: Dialect, *, model: str) -> dict[str, Any]:
    """The body of the request, as this endpoint wants it."""
    messages = list(question.messages)
    body: dict[str, Any] = {"model": model, "messages": messages, "store": False}
    body[dialect.tokens] = question.max_tokens
    if question.streamed:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    if question.schema is not None:
        schema = strict_schema(question.schema)
        body["temperature"] = 0
        if dialect.form == "json_schema":
            form = {"name": question.schema.__name__, "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        else:
            messages[0] = message("system", f"{messages[0]['content']}\n\n{_fitting(schema)}")
        if dialect.form == "json_object":
            body["response_format"] = {"type": "json_object"}
    return {name: value for name, value in body.items() if name not in dialect.without}


def repair(unfit: Unfit, schema: type[BaseModel]) -> tuple[dict[str, str], ...]:
    """The messages that ask once more; none when there was no answer to talk about."""
    if not unfit.said:
        return ()
    problem = f"That answer does not fit:\n{unfit}\n\n{_fitting(strict_schema(schema))}"
    return message("assistant", unfit.said[:REPEATED]), message("user", problem)


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def _fitting(schema: Mapping[str, Any]) -> str:
    return (
        "Answer with one JSON object and nothing else. It fits this JSON Schema:\n"
        f"{json.dumps(schema, ensure_ascii=False)}"
    )
