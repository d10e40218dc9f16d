"""Each state that cannot be, planted past every guard: found, mended, and gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jobops.web import stored
from orchestrator import lifecycle
from orchestrator.models import Job, JobEvent, Operation, RegenerationRequest, StageEvent, User
from orchestrator.ops import deep, deep_files, files
from orchestrator.tracking import stages
from pdfs import store
from tests import make


def raw(query: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def names(*, repair: bool = False) -> set[str]:
    return {one.name for one in deep.check(repair=repair)}


def sent(owner: User) -> Job:
    job = make.job(owner, status="ready")
    make.printed(job)
    return stages.apply(job, actor="user")


def unheld(owner: User) -> None:
    job = make.job(owner, status="processing")
    Job.objects.filter(pk=job.pk).update(tailor_token=None, render_token=None)


def unready(owner: User) -> None:
    job = make.job(owner, status="ready")
    Job.objects.filter(pk=job.pk).update(pdf_digest="")


def dead(owner: User) -> None:
    job = make.job(owner, status="processing")
    past = timezone.now() - timedelta(days=1)
    Job.objects.filter(pk=job.pk).update(tailor_expires_at=past, render_expires_at=past)


def idle(owner: User) -> None:
    past = timezone.now() - timedelta(days=1)
    job = make.job(owner, updated_at=past)
    Operation.objects.create(
        owner=owner, job=job, kind="rescore", status="running", token=uuid4(), created_at=past
    )


def unprinted(owner: User) -> None:
    RegenerationRequest.objects.create(
        job=make.job(owner),
        state="running",
        token=uuid4(),
        not_before=timezone.now(),
        first_asked_at=timezone.now(),
    )


def undated(owner: User) -> None:
    Job.objects.filter(pk=sent(owner).pk).update(applied_at=None)


def uncounted(owner: User) -> None:
    lifecycle.move(make.job(owner), "skip", actor="user")
    raw("UPDATE orchestrator_tally SET events = 0")


def unlike_its_timeline(owner: User) -> None:
    job = sent(owner)
    assert StageEvent.objects.filter(job=job).exists()
    Job.objects.filter(pk=job.pk).update(outcome="rejected", closed_at=timezone.now())


def gone(owner: User) -> None:
    job = make.job(owner, status="ready")
    make.printed(job)
    job.refresh_from_db()
    make.printed(make.job(owner), b"%PDF another")
    stored.remove(store.name_of(owner.pk, job.pdf_digest or ""))


def bent(owner: User) -> None:
    job = make.job(owner, status="ready")
    make.printed(job)
    make.printed(make.job(owner), b"%PDF another")
    job.refresh_from_db()
    stored.put(store.name_of(owner.pk, job.pdf_digest or ""), b"%PDF bent")


PLANTED: tuple[tuple[Callable[[User], None], str], ...] = (
    (unheld, "processing"),
    (unready, "ready"),
    (dead, "leases"),
    (idle, "operations"),
    (unprinted, "regenerations"),
    (undated, "applied"),
    (uncounted, "counters"),
    (unlike_its_timeline, "timelines"),
    (gone, "missing"),
    (bent, "damaged"),
)


@pytest.mark.parametrize(("plant", "name"), PLANTED)
def test_a_planted_state_is_found_mended_and_gone(
    ada: User, plant: Callable[[User], None], name: str
) -> None:
    plant(ada)
    assert name in names()
    assert name in names(repair=True)
    assert name not in names()


def test_an_event_that_says_otherwise_is_told_and_left(ada: User) -> None:
    job, _ = lifecycle.move(make.job(ada), "skip", actor="user")
    raw("UPDATE orchestrator_job SET status = 'discovered'")
    (found,) = deep.check(repair=True)
    assert (found.name, found.examples, found.mended) == ("events", (str(job.pk),), None)
    assert JobEvent.objects.filter(job=job).count() == 1


def test_a_file_without_a_row_is_put_aside_and_goes_after_a_month(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{uuid4()}/ab/{'ab' * 32}.pdf"
    stored.put(name, b"%PDF of somebody who left")
    assert "unnamed" not in names()
    monkeypatch.setattr(files, "UNREFERENCED", timedelta(0))
    assert "unnamed" in names(repair=True)
    assert not stored.exists(name)
    assert stored.read(deep_files.LOST + name) == b"%PDF of somebody who left"
    assert "unnamed" not in names()
    assert deep_files.sweep() == 0
    monkeypatch.setattr(deep_files, "KEPT", timedelta(seconds=-1))
    assert deep_files.sweep() >= 1
    assert not stored.exists(deep_files.LOST + name)


def test_what_is_healthy_gives_no_finding_and_the_console_sees_how_far_it_is(ada: User) -> None:
    sent(ada)
    make.printed(make.job(ada, status="ready"))
    lifecycle.move(make.job(ada), "skip", actor="user")
    deep.check_noted()
    report = deep.last()
    assert report is not None
    assert (report.done, report.total, report.findings) == (len(deep.CHECKS), len(deep.CHECKS), ())
    assert report.ended_at is not None
