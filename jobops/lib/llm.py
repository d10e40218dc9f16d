"""The only door to a language model: any endpoint that speaks the OpenAI chat protocol.

Start with Gateway.parse. Every attempt opens a ledger row before it is made and closes it after.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any, ClassVar, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from jobops.lib import llm_calls, wire
from jobops.lib.errors import Problem
from jobops.lib.llm_answers import Catalogue, Completion, Unfit, read_json
from jobops.lib.llm_hearing import cost, hear
from jobops.lib.llm_ledger import Ledger, Outcome, Usage
from jobops.lib.llm_questions import Question, message, params, repair
from jobops.lib.llm_refusals import Dialect, Refusal, Sent, refusal_of
from jobops.lib.llm_stream import MAX_STREAMED, PATIENCE, StreamLimits, Told

Answer = TypeVar("Answer")
Shape = TypeVar("Shape", bound=BaseModel)

# Refusals that teach us another dialect do not count as tries, and are bounded by this.
ATTEMPTS = 10
POLL = 0.2
_dialects: dict[tuple[str, str], Dialect] = {}


class LLMError(Problem):
    """`details` may hold upstreamStatus, retryAfter (seconds) and the phase of a stream that took
    too long; never a text of the endpoint.
    """

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "unreachable": "The model could not be reached. Nothing was changed; check its address.",
        "timeout": "The model took too long. Nothing was changed; try again or take a faster one.",
        "refused_key": "The model refused the key. Check it in the settings.",
        "out_of_credit": "The model account has no credit left. Top it up, then try again.",
        "rate_limited": "The model is busy. Nothing was changed; try again in a while.",
        "bad_answer": "The model gave an answer of the wrong form. Nothing of it was kept.",
        "too_long": "The text is too long for this model. Shorten it or choose another model.",
        "limit_reached": "The month's limit for models is reached; rules work until it ends.",
        "no_pictures": "This model takes no pictures. Leave them out or choose another model.",
        "cancelled": "The call was cancelled. Nothing was changed.",
    }
    PERMANENT: ClassVar[frozenset[str]] = frozenset(
        {"refused_key", "out_of_credit", "limit_reached", "too_long", "no_pictures"}
    )


@dataclass(frozen=True)
class Endpoint:
    """`timeout`: seconds for one `parse` or `text` as a whole, retries and repair included."""

    base_url: str
    api_key: str
    model: str
    timeout: float = 60
    private_ok: bool = True

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""


class Gateway:
    def __init__(
        self, endpoint: Endpoint, ledger: Ledger, *, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self._endpoint = endpoint
        self._ledger = ledger
        self._cancelled = cancelled or (lambda: False)

    @property
    def model(self) -> str:
        return self._endpoint.model

    @property
    def host(self) -> str:
        return self._endpoint.host

    def parse(
        self,
        schema: type[Shape],
        *,
        purpose: str,
        system: str,
        user: str,
        max_tokens: int = 4000,
        timeout: float | None = None,
    ) -> Shape:
        """An instance of `schema`, after one repair if the first answer does not fit.

        Raises LLMError, after `timeout` seconds at the latest.
        """
        question = Question(
            purpose=purpose,
            messages=(message("system", system), message("user", user)),
            max_tokens=max_tokens,
            deadline=time.monotonic() + (timeout or self._endpoint.timeout),
            numbers=count(1),
            schema=schema,
        )
        read = partial(_structured, schema)
        try:
            return self._ask(question, read)
        except Unfit as unfit:
            question = replace(question, messages=(*question.messages, *repair(unfit, schema)))
            self._learn_from(unfit)
        try:
            return self._ask(question, read)
        except Unfit:
            # Cut off from its cause, which carries the model's words.
            raise LLMError("bad_answer") from None

    def text(
        self,
        *,
        purpose: str,
        system: str,
        user: str,
        max_tokens: int = 2000,
        timeout: float | None = None,
    ) -> str:
        """The model's words, without its thinking. Raises LLMError as `parse` does."""
        question = Question(
            purpose=purpose,
            messages=(message("system", system), message("user", user)),
            max_tokens=max_tokens,
            deadline=time.monotonic() + (timeout or self._endpoint.timeout),
            numbers=count(1),
        )
        try:
            return self._ask(question, _words)
        except Unfit:
            raise LLMError("bad_answer") from None

    def models(self) -> list[str]:
        """The names the endpoint offers; no model is called, so no ledger row is written."""
        sent = llm_calls.send(
            self._client(),
            lambda client, wait: client.models.with_raw_response.list(timeout=wait),
            deadline=time.monotonic() + min(self._endpoint.timeout, 15),
        )
        refusal = refusal_of(sent, Dialect(), structured=False)
        if refusal is not None:
            _give_up(refusal)
        try:
            return [each.id for each in Catalogue.model_validate_json(sent.body).data]
        except ValidationError:
            raise LLMError("bad_answer") from None

    def stream(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        purpose: str,
        tick: Callable[[], object],
        usage: Callable[[Usage], object],
        max_tokens: int = 6000,
        limits: StreamLimits = PATIENCE,
    ) -> Generator[str, None, None]:
        """Pieces of the answer as they come, without the model's thinking; none when it is empty.

        `tick` is called every half second, also in silence; what it raises comes out here, and the
        connection is closed then, as when the iterator is. `usage` is told what each attempt cost.
        Raises LLMError; only before the first piece an attempt is made again.
        """
        question = Question(
            purpose=purpose,
            messages=tuple(messages),
            max_tokens=max_tokens,
            deadline=time.monotonic() + limits.total,
            numbers=count(1),
            streamed=True,
        )
        tries = 0
        for _ in range(ATTEMPTS):
            tick()
            told = Told()
            try:
                yield from self._listen(question, told, limits=limits, tick=tick, usage=usage)
                return
            except Refusal as refusal:
                tries += refusal.ask_as is None
                # Nobody who watches waits longer for another try than for a first word.
                until = min(question.deadline, time.monotonic() + limits.first)
                pause = self._pause_after(refusal, tries, until=until, last=told.said > 0)
            self._pause(pause, tick=tick)
        raise LLMError("unreachable")

    def _listen(
        self,
        question: Question,
        told: Told,
        *,
        limits: StreamLimits,
        tick: Callable[[], object],
        usage: Callable[[Usage], object],
    ) -> Iterator[str]:
        """One attempt. Raises Refusal, LLMError."""
        dialect = _dialects.get(self._key, Dialect())
        pace = wire.Pace(
            question.deadline, MAX_STREAMED, limits.connect, limits.first, limits.idle, tick
        )
        asked = params(question, dialect, model=self.model)
        with self._recorded(question) as outcome:
            try:
                line = llm_calls.listen(self._client(), asked, pace=pace)
                yield from hear(line, told, dialect, question, outcome)
            finally:
                if outcome.status is not None and outcome.status < 300:
                    outcome.usage = cost(told, question)
                    usage(outcome.usage)

    def _ask(self, question: Question, read: Callable[[Completion], Answer]) -> Answer:
        tries = 0
        for _ in range(ATTEMPTS):
            if self._cancelled():
                raise LLMError("cancelled")
            if time.monotonic() >= question.deadline:
                raise LLMError("timeout")
            try:
                return self._attempt(question, read)
            except Refusal as refusal:
                tries += refusal.ask_as is None
                pause = self._pause_after(refusal, tries, until=question.deadline)
            self._pause(pause, tick=self._stop_if_cancelled)
        raise LLMError("unreachable")

    def _attempt(self, question: Question, read: Callable[[Completion], Answer]) -> Answer:
        dialect = _dialects.get(self._key, Dialect())
        asked = params(question, dialect, model=self.model)
        with self._recorded(question) as outcome:
            sent = llm_calls.send(
                self._client(),
                lambda client, wait: client.chat.completions.with_raw_response.create(
                    **asked, timeout=wait
                ),
                deadline=question.deadline,
            )
            return _read(sent, dialect, question, read, outcome)

    @contextmanager
    def _recorded(self, question: Question) -> Iterator[Outcome]:
        """A row of the ledger around one attempt."""
        entry = self._ledger.open(
            purpose=question.purpose,
            model=self.model,
            host=self._endpoint.host,
            attempt=next(question.numbers),
        )
        started = time.monotonic()
        outcome = Outcome()
        try:
            yield outcome
        finally:
            self._ledger.close(
                entry,
                result=outcome.result,
                http_status=outcome.status,
                duration_ms=round((time.monotonic() - started) * 1000),
                usage=outcome.usage,
            )

    def _pause_after(
        self, refusal: Refusal, tries: int, *, until: float, last: bool = False
    ) -> float:
        """Seconds to wait before the next attempt; raises LLMError when there is none."""
        if refusal.ask_as is not None:
            _dialects[self._key] = refusal.ask_as
            return 0
        pause = refusal.wait if refusal.wait is not None else _backoff(tries)
        if last or tries >= refusal.tries or time.monotonic() + pause >= until:
            _give_up(refusal)
        return pause

    def _learn_from(self, unfit: Unfit) -> None:
        dialect = _dialects.get(self._key, Dialect())
        # It took the schema and did not look at it; from now on the prompt carries it too.
        if not unfit.is_json and dialect.form == "json_schema":
            _dialects[self._key] = replace(dialect, form="json_object")

    def _pause(self, seconds: float, *, tick: Callable[[], object]) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            tick()
            time.sleep(min(left, POLL))

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise LLMError("cancelled")

    def _client(self) -> Any:
        place = self._endpoint
        return llm_calls.client(os.getpid(), place.base_url, place.api_key, place.private_ok)

    @property
    def _key(self) -> tuple[str, str]:
        return self._endpoint.base_url, self._endpoint.model


def _read(
    sent: Sent,
    dialect: Dialect,
    question: Question,
    read: Callable[[Completion], Answer],
    outcome: Outcome,
) -> Answer:
    """The answer in `sent`; `outcome` is filled in on the way."""
    outcome.status = sent.status
    refusal = refusal_of(sent, dialect, structured=question.schema is not None)
    if refusal is not None:
        outcome.result = refusal.result
        raise refusal
    outcome.result = "invalid"
    try:
        completion = Completion.model_validate_json(sent.body)
    except ValidationError:
        raise Unfit("The answer could not be read.") from None
    if completion.usage is not None:
        tokens = completion.usage
        outcome.usage = Usage(tokens.prompt_tokens or 0, tokens.completion_tokens or 0)
    answer = read(completion)
    outcome.result = "ok"
    return answer


def _structured(schema: type[Shape], completion: Completion) -> Shape:
    try:
        return read_json(completion.content, schema)
    except Unfit:
        if completion.cut_short:
            raise LLMError("too_long") from None
        raise


def _words(completion: Completion) -> str:
    if completion.cut_short:
        raise LLMError("too_long")
    if not completion.content:
        raise Unfit("The answer is empty.")
    return completion.content


def _backoff(tries: int) -> float:
    return 0.4 * float(2**tries) * random.uniform(0.5, 1.0)


def _give_up(refusal: Refusal) -> NoReturn:
    error = LLMError(refusal.kind)
    if refusal.phase:
        error.details["phase"] = refusal.phase
    if refusal.status is not None:
        error.details["upstreamStatus"] = refusal.status
    if refusal.wait is not None:
        error.details["retryAfter"] = round(refusal.wait, 1)
    raise error from None
