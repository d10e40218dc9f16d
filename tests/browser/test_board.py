"""The board by keyboard, mouse, touch and without a script. Slow ones start a browser page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from orchestrator.models import Job, StageEvent, User
from orchestrator.tracking import stages
from tests import make
from tests.browser.conftest import Opener
from tests.browser.keyboard import hit

URL = "/applications/in-progress"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def sent(owner: User, title: str, *stage: str) -> Job:
    job = stages.apply(make.job(owner, status="ready", title=title), actor="user")
    for one in stage:
        stages.log(job, one, actor="user")
    return job


def card(page: Page, job: Job) -> Locator:
    return page.locator(f".tile:has(#card-{job.pk})")


def stands(page: Page, job: Job, lane: str) -> None:
    expect(page.locator(f"#lane-{lane} #card-{job.pk}")).to_be_attached()


def told(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def sources(job: Job) -> list[tuple[str, str]]:
    found = StageEvent.objects.filter(job=job, undone_at=None).order_by("recorded_at")
    return [(one.to_stage, one.source) for one in found]


@pytest.fixture
def job(ada: User) -> Job:
    sent(ada, "Beside it")
    sent(ada, "Further on", "onsite")
    return sent(ada, "The one")


def test_brackets_move_the_card_and_the_focus_goes_with_it(opened: Opener, job: Job) -> None:
    page = opened(URL)
    card(page, job).get_by_role("link", name="The one", exact=True).focus()
    for lane, key in (("recruiter_screen", "]"), ("assessment", "]"), ("recruiter_screen", "[")):
        page.keyboard.press(key)
        stands(page, job, lane)
        expect(card(page, job).locator(".tile-title")).to_be_focused()
    told(page, "Moved to Recruiter screen: The one at Acme.")
    assert sources(job)[1:] == [
        ("recruiter_screen", "board"), ("assessment", "board"), ("recruiter_screen", "board"),
    ]  # fmt: skip


def test_undo_in_the_toast_makes_the_step_never_have_been(opened: Opener, job: Job) -> None:
    page = opened(URL)
    card(page, job).locator(".tile-title").focus()
    page.keyboard.press("]")
    stands(page, job, "recruiter_screen")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    stands(page, job, "applied")
    assert sources(job) == [("applied", "user")]
    assert page.url.split("#")[0].endswith(URL)


def test_arrows_go_from_card_to_card_and_over_empty_lanes(opened: Opener, job: Job) -> None:
    page = opened(URL)
    page.locator(".tile-title", has_text="Beside it").focus()
    for key, title in (
        ("ArrowDown", "The one"), ("ArrowDown", "The one"), ("ArrowRight", "Further on"),
        ("ArrowLeft", "Beside it"), ("ArrowUp", "Beside it"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(page.locator(".tile-title:focus")).to_have_text(title)
    assert page.locator(".tile a[tabindex='0']").count() == 2


def test_the_menu_moves_and_closing_asks_how_it_ended(opened: Opener, job: Job) -> None:
    page = opened(URL)
    card(page, job).get_by_role("link", name="Move The one to…").click()
    page.locator("#board-move").get_by_role("button", name="Closed…").click()
    ending = page.get_by_role("dialog", name="How did it end?")
    expect(ending).to_be_visible()
    page.keyboard.press("Escape")
    expect(ending).to_be_hidden()
    assert sources(job) == [("applied", "user")]
    card(page, job).get_by_role("link", name="Move The one to…").click()
    page.locator("#board-move").get_by_role("button", name="Closed…").click()
    ending.get_by_role("button", name="Rejected").click()
    stands(page, job, "closed")
    told(page, "Moved to Closed")
    expect(page.locator("#lane-closed summary")).to_be_focused()
    job.refresh_from_db()
    assert (job.outcome, sources(job)[1:]) == ("rejected", [("closed", "board")])


def drag(page: Page, start: Locator, end: Locator) -> None:
    begin, target = start.bounding_box(), end.bounding_box()
    assert begin
    assert target
    page.mouse.move(begin["x"] + 20, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(begin["x"] + 60, begin["y"] + 40, steps=3)
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + 90, steps=3)
    page.mouse.up()


def test_a_mouse_drags_a_card_to_another_lane(opened: Opener, job: Job) -> None:
    page = opened(URL)
    drag(page, card(page, job), page.locator("#lane-offer"))
    stands(page, job, "offer")
    told(page, "Moved to Offer")
    assert page.url.endswith(URL)
    assert sources(job)[1:] == [("offer", "board")]


def test_a_card_let_go_where_it_was_or_nowhere_stays(opened: Opener, job: Job) -> None:
    page = opened(URL)
    drag(page, card(page, job), page.locator("#lane-applied"))
    drag(page, card(page, job), page.get_by_role("heading", name="Board"))
    expect(page.locator(".is-lifted")).to_have_count(0)
    stands(page, job, "applied")
    assert sources(job) == [("applied", "user")]


def test_dropping_on_closed_and_cancelling_moves_nothing(opened: Opener, job: Job) -> None:
    page = opened(URL)
    drag(page, card(page, job), page.locator("#lane-closed"))
    ending = page.get_by_role("dialog", name="How did it end?")
    ending.get_by_role("button", name="Close").click()
    expect(ending).to_be_hidden()
    stands(page, job, "applied")
    assert sources(job) == [("applied", "user")]


def test_a_card_that_was_moved_elsewhere_comes_back_with_the_reason(
    opened: Opener, job: Job
) -> None:
    page = opened(URL)
    expect(card(page, job)).to_be_visible()
    page.route("**/live/**", lambda route: route.abort())
    stages.log(job, "assessment", actor="user")
    card(page, job).locator(".tile-title").focus()
    page.evaluate(
        """(url) => htmx.ajax("POST", url, {target: "#board", swap: "outerHTML",
           values: {stage: "offer", seen: "applied"}})""",
        f"{URL}/{job.pk}/move",
    )
    expect(page.locator("#alerts")).to_contain_text("stands at Assessment by now")
    stands(page, job, "assessment")


def test_a_finger_that_rests_lifts_a_card_onto_the_name_of_a_lane(opened: Opener, job: Job) -> None:
    page = opened(URL, **PHONE)
    shown = page.locator(".lane:visible")
    expect(shown).to_have_count(1)
    start, end = card(page, job).bounding_box(), None
    target = page.locator(".lane-picker a", has_text="Recruiter screen")
    end = target.bounding_box()
    assert start
    assert end
    touch = page.context.new_cdp_session(page)
    point = {"x": start["x"] + 60, "y": start["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator(".tile.is-lifted")).to_be_visible()
    over = {"x": end["x"] + 20, "y": end["y"] + 20}
    for spot in ({"x": point["x"], "y": point["y"] - 40}, over):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [spot]})
    expect(page.locator(".lane-picker [data-over]")).to_contain_text("Recruiter screen")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    told(page, "Moved to Recruiter screen")
    assert page.url.endswith(URL)
    assert sources(job)[1:] == [("recruiter_screen", "board")]


def test_a_finger_that_moves_at_once_scrolls_and_lifts_nothing(opened: Opener, ada: User) -> None:
    jobs = [sent(ada, f"Job {n}") for n in range(20)]
    page = opened(URL, **PHONE)
    start = card(page, jobs[3]).bounding_box()
    assert start
    touch = page.context.new_cdp_session(page)
    for kind, up in (("touchStart", 0), ("touchMove", 30), ("touchMove", 200), ("touchEnd", None)):
        at = [] if up is None else [{"x": start["x"] + 60, "y": start["y"] + 20 - up}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    page.wait_for_function("document.getElementById('main').scrollTop > 50")
    assert page.locator(".is-lifted").count() == 0
    assert StageEvent.objects.filter(source="board").count() == 0


def test_a_narrow_screen_shows_one_lane_and_a_picker_leads_to_the_others(
    opened: Opener, job: Job
) -> None:
    page = opened(URL, **PHONE)
    page.locator(".lane-picker").get_by_role("link", name="Final round 1").click()
    expect(page.locator(".lane:visible")).to_have_count(1)
    expect(page.locator("#lane-onsite .tile")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1440])
def test_all_lanes_fit_without_sideways_scrolling(opened: Opener, job: Job, width: int) -> None:
    page = opened(URL, viewport={"width": width, "height": 800})
    page.locator("#lane-closed summary").click()
    fits = "(one) => one.scrollWidth <= one.clientWidth"
    assert page.locator(".lane:visible").count() == 8
    assert page.locator(".lanes").evaluate(fits)
    assert page.locator("#main").evaluate(fits)


def test_without_a_script_a_form_moves_and_another_asks_how_it_ended(
    opened: Opener, job: Job
) -> None:
    page = opened(URL, java_script_enabled=False)
    card(page, job).get_by_role("link", name="Move The one to…").click()
    page.get_by_label("Offer").check()
    page.get_by_role("button", name="Move").click()
    stands(page, job, "offer")
    told(page, "Moved to Offer")
    card(page, job).get_by_role("link", name="Move The one to…").click()
    page.get_by_label("Closed").check()
    page.get_by_role("button", name="Move").click()
    page.get_by_role("link", name="Cancel").click()
    stands(page, job, "offer")
    card(page, job).get_by_role("link", name="Move The one to…").click()
    page.get_by_label("Closed").check()
    page.get_by_role("button", name="Move").click()
    page.get_by_label("Offer declined").check()
    page.get_by_role("button", name="Close it").click()
    stands(page, job, "closed")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    stands(page, job, "offer")
    assert sources(job)[1:] == [("offer", "board")]


def test_news_from_elsewhere_keep_the_focus_on_its_card(opened: Opener, job: Job) -> None:
    page = opened(URL)
    page.wait_for_selector("html[data-listens]")
    card(page, job).locator(".tile-title").focus()
    stages.log(job, "assessment", actor="user")
    stands(page, job, "assessment")
    expect(card(page, job).locator(".tile-title")).to_be_focused()


def test_letters_do_nothing_where_single_keys_are_off(opened: Opener, job: Job) -> None:
    page = opened(URL)
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    card(page, job).locator(".tile-title").focus()
    hit(page, "]")
    stands(page, job, "applied")
    assert sources(job) == [("applied", "user")]
