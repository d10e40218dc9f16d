"""Readings of mail over the API, and mail that is brought by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orchestrator.api.schemas import mail_runs as shapes
from orchestrator.inbox import decisions
from orchestrator.models import InboundMessage, SyncRun, User
from orchestrator.tracking import stages
from tests import make
from tests.api.calls import data, error, fits, get, post

pytestmark = pytest.mark.django_db
RUNS = "/post-application/runs"
IMPORT = "/post-application/import"
SOURCE = (
    "From: Acme Recruiting <jobs@acme.example>\r\nTo: ada@mail.example\r\n"
    "Subject: Your application as Backend Engineer at Acme\r\n"
    "Date: Tue, 03 Feb 2026 12:00:00 +0000\r\nMessage-ID: <one@acme.example>\r\n\r\n"
    "Thank you for applying. We would like to invite you to an interview next week.\r\n"
)


def brought(client: Client, *files: SimpleUploadedFile) -> Any:
    return client.post(f"/api{IMPORT}", {"file": files})


def test_a_run_counts_what_its_mails_are_now(client: Client, ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    run = SyncRun.objects.create(owner=ada, provider="upload", status="completed", discovered=3)
    first, second, third = (make.mail(ada, suggested=job) for _ in range(3))
    for mail in (first, second, third):
        mail.runs.add(run)
    decisions.approve(first, actor="user")
    decisions.deny(second, actor="user")
    found = fits(shapes.MailRunOut, data(get(client, f"{RUNS}/{run.pk}")))
    assert (found["messagesApproved"], found["messagesDenied"]) == (1, 1)
    decisions.undo(first, actor="user")
    listed = fits(shapes.MailRunsOut, data(get(client, RUNS)))
    assert (listed["total"], listed["runs"][0]["messagesApproved"]) == (1, 0)
    messages = fits(shapes.MailRunMailsOut, data(get(client, f"{RUNS}/{run.pk}/messages?limit=2")))
    assert (len(messages["items"]), messages["total"]) == (2, 3)


def test_runs_of_one_provider(client: Client, ada: User, ben: User) -> None:
    for owner, provider in ((ada, "upload"), (ada, "paste"), (ben, "paste")):
        SyncRun.objects.create(owner=owner, provider=provider, status="completed")
    found = data(get(client, f"{RUNS}?provider=paste"))
    assert ([run["provider"] for run in found["runs"]], found["total"]) == (["paste"], 1)


def test_a_pasted_mail_is_read_at_once(client: Client, ada: User) -> None:
    stages.apply(make.job(ada, status="ready"), actor="user")
    found = fits(shapes.MailBroughtOut, data(post(client, IMPORT, {"text": SOURCE})))
    assert found["item"]["message"]["fromAddress"] == "jobs@acme.example"
    assert data(get(client, f"{RUNS}/{found['runId']}"))["messagesDiscovered"] == 1
    again = data(post(client, IMPORT, {"text": SOURCE}))
    assert again["item"]["message"]["id"] == found["item"]["message"]["id"]
    assert InboundMessage.objects.count() == 1


def test_a_mail_without_a_sign_of_hiring_is_not_kept(client: Client, ada: User) -> None:
    found = data(post(client, IMPORT, {"text": "Shall we have lunch on Friday?"}))
    assert (found["item"], InboundMessage.objects.count()) == (None, 0)


def test_files_are_read_by_the_worker(client: Client, ada: User) -> None:
    make.heartbeat()
    files = [SimpleUploadedFile(f"{name}.eml", SOURCE.encode()) for name in ("one", "two")]
    response = brought(client, *files)
    found = fits(shapes.MailBroughtOut, data(response, 202))
    assert response["Location"] == f"/api{RUNS}/{found['runId']}"
    assert data(get(client, f"{RUNS}/{found['runId']}"))["status"] == "queued"


def test_what_is_no_mail_is_refused(client: Client, ada: User) -> None:
    make.heartbeat()
    assert error(brought(client), 400)["details"]["fieldErrors"]["file"]
    assert brought(client, SimpleUploadedFile("one.pdf", b"%PDF-1.4")).status_code in (400, 415)
    error(client.post(f"/api{IMPORT}", b"x", content_type="text/plain"), 415)
    error(post(client, IMPORT, {}), 400)


def test_without_a_worker_nothing_is_kept(client: Client, ada: User) -> None:
    error(brought(client, SimpleUploadedFile("one.eml", SOURCE.encode())), 503)
    assert not SyncRun.objects.exists()
