"""What is kept of a mail, and that it is stored with its link and its step or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import preferences
from orchestrator.inbox import bodies, retention, storing
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Item, Mail
from orchestrator.inbox.routes.routing import Routing, Signal
from orchestrator.jobs import removal
from orchestrator.leases import Superseded
from orchestrator.models import InboundMessage, Job, SeenMail, StageEvent, SyncRun, User
from orchestrator.tracking import stages
from tests import make

pytestmark = pytest.mark.django_db
SECRET = "The canary sang at 4711"
SENTENCE = "We would like to invite you to an interview."


@pytest.fixture
def job(ada: User) -> Job:
    return stages.apply(make.job(ada, status="ready"), actor="user")


@pytest.fixture
def run(ada: User) -> SyncRun:
    return SyncRun.objects.create(
        owner=ada, account=make.mailbox(ada), provider="imap", status="running", token=uuid4(),
        attempts=1,
    )  # fmt: skip


def mail(**fields: Any) -> Mail:
    values = {
        "message_id": "1@acme.example", "sender_name": "Acme", "sender_domain": "acme.example",
        "sender_address": "jobs@acme.example", "subject": "Your application",
        "references": ("0@acme.example",), "text": f"{SENTENCE} {'Dear Ada. ' * 40}{SECRET}",
    }  # fmt: skip
    return Mail(**{**values, **fields})


def item(of: Mail, *, at: datetime | None = None) -> Item:
    return Item("INBOX:7", "t1", at or timezone.now() + timedelta(minutes=1), of)


def routing(job: Job | None, decision: Any = "auto_linked", **fields: Any) -> Routing:
    values: dict[str, Any] = {
        "decision": decision, "job_id": job and job.pk, "offered": (job.pk,) if job else (),
        "confidence": 97, "link": 97, "cls": 97, "target": "recruiter_screen", "kind": "interview",
        "relevance": "relevant", "rule_id": "en.invite", "sentence": SENTENCE, "language": "en",
        "signals": (Signal("domain", 96, job and job.pk, "acme.example"),), "reason": "Band 95",
    }  # fmt: skip
    return Routing(**{**values, **fields})


def counts(run: SyncRun) -> dict[str, int]:
    run.refresh_from_db()
    names = ("discovered", "relevant", "classified", "matched", "approved", "errored", "skipped")
    return {name: count for name in names if (count := getattr(run, name))}


def dump() -> str:
    """Every value of every column of every table."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_a_certain_mail_is_row_link_and_step(run: SyncRun, job: Job) -> None:
    row = storing.store(run, item(mail()), mail(), routing(job))
    assert row is not None
    row.refresh_from_db()
    assert (row.status, row.job_id, row.decided_by) == ("auto_linked", job.pk, "auto")
    assert (row.key, row.references) == (mime.key(mail()), mime.keys_of(mail()))
    assert (row.external_id, row.external_thread_id, row.provider) == ("INBOX:7", "t1", "imap")
    assert row.signals == [
        {"kind": "domain", "value": 96, "jobId": str(job.pk), "said": "acme.example"}
    ]
    step = job.stages.get(message=row)
    assert (step.to_stage, step.source) == ("recruiter_screen", "mail")
    assert [one.pk for one in row.runs.all()] == [run.pk]
    assert counts(run) == dict.fromkeys(("relevant", "classified", "matched", "approved"), 1)
    assert row.body is None
    assert SECRET not in dump()


def test_no_event_without_the_link_and_no_link_without_the_event(
    run: SyncRun, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: Any, **__: Any) -> None:
        raise RuntimeError("between link and event")

    with monkeypatch.context() as broken:
        broken.setattr(stages, "log", break_off)
        with pytest.raises(RuntimeError):
            storing.store(run, item(mail()), mail(), routing(job))
    assert not InboundMessage.objects.exists()
    assert not StageEvent.objects.filter(source="mail").exists()
    assert counts(run) == {}
    assert storing.store(run, item(mail()), mail(), routing(job))
    assert StageEvent.objects.filter(source="mail").count() == 1


def test_a_worker_that_lost_its_run_stores_nothing(run: SyncRun, job: Job) -> None:
    SyncRun.objects.update(token=uuid4())
    with pytest.raises(Superseded):
        storing.store(run, item(mail()), mail(), routing(job))
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("decision", ["auto_linked", "pending_user", "ignored"])
def test_a_mail_met_again_only_gets_the_run(run: SyncRun, job: Job, decision: str) -> None:
    storing.store(run, item(mail()), mail(), routing(job, decision))
    before = InboundMessage.objects.values().get()
    again = SyncRun.objects.create(
        owner=run.owner, provider="upload", status="running", token=uuid4()
    )
    row = storing.store(again, item(mail()), mail(), routing(job))
    assert row is not None
    assert InboundMessage.objects.values().get() == before
    assert set(row.runs.all()) == {run, again}
    assert counts(again) == {"skipped": 1}
    assert StageEvent.objects.filter(source="mail").count() == (decision == "auto_linked")


def test_of_mail_without_a_sign_of_hiring_a_hash_and_a_day_remain(run: SyncRun) -> None:
    at = timezone.now()
    assert storing.store(run, item(mail(), at=at), mail(), routing(None, "unseen")) is None
    (seen,) = SeenMail.objects.values_list("key", "at")
    assert seen == (mime.key(mail()), at)
    assert counts(run) == {}
    assert not [word for word in ("acme.example", "Your application", SENTENCE) if word in dump()]


def test_of_irrelevant_mail_no_sentence_no_signal_and_no_thread_is_kept(
    run: SyncRun, job: Job
) -> None:
    row = storing.store(run, item(mail()), mail(), routing(None, "ignored"))
    assert row is not None
    kept = (row.sender_address, row.subject, row.status, row.decided_by)
    assert kept == ("jobs@acme.example", "Your application", "ignored", "")
    assert row.snippet.startswith(SENTENCE)
    assert [row.sentence, row.signals, row.references, row.external_thread_id] == ["", [], [], ""]
    assert row.invitation is None
    assert counts(run) == {}


def test_texts_are_cut_and_the_future_is_not_believed(run: SyncRun) -> None:
    long = mail(subject="s" * 900, sender_name="n" * 900, text="t" * 900)
    told = routing(None, "pending_user", sentence="x" * 900, reason="r" * 900)
    row = storing.store(run, item(long, at=timezone.now() + timedelta(days=9)), long, told)
    assert row is not None
    lengths = [len(one) for one in (row.subject, row.sender_name, row.snippet, row.sentence)]
    assert lengths == [300, 200, 240, 300]
    assert row.received_at <= timezone.now()
    assert row.status == "pending_user"


def test_a_text_is_kept_sealed_only_when_that_is_wanted_and_only_while_linked(
    run: SyncRun, job: Job
) -> None:
    preferences.save(run.owner, {"mailKeepBodies": True})
    row = storing.store(run, item(mail()), mail(), routing(job))
    assert row is not None
    assert SECRET in (bodies.text(row) or "")
    assert SECRET not in dump()
    waiting = mail(message_id="2@acme.example")
    kept = storing.store(run, item(waiting), waiting, routing(job, "pending_user"))
    assert kept is not None
    assert kept.body is None
    assert bodies.drop(row)
    assert not bodies.drop(row)
    row.refresh_from_db()
    assert bodies.text(row) is None


def test_all_texts_go_at_once_and_only_the_owners(ada: User, ben: User, job: Job) -> None:
    for owner in (ada, ben):
        of = job if owner == ada else make.job(ben)
        make.mail(owner, job=of, status="manual_linked", body=preferences.box().seal("text"))
    assert (bodies.drop_all(ada), bodies.drop_all(ada)) == (1, 0)
    assert InboundMessage.objects.exclude(body=None).get().owner == ben


def test_a_mail_that_fails_is_kept_and_tried_four_times_more(run: SyncRun) -> None:
    waits = []
    for _ in range(storing.MOST_TRIES):
        storing.failed(run, item(mail()), key="k" * 64, code="timeout", sentence="Too slow.")
        row = InboundMessage.objects.get()
        waits.append(row.retry_at and round((row.retry_at - timezone.now()).total_seconds() / 60))
    assert waits == [0, 10, 60, 240, None]
    assert (row.status, row.error_code, row.error_message) == (
        "pending_user",
        "timeout",
        "Too slow.",
    )
    assert row.attempts == storing.MOST_TRIES
    assert row.subject == "Your application"


def test_a_mail_that_failed_is_settled_by_the_next_try(run: SyncRun, job: Job) -> None:
    storing.failed(run, item(mail()), key=mime.key(mail()), code="timeout", sentence="Slow.")
    row = storing.store(run, item(mail()), mail(), routing(job))
    assert row is not None
    row.refresh_from_db()
    assert (row.status, row.error_code, row.retry_at) == ("auto_linked", "", None)
    assert InboundMessage.objects.count() == 1


def test_what_a_person_decided_about_a_failed_mail_stands(run: SyncRun, job: Job) -> None:
    storing.failed(run, item(mail()), key=mime.key(mail()), code="timeout", sentence="Slow.")
    InboundMessage.objects.update(status="ignored", decided_at=timezone.now(), decided_by="user")
    row = storing.store(run, item(mail()), mail(), routing(job))
    assert row is not None
    assert (row.status, row.job_id) == ("ignored", None)


@pytest.mark.parametrize(
    "fields",
    [{"status": "auto_linked"}, {"status": "manual_linked"},
     {"status": "ignored", "decided_by": "user"}],
)  # fmt: skip
def test_another_routing_never_changes_what_was_decided(
    ada: User, job: Job, fields: dict[str, str]
) -> None:
    row = make.mail(ada, job=None if fields["status"] == "ignored" else job, **fields)
    with pytest.raises(Refused) as refused:
        storing.reroute(row, mail(), routing(job))
    assert refused.value.kind == "message_decided"


def test_another_routing_finds_what_the_first_did_not(ada: User, job: Job) -> None:
    row = make.mail(ada, status="ignored", decided_at=None, received_at=timezone.now())
    Job.objects.filter(pk=job.pk).update(applied_at=timezone.now() - timedelta(days=1))
    found = storing.reroute(row, mail(), routing(job))
    assert (found.status, found.job_id) == ("auto_linked", job.pk)
    assert job.stages.get(message=row).to_stage == "recruiter_screen"


def test_what_was_taken_back_is_only_suggested_again(ada: User, job: Job) -> None:
    row = make.mail(ada, received_at=timezone.now())
    StageEvent.objects.create(
        job=job, round=1, to_stage="offer", occurred_at=row.received_at, message=row,
        undone_at=timezone.now(),
    )  # fmt: skip
    found = storing.reroute(row, mail(), routing(job))
    assert (found.status, found.suggested_id, found.job_id) == ("pending_user", job.pk, None)


def test_irrelevant_mail_goes_after_a_month_and_is_still_known(
    ada: User, job: Job, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    now = timezone.now()
    old = {"updated_at": now - timedelta(days=31)}
    gone = [make.mail(ada, status="ignored", decided_at=None, **old) for _ in range(3)]
    stays = [
        make.mail(ada, status="ignored", decided_at=None, updated_at=now - timedelta(days=29)),
        make.mail(ada, status="ignored", decided_by="user", **old),
        make.mail(ada, **old),
        make.mail(ada, status="auto_linked", job=job, **old),
    ]
    with django_assert_max_num_queries(20):
        assert retention.sweep(now) == 3
    assert set(InboundMessage.objects.all()) == set(stays)
    assert set(SeenMail.objects.values_list("key", flat=True)) == {row.key for row in gone}
    assert retention.sweep(now) == 0


def test_runs_of_the_clock_that_brought_nothing_go_too(ada: User, run: SyncRun) -> None:
    old = timezone.now() - timedelta(days=31)
    empty = SyncRun.objects.create(
        owner=ada, provider="imap", status="completed", is_automatic=True, finished_at=old
    )
    full = SyncRun.objects.create(
        owner=ada, provider="imap", status="completed", is_automatic=True, finished_at=old
    )
    full.mails.add(make.mail(ada))
    assert retention.sweep() == 1
    assert not SyncRun.objects.filter(pk=empty.pk).exists()
    assert SyncRun.objects.filter(pk__in=(full.pk, run.pk)).count() == 2


def test_mail_of_a_deleted_job_goes_with_it_and_is_not_read_again(ada: User, job: Job) -> None:
    linked = make.mail(ada, status="auto_linked", job=job)
    suggested = make.mail(ada, suggested=job)
    removal.remove(ada, Job.objects.filter(pk=job.pk), actor="user", discard=lambda *_: None)
    assert set(InboundMessage.objects.values_list("pk", "suggested")) == {(suggested.pk, None)}
    assert set(SeenMail.objects.values_list("key", flat=True)) == {linked.key}
