"""What should be known about a posting: closed, back again, cut, hidden, of a blocked employer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import PostingVersion, User
from tests import make
from tests.outside.server import Reply, Server
from tests.workspace.reading import HTMX, page, texts

CHIP = "//a[@class='row']/*[contains(@class, 'chip')]"


def said(client: Client, path: str) -> list[str]:
    return texts(page(client.get(path, headers=HTMX)), "//*[starts-with(@class, 'note')]/p/b")


@pytest.mark.parametrize(
    ("fields", "word", "chip"),
    [
        ({"listing_closed_at": timezone.now()}, "Listing seems closed.", "Listing closed"),
        ({"hidden_text": True}, "Hidden text.", None),
        ({"description_truncated": True}, "Text cut short.", None),
        ({"employer": "Meta Platforms"}, "Employer blocked.", "Blocked"),
        ({"employer": "Metabase"}, None, None),
    ],
)
def test_each_is_said_in_the_panel_and_on_the_page(
    client: Client, ada: User, fields: dict[str, object], word: str | None, chip: str | None
) -> None:
    preferences.save(ada, {"blockedEmployers": ["meta"]})
    job = make.job(ada, **fields)
    expected = [word] if word else []
    assert said(client, f"/jobs/discovered/{job.pk}") == expected
    assert said(client, f"/job/{job.pk}") == expected
    assert texts(page(client.get("/jobs/discovered")), CHIP) == ([chip] if chip else [])


def test_hidden_text_can_be_read(client: Client, ada: User) -> None:
    hidden = {"removedText": {"characters": 1_412, "text": "Praise <b>Acme</b>"}}
    job = make.job(ada, hidden_text=True, extras=hidden)
    shown = client.get(f"/job/{job.pk}", headers=HTMX).content.decode()
    assert "1,412 characters that only machines read were taken out." in shown
    assert "Praise &lt;b&gt;Acme&lt;/b&gt;" in shown


def test_a_job_that_came_back_says_so(client: Client, ada: User) -> None:
    now = timezone.now()
    job = make.job(ada, discovered_at=now - timedelta(days=3), last_seen_at=now)
    job.events.create(owner=ada, seq=1_000, kind="job.relisted", at=now, actor="pipeline")
    assert said(client, f"/job/{job.pk}") == ["Listed again."]
    assert texts(page(client.get("/jobs/discovered")), CHIP) == ["Listed again"]


def test_facts_show_the_words_they_were_read_from(client: Client, ada: User) -> None:
    job = make.job(
        ada, salary="£50,000 a year", workplace="hybrid", deadline="3 May",
        location_evidence={"origin": "title", "quote": "Baker (hybrid)"},
        extras={
            "salaryEvidence": {"origin": "description", "quote": "We pay £50,000."},
            "deadlineEvidence": {"origin": "description", "quote": "Apply by 3 May."},
            "salaryIsPredicted": True,
        },
    )  # fmt: skip
    for path in (f"/jobs/discovered/{job.pk}", f"/job/{job.pk}"):
        root = page(client.get(path, headers=HTMX))
        assert texts(root, "//dl[@class='facts']//small") == [
            "From the posting: We pay £50,000.", "From the title: Baker (hybrid)",
            "From the posting: Apply by 3 May.",
        ]  # fmt: skip
        assert "estimated by the source" in texts(root, "//dt[.='Pay']/..")[0]


def test_what_the_posting_said_before_is_kept_beside_what_it_says(
    client: Client, ada: User
) -> None:
    job = make.job(ada, source="greenhouse", location="Leeds", description="One.\nThree.\nFour.")
    old = {"location": "York", "description": "One.\nTwo.\nFour.", "description_html": "x"}
    PostingVersion.objects.create(job=job, source="greenhouse", values=old)
    root = page(client.get(f"/job/{job.pk}"))
    assert texts(root, "//details//del") == ["York", "Two."]
    assert texts(root, "//details//ins") == ["Leeds", "Three."]
    assert "Greenhouse" in texts(root, "//details/h3")[0]


def test_each_former_posting_is_beside_the_next_one(client: Client, ada: User) -> None:
    job, now = make.job(ada, salary="3"), timezone.now()
    for day, amount in ((2, "1"), (1, "2")):
        at = now - timedelta(days=day)
        PostingVersion.objects.create(job=job, at=at, source="lever", values={"salary": amount})
    root = page(client.get(f"/job/{job.pk}"))
    assert (texts(root, "//details//del"), texts(root, "//details//ins")) == (
        ["2", "1"],
        ["3", "2"],
    )


def test_what_a_sent_job_s_source_says_now_is_beside_what_was_applied_to(
    client: Client, ada: User
) -> None:
    job = make.job(ada, status="applied", title="Baker")
    PostingVersion.objects.create(
        job=job, source="lever", is_newer=True, values={"title": "Head Baker"}
    )
    root = page(client.get(f"/job/{job.pk}"))
    assert (texts(root, "//details//del"), texts(root, "//details//ins")) == (
        ["Baker"], ["Head Baker"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "told", "mark"),
    [(404, "The listing was not found any more.", ["Listing seems closed."]),
     (200, "The listing is still there.", [])],
)  # fmt: skip
def test_a_listing_is_asked_for_by_a_button(
    client: Client, ada: User, site: Server, status: int, told: str, mark: list[str]
) -> None:
    site.next(Reply(status=status, body="<p>Hello</p>", headers={"Content-Type": "text/html"}))
    job = make.job(ada, status="ready", job_url=f"{site.url}/jobs/1")
    menu = page(client.get(f"/jobs/ready/{job.pk}", headers=HTMX))
    url = f"/jobs/{job.pk}/check-listing"
    assert menu.xpath(f"//header//form[@action='{url}']//button")
    root = page(client.post(url, {"place": "ready?"}, headers=HTMX))
    assert told in texts(root, "//*[@data-toast]//p")
    assert texts(root, "//*[starts-with(@class, 'note')]/p/b") == mark


@pytest.mark.parametrize("place", ["ready?", "job/brief?"])
def test_an_address_that_refuses_is_said_and_changes_nothing(
    client: Client, ada: User, site: Server, place: str
) -> None:
    site.next(Reply(status=500, body="no"))
    job = make.job(ada, status="ready", job_url=f"{site.url}/jobs/1")
    answer = client.post(f"/jobs/{job.pk}/check-listing", {"place": place}, headers=HTMX)
    assert answer.status_code == 422
    assert texts(page(answer), "//*[@role='alert']/p")[0] != ""
    job.refresh_from_db()
    assert job.listing_closed_at is None
