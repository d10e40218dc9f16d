from __future__ import annotations

import pytest

from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import MOST, extract
from orchestrator.scoring.posting import read
from orchestrator.scoring.words import occurs, unified
from tests.scoring.samples import FACTS


def rows(description: str, title: str = "Engineer", employer: str = "") -> list[Row]:
    return list(extract(read(JobFacts(title, employer, description)))[0])


def asked(description: str, **more: str) -> dict[tuple[str, ...], str]:
    """Term sets of skill rows with their importance."""
    return {r.terms: r.importance for r in rows(description, **more) if r.scope == "skill"}


def test_every_row_quotes_the_posting() -> None:
    text = unified(f"{FACTS.title}\n{FACTS.description}")
    found = extract(read(FACTS))[0]
    assert len(found) >= 7
    assert all(occurs(r.quote, within=text) for r in found)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Requirements:\n- Python, SQL and dbt", {("Python",), ("SQL",), ("dbt",)}),
        ("Requirements:\n- Java or Kotlin", {("Java", "Kotlin")}),
        ("Requirements:\n- Docker and/or Kubernetes", {("Docker", "Kubernetes")}),
        (
            "Requirements:\n- Relational databases such as MySQL or PostgreSQL",
            {("MySQL", "PostgreSQL", "Relational databases")},
        ),
        ("Requirements:\n- PostgreSQL/MySQL", {("MySQL", "PostgreSQL")}),
        ("Requirements:\n- HTML/CSS", {("HTML",), ("CSS",)}),
        (
            "Requirements:\n- Cloud platforms (AWS, Azure) and DevOps practices",
            {("AWS", "Azure", "Cloud computing"), ("DevOps",)},
        ),
        (
            "Requirements:\n- Data tools such as BigQuery, Snowflake, Airflow, Kafka and Spark",
            {("Airflow", "Apache Spark", "BigQuery", "Kafka", "Snowflake")},
        ),
        ("Requirements:\n- Backend development with Java", {("Backend development",), ("Java",)}),
        ("Requirements:\n- Low latency or Redis", {("Low latency",), ("Redis",)}),
        ("Requirements:\n- One of React, Angular, Svelte", {("Angular", "React", "Svelte")}),
        (
            "Requirements:\n- Services on Azure, AWS, Google Cloud or similar",
            {("AWS", "Azure", "Google Cloud")},
        ),
    ],
)
def test_lists_are_rows_and_choices_are_one(
    description: str, expected: set[tuple[str, ...]]
) -> None:
    assert set(asked(description)) == expected


def test_headings_and_cues_decide_between_must_and_nice() -> None:
    found = asked(
        "Requirements\n- Python\n- Rust is a plus\n\nNice to have\n- Kafka\n- Docker is required\n"
    )
    assert found == {
        ("Python",): "must",
        ("Rust",): "nice",
        ("Kafka",): "nice",
        ("Docker",): "must",
    }


def test_a_title_term_is_a_must_of_weight_three() -> None:
    (found,) = (r for r in rows("We sell shoes.", title="Django developer") if r.terms)
    assert (found.terms, found.importance, found.weight) == (("Django",), "must", 3)


def test_a_slashed_title_is_a_choice() -> None:
    found = asked("We sell shoes.", title="Engineer (Golang / Rust / Java)")
    assert found == {("Go", "Java", "Rust"): "must"}


def test_two_parentheses_of_a_title_are_two_lists() -> None:
    found = asked("We sell shoes.", title="Engineer (Kubernetes)(Golang / Rust / Java)")
    assert found == {("Kubernetes",): "must", ("Go", "Java", "Rust"): "must"}


def test_a_posting_that_lost_its_line_breaks_is_cut_again_everywhere() -> None:
    praise = "We are a team that loves what it does and does what it loves, day by day. " * 3
    glued = "Experience with Docker on LinuxA firm grasp of KafkaExperience with Terraform"
    found = rows(f"{praise}What you bringRequirements:   {glued}   Bachelor degree3+ years of work")
    quotes = {row.quote for row in found}
    assert {"Experience with Docker on Linux", "A firm grasp of Kafka"} <= quotes


def test_pay_and_recruiters_speaking_of_themselves_ask_for_nothing() -> None:
    found = asked(
        "Requirements:\n- Python\n- This is one part of the total rewards package\n"
        "- You may be eligible for additional forms of compensation, such as sales incentives"
    )
    assert set(found) == {("Python",)}


def test_a_term_of_two_sections_weighs_two() -> None:
    found = rows("Your tasks\n- Write Python\n\nRequirements\n- Knowledge of Python\n- Docker")
    weights = {r.terms: r.weight for r in found if r.scope == "skill"}
    assert weights == {("Python",): 2, ("Docker",): 1}


def test_tasks_benefits_praise_and_the_employer_are_no_requirements() -> None:
    found = asked(
        "About us\nElastic is the company behind Elasticsearch and Kibana dashboards.\n"
        "Your tasks\n- Work with Terraform and product managers\n"
        "Requirements\n- Python\n- Go\n- Docker\n"
        "Benefits\n- Rust courses\n- Excel training for all",
        employer="Elastic",
    )
    assert set(found) == {("Python",), ("Go",), ("Docker",)}


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("At least 5 years of experience", "years:5"),
        ("3-5 years' experience in sales", "years:3"),
        ("Mindestens drei Jahre Berufserfahrung", "years:3"),
        ("Minimum 4 ans d'expérience", "years:4"),
        ("Al menos 2 años de experiencia", "years:2"),
        ("Almeno tre anni di esperienza", "years:3"),
        ("Minimaal 2 jaar ervaring", "years:2"),
    ],
)
def test_years_are_read_in_many_languages(text: str, threshold: str) -> None:
    found = [r.threshold for r in rows(f"Requirements:\n- {text}") if r.scope == "experience"]
    assert found == [threshold]


@pytest.mark.parametrize(
    "text", ["Over 20 years in business, our company is a leader", "You are 18 years old", "401k"]
)
def test_other_years_are_not_experience(text: str) -> None:
    assert [r for r in rows(f"Requirements:\n- {text}") if r.scope == "experience"] == []


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("Bachelor's or Master's degree in physics", "degree:bachelor"),
        ("A master's degree in law", "degree:master"),
        ("PhD in chemistry required", "degree:phd"),
        ("Degree in economics or equivalent experience", "degree:bachelor|equivalent"),
        ("Abgeschlossene Ausbildung als Pflegefachkraft", "degree:vocational"),
        ("Abgeschlossenes Studium der Informatik oder vergleichbar", "degree:bachelor|equivalent"),
    ],
)
def test_degrees_are_read_with_their_rank(text: str, threshold: str) -> None:
    found = [r.threshold for r in rows(f"Requirements:\n- {text}") if r.scope == "education"]
    assert found == [threshold]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fluent in English and German (C1)", {("English", "cefr:C1"), ("German", "cefr:C1")}),
        ("Sehr gute Deutschkenntnisse in Wort und Schrift", {("German", "cefr:C1")}),
        ("Gute Englischkenntnisse in Wort und Schrift", {("English", "cefr:B2")}),
        ("Anglais courant", {("English", "cefr:C1")}),
        ("Español nativo", {("Spanish", "cefr:C2")}),
        ("Polish the user interface, with excellent communication skills", set()),
    ],
)
def test_spoken_languages_are_read_with_their_level(
    text: str, expected: set[tuple[str, str]]
) -> None:
    found = {
        (r.terms[0], r.threshold) for r in rows(f"Requirements:\n- {text}") if r.scope == "language"
    }
    assert found == expected


@pytest.mark.parametrize(
    ("text", "scope", "term"),
    [
        ("You must be authorized to work in the US", "eligibility", "work permit"),
        ("Active TS/SCI clearance", "eligibility", "clearance"),
        ("Must be a US citizen", "eligibility", "citizenship"),
        ("Willingness to travel up to 20%", "logistics", "travel"),
        ("Führerschein Klasse B", "logistics", "driving licence"),
        ("Bereitschaft zur Schichtarbeit", "logistics", "shifts"),
    ],
)
def test_permits_and_conditions_are_read(text: str, scope: str, term: str) -> None:
    found = {(r.scope, r.terms) for r in rows(f"Requirements:\n- {text}")}
    assert (scope, (term,)) in found


def test_there_are_never_more_than_thirty_rows() -> None:
    tools = "Python, Java, Kotlin, Scala, PHP, Ruby, Perl, Lua, SQL, HTML, CSS, React, Angular"
    more = "Django, Flask, Laravel, Symfony, Docker, Kubernetes, Terraform, Ansible, Jenkins"
    rest = "MySQL, MongoDB, Redis, Kafka, RabbitMQ, AWS, Azure, Linux, Tableau, Figma, Jira"
    assert len(rows(f"Requirements:\n- {tools}\n- {more}\n- {rest}")) == MOST


def test_lost_line_breaks_are_found_again() -> None:
    glued = (
        "We build tools for everyone who likes tools, and we have done so for a long time, with "
        "customers in many places and a small team that cares about the details.Requirements"
        "Experience with TypeScript and PostgreSQL- Knowledge of DockerNice to haveKafka"
    )
    assert asked(glued)[("TypeScript",)] == "must"


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    (found,) = (
        r for r in rows("Anforderungen:\n- Kenntnisse in SSO (z. B. OAuth2)") if r.scope == "skill"
    )
    assert found.quote == "Kenntnisse in SSO (z. B. OAuth2)"


def test_german_postings_are_read() -> None:
    found = asked(
        "Deine Aufgaben\n- Du betreust Kunden\n\nDas bringst du mit\n- Erfahrung mit Java\n"
        "- Kenntnisse in Docker sind von Vorteil\n\nWir bieten\n- Python-Kurse"
    )
    assert found == {("Java",): "must", ("Docker",): "nice"}
