"""Deleting many, backups and starting over, through the API."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.api.schemas.maintenance import RemovedBelowOut, RemovedOut
from orchestrator.models import Job, Tally, User
from tests import make
from tests.api.calls import data, error, fits, get, send


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
