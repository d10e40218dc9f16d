"""Slow ones start a browser page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import User
from tests import make
from tests.browser.conftest import Opener, ready
from tests.browser.keyboard import hit


@pytest.fixture
def triage(opened: Opener, ada: User) -> Page:
    for n in range(4):
        make.job(ada, title=f"Job {n}", score=90.0 - n)
    ready(ada, title="Ready one")
    return opened("/jobs/discovered")


def shown(page: Page, title: str) -> None:
    expect(page.locator("#panel-title")).to_have_text(title)


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("ArrowDown", "ArrowUp")])
def test_rows_are_walked_by_keys(triage: Page, down: str, up: str) -> None:
    hit(triage, down)
    shown(triage, "Job 1")
    hit(triage, down)
    shown(triage, "Job 2")
    hit(triage, up)
    shown(triage, "Job 1")


def test_numbers_and_arrows_change_the_tab(triage: Page) -> None:
    hit(triage, "1")
    shown(triage, "Ready one")
    hit(triage, "ArrowRight")
    shown(triage, "Job 0")
    hit(triage, "4")
    expect(triage.locator("#tab-all")).to_have_attribute("aria-current", "page")


def test_enter_leads_into_the_job_and_escape_back(triage: Page) -> None:
    hit(triage, "j")
    shown(triage, "Job 1")
    hit(triage, "Enter")
    expect(triage.locator("#panel-title")).to_be_focused()
    hit(triage, "Escape")
    expect(triage.locator(".row[aria-current]")).to_be_focused()


def test_the_help_lists_exactly_the_keys_on_the_page(triage: Page) -> None:
    on_buttons = triage.evaluate("""() => [...document.querySelectorAll('[data-key]')]
        .filter((element) => element.checkVisibility())
        .flatMap((element) => element.dataset.key.split(' ')).sort()""")
    hit(triage, "?")
    expect(triage.get_by_role("dialog")).to_be_visible()
    names = {
        "↓": "ArrowDown",
        "↑": "ArrowUp",
        "←": "ArrowLeft",
        "→": "ArrowRight",
        "Esc": "Escape",
        "Shift x": "X",
    }
    listed = [names.get(key, key) for key in triage.locator("#help kbd").all_text_contents()]
    assert sorted(listed) == sorted([*on_buttons, "Ctrl K", "Enter", "Escape", "x", "X"])
    hit(triage, "Escape")
    expect(triage.get_by_role("dialog")).to_be_hidden()


def test_a_dialog_swallows_the_keys(triage: Page) -> None:
    hit(triage, "?")
    hit(triage, "s")
    hit(triage, "Escape")
    shown(triage, "Job 0")


@pytest.mark.parametrize("field", ["input", "textarea", "select"])
def test_typing_in_a_field_triggers_nothing(triage: Page, field: str) -> None:
    triage.evaluate(
        """(name) => {
            const field = document.createElement(name);
            document.querySelector('.top-start').append(field);
            field.focus();
        }""",
        field,
    )
    for key in "srjk1u":
        hit(triage, key)
    shown(triage, "Job 0")
    expect(triage.locator("#tab-counts")).to_contain_text("Discovered 4")


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_a_key_with_a_modifier_belongs_to_the_browser(triage: Page, modifier: str) -> None:
    hit(triage, f"{modifier}+j")
    shown(triage, "Job 0")


def test_single_keys_can_be_switched_off_and_stay_off(triage: Page) -> None:
    triage.get_by_label("Display").click()
    button = triage.get_by_role("button", name="Off")
    button.wait_for()
    with triage.expect_response("**/display"):
        button.click()
    hit(triage, "Escape")
    hit(triage, "j")
    shown(triage, "Job 0")
    triage.reload()
    hit(triage, "j")
    shown(triage, "Job 0")


def test_holding_control_shows_the_keys(triage: Page) -> None:
    triage.keyboard.down("Control")
    expect(triage.locator("html[data-hints]")).to_have_count(1)
    triage.keyboard.up("Control")
    expect(triage.locator("html[data-hints]")).to_have_count(0)


def test_the_list_is_one_stop_of_the_tab_key(triage: Page) -> None:
    assert triage.locator(".row[tabindex='0']").count() == 1
    hit(triage, "j")
    shown(triage, "Job 1")
    assert triage.locator(".row[tabindex='0'] .row-title").text_content() == "Job 1"


def test_the_theme_changes_at_once_and_is_kept(triage: Page) -> None:
    triage.get_by_label("Display").click()
    button = triage.get_by_role("button", name="Dark")
    button.wait_for()
    with triage.expect_response("**/display"):
        button.click()
    expect(triage.locator("html[data-theme=dark]")).to_have_count(1)
    triage.reload()
    expect(triage.locator("html[data-theme=dark]")).to_have_count(1)


def test_tailor_leads_into_the_panel_not_back_to_the_list(triage: Page) -> None:
    hit(triage, "e")
    expect(triage).to_have_url(re.compile("/tailor"))
    expect(triage.locator("#panel-title")).to_be_focused()
