"""The overview by keys, on a wide screen and on a phone. Slow: each starts a browser page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import User
from orchestrator.tracking import stages
from tests import make
from tests.browser.conftest import DESKTOP, Opener
from tests.browser.keyboard import hit, reach

NAMES = (
    "株式会社ソニー・インタラクティブエンタテインメント", "Donaudampfschifffahrtsgesellschaft"
)  # fmt: skip
NARROW = {"width": 390, "height": 844}
# Words that are cut off by the screen, or smaller than any text may be.
LOST = """() => [...document.querySelectorAll(".plot text")].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize);
    return left < 0 || right > document.documentElement.clientWidth || size < 12;
}).map((one) => one.textContent)"""
# Names that run into their numbers.
MET = """() => [...document.querySelectorAll(".plot-number")].filter((one) =>
    one.previousElementSibling.getBoundingClientRect().right > one.getBoundingClientRect().left
).map((one) => one.textContent)"""


@pytest.fixture(params=[DESKTOP, NARROW], ids=["1440", "390"])
def page(request: Any, opened: Opener, ada: User) -> Page:
    for number in range(6):
        job = make.job(
            ada, status="ready", score=81.0, score_engine="computed",
            source=NAMES[number % 2],
        )  # fmt: skip
        stages.apply(job, actor="user")
    return opened("/overview", viewport=request.param)


def test_a_window_and_a_table_are_reached_by_keys(page: Page) -> None:
    reach(page, page.get_by_role("link", name="7 days"))
    hit(page, "Enter")
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "page")
    expect(page.locator("#applications_per_day")).to_contain_text("in the 7 days before")
    reach(page, page.locator("#response_rate summary"))
    hit(page, "Enter")
    expect(page.get_by_role("region", name="Table of Responses")).to_be_visible()
    reach(page, page.get_by_role("region", name="Table of Responses"))


def test_the_words_of_drawings_can_be_read(page: Page) -> None:
    expect(page.locator(".plot").first).to_be_visible()
    assert page.evaluate(LOST) == []
    assert page.evaluate(MET) == []
