"""Which written names are one employer; what a register may and may not be thought to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from orchestrator.sponsors import likeness, names
from orchestrator.sponsors.likeness import Candidate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crumb Ltd", "CRUMB LIMITED"),
        ("Crumb Ltd.", "The Crumb Company"),
        ("Crumb B.V.", "Crumb BV"),
        ("Crumb B V", "Crumb N.V."),
        ("Crumb PLC", "Crumb, Inc."),
        ("Crumb GmbH & Co. KG", "Crumb"),
        ("Flour & Water LLP", "Flour and Water"),
        ("Baker's Dozen Ltd", "Bakers Dozen"),
        ("Baker’s Dozen", "Baker's Dozen"),
        ("Café Zoë Ltd", "Cafe Zoe"),
        ("J.P. Crumb", "JP Crumb"),
        ("Crumb (Leeds) Ltd", "Crumb Leeds"),
        ("  crumb   ltd ", "Crumb"),
    ],
)
def test_writing_form_and_case_make_no_other_employer(one: str, other: str):
    assert names.keys(one) == names.keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crumb", "Crumbs"),
        ("Crumb Group Ltd", "Crumb Ltd"),
        ("Crumb Bakery", "Crumb Bank"),
        ("Crumb 2 Ltd", "Crumb 3 Ltd"),
    ],
)
def test_a_word_more_or_another_letter_may_be_another_employer(one: str, other: str):
    assert names.keys(one) != names.keys(other)


@pytest.mark.parametrize(
    "written",
    ["Crumb Foods Ltd T/A Loaf", "Crumb Foods Limited (trading as Loaf)", "Crumb Foods t/a: Loaf",
     "Crumb Foods h.o.d.n. Loaf", "CRUMB FOODS LTD, TRADING AS LOAF LTD"],
)  # fmt: skip
def test_an_employer_is_also_known_as_it_trades(written: str):
    assert names.keys(written) == ("crumb foods", "loaf")


@pytest.mark.parametrize("written", ["", "   ", "---", "&", "…"])
def test_a_name_without_a_letter_is_no_name(written: str):
    assert names.keys(written) in ((), ("and",))


@pytest.mark.parametrize(("written", "plain"), [("Limited", "limited"), ("The Ltd", "the")])
def test_a_name_of_nothing_but_its_form_stays(written: str, plain: str):
    assert names.keys(written) == (plain,)


def best(employer: str, *register: str) -> list[tuple[str, float]]:
    rows = [Candidate(n, one, names.keys(one)) for n, one in enumerate(register)]
    keys = {key for row in rows for key in row.keys}
    holders = Counter(word for key in keys for word in set(key.split()))
    found = likeness.best(names.keys(employer), rows, common=frozenset(), holders=holders)
    return [(one.name, one.score) for one in found]


@pytest.mark.parametrize(
    ("employer", "registered", "score"),
    [
        ("Amplitude", "AMPLITUDE LTD", 100.0),
        ("Amplitude", "Amplitude UK Limited", 97.0),
        ("Amplitude UK", "Amplitude", 97.0),
        ("Broodhuis", "Broodhuis Nederland B.V.", 97.0),
        ("Deepmind", "Deep Mind Limited", 95.0),
        ("Loaf", "Crumb Foods Ltd T/A Loaf", 100.0),
    ],
)
def test_who_is_surely_meant_is_confirmed(employer: str, registered: str, score: float):
    assert best(employer, registered) == [(registered, score)]
    assert score >= likeness.CONFIRMED


@pytest.mark.parametrize(
    ("employer", "registered"),
    [
        ("Monzo", "Monzo Bank Limited"),
        ("Monzo Bank", "Monzo Limited"),
        ("Crumb Group", "Crumb Ltd"),
        ("Amplitude", "Amplitude Studios Limited"),
        ("Ocean Rowing Club", "Ocean Rowing Limited"),
    ],
)
def test_who_may_be_meant_is_possible_and_never_confirmed(employer: str, registered: str):
    ((_, score),) = best(employer, registered)

    assert likeness.POSSIBLE <= score < likeness.CONFIRMED


@pytest.mark.parametrize(
    ("employer", "registered"),
    [
        ("Group", "Crumb Group Limited"),
        ("Care Services", "Crumb Care Services Ltd"),
        ("International", "Crumb International Ltd"),
        ("Crumb", "Old Crumb Ltd"),
        ("BP", "BP Autos Ltd"),
        ("Crumbly", "Crumb Ltd"),
        ("AB C", "ABC Ltd"),
        ("UK", "Crumb UK Ltd"),
    ],
)
def test_a_word_that_says_little_makes_nobody_a_sponsor(employer: str, registered: str):
    assert best(employer, registered) == []


def many(word: str) -> Sequence[str]:
    return [f"{word} {end} Ltd" for end in
            ("Capita", "Motors", "Nurseries", "Foods", "Marine", "Cars", "Roofing", "Dental",
             "Fuels", "Optics", "Timber", "Steel", "Paper", "UK")]  # fmt: skip


def test_a_word_that_many_employers_share_means_none_of_them():
    assert best("Delta", *many("Delta")) == []
    assert best("Delta Airlines", *many("Delta")) == []


def test_the_one_who_is_called_so_is_found_among_many():
    assert best("Delta", *many("Delta"), "Delta Limited") == [("Delta Limited", 100.0)]


def test_at_most_five_are_named_the_surest_first():
    register = [
        f"Crumb {end} Ltd" for end in ("Bank", "Foods", "Media", "Group", "Retail", "Boats")
    ]

    found = best("Crumb", *register, "Crumb Ltd")

    assert len(found) == likeness.MOST
    assert found[0] == ("Crumb Ltd", 100.0)
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
