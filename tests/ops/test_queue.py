from __future__ import annotations

import socket
import time
from datetime import timedelta
from threading import Timer
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from jobops import logs
from orchestrator import queue
from orchestrator.ops import broker as brokers
from orchestrator.ops.broker_rows import Doorbell
from orchestrator.queue import QUIET, enqueue
from tests.bounds import ends
from tests.work import queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Doorbell:
    monkeypatch.setattr(brokers, "POLL_SECONDS", 0.0)
    return Doorbell(list_key="jobops")


def taken(broker: Doorbell) -> str | None:
    found: Any = broker.dequeue()
    return OrmQ.objects.get(pk=found[0][0]).task["name"] if found else None


def calm(broker: Doorbell) -> None:
    broker._busy_at = time.monotonic() - brokers.CALM_SECONDS - 1


def test_a_task_carries_ids_and_where_it_came_from() -> None:
    pk = uuid4()
    with logs.bind(requestId="r-1"):
        enqueue("process_job", pk)
    task = OrmQ.objects.get().task
    assert task["args"] == (str(pk),)
    assert task["kwargs"] == {"correlation": {"requestId": "r-1"}}


def test_a_rolled_back_transaction_leaves_no_task() -> None:
    with transaction.atomic():
        enqueue("process_job", uuid4())
        transaction.set_rollback(True)
    assert queued() == []


def test_a_task_is_offered_once(broker: Doorbell) -> None:
    enqueue("process_job", uuid4())
    assert [taken(broker), taken(broker)] == ["process_job", None]


def test_quiet_work_waits_for_everything_else(broker: Doorbell) -> None:
    enqueue("inspect_pdf", uuid4())
    enqueue("process_job", uuid4())
    assert taken(broker) == "process_job"
    assert taken(broker) is None
    calm(broker)
    assert taken(broker) == "inspect_pdf"


def test_one_piece_of_quiet_work_at_a_time(broker: Doorbell) -> None:
    enqueue("inspect_pdf", uuid4())
    enqueue("inspect_pdf", uuid4())
    assert [taken(broker), taken(broker)] == ["inspect_pdf", None]
    OrmQ.objects.filter(key=QUIET, lock__gt=timezone.now()).delete()
    assert taken(broker) == "inspect_pdf"


def test_quiet_work_that_waited_long_goes_in_a_storm(broker: Doorbell) -> None:
    enqueue("inspect_pdf", uuid4())
    enqueue("process_job", uuid4())
    assert taken(broker) == "process_job"
    OrmQ.objects.filter(key=QUIET).update(lock=timezone.now() - timedelta(minutes=1))
    assert taken(broker) == "inspect_pdf"


@pytest.mark.django_db(transaction=True)
def test_a_new_task_ends_the_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "POLL_SECONDS", 100.0)
    broker = Doorbell(list_key="jobops")
    broker._listen()
    Timer(0.05, queue.ring).start()
    with ends():
        broker.dequeue()


def test_a_bell_whose_owner_died_is_taken_down() -> None:
    bell = queue.bells.folder() / "999999.bell"
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(bell))
    dead.close()
    queue.ring()
    assert not bell.exists()
