"""The queue in Redis: a task is sent when its transaction is committed. What Redis forgets is only
lost time: every piece of work is a row, and the reaper sends again what never began.

Three keys to a line: the waiting numbers, in order; the payload of each number; and the numbers
that a group took, with the moment at which they are offered again. A payload goes when its task
begins, so a task begins once.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction
from django_q.conf import Conf
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from orchestrator.ops import broker
from orchestrator.ops.broker import HELD, Carrier, Depth, Unreachable, Waiting
from orchestrator.queue import INTERACTIVE, QUIET

logger = logging.getLogger(__name__)

CONNECT_SECONDS, ANSWER_SECONDS = 1.0, 5.0
RANDOM_BITS = 20

# Redis' own clock, so that the clocks of several machines need not agree.
NOW = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)\n"
GIVE_BACK = """
local function give_back(list, taken, payloads, id)
  if redis.call('ZREM', taken, id) == 1 and redis.call('HEXISTS', payloads, id) == 1 then
    redis.call('LPUSH', list, id)
    return 1
  end
  return 0
end
"""
TAKE = (
    NOW
    + GIVE_BACK
    + """
local list, payloads, taken = KEYS[1], KEYS[2], KEYS[3]
local late = redis.call('ZREVRANGEBYSCORE', taken, now, '-inf', 'LIMIT', 0, 100)
for _, id in ipairs(late) do give_back(list, taken, payloads, id) end
if ARGV[2] ~= '' then
  if redis.call('ZCARD', taken) > 0 then return false end
  local first = redis.call('LINDEX', list, 0)
  if not first or tonumber(ARGV[2]) > now - math.floor(tonumber(first) / 2^20) then
    return false
  end
end
while true do
  local id = redis.call('LPOP', list)
  if not id then return false end
  local payload = redis.call('HGET', payloads, id)
  if payload then
    redis.call('ZADD', taken, now + ARGV[1], id)
    return {id, payload}
  end
end
"""
)
RENEW = (
    NOW
    + "for i = 2, #ARGV do redis.call('ZADD', KEYS[3], 'XX', 'GT', now + ARGV[1], ARGV[i]) end\n"
)
RELEASE = (
    GIVE_BACK
    + """
local ids = ARGV
if #ids == 0 then ids = redis.call('ZREVRANGE', KEYS[3], 0, -1) end
local count = 0
for _, id in ipairs(ids) do count = count + give_back(KEYS[1], KEYS[3], KEYS[2], id) end
return count
"""
)
OFF = """
local id = redis.call('LPOP', KEYS[1])
if not id then return false end
local payload = redis.call('HGET', KEYS[2], id)
redis.call('HDEL', KEYS[2], id)
return payload or ''
"""


@cache
def _client(url: str) -> redis.Redis:
    retry = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(
        url, decode_responses=True, retry=retry, socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS, health_check_interval=30,
    )  # fmt: skip


class RedisLines(Carrier):
    def enqueue(self, task: str) -> int:
        """Takes effect with the surrounding transaction, and never makes it fail."""
        number = _new_number()
        transaction.on_commit(lambda: self._send(number, task), robust=True)
        return number

    def first(self) -> tuple[int, str] | None:
        return self._taken(str(self.list_key), held=HELD)

    def quiet(self, *, older_than: timedelta) -> tuple[int, str] | None:
        return self._taken(QUIET, held=HELD, alone=_milliseconds(older_than))

    def begin(self, task: Mapping[str, Any]) -> bool:
        number = task["ack_id"]
        if broker.is_quiet(task):
            return bool(_ask(lambda to: to.hexists(_keys(QUIET)[1], str(number))))
        return _remove(str(Conf.CLUSTER_NAME), number)

    def done(self, task_id: int) -> bool:
        return _remove(QUIET, task_id)

    def renew(self) -> None:
        for line, mine in self._mine():
            if mine:
                _run(RENEW, line, _milliseconds(HELD), *mine)

    def release(self, *, everything: bool) -> int:
        return sum(
            int(_run(RELEASE, line, *([] if everything else mine)))
            for line, mine in self._mine()
            if mine or everything
        )

    def _mine(self) -> list[tuple[str, list[int]]]:
        cluster = str(Conf.CLUSTER_NAME)
        return [(cluster, broker.noted(self.taken)), (QUIET, broker.noted(self.quietly))]

    def is_asked(self) -> bool:
        return bool(_ask(lambda to: to.llen(_keys(INTERACTIVE)[0])))

    def off(self, limit: int) -> Iterator[str]:
        for _ in range(limit):
            payload = _run(OFF, INTERACTIVE)
            if payload is None:
                return
            yield str(payload)

    def rows(self, limit: int | None = None) -> list[Waiting]:
        found = [
            broker.shown(int(number), line=line, payload=payload, since=_since(int(number)))
            for line in broker.lines()
            for number, payload in _payloads(line).items()
        ]
        return sorted(found, key=lambda one: one.pk)[:limit]

    def depths(self) -> dict[str, Depth]:
        return {line: _depth(line) for line in broker.lines()}

    def drop(self, pk: int) -> Waiting | None:
        found = next((one for one in self.rows() if one.pk == pk), None)
        if found is None or not _remove(found.line, pk):
            return None
        _ask(lambda to: to.lrem(_keys(found.line)[0], 1, str(pk)))
        return found

    def is_reachable(self) -> bool:
        try:
            return bool(_ask(lambda to: to.ping()))
        except Unreachable:
            return False

    def ping(self) -> bool:
        """django-q2 asks at the start of a cluster; an outage is waited out later."""
        return True

    def queue_size(self) -> int:
        return _depth(str(self.list_key)).waiting

    def _taken(
        self, line: str, *, held: timedelta, alone: int | None = None
    ) -> tuple[int, str] | None:
        found = _run(TAKE, line, _milliseconds(held), "" if alone is None else alone)
        return (int(found[0]), str(found[1])) if found else None

    def _send(self, number: int, task: str) -> None:
        order, payloads, _ = _keys(str(self.list_key))
        try:
            _ask(
                lambda to: to.pipeline().hset(payloads, str(number), task)
                .rpush(order, number).execute()
            )  # fmt: skip
        except Unreachable:
            meta = {"line": str(self.list_key), "again": "with the reaper"}
            logger.error("task not queued", extra={"meta": meta})


def _ask(what: Callable[[Any], Any]) -> Any:
    with _answering():
        return what(_client(settings.REDIS_URL))


def _run(script: str, line: str, *arguments: object) -> Any:
    keys = _keys(line)
    return _ask(lambda to: to.register_script(script)(keys=keys, args=[*map(str, arguments)]))


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        # Its words may hold the address, and that a password.
        raise Unreachable(type(error).__name__) from None


def _keys(line: str) -> tuple[str, str, str]:
    """Order, payloads, and what was taken."""
    return (f"jobops:{line}:order", f"jobops:{line}:tasks", f"jobops:{line}:taken")


def _payloads(line: str) -> dict[str, str]:
    found: dict[str, str] = _ask(lambda to: to.hgetall(_keys(line)[1]))
    return found


def _depth(line: str) -> Depth:
    order, _, taken = _keys(line)
    number, first, begun = _ask(
        lambda to: to.pipeline().llen(order).lindex(order, 0).zrange(taken, 0, -1).execute()
    )
    known = [int(one) for one in (first, *begun) if one]
    return Depth(number + len(begun), _since(min(known)) if known else None)


def _remove(line: str, number: int) -> bool:
    """Its number may still stand in the order; whoever comes to it finds no payload."""
    _, payloads, taken = _keys(line)
    gone = _ask(
        lambda to: to.pipeline().hdel(payloads, str(number)).zrem(taken, str(number)).execute()
    )
    return bool(gone[0])


def _new_number() -> int:
    """The moment, and enough chance that two machines do not meet in it."""
    return (time.time_ns() // 1_000_000 << RANDOM_BITS) | random.getrandbits(RANDOM_BITS)


def _since(number: int) -> datetime:
    return datetime.fromtimestamp((number >> RANDOM_BITS) / 1000, UTC)


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
