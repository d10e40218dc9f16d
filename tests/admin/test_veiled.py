"""Where people have accounts, the console shows an administrator where nobody else applies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.models import (
    AccountEvent,
    FollowedBoard,
    Invitation,
    Job,
    JobEvent,
    LlmCall,
    RecoveryCode,
    Sighting,
    TwoStep,
    User,
)
from tests import make

HIDDEN = "Zylophone"


@pytest.fixture
def console(ada: User, settings: Any) -> Client:
    """Ada keeps the house, in which Ben has an account."""
    settings.AUTH = "required"
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=ada.pk))
    return client


@pytest.fixture
def job(ben: User) -> Job:
    found = make.job(
        ben, title=f"{HIDDEN} tuner", employer=HIDDEN, job_url=f"https://{HIDDEN}.example/1"
    )
    board = FollowedBoard.objects.create(owner=ben, ats="lever", token=HIDDEN, label=HIDDEN)
    Sighting.objects.create(
        owner=ben, job=found, board=board, source="lever", key=HIDDEN, url=f"https://{HIDDEN}/1"
    )
    JobEvent.objects.filter(job_id=found.pk).update(data={"title": HIDDEN})
    return found


def every_page(job: Job) -> list[str]:
    sighting, board = Sighting.objects.get().pk, FollowedBoard.objects.get().pk
    events = JobEvent.objects.filter(job_id=job.pk).values_list("pk", flat=True)
    base = "/admin/orchestrator"
    return [
        f"{base}/job/", f"{base}/job/{job.pk}/change/", f"{base}/job/{job.pk}/history/",
        f"{base}/job/?q={job.pk}", f"{base}/sighting/", f"{base}/sighting/{sighting}/change/",
        f"{base}/followedboard/", f"{base}/followedboard/{board}/change/",
        *(f"{base}/jobevent/{one}/change/" for one in events), f"{base}/jobevent/", "/admin/",
    ]  # fmt: skip


def test_jobs_of_others_are_ids_and_states(console: Client, job: Job) -> None:
    for address in every_page(job):
        answer = console.get(address)
        assert answer.status_code == 200, address
        assert HIDDEN not in answer.content.decode(), address
    assert str(job.pk) in console.get("/admin/orchestrator/job/").content.decode()


def test_a_search_does_not_tell_either(console: Client, job: Job, ada: User) -> None:
    own = make.job(ada, title=f"Own {HIDDEN}", employer="Contoso")
    found = console.get(f"/admin/orchestrator/job/?q={HIDDEN}").content.decode()
    assert str(job.pk) not in found
    assert str(own.pk) in found
    assert f"Own {HIDDEN} at Contoso" in found


def test_a_button_that_is_pressed_tells_nothing(console: Client, job: Job) -> None:
    pressed = {"action": "skip", "_selected_action": str(job.pk)}
    said = console.post("/admin/orchestrator/job/", pressed, follow=True).content.decode()
    assert Job.objects.get(pk=job.pk).status == "skipped"
    assert HIDDEN not in said
    assert HIDDEN not in console.get("/admin/").content.decode()


def test_who_is_alone_sees_all(client: Client, job: Job) -> None:
    assert f"{HIDDEN} tuner" in client.get("/admin/orchestrator/job/").content.decode()


def test_accounts_are_shown_without_what_opens_them(console: Client, ada: User, ben: User) -> None:
    AccountEvent.objects.create(owner=ben, kind="token_made", place="192.0.2.0/24", about=HIDDEN)
    Invitation.objects.create(
        inviter=ada, note="for Ben", digest="d" * 64, expires_at="2030-01-01T00:00Z"
    )
    TwoStep.objects.create(owner=ben, secret=HIDDEN)
    RecoveryCode.objects.create(owner=ben, digest=HIDDEN)
    pages = [
        console.get(f"/admin/orchestrator/{name}/").content.decode()
        for name in ("accountevent", "invitation", "twostep")
    ]
    assert "192.0.2.0/24" in pages[0]
    assert HIDDEN not in pages[0]
    assert "for Ben" in pages[1]
    assert "d" * 64 not in pages[1]
    assert HIDDEN not in pages[2]
    assert "being set up" in pages[2]


def test_the_months_spending_stands_by_owner(console: Client, ben: User) -> None:
    LlmCall.objects.create(owner=ben, purpose="scoring", host="h", model="m", prompt_tokens=4321)
    assert ">4321<" in console.get("/admin/").content.decode()
