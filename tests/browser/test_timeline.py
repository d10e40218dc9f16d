"""After applying, by keyboard alone and on a phone. Each starts a browser page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from orchestrator.models import Job, User
from orchestrator.tracking import events, stages, todos
from tests.browser.conftest import Opener, ready
from tests.browser.keyboard import hit

SMALL = {"width": 390, "height": 844}


@pytest.fixture
def sent(ada: User) -> Job:
    return stages.apply(ready(ada, title="Sent off"), actor="user")


def test_a_step_is_logged_and_undone_by_keys(opened: Opener, sent: Job) -> None:
    page = opened(f"/jobs/applied/{sent.pk}")
    hit(page, "l")
    expect(page.get_by_label("What happened")).to_be_focused()
    page.keyboard.type("Final")
    page.get_by_label("Note (optional)").focus()
    page.keyboard.type("Four people, in Leeds")
    page.get_by_label("In your words").focus()
    hit(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Logged: Final round, Sent off at Acme.")
    expect(page.locator("#panel .status")).to_contain_text("In progress")
    expect(page.locator(".events")).to_contain_text("Four people, in Leeds")
    hit(page, "u")
    expect(page.locator("#panel .status")).to_contain_text("Applied")
    assert [one.event.to_stage for one in events.timeline(sent)] == ["applied"]


def test_closing_asks_before_it_closes(opened: Opener, sent: Job) -> None:
    page = opened(f"/jobs/applied/{sent.pk}")
    hit(page, "l")
    page.get_by_label("What happened").select_option("Closed")
    page.get_by_role("button", name="Log event").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_role("alert").first).to_contain_text("Say how it ended")
    page.get_by_label("How it ended").select_option("Rejected")
    page.get_by_role("button", name="Log event").click()
    expect(page.locator("#panel")).to_contain_text("How did it end?")
    assert Job.objects.get(pk=sent.pk).outcome == "rejected"


def test_a_to_do_is_added_ticked_and_brought_back(opened: Opener, sent: Job) -> None:
    page = opened(f"/jobs/applied/{sent.pk}")
    hit(page, "n")
    expect(page.get_by_label("To do", exact=True)).to_be_focused()
    page.keyboard.type("Call them")
    hit(page, "Enter")
    page.get_by_role("button", name="Done: Call them").click()
    expect(page.locator(".toast").last).to_contain_text("Done: Call them.")
    expect(page.locator(".todo")).to_have_count(0)
    hit(page, "u")
    expect(page.locator(".todo")).to_have_count(1)
    assert [todo.title for todo in todos.open_ones(sent)] == ["Call them"]


def test_a_step_is_changed_and_deleted_on_the_jobs_page(opened: Opener, sent: Job) -> None:
    page = opened(f"/job/{sent.pk}/timeline")
    hit(page, "l")
    expect(page.get_by_label("What happened")).to_be_focused()
    page.keyboard.type("Offer")
    page.get_by_role("button", name="Log event").click()
    expect(page.locator(".events b").first).to_have_text("Offer")
    page.locator(".events summary").first.click()
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("In your words").fill("They rang")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".events b").first).to_have_text("They rang")
    page.locator("summary[aria-label^='Change They rang']").click()
    page.get_by_role("button", name="Delete").first.click()
    expect(page.locator("#job-head .status")).to_contain_text("Applied")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(page.locator("#job-head .status")).to_contain_text("In progress")


@pytest.mark.parametrize("path", ["/jobs/applied/{}", "/job/{}/timeline?add=log"])
def test_a_phone_shows_it_without_scrolling_sideways(opened: Opener, sent: Job, path: str) -> None:
    todos.add(sent, "A long reminder " * 12, kind="follow_up", actor="user")
    stages.log(sent, "onsite", actor="user", metadata={"note": "x" * 300})
    page = opened(path.format(sent.pk), viewport=SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script_all_of_it_works(opened: Opener, sent: Job) -> None:
    page = opened(f"/jobs/applied/{sent.pk}", java_script_enabled=False)
    page.get_by_role("link", name="Log event").click()
    page.get_by_label("What happened").select_option("Final round")
    page.get_by_role("button", name="Log event").click()
    expect(page.locator("#panel .status")).to_contain_text("In progress")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#panel .status")).to_contain_text("Applied")
