"""A posting as its board's own interface gives it → a draft to be looked at. Pure."""

from __future__ import annotations

from orchestrator.jobs.capture_draft import FIELDS, Draft, Pay, Said, said
from orchestrator.jobs.clean import clean
from orchestrator.jobs.pay_words import pay_words
from orchestrator.sources.posting import Posting


def draft(posting: Posting) -> Draft:
    values = {
        **{name: getattr(posting, name, None) for name in FIELDS},
        "salary": pay_words(posting),
        "workplace": posting.extras.get("workplace"),
    }
    found: dict[str, Said] = {}
    for name, value in values.items():
        found |= said(name, str(value or ""), origin="page")
    text = clean(posting.description, format=posting.description_format)
    return Draft(
        found,
        text.text,
        posting.description if text.html else "",
        text.hidden_text,
        _pay(posting),
        source=posting.source,
        extras={**posting.extras, **text.removed.extras()},
    )


def _pay(posting: Posting) -> Pay:
    return Pay(
        posting.salary_min,
        posting.salary_max,
        posting.salary_currency,
        posting.salary_interval,
    )
