from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Failure

from orchestrator import lifecycle
from orchestrator.jobs import removal
from orchestrator.models import (
    JobEvent,
    LlmCall,
    LoginAttempt,
    Operation,
    PipelineRun,
    RunItem,
    SourceTurn,
    SourceUse,
    StoredFeed,
    User,
)
from orchestrator.ops import files, tidying
from tests import make


@pytest.mark.usefixtures("empty_store")
def test_what_a_run_passed_over_goes_after_a_month_and_its_work_stays(ada: User) -> None:
    job = make.job(ada)
    run = PipelineRun.objects.create(owner=ada, status="completed")
    for step in ("selecting", "processing"):
        RunItem.objects.create(run=run, job=job, step=step, reference=str(job.pk))
    assert tidying.tidy() == 0
    tidying.tidy(timezone.now() + timedelta(days=31))
    assert list(RunItem.objects.values_list("step", flat=True)) == ["processing"]


def test_failed_tasks_go_after_a_month(ada: User) -> None:
    now = timezone.now()
    Failure.objects.create(id="1", name="f", func="x", started=now, stopped=now, success=False)
    tidying.tidy(now + timedelta(days=31))
    assert not Failure.objects.exists()


def test_old_operations_calls_and_attempts_go_and_open_work_stays(ada: User) -> None:
    now = timezone.now()
    Operation.objects.create(owner=ada, kind="process", status="succeeded", finished_at=now)
    Operation.objects.create(owner=ada, kind="process", status="queued")
    LlmCall.objects.create(owner=ada, purpose="scoring", host="h", model="m")
    LoginAttempt.objects.create(name="ada", address="127.0.0.1")
    tidying.tidy(now + timedelta(days=8))
    assert list(Operation.objects.values_list("status", flat=True)) == ["queued"]
    assert (LlmCall.objects.count(), LoginAttempt.objects.count()) == (1, 0)
    tidying.tidy(now + timedelta(days=181))
    assert not LlmCall.objects.exists()


def test_what_remains_of_a_deleted_job_goes_after_three_months(ada: User) -> None:
    make.job(ada, status="skipped")
    kept = lifecycle.move(make.job(ada, status="applied"), "reopen", actor="user")[1]
    jobs = removal.in_status(ada, "skipped")
    removal.remove(ada, jobs, actor="user", discard=files.discard)
    tidying.tidy(timezone.now() + timedelta(days=89))
    assert JobEvent.objects.filter(kind="job.deleted").count() == 1
    tidying.tidy(timezone.now() + timedelta(days=91))
    assert not JobEvent.objects.filter(kind="job.deleted").exists()
    assert JobEvent.objects.filter(pk=kept.pk).exists()


def test_what_was_kept_to_be_polite_goes_when_it_no_longer_matters(db: None) -> None:
    now = timezone.now()
    StoredFeed.objects.create(key="k", source="remotive", body=b"", fetched_at=now)
    SourceTurn.objects.create(host="remotive.com", next_at=now)
    SourceUse.objects.create(scope="adzuna", seconds=2_592_000, since=now)
    tidying.tidy(now + timedelta(days=6))
    assert (StoredFeed.objects.count(), SourceTurn.objects.count()) == (1, 0)
    tidying.tidy(now + timedelta(days=34))
    assert (StoredFeed.objects.count(), SourceUse.objects.count()) == (0, 1)
    tidying.tidy(now + timedelta(days=36))
    assert not SourceUse.objects.exists()
