"""Earlier states of a job's texts: listed, compared with now, brought back."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import Job, User
from orchestrator.pipeline import edits
from tailoring import versions
from tailoring.models import Tailoring
from tests import make
from tests.workspace.reading import page, texts
from tests.workspace.test_tailor import HTMX, address, after, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    return edits.save(make.job(ada), {"tailored_headline": "First"}, actor="user")


@pytest.fixture
def version(job: Job) -> Tailoring:
    kept = versions.snapshot(job, actor="user", what="Written by hand")
    edits.save(job, {"tailored_headline": "Second one"}, actor="user")
    versions.snapshot(after(job), actor="worker", what="Drafted")
    return kept


def test_versions_are_listed_newest_first(client: Client, job: Job, version: Tailoring) -> None:
    root = page(client.get(address(job)))
    listed = texts(root, "//section[@id='versions']//*[@class='document-name']")
    assert listed == ["2. Drafted", "1. Written by hand"]


def test_a_version_is_shown_beside_now(client: Client, job: Job, version: Tailoring) -> None:
    root = page(client.get(f"/job/{job.pk}/tailoring/{version.pk}"))
    assert "First" in root.xpath("//del")[0].text_content()
    assert "Second one" in root.xpath("//ins")[0].text_content()


def test_restoring_keeps_what_stood_there(client: Client, job: Job, version: Tailoring) -> None:
    data = typed(client, job, headline="Typed since")
    answer = client.post(f"/jobs/{job.pk}/versions/{version.pk}/restore", data, **HTMX)
    assert "Version 1 is back" in answer.content.decode()
    assert after(job).tailored_headline == "First"
    assert "Typed since" in [one.headline for one in versions.of(job)]


def test_the_page_of_a_version_restores_it_without_scripts(
    client: Client, job: Job, version: Tailoring
) -> None:
    place = {"place": "job/tailoring?"}
    answer = client.post(f"/jobs/{job.pk}/versions/{version.pk}/restore", place)
    assert answer["Location"] == f"/job/{job.pk}/tailoring#review"
    assert after(job).tailored_headline == "First"


def test_a_version_of_another_job_is_not_there(
    client: Client, job: Job, version: Tailoring, ada: User
) -> None:
    other = make.job(ada)
    assert client.get(f"/job/{other.pk}/tailoring/{version.pk}").status_code == 404
    answer = client.post(f"/jobs/{other.pk}/versions/{version.pk}/restore", {"place": ""})
    assert answer.status_code == 404
