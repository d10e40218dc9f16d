"""Everything of one owner in one archive: rows as JSON Lines, tables for spreadsheets, a calendar,
and the files under names that people can read.

It holds no key, token or password, and is not a backup of the installation: another installation
takes it in, and a person can look into it.
"""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from django.db.models import F
from django.utils import timezone

from jobops.version import version
from jobops.web import stored
from orchestrator.jobs import csv_out, documents
from orchestrator.models import Job, Preference, StageEvent, User
from orchestrator.setting_table import SETTINGS
from orchestrator.transfer import rows
from orchestrator.transfer.tables import BETWEEN, JOBS, LOOSE, OF_JOBS, OWN, Table
from pdfs import naming, store

FORMAT = 1
MANIFEST, OWNED, JOB_LINES, BETWEEN_LINES = (
    "manifest.json", "data/own.jsonl", "data/jobs.jsonl", "data/between.jsonl",
)  # fmt: skip
CHUNK = 100
Tell = Callable[[int, int], object]


def write(owner: User, target: IO[bytes], *, tell: Tell, calendar: bytes = b"") -> dict[str, int]:
    """Pack everything of `owner` into `target`; how many rows of each kind. `tell` hears how many
    jobs of all have been written.
    """
    packing = _Packing(owner, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED))
    with packing.archive:
        packing.lines(OWNED, packing.own())
        packing.lines(JOB_LINES, packing.jobs(tell))
        packing.lines(BETWEEN_LINES, _labelled(BETWEEN, owner))
        packing.text("jobs.csv", csv_out.every(owner))
        packing.text("timeline.csv", _timeline(owner))
        if calendar:
            packing.archive.writestr("calendar.ics", calendar)
        packing.files()
        packing.seal()
    return dict(packing.counts)


class _Packing:
    def __init__(self, owner: User, archive: zipfile.ZipFile) -> None:
        self.owner, self.archive = owner, archive
        self.counts: dict[str, int] = defaultdict(int)
        # Digest → the name of the file in the archive.
        self.names: dict[str, str] = {}
        self.wanted: dict[str, tuple[str, str]] = {}

    def lines(self, name: str, found: Iterable[dict[str, Any]]) -> None:
        with self.archive.open(name, "w", force_zip64=True) as member:
            for one in found:
                member.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")

    def text(self, name: str, pieces: Iterable[str]) -> None:
        with self.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece.encode())

    def own(self) -> Iterator[dict[str, Any]]:
        yield {"table": "Settings", "row": _settings(self.owner)}
        for one in _labelled((*OWN, *LOOSE), self.owner):
            self.counts[one["table"]] += 1
            yield one

    def jobs(self, tell: Tell) -> Iterator[dict[str, Any]]:
        """A line for each job, with all that hangs on it."""
        mine = Job.objects.for_user(self.owner).order_by("id")
        total, done = mine.count(), 0
        ids = list(mine.values_list("pk", flat=True))
        for start in range(0, total, CHUNK):
            some = list(Job.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("id"))
            hanging = {table.name: _hanging(table, some) for table in OF_JOBS}
            for job in some:
                of = {name: found[str(job.pk)] for name, found in hanging.items()}
                yield self._line(job, {name: some for name, some in of.items() if some})
            done += len(some)
            tell(done, total)

    def _line(self, job: Job, hanging: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        self.counts["Job"] += 1
        for name, found in hanging.items():
            self.counts[name] += len(found)
        self._want(job, hanging)
        return {
            "job": rows.plain(JOBS, job),
            "primary": str(job.primary_id or "") or None,
            "of": hanging,
        }

    def _want(self, job: Job, hanging: dict[str, list[dict[str, Any]]]) -> None:
        """The files that these rows name."""
        plain, _ = naming.download_name("", job.title, job.employer, "en", fallback=str(job.pk))
        stem = plain.removesuffix(".pdf")
        printed = [job.pdf_digest, job.applied_pdf_digest]
        printed += [row["digest"] for row in hanging.get("RenderedPdf", ())]
        for row in (*hanging.get("CoverLetter", ()), *hanging.get("SentPacket", ())):
            printed += [row.get("pdf_digest"), row.get("letter_digest")]
        for digest in filter(None, printed):
            kept = store.name_of(job.owner_id, digest)
            self.wanted.setdefault(digest, (kept, f"pdfs/{stem}_{digest[:8]}.pdf"))
        for row in hanging.get("Document", ()):
            name = documents.ascii_name(row["file_name"])
            self._file(job, row["digest"], f"documents/{stem}_{row['digest'][:8]}_{name}")
        for row in hanging.get("ChatAttachment", ()):
            self._file(job, row["digest"], f"documents/{stem}_{row['digest'][:8]}")

    def _file(self, job: Job, digest: str, name: str) -> None:
        self.wanted.setdefault(digest, (documents.name_of(job.owner_id, digest), name))

    def files(self) -> None:
        """PDFs and pictures are packed already. One that is gone from the disk is left out."""
        for digest, (kept, name) in sorted(self.wanted.items(), key=lambda one: one[1][1]):
            try:
                content = stored.read(kept)
            except FileNotFoundError:
                continue
            self.archive.writestr(name, content, zipfile.ZIP_STORED)
            self.names[digest] = name
        self.counts["files"] = len(self.names)

    def seal(self) -> None:
        """Comes last: an archive without it is not whole."""
        about = {
            "format": FORMAT,
            "program": "JobOps",
            "version": version(),
            "createdAt": timezone.now().isoformat(),
            "counts": dict(sorted(self.counts.items())),
            "files": self.names,
        }
        self.archive.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1))


def _labelled(tables: Iterable[Table], owner: User) -> Iterator[dict[str, Any]]:
    for table in tables:
        found = table.model._base_manager.filter(**{table.path: owner}).order_by("pk")
        if table in LOOSE:
            found = found.filter(job__isnull=True)
        for row in found.iterator(chunk_size=500):
            yield {"table": table.name, "row": rows.plain(table, row)}


def _hanging(table: Table, jobs: list[Job]) -> dict[str, list[dict[str, Any]]]:
    by_job: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found = table.model._base_manager.filter(**{f"{table.path}__in": jobs}).order_by("pk")
    for row in found.annotate(of_job=F(table.path)).iterator(chunk_size=500):
        by_job[str(row.of_job)].append(rows.plain(table, row))
    return by_job


def _settings(owner: User) -> dict[str, str]:
    """What was saved here, without secrets; each value is JSON text."""
    kept = Preference.objects.filter(owner=owner).values_list("key", "value")
    return {key: value for key, value in kept if key in SETTINGS and not SETTINGS[key].secret}


def _timeline(owner: User) -> Iterator[str]:
    steps = StageEvent.objects.filter(job__owner=owner, removed_at=None, undone_at=None)
    values = steps.order_by("occurred_at", "id").values_list(
        "job__title", "job__employer", "to_stage", "occurred_at", "outcome", "source", "is_note"
    )
    names = ("title", "employer", "stage", "occurredAt", "outcome", "source", "note")
    return csv_out.table(names, values.iterator(chunk_size=500))
