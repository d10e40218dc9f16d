"""Changes proposed for a job, as the engines leave them."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job
from tailoring import library
from tailoring.documents.bullets import Bullet, bullets
from tailoring.models import Edit

SENTENCE = "Speaks fluent Mandarin."


def bullet(job: Job, at: int = 0) -> Bullet:
    version = library.base_of(job)
    assert version is not None
    return bullets(version.data)[at]


def claim(after: str, text: str, *, kind: str = "number", why: str = "Nothing says so.") -> Any:
    start = after.index(text)
    place = {"kind": kind, "text": text, "start": start, "end": start + len(text), "value": text}
    return {"claim": place, "state": "unsupported", "why": why, "nearest": None, "support": []}


def rewrite(job: Job, after: str, *, at: int = 0, doubted: str = "", **fields: Any) -> Edit:
    """A bullet in other words; blocked when a part of them is `doubted`."""
    found = bullet(job, at)
    values: dict[str, Any] = {
        "kind": "rewrite", "address": found.address, "item_id": found.home, "mark": found.mark,
        "before": found.text, "after": after, "origin": "model",
        "status": "blocked" if doubted else "proposed",
        "claims": [claim(after, doubted)] if doubted else [],
        "evidence": [{"address": found.address, "item_id": found.home, "section": found.section,
                      "quote": found.text}],
    }  # fmt: skip
    return Edit.objects.create(job=job, **{**values, **fields})


def sentence(
    job: Job, after: str = SENTENCE, *, doubted: str = "fluent Mandarin", at: int = 0
) -> Edit:
    """Sentence number `at` of the summary, which the résumé does not bear out."""
    return Edit.objects.create(
        job=job, kind="summary", address=f"summary/{at}", after=after, origin="model",
        status="blocked", claims=[claim(after, doubted, kind="language")],
    )  # fmt: skip
