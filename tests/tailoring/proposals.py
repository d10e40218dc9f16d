"""Jobs with a base, and changes that were proposed for them."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job, User
from tailoring import library
from tailoring.claims.claim import to_json
from tailoring.claims.guard import check
from tailoring.documents.bullets import Bullet
from tailoring.facts import known
from tailoring.filing import posting_of
from tailoring.models import Edit, ResumeVersion
from tailoring.standing import every_bullet
from tests import make


def job(owner: User, **fields: Any) -> Job:
    make.resume(owner)
    make.heartbeat()
    return make.job(owner, **fields)


def after(row: Job) -> Job:
    return Job.objects.get(pk=row.pk)


def base(row: Job) -> ResumeVersion:
    found = library.base_of(row)
    assert found is not None
    return found


def bullet(row: Job, at: int = 2) -> Bullet:
    return every_bullet(base(row).data)[at]


def rewrite(row: Job, after: str, *, of: Bullet | None = None, **fields: Any) -> Edit:
    """A model's other words for one bullet, weighed as they are when they are filed."""
    about = of or bullet(row)
    found = check(after, known=known(row.owner, base(row)), item=about.home, before=about.text)
    values: dict[str, Any] = {
        "kind": "rewrite", "address": about.address, "item_id": about.home, "mark": about.mark,
        "before": about.text, "claims": to_json(found.findings),
        "status": "blocked" if found.blocked else "proposed",
    }  # fmt: skip
    return _stored(row, after, {**values, **fields})


def sentence(row: Job, after: str, *, at: int = 0) -> Edit:
    """A blocked sentence of a summary."""
    found = check(after, known=known(row.owner, base(row)), where="summary")
    assert found.blocked
    values = {"kind": "summary", "address": f"summary/{at}", "claims": to_json(found.findings)}
    return _stored(row, after, {**values, "status": "blocked"})


def keyword(row: Job, after: str, *, group: str) -> Edit:
    found = check(after, known=known(row.owner, base(row)), where="skills")
    values = {"kind": "skill", "address": f"skills/{group}", "claims": to_json(found.findings)}
    return _stored(row, after, {**values, "status": "blocked"})


def _stored(row: Job, after: str, values: dict[str, Any]) -> Edit:
    return Edit.objects.create(
        job=row,
        resume_id=base(row).document_id,
        after=after,
        **{"origin": "model", "posting": posting_of(row), **values},
    )


def standing_bullets(version: ResumeVersion) -> tuple[Bullet, ...]:
    return every_bullet(version.data)
