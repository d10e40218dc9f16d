"""Deciding faster: snoozing, tags, saved views and two jobs side by side, as a person does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from orchestrator.jobs import tags
from orchestrator.models import Job, User
from tests import make
from tests.browser.conftest import DESKTOP, Opener, ready
from tests.browser.keyboard import hit, press, reach
from tests.browser.test_triage import focused, shown

NARROW = {"width": 390, "height": 844}


def three(owner: User) -> list[Job]:
    return [make.job(owner, title=f"Job {n}", score=90.0 - n) for n in range(3)]


def test_a_key_snoozes_and_leads_to_the_next_row_and_another_brings_it_back(
    opened: Opener, ada: User
) -> None:
    three(ada)
    page = opened("/jobs/discovered")
    hit(page, "z")
    expect(page.get_by_role("button", name="Tomorrow")).to_be_focused()
    hit(page, "Enter")
    focused(page, "Job 1")
    expect(page.locator("#tab-counts")).to_contain_text("Discovered 2")
    expect(page.locator(".toast")).to_contain_text("Snoozed until")
    hit(page, "u")
    focused(page, "Job 0")
    expect(page.locator("#tab-counts")).to_contain_text("Discovered 3")


def test_the_snoozed_can_be_listed_and_woken(opened: Opener, ada: User) -> None:
    three(ada)
    page = opened("/jobs/discovered")
    hit(page, "z")
    page.get_by_role("button", name="Next week").click()
    focused(page, "Job 1")
    page.goto(f"{page.url.split('/jobs/')[0]}/jobs/discovered?snoozed=1")
    shown(page, "Job 0")
    page.get_by_role("button", name="Wake now").click()
    expect(page.locator(".toast")).to_contain_text("Woken")
    assert Job.objects.get(title="Job 0").snoozed_until is None


def test_a_tag_is_added_by_keyboard_and_shown_in_the_row(opened: Opener, ada: User) -> None:
    first, *_ = three(ada)
    page = opened("/jobs/discovered")
    hit(page, "t")
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.keyboard.type("Dream")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Dream , remove")).to_be_visible()
    expect(page.locator(f"#job-{first.pk} .tag")).to_contain_text("Dream")
    height = page.locator(f"#job-{first.pk}").bounding_box()
    assert height is not None
    assert height["height"] == pytest.approx(53, abs=1.5)


def test_a_view_is_saved_and_opened_again(opened: Opener, ada: User) -> None:
    make.job(ada, title="Far", workplace="remote")
    make.job(ada, title="Near", workplace="onsite")
    page = opened("/jobs/discovered?workplace=remote")
    hit(page, "v")
    expect(page.get_by_label("Save this view as")).to_be_focused()
    page.keyboard.type("Far ones")
    page.keyboard.press("Enter")
    expect(page.locator("#views-menu")).to_contain_text("Saved the view Far ones.")
    other = opened("/jobs/discovered")
    expect(other.locator(".row-title")).to_have_count(2)
    hit(other, "v")
    expect(other.get_by_role("link", name="Far ones")).to_be_focused()
    other.keyboard.press("Enter")
    expect(other.locator(".row-title")).to_have_text(["Far"])


def test_two_rows_are_compared_by_keyboard(opened: Opener, ada: User) -> None:
    three(ada)
    page = opened("/jobs/discovered")
    hit(page, "x")
    expect(page.get_by_role("button", name="Compare")).to_be_hidden()
    hit(page, "j")
    focused(page, "Job 1")
    hit(page, "x")
    press(page, "Compare")
    expect(page.get_by_role("heading", name="Compare two jobs")).to_be_visible()
    expect(page.locator(".compare thead th")).to_have_count(2)
    press(page, "Skip Job 1")
    expect(page.locator(".compare thead")).to_contain_text("Skipped")


def test_many_are_snoozed_and_tagged_from_the_bar(opened: Opener, ada: User) -> None:
    make.heartbeat()
    three(ada)
    page = opened("/jobs/discovered")
    hit(page, "x")
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page.locator("#bulk-tag")).to_be_focused()
    page.keyboard.type("Dream")
    page.get_by_role("button", name="Add tag").click()
    expect(page.locator("#bulk-line")).to_contain_text("Tagging")
    assert ada.operations.get().options["tag"] == "Dream"


def test_all_of_it_is_within_reach_on_a_phone(opened: Opener, ada: User) -> None:
    first, second, _ = three(ada)
    tags.put(first, ["Dream", "near"], actor="user")
    page = opened(f"/jobs/discovered/{first.pk}", viewport=NARROW)
    page.locator(".action-bar").get_by_label("More").click()
    page.get_by_role("link", name="Snooze").click()
    page.get_by_role("button", name="Tomorrow").click()
    expect(page.locator(".toast")).to_contain_text("Snoozed until")
    page.goto(f"{page.url.split('/jobs/')[0]}/compare?a={first.pk}&b={second.pk}")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide


def test_without_a_script_each_of_them_is_a_page(opened: Opener, ada: User) -> None:
    first, *_ = three(ada)
    page = opened(f"/jobs/discovered/{first.pk}", java_script_enabled=False)
    page.get_by_role("link", name="Tags").click()
    page.get_by_label("Tag", exact=True).fill("Dream")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("button", name="Dream , remove")).to_be_visible()
    page.get_by_role("link", name="Back to the job").click()
    page.get_by_role("link", name="Snooze").click()
    page.get_by_role("button", name="Tomorrow").click()
    expect(page.get_by_role("heading", name="Job 1")).to_be_visible()
    assert Job.objects.get(pk=first.pk).snoozed_until is not None


def test_a_ready_job_is_snoozed_too(opened: Opener, ada: User) -> None:
    ready(ada, title="One")
    page = opened("/jobs/ready", viewport=DESKTOP)
    hit(page, "z")
    reach(page, page.get_by_role("button", name="In 3 days"))
    hit(page, "Enter")
    expect(page.get_by_text("1 job is snoozed and will be back.")).to_be_visible()
