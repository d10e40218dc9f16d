"""A job's row as the wire knows it: one table of names, one pass, no second shape to keep in step.

The response models in schemas/ describe the same fields for the OpenAPI document; a test holds
every answer against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from orchestrator.jobs import links, tags
from orchestrator.jobs.duplicates import Match
from orchestrator.jobs.freshness import Contexts
from orchestrator.jobs.search import Revision
from orchestrator.models import ApiToken, Job, JobEvent, Operation, PipelineRun, User
from orchestrator.sources.credit import credit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

# Wire name → attribute of the row, in the order of docs/api.md.
COLUMNS: Mapping[str, str] = {
    "id": "id", "source": "source", "sourceJobId": "source_job_id",
    "jobUrlDirect": "job_url_direct", "datePosted": "date_posted", "title": "title",
    "employer": "employer",
    "employerUrl": "employer_url", "jobUrl": "job_url", "applicationLink": "application_link",
    "disciplines": "disciplines", "deadline": "deadline", "salary": "salary",
    "location": "location", "degreeRequired": "degree_required", "starting": "starting",
    "deadlineAt": "deadline_at", "locationEvidence": "location_evidence",
    "jobDescription": "description", "descriptionHtml": "description_html",
    "hiddenText": "hidden_text", "descriptionTruncated": "description_truncated",
    "lastSeenAt": "last_seen_at", "listingClosedAt": "listing_closed_at", "status": "status",
    "outcome": "outcome", "closedAt": "closed_at", "suitabilityScore": "score",
    "suitabilityReason": "score_reason", "scoreEngine": "score_engine",
    "scoreConfidence": "score_confidence", "jobBrief": "brief",
    "tailoredSummary": "tailored_summary", "tailoredHeadline": "tailored_headline",
    "tailoredSkills": "tailored_skills", "selectedProjectIds": "selected_project_ids",
    "pdfSource": "pdf_source", "pdfFingerprint": "pdf_fingerprint",
    "pdfGeneratedAt": "pdf_generated_at", "lastError": "last_error",
    "tracerLinksEnabled": "tracer_links", "sponsorMatchScore": "sponsor_score",
    "sponsorMatchNames": "sponsor_names", "jobType": "job_type", "jobLevel": "job_level",
    "jobFunction": "job_function", "salarySource": "salary_source",
    "salaryInterval": "salary_interval", "salaryCurrency": "salary_currency",
    "salaryMinAmount": "salary_min", "salaryMaxAmount": "salary_max", "isRemote": "is_remote",
    "discoveredAt": "discovered_at", "createdAt": "created_at", "updatedAt": "updated_at",
    "processedAt": "processed_at", "readyAt": "ready_at", "appliedAt": "applied_at",
    "primaryJobId": "primary_id", "snoozedUntil": "snoozed_until",
}  # fmt: skip
EXTRAS = (
    "listingType", "skills", "experienceRange", "workFromHomeType", "emails", "companyIndustry",
    "companyLogo", "companyUrlDirect", "companyAddresses", "companyNumEmployees", "companyRevenue",
    "companyDescription", "companyRating", "companyReviewsCount", "vacancyCount",
)  # fmt: skip
LISTED = (
    "id", "source", "sourceJobId", "title", "employer", "jobUrl", "applicationLink", "datePosted",
    "deadline", "deadlineAt", "salary", "location", "status", "outcome", "closedAt",
    "suitabilityScore", "sponsorMatchScore", "jobType", "jobFunction", "salaryMinAmount",
    "salaryMaxAmount", "salaryCurrency", "discoveredAt", "readyAt", "appliedAt", "updatedAt",
    "snoozedUntil",
)  # fmt: skip
# What pdfPath, pdfRegenerating and pdfFreshness are made of.
PDF_COLUMNS = (
    "owner_id", "pdf_digest", "pdf_source", "pdf_inputs", "pdf_context", "inputs", "resume_id",
    "render_token",
)  # fmt: skip
LIST_COLUMNS = tuple(dict.fromkeys((*(COLUMNS[name] for name in LISTED), *PDF_COLUMNS)))


def iso(at: datetime) -> str:
    """UTC with milliseconds and Z."""
    text = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return f"{text[:-6]}Z"


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970; a float would be one short for some values."""
    return (at - EPOCH) // MILLISECOND


def seconds(at: datetime) -> int:
    return milliseconds(at) // 1000


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _value(value: Any) -> Any:
    """Texts, flags and objects as they are; moments, dates and whole floats as the wire wants."""
    convert = CONVERT.get(type(value))
    return convert(value) if convert else value


CONVERT: Mapping[type, Callable[[Any], Any]] = {
    datetime: iso,
    date: date.isoformat,
    float: _number,
    UUID: str,
}


def whole(row: Job, *, owner: User) -> dict[str, Any]:
    """The Job object of one row; a job without a PDF needs no context to be compared with."""
    freshness = Contexts(owner).freshness(row) if row.pdf_digest else row.freshness(None)
    return job(row, freshness=freshness)


def job(row: Job, *, freshness: str) -> dict[str, Any]:
    """The whole Job object, without `appliedDuplicateMatch`."""
    extras = row.extras
    return {
        **_columns(row, COLUMNS),
        "tags": tags.of(row),
        "attribution": _owed(row),
        "salaryIsPredicted": bool(extras.get("salaryIsPredicted")),
        **_pdf(row, freshness=freshness),
        "appliedPdfPath": f"/api/jobs/{row.pk}/pdf?version=applied"
        if row.applied_pdf_digest
        else None,
        **{name: extras.get(name) for name in EXTRAS},
    }


def listed(row: Job, *, freshness: str) -> dict[str, Any]:
    """One row of the list; reads LIST_COLUMNS only, and the tags that `search` brought."""
    pdf = _pdf(row, freshness=freshness)
    return {**_columns(row, LISTED), "tags": tags.of(row), "attribution": _owed(row), **pdf}


def _owed(row: Job) -> dict[str, str] | None:
    """What the source wants shown beside the job, with the job's own address there."""
    owed = credit(row.source, job_url=row.job_url)
    return {"text": owed.text, "url": owed.url} if owed else None


def linked(row: Job, *, owner: User) -> dict[str, Any]:
    """The whole Job object with the other rows that are the same job."""
    others = links.group(row) if row.primary_id or row.followers else ()
    return {
        **whole(row, owner=owner),
        "linkedJobs": [
            {
                "id": str(one.pk),
                "source": one.source,
                "title": one.title,
                "employer": one.employer,
                "jobUrl": one.job_url,
                "status": one.status,
            }
            for one in others
            if one.pk != row.pk
        ],
    }


def revision(found: Revision) -> dict[str, Any]:
    words = ",".join(found.statuses)
    latest = iso(found.latest) if found.latest and found.total else None
    mark = f"{latest}:{found.total}:{words or 'all'}:{found.changes}"
    return {
        "revision": mark if latest else f"none:0:{words or 'all'}",
        "latestUpdatedAt": latest,
        "total": found.total,
        "statusFilter": words or None,
    }


def match(found: Match | None) -> dict[str, Any] | None:
    """`appliedDuplicateMatch`: the earlier application, or null."""
    if found is None or found.job.applied_at is None:
        return None
    return {
        "jobId": str(found.job.pk),
        "title": found.job.title,
        "employer": found.job.employer,
        "appliedAt": iso(found.job.applied_at),
        "score": found.score,
        "titleScore": _number(found.title),
        "employerScore": _number(found.employer),
    }


def event(row: JobEvent, *, undoable: bool) -> dict[str, Any]:
    """One line of a job's history."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "at": iso(row.at),
        "fromStatus": row.from_status,
        "toStatus": row.to_status,
        "actor": row.actor,
        "reason": row.reason,
        "data": row.data,
        "requestId": row.request_id or None,
        "undoable": undoable,
    }


def operation(row: Operation) -> dict[str, Any]:
    """Requested work as it stands."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "jobId": str(row.job_id) if row.job_id else None,
        "status": row.status,
        "createdAt": iso(row.created_at),
        "startedAt": iso(row.started_at) if row.started_at else None,
        "finishedAt": iso(row.finished_at) if row.finished_at else None,
        "requestId": row.request_id or None,
        "error": row.error,
    }


def run(row: PipelineRun) -> dict[str, Any]:
    """A pipeline run; counts are counts of stored items."""
    counts = row.counts
    return {
        "id": str(row.pk),
        "startedAt": iso(row.started_at),
        "completedAt": iso(row.completed_at) if row.completed_at else None,
        "status": row.status,
        "jobsDiscovered": counts.get("created", 0),
        "jobsScored": counts.get("scored", 0),
        "jobsProcessed": counts.get("processed", 0),
        "errorMessage": row.error_message,
        "configSnapshot": row.options,
        "resultSummary": {"counts": counts, "errorCounts": row.error_counts},
    }


def user(row: User) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "username": row.username,
        "displayName": row.display_name or row.username,
        "isAdmin": row.is_staff,
        "createdAt": iso(row.date_joined),
    }


def token(row: ApiToken) -> dict[str, Any]:
    """A token without its text, which nobody can show again."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "scope": row.scope,
        "createdAt": iso(row.created_at),
        "expiresAt": iso(row.expires_at) if row.expires_at else None,
        "lastUsedAt": iso(row.last_used_at) if row.last_used_at else None,
    }


def _columns(row: Job, names: Sequence[str] | Mapping[str, str]) -> dict[str, Any]:
    state = row.__dict__
    shown = {name: _value(state[COLUMNS[name]]) for name in names}
    shown["id"] = str(row.pk)
    shown["closedAt"] = seconds(row.closed_at) if row.closed_at else None
    return shown


def _pdf(row: Job, *, freshness: str) -> dict[str, Any]:
    version = milliseconds(row.updated_at)
    return {
        "pdfPath": f"/pdfs/resume_{row.pk}.pdf?v={version}" if row.pdf_digest else None,
        "pdfRegenerating": row.is_regenerating and bool(row.pdf_digest),
        "pdfFreshness": freshness,
    }


# Name of a view → the columns it reads and the shape of its rows.
VIEWS: Mapping[str, tuple[Sequence[str], Callable[..., dict[str, Any]]]] = {
    "list": (LIST_COLUMNS, listed),
    "full": ((), job),
}
