"""Import in a real browser: by keyboard, without scripts, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import Job, User
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit
from tests.jobs.pages import POSTING
from tests.jobs.pages import page as posting_page
from tests.outside.server import Reply, Server

HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = "Baker (m/f/d)\nCompany: Crumb Ltd\nLocation: Bath\n\nYou bake bread."
PHONE = {"width": 390, "height": 844}


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_posting_is_brought_by_its_address_with_the_keyboard(
    opened: Opener, ada: User, site: Server
) -> None:
    site.on("GET", "/job", Reply(body=posting_page(POSTING), headers=HTML))
    page = opened("/import")
    page.get_by_label("Address of the posting").focus()
    page.keyboard.type(f"{site.url}/job")
    hit(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the posting")
    title = page.get_by_label("Title")
    expect(title).to_have_value(POSTING["title"])
    title.focus()
    hit(page, "Control+A")
    page.keyboard.type("River Engineer")
    page.get_by_role("button", name="Import", exact=True).focus()
    hit(page, "Enter")
    expect(page.locator("#panel-title")).to_have_text("River Engineer")
    expect(page.locator("#toasts")).to_contain_text("Imported River Engineer")
    assert Job.objects.get().status == "discovered"


def test_a_refused_address_is_focused_and_the_text_way_is_offered(
    opened: Opener, ada: User
) -> None:
    page = opened("/import")
    page.get_by_label("Address of the posting").fill("https://www.linkedin.com/jobs/view/1")
    page.get_by_role("button", name="Read the page").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("Its address")).to_have_value("https://www.linkedin.com/jobs/view/1")
    page.get_by_label("Text of the posting").fill(TEXT)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_label("Employer", exact=False).first).to_have_value("Crumb Ltd")
    expect(page.get_by_text("“Location: Bath”")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_fits_a_phone(opened: Opener, ada: User, scheme: str) -> None:
    make.job(ada, title="Baker", employer="Crumb", location="Bath")
    page = opened("/import", viewport=PHONE, color_scheme=scheme)
    assert overflow(page) <= 0
    page.get_by_label("Text of the posting").fill(TEXT)
    page.get_by_label("Its address").fill("https://c.example/" + "long-" * 60)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_text("Something like this is already here")).to_be_visible()
    assert overflow(page) <= 0


def test_everything_works_without_scripts(opened: Opener, ada: User) -> None:
    page = opened("/import", java_script_enabled=False)
    page.get_by_label("Text of the posting").fill(TEXT)
    page.get_by_label("Its address").fill("https://c.example/9")
    page.get_by_role("button", name="Read the text").click()
    page.get_by_label("Salary").fill("£24,000 a year")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#panel-title")).to_have_text("Baker (m/f/d)")
    page.goto(page.url.split("/jobs")[0] + "/import")
    rows = {"name": "jobs.csv", "mimeType": "text/csv",
            "buffer": b"title,company,url\nCook,Inn,https://i.example/1\n,Inn,x\n"}  # fmt: skip
    page.get_by_label("File of postings").set_input_files(rows)
    page.get_by_role("button", name="Look at the file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "rejected.csv"
    page.get_by_role("button", name="Import 1 posting").click()
    expect(page.get_by_text("Imported.")).to_be_visible()
    assert Job.objects.count() == 2
