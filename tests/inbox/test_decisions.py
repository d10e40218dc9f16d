"""A mail is linked, denied, brought back and undone, each time as one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import lifecycle
from orchestrator.inbox import decisions
from orchestrator.models import InboundMessage, Job, User
from orchestrator.tracking import events, stages
from tests import make

pytestmark = pytest.mark.django_db
AGO = timezone.now() - timedelta(days=3)


@pytest.fixture
def sent(ada: User) -> Job:
    job = make.job(ada, status="ready")
    stages.apply(job, actor="user")
    job.stages.update(occurred_at=AGO)
    Job.objects.filter(pk=job.pk).update(applied_at=AGO)
    return Job.objects.get(pk=job.pk)


def certain(owner: User, **fields: Any) -> InboundMessage:
    return make.mail(owner, **{"confidence": 97, **fields})


def linked(mail: InboundMessage, job: Job, target: str = "recruiter_screen") -> decisions.Decided:
    return decisions.link(mail, job, target=target, by="auto", actor="mail")


def state(job: Job) -> dict[str, Any]:
    found = lifecycle.snapshot(Job.objects.get(pk=job.pk))
    return {name: value for name, value in found.items() if name != "updated_at"}


def test_a_certain_mail_is_linked_with_its_step(ada: User, sent: Job) -> None:
    mail = certain(ada, received_at=timezone.now() - timedelta(hours=1))
    found = linked(mail, sent)
    stored = InboundMessage.objects.get(pk=mail.pk)
    assert (stored.status, stored.job_id, stored.decided_by) == ("auto_linked", sent.pk, "auto")
    step = sent.stages.get(message=mail)
    assert found.step == step
    assert (step.to_stage, step.source, step.is_note) == ("recruiter_screen", "mail", False)
    assert step.occurred_at == mail.received_at
    assert step.metadata == {"actor": "system"}
    assert Job.objects.get(pk=sent.pk).status == "in_progress"
    told = sent.events.order_by("-seq")[0]
    assert (told.kind, told.actor) == ("job.stage_synced", "mail")
    assert told.data["message"] == str(mail.pk)


@pytest.mark.parametrize(
    ("target", "stage", "outcome"),
    [
        ("rejected", "closed", "rejected"),
        ("withdrawn", "closed", "withdrawn"),
        ("closed", "closed", None),
        ("offer", "offer", None),
    ],
)
def test_what_a_mail_says_becomes_a_step(
    ada: User, sent: Job, target: str, stage: str, outcome: str | None
) -> None:
    linked(certain(ada), sent, target)
    step = sent.stages.exclude(message=None).get()
    assert (step.to_stage, step.outcome) == (stage, outcome)
    job = Job.objects.get(pk=sent.pk)
    assert (job.outcome, job.closed_at is not None) == (outcome, stage == "closed")


def test_no_change_links_without_a_step(ada: User, sent: Job) -> None:
    before = state(sent)
    found = linked(certain(ada), sent, "no_change")
    assert (found.mail.status, found.step) == ("auto_linked", None)
    assert sent.stages.count() == 1
    assert state(sent) == before
    decisions.undo(found.mail, actor="user")
    told = list(sent.events.order_by("-seq").values_list("kind", "actor")[:2])
    assert told == [("job.mail_unlinked", "user"), ("job.mail_linked", "mail")]


def test_a_manual_link_counts_as_given_and_says_so(ada: User, sent: Job) -> None:
    stages.log(sent, "onsite", actor="user", occurred_at=AGO + timedelta(hours=1))
    mail = make.mail(ada, suggested=sent)
    found = decisions.approve(mail, target="assessment", note="As agreed.", actor="user")
    assert found.step is not None
    assert (found.step.source, found.step.is_note) == ("user", False)
    assert found.step.metadata == {"actor": "user", "note": "As agreed."}
    assert found.warning == "This moves the application back from Final round to Assessment."
    assert found.mail.status == "manual_linked"


def test_an_older_lower_step_takes_its_place(ada: User, sent: Job) -> None:
    stages.log(sent, "onsite", actor="user")
    mail = make.mail(ada, suggested=sent, received_at=AGO + timedelta(hours=1))
    found = decisions.approve(mail, target="assessment", actor="user")
    assert found.warning == "Recorded in its place. The application stays at Final round."
    assert events.present_stage(events.steps(sent)) == "onsite"


def test_approving_what_nobody_sent_moves_it_and_undo_moves_it_back(ada: User) -> None:
    job = make.job(ada, status="ready")
    before = state(job)
    mail = make.mail(ada, suggested=job)
    decisions.approve(mail, actor="user")
    assert Job.objects.get(pk=job.pk).status == "in_progress"
    decisions.undo(mail, actor="user")
    assert state(job) == before


def test_an_orphan_needs_a_job(ada: User) -> None:
    with pytest.raises(Refused) as refused:
        decisions.approve(make.mail(ada), actor="user")
    assert refused.value.kind == "no_suggested_match"


@pytest.mark.parametrize("second", ["approve", "deny"])
@pytest.mark.parametrize("first", ["approve", "deny"])
def test_a_decided_mail_refuses_a_second_decision(
    ada: User, sent: Job, first: str, second: str
) -> None:
    mail = make.mail(ada, suggested=sent)
    stale = InboundMessage.objects.select_related("suggested").get(pk=mail.pk)
    getattr(decisions, first)(mail, actor="user")
    told = sent.events.count()
    for seen in (mail, stale):
        with pytest.raises(Refused) as refused:
            getattr(decisions, second)(seen, actor="user")
        assert refused.value.kind == "message_decided"
    assert sent.events.count() == told


def test_what_was_denied_comes_back_with_its_suggestion(ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    decisions.deny(mail, actor="user")
    denied = InboundMessage.objects.get(pk=mail.pk)
    assert (denied.status, denied.suggested_id, denied.decided_by) == ("ignored", None, "user")
    for _ in range(2):
        decisions.restore(mail, actor="user")
        back = InboundMessage.objects.get(pk=mail.pk)
        assert (back.status, back.suggested_id, back.decided_at) == ("pending_user", sent.pk, None)


def test_a_linked_mail_is_not_restored_but_undone(ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    decisions.approve(mail, actor="user")
    with pytest.raises(Refused, match="decided already"):
        decisions.restore(mail, actor="user")
    decisions.undo(mail, actor="user")
    back = InboundMessage.objects.get(pk=mail.pk)
    assert (back.status, back.job_id, back.suggested_id) == ("pending_user", None, sent.pk)


def test_undo_gives_back_the_target_and_is_done_once(ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    before = state(sent)
    decisions.approve(mail, target="offer", note="Yes", actor="user")
    for _ in range(2):
        decisions.undo(mail, actor="user")
        back = InboundMessage.objects.get(pk=mail.pk)
        assert (back.stage_target, back.note, back.status) == (
            "recruiter_screen", "", "pending_user",
        )  # fmt: skip
    assert state(sent) == before
    assert sent.events.filter(data__change="undone").count() == 1


def test_not_about_this_job_does_not_suggest_it_again(ada: User, sent: Job) -> None:
    mail = certain(ada, offered=[str(sent.pk)])
    linked(mail, sent)
    decisions.undo(mail, actor="user", elsewhere=True)
    back = InboundMessage.objects.get(pk=mail.pk)
    assert (back.suggested_id, back.offered) == (None, [])


def test_undo_of_the_step_returns_its_mail_to_review(ada: User, sent: Job) -> None:
    mail = certain(ada)
    step = linked(mail, sent).step
    assert step is not None
    job = decisions.undo_step(sent, step, actor="user")
    assert job.status == "applied"
    mail.refresh_from_db()
    assert (mail.status, mail.suggested_id) == ("pending_user", sent.pk)
    assert decisions.undo_step(sent, step, actor="user").status == "applied"


def test_undo_of_a_step_without_a_mail_is_as_before(sent: Job) -> None:
    job, step = stages.log(sent, "onsite", actor="user")
    assert decisions.undo_step(job, step, actor="user").status == "applied"


def test_a_step_deleted_by_hand_does_not_stand_in_the_way(ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    step = decisions.approve(mail, actor="user").step
    assert step is not None
    stages.remove(sent, step, actor="user")
    back = decisions.undo(mail, actor="user").mail
    decisions.approve(back, actor="user")
    stages.restore(sent, step, actor="user")
    assert sent.stages.filter(removed_at=None, undone_at=None).count() == 3


@pytest.mark.parametrize("reason", ["closed", "ready", "older", "doubtful"])
def test_only_an_open_application_is_linked_without_a_person(
    ada: User, sent: Job, reason: str
) -> None:
    job, fields = sent, dict[str, Any]()
    if reason == "closed":
        job, _ = stages.log(sent, "closed", actor="user")
    elif reason == "ready":
        job = make.job(ada, status="ready")
    elif reason == "older":
        fields = {"received_at": AGO - timedelta(days=1, minutes=1)}
    else:
        fields = {"confidence": 94}
    before = state(job)
    mail = certain(ada, **fields)
    found = linked(mail, job)
    mail.refresh_from_db()
    assert (found.step, mail.status, mail.suggested_id) == (None, "pending_user", job.pk)
    assert state(job) == before


def test_a_failure_after_the_link_leaves_neither(
    ada: User, sent: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = certain(ada)
    with monkeypatch.context() as broken:
        broken.setattr(stages, "log", Mock(side_effect=OSError("full")))
        with pytest.raises(OSError, match="full"):
            linked(mail, sent)
    mail.refresh_from_db()
    assert (mail.status, mail.job_id, sent.stages.count()) == ("pending_user", None, 1)
    assert sent.events.count() == 1
    linked(mail, sent)
    assert sent.stages.count() == 2


def test_deleting_the_job_takes_its_mail_and_leaves_the_suggested(ada: User, sent: Job) -> None:
    linked(certain(ada), sent)
    waits = make.mail(ada, suggested=sent)
    denied = make.mail(ada, suggested=sent)
    decisions.deny(denied, actor="user")
    Job.objects.get(pk=sent.pk).delete()
    assert set(InboundMessage.objects.values_list("pk", flat=True)) == {waits.pk, denied.pk}
    decisions.restore(denied, actor="user")
    assert InboundMessage.objects.filter(suggested=None, status="pending_user").count() == 2


def test_undo_after_reopening_leaves_the_new_round_alone(ada: User, sent: Job) -> None:
    mail = certain(ada)
    linked(mail, sent, "rejected")
    stages.undo(sent, sent.stages.get(message=mail), actor="user")
    mail.refresh_from_db()
    job, _ = lifecycle.move(Job.objects.get(pk=sent.pk), "reopen", actor="user")
    before = state(job)
    decisions.undo(mail, actor="user")
    mail.refresh_from_db()
    assert (mail.status, state(job)) == ("pending_user", before)
