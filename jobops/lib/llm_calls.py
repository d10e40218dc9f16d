"""The one place that holds the SDK: a call whose answer comes whole, and one that comes bit by bit.

Whatever goes wrong below becomes a `Sent` that failed; nothing of the SDK leaves this module.
"""

from __future__ import annotations

import importlib
import logging
import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jobops.lib import wire
from jobops.lib.llm_refusals import Sent
from jobops.lib.network import OutboundError

CONNECT = 5.0
MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """An answer that is still coming; `pieces` ends early by raising Broken, and hangs up when
    closed.
    """

    status: int
    headers: Mapping[str, str]
    pieces: Generator[bytes, None, None]


class Broken(Exception):
    """The answer broke off; `sent` says how."""

    def __init__(self, sent: Sent) -> None:
        super().__init__("broken")
        self.sent = sent


def load() -> None:
    """Do now what the first call would have to wait for."""
    for name in ("httpx2", "openai.resources.chat.completions"):
        importlib.import_module(name)


def send(client: Any, call: Callable[[Any, Any], Any], *, deadline: float) -> Sent:
    """The whole answer of `call(client, timeout)`, which must come before `deadline`."""
    # Half a second to load; commands and pages that ask no model must not pay it.
    import openai

    left = max(deadline - time.monotonic(), 0.001)
    wait = openai.Timeout(left, connect=min(CONNECT, left))
    try:
        with wire.spending(wire.Budget(deadline, MAX_BYTES)):
            answer = call(client, wait).http_response
    except openai.APIStatusError as error:
        answer = error.response
    except (openai.APIError, OutboundError, wire.Spent, OSError) as error:
        return Sent(failed=wire.reason(error))
    except UnicodeEncodeError:
        # A key with letters no header can carry is a key nobody accepts.
        return Sent(status=401)
    return Sent(status=answer.status_code, body=answer.content, headers=_headers(answer))


def listen(client: Any, asked: Mapping[str, Any], *, pace: wire.Pace) -> Line | Sent:
    """An answer that has begun, or the one that ended the call. What the pace's tick raises comes
    through, and closes the connection.
    """
    import openai

    wait = openai.Timeout(wire.ENDLESS, connect=pace.connect)
    try:
        with wire.spending(pace):
            answer = client.chat.completions.with_raw_response.create(
                **asked, timeout=wait
            ).http_response
    except openai.APIStatusError as error:
        answer = error.response
        return Sent(status=answer.status_code, body=answer.content, headers=_headers(answer))
    except OutboundError as error:
        slow = error.kind == "timeout"
        return Sent(failed="timeout" if slow else wire.reason(error), phase=pace.phase)
    except (openai.APIError, wire.Spent, OSError) as error:
        return Sent(failed=wire.reason(error), phase=pace.phase)
    except UnicodeEncodeError:
        return Sent(status=401)
    return Line(answer.status_code, _headers(answer), _pieces(answer, pace))


@lru_cache(maxsize=8)
def client(pid: int, base_url: str, api_key: str, private_ok: bool) -> Any:
    """Shared by all threads of the process `pid`; a connection must not be shared across a fork."""
    import openai

    assert pid == os.getpid()
    # OPENAI_LOG in the environment would write prompts into the log.
    logging.getLogger("openai").setLevel(logging.WARNING)
    http = openai.DefaultHttpxClient(trust_env=False, follow_redirects=False)
    headers = wire.SENT if api_key else wire.SENT - {"authorization"}
    wire.limit(http, private_ok=private_ok, headers=headers)
    return openai.OpenAI(
        base_url=base_url, api_key=api_key or "none", max_retries=0, http_client=http
    )


def _pieces(answer: Any, pace: wire.Pace) -> Generator[bytes, None, None]:
    import httpx2

    with closing(answer):
        coming = answer.iter_bytes()
        while True:
            # The budget is ours only while we read: between two pieces other code runs.
            try:
                with wire.spending(pace):
                    piece = next(coming, None)
            except (httpx2.HTTPError, wire.Spent, OSError) as error:
                raise Broken(Sent(failed=wire.reason(error), phase=pace.phase)) from None
            if piece is None:
                return
            pace.hear()
            yield piece


def _headers(answer: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}
