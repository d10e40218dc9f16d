"""Slow ones start a browser page and wait for what a person would see."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from orchestrator import lifecycle
from orchestrator.models import Job, User
from tests import make
from tests.browser.conftest import Opener, ready
from tests.browser.keyboard import hit


def focused(page: Page, title: str) -> None:
    row = page.locator(".row[aria-current]")
    expect(row.locator(".row-title")).to_have_text(title)
    expect(row).to_be_focused()


def shown(page: Page, title: str) -> None:
    expect(page.locator("#panel-title")).to_have_text(title)


def test_ten_jobs_are_skipped_by_one_key_and_come_back_by_another(
    opened: Opener, ada: User
) -> None:
    for n in range(12):
        make.job(ada, title=f"Job {n:02}", score=90.0 - n)
    page = opened("/jobs/discovered")
    for n in range(10):
        shown(page, f"Job {n:02}")
        hit(page, "s")
        shown(page, f"Job {n + 1:02}")
        expect(page.locator("#tab-counts")).to_contain_text(f"Discovered {11 - n}")
        focused(page, f"Job {n + 1:02}")
    for n in reversed(range(10)):
        hit(page, "u")
        shown(page, f"Job {n:02}")
        focused(page, f"Job {n:02}")
    expect(page.locator("#tab-counts")).to_contain_text("Discovered 12")
    titles = page.locator(".row-title").all_text_contents()
    assert titles == [f"Job {n:02}" for n in range(12)]


def test_two_tabs_act_on_one_job_and_the_loser_sees_the_truth(opened: Opener, ada: User) -> None:
    job = ready(ada, title="Wanted twice")
    one, other = (opened(f"/jobs/all/{job.pk}") for _ in range(2))
    one.get_by_role("button", name="Mark applied").click()
    expect(one.locator("#panel .status")).to_contain_text("Applied")
    other.get_by_role("button", name="Skip").click()
    expect(other.get_by_role("alert").first).to_contain_text("does not exist")
    expect(other.locator("#panel .status")).to_contain_text("Applied")
    assert Job.objects.get(pk=job.pk).status == "applied"


def test_the_last_job_leaves_an_empty_list_that_leads_on(opened: Opener, ada: User) -> None:
    ready(ada)
    make.job(ada, title="The only one")
    page = opened("/jobs/discovered")
    hit(page, "s")
    expect(page.get_by_text("Nothing left to triage")).to_be_visible()
    hit(page, "1")
    expect(page).to_have_url(page.url.split("/jobs/")[0] + "/jobs/ready")


def test_the_panel_is_part_of_the_address(opened: Opener, ada: User) -> None:
    for n in range(3):
        make.job(ada, title=f"Job {n}", score=90.0 - n)
    page = opened("/jobs/discovered")
    page.get_by_role("link", name="Job 1").click()
    shown(page, "Job 1")
    expect(page).to_have_title("Job 1 – Discovered – JobOps")
    page.reload()
    shown(page, "Job 1")
    page.get_by_role("link", name="Job 2").click()
    shown(page, "Job 2")
    page.go_back()
    shown(page, "Job 1")
    assert page.locator(".row[aria-current] .row-title").text_content() == "Job 1"


def test_the_end_of_the_list_brings_the_next_rows(opened: Opener, ada: User) -> None:
    make.jobs(ada, 70)
    page = opened("/jobs/discovered")
    page.locator("#more").scroll_into_view_if_needed()
    expect(page.locator(".row")).to_have_count(70)


def test_work_that_ends_is_told_and_the_row_leaves(opened: Opener, ada: User) -> None:
    # Waits for one turn of the page's own clock, three seconds.
    make.heartbeat()
    make.job(ada, title="Stays", score=99.0)
    job = make.job(ada, status="processing", title="Almost done", score=50.0)
    page = opened("/jobs/discovered")
    shown(page, "Stays")
    lifecycle.move(
        job, "finish_processing", actor="worker", token=job.render_token,
        pdf={"pdf_digest": "a" * 64, "pdf_source": "generated"},
    )  # fmt: skip
    expect(page.get_by_text("Ready: Almost done at Acme")).to_be_visible()
    expect(page.locator(f"#job-{job.pk}")).to_have_count(0)
    expect(page.locator("#tab-counts")).to_contain_text("Ready 1")
    shown(page, "Stays")


def test_a_refused_request_swaps_nothing_and_says_so(opened: Opener, ada: User) -> None:
    make.resume(ada)
    make.job(ada, title="Waits for a worker")
    page = opened("/jobs/discovered")
    hit(page, "r")
    expect(page.locator(".toast")).to_contain_text("No worker runs")
    shown(page, "Waits for a worker")


def test_a_double_click_acts_once(opened: Opener, ada: User) -> None:
    for n in range(3):
        make.job(ada, title=f"Job {n}", score=90.0 - n)
    page = opened("/jobs/discovered")
    page.evaluate("""() => {
        const button = document.querySelector('[data-key=s]');
        button.click(); button.click();
    }""")
    shown(page, "Job 1")
    assert ada.jobs.filter(status="skipped").count() == 1


def test_news_never_moves_the_list_under_the_reader(opened: Opener, ada: User) -> None:
    make.heartbeat()
    make.jobs(ada, 40)
    job = make.job(ada, status="processing", score=1.0)
    page = opened("/jobs/discovered")
    scroller = page.locator(".rows-scroll")
    with page.expect_response("**/live/news?**"):
        scroller.evaluate("element => element.scrollTo(0, 700)")
        lifecycle.move(job, "cancel_processing", actor="user")
    expect(page.locator("#live[data-changed]")).to_have_count(1)
    assert scroller.evaluate("element => element.scrollTop") == 700
