"""Open pages that hear of what happens elsewhere. Each waits a second for its page to begin
listening, so each says when it is slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from orchestrator import lifecycle
from orchestrator.models import Job, User
from orchestrator.workspace import live
from tests import make
from tests.browser.conftest import DESKTOP
from tests.browser.patience import DEADLINE

Visit = Callable[[str], Page]


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream whose page was closed notices it soon, so that no test waits for a seat."""
    monkeypatch.setattr(live, "LISTEN", 0.1)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.5)


@pytest.fixture
def asked() -> list[str]:
    return []


# A toast leaves after eight seconds, which may pass before a busy machine has looked.
TOASTS_STAY = """{
    const wait = window.setTimeout;
    window.setTimeout = (act, time, ...rest) => wait(act, time === 8000 ? 1e6 : time, ...rest);
}"""


@pytest.fixture
def context(browser: Browser, ada: User, asked: list[str]) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport=DESKTOP)
    found.set_default_timeout(DEADLINE)
    found.add_init_script(TOASTS_STAY)
    found.on("request", lambda request: asked.append(request.url.split("/", 3)[3]))
    yield found
    found.close()


@pytest.fixture
def visit(context: BrowserContext, live_server: Any) -> Visit:
    def go(path: str) -> Page:
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return go


def streamed(page: Page) -> None:
    """Wait until the tabs of this browser hold their stream, and this one knows it."""
    expect(page.locator("html[data-listens]")).to_have_count(1)


def streams(asked: list[str]) -> int:
    return sum(path == "live" for path in asked)


def finish(job: Job) -> None:
    pdf = {"pdf_digest": "a" * 64, "pdf_source": "generated"}
    lifecycle.move(job, "finish_processing", actor="worker", token=job.render_token, pdf=pdf)


def test_work_of_others_appears_in_every_open_tab(visit: Visit, ada: User) -> None:
    make.heartbeat()
    make.job(ada, title="Here before", status="ready", score=90.0)
    job = make.job(ada, title="Comes later", status="processing", score=50.0)
    found, ready = visit("/jobs/discovered"), visit("/jobs/ready")
    streamed(found)
    streamed(ready)
    finish(job)
    expect(ready.locator(".row-title")).to_have_text(["Here before", "Comes later"])
    expect(ready.locator("#tab-counts")).to_contain_text("Ready 2")
    expect(ready.locator("#rail-ready")).to_contain_text("2")
    expect(ready).to_have_title("(1) Here before – Ready – JobOps")
    expect(found.locator(f"#job-{job.pk}")).to_have_count(0)
    expect(found.locator("#empty")).to_contain_text("Nothing left to triage")


def test_a_result_is_told_once_in_a_browser(visit: Visit, ada: User) -> None:
    job = make.job(ada, status="processing")
    pages = [visit("/runs"), visit("/jobs/ready")]
    for page in pages:
        streamed(page)
    finish(job)
    for page in pages:
        expect(page.locator("#notices .badge")).to_have_text("1")
    told = [page.locator("#toasts p").count() for page in pages]
    assert sum(told) == 1


def test_an_idle_page_asks_nothing_and_many_tabs_share_one_stream(
    visit: Visit, ada: User, asked: list[str]
) -> None:
    make.jobs(ada, 3)
    pages = [visit("/jobs/discovered") for _ in range(6)]
    for page in pages:
        streamed(page)
    assert streams(asked) == 1
    asked.clear()
    # Longer than any clock a page could have.
    pages[0].wait_for_timeout(3_500)
    assert asked == []


def test_another_tab_takes_over_when_the_listening_one_is_closed(
    visit: Visit, ada: User, asked: list[str]
) -> None:
    first, second = visit("/jobs/discovered"), visit("/jobs/discovered")
    streamed(second)
    asked.clear()
    with second.expect_request("**/live"):
        first.close()
    assert streams(asked) == 1
    job = make.job(ada, title="New here")
    lifecycle.move(job, "skip", actor="user")
    lifecycle.move(Job.objects.get(pk=job.pk), "reopen", actor="user")
    expect(second.locator(".row-title")).to_have_text(["New here"])


def test_rows_wait_for_a_word_while_the_pointer_is_on_the_list(visit: Visit, ada: User) -> None:
    make.job(ada, title="Under the hand", score=10.0)
    job = make.job(ada, title="Better", score=90.0, status="skipped")
    page = visit("/jobs/discovered")
    page.locator(".row").first.hover()
    streamed(page)
    lifecycle.move(job, "reopen", actor="user")
    page.get_by_role("button", name="1 new, show").click()
    expect(page.locator(".row-title")).to_have_text(["Better", "Under the hand"])


def test_a_panel_that_changed_elsewhere_is_renewed_where_it_is(visit: Visit, ada: User) -> None:
    job = make.job(ada, title="Shown")
    page = visit(f"/jobs/all/{job.pk}")
    streamed(page)
    lifecycle.move(job, "skip", actor="user")
    expect(page.locator("#panel .status")).to_contain_text("Skipped")
    expect(page.locator("#panel-title")).to_have_text("Shown")


def test_nothing_is_taken_from_somebody_who_types(visit: Visit, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada, title="Being written")
    page = visit(f"/jobs/discovered/{job.pk}/tailor")
    page.get_by_label("Headline").fill("Half a senten")
    streamed(page)
    lifecycle.move(job, "skip", actor="user")
    expect(page.locator("#stale")).to_contain_text("What you typed is still here")
    expect(page.get_by_label("Headline")).to_have_value("Half a senten")
