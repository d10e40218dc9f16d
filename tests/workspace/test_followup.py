from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement

from orchestrator.models import FollowUp, Job, StageEvent, User
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BOARD = "/applications/in-progress"


def silent(owner: User, days: float) -> Job:
    at = NOW - timedelta(days=days)
    job = make.job(owner, status="applied", applied_at=at)
    StageEvent.objects.create(job=job, round=1, to_stage="applied", occurred_at=at)
    return job


def offered(root: HtmlElement) -> list[str]:
    return texts(root, "//*[@id='follow-up']/p")


@pytest.mark.parametrize("address", ["/jobs/applied/{job}", "/job/{job}", "/job/{job}/notes"])
def test_a_silence_is_told_in_the_panel_and_on_the_page(
    client: Client, ada: User, address: str
) -> None:
    job = silent(ada, 13.5)
    assert offered(page(client.get(address.format(job=job.pk)))) == [
        "Write again? Silent 13 days, longer than 10 (default: too little data, n = 0)."
    ]
    fresh = silent(ada, 2)
    assert offered(page(client.get(address.format(job=fresh.pk)))) == []


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("3", "Snoozed for 3 days: Backend Engineer."),
        ("7", "Snoozed for 7 days: Backend Engineer."),
        ("14", "Snoozed for 14 days: Backend Engineer."),
        ("dismiss", "Dismissed: Backend Engineer."),
        ("todo", "To-do for tomorrow: Backend Engineer."),
    ],
)
def test_each_answer_silences_it_and_can_be_undone(
    client: Client, ada: User, do: str, said: str
) -> None:
    job = silent(ada, 13.5)
    root = page(client.post(f"/job/{job.pk}/follow-up", {"do": do}, headers=HTMX))
    assert said in "".join(texts(root, "//*[@id='toasts']"))
    assert offered(root) == []
    (undo,) = root.xpath("//*[@id='toasts']//form/@action")
    assert len(offered(page(client.post(undo, headers=HTMX)))) == 1
    assert not FollowUp.objects.exists()


def test_a_long_silence_offers_to_close_and_undo_opens_it_again(client: Client, ada: User) -> None:
    job = silent(ada, 50)
    root = page(client.get(f"/jobs/applied/{job.pk}"))
    assert "Close: no response" in "".join(texts(root, "//*[@id='follow-up']"))
    root = page(client.post(f"/job/{job.pk}/follow-up", {"do": "close"}, headers=HTMX))
    job.refresh_from_db()
    assert job.outcome == "no_response"
    (undo,) = root.xpath("//*[@id='toasts']//form/@action")
    client.post(undo)
    job.refresh_from_db()
    assert (job.outcome, job.closed_at) == (None, None)


def test_closing_what_is_not_silent_any_more_is_refused(client: Client, ada: User) -> None:
    job = silent(ada, 3)
    answer = client.post(f"/job/{job.pk}/follow-up", {"do": "close"}, headers=HTMX)
    assert answer.status_code == 409
    assert job.stages.count() == 1


def test_an_answer_from_the_board_leads_back_there_as_does_its_undo(
    client: Client, ada: User
) -> None:
    job = silent(ada, 13.5)
    forms = page(client.get(f"{BOARD}?sort=title")).xpath("//*[@class='due']//form/@action")
    action = next(one for one in forms if "/follow-up" in one)
    assert client.post(action, {"do": "dismiss"})["Location"] == f"{BOARD}?sort=title"
    (undo,) = page(client.get(f"{BOARD}?sort=title")).xpath("//*[@class='toast']//form/@action")
    assert undo.startswith(f"/job/{job.pk}/undo/follow-up?back=")
    assert client.post(undo)["Location"] == f"{BOARD}?sort=title"
    assert not FollowUp.objects.exists()


def test_a_draft_opens_in_the_ghostwriter(client: Client, ada: User) -> None:
    job = silent(ada, 13.5)
    root = page(client.get(f"/jobs/applied/{job.pk}"))
    (action,) = root.xpath("//*[@id='follow-up']//form[.//*[@value='follow_up']]/@action")
    make.resume(ada)
    make.heartbeat()
    answer = client.post(action, {"draft": "follow_up"})
    assert answer["Location"].startswith(f"/job/{job.pk}/ghostwriter")


def test_today_says_what_is_silent_and_is_quiet_otherwise(client: Client, ada: User) -> None:
    assert texts(page(client.get("/today")), "//h2[@id='part-silences']") == []
    silent(ada, 20)
    silent(ada, 21)
    root = page(client.get("/today"))
    assert texts(root, "//h2[@id='part-silences']") == ["Follow-ups 2"]
