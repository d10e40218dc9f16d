"""From discovered to ready in the worker, and back with a reason when something fails."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pypdf
import pytest
from django.db import connection
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import leases, lifecycle
from orchestrator.leases import Busy
from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import edits, process, refresh
from orchestrator.tracking import stages
from pdfs import render, store
from pdfs.models import RenderedPdf
from tests import make
from tests.kept import on_disk
from tests.work import drain, queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(ada: User) -> Job:
    """A discovered job with everything its processing needs."""
    make.resume(ada)
    make.heartbeat()
    return make.job(ada)


def text_of(job: Job) -> str:
    path = on_disk(store.name_of(job.owner_id, job.pdf_digest or ""))
    assert path is not None
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(page.extract_text() for page in pages)


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_it_ends_ready_with_a_pdf_that_holds_the_persons_name(job: Job) -> None:
    operation = process.request(job, actor="user")
    assert (after(job).status, queued()) == ("processing", ["process_job"])
    drain()
    ready = after(job)
    assert (ready.status, ready.last_error, ready.render_token) == ("ready", None, None)
    assert "David Kowalski" in text_of(ready)
    assert Operation.objects.get(pk=operation.pk).status == "succeeded"


def test_the_finished_file_was_read_back(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    pdf = RenderedPdf.objects.get(job=job)
    assert pdf.digest == after(job).pdf_digest
    assert pdf.verdict_status in ("pass", "amber")


def test_without_a_model_the_texts_are_computed_and_say_so(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    ready = after(job)
    assert ready.tailored_headline
    assert set(ready.origins.values()) <= {"computed", "system"}


def test_the_owners_texts_are_kept_and_printed(job: Job) -> None:
    edits.save(job, {"tailored_summary": "Eleven years of lighthouse keeping."}, actor="user")
    process.request(after(job), actor="user")
    drain()
    assert after(job).tailored_summary == "Eleven years of lighthouse keeping."
    assert "lighthouse keeping" in text_of(after(job))


def test_a_job_is_fresh_after_processing_and_stale_after_an_edit(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    contexts = refresh.Contexts(job.owner)
    assert contexts.freshness(after(job)) == "current"
    edits.save(after(job), {"tailored_headline": "Keeper"}, actor="user")
    assert contexts.freshness(after(job)) == "stale"


def test_an_edit_of_a_ready_job_is_printed_by_itself(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    edits.save(after(job), {"tailored_headline": "Keeper of lighthouses"}, actor="user")
    assert refresh.start_due(timezone.now()) == 0
    assert refresh.start_due(timezone.now() + timedelta(seconds=4)) == 1
    drain()
    assert "Keeper of lighthouses" in text_of(after(job))
    assert refresh.Contexts(job.owner).freshness(after(job)) == "current"


def test_no_resume_refuses_before_anything_is_claimed(ada: User) -> None:
    make.heartbeat()
    job = make.job(ada)
    with pytest.raises(Refused, match="résumé"):
        process.request(job, actor="user")
    assert (after(job).status, queued()) == ("discovered", [])


def test_no_worker_refuses_before_anything_is_claimed(ada: User) -> None:
    make.resume(ada)
    make.heartbeat(age=timedelta(minutes=2))
    with pytest.raises(Refused, match="worker"):
        process.request(make.job(ada), actor="user")
    assert queued() == []


def test_an_uploaded_pdf_is_replaced_only_when_asked(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(pdf_digest="a" * 64, pdf_source="uploaded")
    with pytest.raises(Refused, match="uploaded"):
        process.request(after(job), actor="user")
    process.request(after(job), actor="user", replace_uploaded=True)
    assert after(job).status == "processing"


def test_a_missing_browser_puts_the_job_back_with_the_reason(
    job: Job, settings: object, tmp_path: object
) -> None:
    render.close()
    settings.CHROMIUM_PATH = f"{tmp_path}/no-browser"  # type: ignore[attr-defined]
    process.request(job, actor="user")
    drain()
    back = after(job)
    render.configure(path="")
    assert (back.status, back.pdf_digest) == ("discovered", None)
    assert back.last_error is not None
    assert back.last_error["reason"] == "renderer_unavailable"
    assert back.tailored_headline


def test_a_task_delivered_twice_does_its_work_once(job: Job) -> None:
    operation = process.request(job, actor="user")
    drain()
    process.run(str(operation.pk))
    assert job.events.filter(kind="processing.finished").count() == 1


def test_a_cancelled_attempt_writes_nothing_to_the_job(job: Job) -> None:
    operation = process.request(job, actor="user")
    lifecycle.move(after(job), "cancel_processing", actor="user")
    drain()
    assert (after(job).status, after(job).pdf_digest) == ("discovered", None)
    assert Operation.objects.get(pk=operation.pk).error["details"]["reason"] == "superseded"


def test_applying_wins_over_a_waiting_attempt(job: Job) -> None:
    process.request(job, actor="user")
    stages.apply(after(job), actor="user")
    drain()
    assert after(job).status == "applied"


def test_the_base_resume_as_it_is_needs_no_texts(job: Job) -> None:
    refresh.request(job, actor="user")
    drain()
    assert (after(job).status, after(job).tailored_headline) == ("ready", None)


def test_regenerating_keeps_the_status_and_swaps_the_file(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    stages.apply(after(job), actor="user")
    edits.save(after(job), {"tailored_headline": "Second headline"}, actor="user")
    refresh.request(after(job), actor="user")
    drain()
    assert after(job).status == "applied"
    assert "Second headline" in text_of(after(job))


def test_a_users_request_takes_over_from_an_automatic_rebuild(job: Job) -> None:
    process.request(job, actor="user")
    drain()
    edits.save(after(job), {"tailored_headline": "Later"}, actor="user")
    refresh.start_due(timezone.now() + timedelta(seconds=4))
    assert after(job).render_kind == leases.AUTOMATIC
    operation = refresh.request(after(job), actor="user")
    drain()
    assert Operation.objects.get(pk=operation.pk).status == "succeeded"
    assert job.events.filter(kind="pdf.regeneration_finished").count() == 1
    assert set(job.regenerations.values_list("state", flat=True)) == {"done"}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_claims_at_once_one_wins(ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    start = Barrier(20)

    def claim(_: int) -> str:
        start.wait(timeout=120)
        try:
            process.request(Job.objects.get(pk=job.pk), actor="user")
        except Busy:
            return "busy"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(claim, range(20)))
    assert (results.count("won"), results.count("busy")) == (1, 19)
    assert queued() == ["process_job"]
    assert job.events.filter(kind="processing.started").count() == 1
