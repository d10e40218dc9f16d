"""Starting a run from outside with a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import preferences
from orchestrator.accounts import throttle
from orchestrator.models import LoginAttempt, PipelineRun, User
from tests import make

PATH = "/api/webhook/trigger"
SECRET = "correct horse"

pytestmark = pytest.mark.django_db


def ask(secret: str | None = None, *, client: Client | None = None, body: bytes = b"") -> Any:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    kind = "application/octet-stream"
    return (client or Client()).post(PATH, body, content_type=kind, headers=headers)


@pytest.fixture(autouse=True)
def _worker(ada: User) -> None:
    make.heartbeat()


def test_the_right_secret_starts_a_run_with_the_stored_settings(ada: User) -> None:
    preferences.save(ada, {"webhookSecret": SECRET, "searchTerms": ["baker"]})
    answer = ask(SECRET, body=b'{"topN": 50}')
    run = PipelineRun.objects.get()
    assert answer.status_code == 200
    assert answer.json()["data"]["runId"] == str(run.pk)
    assert (run.owner, run.trigger, run.requested) == (ada, "webhook", {})
    assert (run.options["searchTerms"], run.options["topN"]) == (["baker"], 10)
    assert not LoginAttempt.objects.exists()


def test_a_missing_and_a_wrong_secret_are_one_answer_in_local_mode_too(ada: User) -> None:
    preferences.save(ada, {"webhookSecret": SECRET})
    answers = [ask(one) for one in (None, "", "wrong", SECRET.upper(), "ü")]
    told = {(one.status_code, str(one.json()["error"]), one["WWW-Authenticate"]) for one in answers}
    assert len(told) == 1
    assert answers[0].status_code == 401
    assert not PipelineRun.objects.exists()


def test_without_a_secret_the_local_owner_may_start(ada: User) -> None:
    assert ask().status_code == 200
    assert PipelineRun.objects.get().owner == ada


@pytest.mark.usefixtures("required")
def test_without_a_secret_one_has_to_sign_in(ada: User, ada_token: str) -> None:
    assert ask().status_code == 401
    assert ask("wrong").status_code == 401
    assert ask(ada_token).status_code == 200


@pytest.mark.usefixtures("required")
def test_with_a_secret_a_token_of_a_person_opens_nothing(ada: User, ada_token: str) -> None:
    preferences.save(ada, {"webhookSecret": SECRET})
    client = Client()
    client.force_login(ada)
    assert ask(ada_token).status_code == 401
    assert ask(client=client).status_code == 401
    assert ask(SECRET).status_code == 200


@pytest.mark.usefixtures("required")
def test_the_secret_of_the_installation_starts_the_administrators_run(
    ben: User, ada: User, settings: Any
) -> None:
    settings.WEBHOOK_SECRET = "of the house"
    preferences.save(ben, {"webhookSecret": SECRET})
    assert ask("of the house").status_code == 200
    assert ask(SECRET).status_code == 200
    started = PipelineRun.objects.order_by("pk").values_list("owner__username", flat=True)
    assert list(started) == [ada.username, "ben"]


def test_an_owner_who_may_not_sign_in_starts_nothing(ada: User, ben: User) -> None:
    preferences.save(ben, {"webhookSecret": "bens"})
    preferences.save(ada, {"webhookSecret": SECRET})
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert ask("bens").status_code == 401


def test_guessing_is_slowed_down_for_a_minute(ada: User) -> None:
    preferences.save(ada, {"webhookSecret": SECRET})
    assert {ask("wrong").status_code for _ in range(10)} == {401}
    refused = ask("wrong")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert ask(SECRET).status_code == 429
    LoginAttempt.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert ask(SECRET).status_code == 200


def test_wrong_secrets_lock_nobody_out_who_signs_in(ada: User) -> None:
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=throttle.TRIGGER, address="10.0.0.9") for _ in range(50)
    )
    assert throttle.wait("ada", "10.0.0.9") == 0


def test_a_second_run_is_refused_with_the_first(ada: User) -> None:
    first = ask().json()["data"]["runId"]
    refused = ask()
    assert refused.status_code == 409
    details = refused.json()["error"]["details"]
    assert details == {"reason": "run_in_progress", "runId": first}


def test_a_page_of_another_site_starts_nothing(ada: User) -> None:
    answer = Client().post(PATH, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not PipelineRun.objects.exists()
