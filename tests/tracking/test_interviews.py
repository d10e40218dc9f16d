from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid
from orchestrator.models import InboundMessage, Interview, Job, User
from orchestrator.tracking import interviews
from orchestrator.tracking.invited import kind_of
from tests import make
from tests.tracking.invites import meeting

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, status="applied")


def add(job: Job, at: datetime = NINE, **fields: Any) -> Interview:
    given = {"kind": "technical", "zone": "Europe/Berlin", **fields}
    return interviews.add(job, scheduled_at=at, actor="user", **given)


def mail(job: Job, key: str = "1", **fields: Any) -> InboundMessage:
    fields.setdefault("received_at", timezone.now())
    return InboundMessage.objects.create(owner=job.owner, provider="imap", key=key, **fields)


def invited(job: Job, found: Any, key: str = "1", **fields: Any) -> tuple[Any, InboundMessage]:
    message = mail(job, key, invitation=found.to_json(), **fields)
    made = interviews.from_invitation(job, found, message=message, actor="mail")
    return made, message


def told(job: Job) -> list[str]:
    found = job.events.filter(kind="job.interview_changed").order_by("seq")
    return [event.data["change"] for event in found]


def state(row: Interview) -> dict[str, Any]:
    row.refresh_from_db()
    skipped = ("_state", "updated_at")
    return {name: value for name, value in row.__dict__.items() if name not in skipped}


def test_every_write_leaves_one_event_and_moves_no_job(job: Job) -> None:
    row = add(job)
    interviews.change(row, {"minutes": 30}, actor="user")
    interviews.change(row, {"outcome": "pass"}, actor="user")
    interviews.remove(row, actor="user")
    interviews.restore(row, actor="user")
    interviews.take_back(row, actor="user")
    assert told(job) == ["added", "edited", "decided", "removed", "restored", "undone"]
    after = Job.objects.get(pk=job.pk)
    assert (after.status, after.outcome) == ("applied", None)
    assert after.updated_at > job.updated_at
    assert not job.stages.exists()


def test_what_changes_nothing_is_not_told(job: Job) -> None:
    row = add(job)
    interviews.change(row, {"minutes": 60, "notes": ""}, actor="user")
    interviews.restore(row, actor="user")
    interviews.remove(row, actor="user")
    interviews.remove(row, actor="user")
    assert told(job) == ["added", "removed"]


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [("minutes", 4, "durationMins"), ("minutes", 1_441, "durationMins"),
     ("zone", "CET!", "timezone"), ("zone", "../etc", "timezone"), ("kind", "chat", "type"),
     ("outcome", "won", "outcome"),
     ("link", "javascript:alert(1)", "link"), ("link", "ftp://acme.example", "link"),
     ("location", "x" * 501, "location"), ("people", "x" * 1_001, "people"),
     ("notes", "x" * 10_001, "notes"),
     ("scheduled_at", datetime(1969, 1, 1, tzinfo=UTC), "scheduledAt")],
)  # fmt: skip
def test_it_refuses_what_does_not_fit(job: Job, field: str, value: Any, name: str) -> None:
    given = {"scheduled_at": NINE, field: value}
    with pytest.raises(Invalid) as refused:
        add(job, given.pop("scheduled_at"), **given)
    assert list(refused.value.field_errors) == [name]
    row = add(job)
    with pytest.raises(Invalid):
        interviews.change(row, {field: value}, actor="user")
    assert told(job) == ["added"]


@pytest.mark.parametrize("minutes", [5, 1_440])
def test_lengths_up_to_a_day_fit(job: Job, minutes: int) -> None:
    assert add(job, minutes=minutes).minutes == minutes


def test_the_earliest_comes_first(job: Job) -> None:
    late, early = add(job, NINE + timedelta(days=1)), add(job)
    assert list(interviews.of(job)) == [early, late]


def test_overlaps_are_shown_and_not_forbidden(ada: User, job: Job) -> None:
    first = add(job, minutes=60)
    other = add(make.job(ada, status="applied"), NINE + timedelta(minutes=59))
    after = add(job, NINE + timedelta(minutes=60))
    assert interviews.overlapping(first, owner=ada) == [other]
    assert interviews.overlapping(other, owner=ada) == [first, after]
    interviews.change(other, {"outcome": "cancelled"}, actor="user")
    assert interviews.overlapping(first, owner=ada) == []


def test_another_owners_overlap_is_nobodys_business(ada: User, ben: User, job: Job) -> None:
    add(make.job(ben, status="applied"))
    assert interviews.overlapping(add(job), owner=ada) == []


def test_what_is_ahead_leaves_out_what_is_over_or_called_off(ada: User, job: Job) -> None:
    now = NINE + timedelta(minutes=30)
    goes_on, off = add(job), add(job, outcome="cancelled")
    add(job, NINE - timedelta(days=2))
    add(job, NINE + timedelta(days=8))
    assert off.outcome == "cancelled"
    assert list(interviews.ahead(ada, now=now)) == [goes_on]


def test_an_invitation_becomes_an_interview(job: Job) -> None:
    found = meeting("DTSTART:20270301T090000Z", "SUMMARY:Technical interview", "DURATION:PT45M",
                    "ORGANIZER;CN=Grace:mailto:g@acme.example")  # fmt: skip
    row, message = invited(job, found)
    assert (row.scheduled_at, row.minutes, row.kind) == (NINE, 45, "technical")
    assert (row.people, row.notes, row.message) == ("Grace", "Technical interview", message)
    assert row.touched_at is None
    assert told(job) == ["invited"]


def test_the_same_invitation_again_makes_no_second_one(job: Job) -> None:
    row, _ = invited(job, meeting())
    again, _ = invited(job, meeting(), "2")
    assert again == row
    assert told(job) == ["invited"]


def test_a_higher_number_moves_it_and_a_lower_one_does_nothing(job: Job) -> None:
    row, _ = invited(job, meeting(sequence=1))
    moved, _ = invited(job, meeting("DTSTART:20270302T090000Z", sequence=2), "2")
    assert moved == row
    assert moved.scheduled_at == NINE + timedelta(days=1)
    older, _ = invited(job, meeting("DTSTART:20270303T090000Z", sequence=1), "3")
    assert older is None
    row.refresh_from_db()
    assert (row.scheduled_at, row.sequence) == (NINE + timedelta(days=1), 2)
    assert told(job) == ["invited", "moved"]


def test_a_new_time_leaves_what_the_owner_wrote(job: Job) -> None:
    row, _ = invited(job, meeting())
    mine = {"notes": "Ask about tests", "kind": "panel", "people": "Ada", "minutes": 30}
    interviews.change(row, mine, actor="user")
    moved, _ = invited(job, meeting("DTSTART:20270302T090000Z", sequence=1), "2")
    assert (moved.notes, moved.kind, moved.people) == ("Ask about tests", "panel", "Ada")
    assert (moved.scheduled_at, moved.minutes) == (NINE + timedelta(days=1), 60)


def test_a_cancellation_calls_it_off_and_a_new_invitation_calls_it_on(job: Job) -> None:
    row, _ = invited(job, meeting())
    off, _ = invited(job, meeting(method="CANCEL", sequence=1), "2")
    assert (off, off.outcome) == (row, "cancelled")
    on, _ = invited(job, meeting(sequence=2), "3")
    assert on.outcome == "pending"
    assert told(job) == ["invited", "called_off", "moved"]


def test_a_cancellation_of_what_nobody_saw_makes_nothing(job: Job) -> None:
    assert invited(job, meeting(method="CANCEL"))[0] is None
    assert not job.interviews.exists()


def test_a_result_survives_a_late_update(job: Job) -> None:
    row, _ = invited(job, meeting())
    interviews.change(row, {"outcome": "pass"}, actor="user")
    moved, _ = invited(job, meeting("DTSTART:20270302T090000Z", sequence=1), "2")
    assert moved.outcome == "pass"


def test_another_date_of_a_series_is_not_this_one(job: Job) -> None:
    row, _ = invited(job, meeting())
    later = meeting("DTSTART:20270308T100000Z", "RECURRENCE-ID:20270308T090000Z", sequence=1,
                    method="CANCEL")  # fmt: skip
    assert invited(job, later, "2")[0] is None
    row.refresh_from_db()
    assert row.outcome == "pending"


def test_undoing_the_mail_takes_its_interview_along(job: Job) -> None:
    row, message = invited(job, meeting())
    before = state(row)
    interviews.withdraw(message, actor="user")
    assert list(interviews.of(job)) == []
    back = interviews.from_invitation(job, meeting(), message=message, actor="user")
    assert back == row
    assert state(row) == before
    assert told(job) == ["invited", "withdrawn", "invited"]


def test_undoing_the_mail_leaves_what_the_owner_changed(job: Job) -> None:
    row, message = invited(job, meeting())
    interviews.change(row, {"notes": "Bring the laptop"}, actor="user")
    interviews.withdraw(message, actor="user")
    assert list(interviews.of(job)) == [row]


@pytest.mark.parametrize("news", [
    meeting("DTSTART:20270302T090000Z", "LOCATION:Elsewhere", sequence=1),
    meeting(method="CANCEL", sequence=1),
], ids=["moved", "cancelled"])  # fmt: skip
def test_undoing_a_later_mail_restores_exactly_what_was(job: Job, news: Any) -> None:
    row, _ = invited(job, meeting("DTSTART:20270301T090000Z", "LOCATION:Room 5"))
    before = state(row)
    _, second = invited(job, news, "2")
    assert state(row) != before
    interviews.withdraw(second, actor="user")
    assert state(row) == before
    again = interviews.from_invitation(job, news, message=second, actor="user")
    assert again == row
    interviews.withdraw(second, actor="user")
    assert state(row) == before


def test_undoing_the_first_mail_leaves_what_a_later_one_asks_for(job: Job) -> None:
    row, first = invited(job, meeting())
    invited(job, meeting("DTSTART:20270302T090000Z", sequence=1), "2")
    interviews.withdraw(first, actor="user")
    assert list(interviews.of(job)) == [row]


def test_what_the_owner_removed_is_not_brought_back_by_a_mail(job: Job) -> None:
    row, message = invited(job, meeting())
    interviews.remove(row, actor="user")
    assert invited(job, meeting(sequence=1), "2")[0] is None
    back = interviews.from_invitation(job, meeting(), message=message, actor="user")
    assert back == row


def test_a_mail_moved_to_another_job_takes_its_interview_there(ada: User, job: Job) -> None:
    _, message = invited(job, meeting())
    interviews.withdraw(message, actor="user")
    other = make.job(ada, status="applied")
    interviews.from_invitation(other, meeting(), message=message, actor="user")
    assert (interviews.of(job).count(), interviews.of(other).count()) == (0, 1)


def test_one_without_a_uid_is_known_by_its_mail(job: Job) -> None:
    row, message = invited(job, meeting(uid=""))
    again = interviews.from_invitation(job, meeting(uid=""), message=message, actor="mail")
    assert again == row
    other, _ = invited(job, meeting(uid=""), "2")
    assert other != row


def test_bringing_back_an_old_one_leaves_the_invitation_to_the_newer(job: Job) -> None:
    row, _ = invited(job, meeting())
    interviews.remove(row, actor="user")
    newer = job.interviews.create(scheduled_at=NINE, kind="panel", uid=row.uid)
    interviews.restore(row, actor="user")
    assert set(interviews.of(job)) == {row, newer}


@pytest.mark.parametrize(
    ("title", "stage", "kind"),
    [("Final round with the board", "", "final"), ("Tech interview", "", "technical"),
     ("Panel interview", "", "panel"), ("Phone screen", "", "recruiter_screen"),
     ("Technisches Gespräch", "", "technical"), ("Vor Ort bei Acme", "", "onsite"),
     ("Entretien technique", "", "technical"), ("Interview", "onsite", "onsite"),
     ("Interview", "technical_interview", "technical"), ("Interview", "", "recruiter_screen")],
)  # fmt: skip
def test_the_kind_is_read_from_the_title_or_the_mail(title: str, stage: str, kind: str) -> None:
    assert kind_of(title, stage=stage) == kind
