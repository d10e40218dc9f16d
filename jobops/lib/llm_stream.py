"""Reads an answer that comes bit by bit: the text to show, what it cost, how it ended. Pure."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from jobops.lib.llm_answers import Completion, Unfit
from jobops.lib.llm_refusals import Dialect, Refusal, Sent, refusal_of

OPENED = re.compile(r"<(think|thinking|reasoning)>", re.IGNORECASE)
# What may still become an opening mark.
OPENING = tuple(f"<{word}>" for word in ("think", "thinking", "reasoning"))
LONGEST_LINE = 1024 * 1024
# A rough measure for endpoints that do not say: characters of a token, tokens of a picture.
PER_TOKEN, PER_PICTURE = 4, 1000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


# Frames around single words are many times as large as the words.
MAX_STREAMED = 16 * 1024 * 1024


@dataclass(frozen=True)
class StreamLimits:
    """Seconds: to connect, to the first piece, between two pieces, for everything."""

    connect: float = 5
    first: float = 60
    idle: float = 45
    total: float = 300


PATIENCE = StreamLimits()


class Told:
    """What an endpoint has said so far. `thought` counts characters that are not shown."""

    def __init__(self) -> None:
        self.tokens: tuple[int, int] | None = None
        self.finish = ""
        self.done = False
        self.said = self.thought = 0
        self._rest = b""
        self._spoken = Spoken()

    @property
    def complete(self) -> bool:
        """Whether the end was said, and not only reached."""
        return self.done or bool(self.finish)

    def feed(self, received: bytes) -> Iterator[str]:
        """The text in it. Raises Unfit for garbage, Refusal for an error said in between."""
        *lines, self._rest = (self._rest + received).splitlines(keepends=True) or [b""]
        if self._rest.endswith((b"\n", b"\r")):
            lines, self._rest = [*lines, self._rest], b""
        if len(self._rest) > LONGEST_LINE:
            raise Unfit("A line without an end.")
        for line in lines:
            yield from self._line(line)

    def whole(self, body: bytes) -> Iterator[str]:
        """The text of an answer that came in one piece. Raises Unfit."""
        try:
            found = Completion.model_validate_json(body)
        except ValidationError:
            raise Unfit("The answer could not be read.") from None
        if found.usage is not None:
            self.tokens = found.usage.prompt_tokens or 0, found.usage.completion_tokens or 0
        self.finish, self.done = "length" if found.cut_short else "stop", True
        yield from self._shown(CONTROL.sub("", found.content))

    def end(self) -> Iterator[str]:
        """What was held back, when nothing more comes."""
        if self._rest:
            rest, self._rest = self._rest, b""
            yield from self._line(rest)
        yield from self._shown(self._spoken.end())

    def _line(self, line: bytes) -> Iterator[str]:
        name, found, value = line.partition(b":")
        if name.strip() != b"data":
            # Comments, names of events and empty lines; anything else is no event stream.
            if line.strip() and not (found and name in (b"", b"event", b"id", b"retry")):
                raise Unfit("Not an event.")
            return
        text = value.strip()
        if text == b"[DONE]":
            self.done = True
        elif text:
            yield from self._frame(_read(text))

    def _frame(self, frame: dict[str, Any]) -> Iterator[str]:
        if frame.get("error"):
            raise _refusal(frame["error"])
        usage, choices = frame.get("usage"), frame.get("choices")
        if isinstance(usage, dict):
            self.tokens = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
        for choice in choices[:1] if isinstance(choices, list) else ():
            yield from self._choice(choice if isinstance(choice, dict) else {})

    def _choice(self, choice: dict[str, Any]) -> Iterator[str]:
        self.finish = str(choice.get("finish_reason") or self.finish)
        delta = choice.get("delta")
        if not isinstance(delta, dict):
            return
        for name in ("reasoning_content", "reasoning"):
            if isinstance(delta.get(name), str):
                self.thought += len(delta[name])
        if isinstance(delta.get("content"), str):
            yield from self._shown(self._spoken.add(delta["content"]))

    def _shown(self, text: str) -> Iterator[str]:
        self.thought += self._spoken.forget()
        if text:
            self.said += len(text)
            yield text


class Spoken:
    """Lets text through from its first word on, without the thinking a model begins with."""

    def __init__(self) -> None:
        self._held, self._mark, self._begun, self._hidden = "", "", False, 0
        # Half of a character outside the first plane may come in each of two pieces.
        self._halves = codecs.getincrementaldecoder("utf-16-le")("replace")

    def add(self, piece: str) -> str:
        piece = self._halves.decode(piece.encode("utf-16-le", "surrogatepass"))
        piece = CONTROL.sub("", piece)
        if self._begun:
            return piece
        self._held += piece
        return self._beginning()

    def end(self) -> str:
        held, self._held = self._held, ""
        if self._mark:
            self._hidden += len(held)
            return ""
        return held.lstrip()

    def forget(self) -> int:
        """How many characters were hidden since it was asked last."""
        hidden, self._hidden = self._hidden, 0
        return hidden

    def _beginning(self) -> str:
        while True:
            if self._mark and not self._past_thinking():
                return ""
            self._held = self._held.lstrip()
            opened = OPENED.match(self._held)
            if opened is None:
                break
            self._mark, self._held = f"</{opened[1].lower()}>", self._held[opened.end() :]
        if any(mark.startswith(self._held.lower()) for mark in OPENING):
            return ""
        self._begun, text, self._held = True, self._held, ""
        return text

    def _past_thinking(self) -> bool:
        """Drop what is thought; only a piece of the closing mark must be remembered."""
        at = self._held.lower().find(self._mark)
        keep = at + len(self._mark) if at >= 0 else max(len(self._held) - len(self._mark), 0)
        self._hidden += keep
        self._held = self._held[keep:]
        if at >= 0:
            self._mark = ""
        return at >= 0


def estimate(messages: Any, *, answered: int) -> tuple[int, int]:
    """Tokens of a request and of an answer of that many characters, roughly."""
    asked = sum(_size(each.get("content")) for each in messages)
    return -(-asked // PER_TOKEN), -(-answered // PER_TOKEN)


def _size(content: Any) -> int:
    if isinstance(content, str):
        return len(content)
    parts = content or ()
    return sum(len(part.get("text") or "") or PER_PICTURE * PER_TOKEN for part in parts)


def _read(text: bytes) -> dict[str, Any]:
    try:
        frame = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Unfit("A frame that is no JSON.") from None
    if not isinstance(frame, dict):
        raise Unfit("A frame that is no object.")
    return frame


def _refusal(error: Any) -> Refusal:
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    sent = Sent(status=status, body=json.dumps(error).encode())
    found = refusal_of(sent, Dialect(), structured=False)
    return found or Refusal("unreachable", status=status)


def _count(usage: dict[str, Any], name: str) -> int:
    value = usage.get(name)
    return value if isinstance(value, int) and value > 0 else 0
