"""GET /api/jobs and its revision."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.api.schemas.jobs import JobOut, JobPage, JobRow, RevisionOut
from orchestrator.models import Job, User
from tests import make
from tests.api.calls import data, error, fits, get, patch

ADVERT = "We look for a Python engineer. " * 300


def titles(client: Client, **parameters: object) -> list[str]:
    return [job["title"] for job in data(get(client, f"/jobs?{urlencode(parameters)}"))["jobs"]]


def test_an_empty_list_has_every_key(client: Client, ada: User) -> None:
    page = fits(JobPage, data(get(client, "/jobs")))
    assert page["jobs"] == []
    assert page["total"] == 0
    assert page["revision"] == "none:0:all"
    assert page["nextCursor"] is None
    assert set(page["byStatus"].values()) == {0}
    assert len(page["byStatus"]) == 7


def test_a_row_of_the_list_has_its_fields_and_no_others(client: Client, ada: User) -> None:
    make.job(ada, status="ready", description=ADVERT, closed_at=timezone.now())
    row = data(get(client, "/jobs"))["jobs"][0]
    fits(JobRow, row)
    assert "jobDescription" not in row
    assert row["pdfFreshness"] == "stale"


def test_view_full_shows_the_job_object(client: Client, ada: User) -> None:
    make.job(ada, status="applied", description=ADVERT)
    row = data(get(client, "/jobs?view=full"))["jobs"][0]
    fits(JobOut, row)
    assert row["jobDescription"] == ADVERT
    assert "appliedDuplicateMatch" not in row


def test_an_unknown_view_is_refused(client: Client, ada: User) -> None:
    assert "view" in error(get(client, "/jobs?view=tree"), 400)["details"]["fieldErrors"]


def test_a_page_of_a_hundred_jobs_is_small(client: Client, ada: User) -> None:
    make.jobs(ada, 100, status="ready", location="Edinburgh, United Kingdom", salary="£50k–£60k")
    assert len(get(client, "/jobs").content) < 100_000


def test_other_owners_jobs_are_neither_listed_nor_counted(
    client: Client, ada: User, ben: User
) -> None:
    make.job(ben, title="Ben's")
    page = data(get(client, "/jobs"))
    assert page["total"] == 0
    assert page["byStatus"]["discovered"] == 0


def test_statuses_filter_and_counts_stay_whole(client: Client, ada: User) -> None:
    make.job(ada, title="One")
    make.job(ada, title="Two", status="skipped")
    page = data(get(client, "/jobs?status=%20skipped,,skipped"))
    assert [job["title"] for job in page["jobs"]] == ["Two"]
    assert page["total"] == 1
    assert page["byStatus"]["discovered"] == 1
    assert page["revision"].split(":")[-2] == "skipped"


def test_a_status_nobody_knows_is_refused(client: Client, ada: User) -> None:
    found = error(get(client, "/jobs?status=ready,done"), 400)
    assert "done" in found["details"]["fieldErrors"]["status"][0]


def test_blank_statuses_are_no_filter(client: Client, ada: User) -> None:
    make.job(ada)
    assert len(titles(client, status=" , ")) == 1


def test_sources_filter(client: Client, ada: User) -> None:
    make.job(ada, title="One", source="indeed")
    make.job(ada, title="Two")
    assert titles(client, source="indeed,other") == ["One"]


def test_scores_filter_and_unscored_jobs_drop_out(client: Client, ada: User) -> None:
    make.job(ada, title="Low", score=20.0)
    make.job(ada, title="High", score=80.5)
    make.job(ada, title="None")
    assert titles(client, minScore=80.5) == ["High"]
    assert titles(client, maxScore=20) == ["Low"]


@pytest.mark.parametrize(
    "query",
    [
        "minScore=60&maxScore=50", "minScore=-1", "maxScore=101", "minScore=nan", "minScore=1e1",
        "limit=0", "limit=501", "limit=1.5", "limit=", "sort=salary", "sort=--title", "q=", "q=%20",
        "q=" + "a" * 201, "postedWithin=0", "postedWithin=366", "cursor=abc", "cursor=",
        "discoveredFrom=yesterday", "discoveredFrom=2026-13-01",
        "deadlineFrom=2026-01-01T00:00:00Z",
        "discoveredFrom=2026-02-02&discoveredTo=2026-02-01", "limit=5&limit=6", "q=a%00b",
        "source=a%00b",
        "source=" + ",".join(f"s{n}" for n in range(51)),
    ],
)  # fmt: skip
def test_a_parameter_that_does_not_fit_is_refused(client: Client, ada: User, query: str) -> None:
    found = error(get(client, f"/jobs?{query}"), 400)
    assert found["code"] == "INVALID_REQUEST"
    assert found["details"]["fieldErrors"] or found["details"]["formErrors"]


def test_unknown_parameters_are_ignored_even_twice(client: Client, ada: User) -> None:
    assert data(get(client, "/jobs?page=1&page=2"))["total"] == 0


def test_posted_within_counts_days_and_drops_unreadable_dates(client: Client, ada: User) -> None:
    today = timezone.now().date()
    make.job(ada, title="Fresh", posted_on=today - timedelta(days=2))
    make.job(ada, title="Old", posted_on=today - timedelta(days=20))
    make.job(ada, title="Unknown", date_posted="recently")
    assert titles(client, postedWithin=7) == ["Fresh"]


def test_days_are_whole_and_the_last_one_is_included(client: Client, ada: User) -> None:
    for hour, day in ((0, 1), (23, 1), (0, 2), (23, 2), (0, 3)):
        make.job(
            ada, title=f"{day}-{hour}", applied_at=datetime(2026, 2, day, hour, 30, tzinfo=UTC)
        )
    make.job(ada, title="never")
    found = titles(client, appliedFrom="2026-02-01", appliedTo="2026-02-02", sort="appliedAt")
    assert found == ["1-0", "1-23", "2-0", "2-23"]


def test_days_follow_the_owners_time_zone(client: Client, ada: User) -> None:
    ada.preferences.create(key="timeZone", value='"Asia/Tokyo"')
    make.job(ada, title="Morning", applied_at=datetime(2026, 1, 31, 16, 0, tzinfo=UTC))
    make.job(ada, title="Before", applied_at=datetime(2026, 1, 31, 14, 0, tzinfo=UTC))
    assert titles(client, appliedFrom="2026-02-01", appliedTo="2026-02-01") == ["Morning"]


def test_a_timestamp_includes_its_whole_millisecond(client: Client, ada: User) -> None:
    at = datetime(2026, 2, 1, 12, 0, 0, 123_456, tzinfo=UTC)
    make.job(ada, title="Now", applied_at=at)
    assert titles(client, appliedTo="2026-02-01T12:00:00.123Z") == ["Now"]
    assert titles(client, appliedFrom="2026-02-01T12:00:00.124Z") == []


def test_deadlines_filter_by_date(client: Client, ada: User) -> None:
    make.job(ada, title="Soon", deadline_at=datetime(2026, 2, 1).date())
    make.job(ada, title="None")
    assert titles(client, deadlineFrom="2026-02-01", deadlineTo="2026-02-01") == ["Soon"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("suitabilityScore", ["Beta", "alpha", "Gamma"]),
        ("-suitabilityScore", ["alpha", "Beta", "Gamma"]),
        ("title", ["alpha", "Beta", "Gamma"]),
        ("-title", ["Gamma", "Beta", "alpha"]),
    ],
)
def test_sorting_puts_missing_values_last_both_ways(
    client: Client, ada: User, sort: str, expected: list[str]
) -> None:
    make.job(ada, title="Gamma")
    make.job(ada, title="alpha", score=90.0)
    make.job(ada, title="Beta", score=10.0)
    assert titles(client, sort=sort) == expected


@pytest.mark.parametrize(
    "sort", ["-discoveredAt", "title", "-employer", "appliedAt", "-suitabilityScore"]
)
def test_a_walk_shows_every_row_once_while_rows_come_and_go(
    client: Client, ada: User, sort: str
) -> None:
    moment = timezone.now()
    for number in range(11):
        make.job(
            ada, title=f"T{number % 3}", employer="Acme", discovered_at=moment,
            score=None if number % 2 else float(number % 4),
        )  # fmt: skip
    wanted = set(Job.objects.values_list("pk", flat=True))
    seen, path = [], f"/jobs?sort={sort}&limit=3"
    cursor = ""
    for _ in range(4):
        page = data(get(client, path + cursor))
        seen += [job["id"] for job in page["jobs"]]
        make.job(ada, title="T1", discovered_at=moment)
        cursor = f"&cursor={page['nextCursor']}"
    kept = [one for one in seen if one in {str(pk) for pk in wanted}]
    assert len(kept) == len(set(kept))
    assert data(get(client, f"/jobs?sort={sort}&limit=500"))["nextCursor"] is None


def test_a_full_walk_ends_with_every_row(client: Client, ada: User) -> None:
    make.jobs(ada, 7)
    first = data(get(client, "/jobs?limit=4&sort=title"))
    second = data(get(client, f"/jobs?limit=4&sort=title&cursor={first['nextCursor']}"))
    shown = [job["title"] for job in first["jobs"] + second["jobs"]]
    assert shown == [f"Engineer {n}" for n in range(7)]
    assert second["nextCursor"] is None
    assert second["total"] == 7


def test_a_cursor_belongs_to_its_question(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    cursor = data(get(client, "/jobs?limit=2"))["nextCursor"]
    assert data(get(client, f"/jobs?limit=1&cursor={cursor}"))["jobs"]
    error(get(client, f"/jobs?limit=2&sort=title&cursor={cursor}"), 400)
    error(get(client, f"/jobs?limit=2&status=ready&cursor={cursor}"), 400)


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("-discoveredAt", None), ("-discoveredAt", 5), ("-discoveredAt", "soon"), ("title", 5),
        ("title", "a\0"), ("title", "\ud800"), ("title", {"a": 1}), ("suitabilityScore", "high"),
        ("suitabilityScore", [1]), ("deadlineAt", "2026-01-01T00:00:00"), ("readyAt", True),
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused_like_a_broken_one(
    client: Client, ada: User, sort: str, value: object
) -> None:
    make.jobs(ada, 2, ready_at=timezone.now(), deadline_at=timezone.now().date())
    cursor = data(get(client, f"/jobs?limit=1&sort={sort}"))["nextCursor"]
    digest, _, pk = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    forged = base64.urlsafe_b64encode(json.dumps([digest, value, pk]).encode()).decode()
    error(get(client, f"/jobs?limit=1&sort={sort}&cursor={forged}"), 400)


def test_the_number_of_queries_does_not_grow(
    client: Client, ada: User, django_assert_num_queries: object
) -> None:
    make.jobs(ada, 3)
    with django_assert_num_queries(6):  # type: ignore[operator]
        get(client, "/jobs")
    make.jobs(ada, 30, status="ready")
    with django_assert_num_queries(6):  # type: ignore[operator]
        get(client, "/jobs")


def test_an_unchanged_list_is_304(client: Client, ada: User) -> None:
    make.job(ada)
    first = get(client, "/jobs")
    assert first["ETag"].startswith('W/"')
    assert first["Cache-Control"] == "private, no-cache"
    again = get(client, "/jobs", If_None_Match=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_the_revision_moves_with_every_visible_change(client: Client, ada: User) -> None:
    job = make.job(ada)
    first = fits(RevisionOut, data(get(client, "/jobs/revision")))
    assert first["total"] == 1
    assert first["latestUpdatedAt"] == data(get(client, f"/jobs/{job.pk}"))["updatedAt"]
    patch(client, f"/jobs/{job.pk}", {"title": "Another"})
    second = data(get(client, "/jobs/revision"))
    assert second["revision"] != first["revision"]
    assert data(get(client, "/jobs"))["revision"] == second["revision"]


def test_the_revision_names_its_filter_in_order(client: Client, ada: User) -> None:
    found = data(get(client, "/jobs/revision?status=skipped,ready,skipped"))
    assert found == {
        "revision": "none:0:ready,skipped",
        "latestUpdatedAt": None,
        "total": 0,
        "statusFilter": "ready,skipped",
    }


def test_the_revision_refuses_an_unknown_status(client: Client, ada: User) -> None:
    error(get(client, "/jobs/revision?status=done"), 400)


@pytest.mark.parametrize(
    "query",
    [
        "discoveredTo=9999-12-31", "deadlineTo=9999-12-31", "discoveredFrom=0001-01-01",
        "appliedTo=9999-12-31T23:59:59.999Z", "appliedFrom=0001-01-01T00:00:00%2B14:00",
    ],
)  # fmt: skip
def test_the_ends_of_the_calendar_are_no_surprise(client: Client, ada: User, query: str) -> None:
    ada.preferences.create(key="timeZone", value='"Asia/Tokyo"')
    make.job(ada)
    assert get(client, f"/jobs?{query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "part", ["discovered", "ready", "applied", "closed", "updated", "deadline"]
)
def test_each_date_has_two_ends_in_order(client: Client, ada: User, part: str) -> None:
    make.job(ada, title="None")
    query = f"{part}From=2020-01-02&{part}To=2020-01-01"
    assert f"{part}From" in error(get(client, f"/jobs?{query}"), 400)["details"]["fieldErrors"]
    assert titles(client, **{f"{part}From": "2020-01-01", f"{part}To": "2020-01-01"}) == []


def test_no_description_is_read_for_the_short_view(client: Client, ada: User) -> None:
    make.job(ada, description=ADVERT)
    with CaptureQueriesContext(connection) as found:
        get(client, "/jobs?q=engineer&sort=title")
    assert not any('"description"' in query["sql"] for query in found)


def test_filters_combine_with_and(client: Client, ada: User) -> None:
    make.job(ada, title="Both", source="indeed", score=80.0)
    make.job(ada, title="One", source="indeed", score=10.0)
    make.job(ada, title="Other", score=80.0)
    assert titles(client, source="indeed", minScore=50) == ["Both"]


def test_words_of_notes_are_found_here_too(client: Client, ada: User) -> None:
    job = make.job(ada, title="Baker")
    job.notes.create(title="Call", content="They have an oven.")
    assert titles(client, q="oven") == ["Baker"]


def test_a_second_change_within_a_millisecond_is_seen(client: Client, ada: User) -> None:
    job = make.job(ada)
    seen = set()
    for number in range(3):
        patch(client, f"/jobs/{job.pk}", {"title": f"Title {number}"})
        Job.objects.update(updated_at=datetime(2026, 1, 1, tzinfo=UTC))
        seen.add(data(get(client, "/jobs/revision"))["revision"])
    assert len(seen) == 3


def test_the_form_of_the_revision(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    patch(client, f"/jobs/{job.pk}", {"title": "Another"})
    found = data(get(client, "/jobs/revision?status=ready"))
    latest, total = found["latestUpdatedAt"], found["total"]
    assert found["revision"].startswith(f"{latest}:{total}:ready:")
