from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from orchestrator.jobs import deadlines, pay
from orchestrator.jobs.columns import columns
from orchestrator.sources.posting import Posting

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)


def read(**given: Any) -> dict[str, Any]:
    base = {"title": "Engineer", "employer": "Acme", "job_url": "https://acme.example/1"}
    return columns(Posting(**{**base, **given}), at=AT)


def pay_of(values: dict[str, Any]) -> tuple[Any, ...]:
    names = ("salary_min", "salary_max", "salary_currency", "salary_interval", "salary_source")
    return tuple(values.get(name) for name in names)


IN_WORDS = "We build boats.\n\nThe salary range is $120,000 - $150,000 per year.\n"


def test_fields_beat_the_salary_text_and_that_beats_the_description() -> None:
    fields = {"salary_min": 1000, "salary_currency": "EUR", "salary_interval": "monthly"}
    text = {"salary": "£30,000 a year"}
    assert pay_of(read(**fields, **text, description=IN_WORDS)) == (
        1000, None, "EUR", "monthly", "source"
    )  # fmt: skip
    assert pay_of(read(**text, description=IN_WORDS)) == (30000, 30000, "GBP", "yearly", "text")
    assert pay_of(read(location="Boise, ID", description=IN_WORDS)) == (
        120000, 150000, "USD", "yearly", "text"
    )  # fmt: skip


def test_what_a_source_only_guesses_gives_way_to_what_the_employer_says() -> None:
    guess = {"salary_min": 90000, "extras": {"salaryIsPredicted": True}}
    assert pay_of(read(**guess))[0] == 90000
    said = read(**guess, location="Boise, ID", description=IN_WORDS)
    assert pay_of(said) == (120000, 150000, "USD", "yearly", "text")
    assert said["extras"]["salaryIsPredicted"] is False


def test_pay_from_a_description_names_its_sentence_and_is_put_in_words() -> None:
    found = read(location="Austin, TX", description=IN_WORDS)
    quote = "The salary range is $120,000 - $150,000 per year."
    assert found["extras"]["salaryEvidence"] == {"origin": "description", "quote": quote}
    assert found["salary"] == "120,000–150,000 USD per year"


def test_a_bare_dollar_needs_a_country() -> None:
    assert pay_of(read(description=IN_WORDS))[2] is None
    assert pay_of(read(location="Toronto, Ontario", description=IN_WORDS))[2] == "CAD"
    assert pay_of(read(extras={"countries": ["AU"]}, description=IN_WORDS))[2] == "AUD"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Compensation\n$140k - $180k\n", (140000, 180000)),
        ("Das Jahresgehalt liegt zwischen 55.000 € und 65.000 €.", (55000, 65000)),
        ("Salaire : 45 000 € à 52 000 € brut annuel", (45000, 52000)),
        ("Salario: 30.000 € - 36.000 € brutos anuales", (30000, 36000)),
        ("Salário: R$ 8.000 a R$ 10.000 por mês", (8000, 10000)),
        ("RAL 32.000 - 38.000 €", (32000, 38000)),
        ("Salaris: € 3.200 - € 4.100 per maand", (3200, 4100)),
        ("We pay $32 an hour.", (32, 32)),
        ("- $65,000 - $72,000 a year", (65000, 72000)),
        ("The pay range in Ohio is $90,000 -- $110,000 annually.", (90000, 110000)),
        ("Our 200 employees move $40,000 - $90,000 per client each year.", None),
        ("We raised $120,000,000 and serve 24/7.", None),
        ("Revenue grew from €20,000 to €40,000 per month.", None),
        ("A learning budget of €2,000 per year.", None),
        ("401k match, 30 days of leave, 10,000 customers.", None),
        ("Customers save £50,000 per year with us.", None),
        ("Referral bonus: $3,000 after 6 months", None),
        ("Manage budgets between 100.000 € and 500.000 €.", None),
    ],
)
def test_a_description_must_call_it_pay(text: str, expected: tuple[float, float] | None) -> None:
    found = pay.described(f"We build boats.\n{text}\nApply soon.", country="US")
    assert (found and (found.min, found.max)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Apply by 31 October 2026.", "31 October 2026"),
        ("Please apply online no later than Friday, October 30th, 2026 at 23:59.",
         "October 30th, 2026"),
        ("Applications close on 15 November 2026", "15 November 2026"),
        ("Application deadline: 2026-11-15", "2026-11-15"),
        ("Application deadline\n\n15 November", "15 November"),
        ("Closing date for applications is 3 December 2026", "3 December 2026"),
        ("The position closes on December 3, 2026.", "December 3, 2026"),
        ("We accept applications until 31.12.2026.", "31.12.2026"),
        ("Send us your CV by 12 October.", "12 October"),
        ("Bewerbungsfrist: 31.10.2026", "31.10.2026"),
        ("Bewirb dich bis zum 15. Oktober 2026!", "15. Oktober 2026"),
        ("Bitte bewerben Sie sich online bis spätestens 15.10.2026.", "15.10.2026"),
        ("Bewerbungsschluss ist der 1. Dezember 2026.", "1. Dezember 2026"),
        ("Date limite de candidature : 30 novembre 2026", "30 novembre 2026"),
        ("Envoyez votre candidature avant le 12 octobre 2026.", "12 octobre 2026"),
        ("Fecha límite: 30 de octubre de 2026", "30 de octubre de 2026"),
        ("El plazo de presentación de solicitudes finaliza el 20 de octubre de 2026",
         "20 de octubre de 2026"),
        ("Envía tu CV hasta el 5 de noviembre", "5 de noviembre"),
        ("Candidaturas até 15 de novembro de 2026", "15 de novembro de 2026"),
        ("Prazo para inscrições: 20/11/2026", "20/11/2026"),
        ("Scadenza candidature: 31 ottobre 2026", "31 ottobre 2026"),
        ("Inviare la domanda entro e non oltre il 15 dicembre 2026",  "15 dicembre 2026"),
        ("Sluitingsdatum: 1 november 2026", "1 november 2026"),
        ("Solliciteer uiterlijk 20 oktober 2026", "20 oktober 2026"),
        ("Reageer voor 15 november 2026", "15 november 2026"),
        ("Start date: 1 November 2026", None),
        ("We meet our deadlines. Founded on 3 May 2011.", None),
        ("Applications are reviewed on a rolling basis, the first on 1 October 2026.", None),
        ("Apply by 1 October 2026 or 1 November 2026", None),
        ("Apply with 5 years of experience by sending a CV.", None),
        ("Interviews take place until 12 October 2026.", None),
        ("The contract runs until 31 December 2027.", None),
        ("Application deadline: until filled", None),
        ("Befristet bis 31.12.2027", None),
        ("Kündigungsfrist: 3 Monate zum 31.12.2026", None),
        ("Contrat jusqu'au 31 décembre 2026", None),
        ("Contrato hasta el 31 de diciembre de 2026", None),
        ("Deadline-driven work, posted on 1 August 2026", None),
        ("Apply by 03/04/2027", None),
        ("Apply by 1 October 2026.\nApplications close on 5 October 2026.", None),
    ],
)  # fmt: skip
def test_a_deadline_in_a_description_stands_beside_a_clear_cue(
    text: str, words: str | None
) -> None:
    found = deadlines.described(f"We build boats.\n{text}\nAbout us", on=AT.date(), country=None)
    assert (found and found.words) == words


def test_a_deadline_of_the_description_is_kept_with_its_sentence() -> None:
    found = read(description="Boats.\nPlease apply by 31 October 2026, thank you.")
    assert found["deadline"] == "31 October 2026"
    quote = "apply by 31 October 2026"
    assert found["extras"]["deadlineEvidence"] == {"origin": "description", "quote": quote}


def test_what_the_source_gives_as_deadline_stands() -> None:
    found = read(deadline="30 Sep 2026", description="Apply by 31 October 2026.")
    assert found["deadline"] == "30 Sep 2026"
    assert "deadlineEvidence" not in found["extras"]


@pytest.mark.parametrize(
    ("words", "location", "day"),
    [
        ("in 5 days", None, date(2026, 8, 25)),
        ("tomorrow", None, date(2026, 8, 21)),
        ("25 August", None, date(2027, 8, 25)),
        ("05/06/2027", "Leeds, UK", date(2027, 6, 5)),
        ("05/06/2027", "Austin, TX", date(2027, 5, 6)),
        ("05/06/2027", "Remote", None),
        ("rolling", None, None),
        (None, None, None),
    ],
)
def test_the_day_of_a_deadline_counts_from_its_posting_and_its_country(
    words: str | None, location: str | None, day: date | None
) -> None:
    posted = date(2026, 8, 20)
    assert deadlines.day_of(words, on=AT.date(), posted_on=posted, location=location) == day


def test_the_workplace_comes_with_its_evidence() -> None:
    found = read(location="Berlin", description="Boats.\nKein Homeoffice möglich. Punkt.")
    assert (found["workplace"], found["is_remote"]) == ("onsite", False)
    assert found["location_evidence"] == {
        "origin": "description", "quote": "Kein Homeoffice möglich"
    }  # fmt: skip


@pytest.mark.parametrize(
    "description",
    [
        "",
        "remote " * 200_000,
        "$1 - " * 200_000,
        "$100,000 " * 100_000,
        "apply by 1.1." * 80_000,
        "x" * 1_000_000,
        "<div>" * 200_000 + "Apply by 31 October 2026",
        "<b>" * 20_000 + "salary $1" * 20_000,
    ],
)
def test_no_description_is_too_strange_to_be_read(description: str) -> None:
    found = read(description=description)
    assert len(found["description"] or "") <= 40_000
    assert pay_of(found)[0] in (None, 100000)
