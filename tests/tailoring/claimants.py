"""Small résumés in four languages for tests of the truth guard, and what it says of a text."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from tailoring.claims import base, guard
from tailoring.claims.base import FactBase

Raw = dict[str, Any]
TODAY = date(2026, 6, 1)


def bulleted(*lines: str) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def document(language: str, headline: str, summary: str, **sections: list[Raw]) -> Raw:
    return {
        "basics": {"name": "Sample", "headline": headline},
        "summary": {"content": f"<p>{summary}</p>"},
        "sections": {name: {"items": items} for name, items in sections.items()},
        "metadata": {"page": {"locale": language}},
    }


ENGLISH = document(
    "en-GB",
    "Backend developer",
    "Backend developer with some basic knowledge of Rust. Studying for a diploma in design.",
    experience=[
        {
            "id": "now",
            "position": "Backend Developer",
            "company": "Acme Rail Ltd",
            "period": "Apr 2020 – Present",
            "description": bulleted(
                "Built a booking service in Python and FastAPI for 1,200 requests per minute",
                "Helped migrate 14 services to Kubernetes",
                "Shipped 800 orders a day with Google Analytics 4 reports",
                "Wrote a prototype of a fare search that did not go live",
                "Raised test coverage from 61 % to 72 % for 10+ clients and up to 8 teams",
            ),
        },
        {
            "id": "then",
            "position": "Junior Developer",
            "company": "Byte & Sons",
            "period": "2017 – 2020",
            "description": bulleted(
                "Deputised for the team lead", "Maintained the PostgreSQL cluster"
            ),
        },
    ],
    education=[{"id": "edu", "school": "Leeds College", "degree": "BSc", "area": "Physics"}],
    skills=[{"id": "sk", "name": "Tools", "keywords": ["Python", "PostgreSQL", "k8s"]}],
    languages=[{"id": "de", "language": "German", "fluency": "Basic (A2)"}],
    certifications=[{"id": "ct", "title": "CKAD (in progress)", "issuer": "CNCF"}],
    awards=[{"id": "aw", "title": "Hack Day (runner-up)", "awarder": "Acme Rail Ltd"}],
)
GERMAN = document(
    "de-DE",
    "Schichtleiterin",
    "Schichtleiterin mit Erfahrung im Versand.",
    experience=[
        {
            "id": "now",
            "position": "Schichtleiterin",
            "company": "Nordkai GmbH",
            "period": "04/2018 – heute",
            "description": bulleted(
                "Leitung einer Schicht mit 22 Mitarbeitern",
                "Mitarbeit bei der Einführung von SAP EWM an 2 Standorten",
                "Buchung von 1.400 Belegen in Lexware (Grundkenntnisse)",
            ),
        }
    ],
    education=[{"id": "edu", "school": "IHK Nord", "degree": "Ausbildung", "area": "Logistik"}],
    languages=[{"id": "en", "language": "Englisch", "fluency": "B1"}],
)
FRENCH = document(
    "fr-FR",
    "Assistante juridique",
    "Assistante juridique à l'aise avec les délais.",
    experience=[
        {
            "id": "now",
            "position": "Assistante juridique",
            "company": "Cabinet Verdier",
            "period": "janv. 2019 – aujourd'hui",
            "description": bulleted(
                "Gestion des dossiers de 4 avocats",
                "Participation au passage à l'archivage avec Secib",
                "Notions de comptabilité, sans signature",
            ),
        }
    ],
    education=[{"id": "edu", "school": "Lycée Valmy", "degree": "BTS", "area": "Droit"}],
    languages=[{"id": "en", "language": "Anglais", "fluency": "Intermédiaire (B1)"}],
)
SPANISH = document(
    "es-ES",
    "Encargada de tienda",
    "Encargada de tienda con experiencia en moda.",
    experience=[
        {
            "id": "now",
            "position": "Encargada de tienda",
            "company": "Modas Brisa",
            "period": "mayo de 2019 – actualidad",
            "description": bulleted(
                "Coordino a 9 dependientes en una tienda de 450 m²",
                "Apoyo al escaparatismo en 2 campañas",
                "Manejo básico de SAP para pedidos",
            ),
        }
    ],
    education=[{"id": "edu", "school": "IES Mar", "degree": "Técnico", "area": "Comercio"}],
    languages=[{"id": "en", "language": "Inglés", "fluency": "Intermedio (B1)"}],
)
DOCUMENTS = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


@lru_cache(maxsize=8)
def known(language: str = "en") -> FactBase:
    return base.of(DOCUMENTS[language], today=TODAY)


def kinds(
    text: str, *, language: str = "en", where: str = "summary", before: str = "", item: str = ""
) -> list[str]:
    """The kinds of claims that are not supported."""
    report = guard.check(
        text,
        known=known(language),
        item=item or ("now" if where == "bullet" else None),
        before=before,
        where=where,
        language=language,
    )
    return [finding.claim.kind for finding in report.unsupported]
