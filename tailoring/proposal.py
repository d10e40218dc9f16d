"""What a language model is asked for a job's texts, and what of its answer may be used.

Start with `propose`; `rendered` is what would be sent, for who tries a changed template.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from jobops.lib import prompts
from jobops.lib.llm import Gateway
from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import extract
from orchestrator.scoring.posting import read as read_posting
from tailoring import language
from tailoring.asking import changes, reading, sheet, template
from tailoring.asking.answer import Answer
from tailoring.asking.reading import Asked
from tailoring.asking.sheet import Statement
from tailoring.asking.template import template_problems as template_problems
from tailoring.documents.profile import profile
from tailoring.documents.schema import Raw
from tailoring.projects import Project
from tailoring.style import Style
from tailoring.suggestion import Group as Group
from tailoring.suggestion import Piece as Piece
from tailoring.suggestion import Proposal as Proposal
from tailoring.suggestion import Suggestion as Suggestion

ADVERT_LIMIT, ROW_LIMIT, MOST_ROWS = 12_000, 200, 40
PROJECT_LIMIT, PROJECT_ADVERT_LIMIT = 500, 8_000
FIELDS = tuple(template.FIELDS)
_ANSWER_TOKENS = 6_000
_SCOPES = frozenset({"skill", "experience", "education", "language"})


class Picks(BaseModel):
    ids: list[str] = Field(max_length=200)


@dataclass(frozen=True)
class Rendered:
    """The two messages of a request; `language` is the tag of the one asked for."""

    system: str
    user: str
    language: str
    asked: Asked


def propose(
    facts: JobFacts,
    *,
    raw: Raw,
    style: Style,
    gateway: Gateway,
    fields: Collection[str] = FIELDS,
    statements: Sequence[Statement] = (),
    rows: Sequence[Row] = (),
    shown_projects: Collection[str] = (),
) -> Proposal:
    """One model call for the `fields` of FIELDS, unguarded. Raises LLMError.

    `statements` are confirmed facts, `rows` the posting's requirements (read from it if none).
    """
    request = rendered(
        facts, raw=raw, style=style, fields=fields, statements=statements, rows=rows,
        shown_projects=shown_projects,
    )  # fmt: skip
    answer = gateway.parse(
        Answer, purpose="tailoring", system=request.system, user=request.user,
        max_tokens=_ANSWER_TOKENS,
    )  # fmt: skip
    return _proposed(answer, request.asked, fields=fields, tag=request.language)


def rendered(
    facts: JobFacts,
    *,
    raw: Raw,
    style: Style,
    fields: Collection[str] = FIELDS,
    statements: Sequence[Statement] = (),
    rows: Sequence[Row] = (),
    shown_projects: Collection[str] = (),
) -> Rendered:
    """What `propose` sends."""
    own = profile(raw, shown_projects=shown_projects)
    known = sheet.build(raw, statements=statements, shown_projects=shown_projects)
    wanted = tuple(row for row in rows or _rows(facts) if row.scope in _SCOPES)[:MOST_ROWS]
    tag = language.chosen(
        style, resume=language.prose(own), declared=own.language, posting=facts.description
    )
    said = f"Title: {facts.title}\nEmployer: {facts.employer}\n\n{facts.description}"
    blocks = [
        _advert(said, limit=ADVERT_LIMIT),
        _fenced("Requirements", "\n".join(map(_row, range(1, len(wanted) + 1), wanted))),
        _fenced("Facts", known.text),
    ]
    return Rendered(
        system=template.system(style, tag=tag, fields=fields),
        user="\n\n".join(blocks),
        language=tag,
        asked=Asked(facts, raw, own, known, wanted, style.limits),
    )


def pick_projects(
    facts: JobFacts, *, catalogue: Sequence[Project], limit: int, gateway: Gateway
) -> list[str]:
    """Ids of the listed projects, best first; invented ones are dropped. Raises LLMError."""
    lines = "\n".join(
        f"id {one.id} | {_told((one.name, one.period, one.text), limit=PROJECT_LIMIT)}"
        for one in catalogue
    )
    system = prompts.fill(template.read("projects"), limit=str(limit))
    said = f"Title: {facts.title}\n\n{facts.description}"
    user = f"{_advert(said, limit=PROJECT_ADVERT_LIMIT)}\n\n{_fenced('Projects', lines)}"
    answer = gateway.parse(Picks, purpose="project selection", system=system, user=user)
    offered = {one.id for one in catalogue}
    return [one for one in dict.fromkeys(answer.ids) if one in offered]


def _proposed(answer: Answer, asked: Asked, *, fields: Collection[str], tag: str) -> Proposal:
    none: tuple[tuple[()], int] = ((), 0)
    summary, cut = reading.summary(answer, asked) if "summary" in fields else none
    skills, refused = reading.skills(answer, asked) if "skills" in fields else none
    edits, unfit = changes.suggestions(answer, asked) if "bullets" in fields else none
    return Proposal(
        headline=reading.headline(answer, asked) if "headline" in fields else None,
        summary=summary,
        skills=skills,
        suggestions=edits,
        left_out=cut + refused + unfit,
        language=tag,
    )


def _rows(facts: JobFacts) -> tuple[Row, ...]:
    return extract(read_posting(facts))[0]


def _row(number: int, row: Row) -> str:
    told = " ".join(prompts.told(row.text, limit=ROW_LIMIT).split())
    return f"r{number} {row.importance} | {told}"


def _advert(said: str, *, limit: int) -> str:
    return _fenced("Advert", prompts.told(said, limit=limit))


def _told(fields: Sequence[str], *, limit: int) -> str:
    return " | ".join(filter(None, (prompts.own(field, limit=limit) for field in fields)))


def _fenced(name: str, text: str) -> str:
    return f"{name}:\n{prompts.fence(text).text}"
