from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator.models import InboundMessage, Interview, Job, StageEvent, User
from orchestrator.tracking import followups, outcome, stages, todos
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def sent(owner: User, days: float, **fields: object) -> Job:
    """An application of so many days ago."""
    job = make.job(owner, status="applied", applied_at=ago(days), **fields)
    step(job, "applied", days)
    return job


def step(job: Job, stage: str, days: float, **fields: object) -> StageEvent:
    return StageEvent.objects.create(
        job=job, round=job.round, to_stage=stage, occurred_at=ago(days), **fields
    )


def answered(owner: User, count: int, *, after: float, source: str = "manual") -> None:
    for _ in range(count):
        job = sent(owner, 90, source=source, closed_at=ago(1), outcome="withdrawn")
        step(job, "recruiter_screen", 90 - after)


def mail(job: Job, days: float) -> InboundMessage:
    return InboundMessage.objects.create(
        owner=job.owner, provider="paste", key=f"{days}", received_at=ago(days),
        status="manual_linked", job=job,
    )  # fmt: skip


def meeting(job: Job, days: float, **fields: object) -> Interview:
    return Interview.objects.create(job=job, scheduled_at=ago(days), kind="onsite", **fields)


def kinds(owner: User) -> list[tuple[Job, str]]:
    return [(one.job, one.kind) for one in followups.suggested(owner, now=NOW)]


def test_without_experience_ten_days_are_usual(ada: User) -> None:
    sent(ada, 10.5)
    late = sent(ada, 11.5)
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.job, found.kind, found.silent_days, found.threshold_days) == (
        late, "follow_up", 11, 10,
    )  # fmt: skip
    assert (found.n, found.basis, found.silent_since) == (0, "default", late.applied_at)


def test_with_experience_its_own_share_is_usual(ada: User) -> None:
    answered(ada, 9, after=3, source="lever")
    job = sent(ada, 6, source="lever")
    assert kinds(ada) == []
    answered(ada, 1, after=3)
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.job, found.threshold_days, found.n, found.basis) == (job, 3, 10, "overall")
    answered(ada, 1, after=5, source="lever")
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.threshold_days, found.n, found.basis) == (3, 10, "source")


@pytest.mark.parametrize("stage", ["hiring_manager_screen", "technical_interview", "onsite"])
def test_after_an_interview_seven_days_are_usual(ada: User, stage: str) -> None:
    job = sent(ada, 30)
    step(job, stage, 8.5)
    assert followups.suggested(ada, now=NOW)[0].threshold_days == 7


def test_a_date_that_is_over_counts_as_an_interview_and_as_a_word(ada: User) -> None:
    job = sent(ada, 30)
    meeting(job, 8.5)
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.silent_days, found.threshold_days) == (8, 7)


def test_a_called_off_date_counts_as_neither(ada: User) -> None:
    job = sent(ada, 12)
    meeting(job, 8.5, outcome="cancelled")
    meeting(job, -3, outcome="cancelled")
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.silent_days, found.threshold_days) == (12, 10)


def test_after_long_silence_closing_is_suggested_and_nothing_done(ada: User) -> None:
    never, once = sent(ada, 50), sent(ada, 80)
    step(once, "recruiter_screen", 47)
    found = {one.job: (one.kind, one.outcome) for one in followups.suggested(ada, now=NOW)}
    assert found == {never: ("close", "no_response"), once: ("close", "ghosted")}
    assert Job.objects.filter(closed_at=None).count() == 2


@pytest.mark.parametrize("heard", [mail, meeting])
def test_a_mail_or_a_date_begins_a_new_silence(ada: User, heard: object) -> None:
    job = sent(ada, 30)
    assert kinds(ada) == [(job, "follow_up")]
    heard(job, 2)  # type: ignore[operator]
    assert kinds(ada) == []


def test_a_step_that_moved_nothing_begins_a_new_silence_and_an_undone_one_does_not(
    ada: User,
) -> None:
    job = sent(ada, 30)
    step(job, "onsite", 1, undone_at=NOW)
    step(job, "onsite", 1, removed_at=NOW)
    assert kinds(ada) == [(job, "follow_up")]
    step(job, "applied", 1, is_note=True)
    assert kinds(ada) == []


def test_with_a_follow_up_to_do_nothing_is_suggested(ada: User) -> None:
    job = sent(ada, 30)
    other = todos.add(job, "Tidy", kind="todo", actor="user")
    assert kinds(ada) == [(job, "follow_up")]
    todo = todos.add(job, "Write again", kind="follow_up", actor="user")
    assert kinds(ada) == []
    todos.change(todo, {"is_completed": True}, actor="user")
    todos.change(other, {"is_completed": True}, actor="user")
    assert kinds(ada) == []
    assert len(followups.suggested(ada, now=NOW + timedelta(days=12))) == 1


def test_before_an_interview_to_come_nothing_is_suggested(ada: User) -> None:
    meeting(sent(ada, 30), -2)
    assert kinds(ada) == []


def test_closed_and_unsent_ones_are_left_alone(ada: User) -> None:
    sent(ada, 60, closed_at=ago(2), outcome="rejected")
    make.job(ada, status="ready")
    assert kinds(ada) == []
    assert followups.of(make.job(ada)) is None


def test_a_snooze_holds_for_its_days_and_for_this_silence(ada: User) -> None:
    job = sent(ada, 20)
    kept = followups.snooze(job, days=7, actor="user")
    assert kept.snoozed_until is not None
    assert kinds(ada) == []
    assert followups.of(job) is None
    assert len(followups.suggested(ada, now=kept.snoozed_until)) == 1
    step(job, "applied", 12, is_note=True)
    assert kinds(ada) == [(job, "follow_up")]


def test_a_dismissal_holds_until_something_comes(ada: User) -> None:
    job = sent(ada, 20)
    followups.dismiss(job, actor="user")
    assert kinds(ada) == []
    note = step(job, "applied", 12, is_note=True)
    assert kinds(ada) == [(job, "follow_up")]
    StageEvent.objects.filter(pk=note.pk).update(undone_at=NOW)
    assert kinds(ada) == []


def test_dismissing_to_write_does_not_speak_against_closing_later(ada: User) -> None:
    job = sent(ada, 20)
    followups.dismiss(job, actor="user")
    (found,) = followups.suggested(ada, now=NOW + timedelta(days=30))
    assert found.kind == "close"


def test_dismissing_to_close_silences_both(ada: User) -> None:
    followups.dismiss(sent(ada, 60), actor="user")
    assert followups.suggested(ada, now=NOW + timedelta(days=100)) == ()


@pytest.mark.parametrize("action", ["snooze", "dismiss"])
def test_what_was_said_can_be_taken_back(ada: User, action: str) -> None:
    job = sent(ada, 20)
    followups.say(job, action, days=3, actor="user")
    for _ in range(2):
        followups.say(job, "undo", days=3, actor="user")
    assert kinds(ada) == [(job, "follow_up")]
    changes = [event.data["change"] for event in job.events.order_by("seq")]
    assert changes == ["snoozed" if action == "snooze" else "dismissed", "undone"]


@pytest.mark.parametrize("action", ["snooze", "dismiss"])
def test_what_is_not_open_is_refused(ada: User, action: str) -> None:
    closed = sent(ada, 20, closed_at=ago(1))
    for job in (closed, make.job(ada)):
        with pytest.raises(Refused):
            followups.say(job, action, days=3, actor="user")


def test_one_job_is_told_the_same_as_all(ada: User) -> None:
    answered(ada, 12, after=4)
    jobs = [sent(ada, days) for days in (2, 6, 20, 60)]
    found = {one.job: one for one in followups.suggested(ada, now=NOW)}
    assert [followups.of(job, now=NOW) for job in jobs] == [found.get(job) for job in jobs]
    assert len(found) == 3


def test_another_owner_is_neither_suggested_nor_learned_from(ada: User, ben: User) -> None:
    answered(ben, 12, after=1)
    sent(ben, 30)
    job = sent(ada, 9)
    assert kinds(ada) == []
    assert followups.of(job, now=NOW) is None


def test_an_employers_end_is_a_response_of_its_day(ada: User) -> None:
    for _ in range(10):
        job = stages.apply(make.job(ada, status="ready"), actor="user")
        Job.objects.filter(pk=job.pk).update(applied_at=ago(20))
        outcome.record(job, "rejected", actor="user", closed_at=ago(18))
    job = sent(ada, 4)
    (found,) = followups.suggested(ada, now=NOW)
    assert (found.job, found.threshold_days, found.basis) == (job, 2, "source")


def test_five_hundred_applications_cost_two_queries(
    ada: User, django_assert_num_queries: object
) -> None:
    for days in range(40):
        sent(ada, days + 0.5)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(followups.suggested(ada, now=NOW)) == 29


def test_the_api_says_what_holds_now(ada: User, client: Client) -> None:
    job = sent(ada, 20.5)
    url, kind = f"/api/jobs/{job.pk}/follow-up", "application/json"
    told = client.post(url, {"action": "snooze", "days": 14}, content_type=kind).json()["data"]
    assert told["suggestion"] is None
    assert told["snoozedUntil"] is not None
    told = client.post(url, {"action": "undo"}, content_type=kind).json()["data"]
    assert (told["snoozedUntil"], told["dismissedAt"]) == (None, None)
    assert told["suggestion"]["sentence"] == (
        "Silent 20 days, longer than 10 (default: too little data, n = 0)"
    )
    assert client.post(url, {"action": "snooze", "days": 5}, content_type=kind).status_code == 400
