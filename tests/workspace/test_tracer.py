"""The pages about printed links, and what strangers are shown of a home without sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.models import Job, User
from pdfs.models import TracerLink
from pdfs.tracer import links
from tests import make

pytestmark = pytest.mark.django_db

BASE = "https://jobs.example.org"
TARGET = "https://ada.example.org/work"


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, status="ready", title="Cook", employer="Inn")


@pytest.fixture
def link(job: Job) -> TracerLink:
    links.for_job(job, [TARGET], base=BASE)
    return TracerLink.objects.get()


def page(client: Client, path: str = "/tracer-links") -> str:
    return client.get(path).content.decode()


def test_without_a_public_address_it_says_what_to_set(client: Client, ada: User) -> None:
    assert "JOBOPS_PUBLIC_BASE_URL" in page(client)
    assert "No link was printed yet" in page(client)


def test_it_shows_people_and_programs_apart(client: Client, link: TracerLink) -> None:
    TracerLink.objects.update(people=3, automatic=4)
    said = page(client)
    assert "Opened 3 times, automatic 4" in said
    assert TARGET in said
    # Of the last week nothing is known.
    assert "Opened 0 times, automatic 0" in page(client, "/tracer-links?days=7")


def test_the_file_holds_the_same(client: Client, link: TracerLink) -> None:
    TracerLink.objects.update(people=3)
    answer = client.get("/tracer-links/file")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("title,employer,target,people")
    assert lines[1] == f"Cook,Inn,{TARGET},3,0,,"


def test_ending_asks_first(client: Client, link: TracerLink) -> None:
    address = f"/tracer-links/{link.pk}/end"
    assert "cannot be undone" in client.post(address).content.decode()
    assert TracerLink.objects.get().ended_at is None
    assert client.post(address, {"sure": "yes"}).status_code == 303
    assert TracerLink.objects.get().ended_at is not None
    assert "Ended" in page(client)


def test_it_is_switched_on_only_where_links_can_be_opened(
    client: Client, job: Job, settings: Any
) -> None:
    path = f"/job/{job.pk}/tracer"
    said = client.post(path, {"on": "yes"}, follow=True).content.decode()
    assert "set JOBOPS_PUBLIC_BASE_URL first" in said
    assert not Job.objects.get().tracer_links
    settings.PUBLIC_BASE_URL = BASE
    make.reached(BASE)
    said = client.post(path, {"on": "yes"}, follow=True).content.decode()
    assert Job.objects.get().tracer_links
    assert "Switch it off" in said
    client.post(path)
    assert not Job.objects.get().tracer_links


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 404), ("/jobs/ready", 404), ("/api/jobs", 404), ("/sign-in", 404), ("/admin/", 404),
     ("/health", 200), ("/cv/aaaaaaaaaaaaaaaa", 404)],
)  # fmt: skip
def test_a_stranger_is_shown_nothing_of_a_home_without_sign_in(
    link: TracerLink, settings: Any, path: str, status: int
) -> None:
    settings.PUBLIC_BASE_URL, settings.STRANGERS_HOST = BASE, "jobs.example.org"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "jobs.example.org"]
    stranger = Client(headers={"host": "jobs.example.org:443"})
    assert stranger.get(path).status_code == status
    assert stranger.get(f"/cv/{link.token}").status_code == 302
