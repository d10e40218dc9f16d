"""Exports of everything, and taking one in: work of the worker, with how far it is.

A finished export waits for a day. An import looks first and stores nothing; what it found is on its
row, and a second piece of work brings it in.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem
from jobops.web import problems
from jobops.web.files import Served
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


def path_of(export: Operation) -> Path | None:
    """The finished archive; None before, and after its day."""
    found = place_of(export)
    return found if export.status == "succeeded" and found.is_file() else None


def place_of(export: Operation) -> Path:
    """Where the archive lies once it is made."""
    return _folder(export.owner_id) / f"{export.pk}.zip"


def offered(export: Operation) -> Served:
    """The finished archive as a download. Raises Http404 before, and after its day."""
    path = path_of(export)
    if path is None:
        raise Http404
    name = f"jobops-{timezone.localtime(export.created_at):%Y-%m-%d}.zip"
    kept = "private, no-store"
    return Served(path, str(export.pk), "application/zip", name, name, attachment=True, cache=kept)


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
    before, gone = time.time() - KEPT_SECONDS, 0
    for path in _root().glob("*/*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


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
    place = _folder(operation.owner_id)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place / f"{operation.pk}.part"
    calendar = feed.once(operation.owner, now=timezone.now())
    with draft.open("wb") as target:
        os.chmod(draft, 0o600)
        tell = _teller(operation)
        counts = writing.write(operation.owner, target, tell=tell, calendar=calendar)
        target.flush()
        os.fsync(target.fileno())
    size = draft.stat().st_size
    draft.rename(place_of(operation))
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


def _folder(owner_id: UUID) -> Path:
    return _root() / str(owner_id)


def _root() -> Path:
    place: Path = settings.DATA_DIR
    return place / "exports"
