"""What starts by itself, with the clock given by the test."""

from __future__ import annotations

import threading
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import (
    FollowedBoard,
    Job,
    Operation,
    PipelineRun,
    SearchPreset,
    SourceUse,
    StoredFeed,
    User,
)
from orchestrator.pipeline import notices, presets, runs, schedule
from tests import make
from tests.outside.boards import Boards
from tests.outside.server import Reply, Seen
from tests.work import drain
from tests.worker.harness import REAL_ROWS

QUIET = {"enableCrawling": False, "enableAutoTailoring": False}
DAILY = {"kind": "daily", "at": "07:30"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def saved(owner: User, name: str = "Nightly", **parts: Any) -> SearchPreset:
    return presets.save(owner, **{"name": name, "options": QUIET, "cadence": DAILY, **parts})


def due(preset: SearchPreset) -> datetime:
    assert preset.next_run_at is not None
    return preset.next_run_at


def read(preset: SearchPreset) -> SearchPreset:
    return SearchPreset.objects.get(pk=preset.pk)


def end(owner: User) -> None:
    owner.runs.filter(status="running").update(status="completed", completed_at=timezone.now())


def reasons(owner: User) -> list[str]:
    rows = Operation.objects.filter(owner=owner, kind="schedule").order_by("created_at")
    return [one.result["why"] for one in rows]


def test_a_search_starts_when_it_is_due_and_not_before(owner: User) -> None:
    preset = saved(owner)
    assert schedule.start_due(due(preset) - MINUTE) == 0
    assert schedule.start_due(due(preset)) == 1
    run = PipelineRun.objects.get(owner=owner)
    assert (run.trigger, run.preset, run.requested) == ("schedule", preset, QUIET)
    assert run.request_id.startswith("sched-")
    now = read(preset)
    assert (now.last_run, now.last_result, now.waiting_since) == (run, "started", None)
    assert due(now) == due(preset) + DAY
    assert schedule.start_due(due(preset) + MINUTE) == 0
    assert reasons(owner) == []


def test_one_that_is_switched_off_never_starts(owner: User) -> None:
    preset = saved(owner)
    moment = due(preset)
    presets.change(preset, {"enabled": False})
    saved(owner, "By hand", cadence=None)
    assert schedule.start_due(moment + MINUTE) == 0


def test_nothing_starts_for_somebody_who_may_not_sign_in(owner: User) -> None:
    preset = saved(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert schedule.start_due(due(preset) + MINUTE) == 0


def test_all_missed_times_become_one_run_and_are_told(owner: User) -> None:
    preset = saved(owner)
    later = due(preset) + 5 * DAY + HOUR
    assert schedule.start_due(later) == 1
    assert due(read(preset)) == due(preset) + 6 * DAY
    assert reasons(owner) == ["late"]
    end(owner)
    assert schedule.start_due(later + MINUTE) == 0


def test_a_search_waits_while_another_run_is_active(owner: User) -> None:
    preset = saved(owner)
    runs.create(owner, options=QUIET, trigger="manual")
    assert schedule.start_due(due(preset)) == 0
    assert schedule.start_due(due(preset) + 59 * MINUTE) == 0
    assert read(preset).waiting_since == due(preset)
    end(owner)
    assert schedule.start_due(due(preset) + 60 * MINUTE) == 1
    assert read(preset).last_result == "started"


def test_a_search_that_waited_an_hour_is_skipped_and_says_so(owner: User) -> None:
    preset = saved(owner)
    runs.create(owner, options=QUIET, trigger="manual")
    schedule.start_due(due(preset))
    assert schedule.start_due(due(preset) + 61 * MINUTE) == 0
    now = read(preset)
    assert (now.last_result, now.waiting_since, now.last_run) == ("skipped: busy", None, None)
    assert due(now) == due(preset) + DAY
    assert reasons(owner) == ["busy"]
    end(owner)
    assert schedule.start_due(due(preset) + 62 * MINUTE) == 0


def test_two_searches_of_one_time_run_one_after_the_other(owner: User) -> None:
    first, second = saved(owner, "One"), saved(owner, "Two")
    assert schedule.start_due(due(first)) == 1
    end(owner)
    assert schedule.start_due(due(first) + MINUTE) == 1
    assert {read(first).last_result, read(second).last_result} == {"started"}
    assert PipelineRun.objects.filter(owner=owner).count() == 2


def test_searches_of_two_owners_run_side_by_side(owner: User, ben: User) -> None:
    first, second = saved(owner), saved(ben)
    assert schedule.start_due(max(due(first), due(second))) == 2


def test_options_that_fit_no_more_are_told_and_not_tried_again(owner: User) -> None:
    preset = saved(owner)
    SearchPreset.objects.update(options={"topN": 1000})
    assert schedule.start_due(due(preset)) == 0
    assert read(preset).last_result == "failed: options"
    assert schedule.start_due(due(preset) + MINUTE) == 0
    assert reasons(owner) == ["options"]


def test_a_clock_put_back_a_little_starts_nothing_twice(owner: User) -> None:
    preset = saved(owner)
    schedule.start_due(due(preset))
    PipelineRun.objects.update(started_at=due(preset))
    end(owner)
    assert schedule.start_due(due(preset) - 20 * MINUTE) == 0
    assert schedule.start_due(due(preset) + MINUTE) == 0
    assert PipelineRun.objects.count() == 1


def test_a_clock_that_ran_a_year_ahead_silences_nothing(owner: User) -> None:
    preset = saved(owner)
    ahead = due(preset) + 365 * DAY
    schedule.start_due(ahead)
    PipelineRun.objects.update(started_at=ahead)
    end(owner)
    assert due(read(preset)) > ahead
    schedule.start_due(due(preset) - MINUTE)
    assert due(read(preset)) == due(preset)
    assert schedule.start_due(due(preset)) == 1


def test_a_search_waiting_since_tomorrow_waits_from_now(owner: User) -> None:
    preset = saved(owner)
    runs.create(owner, options=QUIET, trigger="manual")
    now = due(preset) - HOUR
    SearchPreset.objects.update(waiting_since=now + DAY)
    schedule.start_due(now)
    assert read(preset).waiting_since == now
    end(owner)
    assert schedule.start_due(now + MINUTE) == 1


def test_a_new_time_zone_of_the_installation_moves_what_is_due(owner: User, settings: Any) -> None:
    preset = saved(owner)
    settings.OWNER_TIME_ZONE = "Asia/Tokyo"
    schedule.start_due(timezone.now())
    assert due(read(preset)).astimezone(UTC).hour == 22


@REAL_ROWS
def test_two_ticks_at_once_start_one_run(owner: User) -> None:
    preset = saved(owner)
    found: list[int] = []
    gate = threading.Barrier(3)

    def tick() -> None:
        try:
            gate.wait()
            found.append(schedule.start_due(due(preset)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for one in threads:
        one.start()
    gate.wait()
    for one in threads:
        one.join()
    assert sorted(found) == [0, 1]
    assert PipelineRun.objects.filter(owner=owner).count() == 1
    assert read(preset).last_result == "started"


def follow(owner: User, **fields: Any) -> FollowedBoard:
    values = {"ats": "greenhouse", "token": "acme", "label": "Acme", "url": "https://x", **fields}
    return FollowedBoard.objects.create(owner=owner, **values)


def test_followed_companies_are_looked_at_by_themselves(owner: User, boards: Boards) -> None:
    preferences.save(owner, {"searchTerms": ["engineer"], "watchlistHours": 6})
    now = timezone.now()
    follow(owner, last_checked_at=now - 6 * HOUR)
    assert schedule.start_due(now - HOUR) == 0
    assert schedule.start_due(now) == 1
    drain()
    run = PipelineRun.objects.get(owner=owner)
    assert (run.trigger, run.status, run.preset) == ("schedule", "completed", None)
    assert set(run.items.filter(step="crawling").values_list("kind", flat=True)) == {"board"}
    assert not run.items.filter(step="processing").exists()
    assert schedule.start_due(now + MINUTE) == 0


@pytest.mark.parametrize(
    ("hours", "fields"),
    [(0, {}), (24, {"enabled": False}), (24, {"paused_at": timezone.now()})],
    ids=["switched off", "not followed", "paused"],
)
def test_companies_nobody_wants_looked_at_are_left_alone(
    owner: User, hours: int, fields: dict[str, Any]
) -> None:
    preferences.save(owner, {"watchlistHours": hours})
    follow(owner, last_checked_at=timezone.now() - 9 * DAY, **fields)
    assert schedule.start_due() == 0


def test_a_look_from_the_future_does_not_last(owner: User) -> None:
    now = timezone.now()
    follow(owner, last_checked_at=now + 365 * DAY)
    assert schedule.start_due(now) == 1


def a_day_passes() -> None:
    """For what sources said and how often they were asked."""
    StoredFeed.objects.update(fetched_at=timezone.now() - DAY)
    SourceUse.objects.all().delete()


def better_paid(seen: Seen, healthy: Reply) -> Reply:
    body = deepcopy(healthy.body)
    body["jobs"][0]["salary"] = "€95,000 - €99,000"
    return replace(healthy, body=body)


def test_a_saved_search_over_all_sources_runs_twice_without_anyone(
    owner: User, boards: Boards
) -> None:
    """Some seconds: every source twice, politely, and all that it brings scored."""
    follow(owner)
    options = {"searchTerms": ["backend", "engineer"], "enableAutoTailoring": False}
    preset = saved(owner, options=options)
    assert schedule.start_due(due(preset)) == 1
    drain()
    first = PipelineRun.objects.get(owner=owner)
    before = set(Job.objects.values_list("pk", flat=True))
    job = Job.objects.get(source="remotive", title="Backend Developer")
    assert (first.status, first.counts["created"]) == ("completed", len(before))
    assert job.salary == "€65,000 - €80,000"
    a_day_passes()
    boards.fault("remotive", better_paid)
    assert schedule.start_due(due(preset) + DAY) == 1
    drain()
    second = PipelineRun.objects.exclude(pk=first.pk).get(owner=owner)
    assert (second.status, second.trigger, second.counts["created"]) == ("completed", "schedule", 0)
    assert set(Job.objects.values_list("pk", flat=True)) == before
    seen = job.last_seen_at
    job.refresh_from_db()
    assert job.salary == "€95,000 - €99,000"
    assert job.last_seen_at > seen


def test_a_company_and_a_search_of_one_minute_do_not_collide(owner: User) -> None:
    preset = saved(owner)
    follow(owner, last_checked_at=due(preset) - 2 * DAY)
    make.heartbeat()
    assert schedule.start_due(due(preset)) == 1
    assert PipelineRun.objects.get(owner=owner).preset == preset


def test_what_missed_its_time_is_told(owner: User) -> None:
    preset = saved(owner)
    notices.mark_seen(owner)
    late = due(preset) + DAY
    schedule.start_due(late)
    presets.delete(preset)
    found = notices.read(owner)
    assert [(one.kind, one.subject, one.text, one.good) for one in found] == [
        ("schedule.missed", "search", "Nightly ran late", None)
    ]
    assert found[0].is_unread
    assert notices.ended(owner, since=timezone.now() - MINUTE) == found
