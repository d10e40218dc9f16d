"""Mails are reviewed by keys at the desk, by touch on a phone and without a script. Each starts a
browser page.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator import bells
from orchestrator.models import InboundMessage, Job, User
from orchestrator.tracking import stages
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit

HOME = "/tracking-inbox"
SMALL = {"width": 390, "height": 844}


@pytest.fixture
def sent(ada: User) -> Job:
    return make.job(ada, status="applied", title="Baker", employer="Crumb")


@pytest.fixture
def three(ada: User, sent: Job) -> list[InboundMessage]:
    """Newest first; the last one is about no application."""
    return [
        make.mail(ada, suggested=sent, subject="Come and see us"),
        make.mail(ada, suggested=sent, subject="A test for you", stage_target="assessment"),
        make.mail(ada, subject="Something else", confidence=30),
    ]


def at(page: Page, mail: InboundMessage) -> Any:
    return page.locator(f"#mail-{mail.pk}")


def state(mail: InboundMessage) -> str:
    return InboundMessage.objects.get(pk=mail.pk).status


def test_mails_are_reviewed_by_keys_alone(
    opened: Opener, sent: Job, three: list[InboundMessage]
) -> None:
    first, second, orphan = three
    page = opened(HOME)
    hit(page, "j")
    expect(at(page, first)).to_be_focused()
    hit(page, "t")
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    at(page, first).focus()
    hit(page, "y")
    expect(page.locator(".toast").first).to_contain_text("Linked to Baker at Crumb: Offer.")
    expect(at(page, second)).to_be_focused()
    expect(page.locator("#inbox-nav")).to_contain_text("Needs review 2")
    hit(page, "i")
    expect(at(page, orphan)).to_be_focused()
    hit(page, "y")
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_role("alert").first).to_contain_text("Choose the job")
    assert [state(mail) for mail in three] == ["manual_linked", "ignored", "pending_user"]
    hit(page, "u")
    expect(at(page, second)).to_be_visible()
    assert state(second) == "pending_user"


def test_the_job_of_an_orphan_is_found_by_keys(
    opened: Opener, ada: User, sent: Job, three: list[InboundMessage]
) -> None:
    *_, orphan = three
    page = opened(HOME)
    at(page, orphan).focus()
    hit(page, "m")
    hit(page, "m")
    expect(at(page, orphan).get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("bak")
    expect(at(page, orphan).get_by_role("radio")).to_have_count(1)
    at(page, orphan).get_by_role("radio").focus()
    hit(page, "Space")
    at(page, orphan).focus()
    hit(page, "y")
    expect(page.locator(".toast").first).to_contain_text("Linked to Baker at Crumb")
    expect(page.locator("#inbox-offer")).to_contain_text("Always link mail from")
    assert InboundMessage.objects.get(pk=orphan.pk).job == sent


def test_enter_in_the_search_decides_nothing(
    opened: Opener, sent: Job, three: list[InboundMessage]
) -> None:
    *_, orphan = three
    page = opened(HOME)
    at(page, orphan).get_by_role("searchbox").fill("baker")
    hit(page, "Enter")
    expect(at(page, orphan).get_by_role("radio")).to_have_count(1)
    assert state(orphan) == "pending_user"


def test_a_step_back_is_warned_of(opened: Opener, ada: User) -> None:
    job = make.job(ada, status="applied")
    mail = make.mail(ada, suggested=job, stage_target="applied")
    stages.log(job, "offer", actor="user")
    page = opened(HOME)
    expect(at(page, mail).get_by_text("This moves back")).to_be_visible()
    at(page, mail).get_by_label("Stage").select_option("offer")
    expect(at(page, mail).get_by_text("This moves back")).to_be_hidden()


def test_many_are_ticked_by_keys_counted_and_taken_back(
    opened: Opener, three: list[InboundMessage]
) -> None:
    page = opened(HOME)
    for _ in range(3):
        hit(page, "j")
        hit(page, "x")
    expect(page.locator("[data-mails-count]")).to_have_text("3 selected")
    expect(page.get_by_role("button", name="Approve 2")).to_be_visible()
    page.get_by_role("button", name="Ignore 3").click()
    expect(page.locator(".toast").first).to_contain_text("Ignored 3 mails.")
    expect(page.get_by_role("heading", name="Nothing left to review")).to_be_visible()
    hit(page, "u")
    expect(page.locator(".mail")).to_have_count(3)


@pytest.mark.parametrize("scripts", [True, False], ids=["touch", "no script"])
def test_mails_are_reviewed_on_a_phone(
    opened: Opener, sent: Job, three: list[InboundMessage], scripts: bool
) -> None:
    first, second, orphan = three
    page = opened(HOME, viewport=SMALL, has_touch=True, java_script_enabled=scripts)
    at(page, first).get_by_label("Stage").select_option("onsite")
    at(page, first).get_by_role("button", name="Approve").tap()
    expect(page.locator("#toasts")).to_contain_text("Linked to Baker at Crumb: Final round.")
    at(page, second).get_by_role("button", name="Ignore").tap()
    expect(page.locator("#toasts")).to_contain_text("Ignored: A test for you.")
    at(page, orphan).get_by_role("searchbox").fill("baker")
    at(page, orphan).get_by_role("button", name="Find", exact=True).tap()
    at(page, orphan).get_by_role("radio").check()
    at(page, orphan).get_by_role("button", name="Approve").tap()
    expect(page.get_by_role("heading", name="Nothing left to review")).to_be_visible()
    page.get_by_role("link", name="Ignored", exact=True).tap()
    at(page, second).get_by_role("button", name="Restore").tap()
    expect(page.locator("#toasts")).to_contain_text("It waits for review again")
    assert [state(mail) for mail in three] == ["manual_linked", "pending_user", "manual_linked"]


def test_a_link_is_undone_on_the_job_page(opened: Opener, ada: User, sent: Job) -> None:
    mail = make.mail(ada, job=sent, status="auto_linked")
    page = opened(f"/job/{sent.pk}/emails")
    page.get_by_role("button", name="Not about this job").click()
    expect(page.locator(".toast").first).to_contain_text("It waits for review again")
    expect(page.locator("#panel")).to_contain_text("No mail is linked to this job yet")
    assert state(mail) == "pending_user"


def test_a_mail_that_comes_in_shows_itself_and_the_focus_stays(
    opened: Opener, ada: User, three: list[InboundMessage]
) -> None:
    page = opened(HOME)
    page.wait_for_selector("html[data-listens]")
    hit(page, "j")
    make.mail(ada, subject="Just now", confidence=30)
    bells.tell(ada.pk)
    expect(page.get_by_role("heading", name="Just now")).to_be_visible()
    expect(at(page, three[0])).to_be_focused()
