"""The owner's way to a language model, with each call on record; None means the computed engine."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db.models import F

from jobops import logs
from jobops.lib.errors import Problem
from jobops.lib.llm import Endpoint, Gateway, LLMError
from jobops.lib.llm_ledger import Usage
from orchestrator import preferences, spending
from orchestrator.models import LlmCall, User


class NoModel(Problem):
    SENTENCES = {
        "no_address": "No model is connected; rules do the work. Give its address, then ask again."
    }


class CallLedger:
    """Writes a row before each attempt; an attempt whose row cannot be written is not made, and
    none once the month's limit is reached. Only what is under way then may go beyond it.
    """

    def __init__(self, owner: User) -> None:
        self._owner = owner

    def open(self, *, purpose: str, model: str, host: str, attempt: int) -> object:
        if spending.is_spent(self._owner):
            raise LLMError("limit_reached")
        ids = logs.current()
        row = LlmCall.objects.create(
            owner=self._owner,
            purpose=purpose,
            model=model[:200],
            host=host[:255],
            attempt=attempt,
            request_id=ids.get("requestId", ""),
            pipeline_run_id=ids.get("pipelineRunId"),
            job_id=ids.get("jobId"),
            operation_id=ids.get("operationId"),
        )
        return row.pk

    def close(
        self,
        entry: object,
        *,
        result: str,
        http_status: int | None,
        duration_ms: int,
        usage: Usage | None,
    ) -> None:
        assert isinstance(entry, UUID)
        asked, answered = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        cost = spending.cost(self._owner, asked=asked, answered=answered) if usage else None
        LlmCall.objects.filter(pk=entry).update(
            cost=cost,
            result=result,
            http_status=http_status,
            duration_ms=duration_ms,
            prompt_tokens=usage.prompt_tokens if usage else F("prompt_tokens"),
            completion_tokens=usage.completion_tokens if usage else F("completion_tokens"),
        )
        if usage:
            spending.tell(self._owner, tokens=asked + answered, cost=cost)


# A person waits for this answer.
LIST_SECONDS = 10


def for_owner(owner: User, *, cancelled: Callable[[], bool] | None = None) -> Gateway | None:
    """None when no endpoint or no model is configured, or the month's limit is reached: the
    built-in rules do the work then.
    """
    wanted = preferences.of(owner)
    if spending.is_spent(owner):
        return None
    return _with_model(wanted, wanted["llmModel"], cancelled=cancelled)


def for_chat(owner: User) -> Gateway | None:
    """The one that writes in the chat: the model set for it, else the same as everywhere."""
    wanted = preferences.of(owner)
    return _with_model(wanted, wanted["ghostwriterModel"] or wanted["llmModel"])


def _with_model(
    wanted: preferences.Preferences,
    model: str,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> Gateway | None:
    if not wanted["llmBaseUrl"] or not model:
        return None
    endpoint = Endpoint(
        base_url=wanted["llmBaseUrl"],
        api_key=wanted["llmApiKey"] or "",
        model=model,
        timeout=float(settings.MODEL_CALL_SECONDS),
        private_ok=wanted.may_be_private("llmBaseUrl"),
    )
    return Gateway(endpoint, CallLedger(wanted.owner), cancelled=cancelled)


def offered(owner: User, *, base_url: str | None = None, api_key: str | None = None) -> list[str]:
    """Names of the models an endpoint has: the one given, else the configured one. Raises NoModel,
    LLMError.
    """
    wanted = preferences.of(owner)
    address = base_url or wanted["llmBaseUrl"]
    if not address:
        raise NoModel("no_address")
    endpoint = Endpoint(
        base_url=address,
        api_key=api_key or wanted["llmApiKey"] or "",
        model="",
        timeout=float(settings.MODEL_CALL_SECONDS),
        private_ok=owner.is_staff if base_url else wanted.may_be_private("llmBaseUrl"),
    )
    return Gateway(endpoint, CallLedger(owner)).models()
