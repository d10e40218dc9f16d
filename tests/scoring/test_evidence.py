from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orchestrator.scoring.brief import Item, Profile
from tests.scoring.samples import FACTS, PROFILE, row, run


def asking(*lines: str, **facts: Any) -> Any:
    text = "Requirements\n" + "\n".join(f"- {line}" for line in lines)
    return replace(FACTS, description=text, **facts)


@pytest.mark.parametrize(
    ("line", "terms", "label"),
    [
        ("Knowledge of Django", ("Django",), "met"),
        ("Knowledge of Go", ("Go",), "met"),
        ("Proven experience with Go", ("Go",), "partial"),
        ("Proven experience with Python", ("Python",), "met"),
        ("Knowledge of relational databases", ("Relational databases",), "met"),
        ("Knowledge of MySQL", ("MySQL",), "partial"),
        ("Knowledge of SQL Server", ("SQL Server",), "partial"),
        ("Knowledge of Azure", ("Azure",), "missing"),
        ("Knowledge of Salesforce", ("Salesforce",), "missing"),
        ("Knowledge of agile methods", ("Agile",), "unknown"),
        ("Go or Rust", ("Go", "Rust"), "met"),
    ],
)
def test_skills_are_labelled_by_what_the_items_say(
    line: str, terms: tuple[str, ...], label: str
) -> None:
    assert row(run(asking(line)), *terms).label == label


def test_evidence_quotes_stand_in_the_item_they_name() -> None:
    texts = {item.id: f"{item.title}\n{item.text}\n{item.period}" for item in PROFILE.items}
    texts |= {i.id: texts[i.id] + "\n".join(i.keywords) for i in PROFILE.items}
    texts |= {"summary": PROFILE.summary, "headline": PROFILE.headline}
    texts |= {"settings": PROFILE.place}
    proofs = [proof for r in run().rows for proof in r.evidence]
    assert len(proofs) > 8
    assert all(proof.quote in texts[proof.item_id] for proof in proofs)


def test_met_and_partial_rows_always_have_evidence() -> None:
    assert all(r.evidence for r in run().rows if r.label in ("met", "partial"))


@pytest.mark.parametrize(
    ("years", "label"), [(8, "met"), (9, "partial"), (16, "partial"), (17, "missing")]
)
def test_years_are_summed_and_compared_by_code(years: int, label: str) -> None:
    # Two roles without a gap, January 2018 to March 2026: eight years and two months.
    found = run(asking(f"At least {years} years of experience as an engineer"))
    assert row(found, scope="experience").label == label


def test_years_of_another_trade_do_not_count() -> None:
    cook = Item("i-1", "experience", title="Head chef", period="2001 – 2020", text="Cooked")
    found = run(asking("5 years of experience"), profile=Profile(items=(cook,)))
    assert row(found, scope="experience").label == "missing"


@pytest.mark.parametrize(
    ("title", "period", "wanted", "label"),
    [
        ("Bachelor of Science", "2014 – 2017", "Bachelor's degree", "met"),
        ("Master of Arts", "2014 – 2017", "Bachelor's degree", "met"),
        ("Bachelor of Science", "2014 – 2017", "Master's degree required", "partial"),
        ("Bachelor of Science", "2014 – 2017", "PhD required", "missing"),
        ("Master of Science", "2025 – Present", "Master's degree required", "partial"),
        ("Abitur", "2014", "Bachelor's degree", "missing"),
    ],
)
def test_degrees_are_compared_by_rank(title: str, period: str, wanted: str, label: str) -> None:
    school = Item("i-1", "education", title=title, period=period)
    found = run(asking(wanted), profile=Profile(items=(school,)))
    assert row(found, "degree").label == label


@pytest.mark.parametrize(
    ("line", "name", "label"),
    [
        ("Fluent English", "English", "met"),
        ("German B2", "German", "met"),
        ("German C1", "German", "partial"),
        ("Native German speaker", "German", "partial"),
        ("Fluent French", "French", "missing"),
    ],
)
def test_languages_are_compared_by_level(line: str, name: str, label: str) -> None:
    assert row(run(asking(line)), name).label == label


def test_the_language_of_the_resume_is_not_missing() -> None:
    bare = replace(PROFILE, items=tuple(i for i in PROFILE.items if i.section != "languages"))
    assert row(run(asking("Fluent English"), profile=bare), "English").label == "unknown"


@pytest.mark.parametrize(
    ("location", "workplace", "options", "label"),
    [
        ("Leeds, UK", "onsite", {}, "met"),
        ("London, UK", "onsite", {}, "missing"),
        ("London, UK", "hybrid", {}, "partial"),
        ("London, UK", "onsite", {"relocates": True}, "partial"),
        ("London, UK", "onsite", {"places": ("London",)}, "met"),
        ("United Kingdom", "remote", {}, "met"),
        ("Remote, Europe", "remote", {}, "met"),
        ("Berlin, Germany", "", {}, "missing"),
        ("Berlin, Germany", "", {"permits": ("DE",)}, "partial"),
        ("Atlantis", "onsite", {}, "unknown"),
    ],
)
def test_the_place_is_decided_by_code(
    location: str, workplace: str, options: dict[str, Any], label: str
) -> None:
    found = run(replace(FACTS, location=location, workplace=workplace), **options)
    assert row(found, "place").label == label


@pytest.mark.parametrize(
    ("permits", "label"), [((), "unknown"), (("GB",), "met"), (("DE",), "missing")]
)
def test_permits_come_from_the_owners_settings(permits: tuple[str, ...], label: str) -> None:
    found = run(asking("You must have the right to work in the UK"), permits=permits)
    assert row(found, "work permit").label == label


def test_a_resume_that_says_it_has_the_licence_meets_it() -> None:
    extra = Item("i-9", "custom", title="Führerschein Klasse B")
    driver = replace(PROFILE, items=(*PROFILE.items, extra))
    found = run(asking("Driving licence required"), profile=driver)
    assert row(found, "driving licence").evidence[0].item_id == "i-9"
