"""What an interview may hold, and how one is written: a row, and one event of its job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.lib.text import clean_control
from jobops.lib.words import later_each
from orchestrator import lifecycle
from orchestrator.models import Interview, Job
from orchestrator.tracking.invitations import LONGEST, SHORTEST
from orchestrator.tracking.meeting_links import web_address

EVENT = "job.interview_changed"
KINDS: Mapping[str, str] = later_each(
    {
        "recruiter_screen": "Recruiter screen",
        "technical": "Technical interview",
        "onsite": "On site",
        "panel": "Panel",
        "behavioral": "Behavioural interview",
        "final": "Final interview",
    }
)
OUTCOMES: Mapping[str, str] = later_each(
    {
        "pending": "Not known yet",
        "pass": "Passed",
        "fail": "Not passed",
        "cancelled": "Cancelled",
    }
)
TEXTS: Mapping[str, int] = {"location": 500, "people": 1_000, "notes": 10_000}
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# Column → its name on the wire.
NAMES: Mapping[str, str] = {
    "scheduled_at": "scheduledAt", "zone": "timezone", "minutes": "durationMins", "kind": "type",
    "location": "location", "link": "link", "people": "people", "notes": "notes",
    "outcome": "outcome", "is_all_day": "isAllDay",
}  # fmt: skip


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they are stored. Raises Invalid naming each bad one as the wire does."""
    clean, errors = dict[str, Any](), dict[str, list[str]]()
    for name, value in values.items():
        try:
            clean[name] = _clean(name, value)
        except ValueError as refused:
            errors[NAMES[name]] = [str(refused)]
    if errors:
        raise Invalid(errors)
    return clean


def _clean(name: str, value: Any) -> Any:
    if name in TEXTS:
        return _text(value, TEXTS[name])
    if name == "link":
        return _link(value)
    if name == "minutes" and not SHORTEST <= value <= LONGEST:
        raise ValueError(f"Give {SHORTEST} to {LONGEST:,} minutes.")
    if name == "zone" and value not in available_timezones():
        raise ValueError("Give a time zone such as Europe/London.")
    if name == "scheduled_at" and not EARLIEST <= value < LATEST:
        raise ValueError("Give a time between 1970 and 2200.")
    known = {"kind": KINDS, "outcome": OUTCOMES}.get(name)
    if known is not None and value not in known:
        raise ValueError(f"Give one of {', '.join(known)}.")
    return value


def _text(value: str, limit: int) -> str:
    text = clean_control(value).strip()
    if len(text) > limit:
        raise ValueError(f"Give at most {limit:,} characters.")
    return text


def _link(value: str) -> str:
    text = clean_control(value).strip()
    if text and not web_address(text):
        raise ValueError("Give an address that starts with http:// or https://.")
    return text


def store(row: Interview, values: Mapping[str, Any]) -> None:
    for name, value in {**values, "updated_at": timezone.now()}.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])


def tell(job: Job, interview: Interview, *, change: str, actor: str, was: str = "") -> None:
    """`was`: the outcome before, to go back to. Nothing of the words of an interview is said."""
    data = {"interview": str(interview.pk), "change": change, **({"was": was} if was else {})}
    before = lifecycle.snapshot(job)
    lifecycle.record(job, EVENT, before=before, actor=actor, context={"data": data})


def of_job(job: Job, pk: UUID) -> Interview:
    return job.interviews.get(pk=pk)
