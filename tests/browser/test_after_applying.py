"""From an application to its end: mails dropped on the inbox, what they move, what is kept, what
the board and the overview say. With a worker beside, as on a laptop without any account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orchestrator.models import InboundMessage, Interview, Job, StageEvent, User
from orchestrator.tracking import packets
from tests import make
from tests.browser.conftest import PHONE, Opener, ready
from tests.work import working

INVITED = "We would like to invite you to a technical interview with two of our engineers."
REFUSED = "After careful consideration we have decided not to move forward with your application."


@pytest.fixture
def job(ada: User) -> Iterator[Job]:
    make.heartbeat()
    make.resume(ada)
    with working():
        yield ready(
            ada, title="Platform Engineer", employer="Northwind", score=81.0,
            score_engine="computed", employer_url="https://northwind.example/jobs",
        )  # fmt: skip


def mail(subject: str, words: str, *, number: int, calendar: str = "") -> bytes:
    found = EmailMessage()
    found["From"] = "Talent Team <talent@northwind.example>"
    found["To"] = "ada@mail.example"
    found["Subject"] = subject
    found["Date"] = format_datetime(timezone.now() + timedelta(minutes=number))
    found["Message-ID"] = f"<{number}@northwind.example>"
    found.set_content(f"Dear Ada,\n\n{words}\n\nKind regards\nTalent Team, Northwind\n")
    if calendar:
        found.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    return found.as_bytes()


def invitation() -> str:
    at = timezone.now() + timedelta(days=4)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//northwind//EN", "METHOD:REQUEST",
        "BEGIN:VEVENT", "UID:interview-1@northwind.example", "SEQUENCE:0",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}", f"DTSTART:{at:%Y%m%dT130000Z}", "DURATION:PT45M",
        "SUMMARY:Technical interview", "LOCATION:https://meet.google.com/abc-defg-hij",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    return "\r\n".join(lines)


def drop(page: Page, *mails: bytes) -> None:
    page.goto(page.url.partition("/tracking-inbox")[0].rstrip("/") + "/tracking-inbox")
    page.locator("#bring-files input[type=file]").set_input_files(
        [
            {"name": f"{number}.eml", "mimeType": "message/rfc822", "buffer": content}
            for number, content in enumerate(mails)
        ]
    )
    page.locator("#bring-files").get_by_role("button", name="Upload").click()


def until(page: Page, *, linked: int) -> None:
    """The worker has linked so many."""
    page.wait_for_function("() => document.readyState === 'complete'")
    rows = InboundMessage.objects.filter(status="auto_linked")
    for _ in range(100):
        if rows.count() == linked:
            return
        page.wait_for_timeout(100)
    raise AssertionError(list(InboundMessage.objects.values("status", "reason", "confidence")))


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_an_application_is_followed_to_its_end_without_an_account(
    opened: Opener, job: Job, size: dict[str, int] | None
) -> None:
    page = opened(f"/job/{job.pk}", **({"viewport": size} if size else {}))
    origin = page.url.partition("/job/")[0]
    page.locator(f"form[action='/jobs/{job.pk}/apply'] button").first.click()
    expect(page.locator(".toast").first).to_contain_text("Marked applied")
    page.goto(f"{origin}/job/{job.pk}/packet")
    expect(page.get_by_role("heading", name="As sent", exact=True)).to_be_visible()
    seal = packets.latest(job).seal

    page.goto(f"{origin}/tracking-inbox")
    invited = mail("Interview: Platform Engineer", INVITED, number=1, calendar=invitation())
    drop(page, invited)
    until(page, linked=1)
    assert StageEvent.objects.get(source="mail").to_stage == "technical_interview"
    assert Interview.objects.get(job=job).minutes == 45

    page.goto(f"{origin}/applications/in-progress")
    expect(page.get_by_text("Interview").first).to_be_visible()
    page.goto(f"{origin}/tracking-inbox/linked")
    expect(page.locator("mark").first).to_contain_text("invite you to a technical interview")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.locator("#inbox-nav")).to_contain_text("Needs review 1")
    assert Job.objects.get(pk=job.pk).status == "applied"
    assert not Interview.objects.filter(job=job, removed_at=None).exists()

    page.goto(f"{origin}/tracking-inbox")
    shown = page.locator("article[id^='mail-'], li[id^='mail-']").first
    shown.get_by_role("button", name=re.compile("^Approve")).first.click()
    expect(page.locator(".toast").first).to_contain_text("Technical interview")
    assert Interview.objects.filter(job=job, removed_at=None).count() == 1

    page.goto(f"{origin}/tracking-inbox")
    drop(page, invited, mail("Your application", REFUSED, number=2))
    until(page, linked=1)
    job.refresh_from_db()
    assert (job.status, job.outcome) == ("in_progress", "rejected")
    assert InboundMessage.objects.count() == 2
    assert packets.latest(job).seal == seal

    page.goto(f"{origin}/overview?duration=7")
    expect(page.locator("#response_rate")).to_contain_text("1 of 1")
    page.goto(f"{origin}/job/{job.pk}/emails")
    expect(page.get_by_text("Your application").first).to_be_visible()
