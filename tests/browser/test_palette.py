"""The palette by keys alone. Slow ones start a browser page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from orchestrator.models import User
from tests import make
from tests.browser.conftest import Opener, ready
from tests.browser.keyboard import hit
from tests.browser.tour import AXE, RUN

NARROW = {"width": 390, "height": 780}


@pytest.fixture
def jobs(ada: User) -> User:
    for number in range(3):
        make.job(ada, title=f"Backend Engineer {number}", employer="Acme", score=90.0 - number)
    ready(ada, title="Platform Engineer", employer="Beta")
    make.job(ada, title="Clerk", employer="Zen", status="skipped")
    return ada


@pytest.fixture
def page(opened: Opener, jobs: User) -> Page:
    return opened("/jobs/discovered")


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Jobs, employers, notes, mail, pages and actions")


def chosen(page: Page) -> Locator:
    return page.locator("#palette [aria-selected=true]")


def found(page: Page, text: str) -> None:
    """The newest answer is there, and `text` is what Enter would open."""
    expect(chosen(page)).to_contain_text(text)


def test_a_job_is_found_and_opened_by_keys(page: Page) -> None:
    hit(page, "/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("platf")
    found(page, "Platform Engineer")
    expect(page.locator("#palette-said")).to_have_text(re.compile(r"\d+ results"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/jobs/ready/"))
    expect(page.locator("#panel-title")).to_have_text("Platform Engineer")


def test_enter_waits_for_the_answer_to_what_was_typed(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("platform")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/jobs/ready/"))


def test_arrows_walk_and_the_field_names_the_row(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("backend")
    # Jobs of that name stand there before as well; only an answer marks words.
    expect(chosen(page).locator("mark")).to_have_text("Backend")
    first = chosen(page).inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).not_to_have_text(first)
    page.keyboard.press("Home")
    expect(chosen(page)).to_contain_text(first.split("\n")[0])
    page.keyboard.press("ArrowUp")
    found(page, "Show on a page of its own")
    expect(field(page)).to_have_attribute("aria-activedescendant", "palette-current")
    expect(page.locator("#palette-current")).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_be_focused()


def test_tab_and_enter_take_a_lock_and_backspace_and_escape_let_it_go(page: Page) -> None:
    chip = page.locator("#palette .chip")
    page.keyboard.press("Control+k")
    page.keyboard.type("@")
    expect(page.locator("#palette [data-lock]")).to_have_count(8)
    page.keyboard.type("rdy")
    page.keyboard.press("Tab")
    expect(chip).to_have_text("@ready")
    page.keyboard.type("engineer")
    found(page, "Platform Engineer")
    page.keyboard.press("Escape")
    expect(chip).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.type("@skip")
    page.keyboard.press("Enter")
    expect(chip).to_have_text("@skipped")
    found(page, "Clerk")
    page.keyboard.type("@ready ")
    expect(chip).to_have_text("@ready")
    expect(field(page)).to_have_value("")
    page.keyboard.press("Backspace")
    expect(chip).to_be_hidden()
    expect(field(page)).to_be_focused()


def test_a_beginning_that_several_locks_have_takes_none(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("@pro")
    expect(page.locator("#palette [data-lock]")).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.locator("#palette .chip")).to_be_hidden()
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#palette .chip")).to_have_text("@in-progress")


def test_commands_press_the_buttons_of_the_open_job(page: Page) -> None:
    hit(page, "/")
    page.keyboard.type(">skip")
    found(page, "Skip")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Skipped Backend Engineer 0")


def test_commands_change_the_look_and_open_dialogs(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(">dark")
    found(page, "Theme: dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Control+k")
    page.keyboard.type(">new run")
    found(page, "New run")
    page.keyboard.press("Enter")
    expect(page.locator("#new-run")).to_be_visible()
    expect(page.locator("#palette")).to_be_hidden()


def test_the_focus_returns_where_it_was(page: Page) -> None:
    hit(page, "j")
    row = page.locator(".row[aria-current]")
    expect(row).to_contain_text("Backend Engineer 1")
    row.focus()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()


def test_single_keys_off_leave_the_other_one(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    hit(page, "/")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_hidden()


def test_what_is_typed_into_the_header_goes_on_in_the_palette(page: Page) -> None:
    page.locator("header [data-opens=palette]").focus()
    page.keyboard.type("platf", delay=20)
    found(page, "Platform Engineer")
    expect(field(page)).to_have_value("platf")


def test_without_an_answer_the_words_stay(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.route("**/palette?*", lambda route: route.fulfill(status=503, body=""))
    page.keyboard.type("platform")
    expect(page.locator("#palette-said")).to_contain_text("No answer from JobOps")
    expect(field(page)).to_have_value("platform")
    expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.parametrize("options", [{}, {"viewport": NARROW, "has_touch": True},
                                     {"color_scheme": "dark"}])  # fmt: skip
def test_an_open_palette_is_sound(opened: Opener, jobs: User, options: dict[str, Any]) -> None:
    page = opened("/jobs/discovered", **options)
    page.locator("header [data-opens=palette]").click()
    found(page, "Backend Engineer")
    page.evaluate(AXE)
    for words in ("", "engineer", "@", ">", "zzzz"):
        field(page).fill(words)
        page.wait_for_function("words => document.querySelector('#palette-words').value === words",
                               arg=words)  # fmt: skip
        expect(page.locator("#palette [role=option]").first).to_be_visible()
        assert page.evaluate(RUN, None) == []
        sideways = "document.getElementById('palette').scrollWidth - innerWidth"
        assert page.evaluate(sideways) <= 0
