"""The score of a job as a person reads it: the number, the ledger, what moved it, what would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestrator.models import Job, Requirement, ScoreCard
from orchestrator.templatetags.ui import clock
from orchestrator.workspace.rows import band, engine

# Caps by what they are called on the card → what would have to be there.
CAPPED: Mapping[str, str] = {
    "eligibility": "The permission the posting demands",
    "location": "A place that fits",
    "language": "The required language",
    "years": "The required years",
    "seniority": "The same seniority",
    "education": "The required degree",
    "skills": "All required skills",
}
MARKS: Mapping[str, str] = {"met": "check", "partial": "half", "missing": "cross"}
PARTS: Mapping[str, str] = {"fit": "Fit", "title": "Title", "practical": "Practical"}
FALLBACKS: Mapping[str, str] = {
    "timeout": "it took too long", "unreachable": "it could not be reached",
    "refused_key": "it refused the key", "out_of_credit": "its credit is used up",
    "rate_limited": "it was asked too often", "bad_answer": "its answer could not be read",
    "too_long": "the posting is too long for it",
}  # fmt: skip


@dataclass(frozen=True)
class Need:
    text: str
    label: str
    icon: str
    importance: str
    said_by: str
    quote: str


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
    past: tuple[Past, ...]


def assessment(job: Job) -> Assessment | None:
    if job.score is None:
        return None
    cards = list(job.cards.order_by("-created_at", "-id"))
    card = cards[0] if cards else None
    needs = tuple(map(need, card.requirements.all())) if card else ()
    return Assessment(
        score=str(round(job.score)),
        band=band(job.score),
        engine=engine(job.score_engine),
        confidence=job.score_confidence or "",
        reason=job.score_reason or "",
        outdated=job.score_outdated,
        fallback=fallback(card),
        parts=parts(card),
        needs=needs,
        met=sum(one.label == "met" for one in needs),
        known=sum(one.label != "unknown" for one in needs),
        moved=tuple(moved(card)) if card else (),
        changes=changes(card, score=job.score) if card else (),
        past=past(cards),
    )


def need(row: Requirement) -> Need:
    """With the words that prove it, or the ones that ask for it."""
    proof = str(row.evidence[0].get("quote", "")) if row.evidence else ""
    return Need(
        text=row.text,
        label=row.label,
        icon=MARKS.get(row.label, "unknown"),
        importance="" if row.importance == "must" else "nice to have",
        said_by="Résumé" if proof else "Posting",
        quote=proof or row.quote,
    )


def parts(card: ScoreCard | None) -> tuple[tuple[str, str], ...]:
    """Each from 0 to 100, as they enter the number."""
    kept = card.sub_scores if card else {}
    return tuple((label, str(round(kept[name]))) for name, label in PARTS.items() if name in kept)


def moved(card: ScoreCard) -> Iterator[str]:
    for cap in card.caps:
        wanted = CAPPED.get(cap["why"], cap["why"])
        yield f"Without {wanted[:1].lower()}{wanted[1:]}, at most {cap['limit']}."
    for one in card.penalties:
        yield f"{one['points']} points off for {one['why']}."
    for wish in card.wishes:
        way = "You prefer" if wish["sign"] == "plus" else "You avoid"
        if wish["points"]:
            points = f"{wish['points']:+d}".replace("-", "−")
            yield f"{way} “{wish['words']}”, and the posting says “{wish['quote']}”: {points}."
        else:
            yield f"{way} “{wish['words']}”; the posting does not say so."


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
    return f"The model was asked, but {why}, so this is the computed score."


def past(cards: Sequence[ScoreCard]) -> tuple[Past, ...]:
    return tuple(
        Past(
            at=clock(old.created_at),
            score="–" if old.value is None else str(round(old.value)),
            band="" if old.value is None else band(old.value),
            engine=engine(old.engine),
            differs=differs(new, old),
        )
        for new, old in pairwise(cards)
    )


def differs(new: ScoreCard, old: ScoreCard) -> str:
    """What was otherwise, in words; none where the same was scored once more."""
    named = {
        "the résumé": (new.resume_id, new.resume_revision) != (old.resume_id, old.resume_revision),
        "the engine": (new.engine, new.model) != (old.engine, old.model),
        "the rules": (new.rubric_version, new.lexicon_version)
        != (old.rubric_version, old.lexicon_version),
    }
    found = [name for name, other in named.items() if other]
    if not found and new.inputs != old.inputs:
        found = ["the posting or your wishes"]
    return " and ".join(found)
