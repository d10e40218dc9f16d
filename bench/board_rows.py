"""What followed the applications of a seeded house. Imported after Django was set up."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orchestrator.models import InboundMessage, Interview, Job, StageEvent, ToDo
from orchestrator.tracking.derive import STAGES

DAYS = 40


def fill() -> None:
    """A course of steps for each application, to-dos, dates and mails for some."""
    now = timezone.now()
    jobs = list(Job.objects.sent().order_by("pk"))
    steps, todos, dates, mails = [], [], [], []
    for number, job in enumerate(jobs):
        began, reached = now - timedelta(days=number % DAYS + 1), number % 7
        steps += [
            StageEvent(job=job, round=job.round, to_stage=stage,
                       occurred_at=began + timedelta(days=n * 0.5))
            for n, stage in enumerate([*STAGES][: reached + 1])
        ]  # fmt: skip
        when = now + timedelta(days=number % 11 - 3)
        if number % 3 == 0:
            todos.append(ToDo(job=job, kind="todo", title="Call them", due_at=when))
        if number % 8 == 0:
            dates.append(Interview(job=job, scheduled_at=when, kind="technical"))
        if number % 5 == 0:
            mails.append(
                InboundMessage(owner_id=job.owner_id, provider="paste", key=f"{number:064x}",
                               received_at=now, status="pending_user", suggested=job)
            )  # fmt: skip
    StageEvent.objects.bulk_create(steps)
    ToDo.objects.bulk_create(todos)
    Interview.objects.bulk_create(dates)
    InboundMessage.objects.bulk_create(mails)
    print(len(jobs))
