"""A language model behind an OpenAI-compatible address: /v1/chat/completions and /v1/models.

    def test_it_scores(model_stub):
        model_stub.answer({"score": 7})                     # every call, from now on
        model_stub.when("requirements", {"items": []})      # calls whose messages hold the word
        model_stub.next(status(429, retry_after=1), says("Sure."))   # once each, before those
        endpoint = Endpoint(base_url=model_stub.base_url, …)
        model_stub.calls[0].system, .user, .messages, .body, .headers

A dictionary or list is sent as JSON text, a string as it is, a function is asked with the call.
Without any answer the stub makes one up that fits the schema it was sent, so a bench or a demo
works unscripted. Next steps for `next`: says, status, broken, hanging, dripping, huge.

    model_stub.refuses = {"json_schema", "store"}   # parameters this endpoint answers with 400
    model_stub.delay = 0.2                            # seconds before each answer

Alone, as a process: `python -m tests.outside.model --port 0 --delay 0.2`. It prints its base URL
and answers GET /_calls with {"calls": n, "formats": […]}: n is the bill.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from tests.outside.schemas import fitting
from tests.outside.server import Reply, Seen, Server

LEAK = "upstream-canary sk-leaked-0123456789abcdef http://10.9.8.7:4000/internal ada@example.org"


@dataclass(frozen=True)
class Call:
    """One chat request; `format` is json_schema, json_object or, when none was asked for, empty."""

    body: dict[str, Any]
    headers: dict[str, str]
    at: float

    @property
    def messages(self) -> list[dict[str, Any]]:
        return list(self.body["messages"])

    @property
    def system(self) -> str:
        return "\n".join(m["content"] for m in self.messages if m["role"] == "system")

    @property
    def user(self) -> str:
        return "\n".join(m["content"] for m in self.messages if m["role"] == "user")

    @property
    def text(self) -> str:
        return "\n".join(str(m["content"]) for m in self.messages)

    @property
    def format(self) -> str:
        return str((self.body.get("response_format") or {}).get("type", ""))


class ModelStub(Server):
    def __init__(self, *, port: int = 0, delay: float = 0, model: str = "stub-model") -> None:
        super().__init__(port=port)
        self.delay = delay
        self.models = [model, "stub-other"]
        self.refuses: set[str] = set()
        self._answers: list[tuple[str, object]] = []

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def calls(self) -> list[Call]:
        """Chat requests so far; a question for the list of models is none."""
        return [_call(seen) for seen in self.seen if seen.path.endswith("/chat/completions")]

    def answer(self, content: object) -> Self:
        return self.when("", content)

    def when(self, text: str, content: object) -> Self:
        """Answer calls whose messages contain `text` with this; the last rule wins."""
        self._answers.append((text, content))
        return self

    def take(self, seen: Seen) -> Reply:
        # Questions about the stub itself are no calls and use up no scripted answer.
        if seen.path == "/_calls":
            return Reply(body={"calls": len(self.calls), "formats": [c.format for c in self.calls]})
        return super().take(seen)

    def otherwise(self, seen: Seen) -> Reply:
        if seen.path.endswith("/models"):
            return Reply(body={"object": "list", "data": [{"id": name} for name in self.models]})
        if not seen.path.endswith("/chat/completions"):
            return super().otherwise(seen)
        call = _call(seen)
        refused = self.refuses & {*call.body, call.format}
        return _refusal(refused.pop()) if refused else self._completion(call)

    def _completion(self, call: Call) -> Reply:
        content: object = fitting(call.body)
        for text, answer in self._answers:
            if text in call.text:
                content = answer
        return _reply(content(call) if callable(content) else content, call, delay=self.delay)


Step = Callable[[Seen], Reply]


def says(content: object, *, finish: str = "stop", **reply: Any) -> Step:
    """One completion with this content; JSON values are written as JSON."""
    return lambda seen: _reply(content, _call(seen), finish=finish, **reply)


def status(code: int, *, retry_after: float | None = None, body: object = None) -> Reply:
    """A refusal; unless told otherwise its body leaks what no client may show (`LEAK`)."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    error = {"message": LEAK, "type": "stub", "code": None}
    return Reply(status=code, body=body or {"error": error}, headers=headers)


def broken() -> Reply:
    """200 and JSON cut in the middle."""
    return Reply(body=b'{"choices": [{"mess', headers={"Content-Type": "application/json"})


def hanging() -> Reply:
    """The request is taken and never answered."""
    return Reply(hang=True)


def dripping(interval: float = 0.05, *, head: bool = False) -> Reply:
    """An endless answer, one byte per interval; `head` drips the status line already."""
    return Reply(body=b" " * 100_000, drip=interval, drip_head=head)


def huge(megabytes: int = 3) -> Step:
    """A well-formed answer above the size a client should take."""
    return says("x" * (megabytes * 1024 * 1024))


def _call(seen: Seen) -> Call:
    return Call(body=seen.json(), headers=seen.headers, at=seen.at)


def _refusal(name: str) -> Reply:
    text = f"Invalid parameter: '{name}' is not supported with this model. {LEAK}"
    if name.startswith("json_"):
        text = f"Invalid parameter: 'response_format' of type '{name}' is not supported. {LEAK}"
    return Reply(status=400, body={"error": {"message": text, "code": "unsupported_parameter"}})


def _reply(content: object, call: Call, *, finish: str = "stop", **reply: Any) -> Reply:
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    body = {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 1,
        "model": call.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {
            "prompt_tokens": len(call.text) // 4,
            "completion_tokens": len(text) // 4,
            "total_tokens": (len(call.text) + len(text)) // 4,
        },
    }
    if call.body.get("stream"):
        return Reply(body=_stream(text), headers={"Content-Type": "text/event-stream"}, **reply)
    return Reply(body=body, **reply)


def _stream(text: str) -> list[bytes] | Any:
    pieces = [text[at : at + 16] for at in range(0, len(text), 16)]
    chunks = [{"index": 0, "delta": {"content": piece}, "finish_reason": None} for piece in pieces]
    chunks.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    frames = [
        {"id": "chatcmpl-stub", "object": "chat.completion.chunk", "choices": [chunk]}
        for chunk in chunks
    ]
    lines = [f"data: {json.dumps(frame)}\n\n".encode() for frame in frames]
    return iter([*lines, b"data: [DONE]\n\n"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--model", default="stub-model")
    given = parser.parse_args()
    with ModelStub(port=given.port, delay=given.delay, model=given.model) as stub:
        print(stub.base_url, flush=True)
        stub.stopping.wait()


if __name__ == "__main__":
    main()
