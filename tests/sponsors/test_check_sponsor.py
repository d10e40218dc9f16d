"""POST /api/jobs/:id/check-sponsor."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from orchestrator.models import Job, SponsorRegister, User
from orchestrator.sponsors import loading
from tests import make
from tests.sponsors import files

pytestmark = pytest.mark.django_db


def check(client: Client, job: Job) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/jobs/{job.pk}/check-sponsor")
    return answer.status_code, answer.json()


def test_the_best_score_and_its_names_are_stored(ada: User, uk: SponsorRegister, client: Client):
    job = make.job(ada, employer="LOAF AND SONS LIMITED")
    status, said = check(client, job)

    assert status == 200
    assert said["data"]["matchResults"] == [{"name": "Loaf & Sons Ltd", "score": 100.0}]
    assert said["data"]["sponsorMatchScore"] == 100.0
    assert json.loads(said["data"]["sponsorMatchNames"]) == ["Loaf & Sons Ltd"]
    job.refresh_from_db()
    assert (job.sponsor_score, job.sponsor_names) == (100.0, '["Loaf & Sons Ltd"]')


def test_an_employer_in_no_register_is_zero_and_no_name(
    ada: User, uk: SponsorRegister, client: Client
):
    _, said = check(client, make.job(ada, employer="Zebra"))

    assert said["data"]["matchResults"] == []
    assert (said["data"]["sponsorMatchScore"], said["data"]["sponsorMatchNames"]) == (0.0, "[]")


def test_at_most_five_names_are_told(ada: User, client: Client):
    names = [f"Crumb {end} Ltd" for end in ("Bank", "Foods", "Media", "Group", "Retail", "Tech")]
    loading.take(loading.register_of("gb"), files.gb(*names), address="register.csv")
    _, said = check(client, make.job(ada, employer="Crumb"))

    assert len(said["data"]["matchResults"]) == 5


@pytest.mark.parametrize("employer", ["", "   "])
def test_a_blank_employer_is_a_mistake(
    ada: User, uk: SponsorRegister, client: Client, employer: str
):
    status, said = check(client, make.job(ada, employer=employer))

    assert status == 400
    assert "names no employer" in said["error"]["message"]


def test_without_a_register_there_is_nothing_to_ask(ada: User, client: Client):
    status, said = check(client, make.job(ada))

    assert status == 503
    assert said["error"]["details"]["reason"] == "register_unavailable"


def test_a_strangers_job_is_not_there(ada: User, ben: User, uk: SponsorRegister, client: Client):
    assert check(client, make.job(ben))[0] == 404
