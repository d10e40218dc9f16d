"""Tailoring without a model: it chooses and reorders what the résumé says, and adds no word.

Start with `draft` for a job's texts, `reshape` for its bullets, `rank_projects` for its projects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Row
from tailoring import style
from tailoring.computed import bullets as lines
from tailoring.computed import headline, skills, spelling, summary
from tailoring.computed.wanted import Wanted, labels, of_rows, wanted
from tailoring.documents import bullets
from tailoring.documents.profile import profile
from tailoring.documents.schema import Raw
from tailoring.projects import Project
from tailoring.style import Limits as Limits
from tailoring.suggestion import Suggestion


@dataclass(frozen=True)
class Draft:
    """`skills`: groups as {"name", "keywords"}. Empty texts mean: the base says it best."""

    headline: str = ""
    summary: str = ""
    skills: list[dict[str, Any]] = field(default_factory=list)


def draft(facts: JobFacts, *, raw: Raw, limits: Limits, rows: Sequence[Row] = ()) -> Draft:
    """Same posting, résumé and limits, same draft. Every word of it stands in the résumé, but for
    terms spelled as the posting spells them. Requirements the base answers stay answered; `rows`
    are those of the ledger, read from the posting if none.
    """
    own, asked = profile(raw), of_rows(rows) if rows else wanted(facts)
    groups = [item for item in own.items if item.section == "skills"]
    fixed = _answered(asked, (_told(item) for item in own.items if item not in groups))
    grouped = _answered(asked, map(_told, groups))
    title = _headline(facts, own=own, asked=asked, limits=limits, elsewhere=fixed | grouped)
    named = fixed | asked.answered(labels(title or own.headline))
    said = summary.made(own, wanted=asked, limits=limits, elsewhere=named | grouped)
    if not _loses_nothing(said, of=own.summary, asked=asked, elsewhere=named | grouped):
        said = ""
    return Draft(
        headline=title,
        summary=said,
        skills=skills.made(
            raw,
            wanted=asked,
            limits=limits,
            elsewhere=named | asked.answered(labels(said or own.summary)),
            spelled=spelling.of_posting(facts),
        ),
    )


def reshape(
    facts: JobFacts,
    *,
    raw: Raw,
    limits: Limits,
    rows: Sequence[Row] = (),
    shown_projects: Collection[str] = (),
) -> tuple[Suggestion, ...]:
    """Changes of bullets: their order inside an item, and terms spelled as the posting does."""
    asked = of_rows(rows) if rows else wanted(facts)
    found = bullets.bullets(raw, shown_projects=shown_projects)
    spelled = spelling.of_posting(facts)
    fine = {one: way for one, way in spelled.items() if not style.avoided(way, limits.avoid)}
    return (
        *lines.reordered(raw, found, wanted=asked),
        *lines.respelt(found, wanted=asked, spelled=fine),
    )


def rank_projects(facts: JobFacts, catalogue: Sequence[Project]) -> list[str]:
    """Ids, the project that covers most of the requirements first; equals stay in base order."""
    asked = wanted(facts)
    worth = {
        project.id: asked.gain(
            asked.covered(labels("\n".join((project.name, project.text, *project.keywords))))
        )
        for project in catalogue
    }
    return sorted(worth, key=lambda id: -worth[id])


def _headline(
    facts: JobFacts, *, own: Profile, asked: Wanted, limits: Limits, elsewhere: frozenset[int]
) -> str:
    made = headline.made(facts, own=own, wanted=asked)
    elsewhere |= asked.answered(labels(own.summary))
    keeps = _loses_nothing(made, of=own.headline, asked=asked, elsewhere=elsewhere)
    return made if keeps and not style.avoided(made, limits.avoid) else ""


def _loses_nothing(made: str, *, of: str, asked: Wanted, elsewhere: frozenset[int]) -> bool:
    return asked.answered(labels(of)) <= elsewhere | asked.answered(labels(made))


def _answered(asked: Wanted, texts: Iterable[str]) -> frozenset[int]:
    return frozenset(row for text in texts for row in asked.answered(labels(text)))


def _told(item: Item) -> str:
    fields = (item.title, item.organisation, item.level, item.text, *item.keywords)
    return "\n".join(filter(None, fields))
