"""Exports of everything, and taking one in: work of the worker, with how far it is.

A finished export waits for a day. An import looks first and stores nothing; what it found is on its
row, and a second piece of work brings it in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from io import SEEK_END
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem
from jobops.web import problems
from jobops.web.files import Served
from jobops.web.stored import PASSING, StoreError
from orchestrator import access, incoming, preferences
from orchestrator.models import Operation, User
from orchestrator.pipeline import loose, slots
from orchestrator.sources.posting import BadRecord
from orchestrator.tracking import feed
from orchestrator.transfer import bringing, reading, reference, spreadsheet, writing
from orchestrator.transfer.reading import ArchiveUnreadable, Report
from orchestrator.transfer.tracked import Tracked

logger = logging.getLogger(__name__)

EXPORT, IMPORT = "export", "take_in"
KEPT_SECONDS = 86_400
ROOT = "exports/"
TOLD_EVERY = 1.0
NO_DATABASE = "This is no database of JobOps"
NO_TABLE = "This is no export of JobOps and no table of applications"
UNCHANGED = "Nothing was changed."
INTERNAL = "Something went wrong. What was stored until then stays; the same again goes on."


def request_export(owner: User) -> Operation:
    """Raises Refused("worker_unavailable")."""
    slots.require_worker()
    return loose.request(owner, kind=EXPORT, options={})


def request_import(owner: User, digest: str, *, name: str, dry: bool) -> Operation:
    """For a file that `incoming` keeps. Raises Refused, and ArchiveUnreadable for no export."""
    slots.require_worker()
    file = incoming.open_kept(owner.pk, digest)
    if file is None:
        raise Http404
    with closing(file):
        _check(owner, file)
    incoming.renew(owner.pk, digest, hours=24)
    options = {"digest": digest, "name": name[:200], "dry": dry}
    return loose.request(owner, kind=IMPORT, options=options)


def of(owner: User, pk: UUID, *, kind: str) -> Operation:
    """Raises Http404."""
    found = access.operation(owner, pk)
    if found.kind != kind:
        raise Http404
    return found


def listed(owner: User, *, kind: str) -> list[Operation]:
    """The last ones, the newest first."""
    return list(owner.operations.filter(kind=kind).order_by("-id")[:5])


def is_there(export: Operation) -> bool:
    """Whether the archive is finished; no more after its day."""
    try:
        return export.status == "succeeded" and PASSING.exists(name_of(export))
    except StoreError:
        return True


def name_of(export: Operation) -> str:
    """Under which the archive is kept once it is made."""
    return f"{ROOT}{export.owner_id}/{export.pk}.zip"


def offered(export: Operation) -> Served:
    """The finished archive as a download. Raises Http404 before, and after its day."""
    if export.status != "succeeded":
        raise Http404
    name = f"jobops-{timezone.localtime(export.created_at):%Y-%m-%d}.zip"
    return Served(
        name_of(export),
        str(export.pk),
        "application/zip",
        name,
        name,
        attachment=True,
        cache="private, no-store",
        shelf=PASSING,
    )


def run_export(operation_id: str) -> None:
    """Twice is safe."""
    if operation := loose.claim(operation_id, kind=EXPORT, step="export"):
        _run(operation, lambda: _export(operation))


def run_import(operation_id: str) -> None:
    """Twice is safe: what is here already stays as it is."""
    if operation := loose.claim(operation_id, kind=IMPORT, step="import"):
        _run(operation, lambda: _import(operation))


def sweep() -> int:
    """Remove exports older than a day; how many."""
    before = timezone.now() - timedelta(seconds=KEPT_SECONDS)
    old = [one.name for one in PASSING.entries(ROOT) if one.modified < before]
    for name in old:
        PASSING.remove(name)
    return len(old) + PASSING.tidy(ROOT, before=before)


def _run(operation: Operation, work: Callable[[], None]) -> None:
    with logs.bind(operationId=str(operation.pk)):
        try:
            work()
        except Problem as problem:
            loose.end(operation, "failed", error=problems.answer(problem).error())
        except Exception:  # nobody else would close the operation
            logger.exception("a parcel broke")
            error = {"code": "INTERNAL_ERROR", "message": INTERNAL, "details": {}}
            loose.end(operation, "failed", error=error)
        else:
            loose.end(operation, "succeeded")


def _export(operation: Operation) -> None:
    calendar = feed.once(operation.owner, now=timezone.now())
    with PASSING.writing(name_of(operation)) as target:
        tell = _teller(operation)
        counts = writing.write(operation.owner, target, tell=tell, calendar=calendar)
        size = target.seek(0, SEEK_END)
    _told(operation, counts=counts, size=size)


def _import(operation: Operation) -> None:
    options = operation.options
    file = incoming.open_kept(operation.owner_id, options["digest"])
    if file is None:
        raise ArchiveUnreadable("gone")
    with closing(file):
        tell = _teller(operation)
        report = _take(operation.owner, file, dry=options["dry"], tell=tell)
    if not options["dry"]:
        incoming.drop(operation.owner_id, options["digest"])
    _told(operation, report=_plain(report))


def _check(owner: User, file: IO[bytes]) -> None:
    """Raises ArchiveUnreadable when it is none of what can be taken in."""
    head = file.read(len(reference.MAGIC))
    file.seek(0)
    if head.startswith(b"PK"):
        reading.check(file)
    else:
        next(iter(_records(owner, file, head)), None)


def _take(owner: User, file: IO[bytes], *, dry: bool, tell: Callable[[int, int], None]) -> Report:
    head = file.read(len(reference.MAGIC))
    file.seek(0)
    if head.startswith(b"PK"):
        return reading.take(owner, file, dry=dry, tell=tell)
    return bringing.bring(owner, _records(owner, file, head), dry=dry, tell=tell)


def _records(owner: User, file: IO[bytes], head: bytes) -> Iterator[Tracked | BadRecord]:
    """Raises ArchiveUnreadable, perhaps at the first record."""
    try:
        if head == reference.MAGIC:
            yield from reference.read(Path(file.name))
            return
        today = timezone.now().astimezone(preferences.of(owner).zone()).date()
        yield from spreadsheet.read(cast(BinaryIO, file), today=today)
    except reference.NoReference as wrong:
        raise ArchiveUnreadable("no_archive", f"{NO_DATABASE}: {wrong}. {UNCHANGED}") from wrong
    except spreadsheet.NoTracker as wrong:
        raise ArchiveUnreadable("no_archive", f"{NO_TABLE}: {wrong}. {UNCHANGED}") from wrong


def _plain(report: Report) -> dict[str, Any]:
    return {**asdict(report), "new": dict(+report.new), "here": dict(+report.here)}


def _teller(operation: Operation) -> Callable[[int, int], None]:
    """Writes how far it is, at most once a second."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY:
            last = time.monotonic()
            _told(operation, done=done, total=total)

    return tell


def _told(operation: Operation, **said: Any) -> None:
    operation.result = {**operation.result, **said, "at": timezone.now().timestamp()}
    Operation.objects.filter(pk=operation.pk, status="running").update(result=operation.result)
