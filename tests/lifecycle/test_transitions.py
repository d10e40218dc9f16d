"""Every edge of the table, from every state: taken, or refused with nothing written."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.leases import Busy, Superseded
from orchestrator.lifecycle import IllegalTransition, PdfRequired, Status
from orchestrator.models import Job, JobEvent, Tally, User
from tests import make

pytestmark = pytest.mark.django_db

PDF = {
    "pdf_digest": "d" * 64, "pdf_source": "generated", "pdf_fingerprint": "f" * 64,
    "pdf_inputs": "i" * 64, "pdf_context": "c" * 64, "pdf_generated_at": timezone.now(),
}  # fmt: skip
ERROR = {"code": "UPSTREAM_ERROR", "reason": "model_failed", "message": "It failed.", "at": "now"}
DERIVED = {"status": "applied", "applied_at": None, "outcome": None, "closed_at": None}

EDGES: dict[str, tuple[set[str], str]] = {
    "start_processing": ({"discovered"}, "processing"),
    "finish_processing": ({"processing"}, "ready"),
    "fail_processing": ({"processing"}, "discovered"),
    "abandon_processing": ({"processing"}, "discovered"),
    "cancel_processing": ({"processing"}, "discovered"),
    "mark_ready": ({"discovered"}, "ready"),
    "attach_upload": ({"discovered", "processing"}, "ready"),
    "return_to_discovered": ({"ready"}, "discovered"),
    "skip": ({"discovered", "ready"}, "skipped"),
    "auto_skip": ({"discovered"}, "skipped"),
    "apply": ({"discovered", "processing", "ready", "skipped", "expired"}, "applied"),
    "reopen": ({"applied", "skipped", "expired"}, "discovered"),
    "expire": ({"discovered", "ready"}, "expired"),
    "relist": ({"expired"}, "discovered"),
}
DETAILS: dict[str, dict[str, Any]] = {
    "start_processing": {"operation": uuid4()},
    "finish_processing": {"pdf": PDF},
    "attach_upload": {"pdf": PDF},
    "fail_processing": {"error": ERROR},
    "abandon_processing": {"error": ERROR},
}
LEGAL = [(name, source) for name, (sources, _) in EDGES.items() for source in sorted(sources)]
ILLEGAL = [
    (name, source)
    for name, (sources, _) in EDGES.items()
    for source in Status.values
    if source not in sources
]


def moved(job: Job, action: str) -> tuple[Job, JobEvent]:
    token = job.render_token if action in lifecycle.WORKER_MOVES else None
    return lifecycle.move(job, action, actor="user", token=token, **DETAILS.get(action, {}))


@pytest.mark.parametrize(("action", "source"), LEGAL)
def test_it_takes_the_edge_and_writes_one_event(ada: User, action: str, source: str) -> None:
    job = make.job(ada, status=source, pdf_digest="a" * 64)
    after, event = moved(job, action)
    assert after.status == EDGES[action][1]
    assert (event.kind, event.from_status, event.to_status) == (
        lifecycle.EVENTS[action],
        source,
        after.status,
    )
    assert list(job.events.values_list("pk", flat=True)) == [event.pk]
    assert after.updated_at > job.updated_at
    assert job.status == source


@pytest.mark.parametrize(("action", "source"), ILLEGAL)
def test_it_refuses_what_the_table_lacks(ada: User, action: str, source: str) -> None:
    job = make.job(ada, status=source, pdf_digest="a" * 64)
    with pytest.raises((IllegalTransition, Busy, Superseded)):
        moved(job, action)
    job.refresh_from_db()
    assert job.status == source
    assert not job.events.exists()


def test_the_declared_transitions_are_the_table() -> None:
    declared = {
        t.name: ({t.source}, t.target)
        for t in Job._meta.get_field("status").get_all_transitions(Job)
    }
    assert set(declared) == {*EDGES, "sync_timeline", "take_back"}


def test_the_callers_object_never_changes(ada: User) -> None:
    job = make.job(ada)
    after, _ = lifecycle.move(job, "skip", actor="user")
    assert (job.status, after.status) == ("discovered", "skipped")


def test_assigning_the_status_is_impossible(ada: User) -> None:
    job = make.job(ada)
    with pytest.raises(AttributeError):
        job.status = "ready"
    job.refresh_from_db()
    assert job.status == "discovered"


def test_ready_at_is_stamped_once(ada: User) -> None:
    job = make.job(ada, status="ready")
    first = job.ready_at
    back, _ = lifecycle.move(job, "return_to_discovered", actor="user")
    again, _ = lifecycle.move(back, "mark_ready", actor="user")
    assert again.ready_at == first


def test_ready_needs_a_pdf(ada: User) -> None:
    with pytest.raises(PdfRequired):
        lifecycle.move(make.job(ada), "mark_ready", actor="user")


def test_a_second_claim_says_who_holds_the_job(ada: User) -> None:
    operation = uuid4()
    job, _ = lifecycle.move(make.job(ada), "start_processing", actor="user", operation=operation)
    with pytest.raises(Busy) as refused:
        lifecycle.move(job, "start_processing", actor="user", operation=uuid4())
    assert refused.value.details["operation"]["id"] == str(operation)  # type: ignore[index]


def test_a_worker_without_the_token_changes_nothing(ada: User) -> None:
    job = make.job(ada, status="processing")
    with pytest.raises(Superseded):
        lifecycle.move(job, "finish_processing", actor="worker", token=uuid4(), pdf=PDF)
    job.refresh_from_db()
    assert (job.status, job.pdf_digest) == ("processing", None)


def test_a_second_claim_after_a_reap_beats_the_first_worker(ada: User) -> None:
    first, _ = lifecycle.move(make.job(ada), "start_processing", actor="user", operation=uuid4())
    back, _ = lifecycle.move(first, "abandon_processing", actor="reaper", error=ERROR)
    second, _ = lifecycle.move(back, "start_processing", actor="user", operation=uuid4())
    with pytest.raises(Superseded):
        lifecycle.move(
            first, "finish_processing", actor="worker", token=first.render_token, pdf=PDF
        )
    second.refresh_from_db()
    assert second.status == "processing"


def test_failing_keeps_the_reason_and_success_clears_it(ada: User) -> None:
    job = make.job(ada, status="processing")
    back, _ = lifecycle.move(
        job, "fail_processing", actor="worker", token=job.render_token, error=ERROR
    )
    assert back.last_error == ERROR
    again, _ = lifecycle.move(back, "start_processing", actor="user", operation=uuid4())
    assert again.last_error == ERROR
    ready, _ = lifecycle.move(
        again, "finish_processing", actor="worker", token=again.render_token, pdf=PDF
    )
    assert ready.last_error is None


def test_applying_pins_the_file_that_was_sent(ada: User) -> None:
    job = make.job(ada, status="ready", pdf_digest="b" * 64)
    sent, _ = lifecycle.move(job, "apply", actor="user")
    assert sent.applied_pdf_digest == "b" * 64


def test_reopening_begins_a_new_round_and_waives_the_deadline(ada: User) -> None:
    day = timezone.localdate()
    job = make.job(ada, status="expired", deadline_at=day, outcome="rejected")
    open_again, _ = lifecycle.move(job, "reopen", actor="user")
    assert (open_again.round, open_again.exempt_deadline, open_again.outcome) == (2, day, None)


def test_each_event_raises_the_owners_counters(ada: User) -> None:
    job = make.job(ada)
    _, first = lifecycle.move(job, "skip", actor="user")
    job.refresh_from_db()
    _, second = lifecycle.move(job, "reopen", actor="user")
    assert (first.seq, second.seq) == (1, 2)
    assert Tally.objects.get(owner=ada).changes == 2
