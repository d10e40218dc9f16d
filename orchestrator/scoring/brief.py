"""The two values scoring needs: what the posting says and what the résumé says.

Declared here, by the room that needs them; `tailoring.documents.profile` and `jobs.facts`
make them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """One visible entry of a résumé: a role, a project, a skill group, a degree.

    `section` is the résumé's own section type: experience, education, projects, skills, languages,
    certifications, volunteer, awards, publications, interests, references, profiles, summary,
    custom.
    `text` is plain, one bullet or paragraph per line. `area` is a degree's field; `label` the words
    of the entry's link, which no model is shown.
    """

    id: str
    section: str
    title: str = ""
    organisation: str = ""
    place: str = ""
    period: str = ""
    level: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    area: str = ""
    label: str = ""


@dataclass(frozen=True)
class Profile:
    """The visible content of one résumé. `language` is a two-letter code or empty when unknown."""

    headline: str = ""
    summary: str = ""
    place: str = ""
    language: str = ""
    items: tuple[Item, ...] = field(default=())

    def is_empty(self) -> bool:
        return not (self.headline or self.summary or self.items)


@dataclass(frozen=True)
class JobFacts:
    """What is known about a posting; `description` is plain text."""

    title: str
    employer: str
    description: str = ""
    location: str = ""
    salary: str = ""
    salary_min: float | None = None
    salary_max: float | None = None
    job_type: str = ""
    job_level: str = ""
    job_function: str = ""
    disciplines: str = ""
    degree_required: str = ""
    experience_range: str = ""
    is_remote: bool | None = None
    workplace: str = ""
    industry: str = ""
    skills: str = ""
    deadline: str = ""
    starting: str = ""
    truncated: bool = False
