"""A file of postings from a page or a request: looked at first, then imported as stored work.

A small file is imported while the person waits; a large one goes to the worker, and its row says
how far it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import IO, Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Problem, Refused
from jobops.web import problems
from orchestrator import access, incoming
from orchestrator.jobs import files_in, identity
from orchestrator.models import Job, Operation, Tally, User
from orchestrator.ops import imports
from orchestrator.ops.imports import MOST_ROWS
from orchestrator.pipeline import slots
from orchestrator.queue import enqueue
from orchestrator.sources.posting import BadRecord, Posting
from tailoring import library

logger = logging.getLogger(__name__)

KIND = "import"
# Read and scored within about three seconds.
AT_ONCE = 100
LOOKED_UP = 200
SHOWN_REJECTS = 500
SILENT = timedelta(minutes=5)
INTERNAL = problems.Answer(500, "Something went wrong. What was imported so far is kept.")


class ImportProblem(Problem):
    SENTENCES: ClassVar[Mapping[str, str]] = {
        "too_many": f"The file holds more than {MOST_ROWS:,} rows. Split it, or use"
        " manage.py import_jobs.",
        "gone": "The file is no longer here; it is kept for an hour. Choose it again.",
    }


@dataclass(frozen=True)
class Looked:
    """What a file would bring: counts, and every row that cannot come in."""

    format: str
    rows: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    rejected: tuple[BadRecord, ...] = ()
    notices: tuple[str, ...] = ()
    first: tuple[Posting, ...] = ()


@dataclass
class _Look:
    new: int = 0
    known: int = 0
    repeated: int = 0
    rejected: list[BadRecord] = field(default_factory=list)
    first: list[Posting] = field(default_factory=list)
    met: set[object] = field(default_factory=set)


def look(owner: User, file: IO[bytes], *, source: str = "file") -> Looked:
    """Read the whole file and store nothing. Raises FileProblem, ImportProblem."""
    reading = files_in.read(file, source=source)  # type: ignore[arg-type]
    found, waiting, rows = _Look(), list[Posting](), 0
    for rows, record in enumerate(reading.records, start=1):
        if rows > MOST_ROWS:
            raise ImportProblem("too_many")
        if isinstance(record, BadRecord):
            found.rejected.append(record)
            continue
        waiting.append(record)
        if len(waiting) == LOOKED_UP:
            _count(owner, waiting, found)
            waiting = []
    _count(owner, waiting, found)
    return Looked(
        reading.format, rows, found.new, found.known, found.repeated, tuple(found.rejected),
        reading.notices, tuple(found.first),
    )  # fmt: skip


def look_again(owner: User, digest: str) -> Looked:
    """The same of a kept file. Raises ImportProblem(gone)."""
    with closing(_opened(owner.pk, digest)) as file:
        return look(owner, file)


def request(owner: User, digest: str, *, rows: int, name: str = "") -> Operation:
    """Import a kept file: here and now when it is small, else in the worker. Raises Refused."""
    _opened(owner.pk, digest).close()
    large = rows > AT_ONCE
    if large:
        slots.require_worker()
    incoming.renew(owner.pk, digest)
    with transaction.atomic():
        operation = Operation.objects.create(
            owner=owner,
            kind=KIND,
            options={"digest": digest, "rows": rows, "name": name[:255]},
            result=asdict(Progress()),
            request_id=logs.current().get("requestId", ""),
        )
        if large:
            enqueue("import_postings", operation.pk)
    if not large:
        run(str(operation.pk))
        operation.refresh_from_db()
    return operation


def of(owner: User, pk: UUID) -> Operation:
    """An import of this owner. Raises Http404."""
    operation = access.operation(owner, pk)
    if operation.kind != KIND:
        raise Http404
    return operation


@dataclass
class Progress:
    """What an import's row says while it goes on and afterwards; counts of rows, then of jobs."""

    read: int = 0
    created: int = 0
    linked: int = 0
    refreshed: int = 0
    unchanged: int = 0
    invalid: int = 0
    to_score: int = 0
    scored: int = 0
    beat: float = 0.0

    def counted(self, tally: imports.Tally) -> None:
        self.read, self.created, self.linked = tally.read, len(tally.created), tally.linked
        self.refreshed, self.unchanged = tally.refreshed, tally.known
        self.invalid = len(tally.rejected)


def run(operation_id: str) -> None:
    """Twice is safe: a row that is here already changes nothing."""
    taken = Operation.objects.filter(pk=operation_id, kind=KIND, status="queued")
    if not taken.update(status="running", started_at=timezone.now(), attempts=1, step="import"):
        return
    operation = Operation.objects.select_related("owner").get(pk=operation_id)
    with logs.bind(operationId=operation_id):
        try:
            _import(operation)
        except Problem as problem:
            _end(operation, "failed", error=problems.answer(problem).error())
        except Exception:  # the row must not look busy for ever, whatever it was
            logger.exception("import broke")
            _end(operation, "failed", error=INTERNAL.error())
        else:
            _end(operation, "succeeded")


def wake(*, at: datetime, waiting: Callable[[], Collection[str]]) -> int:
    """Queue lost imports again, and close those whose worker said nothing for minutes; how many.

    `waiting`: the subjects of all queued tasks, asked for only when there is a reason.
    """
    before = at - SILENT
    found = list(Operation.objects.open().filter(kind=KIND, created_at__lte=before))
    queued = waiting() if found else ()
    return sum(_revive(one, before=before, queued=queued) for one in found)


def _revive(operation: Operation, *, before: datetime, queued: Collection[str]) -> bool:
    if str(operation.pk) in queued:
        return False
    if operation.status == "queued":
        enqueue("import_postings", operation.pk)
        return True
    if operation.result.get("beat", 0) > before.timestamp():
        return False
    _end(operation, "failed", error=problems.answer(Refused("interrupted")).error())
    return True


def _import(operation: Operation) -> None:
    done = Progress()

    def beat(tally: imports.Tally) -> bool:
        done.counted(tally)
        return _told(operation, done)

    with closing(_opened(operation.owner_id, operation.options["digest"])) as file:
        tally = imports.import_file(operation.owner, file, after=beat)  # type: ignore[arg-type]
    done.counted(tally)
    if library.default(operation.owner) is not None:
        done.to_score = len(tally.created)
        Operation.objects.filter(pk=operation.pk).open().update(step="score")
        _score(operation, tally.created, done)
    _told(operation, done)


def _score(operation: Operation, ids: list[UUID], done: Progress) -> None:
    for start in range(0, len(ids), 50):
        done.scored += imports.score_new(ids[start : start + 50])
        if not _told(operation, done):
            return


def _told(operation: Operation, done: Progress) -> bool:
    """Write how far it is; false when nobody wants it any more."""
    done.beat = timezone.now().timestamp()
    rows = Operation.objects.filter(pk=operation.pk, status="running")
    return rows.update(result=asdict(done)) > 0


def _end(operation: Operation, status: str, *, error: dict[str, Any] | None = None) -> None:
    Operation.objects.filter(pk=operation.pk).open().update(
        status=status, finished_at=timezone.now(), error=error, step=""
    )
    Tally.objects.raised(operation.owner_id)


def _opened(owner_id: UUID, digest: str) -> IO[bytes]:
    file = incoming.open_kept(owner_id, digest)
    if file is None:
        raise ImportProblem("gone")
    return file


def _count(owner: User, postings: list[Posting], found: _Look) -> None:
    """Which of these rows are jobs already, and which the file itself says twice."""
    keys = [
        identity.keys(one.job_url, source=one.source, source_job_id=one.source_job_id)
        for one in postings
    ]
    numbers = [one.source_job_id for one in keys if one.source_job_id]
    same = Q(canonical_url__in=[one.url for one in keys]) | Q(source_job_id__in=numbers)
    rows = Job.objects.filter(same, owner=owner)
    known: set[object] = set()
    for url, source, number in rows.values_list("canonical_url", "source", "source_job_id"):
        known |= {url, (source, number)}
    for one, posting in zip(keys, postings, strict=True):
        own = {one.url, (one.source, one.source_job_id)} if one.source_job_id else {one.url}
        if own & known:
            found.known += 1
        elif own & found.met:
            found.repeated += 1
        else:
            found.new += 1
            found.first += [posting] if len(found.first) < 5 else []
        found.met |= own
