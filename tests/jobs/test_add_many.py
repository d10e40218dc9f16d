"""Many postings at once: one transaction, whole or not at all, whoever else writes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.jobs import arrivals, facts, fulltext, postings
from orchestrator.models import Job, JobEvent, Sighting, Tally, User
from orchestrator.sources.posting import Posting
from tests import make

NOW = timezone.now()
ROOT = Path(__file__).resolve().parents[2]


def posting(number: int, **fields: Any) -> Posting:
    return Posting(
        **{
            "title": f"Engineer of {number} bridges", "employer": f"Firm {number}",
            "job_url": f"https://board.example.org/jobs/{number}", "source": "board",
            "source_job_id": f"acme/{number}", "description": "<p>We need Python.</p>", **fields,
        }
    )  # fmt: skip


def add(owner: User, found: Iterable[Posting], **way: Any) -> list[postings.Added]:
    return postings.add_many(owner, [*found], **{"actor": "pipeline", **way})


def outcomes(added: list[postings.Added]) -> list[str]:
    return [one.outcome for one in added]


def test_a_hundred_come_in_with_their_events_words_and_sights(ada: User) -> None:
    added = add(ada, map(posting, range(100)))
    assert outcomes(added) == ["created"] * 100
    assert [one.job.title for one in added] == [posting(n).title for n in range(100)]
    seqs = list(JobEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 101))
    assert Tally.objects.get(owner=ada).events == 100
    hits = fulltext.containing(ada.pk, "engineer")
    assert hits is not None
    assert fulltext.count(hits) == 100
    assert Sighting.objects.filter(times=1, source="board").count() == 100


def test_more_than_a_hundred_are_refused(ada: User) -> None:
    with pytest.raises(ValueError, match="100"):
        add(ada, map(posting, range(101)))


def test_none_at_all_is_fine(ada: User) -> None:
    assert add(ada, []) == []


def test_queries_do_not_grow_with_the_batch(ada: User) -> None:
    counts = []
    for numbers in (range(10), range(100, 108)):
        with CaptureQueriesContext(connection) as found:
            add(ada, map(posting, numbers))
        counts.append(len(found))
    assert max(counts) <= 30, counts


def test_one_posting_twice_in_a_batch_is_one_job(ada: User) -> None:
    again = posting(1, source_job_id=None, job_url="http://www.board.example.org/jobs/1/?utm_x=1")
    by_id = posting(1, job_url="https://board.example.org/other", location="Leeds")
    added = add(ada, [posting(1), again, by_id])
    assert outcomes(added) == ["created", "unchanged", "refreshed"]
    assert len({one.job.pk for one in added}) == 1
    assert Job.objects.get().location == "Leeds"


def test_known_and_new_ones_keep_their_places(ada: User) -> None:
    add(ada, [posting(1), posting(3)])
    added = add(ada, [posting(0), posting(1), posting(2), posting(3, location="Leeds")])
    assert outcomes(added) == ["created", "unchanged", "created", "refreshed"]


def test_the_same_feed_twice_moves_nothing_but_the_last_sight(ada: User) -> None:
    first = add(ada, map(posting, range(5)), at=NOW)
    before = {one.job.pk: one.job.updated_at for one in first}
    events, later = JobEvent.objects.count(), NOW + timedelta(hours=1)
    tracked = [posting(n, job_url=f"{posting(n).job_url}?utm_source=feed") for n in range(5)]
    for found in (map(posting, range(5)), tracked):
        assert outcomes(add(ada, found, at=later)) == ["unchanged"] * 5
    assert dict(Job.objects.values_list("pk", "updated_at")) == before
    assert set(Job.objects.values_list("last_seen_at", flat=True)) == {later}
    assert set(Sighting.objects.values_list("times", "first_seen_at")) == {(3, NOW)}
    assert JobEvent.objects.count() == events


def test_what_is_repeated_word_by_word_is_not_cleaned_again(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ada, map(posting, range(3)))
    cleaned: list[str] = []
    real = arrivals.columns
    monkeypatch.setattr(
        arrivals, "columns", lambda one, at: cleaned.append(one.title) or real(one, at=at)
    )
    add(ada, [*map(posting, range(3)), posting(3)])
    assert cleaned == [posting(3).title]


def test_a_source_that_moved_a_posting_finds_it_by_where_it_was_seen(ada: User) -> None:
    """Known by another source's address, then under a new address with the same id there."""
    add(ada, [posting(1)])
    elsewhere = posting(1, source="feed", source_job_id="77")
    add(ada, [elsewhere])
    moved = elsewhere.model_copy(update={"job_url": "https://feed.example.org/new/77"})
    assert outcomes(add(ada, [moved])) == ["unchanged"]


def test_a_followed_board_marks_what_it_shows(ada: User) -> None:
    board = make.board(ada)
    add(ada, [posting(1)], board=board)
    board.first_checked_at = NOW
    add(ada, [posting(1), posting(2)], board=board)
    assert dict(Sighting.objects.values_list("key", "mark")) == {
        "acme/1": "known",
        "acme/2": "new",
    }
    assert board.sightings.count() == 2


def test_versions_keep_the_last_five_former_texts(ada: User) -> None:
    for number in range(8):
        (added,) = add(
            ada,
            [posting(1, salary=f"£{number}0,000", description=f"Text {number}")],
            at=NOW + timedelta(hours=number),
        )
    kept = list(added.job.postings.order_by("-at"))
    assert [one.values["description"] for one in kept] == [f"Text {n}" for n in (6, 5, 4, 3, 2)]
    assert kept[0].values["salary"] == "£60,000"
    assert not any(one.is_newer for one in kept)


@pytest.mark.parametrize("status", ["applied", "in_progress"])
def test_what_was_sent_stays_and_the_newer_text_is_kept_beside_it(ada: User, status: str) -> None:
    (added,) = add(ada, [posting(1)])
    sent = make.job(ada, status=status, job_url="https://x.example.org/", description="Sent")
    for _ in range(2):
        (added,) = add(ada, [posting(1, job_url=sent.job_url, source_job_id="acme/9")])
    after = Job.objects.get(pk=sent.pk)
    assert (added.outcome, after.description, after.updated_at) == (
        "unchanged",
        "Sent",
        sent.updated_at,
    )
    version = after.postings.get()
    assert (version.is_newer, version.values["description"]) == (True, "We need Python.")


def test_the_owner_s_words_stand_before_a_source_s(ada: User) -> None:
    (added,) = add(ada, [posting(1)])
    facts.edit(added.job, {"title": "My title", "salary": "£1"}, actor="user")
    (added,) = add(ada, [posting(1, title="Theirs", salary="£2", location="Leeds")])
    after = Job.objects.get(pk=added.job.pk)
    assert (after.title, after.salary, after.location) == ("My title", "£1", "Leeds")
    assert added.changed == ("location",)


@pytest.mark.parametrize(("by", "status"), [("sweeper", "discovered"), ("user", "expired")])
def test_seen_again_it_is_listed_again_unless_the_owner_closed_it(
    ada: User, by: str, status: str
) -> None:
    (added,) = add(ada, [posting(1)])
    lifecycle.move(added.job, "expire", actor=by)
    (again,) = add(ada, [posting(1)])
    assert again.job.status == status


# Races, and the worst moment to stop


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_hundred_make_a_hundred_jobs(ada: User) -> None:
    """Threads, each with a connection of its own: a second or two."""
    made: list[str] = []

    def bring(numbers: Iterable[int]) -> None:
        made.extend(outcomes(add(ada, map(posting, numbers))))
        close_old_connections()
        connection.close()

    both = [threading.Thread(target=bring, args=(order,)) for order in (
        range(100), range(99, -1, -1), range(50, 150))]  # fmt: skip
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert Job.objects.count() == 150
    assert made.count("created") == 150
    seqs = list(JobEvent.objects.values_list("seq", flat=True))
    assert len(set(seqs)) == len(seqs) == 150


def test_whoever_is_faster_with_one_does_not_stop_the_others(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process stored between our look and our write is refreshed."""
    add(ada, [posting(5)])
    real, looks = arrivals.present, iter(range(100))
    monkeypatch.setattr(
        arrivals, "present",
        lambda *args, **way: arrivals.Present() if next(looks) < 2 else real(*args, **way),
    )  # fmt: skip
    added = add(ada, [posting(4), posting(5, location="Leeds"), posting(6)])
    assert outcomes(added) == ["created", "refreshed", "created"]


PROGRAM = """
import django, itertools
django.setup()
from orchestrator.accounts.door import local_owner
from orchestrator.jobs import postings
from tests.jobs.test_add_many import posting
owner = local_owner()
for start in itertools.count(0, 100):
    postings.add_many(owner, [posting(n) for n in range(start, start + 100)], actor="pipeline")
    print(start, flush=True)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the file of the database")
def test_a_kill_in_the_middle_leaves_whole_batches(ada: User, tmp_path: Path) -> None:
    """A process of its own that is killed: a second or two."""
    kept = tmp_path / "jobops.sqlite3"
    here = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(here)) as live, closing(sqlite3.connect(kept)) as copy:
        live.backup(copy)
    names = {"DJANGO_SETTINGS_MODULE": "jobops.settings", "JOBOPS_DATA_DIR": str(tmp_path)}
    surroundings = {**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, **names}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.13)
        child.send_signal(signal.SIGKILL)
    tables = ("orchestrator_job", "orchestrator_jobevent", "orchestrator_sighting", "job_search")
    with closing(sqlite3.connect(kept)) as left:
        counts = {left.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables}
    assert len(counts) == 1
    assert counts.pop() % 100 == 0
