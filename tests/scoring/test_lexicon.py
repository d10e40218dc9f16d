from __future__ import annotations

import pytest

from orchestrator.scoring.lexicon import find, lexicon


def labels(text: str) -> list[str]:
    return [hit.term.label for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "C, C++, C#, .NET, Go, R, F#, Node.js, SQL Server",
            ["C", "C++", "C#", ".NET", "Go", "R", "F#", "Node.js", "SQL Server"],
        ),
        ("Experience with Go and R", ["Go", "R"]),
        ("We use ASP.NET Core and T-SQL", ["ASP.NET", "T-SQL"]),
        ("Java or JavaScript", ["Java", "JavaScript"]),
        ("React/Redux, CI/CD and scikit-learn", ["React", "Redux", "CI/CD", "scikit-learn"]),
        ("REST APIs in golang", ["REST", "Go"]),
        ("Kenntnisse in C oder C++", ["C", "C++"]),
        ("Microsoft SQL Server, not just SQL", ["SQL Server", "SQL"]),
        ("Go developer", ["Go"]),
        ("relational databases", ["Relational databases"]),
        ("Buchhaltung und Lohnbuchhaltung", ["Accounting", "Payroll"]),
        ("R\nSPSS\nC", ["R", "SPSS", "C"]),
    ],
)
def test_it_reads_names_of_skills(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Go to the office and go-live on Monday",
        "Our R&D team, R & D budget",
        "vitamin C, Series C funding and the C-level",
        "You will express yourself and excel in a react-ive team",
        "The rest of the swift response",
        "sap rises in spring, and the ruby sun",
        "the scalable one, javanese and gopher",
    ],
)
def test_it_leaves_everyday_words_alone(text: str) -> None:
    assert [name for name in labels(text) if lexicon().terms[name].kind in "lt"] == []


def test_the_longest_name_wins_and_says_where_it_stands() -> None:
    text = "Strong Spring Boot skills"
    (hit,) = find(text)
    assert text[hit.start : hit.end] == "Spring Boot"


def test_a_sentence_end_parts_two_words() -> None:
    assert "SQL Server" not in labels("Strong SQL. Server rooms are cold")


def test_every_broader_term_is_a_term() -> None:
    terms = lexicon().terms
    assert all(name in terms for term in terms.values() for name in term.broader)


def test_a_framework_is_a_kind_of_what_it_belongs_to() -> None:
    terms = lexicon().terms
    assert "Python" in terms["Django"].broader
    assert "Relational databases" in terms["PostgreSQL"].broader
    assert "Databases" in terms["PostgreSQL"].broader
