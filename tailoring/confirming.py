"""The owner's word on a proposal: "true, add to my facts", or other words instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from jobops.lib.errors import Invalid, Refused
from orchestrator.models import Job
from tailoring import authors, claimed, facts, fields, library
from tailoring.changes import CITED
from tailoring.claims.guard import check
from tailoring.deciding import decide, mark
from tailoring.models import Edit, Fact
from tailoring.standing import require_current

WHERE: Mapping[str, str] = {"headline": "headline", "summary": "summary", "skill": "skills"}


def confirm(edit: Edit, at: int, *, actor: str) -> Fact:
    """Claim number `at` becomes a fact. When none is open any more the change is accepted, and a
    text goes into its field. Raises Refused(edit_moved, edit_outdated).
    """

    def write(job: Job, row: Edit) -> Mapping[str, Any]:
        claim = _claim(row, at)
        require_current(job, row)
        fact = _added(job, row, claim)
        address = f"{CITED}{fact.pk}"
        row.claims = [
            claimed.asserted(one, fact=address) if n == at else one
            for n, one in enumerate(row.claims)
        ]
        quote = claimed.reference(address, item_id=row.item_id, quote=fact.text)
        row.evidence = [*row.evidence, quote]
        if claimed.open_ones(row.claims):
            return {}
        mark(row, "accepted", actor=actor)
        return fields.taken_in(job, row)

    row = decide(edit, actor=actor, done=lambda row: "fact" in _claim(row, at), write=write)
    return Fact.objects.get(pk=str(_claim(row, at)["fact"]).removeprefix(CITED))


def rewrite(edit: Edit, text: str, *, actor: str) -> Edit:
    """Accepted with the owner's words, unless they keep a claim of the engine's that nothing
    supports. Raises Invalid, Refused(edit_moved).
    """
    words = " ".join(text.split())
    if not words:
        raise Invalid({"text": ["Say what it should read, or leave it out."]})

    def write(job: Job, row: Edit) -> Mapping[str, Any]:
        for column, value in fields.taken_out(job, row).items():
            setattr(job, column, value)
        row.proposed, row.after = row.proposed or row.after, words
        weigh(job, row)
        mark(row, "blocked" if claimed.open_ones(row.claims) else "accepted", actor=actor)
        return fields.taken_in(job, row) if row.status == "accepted" else {}

    def done(row: Edit) -> bool:
        return row.after == words and bool(row.proposed) and row.status != "rejected"

    return decide(edit, actor=actor, done=done, write=write)


def weigh(job: Job, row: Edit) -> None:
    """Claims of the new words: the engine's need support, the owner's own are asserted."""
    base = library.base_of(job)
    if base is None:
        return
    known, where = facts.known(job.owner, base), WHERE.get(row.kind, "bullet")
    item = row.item_id or None
    report = check(row.after, known=known, item=item, before=row.before, where=where)
    engines = check(row.proposed, known=known, item=item, before=row.before, where=where)
    said = {authors.key_of(one) for one in engines.findings}
    confirmed = {authors.key(one["claim"]): one for one in row.claims if "fact" in one}
    row.claims = [
        _settled(kept, confirmed=confirmed, said=said) for kept in claimed.kept(report.findings)
    ]
    row.evidence = claimed.references(report.support)


def _settled(
    kept: dict[str, Any],
    *,
    confirmed: Mapping[authors.Key, claimed.Kept],
    said: Collection[authors.Key],
) -> dict[str, Any]:
    found = authors.key(kept["claim"])
    if kept["state"] != "unsupported":
        return kept
    if found in confirmed:
        return claimed.asserted(kept, fact=confirmed[found]["fact"])
    return kept if found in said else {**kept, "state": "asserted"}


def _added(job: Job, row: Edit, claim: claimed.Kept) -> Fact:
    base = library.base_of(job)
    return facts.add(
        job.owner,
        claimed.text_of(claim),
        kind=claimed.kind_of(claim),
        document=base.document if base and row.item_id else None,
        item_id=row.item_id,
        job=job,
    )


def _claim(row: Edit, at: int) -> claimed.Kept:
    if not 0 <= at < len(row.claims):
        raise Refused("edit_moved")
    found: claimed.Kept = row.claims[at]
    return found
