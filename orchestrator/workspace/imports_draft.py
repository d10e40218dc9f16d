"""A draft between two steps: it travels signed in the form, and the server keeps nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core import signing

from orchestrator.jobs.capture_draft import Draft, Pay, Said

SALT = "jobops.import"
SECONDS = 24 * 3600


def packed(drafts: Sequence[Draft]) -> str:
    return signing.dumps([asdict(one) for one in drafts], salt=SALT, compress=True)


def unpacked(text: str) -> list[Draft]:
    """Empty when the form is a day old, was tampered with, or never had one."""
    try:
        found = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []
    return [_draft(one) for one in found]


def typed(draft: Draft, url: str) -> Draft:
    """The address a person typed is the posting's, whatever the page calls itself."""
    return replace(draft, said={**draft.said, "job_url": Said(url, "you")}) if url else draft


def _draft(values: dict[str, Any]) -> Draft:
    said = {name: Said(**one) for name, one in values["said"].items()}
    pay = Pay(**values["pay"])
    return Draft(**{**values, "said": said, "pay": pay, "notices": tuple(values["notices"])})
