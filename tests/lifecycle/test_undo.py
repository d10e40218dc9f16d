from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.lifecycle import NotUndoable
from orchestrator.models import JobEvent, StageEvent, User
from orchestrator.tracking import stages
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("skip", "discovered"),
        ("skip", "ready"),
        ("reopen", "skipped"),
        ("reopen", "applied"),
        ("mark_ready", "discovered"),
        ("return_to_discovered", "ready"),
        ("expire", "ready"),
        ("apply", "ready"),
    ],
)
def test_it_restores_what_was(ada: User, action: str, status: str) -> None:
    job = make.job(ada, status=status, pdf_digest="a" * 64)
    lifecycle.move(job, action, actor="user")
    back = stages.take_back(job, actor="user")
    kept = ("status", "applied_at", "outcome", "closed_at", "round", "applied_pdf_digest")
    assert [getattr(back, name) for name in kept] == [getattr(job, name) for name in kept]


def test_undoing_an_application_removes_its_stage(ada: User) -> None:
    job = make.job(ada, status="ready")
    stages.apply(job, actor="user")
    back = stages.take_back(job, actor="user")
    assert (back.status, back.applied_at) == ("ready", None)
    assert StageEvent.objects.get(job=job).undone_at is not None


def test_a_job_taken_out_of_processing_comes_back_to_discovered(ada: User) -> None:
    job = make.job(ada, status="processing")
    stages.apply(job, actor="user")
    assert stages.take_back(job, actor="user").status == "discovered"


def test_it_is_refused_after_ten_minutes(ada: User) -> None:
    job = make.job(ada)
    _, event = lifecycle.move(job, "skip", actor="user")
    JobEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(NotUndoable):
        stages.take_back(job, actor="user")


def test_it_is_refused_when_the_job_moved_on(ada: User) -> None:
    job = make.job(ada)
    _, first = lifecycle.move(job, "skip", actor="user")
    lifecycle.move(job, "reopen", actor="user")
    with pytest.raises(NotUndoable):
        stages.take_back(job, actor="user", event_id=first.pk)


def test_it_works_once(ada: User) -> None:
    job = make.job(ada)
    lifecycle.move(job, "skip", actor="user")
    stages.take_back(job, actor="user")
    with pytest.raises(NotUndoable):
        stages.take_back(job, actor="user")


def test_a_workers_move_cannot_be_undone(ada: User) -> None:
    job = make.job(ada)
    lifecycle.move(job, "start_processing", actor="user", operation=uuid4())
    with pytest.raises(NotUndoable):
        stages.take_back(job, actor="user")


def test_ready_needs_its_file_still(ada: User) -> None:
    job = make.job(ada, status="ready")
    skipped, _ = lifecycle.move(job, "skip", actor="user")
    type(job).objects.filter(pk=job.pk).update(pdf_digest=None, pdf_source=None)
    with pytest.raises(NotUndoable):
        stages.take_back(skipped, actor="user")
    skipped.refresh_from_db()
    assert skipped.status == "skipped"
