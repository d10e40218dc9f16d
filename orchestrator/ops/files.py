"""Rows and files agree again: a pointer without its file is cleared, a file without a row goes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator import lifecycle
from orchestrator.jobs import documents
from orchestrator.lifecycle import Status
from orchestrator.models import Job, SentPacket, Tally, User
from orchestrator.ops import uploads
from pdfs import store
from pdfs.models import RenderedPdf
from tailoring.models import CoverLetter

logger = logging.getLogger(__name__)

KEPT_VERSIONS = 5
# Its row may still be coming.
UNREFERENCED = timedelta(days=1)
TEMPORARY = timedelta(hours=1)


def sweep_files() -> int:
    """Remove drafts older than an hour and files no row names older than a day; how many."""
    now = timezone.now()
    removed = stored.tidy(before=now - TEMPORARY) + uploads.sweep(before=now - TEMPORARY)
    for owner in User.objects.all():
        removed += _remove_old(owner, before=now - UNREFERENCED)
    removed += _remove_ownerless(before=now - UNREFERENCED)
    if removed:
        logger.info("files removed", extra={"meta": {"files": removed}})
    return removed


def discard(owner_id: UUID, digests: Collection[str]) -> int:
    """Remove the files of deleted rows, except those another row refers to; how many.

    What was written again a moment ago is about to be referred to and stays for the sweep.
    """
    since = timezone.now()
    with transaction.atomic():
        # Whoever adds the same bytes holds the owner's tally until the row is there.
        list(Tally.objects.select_for_update().filter(owner_id=owner_id))
        filed = documents.named(owner_id, digests)
        gone = [
            *(store.name_of(owner_id, one) for one in set(digests) - _printed(owner_id, digests)),
            *(documents.name_of(owner_id, one) for one in set(digests) - filed),
        ]
        old = [name for name in gone if _is_older(name, since)]
        for name in old:
            stored.forget(name)
    return len(old)


def names_kept(owner: User) -> set[str]:
    """Of every file some row of the owner still needs."""
    printed = {store.name_of(owner.pk, digest) for digest in _referenced(owner)}
    return printed | {documents.name_of(owner.pk, one) for one in documents.referenced(owner.pk)}


def _remove_old(owner: User, *, before: datetime) -> int:
    named = names_kept(owner)
    found = stored.entries(f"{owner.pk}/")
    old = [one.name for one in found if one.modified < before and one.name not in named]
    # Looked at again: one of them may have been put there anew meanwhile.
    gone = [name for name in old if _is_older(name, before)]
    for name in gone:
        stored.remove(name)
    return len(gone)


def _remove_ownerless(*, before: datetime) -> int:
    """What lies under people who are gone. What was not named by us stays."""
    found = [one for one in stored.entries() if one.modified < before and _owner_of(one.name)]
    # Asked after the files were seen: whoever is missing now had none of them.
    known = set(User.objects.values_list("pk", flat=True))
    gone = [one.name for one in found if _owner_of(one.name) not in known]
    for name in gone:
        stored.remove(name)
    return len(gone)


def _owner_of(name: str) -> UUID | None:
    try:
        return UUID(name.partition("/")[0])
    except ValueError:
        return None


def repair_pointers() -> int:
    """Clear pointers whose file is gone; a ready job among them returns to discovered; how many.

    Raises StoreError when nobody can say; then nothing was cleared.
    """
    if next(stored.entries(), None) is None:
        # An empty store is the wrong one, or not moved to yet: it says nothing about any file.
        return 0
    lost = [job for job in _pointing() if not store.has(job.owner_id, job.pdf_digest or "")]
    for job in lost:
        clear(job)
    if lost:
        logger.error("files missing", extra={"meta": {"jobs": len(lost)}})
    return len(lost)


def _printed(owner_id: UUID, digests: Collection[str]) -> set[str]:
    """Those of `digests` that a job, a printed file, a letter or a packet still names."""
    jobs = Job.objects.filter(owner_id=owner_id)
    pointers = jobs.filter(Q(pdf_digest__in=digests) | Q(applied_pdf_digest__in=digests))
    pairs = pointers.values_list("pdf_digest", "applied_pdf_digest")
    rows = RenderedPdf.objects.filter(digest__in=digests, job__owner_id=owner_id)
    named = {digest for pair in pairs for digest in pair if digest}
    letters = CoverLetter.objects.filter(pdf_digest__in=digests, job__owner_id=owner_id)
    named.update(letters.values_list("pdf_digest", flat=True))
    sent = SentPacket.objects.filter(job__owner_id=owner_id)
    sent = sent.filter(Q(pdf_digest__in=digests) | Q(letter_digest__in=digests))
    named.update(_of_packets(sent))
    return named | set(rows.values_list("digest", flat=True))


def _is_older(name: str, moment: datetime) -> bool:
    try:
        return stored.look(name).modified < moment - stored.FILES.store.grain
    except FileNotFoundError:
        return False
    except StoreError:
        logger.warning("a file is left to the sweep", exc_info=True)
        return False


def _referenced(owner: User) -> set[str]:
    kept: set[str] = set()
    for pair in Job.objects.filter(owner=owner).values_list("pdf_digest", "applied_pdf_digest"):
        kept.update(digest for digest in pair if digest)
    versions: dict[object, int] = {}
    rows = RenderedPdf.objects.filter(job__owner=owner).order_by("job_id", "-created_at")
    for job_id, digest in rows.values_list("job_id", "digest"):
        versions[job_id] = versions.get(job_id, 0) + 1
        if versions[job_id] <= KEPT_VERSIONS:
            kept.add(digest)
    letters = CoverLetter.objects.filter(job__owner=owner).exclude(pdf_digest="")
    kept.update(letters.values_list("pdf_digest", flat=True))
    return kept | _of_packets(SentPacket.objects.filter(job__owner=owner))


def _of_packets(sent: QuerySet[SentPacket]) -> set[str]:
    pairs = sent.values_list("pdf_digest", "letter_digest")
    return {digest for pair in pairs for digest in pair if digest}


def _pointing() -> Iterator[Job]:
    rows = Job.objects.filter(pdf_digest__isnull=False)
    yield from rows.only("pk", "owner_id", "status", "pdf_digest").iterator(chunk_size=1000)


def clear(job: Job) -> None:
    """Its PDF counts as gone; a ready job returns to Discovered."""
    with transaction.atomic():
        if job.status == Status.READY:
            lifecycle.move(
                job, "return_to_discovered", actor="recovery", file_lost=True,
                context={"reason": "pdf_missing"},
            )  # fmt: skip
        row = lifecycle.fresh(job)
        before = lifecycle.snapshot(row)
        for name, value in lifecycle.NO_PDF.items():
            setattr(row, name, value)
        lifecycle.record(row, "pdf.missing", before=before, actor="recovery")
