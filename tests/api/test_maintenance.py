"""Deleting many, backups and starting over, through the API."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from orchestrator import outbox, preferences
from orchestrator.api.schemas.maintenance import (
    BackupOut,
    BackupsOut,
    ClearedOut,
    RemovedBelowOut,
    RemovedOut,
)
from orchestrator.models import (
    CalendarFeed,
    Delivery,
    FollowedBoard,
    InboundMessage,
    Job,
    JobEvent,
    LlmCall,
    MailAccount,
    Operation,
    PipelineRun,
    Preference,
    SearchPreset,
    SeenMail,
    SourceOutcome,
    SyncRun,
    Tally,
    User,
    Webhook,
)
from orchestrator.ops import archives, backups
from orchestrator.pipeline import presets, process, runs
from orchestrator.tracking import feed_address
from pdfs import store
from tailoring.models import ChatMessage, Fact, ResumeDocument, SavedAnswer, SavedPrompt
from tests import chats, make
from tests.api.calls import data, error, fits, get, post, send

NAME = "jobops-manual-20260101-000000-000000.tar.gz"


@pytest.fixture
def folder() -> Iterator[Path]:
    shutil.rmtree(backups.folder())
    yield backups.folder()
    shutil.rmtree(backups.folder())


@pytest.fixture
def stranger(required: None, ben: User, client: Client) -> Client:
    """Somebody who may sign in and runs nothing."""
    client.force_login(ben)
    return client


def revision(client: Client) -> str:
    return str(data(get(client, "/jobs/revision"))["revision"])


def test_deleting_by_status_says_how_many(client: Client, ada: User) -> None:
    make.jobs(ada, 3, status="skipped")
    kept = make.job(ada)
    found = fits(RemovedOut, data(send(client, "DELETE", "/jobs/status/skipped")))
    assert found == {"message": "Deleted 3 jobs.", "count": 3}
    assert list(Job.objects.all()) == [kept]


def test_deleting_by_score_says_how_many_and_below_what(client: Client, ada: User) -> None:
    make.job(ada, score=49.0)
    make.job(ada, score=50.0)
    found = fits(RemovedBelowOut, data(send(client, "DELETE", "/jobs/score/50")))
    assert found == {"message": "Deleted 1 job below 50.", "count": 1, "threshold": 50}


def test_nothing_to_delete_is_no_error(client: Client, ada: User) -> None:
    assert data(send(client, "DELETE", "/jobs/status/expired"))["count"] == 0
    assert data(send(client, "DELETE", "/jobs/score/0"))["count"] == 0


@pytest.mark.parametrize("threshold", ["50.9", "abc", "-1", "101", "1e1", "%2B5", "0x1"])
def test_a_threshold_that_is_no_whole_percentage_is_400(
    client: Client, ada: User, threshold: str
) -> None:
    refused = error(send(client, "DELETE", f"/jobs/score/{threshold}"), 400)
    assert list(refused["details"]["fieldErrors"]) == ["threshold"]


@pytest.mark.parametrize("status", ["archived", "READY", "in-progress", "%00"])
def test_an_unknown_status_is_400(client: Client, ada: User, status: str) -> None:
    refused = error(send(client, "DELETE", f"/jobs/status/{status}"), 400)
    assert list(refused["details"]["fieldErrors"]) == ["status"]


def test_each_deletion_moves_the_revision(client: Client, ada: User) -> None:
    make.jobs(ada, 2, status="skipped")
    before = revision(client)
    send(client, "DELETE", "/jobs/status/skipped")
    assert revision(client) != before
    changes = Tally.objects.get(owner=ada).changes
    send(client, "DELETE", "/jobs/status/skipped")
    assert Tally.objects.get(owner=ada).changes == changes


def test_another_owner_s_jobs_stay(client: Client, ada: User, ben: User) -> None:
    theirs = make.job(ben, status="skipped", score=1.0)
    assert data(send(client, "DELETE", "/jobs/status/skipped"))["count"] == 0
    assert data(send(client, "DELETE", "/jobs/score/100"))["count"] == 0
    assert Job.objects.get() == theirs


def test_a_job_being_processed_is_left_out(client: Client, ada: User) -> None:
    make.job(ada, status="processing")
    assert data(send(client, "DELETE", "/jobs/status/processing"))["count"] == 0


@pytest.mark.parametrize("verb", ["GET", "POST", "PATCH"])
def test_only_delete_is_offered(client: Client, ada: User, verb: str) -> None:
    answer = send(client, verb, "/jobs/status/skipped")
    assert (answer.status_code, answer["Allow"]) == (405, "DELETE, OPTIONS")


def test_backups_are_made_listed_and_deleted(client: Client, ada: User, folder: Path) -> None:
    made = fits(BackupOut, data(post(client, "/backups"), 201))
    assert made["type"] == "manual"
    assert made["size"] == (folder / made["filename"]).stat().st_size
    found = fits(BackupsOut, data(get(client, "/backups")))
    assert found["backups"] == [made]
    assert found["nextScheduled"] > made["createdAt"]
    assert data(send(client, "DELETE", f"/backups/{made['filename']}")) is None
    assert data(get(client, "/backups"))["backups"] == []
    error(send(client, "DELETE", f"/backups/{made['filename']}"), 404)


def test_the_newest_backup_comes_first(client: Client, ada: User, folder: Path) -> None:
    for day in (1, 3, 2):
        (folder / f"jobops-auto-2026010{day}-000000-000000.tar.gz").write_bytes(b"x")
    days = [one["createdAt"][8:10] for one in data(get(client, "/backups"))["backups"]]
    assert days == ["03", "02", "01"]


@pytest.mark.parametrize(
    "name", ["x", "jobops.sqlite3", "..", "%2e%2e", "..%2fjobops.sqlite3", "box.key", "%00"]
)
def test_a_name_that_no_backup_has_is_never_found(client: Client, ada: User, name: str) -> None:
    assert send(client, "DELETE", f"/backups/{name}").status_code in (400, 404)


def test_a_name_of_another_pattern_is_400(client: Client, ada: User) -> None:
    refused = error(send(client, "DELETE", "/backups/jobops-auto-1.tar.gz"), 400)
    assert list(refused["details"]["fieldErrors"]) == ["filename"]


def test_the_installation_is_not_a_stranger_s_business(stranger: Client, folder: Path) -> None:
    (folder / NAME).write_bytes(b"x")
    calls = [
        get(stranger, "/backups"),
        post(stranger, "/backups"),
        send(stranger, "DELETE", f"/backups/{NAME}"),
        send(stranger, "DELETE", "/database", {"confirm": "delete"}),
    ]
    assert [error(one, 403)["code"] for one in calls] == ["FORBIDDEN"] * 4
    assert (folder / NAME).exists()


def test_a_full_disk_is_503_and_says_so(
    client: Client, ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LEAST_LEFT", 1 << 60)
    assert "too little room" in error(post(client, "/backups"), 503)["message"]


def test_two_at_a_time_is_409_when_the_first_takes_long(
    client: Client, ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.0)
    with backups._alone():
        assert error(post(client, "/backups"), 409)["details"]["reason"] == "busy"


@pytest.mark.parametrize("body", [{}, {"confirm": "yes"}, {"confirm": True}, {"confirm": "DELETE"}])
def test_nothing_is_cleared_without_the_word(
    client: Client, ada: User, body: dict[str, Any]
) -> None:
    make.job(ada)
    refused = error(send(client, "DELETE", "/database", body), 400)
    assert list(refused["details"]["fieldErrors"]) == ["confirm"]
    assert Job.objects.count() == 1


def full(owner: User) -> Job:
    """An owner with something of every kind."""
    make.resume(owner)
    job = make.job(owner)
    make.printed(job)
    PipelineRun.objects.create(owner=owner, status="completed", completed_at=timezone.now())
    LlmCall.objects.create(owner=owner, purpose="score", host="h", model="m")
    preferences.save(owner, {"theme": "dark"})
    presets.save(owner, name="Nightly", options={})
    FollowedBoard.objects.create(owner=owner, ats="lever", token="acme", label="Acme", url="u")
    SourceOutcome.objects.create(owner=owner, source="remotive")
    outbox.test(owner, "job")
    Webhook.objects.create(owner=owner, kind="job")
    chats.turn(job)
    SavedPrompt.objects.create(owner=owner, name="Mine", body="Say hello.")
    SavedAnswer.objects.create(owner=owner, question="Why us?", answer="The ferries.")
    Fact.objects.create(owner=owner, text="Sailed for six years.")
    make.mailbox(owner)
    SyncRun.objects.create(owner=owner, provider="upload")
    SeenMail.objects.create(owner=owner, key="0" * 64, at=timezone.now())
    make.mail(owner, suggested=job)
    feed_address.make(owner)
    return job


def test_clearing_takes_a_backup_and_then_everything_of_the_caller(
    client: Client, ada: User, ben: User, folder: Path
) -> None:
    full(ada)
    theirs = full(ben)
    found = fits(ClearedOut, data(send(client, "DELETE", "/database", {"confirm": "delete"})))
    assert (found["jobsDeleted"], found["runsDeleted"]) == (1, 1)
    (kept,) = backups.listed()
    assert kept.filename in found["message"]
    said = (Fact, SavedAnswer, SavedPrompt)
    theirs_too = (SearchPreset, FollowedBoard, SourceOutcome, Delivery, Webhook, *said)
    after = (MailAccount, SyncRun, SeenMail, InboundMessage, CalendarFeed)
    for model in (Job, *after, PipelineRun, LlmCall, Preference, ResumeDocument, *theirs_too):
        assert [row.owner for row in model.objects.select_related("owner")] == [ben], model
    assert {row.thread.job_id for row in ChatMessage.objects.all()} == {theirs.pk}
    assert [event.kind for event in JobEvent.objects.filter(owner=ada)] == ["job.deleted"]
    assert not (settings.STORE_DIR / str(ada.pk)).exists()
    assert store.has(ben.pk, theirs.pdf_digest or "")
    assert User.objects.filter(pk=ada.pk).exists()


def test_nothing_is_cleared_when_the_backup_fails(
    client: Client, ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ada)
    monkeypatch.setattr(archives, "LEAST_LEFT", 1 << 60)
    error(send(client, "DELETE", "/database", {"confirm": "delete"}), 503)
    assert (Job.objects.count(), PipelineRun.objects.count()) == (1, 1)


def test_running_work_is_ended_before_everything_is_cleared(
    client: Client, ada: User, folder: Path
) -> None:
    make.resume(ada)
    make.heartbeat()
    process.request(make.job(ada), actor="user")
    runs.start(ada, options={}, trigger="manual", actor="user")
    found = data(send(client, "DELETE", "/database", {"confirm": "delete"}))
    assert (found["jobsDeleted"], found["runsDeleted"]) == (1, 1)
    assert not Operation.objects.exists()


def test_clearing_an_empty_installation_is_no_error(
    client: Client, ada: User, folder: Path
) -> None:
    found = data(send(client, "DELETE", "/database", {"confirm": "delete", "extra": 1}))
    assert (found["jobsDeleted"], found["runsDeleted"]) == (0, 0)
