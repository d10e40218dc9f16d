"""A language model behind an OpenAI-compatible address: /v1/chat/completions and /v1/models.

    def test_it_scores(model_stub):
        model_stub.answer({"score": 7})                     # every call, from now on
        model_stub.when("requirements", {"items": []})      # calls whose messages hold the word
        model_stub.next(status(429, retry_after=1), says("Sure."))   # once each, before those
        endpoint = Endpoint(base_url=model_stub.base_url, …)
        model_stub.calls[0].system, .user, .messages, .body, .headers

A dictionary or list is sent as JSON text, a string as it is, a function is asked with the call.
Without any answer the stub makes one up that fits the schema it was sent, so a bench or a demo
works unscripted. Next steps for `next`: says, tells, status, broken, hanging, dripping, huge.

    model_stub.refuses = {"json_schema", "store"}   # parameters this endpoint answers with 400
    model_stub.delay = 0.2                            # seconds before each answer
    model_stub.every = 0.05                           # seconds between the pieces of a stream
    model_stub.hung_up                                # when callers left in the middle of one

Who asks for a stream gets one. Alone, as a process: `python -m tests.outside.model --port 0 --delay
0.2 --every 0.05`. It prints its base URL
and answers GET /_calls with {"calls": n, "formats": […]}: n is the bill.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from tests.outside.schemas import fitting
from tests.outside.server import FOREVER, Pause, Reply, Seen, Server

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
        return "\n".join(said(m) for m in self.messages if m["role"] == "system")

    @property
    def user(self) -> str:
        return "\n".join(said(m) for m in self.messages if m["role"] == "user")

    @property
    def text(self) -> str:
        return "\n".join(str(m["content"]) for m in self.messages)

    @property
    def format(self) -> str:
        return str((self.body.get("response_format") or {}).get("type", ""))


def said(message: dict[str, Any]) -> str:
    """The words of a message, whose content may be a list of parts."""
    content = message["content"]
    if isinstance(content, str):
        return content
    return "\n".join(str(part.get("text", "")) for part in content)


class ModelStub(Server):
    def __init__(self, *, port: int = 0, delay: float = 0, model: str = "stub-model") -> None:
        super().__init__(port=port)
        self.delay = delay
        self.every = 0.0
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
        answer = content(call) if callable(content) else content
        return _reply(answer, call, every=self.every, delay=self.delay)


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


def _reply(
    content: object, call: Call, *, finish: str = "stop", every: float = 0, **reply: Any
) -> Reply:
    text = content if isinstance(content, str) else json.dumps(content)
    if call.body.get("stream"):
        return _told(call, text, every=every, finish=finish, **reply)
    message = {"role": "assistant", "content": text}
    body = {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 1,
        "model": call.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": _usage(call, text),
    }
    return Reply(body=body, **reply)


def tells(text: str, **how: Any) -> Step:
    """A stream: `size` characters `every` so many seconds, after `before` seconds of silence;
    `silent_at` or `cut_at` that many pieces it says nothing more, or breaks off; `thinking` comes
    first in a field of its own; without `counted` it does not say what it cost.
    """
    return lambda seen: _told(_call(seen), text, **how)


def _told(
    call: Call,
    text: str,
    *,
    every: float = 0,
    size: int = 16,
    before: float = 0,
    silent_at: int | None = None,
    cut_at: int | None = None,
    thinking: str = "",
    counted: bool = True,
    finish: str = "stop",
    **reply: Any,
) -> Reply:
    wanted = (call.body.get("stream_options") or {}).get("include_usage")
    last = {"choices": [], "usage": _usage(call, text)} if wanted and counted else None

    def body() -> Iterator[bytes | Pause]:
        yield Pause(before)
        for at in range(0, len(thinking), size):
            yield _frame({"reasoning_content": thinking[at : at + size]})
            yield Pause(every)
        for number, at in enumerate(range(0, len(text), size)):
            if number == silent_at:
                yield Pause(FOREVER)
            if number == cut_at:
                return
            yield _frame({"content": text[at : at + size]})
            yield Pause(every)
        yield _frame({}, finish=finish)
        if last:
            yield b"data: " + json.dumps(last).encode() + b"\n\n"
        yield b"data: [DONE]\n\n"

    return Reply(body=body(), headers={"Content-Type": "text/event-stream"}, **reply)


def _frame(delta: dict[str, str], *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    frame = {"id": "chatcmpl-stub", "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(frame)}\n\n".encode()


def _usage(call: Call, text: str) -> dict[str, int]:
    asked, answered = len(call.text) // 4, len(text) // 4
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--model", default="stub-model")
    parser.add_argument("--every", type=float, default=0)
    given = parser.parse_args()
    with ModelStub(port=given.port, delay=given.delay, model=given.model) as stub:
        stub.every = given.every
        print(stub.base_url, flush=True)
        stub.stopping.wait()


if __name__ == "__main__":
    main()
