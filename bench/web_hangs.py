"""What hangs on the jobs of `bench web`: score cards, events, steps, dates, mails, notes, files,
tags and runs. Imported after Django was set up.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import Max
from django.utils import timezone

from bench.seed import PDF, WORDS
from jobops.lib.ids import time_ordered
from orchestrator.models import (
    InboundMessage,
    Interview,
    Job,
    JobEvent,
    JobTag,
    Note,
    PipelineRun,
    Requirement,
    RunItem,
    ScoreCard,
    Sighting,
    StageEvent,
    Tag,
    Tally,
    ToDo,
    User,
)
from orchestrator.pipeline import judge
from orchestrator.tracking.derive import STAGES
from pdfs.models import RenderedPdf
from pdfs.verdict import SENTENCES, Check, Fields, Verdict

BATCH = 500
TAGS = ("dream", "close to home", "ask a friend", "low pay", "second choice", "in a hurry")
MAILS = ("pending_user",) * 2 + ("auto_linked",) * 6 + ("ignored",) * 2


def hang(owner: User, jobs: Sequence[Job]) -> None:
    events(owner, jobs)
    cards(jobs)
    sent = [job for job in jobs if job.status in ("applied", "in_progress")]
    following(owner, sent)
    printed(jobs)
    written(owner, jobs)
    runs(owner, jobs)


def events(owner: User, jobs: Sequence[Job]) -> None:
    """How each came, and what brought it where it is."""
    seq = count((JobEvent.objects.filter(owner=owner).aggregate(n=Max("seq"))["n"] or 0) + 1)
    found = []
    for job in jobs:
        found.append(event(job, next(seq), "job.created", "discovered", "discovered"))
        if job.status != "discovered":
            kind = {"skipped": "job.skipped", "expired": "job.expired", "ready": "job.ready"}
            named = kind.get(job.status, "job.applied")
            found.append(event(job, next(seq), named, "discovered", job.status))
    JobEvent.objects.bulk_create(found, batch_size=BATCH)
    last = next(seq) - 1
    Tally.objects.update_or_create(owner=owner, defaults={"events": last, "changes": last})


def event(job: Job, seq: int, kind: str, before: str, after: str) -> JobEvent:
    return JobEvent(seq=seq, job=job, owner_id=job.owner_id, kind=kind, at=job.discovered_at,
                    from_status=before, to_status=after, actor="worker",
                    previous={"round": 1})  # fmt: skip


def cards(jobs: Sequence[Job]) -> None:
    """One job is scored as it should be; the others have a copy of its card."""
    score = jobs[0].score
    judge.score_now(jobs[0])
    Job.objects.filter(pk=jobs[0].pk).update(score=score)
    card = ScoreCard.objects.filter(job=jobs[0]).latest("created_at")
    needs = list(Requirement.objects.filter(card=card))
    found, rows = [], []
    for job in jobs[1:]:
        if job.score is None:
            continue
        own = replaced(card, pk=time_ordered(), job_id=job.pk, value=job.score)
        found.append(own)
        rows += [replaced(need, pk=None, card_id=own.pk) for need in needs]
    ScoreCard.objects.bulk_create(found, batch_size=BATCH)
    Requirement.objects.bulk_create(rows, batch_size=BATCH)


def replaced(row: Any, **values: Any) -> Any:
    own = copy.copy(row)
    for name, value in values.items():
        setattr(own, name, value)
    return own


def following(owner: User, sent: Sequence[Job]) -> None:
    steps, todos, dates, mails, now = [], [], [], [], timezone.now()
    for n, job in enumerate(sent):
        assert job.applied_at
        reached = 1 if job.status == "applied" else n % 5 + 2
        steps += [
            StageEvent(job=job, round=1, to_stage=stage, by_apply=stage == "applied",
                       occurred_at=job.applied_at + timedelta(days=4 * place))
            for place, stage in enumerate([*STAGES][:reached])
        ]  # fmt: skip
        if n % 3 == 0 and not job.closed_at:
            due = now + timedelta(days=n % 11 - 3)
            todos.append(ToDo(job=job, kind="todo", title="Call them", due_at=due))
        if n % 4 == 0:
            at = now + timedelta(days=n % 30 - 20)
            dates.append(Interview(job=job, scheduled_at=at, kind="technical"))
        mails += [mail(owner, job, n * 3 + more) for more in range(3)]
    for model, rows in ((StageEvent, steps), (ToDo, todos), (Interview, dates),
                        (InboundMessage, mails)):  # fmt: skip
        model.objects.bulk_create(rows, batch_size=BATCH)


def mail(owner: User, job: Job, number: int) -> InboundMessage:
    status = MAILS[number % len(MAILS)]
    linked = job if status == "auto_linked" else None
    return InboundMessage(
        owner=owner, provider="upload", key=time_ordered().hex + "0" * 32,
        sender_address="jobs@acme.example", sender_domain="acme.example",
        sender_name=f"{job.employer} Recruiting", subject=f"Your application as {job.title}",
        snippet="Thank you for your application. We will be in touch.", language="en",
        sentence="Thank you for your application.", kind="confirm", rule_id="en.confirm",
        received_at=timezone.now() - timedelta(hours=number % 5_000), stage_target="applied",
        status=status, confidence=80, link_value=90, class_value=80, job=linked,
        suggested=None if linked else job, offered=[str(job.pk)],
        decided_at=None if status == "pending_user" else timezone.now(),
    )  # fmt: skip


def printed(jobs: Sequence[Job]) -> None:
    checks = tuple(Check(name, "pass", extractor="pypdf") for name in SENTENCES)
    verdict = Verdict("pass", checks, text=WORDS * 10, fields=Fields("Ada"), pages=1).to_json()
    RenderedPdf.objects.bulk_create(
        (RenderedPdf(job=job, digest=job.pdf_digest, size=len(PDF), source="generated", pages=1,
                     verdict=verdict, verdict_status="pass")
         for job in jobs if job.pdf_digest), batch_size=BATCH,
    )  # fmt: skip


def written(owner: User, jobs: Sequence[Job]) -> None:
    """Notes, tags and where each was seen."""
    tags = [
        Tag.objects.get_or_create(owner=owner, folded=name, defaults={"name": name})[0]
        for name in TAGS
    ]
    Note.objects.bulk_create(
        (Note(job=job, title="Thoughts", content=f"Asked about {job.employer}. Rather far away.")
         for job in jobs[::20]), batch_size=BATCH,
    )  # fmt: skip
    JobTag.objects.bulk_create(
        (JobTag(job=job, tag=tags[n % 6]) for n, job in enumerate(jobs[::12])), batch_size=BATCH
    )
    Sighting.objects.bulk_create(
        (Sighting(owner=owner, job=job, source=job.source, key=job.job_url, url=job.job_url,
                  first_seen_at=job.discovered_at, last_seen_at=job.discovered_at)
         for job in jobs), batch_size=BATCH,
    )  # fmt: skip


def runs(owner: User, jobs: Sequence[Job]) -> None:
    """The runs that found them, five hundred each."""
    for first in range(0, len(jobs), BATCH):
        found = jobs[first : first + BATCH]
        at = found[-1].discovered_at
        run = PipelineRun.objects.create(
            owner=owner, status="completed", started_at=at, completed_at=at, moved_at=at,
            counts={"created": len(found)},
        )  # fmt: skip
        RunItem.objects.bulk_create(
            (RunItem(run=run, reference=str(job.pk), job=job, step="score", state="done")
             for job in found), batch_size=BATCH,
        )  # fmt: skip
