"""Many jobs chosen by key, by range and by finger. Slow ones start a browser page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from orchestrator.models import Job, User
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit
from tests.browser.test_tailor_to_pdf import worked
from tests.work import drain, working


@pytest.fixture
def worker() -> Iterator[None]:
    """Runs what is queued beside the live server."""
    with working():
        yield


@pytest.fixture
def jobs(ada: User) -> list[Job]:
    make.heartbeat()
    make.resume(ada)
    return [make.job(ada, title=f"Job {n}", score=90.0 - n) for n in range(6)]


def selected(page: Page, count: int) -> None:
    expect(page.locator("#rows [data-pick]:checked")).to_have_count(count)
    expect(page.locator("#list-said")).to_have_text(f"{count} selected")


def test_x_ticks_the_current_row_and_unticks_it(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    selected(page, 1)
    expect(page.locator("#bulk")).to_be_visible()
    expect(page.locator(".list-head")).to_be_hidden()
    hit(page, "x")
    selected(page, 0)
    expect(page.locator("#bulk")).to_be_hidden()


def test_shift_x_ticks_all_up_to_the_current_row(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    for n in range(1, 4):
        hit(page, "j")
        expect(page.locator("#panel-title")).to_have_text(f"Job {n}")
    hit(page, "Shift+X")
    selected(page, 4)
    expect(page.get_by_role("button", name="Skip 4")).to_be_visible()


def test_shift_and_a_click_tick_a_range(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    page.get_by_label("Select Job 1").check()
    page.get_by_label("Select Job 4").click(modifiers=["Shift"])
    selected(page, 4)


def test_escape_clears_what_is_selected(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    hit(page, "Escape")
    selected(page, 0)


def test_each_action_says_for_how_many_it_is(opened: Opener, ada: User, jobs: list[Job]) -> None:
    make.job(ada, title="Put aside", status="skipped", score=99.0)
    page = opened("/jobs/all")
    hit(page, "x")
    page.get_by_role("button", name="All shown").click()
    selected(page, 7)
    for name in ("Skip 6", "Rescore 7", "Reopen 1"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_typing_selects_nothing(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    page.get_by_label("Search this list").press("x")
    expect(page.locator("#rows [data-pick]:checked")).to_have_count(0)


def test_skipped_rows_leave_and_one_key_brings_them_back(
    opened: Opener, jobs: list[Job], worker: None
) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    hit(page, "j")
    hit(page, "Shift+X")
    page.get_by_role("button", name="Skip 2").click()
    expect(page.locator("#rows .row")).to_have_count(4)
    expect(page.locator("#bulk-line")).to_contain_text("Skipped 2 jobs")
    expect(page.locator(".row[aria-current]")).to_be_focused()
    hit(page, "u")
    expect(page.locator("#rows .row")).to_have_count(6)
    expect(page.locator("#bulk")).to_be_hidden()


def test_what_failed_stays_selected(
    opened: Opener, ada: User, jobs: list[Job], worker: None
) -> None:
    job = jobs[0]
    page = opened("/jobs/discovered")
    hit(page, "x")
    hit(page, "j")
    hit(page, "Shift+X")
    Job.objects.filter(pk=job.pk).update(score_token=job.pk, score_kind="rescore")
    page.get_by_role("button", name="Rescore 2").click()
    expect(page.locator("#bulk-line")).to_contain_text("Rescored 1 of 2 jobs, 1 failed")
    expect(page.locator("#rows [data-pick]:checked")).to_have_value(str(job.pk))


def test_another_tab_shows_what_is_under_way(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    page.get_by_role("button", name="Rescore 1").click()
    expect(page.locator("#bulk-line")).to_contain_text("Rescoring 1 job")
    other = opened("/jobs/ready")
    expect(other.locator("#bulk-line")).to_contain_text("0 of 1")
    other.get_by_role("button", name="Stop").click()
    expect(other.locator("#bulk-line")).to_contain_text("Rescored 0 of 1 job")


def test_news_leave_the_line_in_place_while_it_asks_for_the_list(
    opened: Opener, jobs: list[Job]
) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    page.get_by_role("button", name="Skip 1").click()
    expect(page.locator("#bulk-line")).to_contain_text("Skipping 1 job")
    held: list[Route] = []
    page.route("**/jobs/discovered", lambda route: held.append(route))
    with page.expect_request("**/jobs/discovered"):
        worked()
    with page.expect_response("**/bulk/line?*"):
        page.evaluate("document.dispatchEvent(new CustomEvent('jobops:changed', { detail: [] }))")
    held[0].continue_()
    expect(page.locator("#rows .row")).to_have_count(5)


def test_a_poll_leaves_the_button_in_place_that_was_pressed(
    opened: Opener, jobs: list[Job]
) -> None:
    page = opened("/jobs/discovered")
    hit(page, "x")
    page.get_by_role("button", name="Rescore 1").click()
    held: list[Route] = []
    page.route("**/stop", lambda route: held.append(route))
    with page.expect_response("**/line?*"), page.expect_request("**/stop"):
        page.get_by_role("button", name="Stop").click()
    held[0].continue_()
    expect(page.locator("#bulk-line")).to_contain_text("Rescored 0 of 1 job")


def test_all_that_match_can_be_chosen_and_thinned_out(
    opened: Opener, ada: User, jobs: list[Job]
) -> None:
    for n in range(60):
        make.job(ada, title=f"More {n}", score=10.0)
    page = opened("/jobs/discovered")
    hit(page, "x")
    page.get_by_role("link", name="All 66 that match").click()
    expect(page.locator("#bulk output")).to_have_text("66 selected")
    page.get_by_label("Select Job 3").uncheck()
    expect(page.get_by_role("button", name="Skip 65")).to_be_visible()
    with page.expect_response("**/bulk") as answer:
        page.get_by_role("button", name="Skip 65").click()
    assert answer.value.status == 200
    items = ada.operations.get(kind="actions").items
    assert (items.count(), items.filter(job=jobs[3]).count()) == (65, 0)


def test_on_a_phone_rows_are_ticked_by_finger(
    opened: Opener, jobs: list[Job], worker: None
) -> None:
    page = opened("/jobs/discovered", viewport={"width": 390, "height": 844}, has_touch=True)
    for title in ("Job 0", "Job 2"):
        page.get_by_label(f"Select {title}").tap()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    page.get_by_role("button", name="Skip 2").tap()
    expect(page.locator("#rows .row")).to_have_count(4)


def test_without_scripts_the_same_form_works(opened: Opener, jobs: list[Job]) -> None:
    page = opened("/jobs/discovered", java_script_enabled=False)
    for title in ("Job 1", "Job 2"):
        page.get_by_label(f"Select {title}").check()
    page.get_by_role("button", name="Skip", exact=True).first.click()
    expect(page.get_by_role("heading", name="Skip")).to_be_visible()
    drain()
    page.reload()
    expect(page.get_by_role("status").first).to_contain_text("Skipped 2 jobs")
