"""Every page, in every state it has: two widths, two themes, first use, full of long content,
wrong, asked and open. Slow: each looks at dozens of pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect

from orchestrator.models import User
from tests.browser import house, rooms, tour
from tests.browser.conftest import Opener


def routes(found: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, path)
        else:
            yield path, one


def opens(page: Page, home: str, address: str) -> list[str]:
    page.emulate_media(color_scheme="light")
    page.goto(home + address)
    return list(tour.wrong(page))


def sound(seen: dict[str, list[str]]) -> None:
    said = "\n".join(f"{at}\n    " + "\n    ".join(bad) for at, bad in seen.items() if bad)
    assert not said, said


@pytest.fixture
def ids(ada: User) -> house.Ids:
    return house.full(ada)


@pytest.fixture
def page(opened: Opener) -> Page:
    return opened("/keys", reduced_motion="reduce")


@pytest.fixture
def home(live_server: Any) -> str:
    return str(live_server.url)


PLACES = [(route, at) for route, places in rooms.PAGES.items() for at in places]
HALVES = [PLACES[: len(PLACES) // 2], PLACES[len(PLACES) // 2 :]]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("places", HALVES, ids=["jobs", "others"])
def test_every_page_is_sound(page: Page, home: str, ids: house.Ids, places: Any) -> None:
    seen = {at: opens(page, home, at.format(**ids)) for _, at in places}
    sound(seen)


@pytest.mark.timeout(600)
def test_pages_are_sound_before_anything_exists(page: Page, home: str, ada: User) -> None:
    seen = {at: opens(page, home, at) for at in (*rooms.EMPTY, *rooms.BESIDE)}
    sound(seen)


@pytest.mark.timeout(600)
def test_dialogs_menus_and_refusals_are_sound(page: Page, home: str, ids: house.Ids) -> None:
    seen = {}
    for stop in rooms.STOPS:
        page.emulate_media(color_scheme="light")
        page.goto(home + stop.at.format(**ids))
        tour.do(page, stop)
        seen[f"{stop.at} {stop.steps}"] = list(tour.wrong(page))
    sound(seen)


def test_a_part_opened_by_itself_is_a_page(page: Page, home: str, ids: house.Ids) -> None:
    for address in rooms.PARTS.values():
        answer = page.goto(home + address.format(**ids))
        assert answer is not None, address
        assert answer.ok, address
        assert page.locator("main h1").count() == 1, address


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", rooms.WAY_IN)
def test_the_way_in_is_sound(page: Page, home: str, ada: User, path: str) -> None:
    if path == "sign-in":
        ada.set_password("long enough")
        ada.save()
    assert opens(page, home, f"/{path}") == []
    assert page.url == f"{home}/{path}"
    expect(page.locator("input:visible").first).to_be_focused()


def test_faults_are_seen(page: Page) -> None:
    page.evaluate("""() => {
        const wide = document.createElement("div");
        wide.style.width = "3000px";
        wide.innerHTML = "<img src='/favicon.ico'><input>";
        document.querySelector("main").append(wide);
    }""")
    said = "\n".join(tour.wrong(page))
    for fault in ("critical image-alt", "critical label", '"nameless"', '"inside"'):
        assert fault in said


def test_every_title_is_unique(client: Any, ids: house.Ids) -> None:
    client.raise_request_exception = True
    titles = {}
    for places in rooms.PAGES.values():
        text = client.get(places[0].format(**ids), REMOTE_ADDR="127.0.0.1").content.decode()
        titles[places[0]] = text.split("<title>")[1].split("</title>")[0]
    twice = {at: one for at, one in titles.items() if list(titles.values()).count(one) > 1}
    assert twice == {}


def test_every_address_has_its_row() -> None:
    """A verb answers 405 to a visit, so everything else has to be named."""
    known = {*rooms.PAGES, *rooms.PARTS, *rooms.FILES, *rooms.WAY_IN}
    mine = {
        route for route, one in routes(get_resolver().url_patterns)
        if not route.startswith(("api/", "admin/")) and not is_verb(one)
    }  # fmt: skip
    assert mine == known


def is_verb(one: URLPattern) -> bool:
    """Whether `require_POST` guards the view."""
    cells = getattr(one.callback, "__closure__", None) or ()
    return any(cell.cell_contents == ["POST"] for cell in cells)
