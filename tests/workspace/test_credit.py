"""Where a source's terms want to be named: in the row, on the pages, in every export."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from orchestrator.models import User
from orchestrator.sources.registry import SOURCES
from tests import make
from tests.workspace.reading import HTMX, page, texts

OWED = {one.id: one.attribution.text for one in SOURCES.values() if one.attribution}
URL = "https://jobs.example.org/Posting?utm_source=Feed&id=7#apply"


def test_the_sources_that_want_to_be_named() -> None:
    assert sorted(OWED) == ["adzuna", "himalayas", "jobicy", "remoteok", "remotive"]


@pytest.mark.parametrize("source", OWED)
def test_row_panel_and_brief_name_it_with_an_unchanged_link(
    client: Client, ada: User, source: str
) -> None:
    job = make.job(ada, source=source, job_url=URL)
    listed = page(client.get("/jobs/discovered"))
    (link,) = listed.xpath("//li/a[@class='row-credit']")
    assert (link.text_content(), link.get("href")) == (OWED[source], URL)
    for path in (f"/jobs/discovered/{job.pk}", f"/job/{job.pk}"):
        root = page(client.get(path, headers=HTMX))
        (link,) = root.xpath("//dl[@class='facts']//dt[.='Source']/../dd/a")
        assert (link.text_content(), link.get("href")) == (OWED[source], URL)
        assert "nofollow" not in link.get("rel")


@pytest.mark.parametrize("source", OWED)
def test_every_export_names_it(client: Client, ada: User, source: str) -> None:
    job = make.job(ada, source=source, job_url=URL)
    owed = {"text": OWED[source], "url": URL}
    assert client.get(f"/api/jobs/{job.pk}").json()["data"]["attribution"] == owed
    for view in ("list", "full"):
        (row,) = client.get(f"/api/jobs?view={view}").json()["data"]["jobs"]
        assert row["attribution"] == owed
    for path in ("/jobs/all.csv", "/api/jobs.csv"):
        sent = b"".join(client.get(path).streaming_content)  # type: ignore[attr-defined]
        (line,) = csv.DictReader(io.StringIO(sent.decode("utf-8-sig"), newline=""))
        assert (line["attribution"], line["jobUrl"]) == (OWED[source], URL)


def test_a_source_that_wants_nothing_is_named_by_its_label(client: Client, ada: User) -> None:
    job = make.job(ada, source="hn_hiring")
    root = page(client.get(f"/jobs/discovered/{job.pk}", headers=HTMX))
    assert texts(root, "//dt[.='Source']/../dd") == ["Hacker News “Who is hiring”"]
    assert page(client.get("/jobs/discovered")).xpath("//a[@class='row-credit']") == []
    assert client.get(f"/api/jobs/{job.pk}").json()["data"]["attribution"] is None


def test_filters_and_the_story_say_the_label(client: Client, ada: User) -> None:
    job = make.job(ada, source="remoteok")
    form = page(client.get("/jobs/discovered/filters"))
    assert texts(form, "//label[.//input[@name='source']]") == ["Remote OK 1"]
    chips = texts(
        page(client.get("/jobs/discovered?source=remoteok")), "//a[@class='chip removable']"
    )
    assert chips == ["Remote OK , remove"]
    assert "Added from Remote OK on" in client.get(f"/job/{job.pk}").content.decode()
