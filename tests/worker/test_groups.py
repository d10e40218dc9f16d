"""Two worker groups, as on two machines: one database, each with a data folder of its own. And one
whose queue lies in Redis.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from django.conf import settings
from django_q.conf import Conf
from django_q.models import OrmQ

from orchestrator.models import Heartbeat
from orchestrator.ops import broker
from tests.house import redis_server
from tests.house.redis_server import RedisServer
from tests.worker.harness import REAL_ROWS, RealWorker, chore, gone, said, until

pytestmark = [pytest.mark.worker, REAL_ROWS]
several = pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"],
    reason="On SQLite one folder has one worker group",
)


@pytest.fixture
def groups(tmp_path: Path) -> Iterator[list[RealWorker]]:
    found = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        keys = {
            "JOBOPS_SECRET_KEY": settings.SECRET_KEY,
            "JOBOPS_BOX_KEY": settings.BOX_KEY,
            "JOBOPS_DATA_DIR": str(folder),
        }
        found.append(RealWorker(folder, env=keys))
    yield found
    for one in found:
        one.end()


def begun_by(worker: RealWorker, pids: list[int]) -> bool:
    return bool({one.pid for one in worker.family()} & set(pids))


@several
def test_when_one_group_is_killed_the_other_does_what_it_had_not_begun(
    groups: list[RealWorker], tmp_path: Path
) -> None:
    # What the dead one had taken is offered again after half a minute.
    one, two = groups
    one.start()
    for number in range(6):
        chore("hold", tmp_path, f"n{number}")
    until(lambda: len(list(tmp_path.glob("*.begun"))) == 2, what="two of six begun")
    two.start()
    until(lambda: len(list(tmp_path.glob("*.begun"))) == 4, what="two more begun")
    family = one.family()
    one.kill()
    until(lambda: gone(family))
    (tmp_path / "go").touch()
    until(lambda: len(list(tmp_path.glob("*.ended"))) == 4, what="all but two ended")
    until(lambda: not OrmQ.objects.exists(), what="an empty queue")
    assert [len(said(tmp_path, f"n{number}.begun")) for number in range(6)] == [1] * 6


@several
def test_a_group_that_starts_leaves_what_another_works_on(
    groups: list[RealWorker], tmp_path: Path
) -> None:
    one, two = groups
    one.start()
    chore("hold", tmp_path, "long")
    holder = until(lambda: said(tmp_path, "long.begun"))
    two.start()
    assert Heartbeat.objects.count() == 2
    assert begun_by(one, holder)
    (tmp_path / "go").touch()
    assert until(lambda: said(tmp_path, "long.ended")) == holder
    assert len(said(tmp_path, "long.begun")) == 1


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[RedisServer]:
    if redis_server.program() is None:
        pytest.skip(redis_server.MISSING)
    with redis_server.server() as found:
        settings.REDIS_URL = found.url
        monkeypatch.setattr(Conf, "BROKER_CLASS", "orchestrator.ops.broker_redis.RedisLines")
        yield found


@pytest.fixture
def by_redis(tmp_path: Path, carried: RedisServer) -> Iterator[RealWorker]:
    real = RealWorker(tmp_path, env={"JOBOPS_REDIS_URL": carried.url})
    yield real
    real.end()


def test_redis_may_be_killed_and_come_back(by_redis: RealWorker, carried: RedisServer) -> None:
    by_redis.start()
    chore("note", by_redis.folder, "before")
    until(lambda: said(by_redis.folder, "before"))
    pool = {one.pid for one in by_redis.pool()}
    carried.kill()
    until(lambda: "queue cannot be read" in by_redis.log(), what="it noticed")
    carried.start()
    chore("note", by_redis.folder, "after")
    until(lambda: said(by_redis.folder, "after"))
    assert pool == {one.pid for one in by_redis.pool() if psutil.pid_exists(one.pid)}


def test_a_killed_worker_loses_no_task_that_waits_in_redis(
    by_redis: RealWorker, carried: RedisServer
) -> None:
    folder = by_redis.folder
    by_redis.start()
    for number in range(6):
        chore("hold", folder, f"n{number}")
    until(lambda: len(list(folder.glob("*.begun"))) == 2, what="two of six begun")
    family = by_redis.family()
    by_redis.kill()
    until(lambda: gone(family))
    (folder / "go").touch()
    by_redis.start()
    until(lambda: len(list(folder.glob("*.ended"))) == 4, what="the other four ended")
    until(lambda: broker.current().rows() == [], what="an empty queue")
    assert [len(said(folder, f"n{number}.begun")) for number in range(6)] == [1] * 6
    assert redis.Redis.from_url(carried.url).keys("jobops:*") == []
