"""Settings by keyboard and on a phone. Slow ones start a browser page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator import preferences
from orchestrator.models import User
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit

PHONE = {"width": 390, "height": 844}


def typed(page: Page, address: str) -> None:
    """Fill the form of the models page by keys alone, from its first field on."""
    page.locator("#set_llmBaseUrl").focus()
    for text in (address, "stub-model", "sk-typed-once"):
        page.keyboard.type(text)
        hit(page, "Tab")


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_a_connection_is_tried_then_saved_by_keys(
    opened: Opener, ada: User, model_stub: Any, viewport: dict[str, int]
) -> None:
    page = opened("/settings/models", viewport=viewport)
    typed(page, model_stub.base_url)
    page.get_by_role("button", name="Test").focus()
    hit(page, "Enter")
    expect(page.locator("#trial")).to_contain_text("The test succeeded")
    assert preferences.of(ada)["llmBaseUrl"] == ""
    expect(page.locator("#set_llmApiKey")).to_have_value("sk-typed-once")
    page.locator("#set_llmModel").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Models saved.")
    assert preferences.of(ada)["llmApiKey"] == "sk-typed-once"
    expect(page.locator("#set_llmApiKey")).to_have_value("")
    expect(page.locator(".secret-state.is-set")).to_have_text("Set")


def test_a_test_that_fails_keeps_the_form(opened: Opener, ada: User) -> None:
    page = opened("/settings/models")
    typed(page, "http://127.0.0.1:9/v1")
    page.get_by_role("button", name="Test").click()
    expect(page.locator("#trial")).to_contain_text("127.0.0.1:9 refused the connection")
    expect(page.locator("#set_llmApiKey")).to_have_value("sk-typed-once")


def test_what_cannot_be_tried_says_which_field(opened: Opener, ada: User) -> None:
    page = opened("/settings/models")
    typed(page, "localhost:1234")
    page.get_by_role("button", name="Test").click()
    expect(page.locator("#trial")).to_contain_text("Not tested")
    expect(page.locator("#trial")).to_contain_text("starts with http://")


def test_a_connection_is_tried_without_a_script(opened: Opener, ada: User, model_stub: Any) -> None:
    page = opened("/settings/models", java_script_enabled=False)
    page.fill("#set_llmBaseUrl", model_stub.base_url)
    page.fill("#set_llmModel", "stub-model")
    page.get_by_role("button", name="Test").click()
    expect(page.locator("#trial")).to_contain_text("The test succeeded")
    expect(page.locator("#set_llmModel")).to_have_value("stub-model")


def test_a_setting_is_found_and_reached_by_keys(opened: Opener, ada: User) -> None:
    page = opened("/settings")
    page.get_by_role("searchbox", name="Find a setting").focus()
    page.keyboard.type("autoSkip")
    hit(page, "Enter")
    page.get_by_role("link", name="Skip by itself below").press("Enter")
    expect(page).to_have_url(
        page.url.split("/settings")[0] + "/settings/scoring#set_autoSkipScoreThreshold"
    )


def test_a_wrong_value_keeps_what_was_typed(opened: Opener, ada: User) -> None:
    page = opened("/settings/scoring", viewport=PHONE)
    page.fill("#set_autoSkipScoreThreshold", "400")
    page.fill("#set_scoringInstructions", "prefer: remote")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("#set_scoringInstructions")).to_have_value("prefer: remote")


def test_first_steps_are_walked_on_a_phone(opened: Opener, ada: User) -> None:
    make.heartbeat()
    page = opened("/jobs/ready", viewport=PHONE)
    page.get_by_role("link", name="First steps").click()
    page.get_by_role("button", name=re.compile("Skip.*language model")).click()
    expect(page.locator("#model")).to_have_class("is-skipped")
    page.get_by_role("button", name=re.compile("Bring it back.*language model")).click()
    expect(page.locator("#model")).to_have_class("is-open")
    page.get_by_role("button", name="Show me with sample data").click()
    expect(page.locator("#toasts")).to_contain_text("40 sample postings")
