"""The ledger of a job: what it shows, and the rows its owner sets, changes or takes out (Q6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction

from jobops.lib.errors import Invalid, Refused
from jobops.lib.llm import LLMError
from orchestrator.lifecycle import Status
from orchestrator.models import FactPatch, Job, OwnRequirement, Requirement, ScoreCard
from orchestrator.pipeline import judge
from orchestrator.pipeline.desk import own
from orchestrator.pipeline.recount import row
from orchestrator.scoring.card import Row
from orchestrator.scoring.model import Shape
from orchestrator.scoring.own import key, posting_text
from orchestrator.scoring.posting import read
from orchestrator.scoring.words import occurs
from tailoring.briefing import briefed

MOST = 30
NOT_THERE = "These words are not in the posting. Copy them from it."
TOO_MANY = f"A ledger holds at most {MOST} rows of your own."


@dataclass(frozen=True)
class Card:
    """One stored score, and what of its inputs differs from the one before it."""

    card: ScoreCard
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """`mine` has the owner's row of each requirement, by its place in `rows`; `removed` are the
    owner's orders to leave a row out.
    """

    cards: tuple[Card, ...]
    rows: tuple[Requirement, ...]
    mine: tuple[OwnRequirement | None, ...]
    removed: tuple[OwnRequirement, ...]
    patches: tuple[FactPatch, ...]


class Silent:
    """Stands for a model that is not asked: only what it said before counts."""

    def __init__(self, model: str) -> None:
        self.model = model

    def parse(self, schema: type[Shape], **question: object) -> Shape:
        raise LLMError("unreachable")


def shown(job: Job) -> Shown:
    cards = history(job)
    rows = tuple(cards[0].card.requirements.all()) if cards else ()
    kept = {key(own(one).row): one for one in job.own_requirements.all()}
    return Shown(
        cards=cards,
        rows=rows,
        mine=tuple(kept.get(key(row(one))) if one.origin == "user" else None for one in rows),
        removed=tuple(one for one in kept.values() if one.removed),
        patches=tuple(job.patches.order_by("-at", "-id")),
    )


def history(job: Job) -> tuple[Card, ...]:
    """Newest first, each with what differs from the one before it."""
    cards = list(job.cards.order_by("-created_at", "-id"))
    pairs = zip_longest(cards, cards[1:])
    return tuple(Card(card, _differs(card, former)) for card, former in pairs)


def put(job: Job, wanted: Row, *, removed: bool = False, actor: str) -> Job:
    """Set a row, or take one out with `removed`; the score follows. One with the same scope and
    terms is replaced. Raises Invalid, Refused(status_not_allowed).
    """
    _require(job)
    if not occurs(wanted.quote, within=posting_text(read(briefed(job)))):
        raise Invalid({"quote": [NOT_THERE]})
    mark = key(wanted)
    with transaction.atomic():
        rows = list(job.own_requirements.select_for_update())
        same = [one.pk for one in rows if key(own(one).row) == mark]
        if len(rows) - len(same) >= MOST:
            raise Invalid(form_errors=(TOO_MANY,))
        OwnRequirement.objects.filter(pk__in=same).delete()
        OwnRequirement.objects.create(
            job=job,
            scope=wanted.scope,
            importance=wanted.importance,
            text=wanted.text,
            quote=wanted.quote,
            terms=list(wanted.terms),
            threshold=wanted.threshold,
            label=wanted.label,
            removed=removed,
        )
    return _again(job, actor=actor)


def give_back(job: Job, mine: OwnRequirement, *, actor: str) -> Job:
    """Leave a row to the rules and the model again. Raises Refused(status_not_allowed)."""
    _require(job)
    mine.delete()
    return _again(job, actor=actor)


def _require(job: Job) -> None:
    if job.status == Status.PROCESSING:
        raise Refused("status_not_allowed", status=job.status)


def _again(job: Job, *, actor: str) -> Job:
    """The same engine as before, without asking a model anew; a typed number stays."""
    if job.score_engine == "user":
        return job
    last = job.cards.filter(engine="model").order_by("-created_at", "-id").first()
    silent = Silent(last.model) if last and job.score_engine == "model" else None
    return judge.judge(job, gateway=silent, force=False, actor=actor)


def _differs(card: ScoreCard, former: ScoreCard | None) -> tuple[str, ...]:
    if former is None:
        return ()
    same = {
        "posting": card.posting_hash == former.posting_hash,
        "resume": (card.resume_id, card.resume_revision)
        == (former.resume_id, former.resume_revision),
        "engine": (card.engine, card.model) == (former.engine, former.model),
        "options": card.options == former.options,
        "rubric": (card.rubric_version, card.lexicon_version, card.prompt_version)
        == (former.rubric_version, former.lexicon_version, former.prompt_version),
    }
    return tuple(name for name, equal in same.items() if not equal)
