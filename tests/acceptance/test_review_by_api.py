"""From a discovered job to a PDF its owner signs, by the API alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import Job, User
from pdfs import render
from tests import make
from tests.acceptance.lies import ENGLISH
from tests.acceptance.test_lying_model import PERSONAS, ask, lied, paper
from tests.acceptance.test_lying_model import pytestmark as needs_chromium
from tests.api.calls import data, get, post
from tests.outside.model import ModelStub

pytestmark = needs_chromium


@pytest.fixture(scope="module", autouse=True)
def _browser_ends() -> Iterator[None]:
    yield
    render.close()


@pytest.fixture
def job(ada: User, client: Client, model_stub: ModelStub) -> Job:
    """A job for which a model has proposed truths and inventions."""
    make.heartbeat()
    make.resume(ada, **PERSONAS[ENGLISH.persona])
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer(lied(ENGLISH))
    row = make.job(ada, title="Post", description=ENGLISH.posting)
    ask(client, row, "summarize")
    return row


def review(client: Client, job: Job) -> dict[str, Any]:
    return dict(data(get(client, f"/jobs/{job.pk}/tailoring")))


def open_edit(client: Client, job: Job, words: str) -> dict[str, Any]:
    edits = review(client, job)["edits"]
    return dict(next(one for one in edits if words in one["after"]))


def decide(client: Client, job: Job, edit: dict[str, Any], **body: Any) -> dict[str, Any]:
    path = f"/jobs/{job.pk}/edits/{edit['id']}"
    return dict(data(post(client, path, {"revision": edit["revision"], **body})))


def test_every_doubt_names_its_claim_and_the_nearest_fact(client: Client, job: Job) -> None:
    doubt = open_edit(client, job, "63 %")
    assert doubt["status"] == "blocked"
    claims = [one for one in doubt["claims"] if one["state"] == "unsupported"]
    assert any("63" in one["text"] for one in claims)
    for one in claims:
        assert doubt["after"][one["start"] : one["end"]] == one["text"]
        assert one["why"]


def test_what_is_left_out_is_not_printed_and_what_is_confirmed_is(client: Client, job: Job) -> None:
    award = open_edit(client, job, "Turing Prize")
    for number, claim in enumerate(award["claims"]):
        if claim["state"] == "unsupported":
            award = decide(client, job, award, decision="confirm", claim=number)
    assert award["status"] == "accepted"
    assert data(post(client, f"/jobs/{job.pk}/edits", {"decision": "leave_out"}))["changed"]
    assert review(client, job)["undecided"] == 0

    ask(client, job, "process")
    said = paper(client, job)
    assert "Turing Prize" in said
    assert ENGLISH.truth in said
    assert "63 %" not in said

    fact = data(get(client, "/facts"))["facts"][0]
    assert "Turing Prize" in fact["text"]
    found = data(get(client, f"/jobs/{job.pk}/coverage"))
    assert found["preview"] is False
    assert "Python" in [one["text"] for one in found["onPage"]]


def test_words_of_ones_own_and_the_way_back(client: Client, job: Job) -> None:
    doubt = open_edit(client, job, "OpenShift")
    mine = "Moved our own deployment scripts to Docker"
    changed = decide(client, job, doubt, decision="rewrite", text=mine)
    assert (changed["status"], changed["after"]) == ("accepted", mine)
    back = decide(client, job, changed, decision="undo")
    assert back["status"] == "blocked"
    assert "OpenShift" in back["after"]


def test_an_earlier_version_comes_back(client: Client, job: Job) -> None:
    before = data(get(client, f"/jobs/{job.pk}"))["tailoredSummary"]
    kept = data(get(client, f"/jobs/{job.pk}/tailorings"))["versions"][0]
    client.patch(
        f"/api/jobs/{job.pk}", {"tailoredSummary": "Mine."}, content_type="application/json"
    )
    back = data(post(client, f"/jobs/{job.pk}/tailorings/{kept['id']}/restore"))
    assert back["tailoredSummary"] == before
