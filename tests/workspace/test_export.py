"""A list as a file: what is on screen, safe in a spreadsheet, read back by our own import."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator.jobs import files_in
from orchestrator.jobs.csv_out import cell
from orchestrator.models import User
from orchestrator.sources.posting import Posting
from tests import make

pytestmark = pytest.mark.django_db


def table(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_holds_what_the_list_shows(client: Client, ada: User, ben: User) -> None:
    make.job(ada, title="b", workplace="remote")
    make.job(ada, title="a", workplace="remote")
    make.job(ada, title="c")
    make.job(ben, title="theirs", workplace="remote")
    found = table(client, "/jobs/discovered.csv?workplace=remote&sort=title-asc&page=3")
    assert [row["title"] for row in found] == ["a", "b"]


def test_the_answer_is_a_utf8_attachment(client: Client, ada: User) -> None:
    answer = client.get("/jobs/ready.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="jobs-ready-')
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbftitle,employer,jobUrl,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_a_formula(client: Client, ada: User, start: str) -> None:
    make.job(ada, title=f"{start}SUM(A1)", description=f"{start}cmd|' /C calc'!A0")
    (row,) = table(client, "/jobs/all.csv")
    assert row["title"] == f"'{start}SUM(A1)"
    assert row["jobDescription"].startswith(f"'{start}cmd")


def test_values_are_plain() -> None:
    assert [cell(value) for value in (None, True, 60000.0, 81.5, 1e7)] == [
        "", "true", "60000", "81.5", "10000000.0",
    ]  # fmt: skip


def test_our_own_import_reads_it_back(client: Client, ada: User) -> None:
    job = make.job(
        ada, title="=Engineer, “Senior”", employer="Zoë\nCo", source="indeed", source_job_id="-7",
        location="Zürich", salary="£60k", salary_min=60_000.0, salary_max=70_000.5,
        salary_currency="GBP", salary_interval="yearly", job_type="fulltime", is_remote=True,
        deadline="2026-12-01", description='Line one\n\n- "two"; <b>three</b>', score=81.5,
    )  # fmt: skip
    answer = client.get("/jobs/all.csv")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    (posting,) = files_in.read(io.BytesIO(content)).records
    assert isinstance(posting, Posting)
    for name in (
        "title", "job_url", "source", "source_job_id", "location", "salary", "salary_min",
        "salary_max", "salary_currency", "salary_interval", "job_type", "is_remote", "deadline",
        "description",
    ):  # fmt: skip
        assert getattr(posting, name) == getattr(job, name), name


def test_a_long_file_costs_as_many_queries_as_a_short_one(client: Client, ada: User) -> None:
    asked = []
    for count in (5, 20):
        make.jobs(ada, count)
        with CaptureQueriesContext(connection) as found:
            table(client, "/jobs/discovered.csv")
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_the_api_exports_under_its_own_filters(client: Client, ada: User) -> None:
    make.job(ada, title="b", score=80.0)
    make.job(ada, title="a", score=90.0)
    make.job(ada, title="c")
    found = table(client, "/api/jobs.csv?minScore=50&sort=title")
    assert [row["title"] for row in found] == ["a", "b"]
    assert client.get("/api/jobs.csv?minScore=x").status_code == 400
