"""Whether a source answers now, how it did of late, and which can be asked at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import SourceOutcome, User
from orchestrator.pipeline.probe import available, health, probe
from orchestrator.sources.registry import SEARCHED
from tests.outside import boards as outside
from tests.outside.boards import Boards


def outcomes(owner: User, *rows: tuple[str, int], source: str = "remotive") -> None:
    """Oldest first, one a minute."""
    begun = timezone.now() - timedelta(hours=1)
    for minute, (kind, postings) in enumerate(rows):
        at = begun + timedelta(minutes=minute)
        SourceOutcome.objects.create(
            owner=owner, source=source, kind=kind, postings=postings, at=at
        )


def test_a_source_that_answers_is_fine(ada: User, boards: Boards):
    probed = probe(ada, "remotive")

    assert (probed.fine, probed.postings, probed.kind) == (True, 3, None)
    assert probed.sentence == "It answers, with postings."
    assert probed.seconds > 0
    assert not SourceOutcome.objects.exists()


def test_a_board_is_asked_by_its_token(ada: User, boards: Boards):
    probed = probe(ada, "greenhouse", "acme")

    assert (probed.fine, probed.postings) == (True, 2)
    assert "/acme/" in boards.asked("greenhouse")[0].path


def test_a_long_board_is_not_read_to_its_end(ada: User, boards: Boards):
    # Seconds, because the details of each posting are asked for at the pace of the table.
    boards.fault("smartrecruiters", outside.endless())

    assert probe(ada, "smartrecruiters", "acme").fine
    assert len(boards.asked("smartrecruiters")) <= 7


def test_a_source_without_postings_answers_all_the_same(ada: User, boards: Boards):
    boards.fault("remotive", outside.says({"jobs": []}))

    assert probe(ada, "remotive").sentence == "It answers, and has no postings just now."


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (outside.refused(), "refused"),
        (outside.page(), "changed_shape"),
        (outside.status(404), "not_found"),
        (outside.says({"jobs": [{}]}), "changed_shape"),
    ],
)
def test_a_source_in_trouble_says_why(ada: User, boards: Boards, fault: outside.Fault, kind: str):
    boards.fault("remotive", fault)

    probed = probe(ada, "remotive")

    assert (probed.fine, probed.kind) == (False, kind)
    assert "canary" not in probed.sentence


def test_there_is_no_health_of_a_source_that_was_never_asked(ada: User, ben: User):
    outcomes(ben, ("", 5))

    found = health(ada, "remotive")

    assert (found.last_ok, found.outcomes, found.median, found.trouble) == (None, (), 0, None)


def test_health_says_when_it_last_worked_and_what_is_usual(ada: User):
    outcomes(ada, ("", 30), ("", 50), ("timeout", 4))

    found = health(ada, "remotive")

    assert [row.postings for row in found.outcomes] == [4, 50, 30]
    assert found.last_ok == found.outcomes[1].at
    assert found.median == 30
    assert found.trouble is None


@pytest.mark.parametrize(
    ("source", "rows", "words"),
    [
        ("remotive", [("refused", 0)] * 3, "three times"),
        ("remotive", [("refused", 0)] * 2, None),
        ("remotive", [("refused", 0), ("", 1), ("timeout", 0), ("timeout", 0)], None),
        ("remotive", [("", 40)] * 3 + [("", 0)], "brought nothing"),
        ("remotive", [("", 10)] * 3 + [("", 0)], None),
        ("remotive", [("", 40)] * 3 + [("", 1)], None),
        ("himalayas", [("", 40)] * 4 + [("", 0)], None),
        ("himalayas", [("", 40)] * 4 + [("", 0)] * 3, "brought nothing"),
    ],
)
def test_trouble_is_three_failures_or_a_sudden_silence(
    ada: User, source: str, rows: list[tuple[str, int]], words: str | None
):
    outcomes(ada, *rows, source=source)

    trouble = health(ada, source).trouble

    assert words in trouble if words else trouble is None


def test_all_that_can_be_searched_is_offered_with_what_stands_against_it(ada: User, boards: Boards):
    offers = {offer.source.id: offer for offer in available(ada, country="GB")}

    assert list(offers) == list(SEARCHED)
    assert offers["remotive"].reason is None
    assert offers["adzuna"].kind == "needs_key"
    assert "settings" in offers["adzuna"].reason
    assert "pip install python-jobspy" in offers["jobspy_indeed"].reason
    assert boards.seen == []


@pytest.mark.parametrize(
    ("country", "saved", "kind"),
    [
        ("GB", "", None),
        (None, "United Kingdom", None),
        (None, "", "unsupported"),
        ("JP", "", "unsupported"),
    ],
)
def test_a_source_of_some_countries_is_offered_in_these(
    ada: User, country: str | None, saved: str, kind: str | None
):
    preferences.save(
        ada, {"adzunaAppId": "ada", "adzunaAppKey": "secret-key", "searchCountry": saved}
    )

    (adzuna,) = (one for one in available(ada, country=country) if one.source.id == "adzuna")

    assert adzuna.kind == kind
