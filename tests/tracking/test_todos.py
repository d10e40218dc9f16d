from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator.models import Job, ToDo, User
from orchestrator.tracking import todos
from tests import make

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=1)


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def add(job: Job, title: str, **fields: object) -> ToDo:
    return todos.add(job, title, kind="todo", actor="user", **fields)  # type: ignore[arg-type]


def told(job: Job) -> list[str]:
    return [event.data["change"] for event in job.events.order_by("seq")]


def test_the_most_pressing_comes_first_and_undated_ones_last(job: Job) -> None:
    for title, due in (("Some day", None), ("Later", SOON + timedelta(days=1)), ("Soon", SOON)):
        add(job, title, due_at=due)
    assert [one.title for one in todos.open_ones(job)] == ["Soon", "Later", "Some day"]


def test_every_write_leaves_one_event_and_raises_the_clock(job: Job) -> None:
    todo = add(job, "Call")
    todos.change(todo, {"title": "Call them"}, actor="user")
    todos.change(todo, {"is_completed": True}, actor="user")
    todos.change(todo, {"is_completed": False}, actor="user")
    todos.remove(todo, actor="user")
    todos.restore(todo, actor="user")
    assert told(job) == ["added", "edited", "completed", "reopened", "removed", "restored"]
    after = Job.objects.get(pk=job.pk)
    assert after.updated_at > job.updated_at
    assert after.status == job.status


def test_what_changes_nothing_is_not_told(job: Job) -> None:
    todo = add(job, "Call")
    todos.change(todo, {"title": "Call", "is_completed": False}, actor="user")
    todos.restore(todo, actor="user")
    todos.remove(todo, actor="user")
    todos.remove(todo, actor="user")
    assert told(job) == ["added", "removed"]


def test_a_removed_one_comes_back_as_it_was(job: Job) -> None:
    todo = add(job, "Call", due_at=SOON, notes="In the morning")
    todos.remove(todo, actor="user")
    assert list(todos.every(job)) == []
    todos.restore(todo, actor="user")
    (back,) = todos.every(job)
    assert (back.title, back.due_at, back.notes) == ("Call", SOON, "In the morning")


def test_done_ones_are_kept_and_no_longer_open(job: Job) -> None:
    todo = add(job, "Call")
    todos.change(todo, {"is_completed": True}, actor="user")
    assert (list(todos.open_ones(job)), list(todos.every(job))) == ([], [todo])
