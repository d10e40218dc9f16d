"""The house on one page: figures only, nothing that says whose jobs they are."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from jobops.version import version
from orchestrator import leases
from orchestrator.models import Heartbeat, Job, PipelineRun, RegenerationRequest, User
from orchestrator.ops import archives, backups, folder_lock, health, ledger, timetable
from pdfs.models import RenderedPdf

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


def report(found: Iterable[Fact], *, at: datetime) -> str:
    """The same as text, to be sent to somebody who helps."""
    lines = [f"JobOps, {at:%Y-%m-%d %H:%M} UTC"]
    for section, rows in groupby(found, lambda one: one.section):
        lines += ["", section, *(f"  {one.name}: {one.value}" for one in rows)]
    return "\n".join(lines) + "\n"


def _installation(at: datetime) -> Iterator[tuple[str, str]]:
    yield "JobOps", version()
    yield "Python and Django", f"{sys.version.split()[0]}, {django.get_version()}"
    yield "Sign-in", settings.AUTH
    yield "Users", f"{User.objects.count():,}"
    disk = shutil.disk_usage(settings.DATA_DIR)
    yield "Free on disk", f"{disk.free // MIB:,} MiB of {disk.total // MIB:,}"


def _database(at: datetime) -> Iterator[tuple[str, str]]:
    yield "Kind", connection.vendor
    yield "Size", f"{archives.database_size() / MIB:,.1f} MiB"
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
    for name, days in (("24 hours", 1), ("30 days", 30)):
        rows = ledger.usage(since=at - timedelta(days=days))
        calls, failed = sum(one.calls for one in rows), sum(one.failed for one in rows)
        tokens = sum(one.prompt_tokens + one.completion_tokens for one in rows)
        yield f"In {name}", f"{calls:,} calls, {failed:,} failed, {tokens:,} tokens"


def _files(at: datetime) -> Iterator[tuple[str, str]]:
    counted = RenderedPdf.objects.order_by("verdict_status").values_list("verdict_status")
    for verdict, number in counted.annotate(number=Count("pk")):
        yield f"PDFs, {VERDICTS.get(verdict, verdict)}", f"{number:,}"
    failed = RegenerationRequest.objects.filter(state="failed").count()
    yield "PDFs that could not be printed again", f"{failed:,}"


def _backups(at: datetime) -> Iterator[tuple[str, str]]:
    rows = backups.listed()
    yield "Kept", f"{len(rows):,}, {sum(one.size for one in rows) / MIB:,.1f} MiB"
    if rows:
        yield "Newest", f"{rows[0].created_at:%Y-%m-%d %H:%M} UTC, {_checked(rows[0])}"
    due, failure = backups.next_scheduled(), backups.last_failure()
    yield "Next", f"{due:%Y-%m-%d %H:%M} UTC" if due else "none are made by themselves"
    if failure:
        yield "Last attempt failed", f"{failure.at:%Y-%m-%d %H:%M} UTC: {failure.sentence}"


def _checked(backup: backups.Backup) -> str:
    if backup.result is None:
        return "not read back"
    return "damaged" if backup.result.faults else f"read back {backup.result.at:%Y-%m-%d %H:%M} UTC"


def _schedules(at: datetime) -> Iterator[tuple[str, str]]:
    for one in timetable.entries():
        last = "not since the last start on a new folder"
        if one.last:
            result = "" if one.last.fine else ", failed"
            last = f"last {one.last.at:%Y-%m-%d %H:%M:%S} in {one.last.seconds:.1f} s{result}"
        yield one.name, f"every {one.every}, {last}"


VERDICTS = {
    "": "not read back yet", "pass": "passed", "amber": "passed with remarks", "fail": "failed",
    "not_measured": "not measured",
}  # fmt: skip
SECTIONS = {
    "Installation": _installation,
    "Database": _database,
    "Worker": _worker,
    "Work": _work,
    "Model": _model,
    "Files": _files,
    "Backups": _backups,
    "Schedules": _schedules,
}
