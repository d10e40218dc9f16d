"""The visible résumé as plain text, for forms that take nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.documents.clean import blocks
from tailoring.documents.profile import visible
from tailoring.documents.schema import Basics, Entry, Raw, Section, read

_HEADINGS = {
    "summary": "Summary", "profiles": "Profiles", "experience": "Experience",
    "education": "Education", "projects": "Projects", "skills": "Skills", "languages": "Languages",
    "interests": "Interests", "awards": "Awards", "certifications": "Certifications",
    "publications": "Publications", "volunteer": "Volunteering", "references": "References",
}  # fmt: skip


def to_text(raw: Raw) -> str:
    resume = read(raw)
    blocks = ["\n".join(_head(resume.basics))]
    for section in resume.sections:
        entries = [] if section.type == "cover-letter" else list(visible(section))
        if entries:
            blocks.append(_heading(section))
            blocks.extend(filter(None, ("\n".join(_entry(entry)) for entry in entries)))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _heading(section: Section) -> str:
    return (section.title or _HEADINGS[section.type]).upper()


def _head(basics: Basics) -> Iterator[str]:
    fields = (f"{each.text} {each.link if each.link != each.text else ''}".strip()
              for each in basics.custom_fields)  # fmt: skip
    contact = (basics.email, basics.phone, basics.location, basics.website.url, *fields)
    yield from filter(None, (basics.name, basics.headline, " | ".join(filter(None, contact))))


def _entry(entry: Entry) -> Iterator[str]:
    head = (entry.title, entry.detail, entry.organisation, entry.place, entry.period, entry.phone)
    named = " — ".join(filter(None, head))
    words = ", ".join(entry.keywords)
    yield from filter(None, (": ".join(filter(None, (named, words))), entry.website.url))
    yield from _told(entry.html)
    for role in entry.roles:
        yield " — ".join(filter(None, (role.position, role.period)))
        yield from _told(role.description)


def _told(html: str) -> Iterator[str]:
    yield from (f"- {text}" if bullet else text for bullet, text in blocks(html))
