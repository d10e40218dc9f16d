"""People at the employer, or between. They stay here: no prompt and no webhook names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobops.lib.errors import Invalid
from orchestrator import lifecycle
from orchestrator.models import Contact, Job

CHANGED = "job.contact_changed"
MOST = 100
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,253}")
# Addresses that nobody reads.
MACHINES = re.compile(
    r"(?:no|do[-._]?not|ne)[-._]?(?:reply|repondre|antworten)|noreply|notification|mailer-daemon"
    r"|postmaster|bounce|automat",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Suggested:
    """Somebody named in the posting or writing about the job, not yet among the contacts."""

    name: str
    address: str
    source: str


def of(job: Job) -> QuerySet[Contact]:
    return job.contacts.filter(removed_at=None).order_by("name", "id")


def add(job: Job, values: Mapping[str, Any], *, actor: str) -> Contact:
    """Raises Invalid when there are as many as can be kept."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        if of(row).count() >= MOST:
            raise Invalid({"name": [f"There are {MOST} contacts already. Delete one first."]})
        made = Contact.objects.create(job=row, **values)
        _tell(row, made, change="added", actor=actor)
    return made


def change(contact: Contact, values: Mapping[str, Any], *, actor: str) -> Contact:
    """Equal values change nothing."""
    with transaction.atomic():
        row = lifecycle.fresh(contact.job)
        stored = row.contacts.get(pk=contact.pk)
        changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
        if changed:
            _store(stored, changed)
            _tell(row, stored, change="edited", actor=actor)
    return stored


def remove(contact: Contact, *, actor: str) -> None:
    """`restore` takes it back; a repeat changes nothing."""
    _mark(contact, gone=True, actor=actor)


def restore(contact: Contact, *, actor: str) -> Contact:
    return _mark(contact, gone=False, actor=actor)


def suggested(job: Job) -> list[Suggested]:
    """Named in the posting first, then who wrote, the last one first."""
    known = {one.address.casefold() for one in of(job) if one.address}
    found: list[Suggested] = []
    for one in (*_in_posting(job), *_writing(job)):
        folded = one.address.casefold()
        if folded not in known and not MACHINES.search(one.address.partition("@")[0]):
            known.add(folded)
            found.append(one)
    return found[:8]


def _in_posting(job: Job) -> Iterator[Suggested]:
    for address in ADDRESS.findall(str(job.extras.get("emails") or "").replace(",", " ")):
        yield Suggested("", address, "posting")


def _writing(job: Job) -> Iterator[Suggested]:
    rows = job.mails.exclude(sender_address="").order_by("-received_at")
    for name, address in rows.values_list("sender_name", "sender_address")[:50]:
        yield Suggested(name, address, "mail")


def _mark(contact: Contact, *, gone: bool, actor: str) -> Contact:
    with transaction.atomic():
        row = lifecycle.fresh(contact.job)
        stored = row.contacts.get(pk=contact.pk)
        if (stored.removed_at is not None) != gone:
            _store(stored, {"removed_at": timezone.now() if gone else None})
            _tell(row, stored, change="removed" if gone else "restored", actor=actor)
    return stored


def _store(contact: Contact, values: Mapping[str, Any]) -> None:
    for name, value in {**values, "updated_at": timezone.now()}.items():
        setattr(contact, name, value)
    contact.save(update_fields=[*values, "updated_at"])


def _tell(row: Job, contact: Contact, *, change: str, actor: str) -> None:
    context = {"data": {"contact": str(contact.pk), "change": change}}
    before = lifecycle.snapshot(row)
    lifecycle.record(row, CHANGED, before=before, actor=actor, context=context)
