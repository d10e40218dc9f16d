"""Why an endpoint did not answer, and what to do: try again, ask differently, or give up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from jobops.lib.waiting import retry_after

Result = Literal["ok", "refused", "rate_limited", "timeout", "invalid", "cancelled"]
Form = Literal["json_schema", "json_object", "prompt"]

WEAKER: Mapping[Form, Form] = {"json_schema": "json_object", "json_object": "prompt"}
FORM_WORDS = re.compile(
    r"response_?format|json_?schema|json_?object|structured.output|additionalProperties|guided|strict"
)
OPTIONAL = ("store", "temperature", "stream_options")
PICTURES = re.compile(r"image|picture|vision|multi.?modal")
TOO_LONG = re.compile(
    r"context.?(?:length|window|size)|too many (?:input )?tokens|reduce the length"
    r"|(?:prompt|input|request|message)s? (?:is|are) too (?:long|large)"
)
NO_CREDIT = re.compile(r"insufficient.?(?:quota|balance|credit|funds)|credit balance|billing.hard")


@dataclass(frozen=True)
class Dialect:
    """What an endpoint and model were found to accept."""

    form: Form = "json_schema"
    tokens: str = "max_tokens"
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sent:
    """What came back; `failed` instead of a status when nothing did, in a stream's `phase`."""

    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    failed: Literal["timeout", "too_big", "barred", "lost"] | None = None
    phase: str = ""


class Refusal(Exception):
    """`tries` is how often such a failure may be met; `wait` is what the endpoint asked for."""

    def __init__(
        self,
        kind: str,
        result: Result = "refused",
        *,
        status: int | None = None,
        tries: int = 1,
        wait: float | None = None,
        ask_as: Dialect | None = None,
        phase: str = "",
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.result = result
        self.status = status
        self.tries = tries
        self.wait = wait
        self.ask_as = ask_as
        self.phase = phase


def refusal_of(
    sent: Sent, dialect: Dialect, *, structured: bool, pictures: bool = False
) -> Refusal | None:
    """None when the endpoint answered; its body is looked at here and never passed on. `pictures`
    says whether any were sent.
    """
    if sent.failed is not None:
        return nothing_came(sent)
    status = sent.status or 0
    if 200 <= status < 300:
        return None
    text = sent.body[:8000].decode("utf-8", "replace").lower()
    if status == 402 or NO_CREDIT.search(text):
        return Refusal("out_of_credit", status=status)
    if status in (401, 403):
        return Refusal("refused_key", status=status)
    if status == 413 or (status in (400, 422) and TOO_LONG.search(text)):
        return Refusal("too_long", status=status)
    if pictures and status in (400, 404, 415, 422) and PICTURES.search(text):
        return Refusal("no_pictures", status=status)
    if status in (429, 529):
        wait = retry_after(sent.headers)
        return Refusal("rate_limited", "rate_limited", status=status, tries=3, wait=wait)
    if status == 408 or status >= 500:
        return Refusal("unreachable", status=status, tries=3, wait=retry_after(sent.headers))
    other = _other_dialect(text, dialect, structured=structured)
    return Refusal("unreachable", status=status, ask_as=other)


def nothing_came(sent: Sent) -> Refusal:
    """Why an answer did not come, or not to its end."""
    if sent.failed == "timeout":
        return Refusal("timeout", "timeout", phase=sent.phase)
    if sent.failed == "too_big":
        return Refusal("bad_answer", "invalid")
    return Refusal("unreachable", tries=1 if sent.failed == "barred" else 2)


def _other_dialect(text: str, dialect: Dialect, *, structured: bool) -> Dialect | None:
    if "max_completion_tokens" in text and dialect.tokens == "max_tokens":
        return replace(dialect, tokens="max_completion_tokens")
    if structured and dialect.form in WEAKER and FORM_WORDS.search(text):
        return replace(dialect, form=WEAKER[dialect.form])
    for name in OPTIONAL:
        if name not in dialect.without and re.search(rf"\b{name}\b", text):
            return replace(dialect, without=dialect.without | {name})
    return None
