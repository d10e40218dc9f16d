"""Files that no row names, rows whose file is gone, and bytes that are not what they were.

A file no row names is put aside first, under lost+found, and kept there for a month.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.db.models import Model
from django.utils import timezone

from jobops.web import stored
from orchestrator.jobs import documents
from orchestrator.models import Document, Job, SentPacket, User
from orchestrator.ops import files
from orchestrator.ops.archive_reading import digested
from orchestrator.ops.deep_findings import Check
from orchestrator.ops.deep_states import CHUNK
from pdfs import store
from tailoring.models import ChatAttachment, CoverLetter

LOST = "lost+found/"
KEPT = timedelta(days=30)

# Model, how it names its owner, its column, and where such a file lies.
NAMING: tuple[tuple[type[Model], str, str, Callable[..., str]], ...] = (
    (Job, "owner_id", "pdf_digest", store.name_of),
    (Job, "owner_id", "applied_pdf_digest", store.name_of),
    (CoverLetter, "job__owner_id", "pdf_digest", store.name_of),
    (SentPacket, "job__owner_id", "pdf_digest", store.name_of),
    (SentPacket, "job__owner_id", "letter_digest", store.name_of),
    (Document, "job__owner_id", "digest", documents.name_of),
    (ChatAttachment, "message__thread__job__owner_id", "digest", documents.name_of),
)


def named() -> Iterator[tuple[str, str, str]]:
    """Every file a row needs: what the row is, the file's name, and the digest it must have."""
    for model, owner, column, name_of in NAMING:
        rows = model._default_manager.exclude(**{column: None}).exclude(**{column: ""})
        found = rows.order_by().values_list("pk", owner, column)
        for pk, owner_id, digest in found.iterator(chunk_size=CHUNK):
            yield f"{model._meta.verbose_name} {pk}", name_of(owner_id, digest), digest


def missing() -> Iterator[str]:
    seen: set[str] = set()
    for row, name, _ in named():
        if name not in seen and not stored.exists(name):
            yield row
            seen.add(name)


def damaged() -> Iterator[str]:
    """Each file is read once, however many rows name it."""
    seen: set[bytes] = set()
    for row, name, digest in named():
        key = hashlib.blake2b(name.encode(), digest_size=12).digest()
        if key in seen:
            continue
        seen.add(key)
        try:
            with stored.open(name) as file:
                if digested(file, lambda _: None) != digest:
                    yield row
        except FileNotFoundError:
            continue  # `missing` says so


def unnamed() -> Iterator[str]:
    """Older than a day, and no row of anybody names it. What the sweep removes tomorrow by itself
    is told as well.
    """
    before = timezone.now() - files.UNREFERENCED
    known = {str(owner.pk): owner for owner in User.objects.all()}
    keep: Callable[[str], set[str]] = partial(_kept_of, known)
    owner, kept = "", set[str]()
    for entry in stored.entries():
        if entry.name.startswith(LOST) or entry.modified >= before:
            continue
        if (first := entry.name.partition("/")[0]) != owner:
            owner, kept = first, keep(first)
        if entry.name not in kept:
            yield entry.name


def put_aside() -> int:
    names = list(unnamed())
    for name in names:
        stored.put(LOST + name, stored.read(name))
        stored.remove(name)
    return len(names)


def sweep() -> int:
    """What was put aside a month ago goes; how many."""
    before = timezone.now() - KEPT
    old = [one.name for one in stored.entries(LOST) if one.modified < before]
    for name in old:
        stored.remove(name)
    return len(old)


def _kept_of(known: dict[str, User], owner_id: str) -> set[str]:
    owner = known.get(owner_id)
    return files.names_kept(owner) if owner else set()


def set_damaged_aside() -> int:
    """A damaged PDF of a job is put aside, so that it counts as missing and is printed again."""
    count = 0
    for row in list(Job.objects.exclude(pdf_digest=None).only("pk", "owner_id", "pdf_digest")):
        digest = row.pdf_digest or ""
        if digest and store.state_of(row.owner_id, digest) == "damaged":
            name = store.name_of(row.owner_id, digest)
            stored.put(LOST + name, stored.read(name))
            stored.remove(name)
            count += 1
    files.repair_pointers()
    return count


CHECKS = (
    Check("missing", "Rows whose file is gone", missing,
          "pointers of jobs are cleared, and Ready ones return to Discovered; other rows stay: "
          "restore a backup that holds the file", files.repair_pointers),
    Check("damaged", "Files that are not what they were", damaged,
          "PDFs of jobs are put aside and count as missing; other files stay: restore a backup",
          set_damaged_aside),
    Check("unnamed", "Files that no row names", unnamed,
          "they are put aside under lost+found for 30 days", put_aside),
)  # fmt: skip
