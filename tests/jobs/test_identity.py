from __future__ import annotations

import pytest

from orchestrator.jobs.guards import guards
from orchestrator.jobs.identity import (
    Subject,
    compare,
    employer_tokens,
    keys,
    plain_employer,
    plain_title,
)


def subject(title="Data Engineer", employer="Acme Ltd", **facts):
    url = facts.pop("url", f"https://example.org/{title}/{facts}".replace(" ", "-"))
    found = keys(url, source=facts.pop("source", "web"), source_job_id=facts.pop("id", None))
    return Subject(found, title, employer, **facts)


def test_one_address_in_two_forms_is_the_same_job():
    one = subject(url="http://www.example.org/jobs/1/?utm_source=x#apply")
    other = subject(url="https://example.org/jobs/1", title="Anything", employer="Else")

    assert compare(one, other).kind == "same"


def test_one_source_id_is_the_same_job():
    one = subject(url="https://example.org/1", source="indeed", id="7")
    other = subject(url="https://example.org/2", source="indeed", id="7")

    assert compare(one, other).kind == "same"


def test_one_id_of_two_sources_is_not_the_same_job():
    one = subject(url="https://example.org/1", source="indeed", id="7")
    other = subject(url="https://example.org/2", source="lever", id="7")

    assert compare(one, other).kind == "alike"


def test_no_id_never_matches_no_id():
    one = subject(url="https://example.org/1", employer="Acme")
    other = subject(url="https://example.org/2", employer="Zenith")

    assert compare(one, other).kind == "different"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Acme Ltd.", "acme"),
        ("The ACME Group, Inc.", "acme"),
        ("Müller & Söhne GmbH", "muller & sohne"),
        ("Foo S.A.", "foo"),
        ("Bar B.V.", "bar"),
        ("The Company", "the company"),
    ],
)
def test_legal_forms_do_not_tell_employers_apart(name, plain):
    assert plain_employer(name) == plain


def test_alike_employers_share_a_token():
    assert employer_tokens("Acme Robotics GmbH") & employer_tokens("ACME Robotics Inc")


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Sr. Data Eng (m/w/d)", "senior data engineer"),
        ("Softwareentwickler*in", "softwareentwickler"),
        ("Entwickler:in (all genders)", "entwickler"),
        ("Jr Mgr [f/m/x]", "junior manager"),
        ("C++/C# Developer", "c++ c# developer"),
        ("Koch w/m/d", "koch"),
    ],
)
def test_titles_are_compared_without_gender_marks_and_short_forms(title, plain):
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Data Engineer", "Senior Data Engineer"),
        ("Data Engineer II", "Data Engineer III"),
        ("Data Engineer I", "Data Engineer"),
        ("Internship 2025", "Internship 2026"),
        ("Account Executive, EMEA", "Account Executive, APAC"),
        ("Support Agent UK", "Support Agent US"),
        ("Support Agent - German speaking", "Support Agent - French speaking"),
        ("Nurse part-time", "Nurse full time"),
        ("Analyst (maternity cover)", "Analyst"),
        ("Werkstudent Marketing", "Marketing"),
        ("Head of Data", "Data"),
        ("Principal Engineer", "Staff Engineer"),
    ],
)
def test_guard_words_keep_two_jobs_apart(title, other):
    assert guards(title) != guards(other)
    assert compare(subject(title), subject(other)).kind == "different"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Sr Data Engineer", "Senior Data Engineer"),
        ("Data Engineer 2", "Data Engineer II"),
        ("Engineer in Test, no travel", "Engineer in test no travel"),
        ("Data Engineer (m/w/d)", "Data Engineer"),
    ],
)
def test_spelling_does_not_keep_two_jobs_apart(title, other):
    assert guards(title) == guards(other)
    assert compare(subject(title), subject(other)).kind == "alike"


@pytest.mark.parametrize(
    ("place", "other", "kind"),
    [
        ("Berlin, Germany", "Berlin", "alike"),
        ("Berlin", "Munich", "different"),
        ("Berlin", "", "alike"),
        ("Remote", "Remote - Worldwide", "alike"),
        ("São Paulo, Brazil", "Sao Paulo", "alike"),
    ],
)
def test_two_known_cities_keep_two_jobs_apart(place, other, kind):
    assert compare(subject(location=place), subject(location=other)).kind == kind


def test_remote_jobs_for_different_countries_are_different():
    one = subject(location="Remote", countries=frozenset({"DE"}))
    other = subject(location="Remote", countries=frozenset({"US"}))

    assert compare(one, other).kind == "different"


def test_an_employers_own_address_outweighs_its_spelling():
    one = subject(employer="Acme", employer_url="https://www.acme.example/")
    other = subject(employer="Acme Robotics Worldwide", employer_url="http://acme.example")

    assert compare(one, other).kind == "alike"


def test_requisition_numbers_decide():
    title, other = "Data Engineer", "Engineer for Data"

    same = compare(subject(title, requisition="R1"), subject(other, requisition="R1"))
    different = compare(subject(title, requisition="R1"), subject(title, requisition="R2"))

    assert (same.kind, different.kind) == ("alike", "different")


def test_two_ids_on_one_board_are_two_jobs():
    one = subject(url="https://example.org/1", source="greenhouse", id="acme/1")
    other = subject(url="https://example.org/2", source="greenhouse", id="acme/2")

    assert compare(one, other).kind == "different"


def test_the_scores_are_given_with_the_answer():
    likeness = compare(subject(employer="Acme Ltd"), subject(employer="Acme Limited", location="x"))

    assert (likeness.title, likeness.employer) == (100.0, 100.0)
