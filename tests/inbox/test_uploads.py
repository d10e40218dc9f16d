"""Mail that is brought: files in the worker, a pasted one at once, the same mail any way once."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import incoming, preferences
from orchestrator.inbox import again, brought, sync, uploads
from orchestrator.inbox.mails import mbox, mime
from orchestrator.models import (
    InboundMessage,
    Job,
    LlmCall,
    SeenMail,
    StageEvent,
    SyncRun,
    User,
)
from tests import make
from tests.inbox.lists import AT, INVITES, applied, boxed, source
from tests.outside.model import ModelStub

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker(db: None) -> None:
    make.heartbeat()


@pytest.fixture
def job(ada: User) -> Job:
    return applied(ada)


def plans(number: int) -> bytes:
    return source(number, text="At noon?", sender="Ben <ben@friends.example>").replace(
        b"Your application", b"Lunch"
    )


def file(content: bytes) -> IO[bytes]:
    return io.BytesIO(content)


def read(owner: User, *contents: bytes) -> SyncRun:
    files = [(f"{n}.eml", file(one)) for n, one in enumerate(contents)]
    run = uploads.bring(owner, files)
    sync.run(run.pk)
    run.refresh_from_db()
    return run


def kept(owner: User) -> list[Path]:
    here = (Path(settings.DATA_DIR) / "incoming" / str(owner.pk)).glob("*")
    return [one for one in here if incoming.UNTIL not in one.name]


def test_an_mbox_and_single_mails_are_read_in_the_worker_and_gone_then(ada: User, job: Job) -> None:
    run = uploads.bring(
        ada,
        [("Inbox.mbox", file(boxed(source(1), plans(2), source(3)))), ("x.eml", file(source(4)))],
    )
    assert (run.status, run.provider, len(kept(ada))) == ("queued", "upload", 2)
    assert [(one["name"], one["kind"]) for one in run.files] == [
        ("Inbox.mbox", "mbox"), ("x.eml", "eml"),
    ]  # fmt: skip
    sync.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.expected, run.discovered, run.approved) == ("completed", 4, 4, 3)
    assert InboundMessage.objects.filter(job=job, provider="upload", account=None).count() == 3
    assert SeenMail.objects.count() == 1
    assert kept(ada) == []


def test_what_is_brought_again_is_known(ada: User, job: Job) -> None:
    first = read(ada, boxed(source(1), plans(2)))
    again_run = read(ada, boxed(source(1), plans(2), source(3)))
    assert (again_run.discovered, again_run.skipped, again_run.relevant) == (3, 2, 1)
    row = InboundMessage.objects.get(subject="Your application 1")
    assert set(row.runs.all()) == {first, again_run}
    assert StageEvent.objects.filter(source="mail").count() == 2


def test_many_mails_are_read_in_turns_by_number(
    ada: User, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "TURN", 0.0)
    monkeypatch.setattr(brought, "AT_ONCE", 4)
    run = uploads.bring(
        ada,
        [("a.mbox", file(boxed(*map(plans, range(10))))), ("b.mbox", file(boxed(source(77))))],
    )
    positions = []
    while not run.finished_at:
        sync.run(run.pk)
        run.refresh_from_db()
        positions.append(run.position["at"])
        assert len(positions) < 20
    assert run.status == "completed"
    assert {"file": 0, "mail": 4} in positions
    assert (run.discovered, SeenMail.objects.count()) == (11, 10)
    assert InboundMessage.objects.get().subject == "Your application 77"


def test_the_same_file_of_two_runs_stays_for_the_second(ada: User, job: Job) -> None:
    first = uploads.bring(ada, [("a.eml", file(source(1)))])
    second = uploads.bring(ada, [("b.eml", file(source(1)))])
    sync.run(first.pk)
    assert len(kept(ada)) == 1
    sync.run(second.pk)
    second.refresh_from_db()
    assert (second.status, second.skipped, kept(ada)) == ("completed", 1, [])


def test_a_file_that_is_gone_ends_the_run_with_a_sentence(ada: User) -> None:
    run = uploads.bring(ada, [("a.eml", file(source(1)))])
    incoming.drop(ada.pk, run.files[0]["digest"])
    sync.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error["code"]) == ("failed", "file_gone")


def test_a_cancelled_one_leaves_no_file(ada: User) -> None:
    run = uploads.bring(ada, [("a.eml", file(source(1)))])
    assert sync.cancel(run)
    assert kept(ada) == []
    sync.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.discovered) == ("cancelled", 0)


@pytest.mark.parametrize("files", [[{"name": "a.mbox"}], [{"name": "a.mbox", "digest": ""}]])
def test_a_run_that_knows_no_more_of_its_files_than_the_name_can_be_cancelled(
    ada: User, files: list[dict[str, str]]
) -> None:
    other = uploads.bring(ada, [("b.eml", file(source(1)))])
    run = ada.sync_runs.create(provider="upload", files=files)
    assert sync.cancel(run)
    assert len(kept(ada)) == 1
    assert sync.cancel(other)
    assert kept(ada) == []


def test_such_a_run_ends_with_a_sentence_when_its_turn_comes(ada: User) -> None:
    run = ada.sync_runs.create(provider="upload", files=[{"name": "a.mbox"}])
    sync.run(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error["code"]) == ("failed", "file_gone")


def test_a_mailbox_file_of_too_many_is_read_as_far_as_allowed(
    ada: User, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "MAILS", 2)
    run = read(ada, boxed(source(1), source(2), source(3)))
    assert (run.status, run.error["code"], run.discovered) == ("failed", "too_many", 2)
    assert InboundMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "kind", "word"),
    [
        (b"", "invalid", "empty"),
        (b" \n\n", "invalid", "empty"),
        (b"%PDF-1.4\n", "unsupported_type", "no mail"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "unsupported_type", "no mail"),
        (b"PK\x03\x04: \0", "unsupported_type", "no mail"),
        (b"<html>Subject: x", "unsupported_type", "no mail"),
        (source(1) + b"x" * uploads.MAIL_BYTES, "too_large", "5 MiB"),
    ],
)
def test_what_is_no_mail_is_refused_before_anything_is_kept(
    ada: User, content: bytes, kind: str, word: str
) -> None:
    with pytest.raises(Invalid, match=word) as refused:
        uploads.bring(ada, [("good.eml", file(source(1))), ("C:\\bad.eml", file(content))])
    assert refused.value.kind == kind
    assert "bad.eml" in refused.value.sentence
    assert "C:" not in refused.value.sentence
    assert kept(ada) == []
    assert not SyncRun.objects.exists()


def test_a_mailbox_file_may_be_large_but_not_that_large(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "FILE_BYTES", 1000)
    with pytest.raises(Invalid, match="200 MiB"):
        uploads.bring(
            ada, [("a.mbox", file(boxed(source(1), source(2), source(3), source(4), source(5))))]
        )


@pytest.mark.parametrize(("count", "word"), [(0, "at least one"), (51, "at most 50")])
def test_the_number_of_files_is_limited(ada: User, count: int, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        uploads.bring(ada, [("a.eml", file(source(1)))] * count)


def test_without_a_worker_no_file_is_taken(ada: User) -> None:
    make.heartbeat(age=timedelta(hours=1))
    with pytest.raises(Refused, match="No worker"):
        uploads.bring(ada, [("a.eml", file(source(1)))])
    assert kept(ada) == []


def test_a_pasted_source_is_routed_at_once(ada: User, job: Job) -> None:
    row = uploads.paste(ada, source(1).decode())
    assert row is not None
    assert (row.status, row.job, row.provider) == ("auto_linked", job, "paste")
    run = SyncRun.objects.get()
    assert (run.status, run.provider, run.discovered, run.approved) == ("completed", "paste", 1, 1)
    assert run.finished_at is not None
    assert list(row.runs.all()) == [run]


def test_pasted_words_are_routed_with_what_is_known_of_them(ada: User, job: Job) -> None:
    row = uploads.paste(
        ada, INVITES, sender="Acme Jobs <jobs@acme.com>", subject="Your application", date=AT
    )
    assert row is not None
    assert (row.job, row.received_at, row.sender_address) == (job, AT, "jobs@acme.com")


def test_nothing_is_kept_of_a_pasted_mail_without_a_sign_of_hiring(ada: User) -> None:
    assert uploads.paste(ada, "At noon?", sender="ben@friends.example", subject="Lunch") is None
    assert not InboundMessage.objects.exists()
    assert SyncRun.objects.get().status == "completed"


@pytest.mark.parametrize(
    ("text", "kind"), [("", "invalid"), ("  \n", "invalid"), ("x" * 1_048_577, "too_large")]
)
def test_what_cannot_be_pasted_is_refused(ada: User, text: str, kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        uploads.paste(ada, text)
    assert refused.value.kind == kind
    assert not SyncRun.objects.exists()


def test_a_mail_that_failed_from_its_mailbox_can_be_brought_as_a_file(ada: User, job: Job) -> None:
    key = mime.key(mime.read(source(1)))
    make.mail(ada, key=key, error_code="timeout", retry_at=timezone.now(), attempts=2)
    run = read(ada, source(1))
    row = InboundMessage.objects.get()
    assert (row.status, row.error_code, row.job) == ("auto_linked", "", job)
    assert (run.approved, run.skipped) == (1, 0)


def test_a_text_that_was_not_kept_cannot_be_routed_again(ada: User, job: Job) -> None:
    row = make.mail(ada, provider="paste")
    with pytest.raises(Refused, match="was not kept"):
        again.route_again(row)


def test_no_model_is_asked_when_this_months_tokens_are_used_up(
    ada: User, job: Job, model_stub: ModelStub
) -> None:
    preferences.save(
        ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model", "llmMonthlyTokens": 1000}
    )
    LlmCall.objects.create(owner=ada, purpose="scoring", host="h", model="m", prompt_tokens=1000)
    text = "About your application: we have some news on the interview for you."
    assert uploads.paste(ada, text, sender="jo@recruiting.example", subject="Your application")
    assert model_stub.calls == []


@pytest.mark.parametrize("wanted", [True, False])
def test_the_model_is_asked_only_when_that_is_wanted_and_is_on_the_bill(
    ada: User, job: Job, model_stub: ModelStub, wanted: bool
) -> None:
    preferences.save(
        ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model", "mailUseModel": wanted}
    )
    text = "About your application: we have some news on the interview for you."
    sender = "Jo <jo@recruiting.example>"
    uploads.paste(ada, text, sender=sender, subject="Your application", date=AT)
    assert bool(model_stub.calls) is wanted
    assert (SyncRun.objects.get().tokens > 0) is wanted
