"""A model that lies, met in Tailor: nothing of it is printed unless the person says it is true."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bench.claims_rows import personas
from orchestrator import preferences
from orchestrator.models import User
from tailoring.models import Fact
from tests import make
from tests.acceptance.lies import ENGLISH
from tests.acceptance.test_lying_model import lied, told
from tests.browser.conftest import Opener
from tests.browser.test_tailor_to_pdf import printed_text, worked
from tests.outside.model import ModelStub

CONFIRMED = "Speaks fluent Mandarin."
TRUE = "True, add to my facts"


@pytest.fixture
def drafted(opened: Opener, ada: User, model_stub: ModelStub, scripts: bool) -> Page:
    """Tailor, after the liar has drafted the empty fields."""
    make.heartbeat()
    make.resume(ada, **personas()[ENGLISH.persona])
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    model_stub.answer(lied(ENGLISH))
    job = make.job(ada, description=ENGLISH.posting)
    page = opened(f"/jobs/discovered/{job.pk}/tailor", java_script_enabled=scripts)
    page.get_by_role("button", name="Draft empty fields").click()
    expect(page.get_by_text("Drafting the empty fields")).to_be_visible()
    worked()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Changes to decide")).to_be_visible()
    return page


def finalize(page: Page) -> None:
    page.get_by_role("button", name="Finalize").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_finalize_asks_about_lies_first_and_prints_only_what_was_confirmed(
    drafted: Page, ada: User
) -> None:
    page = drafted
    finalize(page)
    expect(page.get_by_text("are still to be decided")).to_be_visible()
    assert not ada.jobs.exclude(status="discovered").exists()

    card = page.locator("article.change", has_text=CONFIRMED)
    card.get_by_role("button", name=TRUE).click()
    expect(page.get_by_role("textbox", name="Summary")).to_have_value(
        f"{ENGLISH.truth} {CONFIRMED}"
    )
    page.get_by_role("button", name="Leave out all blocked").click()
    expect(page.get_by_role("button", name=TRUE)).to_have_count(0)
    # Without scripts what was said stays before the buttons until the page is read again.
    page.reload()
    finalize(page)
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()

    text = printed_text(ada)
    assert ENGLISH.truth in text
    assert CONFIRMED in text
    assert told(ENGLISH.words, text) == ["Mandarin"]
    assert Fact.objects.get(owner=ada).text in CONFIRMED
