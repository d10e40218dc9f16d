"""Rows that are one job: listed with each other, parted, joined again."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.jobs import postings
from orchestrator.models import Job, JobLink, User
from orchestrator.sources.posting import Posting
from tests.workspace.reading import HTMX, page, rows, texts


def added(ada: User, source: str) -> Job:
    posting = Posting(
        title="Head Baker", employer="Crumb", location="Bath", source=source,
        job_url=f"https://{source}.example.org/1",
    )  # fmt: skip
    return postings.add(ada, posting, actor="pipeline").job


@pytest.fixture
def pair(ada: User) -> tuple[Job, Job]:
    first, second = added(ada, "greenhouse"), added(ada, "remoteok")
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.primary_id == first.pk
    return first, second


def test_the_list_shows_one_row_for_both(client: Client, pair: tuple[Job, Job]) -> None:
    root = page(client.get("/jobs/discovered"))
    assert rows(root) == ["Head Baker"]
    assert texts(root, "//*[@class='row-elsewhere']") == ["+1 elsewhere"]


@pytest.mark.parametrize("path", ["/jobs/discovered/{}", "/job/{}"])
def test_the_primary_lists_the_other_with_its_source_and_a_way_to_part_them(
    client: Client, pair: tuple[Job, Job], path: str
) -> None:
    first, second = pair
    root = page(client.get(path.format(first.pk), headers=HTMX))
    (line,) = root.xpath("//section[@aria-labelledby='family']//li")
    said = " ".join(line.text_content().split())
    assert said == "Head Baker Crumb, Discovered via Remote OK · Unlink Head Baker"
    assert line.xpath(".//a/@href") == [f"/job/{second.pk}", second.job_url]
    assert line.xpath(".//form/@action") == [f"/jobs/{first.pk}/unlink/{second.pk}"]


def test_the_other_says_what_stands_for_it(client: Client, pair: tuple[Job, Job]) -> None:
    root = page(client.get(f"/job/{pair[1].pk}"))
    assert texts(root, "//h2[@id='family']") == ["Seen also as"]
    assert "lists show this one" in texts(root, "//section[@aria-labelledby='family']//small")[0]


def test_unlinking_parts_them_and_the_toast_takes_it_back(
    client: Client, pair: tuple[Job, Job]
) -> None:
    first, second = pair
    answer = client.post(
        f"/jobs/{first.pk}/unlink/{second.pk}", {"place": "discovered?"}, headers=HTMX
    )
    root = page(answer)
    assert "Parted from Head Baker at Crumb." in texts(root, "//*[@data-toast]//p")
    undo = root.xpath("//*[@data-toast]//form/@action")[0]
    assert rows(page(client.get("/jobs/discovered"))) == ["Head Baker"] * 2
    client.post(undo, {"place": "discovered?"}, headers=HTMX)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.primary_id, first.followers) == (first.pk, 1)
    assert JobLink.objects.get().state == "linked"
    assert JobLink.objects.get().decided_by == "user"
    kinds = [event.kind for event in second.events.order_by("-seq")[:2]]
    assert kinds == ["job.linked", "job.unlinked"]


def test_what_was_never_linked_cannot_be_joined(client: Client, ada: User) -> None:
    first, second = added(ada, "greenhouse"), added(ada, "lever")
    JobLink.objects.all().delete()
    Job.objects.update(primary=None, followers=0)
    client.post(f"/jobs/{first.pk}/relink/{second.pk}")
    assert set(Job.objects.values_list("primary", flat=True)) == {None}


@pytest.mark.parametrize("verb", ["unlink", "relink"])
def test_a_stranger_s_job_is_not_there(
    client: Client, pair: tuple[Job, Job], ben: User, verb: str
) -> None:
    theirs = added(ben, "lever")
    assert client.post(f"/jobs/{pair[0].pk}/{verb}/{theirs.pk}").status_code == 404
    assert client.post(f"/jobs/{theirs.pk}/{verb}/{pair[0].pk}").status_code == 404


def test_a_page_of_the_own_job_stays_there(client: Client, pair: tuple[Job, Job]) -> None:
    first, second = pair
    answer = client.post(f"/jobs/{second.pk}/unlink/{first.pk}", {"place": "job/brief?"})
    assert answer["Location"] == f"/job/{second.pk}"
    second.refresh_from_db()
    assert second.primary_id is None
