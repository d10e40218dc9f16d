"""The queue in a real Redis: sent on commit, begun once, and nothing lost but time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from django.db import transaction
from django.test import Client
from django_q.brokers import get_broker
from django_q.conf import Conf

from orchestrator.models import Heartbeat, Operation, User
from orchestrator.ops import broker as brokers
from orchestrator.ops import broker_redis, health, interactive, queue_rows, reaper
from orchestrator.ops.broker_redis import RedisLines
from orchestrator.ops.flags import Ring
from orchestrator.pipeline import judge
from orchestrator.queue import INTERACTIVE, QUIET, enqueue
from tests import make
from tests.house import redis_server
from tests.house.redis_server import RedisServer
from tests.worker.harness import REAL_ROWS

pytestmark = [
    REAL_ROWS,
    pytest.mark.skipif(redis_server.program() is None, reason=redis_server.MISSING),
]


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    with redis_server.server() as found:
        settings.REDIS_URL = found.url
        monkeypatch.setattr(Conf, "BROKER_CLASS", "orchestrator.ops.broker_redis.RedisLines")
        monkeypatch.setattr(brokers, "POLL_SECONDS", 0.0)
        monkeypatch.setattr(brokers, "OUTAGE_SECONDS", 0.0)
        yield found


@pytest.fixture
def lines(server: RedisServer) -> RedisLines:
    return group()


def group() -> RedisLines:
    found = RedisLines(list_key="jobops")
    found.taken, found.quietly = Ring(16), Ring(1)
    return found


def ids(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]


def taken(lines: RedisLines) -> dict[str, Any] | None:
    found = lines.dequeue()
    if not found:
        return None
    number, payload = found[0]
    return {**(brokers.opened(payload) or {}), "ack_id": number}


def subject(task: dict[str, Any] | None) -> str:
    assert task is not None
    return str(task["args"][0])


def pass_time(server: RedisServer, line: str = "jobops") -> None:
    """What was taken is offered again now."""
    to = redis.Redis.from_url(server.url)
    key = f"jobops:{line}:taken"
    for number in to.zrange(key, 0, -1):
        to.zadd(key, {number: 1})


def test_the_installation_s_broker_is_chosen_by_the_setting(server: RedisServer) -> None:
    assert isinstance(get_broker(), RedisLines)


def test_a_task_is_sent_with_its_transaction_and_not_before(lines: RedisLines) -> None:
    first, second = ids(2)
    with transaction.atomic():
        enqueue("process_job", first)
        assert lines.rows() == []
    with transaction.atomic():
        enqueue("process_job", second)
        transaction.set_rollback(True)
    assert [(one.name, one.subject) for one in lines.rows()] == [("process_job", str(first))]


def test_tasks_come_in_order_and_each_begins_once(lines: RedisLines) -> None:
    first, second = ids(2)
    enqueue("process_job", first)
    enqueue("process_job", second)
    other = group()
    one, two = taken(lines), taken(other)
    assert (subject(one), subject(two), taken(lines)) == (str(first), str(second), None)
    assert one is not None
    assert [lines.begin(one), lines.begin(one), other.begin(one)] == [True, False, False]


def test_what_a_dead_group_took_goes_to_another_and_runs_once(
    lines: RedisLines, server: RedisServer
) -> None:
    [pk] = ids(1)
    enqueue("process_job", pk)
    first, other = taken(lines), group()
    assert taken(other) is None
    pass_time(server)
    second = taken(other)
    assert subject(second) == str(pk)
    assert first is not None
    assert second is not None
    assert [other.begin(second), lines.begin(first)] == [True, False]


def test_a_living_group_keeps_what_it_took(lines: RedisLines, server: RedisServer) -> None:
    enqueue("process_job", *ids(1))
    task = taken(lines)
    pass_time(server)
    lines.renew()
    assert taken(group()) is None
    assert task is not None
    assert lines.begin(task)


def test_a_group_gives_back_what_it_took_itself_in_the_old_order(lines: RedisLines) -> None:
    first, second, third = ids(3)
    for pk in (first, second, third):
        enqueue("process_job", pk)
    other = group()
    assert subject(taken(lines)) == str(first)
    assert subject(taken(other)) == str(second)
    assert lines.release(everything=False) == 1
    assert [subject(taken(lines)), subject(taken(lines))] == [str(first), str(third)]
    assert lines.release(everything=True) == 3


def test_quiet_work_waits_and_runs_one_at_a_time(lines: RedisLines) -> None:
    enqueue("inspect_pdf", *ids(1))
    enqueue("inspect_pdf", *ids(1))
    enqueue("process_job", *ids(1))
    other = group()
    assert (taken(lines) or {})["name"] == "process_job"
    assert taken(lines) is None
    quiet = taken(other)
    assert quiet is not None
    assert (quiet["name"], taken(group())) == ("inspect_pdf", None)
    assert other.begin(quiet)
    assert taken(group()) is None
    other.acknowledge(quiet["ack_id"])
    assert (taken(group()) or {})["name"] == "inspect_pdf"


def test_quiet_work_stays_with_a_living_group_and_a_broken_pool_gives_it_back(
    lines: RedisLines, server: RedisServer
) -> None:
    enqueue("inspect_pdf", *ids(1))
    enqueue("inspect_pdf", *ids(1))
    first = taken(lines)
    pass_time(server, QUIET)
    lines.renew()
    assert taken(group()) is None
    assert lines.release(everything=False) == 1
    assert subject(taken(group())) == subject(first)
    pass_time(server, QUIET)
    assert subject(taken(group())) == subject(first)


def test_quiet_work_that_waited_long_goes_in_a_storm(lines: RedisLines) -> None:
    enqueue("inspect_pdf", *ids(1))
    assert lines.quiet(older_than=timedelta(seconds=20)) is None
    assert lines.quiet(older_than=timedelta(0)) is not None


def test_the_desk_takes_each_once_and_drops_those_of_another_key(
    lines: RedisLines, server: RedisServer
) -> None:
    pks = ids(3)
    for pk in pks:
        enqueue("write_reply", pk)
    to = redis.Redis.from_url(server.url, decode_responses=True)
    last = to.lindex(f"jobops:{INTERACTIVE}:order", -1)
    to.hset(f"jobops:{INTERACTIVE}:tasks", last, "forged")
    first, rest = list(interactive._taken(1)), list(interactive._taken(9))
    assert [task["args"][0] for task in [*first, *rest]] == [str(pks[0]), str(pks[1])]
    assert lines.rows() == []


def test_depth_age_and_the_button_are_those_of_the_rows(lines: RedisLines) -> None:
    enqueue("process_job", *ids(1))
    enqueue("write_reply", *ids(1))
    enqueue("inspect_pdf", *ids(1))
    taken(lines)
    found = lines.depths()
    assert {line: depth.waiting for line, depth in found.items()} == {
        "jobops": 1, QUIET: 1, INTERACTIVE: 1,
    }  # fmt: skip
    assert health.queue().waiting == 2
    oldest = health.queue().oldest
    assert oldest is not None
    assert oldest < timedelta(minutes=5)
    for one in queue_rows.first(9):
        assert lines.drop(one.pk) == one
    assert (lines.rows(), health.queue().waiting) == ([], 0)


@pytest.fixture
def asked(ada: User, server: RedisServer) -> Operation:
    """A rescore of one of Ada's jobs, on its way."""
    make.resume(ada)
    Heartbeat.objects.create(group="g", host="h", pid=1, at="2999-01-01T00:00Z", chromium="x")
    return judge.request(make.job(ada), actor="user")


def test_what_redis_forgot_is_sent_again_by_the_reaper(
    asked: Operation, server: RedisServer
) -> None:
    redis.Redis.from_url(server.url).flushall()
    assert queue_rows.subjects() == set()
    assert reaper.reap(grace=timedelta(0)).requeued == 1
    assert queue_rows.subjects() == {str(asked.pk)}
    assert reaper.reap(grace=timedelta(0)).requeued == 0


def test_while_redis_is_away_pages_answer_and_nothing_is_lost(
    ada: User, server: RedisServer, client: Client
) -> None:
    make.resume(ada)
    job = make.job(ada)
    Heartbeat.objects.create(group="g", host="h", pid=1, at="2999-01-01T00:00Z", chromium="x")
    server.kill()
    answer = client.post(f"/api/jobs/{job.pk}/rescore", headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    assert client.get(f"/job/{job.pk}").status_code == 200
    assert client.get("/health/ready").json()["checks"]["worker"]["status"] == "failed"
    assert group().dequeue() is None
    assert reaper.reap(grace=timedelta(0)).requeued == 0

    server.start()
    assert reaper.reap(grace=timedelta(0)).requeued == 1
    assert subject(taken(group())) == str(Operation.objects.get(kind="rescore").pk)


def test_an_address_of_redis_never_reaches_a_log(
    server: RedisServer, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://:password-canary@127.0.0.1:1/0"
    enqueue("process_job", *ids(1))
    assert not broker_redis.RedisLines(list_key="jobops").is_reachable()
    assert "canary" not in caplog.text
    assert any(record.message == "task not queued" for record in caplog.records)
