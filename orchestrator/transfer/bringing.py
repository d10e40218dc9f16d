"""Brings in what other programs kept: a job with its steps, notes and dates in one transaction.

A job that is here already stays as it is, so a repeat changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction

from jobops.lib.text import canonical_url
from orchestrator import lifecycle
from orchestrator.jobs import notes, postings
from orchestrator.models import Job, User
from orchestrator.sources.posting import BadRecord
from orchestrator.tracking import contacts, interviews, stages, todos
from orchestrator.transfer.reading import Report
from orchestrator.transfer.tracked import FROM, Tracked

AT_ONCE = 25
ACTOR = "user"


def bring(
    owner: User,
    records: Iterable[Tracked | BadRecord],
    *,
    dry: bool,
    tell: Callable[[int, int], object],
) -> Report:
    """What is new, or with `dry` what would be."""
    report, done = Report(dry=dry), 0
    for some in _batches(records):
        for bad in (one for one in some if isinstance(one, BadRecord)):
            report.refuse(f"Line {bad.line}", bad.reason)
        good = [one for one in some if isinstance(one, Tracked)]
        _take(owner, good, report)
        done += len(some)
        tell(done, 0)
    return report


def _take(owner: User, some: Sequence[Tracked], report: Report) -> None:
    for one in some:
        if one.unsure:
            report.refuse(f"Line {one.line}", f"the status “{one.unsure[:60]}” is kept as a note")
    if report.dry:
        _look(owner, some, report)
        return
    with transaction.atomic():
        added = postings.add_many(owner, [one.posting for one in some], actor=ACTOR)
        for one, found in zip(some, added, strict=True):
            if found.outcome == "created":
                report.new.update(_hang(found.job, one))
            else:
                report.here["Job"] += 1


def _look(owner: User, some: Sequence[Tracked], report: Report) -> None:
    addresses = {canonical_url(one.posting.job_url) for one in some}
    here = set(
        Job.objects.for_user(owner)
        .filter(canonical_url__in=addresses)
        .values_list("canonical_url", flat=True)
    )
    for one in some:
        if (address := canonical_url(one.posting.job_url)) in here:
            report.here["Job"] += 1
        else:
            here.add(address)
            report.new.update(_counted(one))


def _counted(one: Tracked) -> Counter[str]:
    return Counter(
        Job=1, StageEvent=len(one.steps), Note=len(one.notes) + bool(one.unsure),
        Contact=len(one.people), ToDo=len(one.reminders), Interview=len(one.dates),
    )  # fmt: skip


def _hang(job: Job, one: Tracked) -> Counter[str]:
    for step in one.steps:
        said = {"note": step.note} if step.note else None
        job, _ = stages.log(
            job, step.stage, actor=ACTOR, source=FROM, occurred_at=step.at, outcome=step.outcome,
            metadata=said,
        )  # fmt: skip
    if one.skipped and not one.steps:
        job, _ = lifecycle.move(job, "skip", actor=ACTOR)
    for title, text in _notes(one):
        notes.add(job, title=title, content=text[: notes.CONTENT_LIMIT], actor=ACTOR)
    for person in one.people:
        values: dict[str, Any] = {**vars(person), "source": "user"}
        contacts.add(job, values, actor=ACTOR)
    for reminder in one.reminders:
        todos.add(job, reminder.title, kind=reminder.kind, actor=ACTOR, due_at=reminder.due_at)
    for date in one.dates:
        interviews.add(
            job, scheduled_at=date.at, kind=date.kind, minutes=date.minutes, notes=date.notes,
            zone="UTC", actor=ACTOR,
        )  # fmt: skip
    return _counted(one)


def _notes(one: Tracked) -> Iterator[tuple[str, str]]:
    yield from one.notes
    if one.unsure:
        yield "Status in the imported table", one.unsure


def _batches(records: Iterable[Tracked | BadRecord]) -> Iterator[list[Tracked | BadRecord]]:
    rows = iter(records)
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
