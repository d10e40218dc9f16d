"""A posting's words as the columns of a job: text cleaned, pay and dates read, place judged."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from jobops.lib.dates import parse_posted
from jobops.lib.money import parse_pay
from jobops.lib.text import fold
from orchestrator.jobs.clean import clean
from orchestrator.jobs.pay_words import pay_words
from orchestrator.sources.posting import Posting

AS_GIVEN = (
    "title", "employer", "employer_url", "application_link", "job_url_direct", "date_posted",
    "disciplines", "deadline", "location", "degree_required", "starting", "job_type",
    "job_level", "job_function",
)  # fmt: skip
HYBRID = re.compile(r"\b(?:hybrid\w*|hibrid\w*)\b")
REMOTE = re.compile(r"\b(?:remote|home\s?office|work from home|teletravail|teletrabajo)\b")
NEGATED = re.compile(r"\b(?:no|not|non|kein\w*|pas de|sin)\b")


def columns(posting: Posting, *, at: datetime) -> dict[str, Any]:
    """Everything but the keys (source, address) and what only a stored row knows."""
    text = clean(posting.description, format=posting.description_format)
    today = at.date()
    return {
        **{name: getattr(posting, name) for name in AS_GIVEN},
        "posted_on": parse_posted(posting.date_posted, today=today)
        if posting.date_posted
        else None,
        "description": text.text or None,
        "description_html": text.html,
        "hidden_text": text.hidden_text or posting.hidden_text,
        "description_truncated": text.truncated or bool(posting.extras.get("descriptionTruncated")),
        "extras": dict(posting.extras),
        "salary": pay_words(posting),
        **_pay(posting),
        **_workplace(posting),
    }


def _pay(posting: Posting) -> dict[str, Any]:
    if posting.salary_min or posting.salary_max:
        return {
            "salary_min": posting.salary_min,
            "salary_max": posting.salary_max,
            "salary_currency": posting.salary_currency,
            "salary_interval": posting.salary_interval,
            "salary_source": "source",
        }
    read = parse_pay(posting.salary) if posting.salary else None
    if read is None:
        return {}
    return {
        "salary_min": read.min,
        "salary_max": read.max,
        "salary_currency": read.currency,
        "salary_interval": read.interval,
        "salary_source": "text",
    }


def _workplace(posting: Posting) -> dict[str, Any]:
    """remote, hybrid, onsite or unknown, with the words it was read from."""
    place = fold(posting.location or "")
    said = str(posting.extras.get("workplace") or "").lower()
    if said in ("remote", "hybrid", "onsite"):
        kind, origin, quote = said, "source", said
    elif HYBRID.search(place):
        kind, origin, quote = "hybrid", "location", posting.location or ""
    elif posting.is_remote or (REMOTE.search(place) and not NEGATED.search(place)):
        kind, origin = "remote", "source" if posting.is_remote else "location"
        quote = posting.location or "remote"
    else:
        return {"is_remote": posting.is_remote}
    evidence = {"origin": origin, "quote": quote}
    return {"workplace": kind, "is_remote": kind == "remote", "location_evidence": evidence}
