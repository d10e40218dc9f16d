"""A decision about many mails at once, and its one Undo."""

from __future__ import annotations

from uuid import uuid4

import pytest

from orchestrator.inbox import batches, decisions
from orchestrator.models import InboundMessage, Job, User
from orchestrator.tracking import stages
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(ada: User) -> Job:
    return stages.apply(make.job(ada, status="ready"), actor="user")


def statuses(*mails: InboundMessage) -> list[str]:
    rows = InboundMessage.objects.in_bulk([mail.pk for mail in mails])
    return [rows[mail.pk].status for mail in mails]


def test_a_hundred_with_three_orphans(ada: User) -> None:
    jobs = [stages.apply(make.job(ada, status="ready"), actor="user") for _ in range(10)]
    rows = [
        make.mail(ada, suggested=None if n in (5, 50, 95) else jobs[n % 10]) for n in range(100)
    ]
    batch = batches.bulk(ada, "approve", [row.pk for row in rows], actor="user")
    assert batch.done == 97
    codes = {result.code for result in batch.results if result.code}
    assert (len(batch.results), codes) == (100, {"NO_SUGGESTED_MATCH"})
    assert InboundMessage.objects.filter(status="manual_linked").count() == 97
    back = batches.undo_batch(ada, batch.id, actor="user")
    assert back.done == 97
    assert InboundMessage.objects.filter(status="pending_user").count() == 100
    assert InboundMessage.objects.filter(suggested=None).count() == 3
    assert set(Job.objects.values_list("status", flat=True)) == {"applied"}
    assert batches.undo_batch(ada, batch.id, actor="user").results == ()


def test_each_refusal_has_its_code(ada: User, ben: User, sent: Job) -> None:
    good, doubtful = make.mail(ada, suggested=sent), make.mail(ada, suggested=sent, confidence=49)
    decided, foreign = make.mail(ada, suggested=sent), make.mail(ben)
    decisions.deny(decided, actor="user")
    ids = [good.pk, doubtful.pk, decided.pk, foreign.pk, uuid4(), good.pk]
    batch = batches.bulk(ada, "approve", ids, actor="user")
    assert [result.code for result in batch.results] == [
        "", "NO_SUGGESTED_MATCH", "ALREADY_DECIDED", "APPROVE_FAILED", "APPROVE_FAILED",
    ]  # fmt: skip
    assert statuses(good, foreign) == ["manual_linked", "pending_user"]
    again = batches.bulk(ada, "deny", [good.pk, uuid4()], actor="user")
    assert [result.code for result in again.results] == ["ALREADY_DECIDED", "DENY_FAILED"]


@pytest.mark.parametrize("action", ["deny", "restore"])
def test_the_other_actions_have_their_undo(ada: User, sent: Job, action: str) -> None:
    mails = [make.mail(ada, suggested=sent) for _ in range(3)]
    if action == "restore":
        batches.bulk(ada, "deny", [mail.pk for mail in mails], actor="user")
    before = statuses(*mails)
    batch = batches.bulk(ada, action, [mail.pk for mail in mails], actor="user")
    assert batch.done == 3
    assert set(statuses(*mails)) == {"ignored" if action == "deny" else "pending_user"}
    batches.undo_batch(ada, batch.id, actor="user")
    assert statuses(*mails) == before
    for mail in mails:
        if action == "restore":
            decisions.restore(mail, actor="user")
    assert InboundMessage.objects.filter(suggested=sent).count() == 3


def test_what_was_decided_anew_is_not_taken_back(ada: User, sent: Job) -> None:
    first, second = make.mail(ada, suggested=sent), make.mail(ada, suggested=sent)
    batch = batches.bulk(ada, "deny", [first.pk, second.pk], actor="user")
    back = decisions.restore(first, actor="user").mail
    decisions.approve(back, actor="user")
    assert batches.undo_batch(ada, batch.id, actor="user").done == 1
    assert statuses(first, second) == ["manual_linked", "pending_user"]


def test_one_that_breaks_leaves_the_others_and_no_word_in_the_log(
    ada: User, sent: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mails = [make.mail(ada, suggested=sent) for _ in range(3)]
    log = stages.log

    def sometimes(job: Job, *args: object, **options: object) -> object:
        if options["message"] == mails[1]:
            raise lifecycle_lost
        return log(job, *args, **options)  # type: ignore[arg-type]

    lifecycle_lost = Job.DoesNotExist("canary-4711")
    monkeypatch.setattr(stages, "log", sometimes)
    batch = batches.bulk(ada, "approve", [mail.pk for mail in mails], actor="user")
    assert [result.code for result in batch.results] == ["", "APPROVE_FAILED", ""]
    assert statuses(*mails) == ["manual_linked", "pending_user", "manual_linked"]
    assert "approve failed" in caplog.text
    assert "canary-4711" not in repr([vars(record) for record in caplog.records])
