"""Deleting many: what goes, what stays, and what remains to be read of it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid
from orchestrator import leases
from orchestrator.jobs import documents, removal
from orchestrator.models import (
    Document,
    Job,
    JobEvent,
    Note,
    Operation,
    Requirement,
    ScoreCard,
    Tally,
    ToDo,
    User,
)
from orchestrator.ops import files
from orchestrator.tracking import stages
from pdfs import store
from pdfs.models import RenderedPdf
from tests import make
from tests.kept import on_disk


def remove(owner: User, jobs: Any) -> int:
    return removal.remove(owner, jobs, actor="user", discard=files.discard)


def hold(job: Job, *, until: timedelta) -> None:
    held = leases.held(("score",), kind="rescore", operation=uuid4(), at=timezone.now())
    Job.objects.filter(pk=job.pk).update(**held | {"score_expires_at": timezone.now() + until})


def test_everything_that_hangs_on_a_job_goes_with_it(ada: User) -> None:
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    Note.objects.create(job=job, title="Call", content="They rang.")
    Document.objects.create(job=job, file_name="offer.txt", byte_size=1, digest="d" * 64)
    ToDo.objects.create(job=job, kind="prep", title="Read")
    card = ScoreCard.objects.create(job=job, engine="computed", value=5)
    Requirement.objects.create(card=card, ordinal=1, scope="must", importance="high", text="x")
    Operation.objects.create(owner=ada, job=job, kind="process", status="failed")
    make.printed(job)
    assert remove(ada, removal.in_status(ada, "applied")) == 1
    left = [Note, Document, ToDo, ScoreCard, Requirement, Operation, RenderedPdf, Job]
    assert [model.__name__ for model in left if model.objects.exists()] == []


def test_one_event_says_that_the_job_was_there_and_nothing_else(ada: User) -> None:
    job = make.job(ada, status="skipped", source="indeed", title="Secret plan")
    remove(ada, removal.in_status(ada, "skipped"))
    event = JobEvent.objects.get()
    assert (event.kind, event.job_id, event.actor) == ("job.deleted", None, "user")
    assert event.data == {"id": str(job.pk), "source": "indeed", "status": "skipped"}
    assert (event.from_status, event.to_status) == ("skipped", "skipped")
    assert event.previous is None


def test_the_events_go_on_counting_where_they_were(ada: User) -> None:
    stages.apply(make.job(ada, status="ready"), actor="user")
    make.jobs(ada, 3, status="skipped")
    before = Tally.objects.get(owner=ada)
    remove(ada, removal.in_status(ada, "skipped"))
    after = Tally.objects.get(owner=ada)
    seqs = JobEvent.objects.filter(kind="job.deleted").order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == [before.events + 1, before.events + 2, before.events + 3]
    assert after.events == before.events + 3
    assert after.changes > before.changes


def test_another_owner_s_jobs_are_untouched(ada: User, ben: User) -> None:
    theirs = make.job(ben, status="skipped", score=1.0)
    make.job(ada, status="skipped", score=1.0)
    assert remove(ada, removal.in_status(ada, "skipped")) == 1
    assert remove(ada, removal.scored_below(ada, 100)) == 0
    assert list(Job.objects.all()) == [theirs]


def test_a_job_somebody_works_on_is_left_out_and_not_counted(ada: User) -> None:
    held, dead = make.jobs(ada, 2)
    hold(held, until=timedelta(minutes=1))
    hold(dead, until=timedelta(minutes=-1))
    assert remove(ada, removal.in_status(ada, "discovered")) == 1
    assert list(Job.objects.all()) == [held]


def test_below_a_score_spares_the_unscored_and_the_sent(ada: User) -> None:
    low = make.job(ada, score=9.9, status="ready")
    kept = [
        make.job(ada, score=10.0),
        make.job(ada, score=None),
        make.job(ada, score=1.0, status="applied"),
        make.job(ada, score=1.0, status="in_progress"),
    ]
    assert remove(ada, removal.scored_below(ada, 10)) == 1
    assert set(Job.objects.all()) == set(kept)
    assert low.pk not in Job.objects.values_list("pk", flat=True)


@pytest.mark.parametrize("threshold", ["50.9", "abc", "-1", "101", "", "٣", "1e1", " 5", "0100"])
def test_a_threshold_is_a_whole_number_from_0_to_100(ada: User, threshold: str) -> None:
    with pytest.raises(Invalid) as refused:
        removal.scored_below(ada, threshold)
    assert list(refused.value.field_errors) == ["threshold"]


def test_an_unknown_status_is_refused(ada: User) -> None:
    with pytest.raises(Invalid) as refused:
        removal.in_status(ada, "archived")
    assert list(refused.value.field_errors) == ["status"]


def test_files_go_and_a_file_of_two_jobs_stays_for_the_other(ada: User) -> None:
    own, shared = make.job(ada, status="skipped"), make.job(ada, status="skipped")
    first = make.printed(own, b"%PDF own").digest
    both = make.printed(shared, b"%PDF both").digest
    make.printed(make.job(ada), b"%PDF both")
    remove(ada, removal.in_status(ada, "skipped"))
    assert not on_disk(store.name_of(ada.pk, first)).exists()
    assert on_disk(store.name_of(ada.pk, both)).exists()


def test_documents_go_and_one_of_two_jobs_stays_for_the_other(ada: User) -> None:
    job, other = make.job(ada, status="skipped"), make.job(ada)
    for one, content in ((job, b"own"), (job, b"both"), (other, b"both")):
        documents.add(one, content, file_name="a.txt", media_type="text/plain", actor="user")
    digests = [sha256(text).hexdigest() for text in (b"own", b"both")]
    own, both = (on_disk(documents.name_of(ada.pk, one)) for one in digests)
    assert own.exists()
    remove(ada, removal.in_status(ada, "skipped"))
    assert (own.exists(), both.exists()) == (False, True)


def test_the_pdf_that_was_sent_goes_with_its_job(ada: User) -> None:
    sent = store.put(ada.pk, b"%PDF sent")
    make.job(ada, status="applied", pdf_digest=None, applied_pdf_digest=sent)
    remove(ada, removal.in_status(ada, "applied"))
    assert not on_disk(store.name_of(ada.pk, sent)).exists()


def test_chunks_are_whole_and_a_second_call_takes_the_rest(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "CHUNK", 4)
    make.jobs(ada, 10, status="skipped")

    def die(owner_id: Any, digests: Any) -> None:
        raise KeyboardInterrupt

    Job.objects.filter(title="Engineer 5").update(pdf_digest="a" * 64)
    with pytest.raises(KeyboardInterrupt):
        removal.remove(ada, removal.in_status(ada, "skipped"), actor="user", discard=die)
    # The second chunk had the job with a file; what was committed stays committed.
    assert Job.objects.count() == 2
    assert JobEvent.objects.filter(kind="job.deleted").count() == 8
    assert remove(ada, removal.in_status(ada, "skipped")) == 2
    assert remove(ada, removal.in_status(ada, "skipped")) == 0


def test_a_big_deletion_takes_few_queries_per_job(
    ada: User, django_assert_max_num_queries: Any
) -> None:
    make.jobs(ada, 150, status="skipped")
    with django_assert_max_num_queries(120):
        assert remove(ada, removal.in_status(ada, "skipped")) == 150
