"""Automatic rebuilding: wanted after an edit, once, soon, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator import lifecycle, preferences
from orchestrator.models import Job, RegenerationRequest, User
from orchestrator.pipeline import edits, process, refresh
from pdfs import render
from tailoring import library
from tests import make
from tests.work import drain

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=4)


@pytest.fixture
def job(ada: User) -> Job:
    """A ready job with a current PDF."""
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    process.request(job, actor="user")
    drain()
    return after(job)


def after(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def edited(job: Job, headline: str) -> None:
    edits.save(after(job), {"tailored_headline": headline}, actor="user")


def states(job: Job) -> list[str]:
    return sorted(job.regenerations.values_list("state", flat=True))


def test_many_edits_ask_once_and_each_moves_the_time(job: Job) -> None:
    edited(job, "One")
    first = job.regenerations.get().not_before
    edited(job, "Two")
    assert job.regenerations.get().not_before > first


def test_the_wait_ends_thirty_seconds_after_the_first_edit(job: Job) -> None:
    edited(job, "One")
    begun = timezone.now() - timedelta(seconds=29)
    RegenerationRequest.objects.update(first_asked_at=begun)
    edited(job, "Two")
    assert job.regenerations.get().not_before == begun + timedelta(seconds=30)


def test_an_edit_that_is_taken_back_prints_nothing(job: Job) -> None:
    edited(job, "One")
    edits.save(after(job), {"tailored_headline": job.tailored_headline}, actor="user")
    assert refresh.start_due(timezone.now() + SOON) == 0
    assert states(job) == ["done"]


def test_an_edit_while_it_prints_is_printed_next(job: Job) -> None:
    edited(job, "One")
    refresh.start_due(timezone.now() + SOON)
    edited(job, "Two")
    drain()
    assert states(job) == ["done", "pending"]
    refresh.start_due(timezone.now() + SOON)
    drain()
    assert refresh.Contexts(job.owner).freshness(after(job)) == "current"


def test_applying_drops_what_was_to_be_rebuilt(job: Job) -> None:
    edited(job, "One")
    lifecycle.move(after(job), "skip", actor="user")
    assert refresh.start_due(timezone.now() + SOON) == 0
    assert states(job) == ["done"]


def test_it_gives_up_after_three_failures_and_keeps_the_old_file(
    job: Job, settings: object, tmp_path: object
) -> None:
    edited(job, "One")
    render.close()
    settings.CHROMIUM_PATH = f"{tmp_path}/no-browser"  # type: ignore[attr-defined]
    for _ in range(3):
        refresh.start_due(timezone.now() + timedelta(minutes=5))
        drain()
    render.configure(path="")
    now = after(job)
    assert states(job) == ["failed"]
    assert (now.status, now.pdf_digest, now.render_token) == ("ready", job.pdf_digest, None)
    assert now.last_error is not None
    assert refresh.ask_for_stale(job.owner) == 0


def test_a_new_base_version_makes_ready_pdfs_stale_and_asks_for_them(job: Job) -> None:
    base = library.default(job.owner)
    assert base is not None
    data = {**library.newest(base).data, "summary": {"content": "<p>New words.</p>"}}
    library.save(base, data, base_revision=1, actor="user", what="Summary")
    assert refresh.Contexts(job.owner).freshness(after(job)) == "stale"
    assert edits.resume_changed(job.owner) == 1


def test_a_theme_chosen_in_settings_asks_for_new_files(job: Job) -> None:
    edits.save_preferences(job.owner, {"pdfTheme": "modern"})
    assert states(job) == ["pending"]


def test_nothing_is_rebuilt_when_the_owner_wants_none(job: Job) -> None:
    preferences.save(job.owner, {"autoRegeneratePdf": False})
    edited(job, "One")
    assert states(job) == []


def test_a_batch_at_a_time_all_that_fell_behind_are_asked_for(job: Job) -> None:
    for _ in range(3):
        make.job(job.owner, status="ready", pdf_inputs="old")
    assert refresh.ask_for_stale(job.owner, limit=2) == 2
    assert refresh.find_stale() == 1
    assert refresh.find_stale() == 0
