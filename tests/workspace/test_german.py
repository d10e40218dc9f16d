"""The pages in German: who asks for it, and that the words, numbers and dates are German ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from jobops.lib import words
from orchestrator import preferences
from orchestrator.accounts.speaking import within
from orchestrator.models import User
from orchestrator.templatetags import ui
from tests import make
from tests.workspace.reading import HTMX, page

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
HEADINGS = {
    "/applications/in-progress": "Board",
    "/settings/display": "Anzeige",
    "/runs": "Suchläufe",
    "/watchlist": "Merkliste",
    "/notices": "Meldungen",
}


@pytest.fixture
def german(ada: User) -> User:
    preferences.save(ada, {"language": "de"})
    return ada


@pytest.mark.parametrize("path", HEADINGS)
def test_a_page_is_german_when_its_reader_chose_so(client: Client, german: User, path: str):
    found = client.get(path).content.decode()

    assert '<html lang="de"' in found
    assert "Einstellungen" in found


def test_the_browser_decides_until_somebody_chooses(client: Client, ada: User):
    answer = client.get("/settings/display", headers=GERMAN)
    assert '<html lang="de"' in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]

    preferences.save(ada, {"language": "en"})
    assert '<html lang="en-GB"' in client.get("/settings/display", headers=GERMAN).content.decode()


@pytest.mark.parametrize("asked", ["", "fr", "en-US,de;q=0.5", "*", "x" * 600, "de-;;q"])
def test_what_is_not_spoken_is_answered_in_english(client: Client, ada: User, asked: str):
    answer = client.get("/settings/display", headers={"Accept-Language": asked})
    assert '<html lang="en-GB"' in answer.content.decode()


def test_signing_in_is_german_for_a_german_browser(visitor: Client, ada: User, required: None):
    ada.set_password("correct horse battery")
    ada.save()

    found = visitor.get("/sign-in", headers=GERMAN).content.decode()
    assert '<html lang="de"' in found
    assert "Anmelden" in found


def test_programs_and_the_console_stay_english(client: Client, german: User):
    told = client.get("/api/jobs/0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87", headers=GERMAN).json()
    assert told["error"]["message"] == "There is nothing at this address."
    assert 'lang="de"' not in client.get("/admin/", headers=GERMAN).content.decode()


def test_the_menu_changes_the_language_and_loads_the_page_anew(client: Client, ada: User):
    changed = client.post("/display", {"language": "de"}, headers=HTMX)

    assert changed["HX-Refresh"] == "true"
    assert preferences.of(ada)["language"] == "de"
    chosen = page(client.get("/display"))
    assert chosen.xpath('//button[@name="language"][@aria-pressed="true"]/@value') == ["de"]


def test_a_language_nobody_speaks_is_refused(client: Client, ada: User):
    assert client.post("/display", {"language": "xx"}).status_code == 400
    assert preferences.of(ada)["language"] == "browser"


def test_what_is_written_down_stays_english(client: Client, german: User):
    """A label is German where it is shown, and the word of the code everywhere else."""
    label = words.later("Settings")
    with within("de"):
        assert f"{label}" == "Einstellungen"
        assert label == "Settings"
        assert Template("{{ label }}").render(Context({"label": label})) == "Einstellungen"


def test_days_numbers_and_amounts_follow_the_language():
    last = timezone.localdate().replace(year=2019, month=11, day=23)
    with within("en"):
        assert (ui.day(last), words.number(1234.5, 1)) == ("23 Nov 2019", "1,234.5")
        assert (ui.plural(1, "job"), ui.plural(1234, "job")) == ("1 job", "1234 jobs")
    with within("de"):
        assert (ui.day(last), words.number(1234.5, 1)) == ("23. Nov. 2019", "1.234,5")
        assert (ui.plural(1, "job"), ui.plural(2, "job")) == ("1 Stelle", "2 Stellen")
        assert ui.ago(timezone.now() - timedelta(days=2, hours=1)) == "vor 2 Tagen"


def test_what_stands_in_addresses_and_drawings_is_written_as_ever():
    drawn = Template('<path d="M{{ x }}"/><a href="/p?n={{ n }}">')
    with within("de"):
        told = drawn.render(Context({"x": 1.5, "n": 12345}))
    assert told == '<path d="M1.5"/><a href="/p?n=12345">'


def test_a_form_that_is_refused_says_so_in_german(client: Client, german: User):
    job = make.job(german, status="applied")
    answer = client.post(f"/job/{job.pk}/notes", {"title": "", "content": ""})

    assert answer.status_code == 422
    assert "This field is required" not in answer.content.decode()


def test_dates_are_those_of_the_day_for_everybody():
    with within("de"):
        assert ui.day(date(timezone.localdate().year, 3, 1)) == "1. März"
