"""Import by the address of a known board: its own interface is asked before its page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.jobs import fetching
from orchestrator.jobs.fetching import Fetched, FetchProblem
from orchestrator.models import Job, User
from tests.jobs.pages import POSTING
from tests.jobs.pages import page as posting_page
from tests.outside.boards import Boards, Fault, half, status
from tests.workspace.test_imports import alerts, origins, save

pytestmark = pytest.mark.django_db
URL = "https://job-boards.eu.greenhouse.io/fjord/jobs/4012345101?utm_source=x"


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which pages were asked for; the web beyond the boards shows one posting everywhere."""
    asked: list[str] = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        return Fetched(posting_page(POSTING).encode(), "utf-8", url)

    monkeypatch.setattr(fetching, "fetch", fetch)
    return asked


def bring(client: Client, url: str = URL) -> Any:
    return client.post("/import/url", {"url": url})


def test_a_boards_posting_is_reviewed_with_what_its_interface_says(
    client: Client, ada: User, boards: Boards, pages: list[str]
) -> None:
    review = bring(client)

    read = origins(review)
    assert {read[name] for name in ("title", "employer", "location", "salary")} == {"page data"}
    assert (read["job_url"], pages) == ("you", [])
    assert [seen.path for seen in boards.seen] == [
        "/boards-api.greenhouse.io/v1/boards/fjord/jobs/4012345101"
    ]
    assert not Job.objects.exists()


def test_what_was_reviewed_is_kept_under_the_boards_own_number(
    client: Client, ada: User, boards: Boards
) -> None:
    save(client, bring(client))

    job = Job.objects.get()
    assert (job.source, job.source_job_id) == ("greenhouse", "fjord/4012345101")
    assert (job.title, job.employer, job.job_url) == ("Backend Engineer", "Fjord Systems", URL)
    assert (job.location, job.job_function) == ("Oslo, Norway; Bergen", "Engineering, Platform")
    assert (job.salary_min, job.salary_max, job.salary_currency) == (650_000, 900_000, "NOK")
    assert job.salary == "650,000–900,000 NOK per year"
    assert job.description == "Build & run the ledger."
    assert job.extras["requisition"] == "77"


def test_the_same_posting_by_another_form_of_its_address_is_the_same_job(
    client: Client, ada: User, boards: Boards
) -> None:
    save(client, bring(client))
    other = "https://boards.greenhouse.io/embed/job_app?for=fjord&token=4012345101"
    save(client, bring(client, other), then="update")

    assert Job.objects.count() == 1


def test_with_another_address_it_is_no_longer_the_boards(
    client: Client, ada: User, boards: Boards
) -> None:
    save(client, bring(client), job_url="https://fjord.example/jobs/1")

    job = Job.objects.get()
    assert (job.source, job.source_job_id) == ("manual", None)


@pytest.mark.parametrize("fault", [status(404), status(500), half()], ids=["gone", "down", "half"])
def test_when_the_board_does_not_answer_its_page_is_read(
    client: Client, ada: User, boards: Boards, pages: list[str], fault: Fault
) -> None:
    boards.fault("greenhouse", fault)
    review = bring(client)

    assert pages == [URL]
    assert origins(review)["title"] == "page data"


def test_any_other_address_asks_no_board(
    client: Client, ada: User, boards: Boards, pages: list[str]
) -> None:
    bring(client, "https://job-boards.greenhouse.io/fjord")
    bring(client, "https://fjord.example/jobs/1")

    assert boards.seen == []
    assert len(pages) == 2


def test_a_posting_that_is_neither_on_its_board_nor_on_a_page_says_so(
    client: Client, ada: User, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(url: str) -> Fetched:
        raise FetchProblem("not_found", upstreamStatus=404)

    monkeypatch.setattr(fetching, "fetch", gone)
    boards.fault("greenhouse", status(404))
    review = bring(client)

    assert review.status_code == 422
    assert "no page at this address" in alerts(review)
