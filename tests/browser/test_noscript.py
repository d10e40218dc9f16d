"""Scripts off: the whole core path by plain links and forms."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import User
from tests import make
from tests.browser.conftest import Opener, ready


@pytest.fixture
def plain(opened: Opener, ada: User) -> Page:
    for n in range(3):
        make.job(ada, title=f"Job {n}", score=90.0 - n)
    ready(ada, title="Ready one")
    return opened("/", java_script_enabled=False)


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
