"""What somebody wrote stays with them: no page for the house, figure or line says a word of it."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from orchestrator.models import User
from tests.acceptance import columns
from tests.acceptance.outcomes import addresses
from tests.acceptance.outcomes.rows import one_of_each

pytestmark = pytest.mark.django_db
# Who has an account and what opens it: an administrator has to tell them apart.
OF_THE_HOUSE = frozenset({
    "User.display_name", "User.first_name", "User.last_name", "User.email", "ApiToken.name",
})  # fmt: skip
NOT_PAGES = ("logout/", "jsi18n/", "autocomplete/", "/r/", "(?P<url>")


def test_somebody_has_decided_about_every_column() -> None:
    assert columns.undecided() == []


@pytest.fixture
def words(ada: User, settings: Any) -> dict[str, str]:
    settings.GMAIL_OAUTH_CLIENT_ID = settings.GMAIL_OAUTH_CLIENT_SECRET = "client"
    one_of_each(ada)
    return columns.mark_all()


def said(text: str, words: dict[str, str]) -> list[str]:
    return [name for name, word in words.items() if word in text.lower()]


@pytest.mark.usefixtures("required")
def test_the_console_shows_an_administrator_nothing_of_anybody(
    words: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cleo = User.objects.create(username="cleo", is_staff=True, is_superuser=True)
    client = Client(raise_request_exception=False)
    client.force_login(cleo)
    shown = {}
    for route in addresses.console():
        if not any(part in route for part in NOT_PAGES):
            path = addresses.of_console(route)
            found = said(client.get(path).content.decode(), words)
            shown[path] = [name for name in found if name not in OF_THE_HOUSE]
    assert {path: names for path, names in shown.items() if names} == {}
    assert said(caplog.text, words) == []


def test_health_figures_and_the_doctor_say_nothing_of_anybody(
    client: Client, words: dict[str, str], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.METRICS_TOKEN = "to-read-figures"
    bearer = {"Authorization": "Bearer to-read-figures"}
    pages = ("/health", "/health/ready", "/metrics", "/api/database", "/admin/report/")
    text = "".join(
        client.get(page, headers=bearer if page == "/metrics" else {}).content.decode()
        for page in pages
    )
    with suppress(SystemExit, CommandError):
        call_command("doctor")
    told = capsys.readouterr()
    assert said(text + told.out + told.err, words) == []
