"""What a step does to the job: logged, changed, removed, undone, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.jobs import facts
from orchestrator.lifecycle import NotUndoable
from orchestrator.models import Job, JobEvent, RegenerationRequest, StageEvent, User
from orchestrator.tracking import events, stages
from orchestrator.tracking.events import StageGone
from tests import make

pytestmark = pytest.mark.django_db
EARLY = timezone.now() - timedelta(days=3)
KEPT = ("status", "applied_at", "outcome", "closed_at", "manual_outcome", "applied_pdf_digest")


@pytest.fixture
def sent(ada: User) -> Job:
    return stages.apply(make.job(ada, status="ready"), actor="user")


def log(job: Job, stage: str, **options: Any) -> tuple[Job, StageEvent]:
    return stages.log(job, stage, actor="user", **options)


def state(job: Job) -> list[Any]:
    return [getattr(job, name) for name in KEPT]


def told(job: Job) -> list[str]:
    return list(job.events.order_by("seq").values_list("kind", flat=True))


def test_applying_twice_writes_one_event(ada: User) -> None:
    job = make.job(ada, status="ready")
    first = stages.apply(job, actor="user")
    again = stages.apply(first, actor="user")
    assert again.applied_at == first.applied_at
    assert StageEvent.objects.filter(job=job).count() == 1
    assert job.events.filter(kind="job.applied").count() == 1


def test_a_screen_moves_the_job_to_in_progress(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    moved, _ = stages.log(job, "recruiter_screen", actor="user")
    assert (moved.status, moved.applied_at) == ("in_progress", job.applied_at)


def test_a_backdated_step_does_not_move_the_status_back(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    job, _ = stages.log(job, "onsite", actor="user")
    early = timezone.now() - timedelta(days=3)
    after, _ = stages.log(job, "applied", actor="user", occurred_at=early)
    assert (after.status, after.applied_at) == ("in_progress", early)


def test_closing_with_an_outcome_ends_the_job_and_a_later_step_opens_it(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    closed, _ = stages.log(job, "closed", actor="user", outcome="rejected")
    assert (closed.outcome, closed.closed_at is not None) == ("rejected", True)
    again, _ = stages.log(closed, "onsite", actor="user")
    assert (again.outcome, again.closed_at) == (None, None)


def test_an_outcome_set_by_hand_outlives_an_older_step(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    job = facts.edit(job, {"outcome": "no_response"}, actor="user")
    early = timezone.now() - timedelta(days=3)
    after, _ = stages.log(job, "recruiter_screen", actor="user", occurred_at=early)
    assert after.outcome == "no_response"


def test_undoing_an_outcome_forgets_it(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    facts.edit(job, {"outcome": "rejected"}, actor="user")
    back = stages.take_back(type(job).objects.get(pk=job.pk), actor="user")
    assert (back.outcome, back.manual_outcome) == (None, None)


@pytest.mark.parametrize("status", ["discovered", "processing", "ready", "skipped", "expired"])
def test_any_job_follows_a_step(ada: User, status: str) -> None:
    job = make.job(ada, status=status)
    moved, event = log(job, "onsite")
    assert (moved.status, moved.render_token) == ("in_progress", None)
    assert moved.applied_pdf_digest == job.pdf_digest
    assert told(moved) == ["job.stage_synced"]
    back = stages.undo(moved, event, actor="user")
    assert back.status == {"processing": "discovered"}.get(status, status)
    assert told(back) == ["job.stage_synced", "job.undone"]


def test_a_step_into_the_application_drops_the_rebuild_that_waits(ada: User) -> None:
    job = make.job(ada, status="ready")
    waiting = RegenerationRequest.objects.create(job=job, not_before=timezone.now())
    log(job, "onsite")
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_a_step_that_moves_nothing_raises_the_clock_all_the_same(sent: Job) -> None:
    after, event = log(sent, "no_change", metadata={"note": "They read it"})
    assert (event.to_stage, state(after)) == ("applied", state(sent))
    assert after.updated_at > sent.updated_at
    assert told(after)[-1] == "job.timeline_changed"


def test_no_change_is_stored_where_the_application_stands(sent: Job) -> None:
    job, _ = log(sent, "onsite")
    assert log(job, "no_change")[1].to_stage == "onsite"


def test_a_step_of_no_change_counts_once_its_stage_is_named(sent: Job) -> None:
    job, event = log(sent, "no_change")
    job = stages.edit(job, event, {"metadata": {"note": "Still"}}, actor="user")
    assert job.status == "applied"
    assert stages.edit(job, event, {"to_stage": "onsite"}, actor="user").status == "in_progress"


def test_a_note_becomes_a_step_and_a_step_a_note(sent: Job) -> None:
    job, event = log(sent, "offer", metadata={"eventType": "note"})
    assert job.status == "applied"
    job = stages.edit(job, event, {"metadata": {}}, actor="user")
    assert job.status == "in_progress"
    job = stages.edit(job, event, {"metadata": {"eventType": "note"}}, actor="user")
    assert job.status == "applied"


def test_two_steps_in_one_second_stand_in_the_order_they_were_written(sent: Job) -> None:
    assert sent.applied_at is not None
    moved, _ = log(sent, "onsite", occurred_at=sent.applied_at.replace(microsecond=0))
    assert (moved.status, moved.applied_at) == ("in_progress", sent.applied_at)


def test_an_offer_says_nothing_about_acceptance(sent: Job) -> None:
    job, _ = log(sent, "offer")
    assert (job.outcome, job.closed_at) == (None, None)


def test_closing_without_an_outcome_only_dates_the_end(sent: Job) -> None:
    job, event = log(sent, "closed", metadata={"reasonCode": "rejected"})
    assert (job.outcome, job.closed_at) == (None, event.occurred_at)


def test_an_outcome_set_by_hand_stands_beside_a_closing_step(sent: Job) -> None:
    job = facts.edit(sent, {"outcome": "withdrawn", "closed_at": EARLY}, actor="user")
    closed, event = log(job, "closed")
    assert (closed.outcome, closed.closed_at) == ("withdrawn", event.occurred_at)
    again, _ = log(closed, "onsite")
    assert (again.outcome, again.closed_at) == (None, None)


def test_changing_the_date_changes_the_place(sent: Job) -> None:
    job, event = log(sent, "onsite")
    job = stages.edit(job, event, {"occurred_at": EARLY}, actor="user")
    assert job.status == "applied"
    assert [one.event.to_stage for one in events.timeline(job)] == ["onsite", "applied"]


def test_a_change_that_names_the_outcome_keeps_it(sent: Job) -> None:
    job, event = log(sent, "closed", outcome="rejected")
    job = stages.edit(job, event, {"to_stage": "onsite", "outcome": "rejected"}, actor="user")
    assert (job.outcome, job.closed_at) == ("rejected", event.occurred_at)


def test_a_change_over_somebody_elses_is_refused(sent: Job) -> None:
    job, event = log(sent, "onsite")
    seen = events.mark(event)
    stages.edit(job, event, {"to_stage": "offer"}, actor="user", expected=seen)
    with pytest.raises(Refused, match="meanwhile"):
        stages.edit(job, event, {"to_stage": "closed"}, actor="user", expected=seen)


def test_what_was_taken_out_cannot_be_changed(sent: Job) -> None:
    job, event = log(sent, "onsite")
    stages.remove(job, event, actor="user")
    with pytest.raises(StageGone):
        stages.edit(job, event, {"to_stage": "offer"}, actor="user")


def test_removing_a_step_leaves_the_one_before(sent: Job) -> None:
    job, event = log(sent, "closed", outcome="rejected")
    assert state(stages.remove(job, event, actor="user")) == state(sent)


def test_without_the_first_step_the_application_date_stays(sent: Job) -> None:
    job, _ = log(sent, "onsite")
    first = job.stages.get(to_stage="applied")
    assert stages.remove(job, first, actor="user").applied_at == sent.applied_at


def test_removing_the_last_step_leads_to_discovered(sent: Job) -> None:
    job = facts.edit(sent, {"outcome": "ghosted", "closed_at": EARLY}, actor="user")
    gone = stages.remove(job, job.stages.get(), actor="user")
    assert state(gone) == ["discovered", None, None, None, None, sent.applied_pdf_digest]
    assert (gone.pdf_digest, gone.ready_at) == (sent.pdf_digest, sent.ready_at)


def test_removing_a_note_leaves_the_job_alone(ada: User) -> None:
    job = make.job(ada, status="applied")
    _, note = log(job, "no_change")
    assert stages.remove(job, note, actor="user").status == "applied"


def test_removing_twice_is_removing_once(sent: Job) -> None:
    event = sent.stages.get()
    once = stages.remove(sent, event, actor="user")
    assert stages.remove(once, event, actor="user").updated_at == once.updated_at
    assert stages.undo(once, event, actor="user").updated_at == once.updated_at


def test_undoing_every_step_leads_back_to_the_start(ada: User) -> None:
    job = make.job(ada, status="ready")
    sent = stages.apply(job, actor="user")
    moved, screen = log(sent, "recruiter_screen")
    left = stages.undo(moved, sent.stages.get(to_stage="applied"), actor="user")
    assert (left.status, left.applied_at) == ("in_progress", sent.applied_at)
    assert state(stages.undo(left, screen, actor="user")) == state(job)


def test_undo_has_no_time_limit(sent: Job) -> None:
    JobEvent.objects.filter(job=sent).update(at=timezone.now() - timedelta(days=90))
    assert stages.undo(sent, sent.stages.get(), actor="user").status == "ready"


def test_undo_without_the_pdf_leads_to_discovered(sent: Job) -> None:
    Job.objects.filter(pk=sent.pk).update(pdf_digest=None)
    assert stages.undo(sent, sent.stages.get(), actor="user").status == "discovered"


def test_undo_of_a_later_round_leads_to_its_own_start(sent: Job) -> None:
    again, _ = lifecycle.move(sent, "reopen", actor="user")
    skipped, _ = lifecycle.move(again, "skip", actor="user")
    moved, event = log(skipped, "onsite")
    assert (moved.status, moved.round) == ("in_progress", 2)
    assert stages.undo(moved, event, actor="user").status == "skipped"


def test_steps_of_an_earlier_round_do_not_count(sent: Job) -> None:
    log(sent, "onsite", occurred_at=timezone.now() + timedelta(hours=1))
    again, _ = lifecycle.move(stages.remove(sent, sent.stages.last(), actor="user"), "reopen",
                              actor="user")  # fmt: skip
    moved, _ = log(again, "applied", occurred_at=timezone.now())
    assert moved.status == "applied"
    assert len(events.timeline(moved)) == 2


def test_a_removed_step_comes_back_with_what_it_had_moved(sent: Job) -> None:
    job, event = log(sent, "closed", outcome="rejected")
    gone = stages.remove(job, event, actor="user")
    assert state(stages.restore(gone, event, actor="user")) == state(job)
    gone = stages.remove(sent, sent.stages.get(to_stage="applied"), actor="user")
    gone = stages.remove(gone, event, actor="user")
    assert gone.status == "discovered"
    assert stages.restore(gone, event, actor="user").outcome == "rejected"


def test_the_last_step_comes_back_with_the_version_that_was_sent(sent: Job) -> None:
    gone = stages.remove(sent, sent.stages.get(), actor="user")
    Job.objects.filter(pk=gone.pk).update(pdf_digest="f" * 64)
    assert state(stages.restore(gone, sent.stages.get(), actor="user")) == state(sent)


def test_a_removed_application_comes_back_beside_a_new_one(sent: Job) -> None:
    first = sent.stages.get()
    again = stages.apply(stages.remove(sent, first, actor="user"), actor="user")
    back = stages.restore(again, first, actor="user")
    assert (back.status, back.applied_at) == ("applied", sent.applied_at)
    assert len(events.timeline(back)) == 2


def test_undoing_an_application_leaves_what_was_logged_beside_it(sent: Job) -> None:
    log(sent, "recruiter_screen", occurred_at=EARLY)
    back = stages.take_back(sent, actor="user")
    assert back.status == "in_progress"


def test_an_outcome_is_not_taken_back_once_a_step_followed(sent: Job) -> None:
    job = facts.edit(sent, {"outcome": "ghosted"}, actor="user")
    job, _ = log(job, "applied", occurred_at=timezone.now())
    assert job.outcome is None
    with pytest.raises(NotUndoable):
        stages.take_back(job, actor="user")


@pytest.mark.parametrize(
    ("stage", "at", "counts"),
    [
        ("applied", "later", False),
        ("assessment", "before", True),
        ("onsite", "later", False),
        ("offer", "later", True),
    ],
)
def test_mail_never_pulls_an_application_back(sent: Job, stage: str, at: str, counts: bool) -> None:
    job, onsite = log(sent, "onsite")
    shift = timedelta(hours=1) if at == "later" else -timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(applied_at=EARLY)
    job.stages.filter(to_stage="applied").update(occurred_at=EARLY)
    moved, event = stages.log(
        job, stage, actor="mail", source="mail", occurred_at=onsite.occurred_at + shift
    )
    assert event.is_note is not counts
    assert ((event.metadata or {}).get("eventType") == "note") is not counts
    assert moved.status == "in_progress"
    assert events.present_stage(events.steps(moved)) == ("offer" if stage == "offer" else "onsite")


@pytest.mark.parametrize("by_hand", [True, False])
def test_mail_never_opens_what_is_closed(sent: Job, by_hand: bool) -> None:
    if by_hand:
        closed = facts.edit(sent, {"outcome": "rejected", "closed_at": EARLY}, actor="user")
    else:
        closed, _ = log(sent, "onsite", outcome="rejected")
    after, event = stages.log(closed, "offer", actor="mail", source="mail")
    assert (event.is_note, after.outcome) == (True, "rejected")


def everything(job: Job) -> list[Any]:
    return [list(rows.values()) for rows in (job.stages, job.events, Job.objects.filter(pk=job.pk))]


def killed(verb: Callable[..., Any], *args: Any, **options: Any) -> None:
    """The verb ran to its end, and the process died before the commit."""
    with transaction.atomic():
        verb(*args, actor="user", **options)
        raise DatabaseError("killed")


@pytest.mark.parametrize(
    ("verb", "change"),
    [
        (stages.edit, ({"to_stage": "closed"},)),
        (stages.remove, ()),
        (stages.undo, ()),
    ],
)
def test_a_write_that_breaks_off_leaves_nothing(
    sent: Job, verb: Callable[..., Any], change: tuple[Any, ...]
) -> None:
    before = everything(sent)
    with pytest.raises(DatabaseError, match="killed"):
        killed(verb, sent, sent.stages.get(), *change)
    assert everything(sent) == before
