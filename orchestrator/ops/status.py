"""The house on one page: figures only, nothing that says whose jobs they are."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from orchestrator import leases
from orchestrator.models import Heartbeat, Job, LlmCall, PipelineRun, User
from orchestrator.ops import folder_lock, health
from orchestrator.queue import SCHEDULES

MIB = 1024 * 1024


@dataclass(frozen=True)
class Fact:
    section: str
    name: str
    value: str


def facts(at: datetime | None = None) -> list[Fact]:
    moment = at or timezone.now()
    return [
        Fact(section, name, value)
        for section, lines in SECTIONS.items()
        for name, value in lines(moment)
    ]


def _installation(at: datetime) -> Iterator[tuple[str, str]]:
    yield "Python and Django", f"{sys.version.split()[0]}, {django.get_version()}"
    yield "Sign-in", settings.AUTH
    yield "Users", f"{User.objects.count():,}"
    yield "Free on disk", f"{shutil.disk_usage(settings.DATA_DIR).free // MIB:,} MiB"


def _database(at: datetime) -> Iterator[tuple[str, str]]:
    yield "Kind", connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if connection.vendor == "sqlite"
            else "SELECT pg_database_size(current_database())"
        )
        yield "Size", f"{cursor.fetchone()[0] / MIB:,.1f} MiB"
    for status, number in Job.objects.all().by_status().items():
        yield f"Jobs {status}", f"{number:,}"


def _worker(at: datetime) -> Iterator[tuple[str, str]]:
    beats = list(Heartbeat.objects.order_by("-at")[:5])
    if not beats:
        yield "Heartbeat", "none"
    for beat in beats:
        age = (at - beat.at).total_seconds()
        yield f"{beat.host}, process {beat.pid}", f"{age:.0f} s ago, since {beat.started_at:%H:%M}"
        yield "Chromium", beat.chromium_error or beat.chromium


def _work(at: datetime) -> Iterator[tuple[str, str]]:
    queue = health.queue(at)
    yield "Tasks waiting", f"{queue.waiting:,}"
    if queue.oldest is not None:
        yield "The oldest waits", f"{queue.oldest.total_seconds():.0f} s"
    yield "Operations running", f"{queue.running:,}"
    yield "Jobs under a lease", f"{queue.under_lease:,}"
    group = folder_lock.living_group()
    held = Job.objects.holding_leases().defer("description", "description_html")
    dead = sum(
        any(leases.is_dead(job, slot, at=at, group=group) for slot in leases.SLOTS) for job in held
    )
    yield "Of these with a dead one", f"{dead:,}"
    yield "Runs in progress", f"{PipelineRun.objects.filter(status='running').count():,}"


def _model(at: datetime) -> Iterator[tuple[str, str]]:
    today = LlmCall.objects.filter(at__gt=at - timedelta(days=1))
    yield "Calls in 24 hours", f"{today.count():,}"
    yield "Of these not answered", f"{today.exclude(result='ok').count():,}"


def _schedules(at: datetime) -> Iterator[tuple[str, str]]:
    for name, one in SCHEDULES.items():
        yield name, f"every {timedelta(seconds=one.every)}"


SECTIONS = {
    "Installation": _installation,
    "Database": _database,
    "Worker": _worker,
    "Work": _work,
    "Model": _model,
    "Schedules": _schedules,
}
