"""The one place that says what a résumé states: the visible items of all its sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from orchestrator.scoring.brief import Item, Profile
from tailoring.documents.clean import plain
from tailoring.documents.schema import Entry, Raw, Section, read

_GRADED = frozenset({"skills", "languages"})
_ADDRESS = re.compile(r"@|://|^www\.|^\S+\.\S+$|^\+?[\d\s()./-]{6,}$")


def profile(raw: Raw, *, shown_projects: Collection[str] = ()) -> Profile:
    """`shown_projects` are hidden projects that count as visible, because a job chose them.

    E-mail, telephone and custom fields are not part of it; `place` is the résumé's own location
    line, which the prompts shorten further.
    """
    resume = read(raw)
    summary = "\n".join(
        plain(entry.html)
        for section in resume.sections
        if section.key == "summary" and not section.hidden
        for entry in section.entries
    )
    return Profile(
        headline=resume.basics.headline,
        summary=summary,
        place=resume.basics.location,
        language=_language(resume.locale),
        items=tuple(
            item
            for section in resume.sections
            if section.key != "summary" and section.type != "cover-letter"
            for entry in visible(section, shown_projects=shown_projects)
            for item in _items(entry, section=section.type)
        ),
    )


def visible(section: Section, *, shown_projects: Collection[str] = ()) -> Iterator[Entry]:
    for entry in section.entries:
        chosen = section.type == "projects" and entry.id in shown_projects
        if chosen or not (section.hidden or entry.hidden):
            yield entry


def _items(entry: Entry, *, section: str) -> Iterator[Item]:
    graded = section in _GRADED
    yield Item(
        id=entry.id,
        section=section,
        title=entry.title,
        organisation=entry.organisation,
        place=entry.place,
        period=entry.period,
        level=(entry.detail or _level(entry.level)) if graded else "",
        text="\n".join(filter(None, _lines(entry, section=section))),
        keywords=entry.keywords,
        area=entry.area,
        # A label that is itself an address is contact data, not something the résumé states.
        label="" if _ADDRESS.search(entry.website.label[:300]) else entry.website.label,
    )
    for role in entry.roles:
        yield Item(
            id=role.id,
            section=section,
            title=role.position,
            organisation=entry.organisation,
            place=entry.place,
            period=role.period or entry.period,
            text=plain(role.description),
        )


def _lines(entry: Entry, *, section: str) -> Iterator[str]:
    if section not in _GRADED:
        yield entry.detail
    yield plain(entry.html)
    if section == "profiles":
        yield entry.website.url
        yield entry.website.label


def _level(level: int) -> str:
    return f"{level}/5" if level else ""


def _language(locale: str) -> str:
    code = re.split(r"[-_]", locale.strip().lower())[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""
