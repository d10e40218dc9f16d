"""The list by what is known of employers as sponsors."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import User
from tests import make

pytestmark = pytest.mark.django_db
SCORES = {"Sure": 100.0, "Spaced": 95.0, "Maybe": 82.0, "Never": 0.0, "Unasked": None}


@pytest.fixture
def jobs(ada: User) -> None:
    for title, score in SCORES.items():
        make.job(ada, title=title, sponsor_score=score)


def titles(client: Client, query: str) -> set[str]:
    shown = client.get(f"/jobs/discovered/rows?{query}", headers={"HX-Request": "true"})
    return {title for title in SCORES if f">{title}</span>" in shown.content.decode()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sponsor=confirmed", {"Sure", "Spaced"}),
        ("sponsor=potential", {"Maybe"}),
        ("sponsor=not_found", {"Never"}),
        ("sponsor=unknown", {"Unasked"}),
        ("sponsor=confirmed,potential", {"Sure", "Spaced", "Maybe"}),
        ("sponsor=confirmed&sponsor=unknown", {"Sure", "Spaced", "Unasked"}),
        ("sponsor=nonsense", set(SCORES)),
    ],
)
def test_the_list_can_be_filtered(jobs: None, client: Client, query: str, found: set[str]):
    assert titles(client, query) == found


def test_a_state_nobody_knows_is_named_and_left_out(jobs: None, client: Client):
    shown = client.get("/jobs/discovered?sponsor=nonsense").content.decode()

    assert "“nonsense” is not a state of a visa sponsor we know" in shown


def test_what_is_there_is_offered_with_its_count(jobs: None, client: Client):
    shown = client.get("/jobs/discovered/filters").content.decode()

    assert 'name="sponsor" value="confirmed"' in shown
    assert 'name="sponsor" value="unknown"' in shown


def test_without_a_register_the_filter_is_not_offered(ada: User, client: Client):
    make.job(ada)

    assert 'name="sponsor"' not in client.get("/jobs/discovered/filters").content.decode()


def test_the_filter_is_a_chip_that_can_be_removed(jobs: None, client: Client):
    assert "licensed sponsor" in client.get("/jobs/discovered?sponsor=confirmed").content.decode()
