"""The score of a job as a person reads it: the number, the ledger, what moved it, what would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jobops.lib.words import later_each, say
from orchestrator.models import FactPatch, Job, OwnRequirement, Requirement, ScoreCard
from orchestrator.pipeline import ledger as ledgers
from orchestrator.pipeline.ledger import Card
from orchestrator.templatetags.ui import clock
from orchestrator.workspace.rows import band, engine

# Caps by what they are called on the card → what would have to be there.
CAPPED: Mapping[str, str] = later_each(
    {
        "eligibility": "The permission the posting demands",
        "location": "A place that fits",
        "language": "The required language",
        "years": "The required years",
        "seniority": "The same seniority",
        "education": "The required degree",
        "skills": "All required skills",
    }
)
MARKS: Mapping[str, str] = {"met": "check", "partial": "half", "missing": "cross"}
PARTS: Mapping[str, str] = later_each({"fit": "Fit", "title": "Title", "practical": "Practical"})
FALLBACKS: Mapping[str, str] = later_each({
    "timeout": "it took too long", "unreachable": "it could not be reached",
    "refused_key": "it refused the key", "out_of_credit": "its credit is used up",
    "limit_reached": "this month's limit is reached",
    "rate_limited": "it was asked too often", "bad_answer": "its answer could not be read",
    "too_long": "the posting is too long for it",
})  # fmt: skip


REFUSED: Mapping[str, str] = later_each({
    "unknown_field": "not a fact we know", "repeated": "named twice", "unsure": "not sure enough",
    "not_quoted": "the posting does not say it", "wrong_type": "not a fitting value",
    "not_shown": "the quote does not show it", "yours": "you wrote this one",
})  # fmt: skip
DIFFERS: Mapping[str, str] = later_each({
    "posting": "the posting", "resume": "the résumé", "engine": "the engine",
    "options": "your wishes", "rubric": "the rules",
})  # fmt: skip


@dataclass(frozen=True)
class Need:
    """`quotes`: whose words, and the words. `mine`: the row as its owner wrote it, by its id."""

    pk: int
    text: str
    label: str
    icon: str
    notes: str
    quotes: tuple[tuple[str, str], ...]
    mine: str = ""


@dataclass(frozen=True)
class Past:
    """An earlier score; `differs`: what was otherwise when the next one was made."""

    at: str
    score: str
    band: str
    engine: str
    differs: str


@dataclass(frozen=True)
class Assessment:
    """`moved`: what held the number down or lifted it, in sentences."""

    score: str
    band: str
    engine: str
    confidence: str
    reason: str
    outdated: bool
    fallback: str
    parts: tuple[tuple[str, str], ...]
    needs: tuple[Need, ...]
    met: int
    known: int
    moved: tuple[str, ...]
    changes: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    past: tuple[Past, ...]
    edit_url: str


def assessment(job: Job) -> Assessment | None:
    if job.score is None:
        return None
    cards = ledgers.history(job)
    card = cards[0].card if cards else None
    needs = tuple(map(need, card.requirements.all())) if card else ()
    return Assessment(
        score=str(round(job.score)),
        band=band(job.score),
        engine=engine(job.score_engine),
        confidence=say(job.score_confidence or ""),
        reason=job.score_reason or "",
        outdated=job.score_outdated,
        fallback=fallback(card),
        parts=parts(card),
        needs=needs,
        met=sum(one.label == "met" for one in needs),
        known=sum(one.label != "unknown" for one in needs),
        moved=tuple(moved(card)) if card else (),
        changes=changes(card, score=job.score) if card else (),
        warnings=tuple(map(str, card.warnings)) if card else (),
        past=past(cards),
        edit_url=f"/job/{job.pk}/ledger" if card else "",
    )


def need(row: Requirement, own: OwnRequirement | None = None) -> Need:
    """With the words that prove it, and the ones that ask for it where nothing does."""
    proofs = tuple((say("Résumé"), str(one.get("quote", ""))) for one in row.evidence)
    notes = (
        say("nice to have") if row.importance == "nice" else "",
        say("set by you") if row.origin == "user" else "",
        say("claimed without proof") if row.unverified else "",
        say("listed only") if row.listed else "",
    )
    return Need(
        pk=row.pk,
        text=row.text,
        label=row.label,
        icon=MARKS.get(row.label, "unknown"),
        notes=", ".join(note for note in notes if note),
        quotes=proofs or (((say("Posting"), row.quote),) if row.quote else ()),
        mine=str(own.pk) if own else "",
    )


def parts(card: ScoreCard | None) -> tuple[tuple[str, str], ...]:
    """Each from 0 to 100, as they enter the number."""
    kept = card.sub_scores if card else {}
    return tuple((label, str(round(kept[name]))) for name, label in PARTS.items() if name in kept)


def moved(card: ScoreCard) -> Iterator[str]:
    for cap in card.caps:
        wanted = CAPPED.get(cap["why"], cap["why"])
        yield say(
            "Without {lower}{wanted}, at most {limit}.",
            lower=wanted[:1].lower(),
            wanted=wanted[1:],
            limit=cap["limit"],
        )
    for one in card.penalties:
        yield say("{points} points off for {why}.", points=one["points"], why=one["why"])
    for wish in card.wishes:
        way = say("You prefer") if wish["sign"] == "plus" else say("You avoid")
        if wish["points"]:
            points = f"{wish['points']:+d}".replace("-", "−")
            yield say(
                "{way} “{words}”, and the posting says “{quote}”: {points}.",
                way=way,
                words=wish["words"],
                quote=wish["quote"],
                points=points,
            )
        else:
            yield say("{way} “{words}”; the posting does not say so.", way=way, words=wish["words"])


def changes(card: ScoreCard, *, score: float) -> tuple[tuple[str, int], ...]:
    """What would lift the score, and to which number; computed with the card."""
    found = {
        CAPPED.get(str(one["text"]).removeprefix("cap: "), str(one["text"])): round(one["value"])
        for one in card.what_if
    }
    return tuple((text, value) for text, value in found.items() if value > round(score))


def fallback(card: ScoreCard | None) -> str:
    """Why the rules scored it though a model was asked."""
    if card is None or not card.fallback_reason:
        return ""
    why = FALLBACKS.get(card.fallback_reason, "it failed")
    return say("The model was asked, but {why}, so this is the computed score.", why=why)


def past(cards: Sequence[Card]) -> tuple[Past, ...]:
    """Each earlier card, with what differed when the next one was made."""
    return tuple(
        Past(
            at=clock(old.card.created_at),
            score="–" if old.card.value is None else str(round(old.card.value)),
            band="" if old.card.value is None else band(old.card.value),
            engine=engine(old.card.engine),
            differs=" and ".join(DIFFERS.get(name, name) for name in new.differs),
        )
        for new, old in pairwise(cards)
    )


@dataclass(frozen=True)
class Read:
    """A fact an engine read from the posting. `undo`: the address that takes it back; `state`:
    why there is none.
    """

    name: str
    value: str
    quote: str
    state: str
    undo: str


@dataclass(frozen=True)
class Ledger:
    """All rows with the owner's, what the owner left out, and the facts that were read."""

    needs: tuple[Need, ...]
    removed: tuple[tuple[str, str], ...]
    facts: tuple[Read, ...]
    unused: tuple[str, ...]


def ledger(job: Job) -> Ledger:
    found = ledgers.shown(job)
    card = found.cards[0].card if found.cards else None
    return Ledger(
        needs=tuple(need(row, own) for row, own in zip(found.rows, found.mine, strict=True)),
        removed=tuple((str(one.pk), one.text) for one in found.removed),
        facts=(*(taken(one) for one in found.patches), *refused(card)),
        unused=tuple(map(str, card.unused_instructions)) if card else (),
    )


def taken(patch: FactPatch) -> Read:
    undone = patch.state == "undone"
    undo = "" if undone else f"/job/{patch.job_id}/facts/{patch.pk}/undo"
    state = say("taken back") if undone else say("taken over")
    return Read(worded(patch.field), str(patch.value), patch.quote, state, undo)


def refused(card: ScoreCard | None) -> Iterator[Read]:
    for one in card.facts if card else ():
        if why := one.get("reason"):
            state = say("not taken over: {get}", get=REFUSED.get(why, why))
            yield Read(worded(one["field"]), str(one["value"]), one["quote"], state, "")


def worded(field: str) -> str:
    """A wire name as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field).capitalize()
