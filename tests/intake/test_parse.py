"""Lines to values: what is found, where, and what is left."""

from __future__ import annotations

import pytest

from tailoring.intake import from_text, parse
from tailoring.intake.found import Entry, Found, from_json
from tests.intake import papers
from tests.intake.expected import EXPECTED, SAMPLES
from tests.intake.measures import found_in, measured

CVS = {
    "de": """\
Erika Muster

Berufserfahrung
Seit 01/2019 Softwareentwicklerin, Beispiel GmbH
- Rechnungen gebaut
03/2015 bis 12/2018 Teamleiterin, Muster AG

Ausbildung
2010 – 2014 Informatik, Universität Leipzig

Kenntnisse
Werkzeuge: Python, Go
""",
    "fr": """\
Anne Dupont

Expérience professionnelle
Développeuse, Exemple SARL\tjanv. 2019 – aujourd'hui
- Facturation
Ingénieure, Autre SAS\tmars 2015 - déc. 2018

Formation
2010 - 2014 Licence, Université de Lyon

Compétences
Outils : Python, Go
""",
    "es": """\
Ana Ruiz

Experiencia laboral
Desarrolladora, Ejemplo S.L.\tenero de 2019 – actualidad
- Facturas
Jefa de proyecto, Otra SA\t2015 - 2018

Educación
2010 - 2014 Grado, Universidad de Sevilla

Habilidades
Herramientas: Python, Go
""",
    "pt": """\
Rita Souza

Experiência profissional
Desenvolvedora, Exemplo Lda\tjaneiro de 2019 – presente
- Faturas
Gestora, Outra SA\t2015 - 2018

Formação acadêmica
2010 - 2014 Licenciatura, Universidade do Porto

Conhecimentos
Ferramentas: Python, Go
""",
    "it": """\
Anna Rossi

Esperienza lavorativa
Sviluppatrice, Esempio Srl\tgennaio 2019 – oggi
- Fatture
Responsabile, Altra SpA\t2015 - 2018

Istruzione
2010 - 2014 Laurea, Università di Pisa

Competenze
Strumenti: Python, Go
""",
    "nl": """\
Anna Bakker

Werkervaring
Ontwikkelaar, Voorbeeld BV\tjanuari 2019 – heden
- Facturen
Teamleider, Ander NV\t2015 - 2018

Opleiding
2010 - 2014 Bachelor, Universiteit Leiden

Vaardigheden
Gereedschap: Python, Go
""",
    "pl": """\
Anna Nowak

Doświadczenie zawodowe
Programistka, Przykład sp. z o.o.\tstyczeń 2019 – obecnie
- Faktury
Kierowniczka, Inna SA\t2015 - 2018

Wykształcenie
2010 - 2014 Licencjat, Uniwersytet Warszawski

Umiejętności
Narzędzia: Python, Go
""",
}


def read(text: str) -> Found:
    return parse.read(from_text.lines(text))


def entries(found: Found, kind: str) -> tuple[Entry, ...]:
    return next((one.entries for one in found.sections if one.kind == kind), ())


@pytest.mark.parametrize("language", sorted(CVS))
def test_headings_dates_and_titles_are_read_in_every_language(language: str) -> None:
    found = read(CVS[language])
    jobs = entries(found, "experience")

    assert found.language == language
    assert [job.fields["position"].value.split()[0] for job in jobs] != ["", ""]
    assert [bool(job.fields.get("company")) for job in jobs] == [True, True]
    assert [bool(job.fields.get("period")) for job in jobs] == [True, True]
    assert len(entries(found, "education")) == 1
    assert entries(found, "skills")[0].fields["words"].value == "Python, Go"


def test_every_value_knows_its_lines_and_every_line_its_place() -> None:
    found = read(papers.CV)
    job = entries(found, "experience")[0]

    assert found.basics["phone"].lines == (3,)
    assert job.fields["company"].lines == (7,)
    assert job.fields["text"].lines == (8, 9)
    assert job.fields["text"].value == "- Cut the build from 40 to 6 minutes\n- Led five people"
    assert found.left == ()


def test_what_nobody_understands_is_named() -> None:
    found = read("Jane Doe\njane@example.org\n§ 12 % 99 #x\n\nSkills\nPython, Go\n")
    assert found.left == (3,)


def test_a_review_survives_being_stored() -> None:
    found = read(papers.CV)
    assert from_json(found.to_json()) == found


def test_markdown_is_read_without_its_marks() -> None:
    found = read(
        "# Jane Doe\n\n**Engineer** · [Site](https://jane.example.org)\n\n## Experience\n\n"
        "### Developer, Acme Ltd\n*2019 – 2021*\n\n* Built **all** of it\n\n## Hobbies\n\nChess\n"
    )
    job = entries(found, "experience")[0]

    assert (job.fields["position"].value, job.fields["company"].value) == ("Developer", "Acme Ltd")
    assert job.fields["text"].value == "- Built all of it"
    assert found.basics["website"].value == "https://jane.example.org"


def test_a_table_beside_periods_reads_across() -> None:
    found = read(
        "Jane Doe\n\nExperience\n2019 - 2021\tDeveloper\tAcme Ltd\n2015 - 2019\tTester\tB Inc"
    )
    told = [(one.fields["position"].value, one.fields["company"].value)
            for one in entries(found, "experience")]  # fmt: skip
    assert told == [("Developer", "Acme Ltd"), ("Tester", "B Inc")]


def test_an_employer_called_by_its_address_is_one() -> None:
    found = read("Jane Doe\n\nExperience\nEngineer\tJuly 2018 – Feb. 2021\nExample.com\n- Built it")
    (job,) = entries(found, "experience")
    assert (job.fields["company"].value, job.fields["company"].sure) == ("Example.com", False)


def test_a_period_in_a_sentence_begins_nothing() -> None:
    found = read(
        "Jane Doe\n\nExperience\nDeveloper, Acme Ltd\t2019 - 2021\n"
        "- Moved all services between 2019 and 2020\n- Reviewed the Act of 2020.\n"
    )
    assert len(entries(found, "experience")) == 1


def test_a_heading_of_the_owners_own_is_kept_as_a_part() -> None:
    found = read("# Jane Doe\n## Skills\nPython, Go\n## Beekeeping\nThree hives.\n")
    (own,) = entries(found, "other")
    assert (own.fields["title"].value, own.fields["text"].value) == ("Beekeeping", "Three hives.")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "Experience\n" + "2019 - 2020 " * 15_000,
        "Skills\n" + "a, (" * 20_000,
        "Experience\n" + "Engineer, Acme Ltd 2019 - 2020\n" * 3_000,
        "x@" * 60_000,
        ": " * 60_000,
        "Languages: " + "English, " * 10_000,
    ],
)
def test_a_hostile_text_is_read_in_a_moment(text: str) -> None:
    """The suite's time limit is the measure: anything quadratic would take minutes."""
    assert read(text).basics["name"].value == ""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public sample résumés are not here")
def test_the_public_samples_are_understood() -> None:
    """Takes seconds: each file is read in a process of its own."""
    shares = measured({name: found_in(name) for name in EXPECTED})

    assert min(shares[name].value for name in ("name", "email", "phone")) >= 0.95
    assert min(shares[name].value for name in ("employers", "titles")) >= 0.85
