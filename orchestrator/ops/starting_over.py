"""Clearing everything one owner has here, after a backup. The account itself stays."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from jobops.lib.errors import Problem
from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator.jobs import removal
from orchestrator.models import (
    Delivery,
    EmployerWord,
    FollowedBoard,
    InboundMessage,
    Job,
    JobEvent,
    LlmCall,
    MailAccount,
    OAuthState,
    Operation,
    PipelineRun,
    Preference,
    RenderContext,
    SearchPreset,
    SeenMail,
    SenderRule,
    SourceOutcome,
    SyncRun,
    Tally,
    User,
    Webhook,
)
from orchestrator.ops import backups, files, reaper
from orchestrator.pipeline import cancelling, runs
from orchestrator.tracking import feed_address
from tailoring.models import Fact, ResumeDocument, ResumeIntake, SavedAnswer, SavedPrompt
from tailoring.models.resume import UpstreamCopy

logger = logging.getLogger(__name__)

ROUNDS = 5


@dataclass(frozen=True)
class Cleared:
    """`backup` is the file everything was put into before."""

    jobs: int
    runs: int
    backup: str


def clear(owner: User, *, actor: str) -> Cleared:
    """End what runs, take a backup, then delete. Raises BackupError or ArchiveError; then nothing
    was deleted.
    """
    stop(owner, actor=actor)
    backup = backups.create("manual", actor=actor)
    jobs = _remove_jobs(owner, actor=actor)
    with transaction.atomic():
        ended = owner.runs.count()
        for of in LEFT:
            of(owner)
        Tally.objects.filter(owner=owner).update(notices_seen_at=None)
        Tally.objects.raised(owner.pk)
    _remove_files(owner)
    meta = {"jobs": jobs, "runs": ended, "backup": backup.filename}
    logger.warning("everything of an owner deleted", extra={"meta": meta})
    return Cleared(jobs, ended, backup.filename)


def stop(owner: User, *, actor: str) -> None:
    """Take all leases back: a worker in the middle notices and writes nothing."""
    if owner.runs.filter(status="running").exists():
        _cancel_run(owner, actor=actor)
    for operation in Operation.objects.filter(owner=owner).open().select_related("job"):
        cancelling.cancel(operation, actor=actor)
    for job in Job.objects.for_user(owner).holding_leases():
        reaper.release(job)


def _cancel_run(owner: User, *, actor: str) -> None:
    try:
        runs.cancel(owner, actor=actor)
    except Problem as ended:
        logger.info("no run to cancel", extra={"meta": {"kind": ended.kind}})


def _remove_jobs(owner: User, *, actor: str) -> int:
    """A few rounds, because the pipeline may have taken a job up again in between."""
    count = 0
    for _ in range(ROUNDS):
        mine = Job.objects.for_user(owner)
        count += removal.remove(owner, mine, actor=actor, discard=files.discard)
        if not mine.exists():
            break
        stop(owner, actor=actor)
    return count


def _remove_files(owner: User) -> None:
    """All of them, when no row is left that could name one. The sweep takes what stays behind."""
    if Job.objects.for_user(owner).exists():
        return
    try:
        stored.clear(f"{owner.pk}/")
    except StoreError:
        logger.warning("files are left to the sweep", exc_info=True)


# Rows that hang on no job. Events that only say a job was deleted stay for their 90 days.
LEFT: tuple[Callable[[User], object], ...] = (
    lambda owner: SearchPreset.objects.filter(owner=owner).delete(),
    lambda owner: PipelineRun.objects.filter(owner=owner).delete(),
    lambda owner: FollowedBoard.objects.filter(owner=owner).delete(),
    lambda owner: EmployerWord.objects.filter(owner=owner).delete(),
    lambda owner: SourceOutcome.objects.filter(owner=owner).delete(),
    lambda owner: Delivery.objects.filter(owner=owner).delete(),
    lambda owner: Webhook.objects.filter(owner=owner).delete(),
    lambda owner: Operation.objects.filter(owner=owner, job=None).delete(),
    lambda owner: LlmCall.objects.filter(owner=owner).delete(),
    lambda owner: (
        JobEvent.objects.filter(owner=owner, job=None).exclude(kind=removal.DELETED).delete()
    ),
    lambda owner: ResumeDocument.objects.filter(owner=owner).delete(),
    lambda owner: ResumeIntake.objects.filter(owner=owner).delete(),
    lambda owner: Fact.objects.filter(owner=owner).delete(),
    lambda owner: SavedPrompt.objects.filter(owner=owner).delete(),
    lambda owner: SavedAnswer.objects.filter(owner=owner).delete(),
    lambda owner: UpstreamCopy.objects.filter(owner=owner).delete(),
    lambda owner: RenderContext.objects.filter(owner=owner).delete(),
    lambda owner: InboundMessage.objects.filter(owner=owner).delete(),
    lambda owner: SeenMail.objects.filter(owner=owner).delete(),
    lambda owner: SenderRule.objects.filter(owner=owner).delete(),
    lambda owner: SyncRun.objects.filter(owner=owner).delete(),
    lambda owner: OAuthState.objects.filter(owner=owner).delete(),
    lambda owner: MailAccount.objects.filter(owner=owner).delete(),
    feed_address.switch_off,
    lambda owner: Preference.objects.filter(owner=owner).delete(),
)
