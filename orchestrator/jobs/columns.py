"""A posting's words as the columns of a job: text cleaned, pay and dates read, place judged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jobops.lib.dates import parse_posted
from orchestrator.jobs import deadlines
from orchestrator.jobs.clean import clean
from orchestrator.jobs.pay import Advertised, advertised
from orchestrator.jobs.pay_words import pay_words
from orchestrator.jobs.places import place_of
from orchestrator.jobs.workplace import workplace_of
from orchestrator.sources.posting import Posting

AS_GIVEN = (
    "title", "employer", "employer_url", "application_link", "job_url_direct", "date_posted",
    "disciplines", "location", "degree_required", "starting", "job_type",
    "job_level", "job_function",
)  # fmt: skip


def columns(posting: Posting, *, at: datetime) -> dict[str, Any]:
    """Everything but the keys (source, address) and what only a stored row knows."""
    text = clean(posting.description, format=posting.description_format)
    today = at.date()
    posted = parse_posted(posting.date_posted, today=today) if posting.date_posted else None
    country = place_of(posting.location or "").only_country
    stated = None if posting.deadline else deadlines.described(text.text, on=today, country=country)
    pay = advertised(posting, text.text)
    return {
        **{name: getattr(posting, name) for name in AS_GIVEN},
        "posted_on": posted,
        "deadline": stated.words if stated else posting.deadline,
        "description": text.text or None,
        "description_html": text.html,
        "hidden_text": text.hidden_text or posting.hidden_text,
        "description_truncated": text.truncated or bool(posting.extras.get("descriptionTruncated")),
        "extras": _extras(posting, pay=pay, stated=stated) | text.removed.extras(),
        **_pay(posting, pay),
        **_workplace(posting, text.text),
    }


def _extras(
    posting: Posting, *, pay: Advertised | None, stated: deadlines.Stated | None
) -> dict[str, Any]:
    """What the source said besides, and the sentences that facts were read from."""
    extras = dict(posting.extras)
    if pay and pay.source == "text" and extras.get("salaryIsPredicted"):
        extras["salaryIsPredicted"] = False
    if pay and pay.quote:
        extras["salaryEvidence"] = {"origin": "description", "quote": pay.quote}
    if stated:
        extras["deadlineEvidence"] = {"origin": "description", "quote": stated.quote}
    return extras


def _pay(posting: Posting, pay: Advertised | None) -> dict[str, Any]:
    if pay is None:
        return {"salary": pay_words(posting)}
    amounts = {
        "salary_min": pay.min,
        "salary_max": pay.max,
        "salary_currency": pay.currency,
        "salary_interval": pay.interval,
    }
    told = posting if posting.salary else posting.model_copy(update=amounts)
    return {**amounts, "salary_source": pay.source, "salary": pay_words(told)}


def _workplace(posting: Posting, description: str) -> dict[str, Any]:
    """remote, hybrid, onsite or unknown, with the words it was read from."""
    found = workplace_of(posting, description=lambda: description)
    if found is None:
        return {"is_remote": posting.is_remote}
    return {
        "workplace": found.kind,
        "is_remote": found.kind == "remote",
        "location_evidence": {"origin": found.origin, "quote": found.quote},
    }
