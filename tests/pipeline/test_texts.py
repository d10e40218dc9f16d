"""Tailoring with a model that answers well, badly, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.models import Job, LlmCall, Operation, User
from orchestrator.pipeline import edits, texts
from tests import make
from tests.outside.model import says, status
from tests.work import drain

pytestmark = pytest.mark.django_db

ANSWER = {
    "headline": "Gameplay engineer",
    "summary": "Builds gameplay systems in Unity. Managed 4711 people.",
    "skills": [{"name": "Engines", "keywords": ["Unity", "Kubernetes"]}],
}


@pytest.fixture
def job(ada: User, model_stub: Any) -> Job:
    make.resume(ada)
    make.heartbeat()
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub"})
    return make.job(ada)


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def tailored(job: Job, **options: Any) -> Operation:
    operation = texts.request(job, actor="user", **options)
    drain()
    return Operation.objects.get(pk=operation.pk)


def test_the_models_texts_are_stored_and_named_so(job: Job, model_stub: Any) -> None:
    model_stub.answer(ANSWER)
    tailored(job)
    assert after(job).tailored_headline == "Gameplay engineer"
    assert after(job).origins["tailored_headline"] == "model"


def test_what_the_resume_does_not_say_is_left_out_and_counted(job: Job, model_stub: Any) -> None:
    model_stub.answer(ANSWER)
    operation = tailored(job)
    assert "4711" not in (after(job).tailored_summary or "")
    assert json.loads(after(job).tailored_skills or "") == [
        {"name": "Engines", "keywords": ["Unity"]},
        # Asked for by the posting, so it stays although the model forgot it.
        {"name": "Programming Languages", "keywords": ["Python"]},
    ]
    assert operation.result["leftOut"] == 2


def test_a_second_call_asks_nothing(job: Job, model_stub: Any) -> None:
    model_stub.answer(ANSWER)
    tailored(job)
    asked = len(model_stub.calls)
    moved = after(job).updated_at
    tailored(after(job))
    assert (len(model_stub.calls), after(job).updated_at) == (asked, moved)


def test_force_replaces_texts_but_not_the_owners_projects(job: Job, model_stub: Any) -> None:
    edits.save(job, {"tailored_summary": "Mine.", "selected_project_ids": "x"}, actor="user")
    model_stub.answer(ANSWER)
    tailored(after(job), force=True)
    assert after(job).tailored_summary == "Builds gameplay systems in Unity."
    assert after(job).selected_project_ids == "x"


def test_without_force_the_owners_text_is_kept_and_named(job: Job, model_stub: Any) -> None:
    edits.save(job, {"tailored_summary": "Mine."}, actor="user")
    model_stub.answer(ANSWER)
    operation = tailored(after(job))
    assert after(job).tailored_summary == "Mine."
    assert operation.result["keptFields"] == ["summary"]


@pytest.mark.django_db(transaction=True)
def test_an_edit_during_the_call_wins(job: Job, model_stub: Any) -> None:
    def edited(_: object) -> object:
        edits.save(after(job), {"tailored_headline": "Typed meanwhile"}, actor="user")
        connection.close()
        return ANSWER

    model_stub.answer(edited)
    operation = tailored(job)
    assert after(job).tailored_headline == "Typed meanwhile"
    assert operation.result["keptFields"] == ["headline"]


FAULTS = {
    "invalid JSON": (says("{"), says("{"), says("{")),
    "prose": (says("Certainly."), says("Certainly."), says("Certainly.")),
    "a refused key": (status(401),),
    "wrong types": (says({"headline": 7}), says({"headline": 7}), says({"headline": 7})),
}


@pytest.mark.parametrize("steps", FAULTS.values(), ids=FAULTS.keys())
def test_a_failing_model_changes_no_field_and_leaks_nothing(
    job: Job, model_stub: Any, steps: tuple[Any, ...]
) -> None:
    model_stub.next(*steps)
    operation = tailored(job)
    assert (operation.status, operation.error["details"]["reason"]) == ("failed", "model_failed")
    assert after(job).tailored_summary is None
    assert after(job).tailor_token is None
    assert "canary" not in json.dumps(operation.error)


def test_every_call_is_on_record(job: Job, model_stub: Any) -> None:
    model_stub.answer(ANSWER)
    operation = tailored(job)
    call = LlmCall.objects.get()
    assert (call.purpose, call.result, call.job_id) == ("tailoring", "ok", job.pk)
    assert call.operation_id == operation.pk


def test_unknown_fields_are_named(job: Job) -> None:
    with pytest.raises(Invalid) as refused:
        texts.request(job, actor="user", fields=["salary"])
    assert refused.value.details["invalidFields"] == ["salary"]
