"""The owner's notes on a job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from jobops.lib.errors import Refused
from orchestrator.jobs import notes
from orchestrator.models import Job, User
from tests import make


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def kinds(job: Job) -> list[str]:
    return list(job.events.order_by("seq").values_list("kind", flat=True))


def seen(job: Job) -> object:
    return Job.objects.values_list("updated_at", flat=True).get(pk=job.pk)


def test_every_verb_is_told_and_moves_the_job_s_clock(job: Job) -> None:
    before = [seen(job)]
    note = notes.add(job, title="Call", content="They rang.", actor="user")
    before.append(seen(job))
    notes.change(note, title="Call", content="They rang twice.", actor="user")
    before.append(seen(job))
    notes.remove(note, actor="user")
    before.append(seen(job))
    notes.restore(job, note.pk, actor="user")
    before.append(seen(job))
    assert kinds(job) == [
        "job.note_added", "job.note_changed", "job.note_removed", "job.note_restored",
    ]  # fmt: skip
    assert sorted(set(before)) == before
    assert job.events.exclude(from_status="discovered", to_status="discovered").count() == 0


def test_an_event_names_the_note_and_holds_no_text(job: Job) -> None:
    note = notes.add(job, title="Canary", content="Canary text", actor="user")
    event = job.events.get()
    assert event.data == {"note": str(note.pk)}


def test_equal_texts_write_nothing(job: Job) -> None:
    note = notes.add(job, title="Call", content="They rang.", actor="user")
    same = notes.change(note, title="Call", content="They rang.", actor="user")
    assert same.updated_at == note.updated_at
    assert kinds(job) == ["job.note_added"]


def test_the_newest_change_comes_first(job: Job) -> None:
    first, second, third = (
        notes.add(job, title=title, content="x", actor="user") for title in ("1", "2", "3")
    )
    notes.change(first, title="1", content="changed", actor="user")
    notes.remove(second, actor="user")
    assert list(notes.of(job)) == [first, third]


def test_a_restored_note_comes_back_in_its_old_place(job: Job) -> None:
    first = notes.add(job, title="1", content="x", actor="user")
    second = notes.add(job, title="2", content="x", actor="user")
    notes.remove(first, actor="user")
    notes.restore(job, first.pk, actor="user")
    assert list(notes.of(job)) == [second, first]


def test_restoring_twice_changes_nothing(job: Job) -> None:
    note = notes.add(job, title="1", content="x", actor="user")
    notes.remove(note, actor="user")
    notes.restore(job, note.pk, actor="user")
    notes.restore(job, note.pk, actor="user")
    assert kinds(job).count("job.note_restored") == 1


def test_a_change_made_elsewhere_is_not_overwritten(job: Job) -> None:
    note = notes.add(job, title="1", content="x", actor="user")
    saw = note.updated_at
    notes.change(note, title="1", content="theirs", actor="user")
    with pytest.raises(Refused, match="meanwhile"):
        notes.change(note, title="1", content="mine", actor="user", expected=saw)
    assert notes.of(job).get().content == "theirs"


def test_the_clock_of_a_note_strictly_rises(job: Job) -> None:
    note = notes.add(job, title="1", content="x", actor="user")
    future = note.updated_at + timedelta(hours=1)
    job.notes.update(updated_at=future)
    changed = notes.change(note, title="1", content="y", actor="user")
    assert changed.updated_at > future


def test_a_removed_note_cannot_be_changed_or_removed_again(job: Job) -> None:
    note = notes.add(job, title="1", content="x", actor="user")
    notes.remove(note, actor="user")
    with pytest.raises(Http404):
        notes.change(note, title="1", content="y", actor="user")
    with pytest.raises(Http404):
        notes.remove(note, actor="user")


def test_a_note_of_another_job_is_not_restored(job: Job, ada: User) -> None:
    note = notes.add(job, title="1", content="x", actor="user")
    notes.remove(note, actor="user")
    with pytest.raises(Http404):
        notes.restore(make.job(ada), note.pk, actor="user")
