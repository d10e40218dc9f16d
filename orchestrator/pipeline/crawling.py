"""The first steps of a run: who is asked what, and what is done once all have answered."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orchestrator.jobs import sightings
from orchestrator.jobs.countries import country_code
from orchestrator.models import FollowedBoard, PipelineRun, RunItem, User
from orchestrator.pipeline import crew, defaults, items, plan, search_plan
from orchestrator.pipeline.offers import Offer
from orchestrator.sources.registry import BOARDS, SOURCES

LONGEST_MESSAGE = 300
CAUSES = {
    "needs_key": "needs a key", "unsupported": "not possible for this search",
    "unreachable": "could not be reached", "timeout": "took too long",
    "refused": "refused the request", "not_found": "not found",
    "rate_limited": "limit of calls used up", "changed_shape": "answers differently than before",
    "too_big": "answer too large", "crashed": "the worker stopped three times",
}  # fmt: skip


def enter(run: PipelineRun) -> str:
    """Every source and board with its questions, as rows."""
    terms, left_out = plan.used_terms(search_plan.terms_of(run))
    if left_out:
        items.note(run, "termsLeftOut", left_out)
    if not terms:
        items.note(run, "notice", "terms_missing")
    why = defaults.reasons(run.owner, country=run.options["country"])
    usable = [one for one in run.options["sources"] if one not in why]
    parts = plan.parts(
        sources=[one for one in SOURCES.values() if one.id in usable],
        boards=followed(run.owner, run.options["watchlistSelectedSourceIds"]),
        terms=terms,
        country=country_code(run.options["country"]),
        places=run.options["cityLocations"],
        scope=run.options["searchScope"],
        budget=run.options["runBudget"],
    )
    # What waits for its turn by the minute keeps nobody else waiting.
    parts.sort(key=lambda part: bool(part.board and part.source.limits))
    rows = [_item(run, part, rank=rank) for rank, part in enumerate(parts)]
    unusable = [one for one in run.options["sources"] if one in why]
    rows += [_unusable(run, why[one], rank=len(rows)) for one in unusable]
    return items.enter(run, "crawling", rows)


def crawl(run: PipelineRun) -> str:
    if crew.claim(run, "crawling", places=settings.CRAWL_PLACES):
        return "crawling"
    if came_to_nothing(run):
        return "failed"
    if not run.options["enableImporting"]:
        return items.enter(run, "importing", ())
    whole = run.items.filter(
        step="crawling", kind="board", state="succeeded", plan__whole=True
    ).values_list("reference", flat=True)
    rows = [
        RunItem(run=run, step="importing", kind="board", reference=one, rank=rank)
        for rank, one in enumerate(whole)
    ]
    return items.enter(run, "importing", rows)


def finish_importing(run: PipelineRun) -> None:
    """What boards that were read whole do not show any more."""
    for item in run.items.filter(step="importing", state="pending").order_by("rank"):
        board = FollowedBoard.objects.filter(pk=item.reference, owner=run.owner).first()
        read = run.items.filter(step="crawling", kind="board", reference=item.reference).first()
        with transaction.atomic():
            if board and read and read.started_at:
                sightings.missed(board, seen_since=read.started_at, at=timezone.now())
            items.end(item, "succeeded")


def came_to_nothing(run: PipelineRun) -> bool:
    """Every source failed and none brought a posting."""
    rows = run.items.filter(step="crawling")
    if not rows.filter(state="failed").exists() or rows.filter(state="succeeded").exists():
        return False
    return not any(one.get("taken") for one in rows.values_list("counts", flat=True))


def causes(run: PipelineRun) -> str:
    """One sentence that names every source with what was wrong there."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for item in run.items.filter(step="crawling", state="failed").order_by("rank"):
        by_kind[(item.error or {}).get("kind", "")].append(label(item))
    listed = "; ".join(
        f"{', '.join(names)} ({CAUSES.get(kind, 'failed')})" for kind, names in by_kind.items()
    )
    sentence = f"No source could be read, and nothing was found: {listed}."
    return sentence if len(sentence) <= LONGEST_MESSAGE else f"{sentence[: LONGEST_MESSAGE - 1]}…"


def label(item: RunItem) -> str:
    """What people call the source or board of an item."""
    return str(item.plan.get("label") or item.reference)


def followed(owner: User, chosen: list[str] | None) -> list[plan.Followed]:
    """In the order of the table, companies by name. `chosen` are ids; None means all that are
    enabled.
    """
    boards = FollowedBoard.objects.filter(owner=owner, enabled=True, paused_at=None)
    if chosen is not None:
        boards = FollowedBoard.objects.filter(owner=owner, pk__in=_ids(chosen))
    by_ats: dict[str, list[FollowedBoard]] = defaultdict(list)
    for board in boards.order_by("label", "pk"):
        by_ats[board.ats].append(board)
    return [
        plan.Followed(str(board.pk), source, board.token, board.label)
        for source in BOARDS.values()
        for board in by_ats[source.id]
    ]


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _item(run: PipelineRun, part: plan.Part, *, rank: int) -> RunItem:
    row = RunItem(
        run=run,
        step="crawling",
        kind="board" if part.board else "source",
        reference=part.reference,
        rank=rank,
        plan={
            "source": part.source.id,
            "label": part.label,
            "board": part.board,
            "units": [unit.stored() for unit in part.units],
            "done": 0,
        },
    )
    if not any(unit.limit for unit in part.units):
        row.state, row.reason, row.finished_at = "skipped", "budget", timezone.now()
    return row


def _unusable(run: PipelineRun, offer: Offer, *, rank: int) -> RunItem:
    source = offer.source
    return RunItem(
        run=run, step="crawling", kind="source", reference=source.id, rank=rank, state="skipped",
        reason="unavailable", finished_at=timezone.now(),
        plan={"source": source.id, "label": source.label, "units": [], "done": 0},
        error={"kind": offer.kind, "sentence": offer.reason},
    )  # fmt: skip
