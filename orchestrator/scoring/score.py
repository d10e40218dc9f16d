"""The door of scoring: `score(facts, profile=…, options=…, gateway=…, on=…)` gives one Score.

The computed engine always runs first and needs nothing but its arguments; a gateway adds one model
call, whose answer is checked row by row. Labels are judged by people and models, the number never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from jobops.lib.llm import LLMError
from orchestrator.scoring import answer, model, number, patches, roles
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.card import Evidence, Options, Row, Score, Standing, Wish
from orchestrator.scoring.digest import digest
from orchestrator.scoring.evidence import Judge, label, threshold
from orchestrator.scoring.extract import extract
from orchestrator.scoring.holdings import Holdings, hold
from orchestrator.scoring.lexicon import VERSION as LEXICON_VERSION
from orchestrator.scoring.likeness import likeness
from orchestrator.scoring.outline import outline
from orchestrator.scoring.own import Own, with_own
from orchestrator.scoring.patches import Known
from orchestrator.scoring.posting import Posting, read
from orchestrator.scoring.reason import NO_RESUME, reason
from orchestrator.scoring.wishes import wishes
from orchestrator.scoring.words import shortened
from orchestrator.scoring.workplace import place_row

MOST_WARNINGS = 10
PAY = frozenset({"salary", "salaryMinAmount", "salaryMaxAmount"})
NOTHING_KNOWN = Known()
__all__ = ["Evidence", "Options", "Row", "Score", "score"]


def score(
    facts: JobFacts,
    *,
    profile: Profile | None,
    options: Options,
    gateway: model.Asked | None,
    on: date,
    known: Known = NOTHING_KNOWN,
    own: Sequence[Own] = (),
) -> Score:
    """Never raises for a model's failure: the computed card stands and names the reason.

    `known` is what stands in the fields a model may fill from the posting; `own` are the rows the
    owner wants in the ledger, or out of it.
    """
    if profile is None or profile.is_empty():
        return Score(None, NO_RESUME, "", "computed", "low")
    posting, held = read(facts), hold(profile, on=on)
    judge, rows = judged(posting, held=held, options=options)
    card = computed(judge, rows=with_own(rows, own, posting=posting))
    if gateway is None:
        return card
    try:
        return asked(judge, rows=rows, gateway=gateway, known=known, own=own)
    except LLMError as error:
        sure = "medium" if card.confidence == "high" else card.confidence
        return replace(card, fallback_reason=error.kind, confidence=sure)


def computed(judge: Judge, *, rows: tuple[Row, ...]) -> Score:
    found, unused = wishes(judge.options.instructions, facts=judge.posting.facts)
    card = _card(judge, rows=rows, found=found)
    return replace(card, brief=digest(judge.posting), unused_instructions=unused)


def asked(
    judge: Judge,
    *,
    rows: tuple[Row, ...],
    gateway: model.Asked,
    known: Known,
    own: Sequence[Own],
) -> Score:
    """Raises LLMError."""
    posting, options = judge.posting, judge.options
    shown = outline(judge.held)
    said = model.ask(posting, outline=shown, options=options, gateway=gateway)
    checked = with_own(
        answer.rows(said, judge=judge, items=shown.items, computed=rows), own, posting=posting
    )
    found = answer.wishes(said, instructions=options.instructions, posting=posting)
    facts = patches.check(model.proposed(said), description=posting.facts.description, known=known)
    pays = any(one.field in PAY and not one.reason for one in facts)
    card = _card(judge, rows=checked, found=found, pays=pays)
    warnings = dict.fromkeys([*card.warnings, *(shortened(w, 300) for w in said.warnings)])
    return replace(
        card,
        engine="model",
        model=gateway.model,
        prompt_version=model.PROMPT_VERSION,
        brief=answer.brief(said, posting=posting) or digest(posting),
        facts=facts,
        warnings=tuple(warnings)[:MOST_WARNINGS],
    )


def judged(posting: Posting, *, held: Holdings, options: Options) -> tuple[Judge, tuple[Row, ...]]:
    rows, practice = extract(posting)
    place = place_row(posting)
    judge = Judge(held, posting, options, practice)
    return judge, tuple(label(r, judge=judge) for r in (*rows, *([place] if place else [])))


def _stand(judge: Judge, *, rows: Sequence[Row], pays: bool) -> Standing:
    facts, held = judge.posting.facts, judge.held
    return Standing(
        kinship=roles.kinship(facts.title, held=held.titles),
        steps=_steps(facts, held=held, rows=rows),
        likeness=likeness(facts, profile=held.profile),
        pay_known=pays or bool(facts.salary.strip() or facts.salary_min or facts.salary_max),
    )


def _steps(facts: JobFacts, *, held: Holdings, rows: Sequence[Row]) -> int:
    wanted = roles.seniority(facts.title)
    if wanted is None and facts.job_level:
        wanted = roles.seniority(facts.job_level)
    asked = [years for row in rows if (years := threshold(row)) is not None]
    if wanted is None and asked:
        wanted = roles.wanted_by_years(int(max(asked)))
    named = [step for t in held.titles[:2] if (step := roles.seniority(t)) is not None]
    own = max([roles.by_years(held.years()), *named])
    return 0 if wanted is None else abs(wanted - own)


def _card(
    judge: Judge, *, rows: tuple[Row, ...], found: tuple[Wish, ...], pays: bool = False
) -> Score:
    """`pays`: the posting names pay that no field of it had."""
    posting, options = judge.posting, judge.options
    standing = _stand(judge, rows=rows, pays=pays)
    result = number.number(rows, standing=standing, options=options, wishes=found)
    return Score(
        value=result.value,
        reason=reason(rows, result=result),
        band=number.band(result.value),
        engine="computed",
        confidence=number.confidence(
            rows,
            length=len(posting.facts.description.strip()),
            truncated=posting.facts.truncated,
            readable=posting.readable,
            fell_back=False,
        ),
        sub_scores=_parts(result),
        base=result.base,
        caps=result.caps,
        penalties=result.penalties,
        wishes=found,
        rows=rows,
        rubric_version=number.RUBRIC_VERSION,
        lexicon_version=LEXICON_VERSION,
        what_if=number.what_if(rows, standing=standing, options=options, wishes=found),
        standing=standing,
        warnings=tuple(shortened(line, 300) for line in posting.addressed[:MOST_WARNINGS]),
    )


def _parts(result: number.Result) -> dict[str, float]:
    parts = {"fit": result.fit, "title": result.title, "practical": result.practical}
    return {name: round(100 * value, 1) for name, value in parts.items()}
