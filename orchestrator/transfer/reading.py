"""Takes in what `writing` wrote, here or elsewhere. A job comes whole or not at all, one that is
here already stays as it is, and doing it twice changes nothing.

The file may have been made by anybody: rows become this owner's, what they refer to must be this
owner's too, and every value passes the checks of its column.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Model, Q, UniqueConstraint

from jobops.lib.errors import Problem
from orchestrator import preferences, primaries
from orchestrator.jobs import documents, employers
from orchestrator.lifecycle import Status
from orchestrator.models import Job, Tag, Tally, User
from orchestrator.setting_table import SETTINGS
from orchestrator.transfer import rows
from orchestrator.transfer.rows import Unfit
from orchestrator.transfer.tables import BETWEEN, EVERY, JOBS, LOOSE, OF_JOBS, OWN, Table
from orchestrator.transfer.writing import BETWEEN_LINES, FORMAT, JOB_LINES, MANIFEST, OWNED
from pdfs import store

LONGEST_LINE = 64 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024
MANIFEST_LIMIT = 16 * 1024 * 1024
NAMED = 20
LOOSE_NAMES = frozenset(one.name for one in LOOSE)
Tell = Callable[[int, int], object]


class ArchiveUnreadable(Problem):
    SENTENCES = {
        "no_archive": "This is no export of JobOps, or only a part of one. Nothing was changed.",
        "too_new": "This export was made by a newer version. Update JobOps, then import it.",
        "gone": "The file waited too long and was removed. Nothing was changed; send it again.",
        "too_large": "A part of this export is larger than we accept. Nothing was changed.",
    }
    PERMANENT = frozenset({"no_archive", "too_new", "too_large", "gone"})


@dataclass
class Report:
    """`new` and `here` count rows by table; `refused` names what could not be taken, and why."""

    new: Counter[str] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)
    refusals: int = 0
    files: int = 0
    dry: bool = False

    def refuse(self, what: str, why: str) -> None:
        self.refusals += 1
        if len(self.refused) < NAMED:
            self.refused.append((what, why))


def take(owner: User, source: IO[bytes], *, dry: bool, tell: Tell) -> Report:
    """Store what is new, or with `dry` only say what would be. Raises ArchiveUnreadable before
    anything is stored; `tell` hears how many jobs of all have been looked at.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive)
        taking = _Taking(owner, archive, manifest, Report(dry=dry))
        taking.own()
        taking.jobs(tell)
        taking.between()
    return taking.report


def check(source: IO[bytes]) -> None:
    """Raises ArchiveUnreadable for what is no export."""
    with _opened(source) as archive:
        _manifest(archive)


class _Taking:
    def __init__(
        self, owner: User, archive: zipfile.ZipFile, manifest: Mapping[str, Any], report: Report
    ) -> None:
        self.owner, self.archive, self.report = owner, archive, report
        self.files: Mapping[str, str] = manifest["files"]
        self.total = int(manifest["counts"].get("Job", 0))
        self.primaries: dict[str, str] = {}
        # What comes with the job that is being read; what was asked for before.
        self.made: dict[Any, set[UUID]] = defaultdict(set)
        self.known: dict[tuple[Any, UUID], bool] = {}
        # Id in the file → the row that is here under another one.
        self.instead: dict[UUID, UUID] = {}

    def own(self) -> None:
        for line in _lines(self.archive, OWNED):
            name, row = str(line.get("table")), line.get("row")
            if not isinstance(row, dict):
                continue
            if name == "Settings":
                self._settings(row)
            elif table := next((one for one in (*OWN, *LOOSE) if one.name == name), None):
                self._alone(table, row)

    def jobs(self, tell: Tell) -> None:
        for number, line in enumerate(_lines(self.archive, JOB_LINES), start=1):
            self._job(line)
            tell(number, self.total)
        self._group()

    def between(self) -> None:
        for line in _lines(self.archive, BETWEEN_LINES):
            table = next((one for one in BETWEEN if one.name == line.get("table")), None)
            if table and isinstance(line.get("row"), dict) and not self.report.dry:
                self._alone(table, line["row"])

    def _settings(self, given: Mapping[str, Any]) -> None:
        """What is set here stays; each other one is taken if it is still valid."""
        mine = preferences.of(self.owner)
        for key, text in given.items():
            known = key in SETTINGS and not SETTINGS[key].secret
            if not known or mine.describe(key).origin == "override":
                self.report.here["Settings"] += 1
                continue
            try:
                value = json.loads(str(text))
                if not self.report.dry:
                    preferences.save(self.owner, {key: value})
                self.report.new["Settings"] += 1
            except (ValueError, Problem):
                self.report.refuse(key, "this setting has another form now")

    def _alone(self, table: Table, given: Mapping[str, Any]) -> None:
        """A row that hangs on no job."""
        try:
            row = self._row(table, given)
            if row is None:
                return
            with transaction.atomic():
                if not self.report.dry:
                    row.save(force_insert=True)
            # Also when nothing is stored: what comes later may refer to it.
            self.known[table.model, row.pk] = True
            self.report.new[table.name] += 1
        except (Unfit, DatabaseError) as wrong:
            self.report.refuse(f"{table.name} {given.get('id', '')}", _why(wrong))

    def _job(self, line: Mapping[str, Any]) -> None:
        given, hanging = line.get("job"), line.get("of") or {}
        if not isinstance(given, dict) or not isinstance(hanging, dict):
            return self.report.refuse("a line", "it holds no job")
        called = f"{given.get('title')} at {given.get('employer')}"[:200]
        try:
            job = self._row(JOBS, given)
            if job is None:
                return None
            assert isinstance(job, Job)
            self._files(given, hanging)
            with transaction.atomic():
                counts = self._whole(job, hanging)
                if self.report.dry:
                    transaction.set_rollback(True)
        except (Unfit, DatabaseError) as wrong:
            return self.report.refuse(called, _why(wrong))
        self.report.new.update(counts)
        if line.get("primary"):
            self.primaries[str(job.pk)] = str(line["primary"])
        return None

    def _whole(self, job: Job, hanging: Mapping[str, Any]) -> Counter[str]:
        """The job with all that hangs on it, in the caller's transaction."""
        counts: Counter[str] = Counter({"Job": 1})
        self.made = defaultdict(set)
        job.save(force_insert=True)
        employers.known_as(self.owner.pk, [job])
        for table in OF_JOBS:
            made = self._hanging(table, hanging.get(table.name) or (), job=job)
            if table.name == "JobEvent":
                self._number(made)
            table.model._base_manager.bulk_create(made)
            counts[table.name] += len(made)
        return counts

    def _hanging(self, table: Table, found: Iterable[Any], *, job: Job) -> list[Model]:
        """Those of `found` that are not here yet."""
        read = [self._ours(table, one, job=job) for one in found if isinstance(one, dict)]
        if not read:
            return []
        here = table.model._base_manager.filter(pk__in=[row.pk for row in read])
        if here.exists():
            # Whatever it is, it hangs on another job.
            raise Unfit(f"{table.name}.id")
        made = [row for row in read if not any(_exist(same, table) for same in _singular(row))]
        self.report.here[table.name] += len(read) - len(made)
        self.made[table.model].update(row.pk for row in made)
        for row in made:
            self._own_references(table, row)
        return made

    def _number(self, events: list[Model]) -> None:
        """Continue the owner's count, in the order they had."""
        if events:
            events.sort(key=lambda one: one.seq)  # type: ignore[attr-defined]
            last = Tally.objects.raised(self.owner.pk, events=len(events))
            for place, event in enumerate(events, start=1):
                event.seq = last - len(events) + place  # type: ignore[attr-defined]

    def _row(self, table: Table, given: Mapping[str, Any]) -> Model | None:
        """A row that stands for itself, as ours; None when it is here already. Raises Unfit."""
        row = self._ours(table, given)
        every = table.model._base_manager
        here = every.filter(pk=row.pk).exists()
        if here and not self._is_mine(table.model, row.pk):
            raise Unfit(f"{table.name}.id")
        if here or any(_exist(same, table) for same in _singular(row)):
            self.report.here[table.name] += 1
            if not here and table.model is Tag:
                # What comes with it hangs on the one of this word that is here.
                same = Tag.objects.get(owner=self.owner, folded=row.folded)  # type: ignore[attr-defined]
                self.instead[row.pk] = same.pk
            return None
        self._own_references(table, row)
        return row

    def _ours(self, table: Table, given: Mapping[str, Any], *, job: Job | None = None) -> Model:
        names = {one.attname for one in table.columns}
        over: dict[str, Any] = {"owner_id": self.owner.pk} if "owner_id" in names else {}
        if job is not None and "job_id" in names:
            over["job_id"] = job.pk
        if table is JOBS and given.get("status") == Status.PROCESSING:
            over["status"] = Status.DISCOVERED.value
        return rows.read(table, given, over=over)

    def _own_references(self, table: Table, row: Model) -> None:
        """What it points to is of this owner and there, else it points to nothing. Raises Unfit
        where it must point to something.
        """
        for column in rows.references(table):
            value = getattr(row, column.attname)
            if value is None or column.name in ("owner", "job"):
                continue
            value = self.instead.get(value, value)
            setattr(row, column.attname, value)
            if not self._is_mine(column.related_model, value):
                if not column.null:
                    raise Unfit(f"{table.name}.{column.name}")
                setattr(row, column.attname, None)

    def _is_mine(self, model: Any, pk: UUID) -> bool:
        """Among what comes with the same job, or here already."""
        if pk in self.made[model]:
            return True
        table = EVERY.get(model.__name__)
        if table is None:
            return False
        if table in OF_JOBS:
            mine = Q(**{f"{table.path}__owner": self.owner.pk})
            mine |= Q(owner=self.owner) if table.name in LOOSE_NAMES else Q()
        else:
            mine = Q(**{"owner" if table is JOBS else table.path: self.owner.pk})
        if (model, pk) not in self.known:
            self.known[model, pk] = bool(model._base_manager.filter(mine, pk=pk).exists())
        return self.known[model, pk]

    def _files(self, given: Mapping[str, Any], hanging: Mapping[str, Any]) -> None:
        """Bytes first: a row never names a file that is not there yet."""
        named = {given.get("pdf_digest"), given.get("applied_pdf_digest")}
        for table in ("RenderedPdf", "CoverLetter", "SentPacket", "Document", "ChatAttachment"):
            for row in hanging.get(table) or ():
                named |= {row.get(key) for key in ("digest", "pdf_digest", "letter_digest")}
        for digest, name in self.files.items():
            if digest in named:
                self._file(digest, str(name))

    def _file(self, digest: str, name: str) -> None:
        content = _bytes(self.archive, name)
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            return self.report.refuse(name[:200], "the file is missing or damaged")
        if not self.report.dry:
            keep = store.put if name.startswith("pdfs/") else documents.keep
            keep(self.owner.pk, content)
        self.report.files += 1
        return None

    def _group(self) -> None:
        """Which rows stand for which, once all of them are there."""
        mine = Job.objects.for_user(self.owner)
        for job, primary in self.primaries.items():
            if not self.report.dry and mine.filter(pk=primary).exists():
                mine.filter(pk=job).update(primary=primary)
        primaries.recount(mine, set(self.primaries.values()))


def _opened(source: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ArchiveUnreadable("no_archive") from None


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        found: Any = json.loads(_bytes(archive, MANIFEST, limit=MANIFEST_LIMIT) or "null")
        sound = isinstance(found["files"], dict) and isinstance(found["counts"], dict)
        fits = sound and found["program"] == "JobOps" and int(found["format"]) > 0
    except (ValueError, KeyError, TypeError):
        raise ArchiveUnreadable("no_archive") from None
    if not fits or not {OWNED, JOB_LINES} <= set(archive.namelist()):
        raise ArchiveUnreadable("no_archive")
    if found["format"] > FORMAT:
        raise ArchiveUnreadable("too_new")
    return dict(found)


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """Raises ArchiveUnreadable at a line that is no JSON object, or too long."""
    if name not in archive.namelist():
        return
    try:
        with archive.open(name) as member:
            while line := member.readline(LONGEST_LINE):
                if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
                    raise ArchiveUnreadable("too_large")
                found = json.loads(line)
                if not isinstance(found, dict):
                    raise ArchiveUnreadable("no_archive")
                yield found
    except (ValueError, zipfile.BadZipFile, EOFError, RecursionError):
        raise ArchiveUnreadable("no_archive") from None


def _bytes(archive: zipfile.ZipFile, name: str, *, limit: int = LARGEST_FILE) -> bytes | None:
    """None when there is no such member, or it is damaged. Raises ArchiveUnreadable past `limit`,
    whatever size the archive states.
    """
    try:
        with archive.open(name) as member:
            content = member.read(limit + 1)
    except (KeyError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        return None
    if len(content) > limit:
        raise ArchiveUnreadable("too_large")
    return content


def _singular(row: Model) -> Iterator[dict[str, Any]]:
    """What no two rows of an owner may share."""
    for one in row._meta.constraints:
        if isinstance(one, UniqueConstraint) and "owner" in one.fields:
            same = {
                name: getattr(row, name if name != "owner" else "owner_id") for name in one.fields
            }
            if None not in same.values():
                yield same


def _exist(same: Mapping[str, Any], table: Table) -> bool:
    return bool(table.model._base_manager.filter(**same).exists())


def _why(wrong: Exception) -> str:
    if isinstance(wrong, Unfit):
        return f"{wrong} has no valid value"
    return "it contradicts what is here already"
