"""The door of scoring: `score(facts, profile=…, options=…, gateway=…, on=…)` gives one Score.

The computed engine always runs first and needs nothing but its arguments; a gateway adds one model
call, whose answer is checked row by row. Labels are judged by people and models, the number never.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jobops.lib.llm import Gateway
from orchestrator.scoring import number, roles
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.card import Evidence, Options, Row, Score, Standing, Wish
from orchestrator.scoring.digest import Brief, digest
from orchestrator.scoring.evidence import Judge, label, threshold
from orchestrator.scoring.extract import extract
from orchestrator.scoring.holdings import Holdings, hold
from orchestrator.scoring.lexicon import VERSION as LEXICON_VERSION
from orchestrator.scoring.likeness import likeness
from orchestrator.scoring.posting import Posting, read
from orchestrator.scoring.reason import NO_RESUME, reason
from orchestrator.scoring.wishes import wishes
from orchestrator.scoring.workplace import place_row

__all__ = ["Evidence", "Options", "Row", "Score", "score"]


def score(
    facts: JobFacts,
    *,
    profile: Profile | None,
    options: Options,
    gateway: Gateway | None,
    on: date,
) -> Score:
    """Never raises for a model's failure: the computed card stands and names the reason."""
    if profile is None or profile.is_empty():
        return Score(None, NO_RESUME, "", "computed", "low")
    return computed(facts, profile=profile, options=options, on=on)


def computed(facts: JobFacts, *, profile: Profile, options: Options, on: date) -> Score:
    posting = read(facts)
    held = hold(profile, on=on)
    rows = judged(posting, held=held, options=options)
    standing = stand(posting, held=held, rows=rows)
    found, unused = wishes(options.instructions, facts=facts)
    return card(
        posting,
        rows=rows,
        standing=standing,
        options=options,
        found=found,
        brief=digest(posting),
        unused=unused,
    )


def judged(posting: Posting, *, held: Holdings, options: Options) -> tuple[Row, ...]:
    rows, practice = extract(posting)
    place = place_row(posting)
    judge = Judge(held, posting, options, practice)
    return tuple(label(row, judge=judge) for row in (*rows, *([place] if place else [])))


def stand(posting: Posting, *, held: Holdings, rows: Sequence[Row]) -> Standing:
    facts = posting.facts
    return Standing(
        kinship=roles.kinship(facts.title, held=held.titles),
        steps=_steps(posting, held=held, rows=rows),
        likeness=likeness(facts, profile=held.profile),
        pay_known=bool(facts.salary.strip()) or bool(facts.salary_min or facts.salary_max),
    )


def _steps(posting: Posting, *, held: Holdings, rows: Sequence[Row]) -> int:
    facts = posting.facts
    wanted = roles.seniority(facts.title)
    if wanted is None and facts.job_level:
        wanted = roles.seniority(facts.job_level)
    asked = [years for row in rows if (years := threshold(row)) is not None]
    if wanted is None and asked:
        wanted = roles.wanted_by_years(int(max(asked)))
    named = [step for t in held.titles[:2] if (step := roles.seniority(t)) is not None]
    own = max([roles.by_years(held.years()), *named])
    return 0 if wanted is None else abs(wanted - own)


def card(
    posting: Posting,
    *,
    rows: tuple[Row, ...],
    standing: Standing,
    options: Options,
    found: tuple[Wish, ...],
    brief: Brief | None,
    unused: tuple[str, ...] = (),
) -> Score:
    result = number.number(rows, standing=standing, options=options, wishes=found)
    description = posting.facts.description
    return Score(
        value=result.value,
        reason=reason(rows, result=result),
        band=number.band(result.value),
        engine="computed",
        confidence=number.confidence(
            rows,
            length=len(description.strip()),
            truncated=posting.facts.truncated,
            readable=posting.readable,
            fell_back=False,
        ),
        sub_scores={
            "fit": round(100 * result.fit, 1),
            "title": round(100 * result.title, 1),
            "practical": round(100 * result.practical, 1),
        },
        base=result.base,
        caps=result.caps,
        penalties=result.penalties,
        wishes=found,
        rows=rows,
        brief=brief,
        rubric_version=number.RUBRIC_VERSION,
        lexicon_version=LEXICON_VERSION,
        what_if=number.what_if(rows, standing=standing, options=options, wishes=found),
        standing=standing,
        unused_instructions=unused,
    )
