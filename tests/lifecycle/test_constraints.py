"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from orchestrator.models import Job, PipelineRun, User
from tests import make

pytestmark = pytest.mark.django_db

NONSENSE = {
    "an unknown status": {"status": "lost"},
    "processing without a first lease": {"status": "processing", "render_kind": None},
    "ready without a PDF": {"status": "ready", "pdf_digest": None},
    "a score of 101": {"score": 101},
    "a first lease outside processing": {"render_kind": "first"},
}


@pytest.mark.parametrize("fields", NONSENSE.values(), ids=NONSENSE.keys())
def test_the_database_refuses(ada: User, fields: dict[str, Any]) -> None:
    job = make.job(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**fields)


def test_one_job_per_address_and_owner(ada: User, ben: User) -> None:
    make.job(ada, job_url="https://jobs.example.org/one")
    make.job(ben, job_url="https://jobs.example.org/one")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.job(ada, job_url="https://jobs.example.org/one?utm_source=mail")


def test_one_job_per_source_id(ada: User) -> None:
    make.job(ada, source="lever", source_job_id="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.job(ada, source="lever", source_job_id="7")


def test_one_running_run_per_owner(ada: User) -> None:
    PipelineRun.objects.create(owner=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        PipelineRun.objects.create(owner=ada)
