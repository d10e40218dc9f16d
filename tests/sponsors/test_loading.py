"""A register is taken over as a whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from orchestrator.models import Sponsor, SponsorRegister, SponsorWord
from orchestrator.sponsors import loading, matching
from orchestrator.sponsors.reading import RegisterProblem
from tests.sponsors import files

pytestmark = pytest.mark.django_db
TEN = [f"Bakery {letter} Ltd" for letter in "ABCDEFGHIJ"]


@pytest.fixture
def gb() -> SponsorRegister:
    return loading.register_of("gb")


def take(register: SponsorRegister, *rows: str, **options: object) -> loading.Loaded:
    return loading.take(register, files.gb(*rows), address="register.csv", **options)


def here() -> list[str]:
    current = matching.loads()
    rows = Sponsor.objects.filter(load__in=current.ids if current else ())
    return sorted(rows.values_list("name", flat=True))


def test_a_loaded_register_says_what_it_holds_and_since_when(gb: SponsorRegister):
    done = take(gb, "Crumb Ltd", "Loaf Ltd", "", published=date(2026, 11, 12))

    gb.refresh_from_db()
    assert (done.names, done.skipped, done.changed) == (2, 1, True)
    assert (gb.names, gb.skipped, gb.published) == (2, 1, date(2026, 11, 12))
    assert gb.fetched_at is not None
    assert (gb.token, gb.error, gb.address) == (None, "", "register.csv")


def test_the_next_one_replaces_it_and_leaves_nothing_of_it(gb: SponsorRegister):
    take(gb, "Crumb Ltd", "Loaf Ltd")
    take(gb, "Loaf Ltd", "Bun Ltd")
    loading.sweep(gb)

    assert here() == ["Bun Ltd", "Loaf Ltd"]
    assert Sponsor.objects.count() == 2
    assert set(SponsorWord.objects.values_list("load", flat=True)) == {gb.load}


def test_the_same_file_again_is_only_dated_anew(gb: SponsorRegister):
    take(gb, "Crumb Ltd")
    first = gb.load
    again = take(gb, "Crumb Ltd", published=date(2026, 11, 19))

    assert again.changed is False
    assert (gb.load, gb.published) == (first, date(2026, 11, 19))


def test_what_cannot_be_read_leaves_the_former_register_and_says_why(gb: SponsorRegister):
    take(gb, "Crumb Ltd")

    with pytest.raises(RegisterProblem, match="page or a file of another kind"):
        loading.take(gb, b"<html><body>503</body></html>", address="page.html")

    gb.refresh_from_db()
    assert here() == ["Crumb Ltd"]
    assert "page or a file of another kind" in gb.error
    assert gb.token is None


def test_a_file_of_less_than_half_is_refused_until_somebody_says_so(gb: SponsorRegister):
    take(gb, *TEN)

    with pytest.raises(RegisterProblem) as refused:
        take(gb, "Bakery A Ltd")
    assert refused.value.kind == "too_small"
    assert len(here()) == len(TEN)

    take(gb, "Bakery A Ltd", forced=True)
    assert here() == ["Bakery A Ltd"]


def test_only_one_loads_at_a_time_and_a_silent_one_loses_its_turn(gb: SponsorRegister):
    loading.claim(gb)
    with pytest.raises(RegisterProblem) as refused:
        take(gb, "Crumb Ltd")
    assert refused.value.kind == "busy"

    SponsorRegister.objects.update(token_until=timezone.now() - timedelta(seconds=1))
    take(gb, "Crumb Ltd")
    assert here() == ["Crumb Ltd"]


def test_whoever_lost_its_turn_swaps_nothing(gb: SponsorRegister):
    take(gb, "Crumb Ltd")
    lost = loading.claim(gb)
    SponsorRegister.objects.update(token=uuid4())

    with pytest.raises(RegisterProblem):
        loading.go_on(gb, lost, files.gb("Loaf Ltd"), address="late.csv")

    assert here() == ["Crumb Ltd"]


def test_rows_of_a_load_that_was_killed_are_seen_by_nobody_and_swept(gb: SponsorRegister):
    take(gb, "Crumb Ltd")
    killed = Sponsor.objects.create(register=gb, load=uuid4(), name="Half", keys="half")
    SponsorWord.objects.create(word="half", whole=True, load=killed.load, sponsor=killed)

    found = matching.find(["Half"], matching.loads())["Half"]
    assert found.matches == ()

    assert loading.sweep(gb) == 1
    assert not SponsorWord.objects.filter(load=killed.load).exists()


def test_two_registers_hold_beside_each_other(gb: SponsorRegister):
    take(gb, "Crumb Ltd")
    loading.take(loading.register_of("nl"), files.nl(("Broodhuis B.V.", "0123")), address="p.html")

    assert here() == ["Broodhuis B.V.", "Crumb Ltd"]
    assert Sponsor.objects.get(name="Broodhuis B.V.").number == "0123"


def test_words_of_very_many_names_are_no_way_to_find_one(gb: SponsorRegister):
    take(gb, *(f"Bakery n{n} Ltd" for n in range(300)))

    gb.refresh_from_db()
    assert gb.common == ["bakery"]
    assert not SponsorWord.objects.filter(word="bakery").exists()
