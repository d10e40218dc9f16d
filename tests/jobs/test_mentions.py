"""Employers, notes and mails that hold the words of a search."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.jobs import finding, fulltext, mentions
from orchestrator.jobs.word_parts import STATES
from orchestrator.lifecycle import Status, move
from orchestrator.models import Note, User
from tests import make

pytestmark = pytest.mark.django_db


def find(owner: User, text: str, **options: int) -> mentions.Mentions:
    ranks = fulltext.ranks(owner.pk, text)
    return mentions.find(owner, text, ranks, **options) if ranks else mentions.Mentions()


def test_an_employer_is_named_once_with_its_jobs(ada: User, ben: User) -> None:
    for employer in ("Acme", "ACME", "Acme Foods", "Bakery of Acme", "Acme Foods", "Zen"):
        make.job(ada, employer=employer)
    make.job(ben, employer="Acme")
    found = find(ada, "acme").employers
    assert [(one.title.lower(), one.total) for one in found] == [
        ("acme", 2), ("acme foods", 2), ("bakery of acme", 1),
    ]  # fmt: skip


def test_a_title_is_no_employer(ada: User) -> None:
    make.job(ada, title="Baker", employer="Acme")
    assert find(ada, "baker").employers == ()


def test_notes_and_mails_come_newest_first_and_are_counted(ada: User, ben: User) -> None:
    now, job = timezone.now(), make.job(ada, title="Baker", employer="Acme")
    for number in range(7):
        at = now - timedelta(hours=number)
        Note.objects.create(job=job, title=f"Call {number}", content="rosebud", updated_at=at)
        make.mail(ada, subject=f"Mail {number}", snippet="rosebud", received_at=at)
    make.mail(ben, snippet="rosebud")
    Note.objects.create(job=make.job(ben), title="Theirs", content="rosebud")
    found = find(ada, "rosebud", most=3)
    assert [one.title for one in found.notes] == ["Call 0", "Call 1", "Call 2"]
    assert [one.title for one in found.mails] == ["Mail 0", "Mail 1", "Mail 2"]
    assert (found.notes[0].total, found.mails[0].total) == (7, 7)
    assert (found.notes[0].about, found.notes[0].job_id) == ("Baker, Acme", job.pk)
    assert found.mails[0].at == now


def test_a_removed_note_is_not_found(ada: User) -> None:
    note = Note.objects.create(job=make.job(ada), title="Call", content="rosebud")
    Note.objects.filter(pk=note.pk).update(removed_at=timezone.now())
    assert find(ada, "rosebud").notes == ()


def test_all_three_are_one_question(ada: User) -> None:
    make.job(ada, employer="Rosebud")
    ranks = fulltext.ranks(ada.pk, "rosebud")
    assert ranks is not None
    with CaptureQueriesContext(connection) as asked:
        mentions.find(ada, "rosebud", ranks)
    assert len(asked) == 1


def test_the_index_knows_every_status() -> None:
    assert set(STATES) == set(Status.values)


def test_hits_move_with_their_status(ada: User) -> None:
    job = make.job(ada, title="Rosebud")
    assert [group.key for group in finding.find(ada, "rosebud")] == ["discovered"]
    move(job, "skip", actor="user")
    assert [group.key for group in finding.find(ada, "rosebud")] == ["other"]
    assert finding.find(ada, "rosebud", statuses=("ready",)) == ()
    (group,) = finding.find(ada, "rosebud", statuses=("skipped", "expired"))
    assert group.hits[0].job == job


def test_the_newest_find_comes_first_however_it_was_stored(ada: User) -> None:
    now = timezone.now()
    for hours in (2, 0, 1):
        make.job(ada, title="Rosebud", employer=f"E{hours}",
                 discovered_at=now - timedelta(hours=hours))  # fmt: skip
    (group,) = finding.find(ada, "rosebud", most=2)
    assert [hit.job.employer for hit in group.hits] == ["E0", "E1"]
    assert group.total == 3
