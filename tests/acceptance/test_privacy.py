"""What leaves the machine: for each purpose exactly the fields that docs/privacy names."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from orchestrator import preferences
from orchestrator.models import Job, LlmCall, User
from orchestrator.pipeline import judge, process
from tests import make
from tests.acceptance import marked
from tests.api.calls import get, post
from tests.outside.model import LEAK, ModelStub, status
from tests.work import drain

pytestmark = pytest.mark.django_db

WORK = {
    "rexperiencecompany", "rexperienceposition", "rexperienceperiod", "rexperiencedescription",
    "rexperienceroleposition", "rexperienceroleperiod", "rexperienceroledescription",
}  # fmt: skip
SCORED = {
    "rheadline", "rsummary", *WORK, "rskillsname", "rskillsproficiency", "rskillskeyword",
    "rprojectsname", "rprojectsperiod", "rprojectsdescription",
    "reducationschool", "reducationdegree", "reducationarea", "reducationperiod",
    "rlanguageslanguage", "rlanguagesfluency",
    "rcertificationstitle", "rcertificationsissuer", "rcertificationsdate",
    "rvolunteerorganization", "rvolunteerperiod",
}  # fmt: skip
TAILORED = {
    "rheadline", "rsummary", *WORK, "rskillsname", "rskillskeyword",
    "rprojectsname", "rprojectsdescription",
    "reducationschool", "reducationdegree", "reducationarea", "reducationgrade", "reducationperiod",
    "reducationdescription", "rlanguageslanguage", "rlanguagesfluency",
    "rcertificationstitle", "rcertificationsissuer", "rcertificationsdate",
    "rcertificationsdescription",
}  # fmt: skip
# Hidden projects are what there is to choose from.
OFFERED = {"rhiddenprojectsname", "rhiddenprojectsperiod", "rhiddenprojectsdescription"}
JUDGED = {
    "jtitle", "jemployer", "jlocation", "jsalary", "jjobtype", "jjoblevel", "jjobfunction",
    "jdisciplines", "jdegreerequired", "jexperiencerange", "jcompanyindustry", "jskills",
    "jdeadline", "jstarting", "jdescription",
}  # fmt: skip
LINKED = {"jdescriptionlink"}  # the posting's own words
CONTACTS = ("rmail", "7946", "boss@acme")


@pytest.fixture
def job(ada: User, model_stub: ModelStub) -> Job:
    make.resume(ada, **marked.resume())
    make.heartbeat()
    preferences.save(ada, {
        "llmBaseUrl": model_stub.base_url, "llmModel": "stub", "llmApiKey": "sk-own-key-0123456789",
        "scoringInstructions": "Write to me@example.org, I am in zrinstructionsz",
        "resumeProjects": {
            "maxProjects": 1, "lockedProjectIds": [],
            "aiSelectableProjectIds": ["projects-1", "hiddenprojects-1"],
        },
    })  # fmt: skip
    return make.job(ada, **marked.posting())


def asked(model_stub: ModelStub, purpose: str) -> str:
    """Everything that left for `purpose`: the bodies and the headers of its calls."""
    order = LlmCall.objects.order_by("at", "id").values_list("purpose", flat=True)
    calls = zip(order, model_stub.calls, strict=True)
    sent = [json.dumps([c.body, c.headers], ensure_ascii=False) for p, c in calls if p == purpose]
    assert len(sent) == 1
    return sent[0].replace("\\n", "\n")


def test_scoring_sends_its_row_of_the_table_and_nothing_else(
    job: Job, model_stub: ModelStub
) -> None:
    judge.request(job, actor="user", force=True)
    drain()
    sent = asked(model_stub, "scoring")
    assert marked.marks(sent) == SCORED | JUDGED | LINKED | {"rinstructions"}
    assert [one for one in (*CONTACTS, "me@example") if one in sent] == []


def test_tailoring_sends_its_row_of_the_table_and_nothing_else(
    job: Job, model_stub: ModelStub
) -> None:
    process.request(job, actor="user")
    drain()
    sent = asked(model_stub, "tailoring")
    assert marked.marks(sent) == TAILORED | LINKED | {"jtitle", "jemployer", "jdescription"}
    assert [one for one in CONTACTS if one in sent] == []


def test_the_choice_of_projects_sends_its_row_of_the_table_and_nothing_else(
    job: Job, model_stub: ModelStub
) -> None:
    process.request(job, actor="user")
    drain()
    sent = asked(model_stub, "project selection")
    visible = {"rprojectsname", "rprojectsperiod", "rprojectsdescription"}
    assert marked.marks(sent) == visible | OFFERED | LINKED | {"jtitle", "jdescription"}
    assert [one for one in CONTACTS if one in sent] == []


def test_a_request_names_no_person_and_asks_for_no_storage(job: Job, model_stub: ModelStub) -> None:
    process.request(job, actor="user")
    drain()
    assert {"user", "metadata", "safety_identifier"} & set(model_stub.calls[0].body) == set()
    assert model_stub.calls[0].body.get("store") in (None, False)


def test_an_address_at_the_end_of_what_is_sent_is_not_cut_into_half(
    ada: User, model_stub: ModelStub
) -> None:
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub"})
    make.heartbeat()
    document = marked.resume()
    # Cut at 1,500 and 12,000 characters; the addresses straddle both.
    document["summary"]["content"] = f"<p>{'word ' * 297} rmail@example.org</p>"
    make.resume(ada, **document)
    job = make.job(ada, description=f"{'word ' * 2394} boss@acme.example and more {'word ' * 99}")
    process.request(job, actor="user")
    drain()
    assert [one for one in ("rmail", "boss@") if one in asked(model_stub, "tailoring")] == []


@pytest.mark.parametrize("code", [400, 401, 402, 403, 404, 429, 500, 503])
def test_what_a_failing_model_says_is_shown_nowhere(
    client: Client, job: Job, model_stub: ModelStub, caplog: Any, code: int
) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in range(6):
        model_stub.next(status(code, retry_after=0))
    answered = post(client, f"/jobs/{job.pk}/process", Prefer="wait=0")
    drain()
    operation = answered.json()["meta"]["operation"]["href"].removeprefix("/api")
    pages = [
        answered, get(client, operation), get(client, f"/jobs/{job.pk}"),
        get(client, f"/jobs/{job.pk}/history"), client.get(f"/jobs/discovered/{job.pk}"),
        client.get("/runs"),
    ]  # fmt: skip
    assert pages[2].json()["data"]["lastError"]["reason"] == "model_failed"
    shown = "\n".join(page.content.decode() for page in pages)
    assert leaks(shown) == leaks(caplog.text) == leaks(stored()) == []


def leaks(text: str) -> list[str]:
    words = [*LEAK.split(), "10.9.8.7", "upstream-canary", "sk-own-key"]
    return [word for word in words if word in text]


def stored() -> str:
    """Every row of every table, as text."""
    return "\n".join(
        str(list(model.objects.values())) for model in apps.get_models(include_auto_created=True)
    )
