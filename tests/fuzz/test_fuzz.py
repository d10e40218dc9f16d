"""schemathesis sends what the OpenAPI document allows, and what it does not.

Every answer must be documented, fit its schema and never be a 5xx that says "our fault". The suite
sends a few hundred requests; `JOBOPS_FUZZ_REQUESTS=5000 pytest tests/fuzz` sends that many.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from orchestrator.api import urls
from orchestrator.api.openapi import document
from orchestrator.inbox import senders
from orchestrator.models import FollowedBoard, Interview, Note, Operation, ToDo, User
from orchestrator.pipeline import presets, runs
from orchestrator.sponsors import loading
from orchestrator.tracking import stages
from tailoring import answers, letters
from tailoring.answered import use as use_answer
from tailoring.models import ChatRun
from tests import chats, make
from tests.contract.conftest import world as world
from tests.contract.world import World
from tests.sponsors import files
from tests.work import working
from tests.worker.harness import REAL_ROWS

assert urls.urlpatterns
REQUESTS = int(os.environ.get("JOBOPS_FUZZ_REQUESTS", "600"))
# A stream never ends, and starting over would leave nothing to fuzz.
LEFT_OUT = {"GET /api/pipeline/progress", "DELETE /api/database"}
SCHEMA = schemathesis.openapi.from_dict(document())
WANTED = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
]  # fmt: skip
OPERATIONS = [
    found.ok() for found in SCHEMA.get_all_operations() if found.ok().label not in LEFT_OUT
]
EACH = max(1, round(REQUESTS / len(OPERATIONS)))


@pytest.fixture
def rows(world: World) -> dict[str, list[str]]:
    """Ids that exist, by the name of the path parameter."""
    ada: User = world.owner
    make.resume(ada)
    make.heartbeat()
    loading.take(loading.register_of("gb"), files.gb("Crumb Ltd"), address="register.csv")
    jobs = [make.job(ada, status=status) for status in ("discovered", "ready", "applied")]
    make.printed(jobs[1])
    sent = stages.apply(make.job(ada, status="ready"), actor="user")
    run = runs.create(ada, options={}, trigger="manual")
    job = jobs[0]
    chat = chats.turn(jobs[1])
    answered = ChatRun.objects.create(
        thread=chat.thread, owner=ada, message=chat.reply, status="completed"
    )
    kept = answers.add(ada, "Why us?", "I like it")
    world.settings.GMAIL_OAUTH_CLIENT_ID = world.settings.GMAIL_OAUTH_CLIENT_SECRET = "client"
    found = {
        "saved_id": [kept.pk],
        "answer_id": [use_answer(job, kept).pk],
        "job_id": [job.pk, jobs[1].pk, jobs[2].pk, sent.pk],
        "run_id": [run.pk, answered.pk, ada.sync_runs.create(provider="upload").pk],
        "thread_id": [chat.thread.pk],
        "message_id": [chat.asked.pk, chat.reply.pk, make.mail(ada, suggested=sent).pk],
        "account_id": [make.mailbox(ada).pk],
        # A mail server would be looked for wherever the examples say.
        "provider": ["gmail"],
        "rule_id": [senders.add(ada, "jobs@acme.example", sent).pk],
        "key": ["outreach", ada.prompts.create(name="Mine", body="Write.").pk],
        "letter_id": [letters.save(job, "Dear Ms Lee,\n\nI managed 800 people.").pk],
        "preset_id": [presets.save(ada, name="Nightly", options={}).pk],
        "operation_id": [Operation.objects.create(owner=ada, kind="rescore", job=job).pk],
        "note_id": [Note.objects.create(job=job, title="Call", content="They rang.").pk],
        "event_id": [sent.stages.get().pk],
        "board_id": [
            FollowedBoard.objects.create(
                owner=ada, ats="lever", token="acme", label="Acme", url="https://jobs.lever.co/acme"
            ).pk
        ],
        "interview_id": [
            Interview.objects.create(job=job, kind="panel", scheduled_at=timezone.now()).pk
        ],
        "task_id": [ToDo.objects.create(job=job, kind="prep", title="Read").pk],
    }
    return {name: [str(pk) for pk in pks] for name, pks in found.items()}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@REAL_ROWS
def test_whatever_is_sent_is_answered_as_documented(
    world: World, rows: dict[str, list[str]], operation: Any
) -> None:
    world.settings.WAIT_SECONDS = 1
    chosen = random.Random(operation.label)
    checks = [check for check in CHECKS.get_all() if check.__name__ in WANTED]
    assert len(checks) == len(WANTED)

    @settings(
        max_examples=EACH, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        for name in case.path_parameters or {}:
            known = rows.get(name)
            if known and chosen.random() < 0.7:
                case.path_parameters[name] = chosen.choice(known)
        case.call_and_validate(base_url=world.url, checks=checks, timeout=20)

    with working():
        send()


def test_the_limits_of_this_test_are_real() -> None:
    assert {one.label for one in OPERATIONS}.isdisjoint(LEFT_OUT)
    assert EACH * len(OPERATIONS) >= REQUESTS * 0.8
