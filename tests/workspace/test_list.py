from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import PipelineRun, User
from tests import make
from tests.workspace.reading import HTMX, counts, page, rows, texts, title

pytestmark = pytest.mark.django_db


def test_jobs_begin_with_ready_unless_it_is_empty(client: Client, ada: User) -> None:
    assert client.get("/jobs").headers["Location"] == "/jobs/discovered"
    make.job(ada, status="ready")
    assert client.get("/jobs").headers["Location"] == "/jobs/ready"


@pytest.mark.parametrize(
    ("tab", "statuses"),
    [
        ("ready", {"ready"}),
        ("discovered", {"discovered", "processing"}),
        ("applied", {"applied", "in_progress"}),
        (
            "all",
            {"discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired"},
        ),
    ],
)
def test_a_tab_holds_its_own_statuses(
    client: Client, ada: User, tab: str, statuses: set[str]
) -> None:
    every = ("discovered", "processing", "ready", "applied", "in_progress", "skipped", "expired")
    for status in every:
        make.job(ada, status=status, title=status)
    assert set(rows(page(client.get(f"/jobs/{tab}")))) == statuses


def test_counts_are_exact_and_part_of_the_tab(client: Client, ada: User, ben: User) -> None:
    make.jobs(ada, 3)
    make.job(ada, status="ready")
    make.job(ben, status="ready")
    found = counts(page(client.get("/jobs/ready")))
    assert found == ["Ready 1", "Discovered 3", "Applied 0", "All 4"]


def test_the_best_fit_comes_first_and_unscored_jobs_last(client: Client, ada: User) -> None:
    for score in (40.0, None, 90.0):
        make.job(ada, title=str(score), score=score)
    assert rows(page(client.get("/jobs/discovered"))) == ["90.0", "40.0", "None"]


def test_a_row_says_its_score_in_words(client: Client, ada: User) -> None:
    make.job(ada, score=87.0, score_engine="computed", score_confidence="high")
    make.job(ada, score=None)
    found = " ".join(
        texts(page(client.get("/jobs/discovered")), "//*[@class='row']/span[@class='sr']")
    )
    assert "Score 87, strong, computed, high confidence" in found
    assert "Not scored" in found


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"last_error": {"message": "No.", "at": "2026-01-01T00:00:00Z"}}, "Failed"),
        ({"status": "ready", "pdf_inputs": "old"}, "PDF out of date"),
        ({"status": "ready", "pdf_digest": "a" * 64, "pdf_source": "uploaded"}, ""),
    ],
)
def test_a_row_carries_at_most_one_exception(
    client: Client, ada: User, fields: dict[str, Any], chip: str
) -> None:
    job = make.job(ada, **fields)
    found = texts(
        page(client.get("/jobs/all")), f"//*[@id='job-{job.pk}']//*[contains(@class, 'chip')]"
    )
    assert found == ([chip] if chip else [])


def test_a_deadline_that_comes_is_named(client: Client, ada: User) -> None:
    # The day is taken here, because a whole run may go past midnight.
    day = timezone.localdate()
    make.job(ada, deadline_at=day + timedelta(days=1))
    found = texts(page(client.get("/jobs/all")), "//*[contains(@class, 'chip')]")
    assert "Closes tomorrow" in found or day < timezone.localdate()


def test_every_page_of_a_long_list_shows_other_rows(client: Client, ada: User) -> None:
    make.jobs(ada, 120)
    seen: list[str] = []
    url = "/jobs/discovered"
    while url:
        root = page(client.get(url))
        seen += rows(root)
        url = next(iter(root.xpath("//*[@data-more]/@href")), "")
    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_the_next_rows_are_a_fragment(client: Client, ada: User) -> None:
    make.jobs(ada, 60)
    link = page(client.get("/jobs/discovered")).xpath("//*[@data-more]/@hx-get")[0]
    answer = client.get(link, headers=HTMX)
    assert len(rows(page(answer))) == 10
    assert b"<html" not in answer.content
    assert client.get(link).status_code == 302


def test_a_nonsense_cursor_starts_at_the_top(client: Client, ada: User) -> None:
    make.jobs(ada, 2)
    assert len(rows(page(client.get("/jobs/discovered?after=nonsense~x")))) == 2


def test_closed_applications_wait_behind_a_link(client: Client, ada: User) -> None:
    make.job(ada, status="applied", title="Open")
    make.job(ada, status="applied", title="Closed", closed_at=timezone.now(), outcome="rejected")
    root = page(client.get("/jobs/applied"))
    assert rows(root) == ["Open"]
    assert texts(root, "//a[starts-with(., 'Show closed')]") == ["Show closed (1)"]
    assert set(rows(page(client.get("/jobs/applied?closed=1")))) == {"Open", "Closed"}


def never_run(ada: User) -> str:
    return "discovered"


def source_failed(ada: User) -> str:
    PipelineRun.objects.create(
        owner=ada, status="failed", error_message="The board did not answer."
    )
    return "discovered"


def cleared(ada: User) -> str:
    make.job(ada, status="ready")
    return "discovered"


def nothing_ready(ada: User) -> str:
    make.job(ada)
    return "ready"


def nothing_applied(ada: User) -> str:
    make.job(ada, status="ready")
    return "applied"


def all_closed(ada: User) -> str:
    make.job(ada, status="applied", closed_at=timezone.now())
    return "applied"


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (never_run, "No jobs yet"),
        (source_failed, "The board did not answer."),
        (cleared, "1 job is Ready."),
        (nothing_ready, "No job is Ready"),
        (nothing_applied, "No application yet"),
        (all_closed, "No open applications"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(
    client: Client, ada: User, cause: Callable[[User], str], words: str
) -> None:
    root = page(client.get(f"/jobs/{cause(ada)}"))
    found = root.get_element_by_id("empty")
    assert found.get("data-cause") == cause.__name__
    assert words in found.text_content()
    assert found.xpath(".//a/@href")


def test_a_list_without_any_score_says_what_a_score_needs(client: Client, ada: User) -> None:
    make.job(ada, score=None)
    assert "Nothing here is scored yet" in client.get("/jobs/discovered").content.decode()


def test_the_first_job_is_shown_beside_the_list(client: Client, ada: User) -> None:
    make.jobs(ada, 3)
    root = page(client.get("/jobs/discovered"))
    assert title(root) == "Engineer 2"
    assert texts(root, "//*[@aria-current='true']/span[@class='row-title']") == ["Engineer 2"]
    assert not root.xpath("//*[@data-open]")


def test_the_queries_do_not_grow_with_the_rows(client: Client, ada: User) -> None:
    asked = []
    for count in (10, 10):
        make.jobs(ada, count)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/jobs/discovered")
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert asked[1] <= 22


def test_the_rows_alone_cost_few_queries(client: Client, ada: User) -> None:
    make.jobs(ada, 60)
    link = page(client.get("/jobs/discovered")).xpath("//*[@data-more]/@hx-get")[0]
    with CaptureQueriesContext(connection) as found:
        answer = client.get(link, headers=HTMX)
    assert len(found) <= 6
    assert len(answer.content) <= 60_000


def test_no_list_query_reads_the_posting(client: Client, ada: User) -> None:
    make.jobs(ada, 60)
    link = page(client.get("/jobs/discovered")).xpath("//*[@data-more]/@hx-get")[0]
    with CaptureQueriesContext(connection) as found:
        client.get(link, headers=HTMX)
    assert not any('"description"' in query["sql"] for query in found)


def test_a_full_page_of_fifty_rows_stays_small(client: Client, ada: User) -> None:
    make.jobs(ada, 60)
    answer = client.get("/jobs/discovered")
    assert len(answer.content) <= 110_000
