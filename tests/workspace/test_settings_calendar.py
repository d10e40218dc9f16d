"""The calendar's address in the settings: made, copied, made anew, switched off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import CalendarFeed, User
from orchestrator.tracking import feed_address
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
PAGE = "/settings/calendar"


def shown(client: Client) -> str:
    """The address on the page."""
    found = page(client.get(PAGE)).xpath("//input[@id='feed-address']")
    return str(found[0].get("value")) if found else ""


def test_it_is_off_until_somebody_makes_an_address(client: Client, ada: User) -> None:
    assert shown(client) == ""
    assert "Off: nobody can read your dates." in " ".join(texts(page(client.get(PAGE)), "//main"))
    assert client.post("/settings/calendar/new")["Location"] == PAGE
    assert shown(client).startswith("http://testserver/calendar/")
    assert client.get(shown(client).removeprefix("http://testserver")).status_code == 200


def test_a_new_address_ends_the_old_one(client: Client, ada: User) -> None:
    client.post("/settings/calendar/new")
    old = shown(client)
    client.post("/settings/calendar/new")
    assert shown(client) not in ("", old)
    assert client.get(old.removeprefix("http://testserver")).status_code == 404


def test_switching_off_leaves_nothing(client: Client, ada: User) -> None:
    client.post("/settings/calendar/new")
    address = shown(client).removeprefix("http://testserver")
    client.post("/settings/calendar/off")
    client.post("/settings/calendar/off")
    assert shown(client) == ""
    assert client.get(address).status_code == 404
    assert client.get("/settings/calendar/address").status_code == 404


def test_the_address_is_text_to_be_copied(client: Client, ada: User, settings: Any) -> None:
    client.post("/settings/calendar/new")
    answer = client.get("/settings/calendar/address")
    assert answer.content.decode() == shown(client)
    assert answer["Cache-Control"] == "private, no-store"
    settings.PUBLIC_BASE_URL = "https://jobops.example"
    assert shown(client).startswith("https://jobops.example/calendar/")
    assert client.get("/settings/calendar/address").content.decode() == shown(client)


def test_what_it_shows_is_chosen_on_the_page(client: Client, ada: User) -> None:
    client.post(PAGE, {"calendarShows": ["interviews", "todos"], "calendarPrivate": "on"})
    mine = preferences.of(ada)
    assert mine["calendarShows"] == ["interviews", "todos"]
    assert mine["calendarPrivate"] is True


def test_when_it_was_read_is_shown(client: Client, ada: User) -> None:
    client.post("/settings/calendar/new")
    assert "not read yet" in " ".join(texts(page(client.get(PAGE)), "//*[@id='feed']"))
    client.get(shown(client).removeprefix("http://testserver"))
    assert "last read just now" in " ".join(texts(page(client.get(PAGE)), "//*[@id='feed']"))


def test_a_lost_key_asks_for_a_new_address(client: Client, ada: User) -> None:
    feed_address.make(ada)
    CalendarFeed.objects.update(token="gAAAA-of-another-key")
    assert shown(client) == ""
    assert "Make a new one." in " ".join(texts(page(client.get(PAGE)), "//*[@id='feed']"))
    assert client.get("/settings/calendar/address").status_code == 404


def test_it_can_be_found_and_is_an_item_of_the_first_steps(client: Client, ada: User) -> None:
    assert "Calendar" in " ".join(texts(page(client.get("/settings/search?q=subscribe")), "//main"))
    found = page(client.get("/onboarding"))
    assert found.xpath("//main//a[@href='/settings/calendar']")


@pytest.mark.usefixtures("required")
def test_a_visitor_is_shown_no_address(ada: User, visitor: Client) -> None:
    feed_address.make(ada)
    for path in (PAGE, "/settings/calendar/address"):
        assert visitor.get(path)["Location"] == "/setup"
    assert visitor.post("/settings/calendar/off")["Location"] == "/setup"
    assert CalendarFeed.objects.exists()
