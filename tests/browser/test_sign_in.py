"""Two-step sign-in as a person does it: set up with a phone, sign out, sign in with a code.
Slow: each page is looked at in both widths and themes.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orchestrator.accounts import twostep
from orchestrator.models import TwoStep, User
from tests.accounts.doors import PASSWORD, on
from tests.browser import tour
from tests.browser.conftest import DESKTOP, Opener

pytestmark = pytest.mark.usefixtures("required")
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def account(ada: User) -> User:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def code(secret: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(timezone.now(), counter_offset=steps)


def sound(page: Page, size: Mapping[str, int]) -> None:
    """In both widths and themes; then the page is as wide as before."""
    assert list(tour.wrong(page)) == []
    page.set_viewport_size(dict(size))  # type: ignore[arg-type]


def give(page: Page, user: User) -> None:
    page.get_by_label("Name").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["wide", "narrow"])
def test_it_is_set_up_and_used(opened: Opener, account: User, size: Mapping[str, int]) -> None:
    page = opened("/settings/access/two-step", viewport=size, reduced_motion="reduce")
    give(page, account)
    sound(page, size)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_alt_text("QR code")).to_be_visible()
    assert page.get_by_alt_text("QR code").evaluate("one => one.naturalWidth") > 100
    sound(page, size)
    secret = page.get_by_label("Or type this key").input_value().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(code(secret, steps=-1))
    page.get_by_role("button", name="Turn it on").click()
    codes = page.get_by_label("Recovery codes").input_value().split()
    assert len(codes) == 10
    sound(page, size)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("This one")).to_be_visible()
    expect(page.get_by_text("Two-step sign-in turned on")).to_be_visible()
    sound(page, size)
    page.locator("form[action='/sign-out'] button:visible").last.click()
    give(page, account)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    sound(page, size)
    page.get_by_label("Code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One more step")).to_have_count(0)
    assert twostep.is_on(account)


def test_a_recovery_code_does_without_script(opened: Opener, account: User) -> None:
    _, codes = on(account)
    page = opened("/sign-in?next=/settings/access/two-step", java_script_enabled=False)
    give(page, account)
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("9 of 10 are left")).to_be_visible()
    assert TwoStep.objects.filter(owner=account).exists()
