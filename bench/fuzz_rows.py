"""Rows for the requests of `bench fuzz`: several of each kind, of one owner who has a token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from orchestrator.accounts import tokens
from orchestrator.inbox import senders
from orchestrator.models import (
    FollowedBoard,
    Interview,
    Job,
    Note,
    Operation,
    PipelineRun,
    ToDo,
    User,
)
from orchestrator.pipeline import presets, runs
from orchestrator.tracking import stages
from tailoring import answers, letters
from tailoring.answered import use as use_answer
from tailoring.models import ChatRun
from tests import chats, make

EACH = 6
STATUSES = ("discovered", "ready", "applied", "skipped", "expired", "in_progress")


@dataclass(frozen=True)
class Known:
    """A row that exists: the path parameter that names it, its id, and the job it belongs to."""

    name: str
    pk: Any
    job: Any = None


def write(path: str) -> None:
    """Make the rows; the token and what is known of them go to `path` as JSON."""
    ada = User.objects.create_user("ada", password="analytical engine 1843", is_staff=True)
    make.resume(ada)
    found = [one for _ in range(EACH) for one in _round(ada)]
    # A mail server would be looked for wherever the examples say.
    found.append(Known("provider", "gmail"))
    _, text = tokens.issue(ada, name="fuzz", days=1)
    rows = [(one.name, str(one.pk), str(one.job) if one.job else None) for one in found]
    with open(path, "w") as file:
        json.dump({"token": text, "known": rows}, file)


def _round(ada: User) -> Iterator[Known]:
    jobs = {status: make.job(ada, status=status) for status in STATUSES}
    make.printed(jobs["ready"])
    sent = stages.apply(make.job(ada, status="ready"), actor="user")
    yield from (Known("job_id", job.pk) for job in (*jobs.values(), sent))
    yield from _of_chat(jobs["ready"])
    yield from _of_mail(ada, sent)
    yield from _of_job(jobs["discovered"])
    yield Known("event_id", sent.stages.get().pk, sent.pk)
    job = jobs["discovered"]
    yield Known("saved_id", answers.add(ada, f"Why Acme, number {job.pk}?", "I like it").pk)
    yield Known("preset_id", presets.save(ada, name=f"Nightly {job.pk}", options={}).pk)
    operation = Operation.objects.create(owner=ada, kind="rescore", job=job)
    yield Known("operation_id", operation.pk)
    yield Known("board_id", _board(ada, job).pk)


def _of_job(job: Job) -> Iterator[Known]:
    kept = answers.add(job.owner, f"Why us, number {job.pk}?", "I like it")
    letter = letters.save(job, "Dear Ms Lee,\n\nI managed 800 people.")
    note = Note.objects.create(job=job, title="Call", content="They rang.")
    at = timezone.now() + timedelta(days=3)
    interview = Interview.objects.create(job=job, kind="panel", scheduled_at=at)
    todo = ToDo.objects.create(job=job, kind="prep", title="Read")
    found = {
        "answer_id": use_answer(job, kept), "letter_id": letter, "note_id": note,
        "interview_id": interview, "task_id": todo,
    }  # fmt: skip
    yield from (Known(name, row.pk, job.pk) for name, row in found.items())


def _of_chat(job: Job) -> Iterator[Known]:
    chat = chats.turn(job)
    owner = job.owner
    run = ChatRun.objects.create(
        thread=chat.thread, owner=owner, message=chat.reply, status="completed"
    )
    yield Known("key", owner.prompts.create(name=f"Mine {job.pk}", body="Write.").pk)
    rows = {"run_id": run, "thread_id": chat.thread, "message_id": chat.reply}
    yield from (Known(name, row.pk, job.pk) for name, row in rows.items())
    yield Known("message_id", chat.asked.pk, job.pk)


def _of_mail(ada: User, sent: Job) -> Iterator[Known]:
    run = runs.create(ada, options={}, trigger="manual")
    PipelineRun.objects.filter(pk=run.pk).update(status="cancelled", completed_at=timezone.now())
    yield Known("run_id", run.pk)
    yield Known("run_id", ada.sync_runs.create(provider="upload").pk)
    yield Known("message_id", make.mail(ada, suggested=sent).pk)
    yield Known("account_id", make.mailbox(ada, account_key=f"box-{sent.pk}").pk)
    yield Known("rule_id", senders.add(ada, f"jobs-{sent.pk}@acme.example", sent).pk)


def _board(ada: User, job: Job) -> FollowedBoard:
    token = f"acme{job.pk}"
    url = f"https://jobs.lever.co/{token}"
    return FollowedBoard.objects.create(owner=ada, ats="lever", token=token, label="Acme", url=url)
