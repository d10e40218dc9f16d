"""Interviews on the job's pages: the form, the sheet to prepare with, how it went, and the way
back.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import Contact, InboundMessage, Interview, Job, User
from orchestrator.tracking import interviews, stages
from orchestrator.workspace import interview_sheet, story
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
NINE = datetime(2127, 3, 3, 9, tzinfo=UTC)
FORM = {"kind": "panel", "date": "2127-03-03", "time": "10:00", "minutes": "45",
        "zone": "Europe/Berlin"}  # fmt: skip


@pytest.fixture
def job(ada: User) -> Job:
    preferences.save(ada, {"timeZone": "Europe/Berlin"})
    make.resume(ada)
    return stages.apply(make.job(ada, status="ready"), actor="user")


@pytest.fixture
def row(job: Job) -> Interview:
    return add(job)


def add(job: Job, at: datetime = NINE, **fields: Any) -> Interview:
    given = {"kind": "technical", "zone": "Europe/Berlin", **fields}
    return interviews.add(job, scheduled_at=at, actor="user", **given)


def url(row: Interview, verb: str = "") -> str:
    return f"/job/{row.job_id}/interviews/{row.pk}" + (f"/{verb}" if verb else "")


def said(response: Any) -> str:
    return " ".join(texts(page(response), "//main"))


def toast(client: Client, response: Any) -> tuple[str, list[str]]:
    """What is said after a redirect, and where Undo leads."""
    found = page(client.get(response["Location"]))
    return " ".join(texts(found, "//*[@data-toast]/p")), [
        one.get("action") for one in found.xpath("//*[@data-toast]//form")
    ]


def test_a_form_adds_one_and_leads_to_its_page(client: Client, job: Job) -> None:
    assert client.get(f"/job/{job.pk}/interviews/new").status_code == 200
    given = {**FORM, "link": "https://meet.example/1", "people": "Ada", "notes": "Ask"}
    answer = client.post(f"/job/{job.pk}/interviews/new", given)
    made = job.interviews.get()
    assert answer["Location"] == url(made)
    assert (made.scheduled_at, made.minutes, made.kind) == (NINE, 45, "panel")
    assert (made.link, made.people, made.notes) == ("https://meet.example/1", "Ada", "Ask")
    words, undo = toast(client, answer)
    assert (words, undo) == (
        "Interview added.",
        [f"/job/{job.pk}/undo/interview/{made.pk}/take-back"],
    )


def test_a_day_without_an_hour_is_the_whole_day(client: Client, job: Job) -> None:
    client.post(f"/job/{job.pk}/interviews/new", {**FORM, "time": "", "minutes": ""})
    made = job.interviews.get()
    assert (made.is_all_day, made.minutes) == (True, 1_440)
    assert made.scheduled_at == datetime(2127, 3, 2, 23, tzinfo=UTC)
    assert "Mon 3 Mar 2127" in said(client.get(url(made)))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("date", "", "Give the day."), ("date", "soon", "Give a day."),
     ("time", "25:00", "Give an hour"),
     ("minutes", "4", "greater than or equal to 5"), ("minutes", "1441", "less than or equal"),
     ("zone", "Mars/Olympus", "Give a time zone"), ("zone", "../etc/passwd", "Give a time zone"),
     ("zone", "Europe", "Give a time zone"), ("zone", "", "Name a time zone."),
     ("kind", "chat", "Select a valid choice"), ("link", "javascript:alert(1)", "http"),
     ("date", "0001-01-01", "1970"), ("location", "x" * 501, "500")],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field(
    client: Client, job: Job, field: str, value: str, words: str
) -> None:
    answer = client.post(f"/job/{job.pk}/interviews/new", {**FORM, "notes": "Kept", field: value})
    assert answer.status_code == 422
    found = page(answer)
    assert words in " ".join(texts(found, f"//*[@id='interview_{field}_error']"))
    assert texts(found, "//textarea[@name='notes']") == ["Kept"]
    assert not job.interviews.exists()


def test_a_change_keeps_what_was_not_touched(client: Client, job: Job) -> None:
    exact = NINE + timedelta(seconds=30)
    row = add(job, exact, outcome="pass")
    found = page(client.get(url(row, "edit")))
    typed = {one.get("name"): one.get("value", "") for one in found.xpath("//main//input[@name]")}
    assert (typed["date"], typed["time"], typed["zone"]) == ("2127-03-03", "10:00", "Europe/Berlin")
    given = {**FORM, "time": "10:00", "minutes": "60", "kind": "final", "notes": "New"}
    assert client.post(url(row, "edit"), given)["Location"] == url(row)
    row.refresh_from_db()
    assert (row.kind, row.notes, row.outcome) == ("final", "New", "pass")


def test_the_sheet_holds_what_helps_to_prepare(client: Client, ada: User, job: Job) -> None:
    message = InboundMessage.objects.create(
        owner=ada, provider="imap", key="1", received_at=timezone.now(), job=job,
        subject="Your interview", sender_name="Grace",
    )  # fmt: skip
    row = add(job, location="Room 5", link="https://meet.example/1", people="Ada\nGrace",
              notes="Ask about on-call", message=message)  # fmt: skip
    Interview.objects.filter(pk=row.pk).update(remark="It repeats; only the first date is here.")
    Contact.objects.create(job=job, name="Mx Lee", role="Recruiter", address="lee@acme.example")
    words = said(client.get(url(row)))
    for wanted in ("Mon 3 Mar 2127, 10:00 to 11:00", "Room 5", "AdaGrace", "Ask about on-call",
                   "Your interview", "It repeats", "Mx Lee", "lee@acme.example", "Questions",
                   "The packet as it went out"):  # fmt: skip
        assert wanted in words
    found = page(client.get(url(row)))
    (link,) = found.xpath("//a[@href='https://meet.example/1']")
    assert link.get("rel") == "noopener noreferrer nofollow"
    assert found.xpath("//section[@aria-labelledby='questions']//h3")


def test_another_clock_is_shown_beside_the_owners(client: Client, job: Job) -> None:
    row = add(job, zone="America/New_York")
    assert "04:00 in America/New_York" in said(client.get(url(row)))
    assert " in Europe/Berlin" not in said(client.get(url(add(job, NINE + timedelta(days=1)))))


def test_overlaps_are_pointed_out(client: Client, ada: User, job: Job, row: Interview) -> None:
    other = add(make.job(ada, status="applied", title="Cook", employer="Inn"))
    assert "At the same time: Cook at Inn" in said(client.get(url(row)))
    assert "Overlaps" in said(client.get(f"/job/{job.pk}/timeline"))
    interviews.change(other, {"outcome": "cancelled"}, actor="user")
    assert "At the same time" not in said(client.get(url(row)))


def test_how_it_went_is_said_and_taken_back(client: Client, job: Job, row: Interview) -> None:
    place = {"place": "job/timeline?"}
    answer = client.post(url(row, "pass"), place)
    assert answer["Location"] == url(row)
    words, (undo,) = toast(client, answer)
    assert words == "Technical interview: passed."
    assert Interview.objects.get(pk=row.pk).outcome == "pass"
    assert Job.objects.get(pk=job.pk).status == "applied"
    offer = story.last_offer(job.owner)
    assert offer is not None
    assert offer.url == undo
    assert client.post(undo, place)["Location"] == url(row)
    assert Interview.objects.get(pk=row.pk).outcome == "pending"


def test_one_is_deleted_and_brought_back(client: Client, job: Job, row: Interview) -> None:
    answer = client.post(url(row, "remove"), {"place": "job/timeline?"})
    assert answer["Location"] == f"/job/{job.pk}/timeline"
    _, (undo,) = toast(client, answer)
    assert client.get(url(row)).status_code == 404
    client.post(undo, {"place": "job/timeline?"})
    assert client.get(url(row)).status_code == 200


def test_the_last_change_is_offered_to_be_taken_back(client: Client, job: Job) -> None:
    row = add(job)
    offer = story.last_offer(job.owner)
    assert offer is not None
    assert offer.label == "Interview added"
    assert client.post(offer.url).status_code == 303
    assert not interviews.of(job).exists()
    assert Interview.objects.filter(pk=row.pk).exists()


def test_the_timeline_shows_it_where_it_takes_place(client: Client, job: Job) -> None:
    row = add(job, location="Room 5")
    found = page(client.get(f"/job/{job.pk}/timeline"))
    lines = texts(found, "//ol[@class='events']/li")
    assert "Technical interview" in lines[0]
    assert "Room 5" in lines[0]
    assert found.xpath(f"//ol[@class='events']//a[@href='{url(row)}']")
    assert any(
        "Interview added: Technical interview, Mon 3 Mar 2127, 10:00" in one for one in lines
    )


def test_a_deleted_one_can_come_back_from_the_timeline(client: Client, job: Job) -> None:
    row = add(job)
    interviews.remove(row, actor="user")
    found = page(client.get(f"/job/{job.pk}/timeline"))
    assert found.xpath(f"//button[@formaction='/job/{job.pk}/undo/interview/{row.pk}/restore']")


def test_the_panel_and_the_side_show_what_is_next(client: Client, job: Job, row: Interview) -> None:
    for address in (f"/jobs/applied/{job.pk}", f"/job/{job.pk}"):
        found = page(client.get(address))
        assert found.xpath(f"//a[@href='{url(row)}']")
    interviews.change(row, {"outcome": "pass"}, actor="user")
    assert not page(client.get(f"/job/{job.pk}")).xpath(f"//a[@href='{url(row)}']")


def test_one_that_is_over_asks_how_it_went(client: Client, job: Job) -> None:
    row = add(job, timezone.now() - timedelta(days=1))
    assert "It is over: say how it went." in said(client.get(url(row)))
    assert "How did it go?" in said(client.get(f"/job/{job.pk}"))


def test_the_form_swaps_without_a_whole_page(client: Client, job: Job) -> None:
    answer = client.post(f"/job/{job.pk}/interviews/new", {**FORM, "zone": "x"}, headers=HTMX)
    assert answer.status_code == 422
    assert b"<html" not in answer.content


def test_a_hostile_interview_is_shown_as_text(client: Client, job: Job) -> None:
    evil = "<script>alert(1)</script>"
    row = add(job, location=evil, people=evil, notes=evil)
    content = client.get(url(row)).content.decode()
    assert "<script>alert" not in content
    assert content.count("&lt;script&gt;alert(1)") >= 3


def test_a_job_without_anything_has_a_sheet(client: Client, ada: User) -> None:
    row = add(make.job(ada, description=""))
    words = said(client.get(url(row)))
    assert "Nothing is on record" in words
    assert "None yet." in words


@pytest.mark.parametrize("room", ["", "edit", "pass", "remove", "restore"])
def test_anothers_interview_is_not_there(
    client: Client, ada: User, ben: User, job: Job, room: str
) -> None:
    his = add(make.job(ben, status="applied"))
    mine = add(make.job(ada))
    for address in (url(his, room), f"/job/{job.pk}/interviews/{mine.pk}/{room}".rstrip("/")):
        answer = client.get(address) if room in ("", "edit") else client.post(address)
        assert answer.status_code == 404


def test_a_sheet_takes_few_queries(
    job: Job, row: Interview, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        interview_sheet.sheet(job, row)
