"""Tags of many jobs taken back by one undo: what it hung on or took off, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.bulk import actions, verbs
from orchestrator.jobs import tags
from orchestrator.models import Job, JobEvent, User
from tests import make
from tests.pipeline.test_bulk import ask, finish, owner, reasons, states, together
from tests.work import drain

assert owner
pytestmark = pytest.mark.django_db


def tagged(owner: User, *names: str) -> Job:
    job = make.job(owner)
    tags.put(job, names, actor="user")
    return job


@pytest.mark.parametrize("action", ["tag", "untag"])
def test_one_undo_brings_back_what_each_job_had(owner: User, action: str) -> None:
    jobs = [tagged(owner), tagged(owner, "near"), tagged(owner, "dream", "near")]
    before = [tags.of(job) for job in jobs]
    found = finish(ask(owner, action, *jobs, tag="Dream"))
    changed = [job for job, had in zip(jobs, before, strict=True) if tags.of(job) != had]
    back = finish(actions.undo(found, actor="user"))
    assert len(changed) == {"tag": 2, "untag": 1}[action]
    assert states(back) == ["succeeded"] * len(changed)
    assert [tags.of(job) for job in jobs] == before


def test_what_had_the_tag_before_keeps_it(owner: User) -> None:
    had, new = tagged(owner, "dream"), tagged(owner)
    found = finish(ask(owner, "tag", had, new, tag="dream"))
    assert [item.job_id for item in actions.undoable(found)] == [new.pk]
    finish(actions.undo(found, actor="user"))
    assert (tags.of(had), tags.of(new)) == (["dream"], [])


def test_other_tags_and_moves_in_between_survive(owner: User) -> None:
    job = tagged(owner, "near")
    found = finish(ask(owner, "tag", job, tag="dream"))
    tags.add(job, "mine", actor="user")
    tags.drop(job, owner.tags.get(name="near"), actor="user")
    lifecycle.move(Job.objects.get(pk=job.pk), "skip", actor="user")
    finish(actions.undo(found, actor="user"))
    assert (tags.of(job), Job.objects.get(pk=job.pk).status) == (["mine"], "skipped")


def test_a_tag_that_was_changed_by_hand_since_is_left_alone(owner: User) -> None:
    by_hand, still = tagged(owner), tagged(owner)
    found = finish(ask(owner, "tag", by_hand, still, tag="dream"))
    back = actions.undo(found, actor="user")
    tags.drop(by_hand, owner.tags.get(), actor="user")
    tags.add(by_hand, "dream", actor="user")
    assert [item.job_id for item in actions.undoable(found)] == [still.pk]
    assert reasons(finish(back)) == ["not_undoable", None]
    assert (tags.of(by_hand), tags.of(still)) == (["dream"], [])


def test_a_renamed_tag_is_the_same_and_a_deleted_or_merged_one_stays_gone(owner: User) -> None:
    renamed, deleted, merged = (
        finish(ask(owner, action, tagged(owner, *had), tag=name))
        for action, name, had in (("tag", "a", ()), ("untag", "b", ("b",)), ("tag", "c", ()))
    )
    tags.rename(owner.tags.get(name="a"), "A1")
    tags.delete(owner.tags.get(name="b"))
    tags.merge(owner.tags.get(name="c"), tags.make(owner, "far"))
    finish(actions.undo(renamed, actor="user"))
    for gone in (deleted, merged):
        assert actions.undoable(gone) == []
        with pytest.raises(lifecycle.NotUndoable):
            actions.undo(gone, actor="user")
    assert [tags.of(job) for job in owner.jobs.order_by("pk")] == [[], [], ["far"]]


def test_a_job_that_is_full_by_now_is_left_as_it_is(owner: User) -> None:
    job = tagged(owner, "dream", *(f"tag {n}" for n in range(tags.MOST_ON_JOB - 1)))
    found = finish(ask(owner, "untag", job, tag="dream"))
    tags.add(job, "one more", actor="user")
    assert states(finish(actions.undo(found, actor="user"))) == ["failed"]
    assert len(tags.of(job)) == tags.MOST_ON_JOB
    assert "dream" not in tags.of(job)


def test_an_undo_of_tags_ends_with_its_time_and_is_not_undone_itself(owner: User) -> None:
    found = finish(ask(owner, "tag", tagged(owner), tag="dream"))
    late = finish(ask(owner, "tag", tagged(owner), tag="dream"))
    JobEvent.objects.filter(job__in=late.items.values("job")).update(
        at=timezone.now() - timedelta(minutes=11)
    )
    back = finish(actions.undo(found, actor="user"))
    for one in (late, back, found):
        with pytest.raises(lifecycle.NotUndoable):
            actions.undo(one, actor="user")


def test_asked_for_twice_it_is_taken_back_once(owner: User) -> None:
    job = tagged(owner)
    found = finish(ask(owner, "tag", job, tag="dream"))
    first, second = (actions.undo(found, actor="user") for _ in range(2))
    finish(first)
    assert reasons(finish(second)) == ["not_undoable"]
    assert tags.of(job) == []
    assert job.events.filter(kind=tags.CHANGED).count() == 2


def test_a_job_that_changed_since_it_was_read_gets_tag_and_event_together(owner: User) -> None:
    read = tagged(owner)
    tags.add(read, "mine", actor="user")
    done = verbs.VERBS["tag"](read, verbs.Order(actor="user", tag="dream"))
    assert tags.of(Job.objects.get(pk=read.pk)) == ["dream", "mine"]
    assert done.event == read.events.latest("seq").pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["tag", "untag"])
def test_several_workers_at_once_take_each_back_once(owner: User, action: str) -> None:
    jobs = [tagged(owner, *(("dream",) if action == "untag" else ())) for _ in range(20)]
    before = [tags.of(job) for job in jobs]
    found = finish(ask(owner, action, *jobs, tag="dream"))
    back = actions.undo(found, actor="user")
    together(lambda: actions.advance(back.pk), times=2)
    drain()
    back.refresh_from_db()
    assert (back.status, back.result["succeeded"]) == ("succeeded", 20)
    assert [tags.of(job) for job in jobs] == before
    assert JobEvent.objects.filter(kind=tags.CHANGED, data__change="untagged").count() == 20
