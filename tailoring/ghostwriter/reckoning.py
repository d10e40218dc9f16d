"""What a run cost and how long it took, for its row and the log; never what was said."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from jobops.lib.llm_ledger import Usage
from tailoring.models import ChatRun

logger = logging.getLogger(__name__)

DEPTH = 6


class Bill:
    """Adds up what every attempt of a run cost."""

    def __init__(self) -> None:
        self._parts: list[Usage] = []

    def add(self, usage: Usage) -> None:
        self._parts.append(usage)

    @property
    def cut_short(self) -> bool:
        return bool(self._parts) and self._parts[-1].cut_short

    def usage(self) -> dict[str, Any]:
        """Empty when no model answered."""
        if not self._parts:
            return {}
        return {
            "tokensIn": sum(one.prompt_tokens for one in self._parts),
            "tokensOut": sum(one.completion_tokens for one in self._parts),
            "tokensEstimated": any(one.estimated for one in self._parts),
        }

    def columns(self) -> dict[str, Any]:
        """The same as columns of a message."""
        found = self.usage()
        return {
            "tokens_in": found.get("tokensIn"),
            "tokens_out": found.get("tokensOut"),
            "tokens_estimated": found.get("tokensEstimated", False),
        }


def broke(what: str, error: Exception, **ids: object) -> None:
    """Say where something broke, without the words of the error: they may hold a person's text."""
    frames = traceback.extract_tb(error.__traceback__)[-DEPTH:]
    at = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
    logger.error(what, extra={"meta": {**ids, "type": type(error).__name__, "at": at}})


def told(run: ChatRun, *, result: str) -> None:
    """One line of the log for a run that ended."""
    row = ChatRun.objects.filter(pk=run.pk).first()
    if row is None:
        return
    characters = Counter[str]()
    for block in row.manifest:
        characters[block["kind"]] += block["sent"]
    meta = {
        "runId": str(row.pk),
        "threadId": str(row.thread_id),
        "model": row.model,
        "host": row.provider_label,
        "characters": dict(characters),
        "items": len(row.manifest),
        "trimmed": sum(bool(block["trimmed"]) for block in row.manifest),
        "usage": row.usage,
        "queueMs": _ms(row.created_at, row.started_at),
        "firstMs": _ms(row.started_at, row.first_token_at),
        "totalMs": _ms(row.started_at, row.finished_at or timezone.now()),
        "result": result,
    }
    logger.info("reply ended", extra={"meta": meta})


def _ms(begun: datetime | None, ended: datetime | None) -> int | None:
    return None if begun is None or ended is None else round((ended - begun).total_seconds() * 1000)
