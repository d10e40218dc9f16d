"""The only way work is queued. Ids travel, never rows, texts or secrets.

`enqueue` inside a transaction takes effect on commit: the task is a row of the same database, or
goes to Redis then (orchestrator.ops.broker). A lost or repeated task changes nothing but timing:
rows decide (orchestrator.leases).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django_q.tasks import async_task

from jobops import logs
from orchestrator import bells

QUIET, INTERACTIVE = "jobops-quiet", "jobops-interactive"
POOL_BELL, DESK_BELL = "bell", "desk"


@dataclass(frozen=True)
class Task:
    """`budget` in seconds: what the work may take before its own limits end it. `line` is the
    queue it waits in, None the one for everything else.

    Quiet work waits for everything else, and only one piece of it runs at a time. Interactive work
    has a process of its own with many places, because a person watches it.
    """

    path: str
    budget: int
    line: str | None = None


TASKS: Mapping[str, Task] = {
    "process_job": Task("orchestrator.tasks.process_job", 900),
    "summarize_job": Task("orchestrator.tasks.summarize_job", 900),
    "regenerate_pdf": Task("orchestrator.tasks.regenerate_pdf", 900),
    "try_prompt": Task("orchestrator.tasks.try_prompt", 900),
    "print_letter": Task("orchestrator.tasks.print_letter", 900),
    "rescore_job": Task("orchestrator.tasks.rescore_job", 900),
    "refresh_pdf": Task("orchestrator.tasks.refresh_pdf", 900),
    "inspect_pdf": Task("orchestrator.tasks.inspect_pdf", 120, QUIET),
    "advance_run": Task("orchestrator.tasks.advance_run", 360),
    "import_postings": Task("orchestrator.tasks.import_postings", 900),
    "crawl_items": Task("orchestrator.tasks.crawl_items", 900),
    "judge_items": Task("orchestrator.tasks.judge_items", 900),
    "advance_actions": Task("orchestrator.tasks.advance_actions", 360),
    "back_up": Task("orchestrator.tasks.back_up", 900),
    "back_up_now": Task("orchestrator.tasks.back_up_now", 900),
    "export_everything": Task("orchestrator.tasks.export_everything", 900),
    "import_everything": Task("orchestrator.tasks.import_everything", 900),
    "check_everything": Task("orchestrator.tasks.check_everything", 900),
    "load_register": Task("orchestrator.tasks.load_register", 900),
    "match_sponsors": Task("orchestrator.tasks.match_sponsors", 900),
    "deliver": Task("orchestrator.tasks.deliver", 30),
    "sync_mail": Task("orchestrator.tasks.sync_mail", 900),
    "write_reply": Task("orchestrator.tasks.write_reply", 330, INTERACTIVE),
}


@dataclass(frozen=True)
class Schedule:
    """`every` in seconds; run by the worker's own clock, which ticks each second. `alone`: of
    several worker groups only one calls it each time.
    """

    path: str
    every: float
    alone: bool = False


SCHEDULES: Mapping[str, Schedule] = {
    "beat": Schedule("orchestrator.ops.heartbeat.beat", 10),
    "start_due_refreshes": Schedule("orchestrator.pipeline.refresh.start_due", 1),
    "find_stale": Schedule("orchestrator.pipeline.refresh.find_stale", 30, alone=True),
    "renew_scores": Schedule("orchestrator.pipeline.renewal.renew_due", 120, alone=True),
    "reap": Schedule("orchestrator.ops.reaper.reap", 30),
    "expire_jobs": Schedule("orchestrator.jobs.expiry.sweep", 3600, alone=True),
    "start_scheduled": Schedule("orchestrator.pipeline.schedule.start_due", 60, alone=True),
    "sync_mailboxes": Schedule("orchestrator.inbox.sync.start_due", 60, alone=True),
    "tend_registers": Schedule("orchestrator.sponsors.tending.tend", 60, alone=True),
    "send_webhooks": Schedule("orchestrator.ops.webhooks.start_due", 5, alone=True),
    "check_public_address": Schedule("pdfs.tracer.readiness.watch", 120, alone=True),
    "back_up": Schedule("orchestrator.ops.backups.start_due", 600),
    "inspect_unread": Schedule("orchestrator.ops.lost.reinspect", 600, alone=True),
    "tidy": Schedule("orchestrator.ops.tidying.tidy", 86400),
}


def enqueue(name: str, *ids: UUID) -> None:
    """Queue one task. Takes effect with the surrounding transaction."""
    task = TASKS[name]
    async_task(
        task.path,
        *(str(one) for one in ids),
        correlation=dict(logs.current()),
        task_name=name,
        cluster=task.line,
    )
    transaction.on_commit(ring_desk if task.line == INTERACTIVE else ring)


def ring() -> None:
    """Wake every worker group of this machine."""
    bells.ring(POOL_BELL)


def ring_desk() -> None:
    """Wake those of this machine that do interactive work."""
    bells.ring(DESK_BELL)
