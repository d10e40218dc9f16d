"""What happened to a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobops.lib.ids import time_ordered
from orchestrator.lifecycle import IN_PLACE, UNDOABLE
from orchestrator.models.job import Job
from orchestrator.models.people import Tally


class JobEventQuerySet(models.QuerySet["JobEvent"]):
    def moves(self) -> JobEventQuerySet:
        """Transitions, also those of the timeline that left the status as it was."""
        return self.filter(~Q(from_status=F("to_status")) | Q(kind__in=IN_PLACE))

    def last_move(self) -> JobEvent | None:
        return self.moves().order_by("-seq").first()

    def undoable(self, *, since: datetime) -> JobEventQuerySet:
        return self.filter(kind__in=UNDOABLE, at__gte=since)

    def write(
        self,
        job: Job,
        kind: str,
        *,
        from_status: str,
        actor: str,
        at: datetime,
        ids: Mapping[str, str],
        previous: Mapping[str, Any] | None = None,
        reason: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> JobEvent:
        """Append one event and raise the owner's counters, for orchestrator.lifecycle alone."""
        return self.model.objects.create(
            seq=Tally.objects.raised(job.owner_id, events=1),
            job=job,
            owner_id=job.owner_id,
            kind=kind,
            at=at,
            from_status=from_status,
            to_status=job.status,
            actor=actor,
            **_correlation(ids),
            reason=reason,
            data=dict(data or {}),
            previous=previous,
        )

    def write_all(
        self,
        jobs: Sequence[Job],
        kind: str,
        *,
        actor: str,
        at: datetime,
        ids: Mapping[str, str],
        each: Callable[[Job], Mapping[str, Any]],
    ) -> None:
        """One event for each of many jobs of one owner. `each` says what its row has beside the
        common columns.
        """
        if not jobs:
            return
        last = Tally.objects.raised(jobs[0].owner_id, events=len(jobs))
        common = {"kind": kind, "at": at, "actor": actor, **_correlation(ids)}
        rows = [
            self.model(
                seq=last - len(jobs) + place,
                job=job,
                owner_id=job.owner_id,
                **{"from_status": job.status, "to_status": job.status, **common, **each(job)},
            )
            for place, job in enumerate(jobs, start=1)
        ]
        self.bulk_create(rows)


def _correlation(ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "user_id": ids.get("userId"),
        "request_id": ids.get("requestId", ""),
        "pipeline_run_id": ids.get("pipelineRunId"),
        "operation_id": ids.get("operationId"),
    }


class JobEvent(models.Model):
    """One committed change of a job. Append-only: audit trail, outbox and timeline in one table."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    seq = models.BigIntegerField()
    job = models.ForeignKey(Job, models.CASCADE, related_name="events", null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    from_status = models.CharField(max_length=12)
    to_status = models.CharField(max_length=12)
    actor = models.CharField(max_length=12)
    user_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=128, blank=True)
    pipeline_run_id = models.UUIDField(null=True)
    operation_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=40, null=True)
    data = models.JSONField(default=dict)
    previous = models.JSONField(null=True)

    objects = JobEventQuerySet.as_manager()

    class Meta:
        verbose_name = "event of a job"
        verbose_name_plural = "events of jobs"
        constraints = [models.UniqueConstraint(fields=["owner", "seq"], name="one_event_per_seq")]
        indexes = [
            models.Index(fields=["job", "-seq"], name="event_of_job"),
            models.Index(fields=["request_id"], name="event_of_request"),
            models.Index(fields=["owner", "kind", "-at"], name="event_of_kind"),
            models.Index(fields=["owner", "-at"], name="event_of_owner"),
            models.Index(fields=["kind", "-id"], name="event_kind_newest"),
            models.Index(fields=["operation_id"], name="event_of_operation",
                         condition=Q(operation_id__isnull=False)),
            models.Index(fields=["pipeline_run_id"], name="event_of_run",
                         condition=Q(pipeline_run_id__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
