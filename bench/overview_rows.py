"""Applications for the overview: all jobs sent, each with five steps, a packet and a history."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models import Job, JobEvent, SentPacket, StageEvent
from orchestrator.tracking.derive import STAGES

STEPS = list(STAGES)[:5]


def fill() -> None:
    chance, now = random.Random(7), timezone.now()
    jobs = list(Job.objects.only("pk", "owner_id"))
    steps, packets, events = [], [], []
    for number, job in enumerate(jobs):
        sent = now - timedelta(minutes=chance.randrange(200 * 1440))
        ended = chance.random() < 0.4
        job.applied_at, job.closed_at = sent, sent + timedelta(days=20) if ended else None
        job.outcome = chance.choice(["rejected", "no_response"]) if ended else None
        for place, stage in enumerate(STEPS):
            at = sent + timedelta(days=place * chance.randrange(1, 9))
            steps.append(StageEvent(job=job, round=1, to_stage=stage, occurred_at=at))
        packets.append(SentPacket(
            job=job, round=1, event=time_ordered(), manifest="{}", seal="0" * 64,
            score=chance.randrange(101), engine="computed", applied_at=sent,
        ))  # fmt: skip
        events.append(JobEvent(
            seq=1_000_000 + number, job=job, owner_id=job.owner_id, kind="job.applied", at=sent,
            from_status="ready", to_status="applied", actor="user",
        ))  # fmt: skip
    Job.objects.bulk_update(jobs, ["applied_at", "closed_at", "outcome"], batch_size=500)
    Job.objects.update(**{"status": "in_progress"})
    for model, rows in ((StageEvent, steps), (SentPacket, packets), (JobEvent, events)):
        model.objects.bulk_create(rows, batch_size=500)
