"""Reviewing proposed changes in a real browser: by keys alone, by plain forms, on a phone.

Slow ones start a browser page and print a PDF.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import Job, User
from tailoring.models import Edit, Fact
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit, press, reach
from tests.browser.test_tailor_to_pdf import printed_text, worked
from tests.workspace.changes import bullet, rewrite, sentence

WORDS = "Wrote the combat system of a game for consoles."
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def job(ada: User) -> Job:
    make.resume(ada)
    make.heartbeat()
    return make.job(ada, description="Requirements: Unity and C++. You build combat systems.")


def card(page: Page, edit: Edit) -> str:
    expect(page.locator(f"#change-{edit.pk}")).to_be_focused()
    return f"#change-{edit.pk}"


def decided(page: Page, count: int) -> None:
    expect(page.locator("#review-decided > summary")).to_contain_text(f"Decided: {count} change")


def test_the_whole_flow_by_keyboard_alone(opened: Opener, ada: User, job: Job) -> None:
    doubted, gone = sentence(job), sentence(job, "Knows Haskell.", doubted="Haskell", at=1)
    better, worse = rewrite(job, WORDS), rewrite(job, "Did things.", at=1)
    page = opened(f"/jobs/discovered/{job.pk}")
    hit(page, "e")
    expect(page.locator("#review-title")).to_contain_text("Changes to decide")
    press(page, "Finalize")
    expect(page.locator("#tailor-work > .errors")).to_contain_text(
        "2 changes are still to be decided"
    )
    hit(page, "m")
    card(page, doubted)
    hit(page, "t")
    card(page, gone)
    assert "fluent Mandarin" in Fact.objects.get(owner=ada).text
    hit(page, "w")
    card(page, better)
    hit(page, "y")
    card(page, worse)
    hit(page, "u")
    card(page, better)
    hit(page, "y")
    card(page, worse)
    hit(page, "w")
    expect(page.locator("#review-title")).to_be_focused()
    decided(page, 4)
    press(page, "Draft empty fields")
    expect(page.get_by_text("Drafting the empty fields")).to_be_visible()
    worked()
    expect(page.get_by_text("The empty fields were drafted.")).to_be_visible()
    leave_the_rest(page, job)
    press(page, "Finalize")
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()
    expect(page.locator("#panel .status")).to_contain_text("Ready")
    text = printed_text(ada)
    assert WORDS in text
    assert "fluent Mandarin" in text
    assert "Haskell" not in text
    assert "Did things." not in text


def leave_the_rest(page: Page, job: Job) -> None:
    """What drafting proposed beside: rejected one by one, by keys."""
    left = Edit.objects.filter(job=job, status__in=("proposed", "blocked")).count()
    if left:
        hit(page, "m")
    for _ in range(left):
        expect(page.locator(".change:focus")).to_be_visible()
        now = page.locator(".change:focus").get_attribute("id")
        hit(page, "w")
        expect(page.locator(f"[data-change]#{now}")).to_have_count(0)


def test_own_words_are_written_and_used_by_keys(opened: Opener, job: Job) -> None:
    edit, other = rewrite(job, WORDS), rewrite(job, "Did things.", at=1)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    hit(page, "m")
    hit(page, "m")
    card(page, other)
    hit(page, "b")
    card(page, edit)
    hit(page, "c")
    box = page.locator(f"#wording-{edit.pk}")
    expect(box).to_be_focused()
    hit(page, "Control+A")
    page.keyboard.type(bullet(job).text)
    press(page, "Use my words")
    card(page, other)
    edit.refresh_from_db()
    assert (edit.status, edit.after) == ("accepted", bullet(job).text)


def test_what_was_typed_elsewhere_survives_a_decision(opened: Opener, job: Job) -> None:
    edit, other = rewrite(job, WORDS), rewrite(job, "Did things.", at=1)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    page.locator(f"#change-{other.pk} .wording > summary").click()
    page.locator(f"#wording-{other.pk}").fill("Half a thought")
    page.get_by_label("Headline").fill("Typed, not yet saved")
    page.locator(f"#change-{edit.pk}").get_by_role("button", name="Accept").click()
    card(page, other)
    expect(page.locator(f"#wording-{other.pk}")).to_have_value("Half a thought")
    expect(page.get_by_label("Headline")).to_have_value("Typed, not yet saved")
    job.refresh_from_db()
    assert job.tailored_headline == "Typed, not yet saved"


def test_keys_of_a_change_work_only_in_it(opened: Opener, job: Job) -> None:
    edit = rewrite(job, WORDS)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    hit(page, "y")
    hit(page, "w")
    reach(page, page.get_by_label("Headline"))
    page.keyboard.type("ywctm")
    expect(page.get_by_label("Headline")).to_have_value("ywctm")
    edit.refresh_from_db()
    assert edit.status == "proposed"


def test_the_help_tells_the_keys_of_the_review(opened: Opener, job: Job) -> None:
    sentence(job)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    hit(page, "?")
    keys = page.locator("#help dl")
    for told in ("Next change", "Previous change", "True, add to my facts", "Leave out"):
        expect(keys).to_contain_text(told)


@pytest.mark.parametrize("where", ["/jobs/discovered/{}/tailor", "/job/{}/tailoring"])
def test_every_decision_is_a_plain_form(opened: Opener, ada: User, job: Job, where: str) -> None:
    doubted, better = sentence(job), rewrite(job, WORDS)
    page = opened(where.format(job.pk), viewport=PHONE, java_script_enabled=False)
    page.get_by_label("Headline").fill("Typed without scripts")
    page.get_by_role("button", name="Finalize").click()
    page.locator("#tailor-work > .errors").get_by_role("link").click()
    page.get_by_role("button", name="True, add to my facts").click()
    page.locator(f"#change-{better.pk}").get_by_role("button", name="Accept").click()
    decided(page, 2)
    expect(page.get_by_label("Headline")).to_have_value("Typed without scripts")
    page.get_by_role("button", name="Finalize").click()
    worked()
    text = printed_text(ada)
    assert all(words in text for words in (WORDS, doubted.after, "Typed without scripts"))


def test_a_fact_is_taken_out_and_brought_back(opened: Opener, ada: User, job: Job) -> None:
    page = opened("/design-resume/facts")
    page.get_by_label("What is true").fill("Led a team of five.")
    page.get_by_role("button", name="Add to my facts").click()
    page.get_by_role("button", name="Remove: Led a team of five.").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Led a team of five.")).to_be_visible()
