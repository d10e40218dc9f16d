"""The posting we keep and act on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.lifecycle import Lifecycle, Status
from orchestrator.models.people import User

INPUTS_SCHEME = 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
# Word for word the condition of an index, or the index would not be used.
LEASED = (
    Q(tailor_token__isnull=False) | Q(render_token__isnull=False) | Q(score_token__isnull=False)
)


class JobQuerySet(models.QuerySet["Job"]):
    def for_user(self, owner: User) -> JobQuerySet:
        return self.filter(owner=owner)

    def discovered(self) -> JobQuerySet:
        return self.filter(status__in=(Status.DISCOVERED, Status.PROCESSING))

    def ready(self) -> JobQuerySet:
        return self.filter(status=Status.READY)

    def sent(self) -> JobQuerySet:
        return self.filter(status__in=(Status.APPLIED, Status.IN_PROGRESS))

    def primaries(self) -> JobQuerySet:
        """Without the rows that are the same job as another one, further along or older."""
        return self.filter(primary__isnull=True)

    def past_deadline(self, *, today: Any) -> JobQuerySet:
        """Open jobs whose deadline has passed and was not waived by a reopening."""
        return self.filter(
            status__in=(Status.DISCOVERED, Status.READY), deadline_at__lt=today
        ).exclude(exempt_deadline=F("deadline_at"))

    def below(self, threshold: int) -> JobQuerySet:
        """Discovered jobs that may be skipped for their score: not what the owner judged, put
        aside, brought, edited or reopened, not what was scored on too little, and not what follows
        another row of the same job.
        """
        return (
            self.primaries()
            .filter(status=Status.DISCOVERED, score__lt=threshold, round=1, owner_edited=[])
            .filter(snoozed_until=None)
            .exclude(score_engine="user")
            .exclude(score_confidence="low")
            .exclude(source="manual")
            .exclude(extras__has_key="broughtBy")
        )

    def awake(self, *, at: datetime) -> JobQuerySet:
        """Without what its owner put aside until later."""
        return self.exclude(snoozed_until__gt=at)

    def asleep(self, *, at: datetime) -> JobQuerySet:
        return self.filter(snoozed_until__gt=at)

    def holding_leases(self) -> JobQuerySet:
        return self.filter(LEASED)

    def by_status(self) -> dict[str, int]:
        """How many jobs stand in each of the seven states."""
        # Of rows, not of ids: those stand in no index that the states are read from.
        counts = dict(self.order_by().values_list("status").annotate(n=models.Count("*")))
        return {status: counts.get(status, 0) for status in Status.values}


class Job(Lifecycle):
    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")

    source = models.CharField(max_length=120, default="manual")
    source_job_id = models.CharField(max_length=500, null=True, blank=True)
    title = models.CharField(max_length=500)
    employer = models.CharField(max_length=500)
    employer_url = models.CharField(max_length=2000, null=True, blank=True)
    # The plain name, by which duplicates are found; null until it is in the index of words.
    employer_key = models.CharField(max_length=200, null=True, editable=False)
    job_url = models.CharField(max_length=2000)
    canonical_url = models.CharField(max_length=2000, editable=False)
    application_link = models.CharField(max_length=2000, null=True, blank=True)
    job_url_direct = models.CharField(max_length=2000, null=True, blank=True)
    date_posted = models.CharField(max_length=100, null=True, blank=True)
    posted_on = models.DateField(null=True, editable=False)
    disciplines = models.CharField(max_length=200, null=True, blank=True)
    deadline = models.CharField(max_length=100, null=True, blank=True)
    salary = models.CharField(max_length=200, null=True, blank=True)
    location = models.CharField(max_length=200, null=True, blank=True)
    location_evidence = models.JSONField(null=True, blank=True)
    degree_required = models.CharField(max_length=200, null=True, blank=True)
    starting = models.CharField(max_length=200, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    description_html = models.TextField(null=True, editable=False)
    hidden_text = models.BooleanField(default=False, editable=False)
    description_truncated = models.BooleanField(default=False, editable=False)
    salary_min = models.FloatField(null=True, blank=True)
    salary_max = models.FloatField(null=True, blank=True)
    salary_currency = models.CharField(max_length=3, null=True, blank=True)
    salary_interval = models.CharField(max_length=12, null=True, blank=True)
    salary_source = models.CharField(max_length=12, null=True, blank=True)
    job_type = models.CharField(max_length=200, null=True, blank=True)
    job_level = models.CharField(max_length=200, null=True, blank=True)
    job_function = models.CharField(max_length=200, null=True, blank=True)
    workplace = models.CharField(max_length=12, null=True, blank=True)
    is_remote = models.BooleanField(null=True, blank=True)
    # Facts a source may add and nobody filters or sorts by; the wire names are the keys.
    extras = models.JSONField(default=dict, blank=True)
    owner_edited = models.JSONField(default=list, editable=False)

    score = models.FloatField(null=True, blank=True)
    score_reason = models.TextField(null=True, blank=True)
    score_engine = models.CharField(max_length=12, null=True, editable=False)
    score_confidence = models.CharField(max_length=12, null=True, editable=False)
    score_outdated = models.BooleanField(default=False, editable=False)
    # How alike posting and résumé read, 0 to 1: of equal scores the closer words come first.
    likeness = models.FloatField(null=True, editable=False)
    # Digest of résumé, options and rules that the score was made with.
    score_basis = models.CharField(max_length=64, null=True, editable=False)
    brief = models.TextField(null=True, blank=True)

    tailored_summary = models.TextField(null=True, blank=True)
    tailored_headline = models.CharField(max_length=500, null=True, blank=True)
    tailored_skills = models.TextField(null=True, blank=True)
    selected_project_ids = models.TextField(null=True, blank=True)
    # Who wrote each text: user, model, computed; for projects user or system.
    origins = models.JSONField(default=dict, editable=False)
    # Texts the owner keeps as they are, whatever is made anew: names of the columns.
    pinned = models.JSONField(default=list, editable=False)
    # Digest of the accepted changes of bullets; empty without any.
    edits_digest = models.CharField(max_length=64, default="", editable=False)
    resume_id = models.UUIDField(null=True, blank=True)
    page_options = models.JSONField(default=dict, blank=True)
    tracer_links = models.BooleanField(default=False)
    inputs = models.CharField(max_length=64, editable=False, default="")
    inputs_at = models.DateTimeField(default=timezone.now, editable=False)

    sponsor_score = models.FloatField(null=True, blank=True)
    sponsor_names = models.TextField(null=True, blank=True)
    failed_attempts = models.PositiveIntegerField(default=0, editable=False)

    description_revision = models.PositiveIntegerField(default=0, editable=False)
    summary_revision = models.PositiveIntegerField(default=0, editable=False)
    headline_revision = models.PositiveIntegerField(default=0, editable=False)
    skills_revision = models.PositiveIntegerField(default=0, editable=False)
    projects_revision = models.PositiveIntegerField(default=0, editable=False)
    score_revision = models.PositiveIntegerField(default=0, editable=False)
    reason_revision = models.PositiveIntegerField(default=0, editable=False)
    brief_revision = models.PositiveIntegerField(default=0, editable=False)

    discovered_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(null=True, editable=False)
    listing_closed_at = models.DateTimeField(null=True, editable=False)
    # Put aside by its owner up to then: in no list of what is open, and no move of its status.
    snoozed_until = models.DateTimeField(null=True, editable=False)
    # The row this one is a duplicate or a repost of; null for a primary.
    primary = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="elsewhere"
    )
    # How many rows name this one their primary; null: never one did.
    followers = models.PositiveIntegerField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "canonical_url"], name="one_job_per_url"),
            models.UniqueConstraint(
                fields=["owner", "source", "source_job_id"],
                condition=Q(source_job_id__isnull=False),
                name="one_job_per_source_id",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="status_is_known"),
            models.CheckConstraint(
                # A check that is NULL passes, so each kind is first said to be there.
                condition=Q(status=Status.PROCESSING)
                & Q(tailor_kind__isnull=False, tailor_kind="first")
                & Q(render_kind__isnull=False, render_kind="first")
                | ~Q(status=Status.PROCESSING) & (Q(render_kind=None) | ~Q(render_kind="first")),
                name="processing_holds_first_lease",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.READY) | Q(pdf_digest__isnull=False),
                name="ready_has_a_pdf",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100),
                name="score_is_a_percentage",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "-score", "-id"], name="job_status_score"),
            models.Index(fields=["owner", "status", "-discovered_at", "-id"], name="job_status_in"),
            models.Index(fields=["owner", "-updated_at"], name="job_updated"),
            models.Index(fields=["owner", "status", "-applied_at", "-id"], name="job_status_sent"),
            models.Index(fields=["owner", "status", "-updated_at"], name="job_status_updated"),
            models.Index(fields=["status", "deadline_at"], name="job_deadline"),
            # The orders of a list; its statuses stand behind, so that no row is read for them.
            models.Index(fields=["owner", "-score", "-id", "status"], name="job_best"),
            models.Index(fields=["owner", "-discovered_at", "-id", "status"], name="job_found"),
            models.Index(F("owner"), Lower("title"), F("id").desc(), F("status"),
                         name="job_title"),
            models.Index(F("owner"), Lower("employer"), F("id").desc(), F("status"),
                         name="job_employer"),
            models.Index(fields=["owner", "deadline_at", "-id", "status"], name="job_closing"),
            models.Index(fields=["owner", "posted_on", "-id", "status"], name="job_posted"),
            models.Index(fields=["owner", "applied_at", "-id", "status"], name="job_sent"),
            # What a list is filtered by, so that counting what fits reads no row either, nor does
            # the order by pay, which is computed: its ids come from here.
            models.Index(fields=["owner", "status", "primary", "snoozed_until", "closed_at",
                                 "source", "workplace", "job_type", "posted_on", "salary_currency",
                                 "salary_interval", "salary_min", "salary_max", "score",
                                 "pdf_digest", "id"], name="job_listed"),
            # Hardly any job has a PDF; which state it is in is told without its row.
            models.Index(fields=["owner", "status", "primary", "snoozed_until", "closed_at",
                                 "pdf_digest", "pdf_source", "render_token", "resume_id",
                                 "pdf_context", "pdf_inputs", "inputs", "id"], name="job_printed",
                         condition=Q(pdf_digest__isnull=False)),
            models.Index(fields=["owner", "-updated_at", "-id"], name="job_failed",
                         condition=Q(last_error__isnull=False)),
            models.Index(fields=["owner", "snoozed_until"], name="job_snoozed",
                         condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["owner", "employer_key", "-discovered_at"], name="job_of_employer",
                         condition=Q(employer_key__isnull=False)),
            # Empty until a sponsor register is loaded.
            models.Index(fields=["owner", "status", "sponsor_score", "snoozed_until", "closed_at"],
                         name="job_sponsored",
                         condition=Q(sponsor_score__isnull=False, primary__isnull=True)),
            models.Index(fields=["render_expires_at"], name="job_render_lease",
                         condition=Q(render_token__isnull=False)),
            models.Index(fields=["-updated_at", "-id"], name="job_leased", condition=LEASED),
            # The console's lists, which are of every owner.
            models.Index(fields=["-updated_at", "-id"], name="job_newest"),
            models.Index(fields=["status", "-updated_at", "-id"], name="job_status_newest"),
            models.Index(fields=["-updated_at", "-id"], name="job_failed_newest",
                         condition=Q(last_error__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        if getattr(self, "is_veiled", False):
            return str(self.pk)
        return f"{self.title} at {self.employer}"

    @property
    def pdf_path(self) -> str | None:
        """Address of the file this row points to; `v` differs whenever a client can see a
        change.
        """
        if not self.pdf_digest:
            return None
        return f"/pdfs/resume_{self.pk}.pdf?v={(self.updated_at - EPOCH) // MILLISECOND}"

    @property
    def is_regenerating(self) -> bool:
        return self.render_token is not None and self.status != Status.PROCESSING

    def is_snoozed(self, *, at: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > at

    @property
    def has_sound_pdf(self) -> bool:
        """Whether it can become Ready with the PDF it has; after a failure a new one is due."""
        return bool(self.pdf_digest) and not self.last_error

    def freshness(self, context: str | None) -> str:
        """State of the PDF; `context` is the render context of this job's base résumé."""
        if self.is_regenerating and self.pdf_digest:
            return "regenerating"
        if not self.pdf_digest:
            return "missing"
        if self.pdf_source == "uploaded":
            return "uploaded"
        same = self.pdf_inputs == self.inputs and self.pdf_context == context
        return "current" if same else "stale"

    def project_ids(self) -> list[str] | None:
        """None: not chosen yet; empty: none wanted."""
        if self.selected_project_ids is None:
            return None
        return [part for part in self.selected_project_ids.split(",") if part]

    def skills(self) -> list[dict[str, Any]] | None:
        return json.loads(self.tailored_skills) if self.tailored_skills else None

    def renew_inputs(self, *, at: datetime) -> bool:
        """Recompute `inputs`; true, with the time noted, when something that shapes the PDF
        moved.
        """
        digest = self.inputs_now()
        if digest == self.inputs:
            return False
        self.inputs, self.inputs_at = digest, at
        return True

    def inputs_now(self) -> str:
        """Digest of everything on this row that shapes its PDF (docs/lifecycle.md, freshness)."""
        parts = {
            "scheme": INPUTS_SCHEME,
            "summary": self.tailored_summary,
            "headline": self.tailored_headline,
            "skills": self.skills(),
            "projects": self.project_ids(),
            "resume": str(self.resume_id) if self.resume_id else None,
            "page": self.page_options,
            "tracer": self._traced() if self.tracer_links else None,
            "description": self.description,
        }
        if self.edits_digest:
            parts["edits"] = self.edits_digest
        return digest_of(parts)

    def _traced(self) -> list[str]:
        """What is printed behind links while they are traced."""
        return [self.employer, self.job_url, settings.PUBLIC_BASE_URL]


def of_owner(owner: User | OuterRef) -> Exists:
    """Of rows that hang on a job: those whose job is the owner's. Asked of each row, because by a
    join SQLite would begin with every job there is.
    """
    return Exists(Job.objects.filter(pk=OuterRef("job_id"), owner=owner))


def digest_of(parts: Mapping[str, Any]) -> str:
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
