"""What each attempt at a model cost and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from jobops.lib.llm_refusals import Result


@dataclass(frozen=True)
class Usage:
    """`estimated` when the endpoint did not say; `cut_short` when the model reached its limit."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: bool = False
    cut_short: bool = False


class Ledger(Protocol):
    """Where attempts are written. `open` may raise: then the call is not made."""

    def open(self, *, purpose: str, model: str, host: str, attempt: int) -> object: ...

    def close(
        self,
        entry: Any,
        *,
        result: Result,
        http_status: int | None,
        duration_ms: int,
        usage: Usage | None,
    ) -> None: ...


@dataclass
class Outcome:
    """What is written to the ledger when the attempt ends, whatever ends it."""

    result: Result = "cancelled"
    status: int | None = None
    usage: Usage | None = None
