"""A page on another site, its bookmark pressed, becomes a reviewed job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from orchestrator.models import Job, User
from tests.browser import patience
from tests.browser.conftest import DESKTOP, Opener
from tests.jobs.pages import POSTING
from tests.jobs.pages import page as posting_page
from tests.outside.server import Reply, Server

# As strict as a page can be about what it loads and runs.
STRICT = {
    "Content-Type": "text/html; charset=iso-8859-1",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(patience.DEADLINE)
    yield context
    context.close()


def bookmark(page: Page, home: str) -> str:
    page.goto(f"{home}/capture")
    address = page.get_by_role("link", name="To JobOps").get_attribute("href")
    return unquote(str(address)).removeprefix("javascript:")


def pressed(context: BrowserContext, home: str, address: str) -> Page:
    """The window that the bookmark opens on the page at `address`."""
    page = context.new_page()
    code = bookmark(page, home)
    page.goto(address)
    with page.expect_popup() as opened:
        page.evaluate(code)
    return opened.value


def test_a_page_behind_a_strict_policy_becomes_a_job(
    elsewhere: BrowserContext, live_server: Any, ada: User, site: Server
) -> None:
    body = posting_page({**POSTING, "title": "Bäcker (m/w/d)"})
    site.on("GET", "/job", Reply(body=body, headers=STRICT))
    page = pressed(elsewhere, live_server.url, f"{site.url}/job")
    page.get_by_role("button", name="Read this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the posting")
    expect(page.get_by_label("Address of the posting")).to_have_value(f"{site.url}/job")
    assert not Job.objects.exists()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#panel-title")).to_contain_text("(m/w/d)")
    assert Job.objects.get().job_url == f"{site.url}/job"


def test_a_site_that_keeps_its_windows_apart_leaves_its_address(
    elsewhere: BrowserContext, live_server: Any, ada: User, site: Server
) -> None:
    apart = {**STRICT, "Cross-Origin-Opener-Policy": "same-origin"}
    site.on("GET", "/job", Reply(body="<h1>Baker</h1>", headers=apart))
    page = pressed(elsewhere, live_server.url, f"{site.url}/job")
    expect(page.get_by_text("The page did not arrive")).to_be_visible()
    expect(page.get_by_label("Address of the posting")).to_have_value(f"{site.url}/job")
    expect(page.get_by_role("button", name="Read this page")).to_be_hidden()


def test_a_window_speaks_for_its_own_site_alone(
    elsewhere: BrowserContext, live_server: Any, ada: User, site: Server
) -> None:
    site.on("GET", "/job", Reply(body="<h1>Baker</h1>", headers=STRICT))
    page = elsewhere.new_page()
    page.goto(f"{site.url}/job")
    with page.expect_popup() as opened:
        page.evaluate(f"window.w = open('{live_server.url}/capture?by=bookmark')")
    shown = opened.value
    expect(shown.get_by_text("Waiting for the page…")).to_be_visible()
    page.evaluate("w.postMessage({title: 'x', url: 'https://bank.example/', html: 'x'}, '*')")
    page.evaluate("w.postMessage({title: 1, url: {}, html: null}, '*')")
    page.evaluate("w.postMessage(null, '*')")
    expect(shown.get_by_text("The page did not arrive")).to_be_visible()
    expect(shown.get_by_role("button", name="Read this page")).to_be_hidden()


def test_a_page_too_large_is_said_and_not_sent(
    elsewhere: BrowserContext, live_server: Any, ada: User, site: Server
) -> None:
    site.on("GET", "/job", Reply(body="<p>" + "x" * (5 * 1024 * 1024), headers=STRICT))
    page = pressed(elsewhere, live_server.url, f"{site.url}/job")
    expect(page.get_by_text("This page is larger than 5 MB.")).to_be_visible()
    expect(page.get_by_role("button", name="Read this page")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_what_a_phone_shares_becomes_a_job(opened: Opener, ada: User, script: bool) -> None:
    text = (
        "Baker (m%2Ff%2Fd)%0ACompany%3A Crumb Ltd%0ALocation%3A Bath%0A%0A"
        + "You bake bread. " * 20
    )
    address = f"/capture?title=Baker&text={text}https%3A%2F%2Fc.example%2F9"
    page = opened(address, viewport=PHONE, java_script_enabled=script)
    assert int(page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_label("Address of the posting")).to_have_value("https://c.example/9")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#panel-title")).to_have_text("Baker (m/f/d)")
