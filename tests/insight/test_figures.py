"""Every figure of thirty applications, worked out by hand; the same on the wire and in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import lifecycle
from orchestrator.insight import overview, replies, windows
from orchestrator.insight.cohort import Application, Cohort
from orchestrator.insight.overview import Overview
from orchestrator.models import Job, JobEvent, PacketVoid, SentPacket, StageEvent, User
from orchestrator.tracking import packets, stages
from tests import make
from tests.api.calls import data, error, get
from tests.insight.sent import NOW, START, application, thirty

pytestmark = pytest.mark.django_db
UTC_ZONE = ZoneInfo("UTC")


def figures(
    owner: User, *, now: datetime = NOW, zone: ZoneInfo = UTC_ZONE, **given: str
) -> Overview:
    window = windows.chosen(given or {"duration": "30"}, zone=zone, now=now)
    return overview.figures(owner, window, now=now)


def rows(found: Overview, key: str) -> list[tuple[Any, ...]]:
    return [*found.of(key).rows]


@pytest.fixture
def found(ada: User) -> Overview:
    thirty(ada)
    return figures(ada)


def test_starts_are_counted_by_day(found: Overview) -> None:
    days = {day: count for day, count, _ in rows(found, "applications_per_day") if count}
    assert days == {"2026-06-01": 7, "2026-06-06": 8, "2026-06-11": 13, "2026-06-28": 2}
    assert len(rows(found, "applications_per_day")) == 30
    assert found.of("applications_per_day").said == (
        "30 applications, 1.0 a day; 0 in the 30 days before."
    )


def test_a_rejection_is_a_response_and_no_positive_one(found: Overview) -> None:
    # Answered: 6 + 1 + 8 of 30. Positive: 6 + 1 of 30. Wilson for 15/30 and 7/30.
    assert rows(found, "response_rate") == [
        ("responded", 15, 30, 0.5, 0.3315, 0.6685),
        ("positive", 7, 30, 0.2333, 0.1179, 0.4093),
    ]


def test_the_funnel_counts_all_that_came_so_far(found: Overview) -> None:
    steps = {step: count for kind, step, count, _ in rows(found, "funnel") if kind == "step"}
    assert steps == {"Applied": 30, "Screening": 7, "Interview": 7, "Offer": 1, "Accepted": 1}
    beside = {step: count for kind, step, count, _ in rows(found, "funnel") if kind == "beside"}
    assert (beside["Rejected"], beside["No response"], beside["Withdrawn"]) == (8, 4, 0)


def test_sources_are_compared_and_too_few_have_no_share(found: Overview) -> None:
    # lever 7 of 7, greenhouse 0 of 21, by hand 0 of 2.
    assert rows(found, "by_source") == [
        ("Lever", 7, 7, 1.0, 0.6457, 1.0),
        ("Greenhouse", 0, 21, 0.0, 0.0, 0.1546),
        ("Added by you", 0, 2, None, None, None),
    ]


def test_waiting_applications_count_as_far_as_was_seen(found: Overview) -> None:
    # Day 4: 6 of 30 (2 of those sent on day 27 have been seen for 2 days and are gone: of 28).
    # Day 6: 1 of 22. Day 8: 8 of 21. Then 4 were closed after 12 days, 9 wait for 19.
    left4, left6 = 22 / 28, 22 / 28 * 21 / 22
    assert rows(found, "time_to_first_response") == [
        (4, 28, 6, round(left4, 4)), (6, 22, 1, round(left6, 4)),
        (8, 21, 8, round(left6 * 13 / 21, 4)),
    ]  # fmt: skip
    assert found.of("time_to_first_response").said == (
        "Half are answered within 8 days; 15 without a response so far."
    )


def test_time_in_a_stage_runs_until_it_is_left(found: Overview) -> None:
    by_name = {stage: more for stage, *more in rows(found, "time_in_stage")}
    # Screen: entered on day 4, left on day 9, six times. Technical interview: six have waited
    # since day 9, one left after 6 days for an offer. The offer was closed after 3.
    assert by_name["Recruiter screen"] == [6, 6, 5]
    assert by_name["Technical interview"] == [7, 1, None]
    assert by_name["Offer"] == [1, 1, 3]
    # Applied: 6 left after 4 days, 1 after 6, 8 after 8 and 4 after 12 by closing; 11 wait.
    assert by_name["Applied"] == [30, 19, 8]


def test_how_many_are_too_young_is_said(found: Overview) -> None:
    assert rows(found, "maturity") == [(2, 30, 8)]
    assert found.of("maturity").said.startswith("2 of 30 applications are younger than")


def test_without_packets_what_needs_them_says_why(found: Overview) -> None:
    for key in ("by_base_resume", "by_letter", "score_against_outcome"):
        assert found.of(key).n == 0
        assert found.of(key).left_out == ((30, "sent before packets were kept, or taken back"),)


def test_the_score_is_that_of_the_packet(ada: User) -> None:
    for score in (40, 55, 72, 90, 91, 92, 93, 94):
        job = make.job(ada, status="ready", score=score, score_engine="computed")
        stages.apply(job, actor="user")
        if score > 90:
            stages.log(job, "onsite", actor="user")
    Job.objects.update(score=0)
    found = figures(ada, now=timezone.now())
    assert rows(found, "score_against_outcome") == [
        ("by rules", "0–49", 0, 1, None, None, None), ("by rules", "50–69", 0, 1, None, None, None),
        ("by rules", "70–84", 0, 1, None, None, None),
        ("by rules", "85–100", 4, 5, 0.8, 0.3755, 0.9638),
    ]  # fmt: skip
    assert rows(found, "by_letter") == [("Without a letter", 4, 8, 0.5, 0.2152, 0.7848)]


def test_a_packet_that_was_taken_back_does_not_speak(ada: User) -> None:
    job = make.job(ada, status="ready", score=50.0, score_engine="model")
    stages.apply(job, actor="user")
    PacketVoid.objects.create(packet=packets.latest(job))
    found = figures(ada, now=timezone.now())
    assert found.of("score_against_outcome").n == 0
    assert SentPacket.objects.count() == 1


def test_weeks_count_what_moved(ada: User) -> None:
    job = make.job(ada, status="ready")
    stages.apply(job, actor="user")
    stages.log(job, "onsite", actor="user")
    stages.log(job, "applied", actor="user", occurred_at=timezone.now() + timedelta(seconds=2))
    now = timezone.now()
    ((week, *counts),) = rows(figures(ada, now=now), "flow")
    assert week == (now.date() - timedelta(days=now.weekday())).isoformat()
    assert counts == [0, 0, 1, 0, 0]


def test_a_week_begins_at_midnight_where_clocks_are_half_an_hour_off(ada: User) -> None:
    lifecycle.move(make.job(ada), "skip", actor="user")
    # Ten past midnight of a Monday in India.
    JobEvent.objects.update(at=datetime(2026, 6, 7, 18, 40, tzinfo=UTC))
    found = figures(ada, zone=ZoneInfo("Asia/Kolkata"))
    assert rows(found, "flow") == [("2026-06-08", 0, 0, 0, 1, 0)]


def test_the_window_is_cut_at_the_owners_midnight(ada: User) -> None:
    application(ada, "lever", 0, [])
    Job.objects.update(applied_at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    given = {"from": "2026-06-01", "to": "2026-06-01"}
    assert figures(ada, zone=ZoneInfo("Europe/Berlin"), **given).n == 1
    assert figures(ada, **given).n == 0


def test_the_window_before_stands_beside(ada: User) -> None:
    application(ada, "lever", 0, [])
    application(ada, "lever", 3, [])
    # The three days before begin on the first of June.
    found = figures(ada, **{"from": "2026-06-04", "to": "2026-06-06"})
    assert rows(found, "applications_per_day") == [
        ("2026-06-04", 1, 1), ("2026-06-05", 0, 0), ("2026-06-06", 0, 0),
    ]  # fmt: skip
    assert found.n == 1


def test_what_was_undone_deleted_or_of_a_former_round_does_not_count(ada: User) -> None:
    now = timezone.now()
    job = application(ada, "lever", 0, [("onsite", 3)])
    job.stages.filter(to_stage="onsite").update(undone_at=now)
    other = application(ada, "lever", 0, [("onsite", 3)])
    other.stages.filter(to_stage="onsite").update(removed_at=now)
    third = application(ada, "lever", 0, [])
    Job.objects.filter(pk=third.pk).update(round=2)
    StageEvent.objects.create(job=third, round=1, to_stage="offer", occurred_at=START)
    StageEvent.objects.create(job=third, round=2, to_stage="applied", occurred_at=START)
    assert figures(ada).of("response_rate").rows[1][1] == 0


def test_a_row_that_stands_for_the_same_job_counts_once(ada: User) -> None:
    one, two = application(ada, "lever", 0, []), application(ada, "lever", 0, [])
    Job.objects.filter(pk=two.pk).update(primary=one)
    assert figures(ada).n == 1


def test_applications_of_others_do_not_count(ada: User, ben: User) -> None:
    thirty(ben)
    assert figures(ada).n == 0


def test_nothing_is_not_an_error(ada: User) -> None:
    found = figures(ada, duration="all")
    assert found.n == 0
    assert {one.key for one in found.figures} == set(overview.KEYS)
    assert found.of("funnel").rows[0] == ("step", "Applied", 0, None)


def test_few_queries_whatever_the_number(ada: User) -> None:
    thirty(ada)
    with CaptureQueriesContext(connection) as asked:
        figures(ada)
    assert len(asked) <= 6


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([None, "offer_accepted", "offer_declined"])),
        max_size=40,
    )
)
def test_the_funnel_never_rises(tops: list[tuple[int, str | None]]) -> None:
    window = windows.chosen({}, zone=UTC_ZONE, now=NOW)
    some = tuple(
        Application("x", outcome, 0, None, None, None, top, (), None) for top, outcome in tops
    )
    found = replies.funnel(Cohort(window, 0, some, ()))
    counts = [count for kind, _, count, _ in found.rows if kind == "step"]
    assert counts == sorted(counts, reverse=True)


def cells(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.removeprefix("\ufeff")))


def test_the_file_says_what_the_wire_says(client: Client, ada: User) -> None:
    thirty(ada)
    Job.objects.filter(source="manual").update(source="=cmd()")
    found = data(get(client, "/analytics/overview?duration=all"))
    assert found["n"] == 30
    for figure in found["figures"]:
        answer = get(client, f"/analytics/{figure['key']}.csv?duration=all")
        head, *lines = cells(b"".join(answer.streaming_content).decode())
        assert head == figure["columns"]
        assert len(lines) == len(figure["rows"])
        for line, row in zip(lines, figure["rows"], strict=True):
            for text, value in zip(line, row, strict=True):
                plain = "" if value is None else str(value)
                assert text.removeprefix("'") == plain or float(text) == float(plain)
    sources = b"".join(get(client, "/analytics/by_source.csv?duration=all").streaming_content)
    assert b"'=cmd()" in sources


@pytest.mark.parametrize("asked", ["duration=8", "from=soon", "to=2026-01-01"])
def test_bad_windows_are_refused(client: Client, ada: User, asked: str) -> None:
    error(get(client, f"/analytics/overview?{asked}"), 400)
    error(get(client, f"/analytics/funnel.csv?{asked}"), 400)


def test_a_figure_there_is_not(client: Client, ada: User) -> None:
    error(get(client, "/analytics/happiness.csv"), 404)
