"""Scripts off: the whole core path by plain links and forms."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import User
from tests import make
from tests.browser.conftest import DESKTOP, Opener, ready
from tests.browser.keyboard import hit
from tests.browser.test_tailor_to_pdf import worked

NARROW = {"width": 390, "height": 844}
POSTED = "Baker (m/f/d)\nCompany: Crumb Ltd\nLocation: Bath\n\nYou bake bread. Requirements: C++."


@pytest.fixture
def plain(opened: Opener, ada: User) -> Page:
    for n in range(3):
        make.job(ada, title=f"Job {n}", score=90.0 - n)
    ready(ada, title="Ready one")
    return opened("/jobs", java_script_enabled=False)


def shown(page: Page, title: str) -> None:
    expect(page.locator("#panel-title")).to_have_text(title)


def test_triage_works(plain: Page) -> None:
    shown(plain, "Ready one")
    plain.get_by_role("link", name="Discovered").click()
    plain.get_by_role("link", name="Job 1").click()
    shown(plain, "Job 1")
    plain.get_by_role("button", name="Skip").click()
    shown(plain, "Job 2")
    expect(plain.locator("#toasts")).to_contain_text("Skipped Job 1 at Acme.")
    plain.locator("#toasts").get_by_role("button", name="Undo").click()
    shown(plain, "Job 1")
    expect(plain.locator("#tab-counts")).to_contain_text("Discovered 3")


def test_applying_and_reopening_work(plain: Page, ada: User) -> None:
    plain.get_by_role("button", name="Mark applied").click()
    expect(plain.locator("#empty")).to_contain_text("No job is Ready")
    plain.get_by_role("link", name="Applied 1").click()
    shown(plain, "Ready one")
    plain.get_by_label("More").click()
    plain.get_by_role("button", name="Reopen").click()
    expect(plain.locator("#empty")).to_contain_text("No application yet")
    assert set(ada.jobs.values_list("status", flat=True)) == {"discovered"}


def test_the_menu_opens_and_an_own_pdf_can_be_attached(plain: Page, ada: User) -> None:
    plain.get_by_role("link", name="Discovered").click()
    plain.get_by_label("More").click()
    plain.get_by_role("link", name="Attach own PDF").click()
    brought = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": make.PDF}
    plain.get_by_label("PDF file").set_input_files(brought)
    plain.get_by_role("button", name="Attach and move to Ready").click()
    expect(plain.locator("#panel .status")).to_contain_text("Ready")
    assert ada.jobs.filter(pdf_source="uploaded").count() == 1


def test_a_refusal_is_said_on_the_page(plain: Page) -> None:
    make.heartbeat()
    plain.get_by_role("link", name="Discovered").click()
    plain.get_by_role("button", name="Move to Ready").click()
    expect(plain.get_by_role("alert").first).to_contain_text("no base résumé")


def test_the_theme_can_be_chosen(plain: Page) -> None:
    plain.get_by_label("Display").click()
    plain.get_by_role("link", name="Display").click()
    plain.get_by_role("button", name="Dark").click()
    expect(plain.locator("html[data-theme=dark]")).to_have_count(1)


def test_the_keys_have_a_page(plain: Page) -> None:
    plain.get_by_role("link", name="Keyboard shortcuts").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Keyboard shortcuts")


def test_a_long_list_goes_on_by_a_link(plain: Page, ada: User) -> None:
    make.jobs(ada, 60)
    plain.get_by_role("link", name="Discovered").click()
    plain.get_by_role("link", name="Next 50").click()
    expect(plain.locator(".row")).to_have_count(13)


def press(page: Page, name: str) -> None:
    """The button of this name, with or without its key, which a phone does not show."""
    page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}( \w)?$")).first.click()


def bring_in(page: Page) -> None:
    """A posting pasted, checked and kept."""
    page.get_by_label("Text of the posting").fill(POSTED)
    page.get_by_label("Its address").fill("https://c.example/9")
    press(page, "Read the text")
    page.get_by_label("Title").fill("Baker")
    press(page, "Import")
    shown(page, "Baker")


def send_off(page: Page) -> None:
    """Texts written, printed by the worker, sent, answered."""
    page.get_by_role("link", name="Tailor").first.click()
    page.get_by_label("Headline").fill("Baker of bread")
    press(page, "Finalize & Move to Ready")
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()
    page.reload()
    expect(page.locator("#panel .status")).to_contain_text("Ready")


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1440", "390"])
def test_from_a_pasted_posting_to_an_answer(opened: Opener, ada: User, size: Any) -> None:
    # Prints one PDF.
    make.heartbeat()
    make.resume(ada)
    page = opened("/import", java_script_enabled=False, viewport=size)
    bring_in(page)
    send_off(page)
    job = ada.jobs.get()
    press(page, "Mark applied")
    page.goto(page.url.split("/jobs")[0] + f"/job/{job.pk}/timeline?add=log")
    page.get_by_label("What happened").select_option("Offer")
    press(page, "Log event")
    expect(page.locator("#job-head .status")).to_contain_text("In progress")
    page.get_by_role("link", name="Notes").click()
    page.get_by_label("Title").fill("Call")
    page.get_by_label("Text").fill("They rang.")
    press(page, "Add")
    expect(page.locator(".note-card h3")).to_have_text("Call")
    page.get_by_role("link", name="Documents").click()
    letter = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear Crumb"}
    page.get_by_label("Choose a file").set_input_files(letter)
    press(page, "Upload")
    expect(page.locator(".documents li")).to_contain_text("letter.txt")
    job.refresh_from_db()
    assert (job.status, job.tailored_headline) == ("in_progress", "Baker of bread")


def test_many_are_skipped_and_brought_back(plain: Page, ada: User) -> None:
    make.heartbeat()
    plain.get_by_role("link", name="Discovered").click()
    for title in ("Job 0", "Job 2"):
        plain.get_by_label(f"Select {title}").check()
    press(plain, "Skip")
    worked()
    plain.reload()
    press(plain, "Undo 2 jobs")
    worked()
    plain.reload()
    expect(plain.get_by_role("status").first).to_contain_text("2 jobs")
    assert ada.jobs.filter(status="discovered").count() == 3


def test_lists_are_filtered_searched_and_exported(plain: Page) -> None:
    plain.get_by_role("link", name="Discovered").click()
    plain.locator("#filters-open").click()
    plain.get_by_role("link", name="All filters").click()
    plain.get_by_label("Score", exact=True).select_option("Strong, 85 and more")
    press(plain, "Show")
    expect(plain.locator(".row")).to_have_count(3)
    with plain.expect_download() as download:
        plain.goto(plain.url.split("/jobs/")[0] + "/jobs/discovered/filters?score=85-100")
        plain.get_by_role("link", name="Download CSV").click()
    assert "Job 2" in download.value.path().read_text()
    plain.get_by_role("searchbox", name="Search and commands").fill("Job 1")
    hit(plain, "Enter")
    plain.get_by_role("link", name="Job 1").first.click()
    shown(plain, "Job 1")


def test_a_setting_is_saved(plain: Page) -> None:
    plain.get_by_role("link", name="Settings").click()
    plain.get_by_role("link", name="Writing").click()
    plain.get_by_label("Longest summary").fill("40")
    press(plain, "Save")
    expect(plain.get_by_label("Longest summary")).to_have_value("40")
    expect(plain.get_by_text("Set here.")).to_be_visible()
