"""A job put aside until later: in no list of what is open, and no move of its status."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import lifecycle
from orchestrator.jobs import snoozing
from orchestrator.lifecycle import NotUndoable
from orchestrator.models import Job, User
from tests import make
from tests.workspace.reading import HTMX, counts, page, rows, texts, title

pytestmark = pytest.mark.django_db
NEXT_WEEK = timedelta(days=7)


def asleep(owner: User, days: float = 7, **fields: object) -> Job:
    until = timezone.now() + timedelta(days=days)
    return make.job(owner, **{"title": "Later", "snoozed_until": until, **fields})


def until(job: Job) -> datetime | None:
    return Job.objects.get(pk=job.pk).snoozed_until


@pytest.mark.parametrize("tab", ["discovered", "ready"])
def test_a_snoozed_job_leaves_its_list_and_its_count(client: Client, ada: User, tab: str) -> None:
    make.job(ada, status=tab, title="Now")
    asleep(ada, status=tab)
    root = page(client.get(f"/jobs/{tab}"))
    assert rows(root) == ["Now"]
    assert f"{tab.capitalize()} 1" in counts(root)
    assert "1 snoozed" in texts(root, "//a")


def test_the_snoozed_are_shown_when_asked_for_and_all_shows_every_job(
    client: Client, ada: User
) -> None:
    make.job(ada, title="Now")
    asleep(ada)
    assert rows(page(client.get("/jobs/discovered?snoozed=1"))) == ["Later"]
    root = page(client.get("/jobs/all"))
    assert sorted(rows(root)) == ["Later", "Now"]
    assert "All 2" in counts(root)


def test_it_is_back_by_itself_when_its_time_has_come(client: Client, ada: User) -> None:
    asleep(ada, days=-0.01)
    root = page(client.get("/jobs/discovered"))
    assert rows(root) == ["Later"]
    assert "Discovered 1" in counts(root)


def test_it_opens_by_its_address_and_can_be_woken_there(client: Client, ada: User) -> None:
    job = asleep(ada)
    root = page(client.get(f"/jobs/discovered/{job.pk}"))
    assert title(root) == "Later"
    (said,) = texts(root, "//form[contains(@action, '/wake')]/p")
    assert said.startswith("Snoozed until")
    assert said.endswith("Wake now")
    client.post(f"/jobs/{job.pk}/wake", {"place": "discovered?"})
    assert until(job) is None


def test_snoozing_answers_with_the_next_job_and_an_undo(client: Client, ada: User) -> None:
    first, second = (make.job(ada, title=f"Job {n}", score=90.0 - n) for n in range(2))
    sent = {"place": "discovered?", "in": "tomorrow"}
    root = page(client.post(f"/jobs/{first.pk}/snooze", sent, headers=HTMX))
    assert title(root) == second.title
    assert root.get_element_by_id(f"job-{first.pk}").get("hx-swap-oob") == "delete"
    assert counts(root) == ["Ready 0", "Discovered 1", "Applied 0", "All 2"]
    (said,) = texts(root, "//*[@id='toasts']//p")
    assert said.startswith("Snoozed until")
    assert said.endswith("Job 0 at Acme.")
    (undo,) = root.xpath("//*[@id='toasts']//form/@action")
    back = page(client.post(undo, {"place": "discovered?"}, headers=HTMX))
    assert (title(back), until(first)) == ("Job 0", None)
    assert "Discovered 2" in counts(back)


def test_the_key_for_undo_is_offered_for_it_and_then_for_what_was_before(
    client: Client, ada: User
) -> None:
    skipped, job = make.job(ada, title="Skipped"), make.job(ada, title="Other")
    lifecycle.move(skipped, "skip", actor="user")
    _, event = snoozing.snooze(job, timezone.now() + NEXT_WEEK, actor="user")
    assert event is not None
    path = "//form[@id='undo']/@action"
    assert page(client.get("/jobs/discovered")).xpath(path) == [
        f"/job/{job.pk}/undo/snooze/{event.pk}"
    ]
    snoozing.take_back(job, event.pk, actor="user")
    (offered,) = page(client.get("/jobs/discovered")).xpath(path)
    assert str(skipped.pk) in offered


def test_it_never_changes_the_status_and_any_move_ends_it(ada: User) -> None:
    job, event = snoozing.snooze(make.job(ada), timezone.now() + NEXT_WEEK, actor="user")
    assert event is not None
    assert (event.from_status, event.to_status) == ("discovered", "discovered")
    moved, last = lifecycle.move(job, "skip", actor="user")
    assert moved.snoozed_until is None
    assert lifecycle.restore(last, actor="user")[0].snoozed_until == job.snoozed_until


def test_what_moved_on_is_no_longer_taken_back(ada: User) -> None:
    job, event = snoozing.snooze(make.job(ada), timezone.now() + NEXT_WEEK, actor="user")
    assert event is not None
    lifecycle.move(job, "skip", actor="user")
    with pytest.raises(NotUndoable):
        snoozing.take_back(job, event.pk, actor="user")


def test_a_repeat_changes_nothing_and_another_day_is_taken_back_to_the_first(ada: User) -> None:
    first = timezone.now() + NEXT_WEEK
    job, _ = snoozing.snooze(make.job(ada), first, actor="user")
    assert snoozing.snooze(job, first, actor="user")[1] is None
    _, event = snoozing.snooze(job, first + NEXT_WEEK, actor="user")
    assert event is not None
    assert snoozing.take_back(job, event.pk, actor="user").snoozed_until == first


@pytest.mark.parametrize("status", ["processing", "applied", "in_progress", "skipped", "expired"])
def test_only_what_is_open_is_put_aside(ada: User, status: str) -> None:
    with pytest.raises(Refused):
        snoozing.snooze(make.job(ada, status=status), timezone.now() + NEXT_WEEK, actor="user")


def test_it_comes_back_on_its_last_day_at_the_latest(ada: User) -> None:
    last = timezone.localdate() + timedelta(days=3)
    job, _ = snoozing.snooze(
        make.job(ada, deadline_at=last), timezone.now() + NEXT_WEEK, actor="user"
    )
    assert job.snoozed_until is not None
    assert timezone.localdate(job.snoozed_until) == last


def test_what_closes_today_is_not_put_aside(client: Client, ada: User) -> None:
    job = make.job(ada, deadline_at=timezone.localdate())
    sent = {"place": "discovered?", "in": "week"}
    answer = client.post(f"/jobs/{job.pk}/snooze", sent, headers=HTMX)
    assert (answer.status_code, until(job)) == (422, None)
    assert "It closes today" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose when"),
        ({"until": "2020-01-01"}, "still to come"),
        ({"until": "2999-01-01"}, "within a year"),
        ({"until": "0001-01-01"}, "still to come"),
        ({"until": "9999-12-31"}, "within a year"),
        ({"until": "soon\0"}, "Give a day"),
        ({"in": "never"}, "Choose when"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_the_field(
    client: Client, ada: User, given: dict[str, str], said: str
) -> None:
    job = make.job(ada)
    answer = client.post(f"/jobs/{job.pk}/snooze", {"place": "ready?", **given}, headers=HTMX)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert until(job) is None


def test_strangers_find_nothing(client: Client, ben: User) -> None:
    job = make.job(ben)
    assert client.get(f"/jobs/discovered/{job.pk}/snooze").status_code == 404
    assert client.post(f"/jobs/{job.pk}/snooze", {"in": "tomorrow"}).status_code == 404
    assert client.post(f"/jobs/{job.pk}/wake").status_code == 404


def test_an_empty_list_says_that_the_rest_is_snoozed(client: Client, ada: User) -> None:
    asleep(ada)
    root = page(client.get("/jobs/discovered"))
    assert root.get_element_by_id("empty").get("data-cause") == "snoozed"
    assert "1 job is snoozed and will be back." in texts(root, "//*[@id='empty']//p")


def test_an_open_page_hears_of_a_job_that_came_back(client: Client, ada: User) -> None:
    make.job(ada, title="Now")
    since = int((timezone.now() - timedelta(hours=1)).timestamp() * 1000)
    job = asleep(ada, days=-0.01)
    answer = client.get(f"/live/news?place=discovered?&since=999-{since}", headers=HTMX)
    root = page(answer)
    assert rows(root) == ["Later"]
    assert str(job.pk) in root.get_element_by_id("live").get("data-changed")


def test_a_run_neither_prepares_nor_skips_what_is_put_aside(ada: User) -> None:
    job = asleep(ada, score=10.0)
    mine = Job.objects.filter(owner=ada)
    assert not mine.below(50).exists()
    assert list(mine.asleep(at=timezone.now())) == [job]


def test_a_day_too_far_for_a_calendar_is_refused(ada: User) -> None:
    with pytest.raises(Invalid):
        snoozing.snooze(make.job(ada), timezone.now() + timedelta(days=800), actor="user")
