"""Work a person watches: its queue, its bell and its places."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django_q.models import OrmQ

from orchestrator import bells
from orchestrator.ops import interactive
from orchestrator.ops.health import queue as waiting
from orchestrator.ops.interactive import Places
from orchestrator.queue import DESK_BELL, INTERACTIVE, enqueue
from tests.bounds import ends


@pytest.fixture
def bell() -> Iterator[bells.Bell]:
    found = bells.Bell(DESK_BELL)
    yield found
    found.close()


@pytest.mark.django_db(transaction=True)
def test_a_new_task_rings_and_nothing_else_does(bell: bells.Bell) -> None:
    enqueue("advance_run", uuid4())
    assert not bell.wait(0)
    enqueue("write_reply", uuid4())
    with ends():
        assert bell.wait(60)


@pytest.mark.django_db
def test_a_task_is_taken_once_and_in_order() -> None:
    ids = [uuid4() for _ in range(3)]
    for one in ids:
        enqueue("write_reply", one)
    enqueue("advance_run", uuid4())
    first, second = list(interactive._taken(2)), list(interactive._taken(2))
    assert [task["args"][0] for task in [*first, *second]] == [str(one) for one in ids]
    assert list(interactive._taken(2)) == []
    assert OrmQ.objects.count() == 1


@pytest.mark.django_db
def test_a_task_signed_with_another_key_is_dropped() -> None:
    enqueue("write_reply", uuid4())
    row = OrmQ.objects.get()
    OrmQ.objects.update(payload=f"{row.payload}x")
    assert list(interactive._taken(9)) == []
    assert not OrmQ.objects.exists()


@pytest.mark.django_db
def test_what_waits_for_it_is_counted() -> None:
    enqueue("write_reply", uuid4())
    assert OrmQ.objects.get().key == INTERACTIVE
    assert waiting().waiting == 1


GO = threading.Event()


def held(**_: Any) -> None:
    GO.wait(60)


def breaks(**_: Any) -> None:
    raise ValueError("reply-canary")


def _task(name: str) -> dict[str, Any]:
    return {"func": f"tests.ops.test_interactive.{name}", "args": (), "kwargs": {}, "name": name}


def test_no_more_tasks_are_given_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    GO.clear()
    monkeypatch.setattr(interactive.pydoc, "locate", lambda path: held)
    places = Places(2)
    places.give(_task("held"))
    assert (places.free(), places.is_idle()) == (1, False)
    places.give(_task("held"))
    assert places.free() == 0
    GO.set()
    places.leave()
    assert (places.is_idle(), places.served) == (True, 2)


def test_a_task_that_breaks_frees_its_place_and_logs_no_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(interactive.pydoc, "locate", lambda path: breaks)
    places = Places(1)
    places.give(_task("breaks"))
    places.leave()
    assert places.is_idle()
    [line] = caplog.records
    assert line.meta == {"task": "breaks", "type": "ValueError"}  # type: ignore[attr-defined]
    assert "canary" not in str(line.__dict__)
