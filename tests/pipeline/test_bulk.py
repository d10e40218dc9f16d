"""Actions on many jobs, in this process; those that print take a second, for the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.bulk import actions, verbs
from orchestrator.models import Job, JobEvent, Operation, User
from orchestrator.tracking import stages
from tests import make
from tests.work import drain, queued


@pytest.fixture
def owner(ada: User) -> User:
    """Ada with a base résumé and a living worker, without a model."""
    make.heartbeat()
    make.resume(ada)
    return ada


def ask(owner: User, action: str, *jobs: Job | str, **options: Any) -> Operation:
    references = [one if isinstance(one, str) else str(one.pk) for one in jobs]
    return actions.request(owner, action, references, actor="user", options=options)


def finish(operation: Operation) -> Operation:
    drain()
    operation.refresh_from_db()
    return operation


def states(operation: Operation) -> list[str]:
    return list(operation.items.order_by("position").values_list("state", flat=True))


def reasons(operation: Operation) -> list[str | None]:
    errors = operation.items.order_by("position").values_list("error", flat=True)
    return [error and error.get("details", {}).get("reason", error["code"]) for error in errors]


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("skip", "discovered", "skipped"),
        ("skip", "ready", "skipped"),
        ("apply", "ready", "applied"),
        ("reopen", "skipped", "discovered"),
        ("reopen", "applied", "discovered"),
        ("reopen", "expired", "discovered"),
    ],
)
def test_an_action_moves_every_job(owner: User, action: str, before: str, after: str) -> None:
    jobs = [make.job(owner, status=before) for _ in range(3)]
    found = finish(ask(owner, action, *jobs))
    assert (found.status, found.result["succeeded"], found.result["failed"]) == ("succeeded", 3, 0)
    assert set(Job.objects.values_list("status", flat=True)) == {after}
    assert states(found) == ["succeeded"] * 3


def test_repeats_are_dropped_and_the_order_is_kept(owner: User) -> None:
    one, two = make.job(owner), make.job(owner)
    found = ask(owner, "skip", two, one, two)
    references = found.items.order_by("position").values_list("reference", flat=True)
    assert list(references) == [str(two.pk), str(one.pk)]


def test_what_is_missing_foreign_or_no_id_fails_alone(owner: User, ben: User) -> None:
    mine, theirs = make.job(owner), make.job(ben)
    upper = str(make.job(owner).pk).upper()
    found = finish(ask(owner, "skip", str(uuid4()), mine, theirs, "../etc", upper, "é" * 300))
    assert states(found) == ["failed", "succeeded", "failed", "failed", "failed", "failed"]
    assert reasons(found) == ["NOT_FOUND", None, *["NOT_FOUND"] * 4]
    theirs.refresh_from_db()
    assert theirs.status == "discovered"


def test_a_job_that_is_deleted_meanwhile_is_missing(owner: User) -> None:
    gone, there = make.job(owner), make.job(owner)
    found = ask(owner, "skip", gone, there)
    gone.delete()
    assert reasons(finish(found)) == ["NOT_FOUND", None]


@pytest.mark.parametrize(
    ("action", "status", "reason"),
    [
        ("skip", "applied", "status_not_allowed"),
        ("reopen", "ready", "status_not_allowed"),
        ("reopen", "in_progress", "status_not_allowed"),
        ("rescore", "processing", "status_not_allowed"),
        ("move_to_ready", "ready", "status_not_allowed"),
        ("move_to_ready", "processing", "busy"),
        ("undo", "ready", "not_undoable"),
    ],
)
def test_a_refusal_is_the_one_of_the_single_command(
    owner: User, action: str, status: str, reason: str
) -> None:
    found = finish(ask(owner, action, make.job(owner, status=status)))
    assert (found.status, reasons(found)) == ("succeeded", [reason])


def test_applying_twice_changes_nothing_and_leaves_nothing_to_undo(owner: User) -> None:
    sent = stages.apply(make.job(owner, status="ready"), actor="user")
    found = finish(ask(owner, "apply", sent))
    assert states(found) == ["succeeded"]
    assert sent.stages.count() == 1
    assert actions.undoable(found) == []


def test_every_event_carries_the_action_and_its_request(owner: User) -> None:
    job = make.job(owner)
    found = finish(ask(owner, "skip", job))
    event = job.events.get(kind="job.skipped")
    assert (event.operation_id, event.actor) == (found.pk, "user")
    assert found.items.get().event_id == event.pk


def test_without_a_worker_nothing_is_stored(owner: User) -> None:
    make.heartbeat(age=timedelta(minutes=5))
    with pytest.raises(Refused, match="No worker runs"):
        ask(owner, "skip", make.job(owner))
    assert (Operation.objects.count(), queued()) == (0, [])


def test_moving_to_ready_prepares_each_job(owner: User) -> None:
    jobs = [make.job(owner) for _ in range(2)]
    found = finish(ask(owner, "move_to_ready", *jobs))
    assert states(found) == ["succeeded"] * 2
    assert Job.objects.ready().count() == 2


def test_rescoring_scores_each_job_without_a_model(owner: User) -> None:
    jobs = [make.job(owner) for _ in range(6)]
    found = finish(ask(owner, "rescore", *jobs))
    assert states(found) == ["succeeded"] * 6
    assert not Job.objects.filter(score=None).exists()


@pytest.mark.parametrize("action", ["rescore", "move_to_ready"])
def test_at_most_four_jobs_are_claimed_at_a_time(owner: User, action: str) -> None:
    jobs = [make.job(owner) for _ in range(7)]
    found = ask(owner, action, *jobs)
    drain(1)
    assert states(found) == ["running"] * 4 + ["pending"] * 3
    assert len(queued()) == 4
    assert list(found.items.order_by("position").values_list("attempts", flat=True)) == [
        *[1] * 4, *[0] * 3,
    ]  # fmt: skip


def test_the_next_one_begins_when_one_ends(owner: User) -> None:
    found = ask(owner, "rescore", *[make.job(owner) for _ in range(6)])
    drain(2)
    assert states(found) == ["succeeded"] + ["running"] * 4 + ["pending"]


def test_a_pdf_that_is_there_is_offered_at_once_when_that_is_wanted(owner: User) -> None:
    job = make.job(owner)
    make.printed(job)
    found = finish(ask(owner, "move_to_ready", job, existing=True))
    job.refresh_from_db()
    assert (job.status, states(found)) == ("ready", ["succeeded"])
    assert [item.job_id for item in actions.undoable(found)] == [job.pk]


def test_an_uploaded_pdf_is_not_replaced(owner: User) -> None:
    job = make.job(owner)
    make.printed(job, source="uploaded")
    assert reasons(finish(ask(owner, "move_to_ready", job))) == ["uploaded_pdf"]


def test_one_undo_takes_the_whole_action_back(owner: User) -> None:
    jobs = [make.job(owner) for _ in range(3)]
    found = finish(ask(owner, "skip", *jobs, make.job(owner, status="applied")))
    back = actions.undo(found, actor="user")
    assert states(finish(back)) == ["succeeded"] * 3
    assert Job.objects.filter(status="discovered").count() == 3
    assert actions.undoable(found) == []
    with pytest.raises(lifecycle.NotUndoable):
        actions.undo(back, actor="user")


def test_an_undo_leaves_what_moved_on_alone(owner: User) -> None:
    moved, still, late = (make.job(owner) for _ in range(3))
    found = finish(ask(owner, "skip", moved, still, late))
    lifecycle.move(moved, "reopen", actor="user")
    assert [item.job_id for item in actions.undoable(found)] == [still.pk, late.pk]
    back = actions.undo(found, actor="user")
    lifecycle.move(late, "reopen", actor="user")
    lifecycle.move(late, "skip", actor="user")
    assert reasons(finish(back)) == [None, "not_undoable"]
    still.refresh_from_db()
    late.refresh_from_db()
    assert (still.status, late.status) == ("discovered", "skipped")


def test_an_undo_ends_with_its_time(owner: User) -> None:
    found = finish(ask(owner, "skip", make.job(owner)))
    Job.objects.get().events.update(at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(lifecycle.NotUndoable):
        actions.undo(found, actor="user")


def test_cancelling_before_it_began_does_nothing(owner: User) -> None:
    found = ask(owner, "skip", make.job(owner), make.job(owner))
    cancelled = actions.cancel(found, actor="user")
    assert (cancelled.status, cancelled.result["cancelled"]) == ("cancelled", 2)
    assert finish(found).status == "cancelled"
    assert states(found) == ["cancelled"] * 2
    assert Job.objects.filter(status="discovered").count() == 2


def test_cancelling_lets_what_runs_end(owner: User) -> None:
    found = ask(owner, "rescore", *[make.job(owner) for _ in range(6)])
    drain(1)
    begun = found.items.order_by("position").first()
    assert begun
    Operation.objects.filter(pk=begun.work_id).update(status="running")
    stopped = actions.cancel(found, actor="user")
    assert (stopped.status, stopped.step) == ("running", "stopping")
    Operation.objects.filter(pk=begun.work_id).update(status="succeeded")
    actions.item_done(begun.work_id)
    assert finish(found).status == "cancelled"
    assert (found.result["succeeded"], found.result["cancelled"]) == (1, 5)
    assert not Job.objects.exclude(score_token=None).exclude(pk=begun.job_id).exists()


def test_cancelling_finished_work_changes_nothing(owner: User) -> None:
    found = finish(ask(owner, "skip", make.job(owner)))
    assert actions.cancel(found, actor="user").status == "succeeded"


def test_an_action_whose_task_was_lost_is_taken_up_again(owner: User) -> None:
    from django_q.models import OrmQ

    found = ask(owner, "skip", make.job(owner))
    OrmQ.objects.all().delete()
    assert actions.wake(before=timezone.now(), waiting=set) == 1
    assert finish(found).status == "succeeded"
    assert actions.wake(before=timezone.now(), waiting=set) == 0


def test_a_job_that_moved_since_the_batch_was_read_is_done_as_it_is_now(owner: User) -> None:
    read = make.job(owner)
    lifecycle.move(read, "skip", actor="user")
    back, _ = lifecycle.move(read, "reopen", actor="user")
    done = verbs.VERBS["skip"](read, verbs.Order(actor="user"))
    last = back.events.last_move()
    assert (last.kind, last.pk, last.previous["round"]) == ("job.skipped", done.event, 2)


def test_a_job_that_moved_away_since_is_refused_with_where_it_is_now(owner: User) -> None:
    read = make.job(owner)
    lifecycle.move(read, "apply", actor="user")
    with pytest.raises(Refused) as refused:
        verbs.VERBS["skip"](read, verbs.Order(actor="user"))
    assert refused.value.details["status"] == "applied"


def test_a_step_in_between_keeps_an_undo_from_what_it_did_not_mean(owner: User) -> None:
    job = make.job(owner)
    read, event = lifecycle.move(job, "skip", actor="user")
    lifecycle.move(job, "reopen", actor="user")
    with pytest.raises(lifecycle.NotUndoable):
        verbs.VERBS["undo"](read, verbs.Order(actor="user", event=event.pk))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["skip", "rescore"])
def test_several_workers_at_once_do_nothing_twice(owner: User, action: str) -> None:
    found = ask(owner, action, *[make.job(owner) for _ in range(40)])
    together(lambda: actions.advance(found.pk), times=4)
    drain()
    found.refresh_from_db()
    kind = {"skip": "job.skipped", "rescore": "job.scored"}[action]
    assert (found.status, found.result["succeeded"]) == ("succeeded", 40)
    assert JobEvent.objects.filter(kind=kind).count() == 40
    assert set(found.items.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_claim_four_in_all(owner: User) -> None:
    found = ask(owner, "rescore", *[make.job(owner) for _ in range(12)])
    together(lambda: actions.advance(found.pk), times=4)
    assert found.items.filter(state="running").count() == 4
    assert Operation.objects.filter(kind="rescore").count() == 4


@pytest.mark.django_db(transaction=True)
def test_stopping_in_the_middle_tells_the_truth(owner: User) -> None:
    jobs = [make.job(owner) for _ in range(60)]
    found = ask(owner, "skip", *jobs)
    together(
        lambda: actions.advance(found.pk), lambda: actions.cancel(found, actor="user"), times=1
    )
    found.refresh_from_db()
    skipped = Job.objects.filter(status="skipped").count()
    assert found.status in ("cancelled", "succeeded")
    assert (found.result["succeeded"], found.result["cancelled"]) == (skipped, 60 - skipped)


def together(*works: Callable[[], object], times: int) -> None:
    """Each of `works` that often, in threads of their own that begin at the same moment."""
    gate = threading.Barrier(len(works) * times)
    broken: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works * times]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
