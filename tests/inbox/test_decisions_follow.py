"""What mail does to an application, and what it never does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orchestrator import preferences
from orchestrator.inbox import decisions, storing
from orchestrator.inbox.mails.mail import Item, Mail
from orchestrator.inbox.routes.routing import Routing
from orchestrator.models import Delivery, InboundMessage, Job, PacketVoid, SyncRun, User
from orchestrator.tracking import events, packets, stages
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sent(ada: User) -> Job:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    early = timezone.now() - 9 * DAY
    job.stages.update(occurred_at=early)
    Job.objects.filter(pk=job.pk).update(applied_at=early)
    return now(job)


@pytest.fixture
def run(ada: User) -> SyncRun:
    return SyncRun.objects.create(owner=ada, provider="upload", status="running")


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def stage(job: Job) -> str:
    return events.present_stage(events.steps(now(job)))


def came(job: Job, target: str, *, days: float, **fields: Any) -> decisions.Decided:
    """A certain mail received so many days ago."""
    at = timezone.now() - days * DAY
    mail = make.mail(job.owner, confidence=97, received_at=at, **fields)
    return decisions.link(mail, now(job), target=target, by="auto", actor="mail")


def test_late_and_later_dated_mail_leave_the_final_round_alone(sent: Job) -> None:
    stages.log(sent, "onsite", actor="user", occurred_at=timezone.now() - 3 * DAY)
    late, later = came(sent, "applied", days=8), came(sent, "applied", days=1)
    counted = came(sent, "assessment", days=5)
    assert [one.mail.status for one in (late, later, counted)] == ["auto_linked"] * 3
    assert [one.step and one.step.is_note for one in (late, later, counted)] == [True, True, False]
    assert stage(sent) == "onsite"
    order = [step.stage for step in events.steps(now(sent))]
    assert order == ["applied", "assessment", "onsite"]


def test_a_later_step_by_the_user_opens_what_a_rejection_closed(sent: Job) -> None:
    came(sent, "rejected", days=3)
    assert (now(sent).outcome, now(sent).closed_at is not None) == ("rejected", True)
    stages.log(now(sent), "onsite", actor="user", occurred_at=timezone.now() - 2 * DAY)
    assert (now(sent).outcome, now(sent).closed_at, stage(sent)) == (None, None, "onsite")


def test_an_invitation_after_closing_waits_for_a_person(sent: Job) -> None:
    came(sent, "rejected", days=3)
    found = came(sent, "onsite", days=1)
    assert (found.mail.status, found.mail.suggested_id) == ("pending_user", sent.pk)
    assert (now(sent).outcome, stage(sent)) == ("rejected", "closed")
    done = decisions.approve(found.mail, target="onsite", actor="user")
    assert done.warning == "This opens the application again."
    assert (now(sent).outcome, now(sent).closed_at) == (None, None)


def test_an_offer_accepts_nothing(sent: Job) -> None:
    came(sent, "offer", days=1)
    assert (now(sent).status, now(sent).outcome, now(sent).closed_at) == ("in_progress", None, None)


def test_approving_the_first_mail_of_a_ready_job_seals_it_and_tells_nobody(ada: User) -> None:
    preferences.save(ada, {"jobCompleteWebhookUrl": "https://hooks.example/x"})
    job = make.job(ada, status="ready")
    mail = make.mail(ada, suggested=job)
    decisions.approve(mail, actor="user")
    assert packets.standing(job).count() == 1
    assert not Delivery.objects.exists()
    decisions.undo(mail, actor="user")
    assert (now(job).status, packets.standing(job).count()) == ("ready", 0)


def test_undo_of_apply_gives_the_job_back_and_voids_the_packet(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    back = stages.take_back(job, actor="user")
    assert (back.status, PacketVoid.objects.filter(packet__job=job).count()) == ("ready", 1)


@pytest.mark.parametrize(
    ("confidence", "decision", "state", "status"),
    [
        (95, "auto_linked", "open", "auto_linked"),
        (94, "auto_linked", "open", "pending_user"),
        (94, "pending_user", "open", "pending_user"),
        (97, "auto_linked", "closed", "pending_user"),
        (97, "auto_linked", "ready", "pending_user"),
        (97, "auto_linked", "younger", "pending_user"),
        (50, "pending_user", "open", "pending_user"),
    ],
)
def test_what_is_stored_of_a_decision(
    ada: User, sent: Job, run: SyncRun, confidence: int, decision: Any, state: str, status: str
) -> None:
    job, at = sent, timezone.now() - DAY
    if state == "closed":
        stages.log(sent, "closed", actor="user")
    elif state == "ready":
        job = make.job(ada, status="ready")
    elif state == "younger":
        at = timezone.now() - 11 * DAY
    mail = Mail(message_id="one@acme.example", sender_address="jobs@acme.example", text="Come")
    routing = Routing(decision, job.pk, confidence=confidence, target="onsite", relevance="yes")
    row = storing.store(run, Item("1", "", at, mail), mail, routing)
    assert row is not None
    stored = InboundMessage.objects.get(pk=row.pk)
    linked = status == "auto_linked"
    assert (stored.status, stored.job_id) == (status, job.pk if linked else None)
    assert stored.suggested_id == (None if linked else job.pk)
    assert job.stages.filter(message=stored).exists() is linked


def test_an_orphan_and_an_irrelevant_mail_have_no_job(sent: Job, run: SyncRun) -> None:
    found = []
    for number, decision in enumerate(("pending_user", "ignored")):
        mail = Mail(message_id=f"{number}@acme.example", sender_address="jobs@acme.example")
        routing = Routing(decision, None, confidence=49)  # type: ignore[arg-type]
        row = storing.store(run, Item("1", "", timezone.now(), mail), mail, routing)
        assert row is not None
        found.append((row.status, row.job_id, row.suggested_id))
    assert found == [("pending_user", None, None), ("ignored", None, None)]


def test_a_step_that_somebody_corrected_counts_as_given(sent: Job) -> None:
    stages.log(sent, "onsite", actor="user", occurred_at=timezone.now() - 3 * DAY)
    step = came(sent, "assessment", days=1).step
    assert step is not None
    assert step.is_note
    stages.edit(sent, step, {"metadata": {"note": "They really went back."}}, actor="user")
    step.refresh_from_db()
    assert (step.is_note, step.source, stage(sent)) == (False, "user", "assessment")


def test_a_late_step_of_the_users_holds_back_what_mail_reported_after_it(sent: Job) -> None:
    step = came(sent, "assessment", days=1).step
    assert step is not None
    stages.log(sent, "onsite", actor="user", occurred_at=timezone.now() - 3 * DAY)
    step.refresh_from_db()
    assert (step.is_note, stage(sent)) == (True, "onsite")


@pytest.mark.parametrize("target", ["onsite", "no_change"])
def test_a_link_that_was_undone_is_not_made_again_by_itself(
    sent: Job, run: SyncRun, target: str
) -> None:
    done = came(sent, target, days=1)
    waits = decisions.undo(done.mail, actor="user").mail
    routing = Routing("auto_linked", sent.pk, confidence=97, target=target, relevance="yes")
    assert storing.reroute(waits, Mail(text="Come"), routing).status == "pending_user"
