"""Three widths, two themes. Slow ones start a browser page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import Job, User
from tests import make
from tests.browser.conftest import PHONE, Opener

LONG = "Senior Full-Stack Engineer (Python/React/TypeScript/GraphQL) for Platform and Growth, EMEA"

NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def job(ada: User) -> Job:
    make.job(ada, title="Second", score=10.0)
    return make.job(
        ada, title=LONG, score=90.0, score_engine="computed", employer="A Very Long Employer GmbH",
        location="Berlin, Hamburg, Munich, Amsterdam or remote within the European Union",
        description="Unbreakable" * 40 + " " + "word " * 300,
    )  # fmt: skip


def sideways(page: Page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("path", ["/jobs/discovered", "/jobs/discovered/{}"])
def test_only_the_panes_scroll(opened: Opener, ada: User, job: Job, path: str) -> None:
    make.jobs(ada, 60)
    page = opened(path.format(job.pk))
    hidden = "document.documentElement.scrollHeight - innerHeight"
    assert page.evaluate(hidden) <= 0
    page.set_viewport_size(PHONE)
    assert page.evaluate(hidden) <= 0


@pytest.mark.parametrize("path", ["/jobs/discovered", "/jobs/discovered/{}", "/keys", "/nowhere"])
def test_no_page_scrolls_sideways(opened: Opener, job: Job, path: str) -> None:
    page = opened(path.format(job.pk))
    for width in (320, 360, 900, 1440, 2200):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0


def test_a_phone_shows_the_list_then_the_job_then_the_list(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered", viewport=PHONE)
    expect(page.locator("#panel")).to_be_hidden()
    page.get_by_role("link", name="Second").click()
    expect(page.locator("#panel-title")).to_have_text("Second")
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("link", name="Discovered").click()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_phone_keeps_the_actions_at_the_bottom(opened: Opener, job: Job) -> None:
    page = opened(f"/jobs/discovered/{job.pk}", viewport=PHONE, has_touch=True)
    box = page.get_by_role("link", name="Tailor").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] > PHONE["height"] - 40
    assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Skip").tap()
    expect(page.locator("#panel-title")).to_have_text("Second")


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (1000, 3), (600, 1)])
def test_the_panes_stand_side_by_side_where_there_is_room(
    opened: Opener, job: Job, width: int, columns: int
) -> None:
    page = opened("/jobs/discovered", viewport={"width": width, "height": 800})
    parts = [page.locator(name) for name in (".rail", "#list", "#panel")]
    lefts = {round(box["x"]) for part in parts if (box := part.bounding_box())}
    assert len(lefts) == columns


def test_a_row_is_52_pixels_high(opened: Opener, job: Job) -> None:
    box = opened("/jobs/discovered").locator(".row").first.bounding_box()
    assert box is not None
    assert box["height"] == 52


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_of_a_theme_wins_over_the_system(
    opened: Opener, ada: User, job: Job, theme: str
) -> None:
    ada.preferences.create(key="theme", value=f'"{theme}"')
    other: Any = "light" if theme == "dark" else "dark"
    page = opened("/jobs/discovered", color_scheme=other)
    lightness = page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor.match(/[\\d.]+/)[0]"
    )
    assert (float(lightness) > 0.5) == (theme == "light")


def test_nothing_moves_for_who_asked_for_stillness(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered", reduced_motion="reduce")
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((element) => {
        const style = getComputedStyle(element);
        return style.animationName !== 'none' || style.transitionDuration !== '0s';
    }).length""")
    assert moving == 0


def test_the_selected_row_is_marked_in_forced_colours(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered", forced_colors="active")
    style = page.evaluate(
        "getComputedStyle(document.querySelector('.row[aria-current]')).outlineStyle"
    )
    assert style == "solid"


@pytest.mark.parametrize("path", ["/jobs/discovered", "/keys"])
def test_landmarks_and_one_heading(opened: Opener, job: Job, path: str) -> None:
    page = opened(path)
    assert page.locator("h1").count() == 1
    for landmark in ("main", "banner"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("navigation", name="Pages").count() == 1


def test_every_target_is_large_enough(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered")
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, summary')]
        .filter((element) => element.checkVisibility() && !element.closest('p, .skips, dialog'))
        .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24)
        .map(([text]) => text)""")
    assert small == []


def test_a_phone_has_four_pages_and_the_others_behind_more(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered", viewport=NARROWEST, java_script_enabled=False)
    rail = page.get_by_role("navigation", name="Pages")
    assert rail.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    expect(rail.get_by_role("link", name="Settings")).to_be_hidden()
    rail.get_by_role("button", name="More").press("Enter")
    expect(rail.get_by_role("link", name="Settings")).to_be_visible()
    rail.get_by_role("button", name="More").press("Escape")
    expect(rail.get_by_role("link", name="Settings")).to_be_hidden()
    expect(rail.get_by_role("button", name="More")).to_be_focused()
    rail.get_by_role("button", name="More").click()
    rail.get_by_role("link", name="Settings").click()
    expect(page.locator("h1")).to_be_visible()
    assert "/settings" in page.url


@pytest.mark.parametrize("path", ["/jobs/discovered/{}", "/job/{}", "/applications/in-progress"])
def test_paper_shows_what_there_is_to_read(opened: Opener, job: Job, path: str) -> None:
    page = opened(path.format(job.pk), color_scheme="dark")
    page.emulate_media(media="print")
    for part in (".rail", ".top", ".button"):
        assert [one for one in page.locator(part).all() if one.is_visible()] == []
    expect(page.locator("main h1, main h2").first).to_be_visible()
    ink = page.evaluate("getComputedStyle(document.body).color")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_more_contrast_leaves_no_pale_ink(opened: Opener, job: Job) -> None:
    page = opened("/jobs/discovered", contrast="more")
    colours = "(one) => getComputedStyle(one).color"
    assert page.locator(".row-age").first.evaluate(colours) == page.locator("body").evaluate(
        colours
    )
