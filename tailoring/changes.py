"""The proposed and accepted changes of a job, and the digest by which its PDF knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.db.models import Q
from django.utils import timezone

from jobops.lib.once import once
from orchestrator.models import Job
from orchestrator.models.job import digest_of
from tailoring.documents.bullets import Change, Kind
from tailoring.models import Edit, Fact, Tailoring

TEXTS = ("headline", "summary", "skill")
OF_BULLETS = ("rewrite", "keyword", "order", "hide")
CITED = "fact/"


def of(job: Job) -> list[Edit]:
    """The newest proposal for each place, decided ones included, in the order they were made."""
    rows = every(job)
    newest = {_place(row): row for row in rows}
    return [row for row in rows if newest[_place(row)] is row]


def every(job: Job) -> list[Edit]:
    rows = Edit.objects.filter(job=job).order_by("created_at", "id")
    return once(("edits", job.pk), lambda: list(rows))


def undecided(job: Job) -> list[Edit]:
    """Blocked ones nobody has decided: what Finalize in the browser waits for."""
    return [row for row in of(job) if row.status == "blocked"]


def changes(job: Job) -> tuple[Change, ...]:
    """The accepted changes of bullets."""
    return tuple(change(edit) for edit in accepted(job))


def accepted(job: Job, *, among: Sequence[Edit] | None = None) -> list[Edit]:
    """Changes of bullets, the one decided last as the last. `among`: all of the job, where they
    were read already.
    """
    rows = every(job) if among is None else among
    found = [one for one in rows if one.status == "accepted" and one.kind in OF_BULLETS]
    return sorted(found, key=lambda one: (one.decided_at or one.created_at, one.pk))


def change(edit: Edit) -> Change:
    return Change(cast(Kind, edit.kind), edit.item_id, edit.mark, edit.before, edit.after)


def renew(row: Job) -> bool:
    """Bring the digests of a locked row up to date; true when something that shapes its PDF
    moved. The caller writes the row.
    """
    row.edits_digest = digest(row)
    return row.renew_inputs(at=timezone.now())


def digest(
    job: Job, *, among: Sequence[Edit] | None = None, newest: Tailoring | None = None
) -> str:
    """Of the accepted changes and of the facts that these and the texts rest on; "" for none.

    `newest` is the last version of the texts, where it was read already.
    """
    edits = accepted(job, among=among)
    facts = _living(cited(edits) | _cited_by_texts(job, newest))
    if not edits and not facts:
        return ""
    parts = [[one.kind, one.item_id, one.mark, one.before, one.after] for one in edits]
    return digest_of({"changes": sorted(parts), "facts": facts})


def cited(edits: Sequence[Edit]) -> set[str]:
    """Addresses of the facts that changes rest on."""
    return {ref["address"] for edit in edits for ref in edit.evidence}


def resting_on(fact: Fact) -> list[Job]:
    """Jobs of which a change or the newest version of the texts cites `fact`."""
    mine = Job.objects.filter(owner_id=fact.owner_id)
    address = f"{CITED}{fact.pk}"
    by_edit = Edit.objects.filter(job__in=mine, status="accepted", evidence__icontains=address)
    by_text = Tailoring.objects.filter(job__in=mine, guard__icontains=address)
    both = Q(pk__in=by_edit.values("job")) | Q(pk__in=by_text.values("job"))
    return list(mine.filter(both).order_by("id"))


def _cited_by_texts(job: Job, newest: Tailoring | None) -> set[str]:
    if newest is None:
        newest = Tailoring.objects.filter(job=job).order_by("-number").only("guard").first()
    return set(newest.guard.get("facts", ())) if newest else set()


def _living(addresses: set[str]) -> list[str]:
    ids = [address.removeprefix(CITED) for address in addresses if address.startswith(CITED)]
    if not ids:
        return []
    living = Fact.objects.filter(pk__in=ids, removed_at=None)
    return sorted(str(pk) for pk in living.values_list("pk", flat=True))


def _place(edit: Edit) -> tuple[str, str]:
    if edit.kind in TEXTS:
        return (edit.address, edit.after if edit.kind == "skill" else "")
    kind = edit.kind if edit.kind in ("order", "hide") else "words"
    return (f"{edit.item_id}/{kind}", edit.mark if kind != "order" else "")
