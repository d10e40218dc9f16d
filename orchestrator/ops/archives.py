"""One file that holds everything: the database as it stood at one moment, the files it names, and
a manifest with their digests, which comes last and so proves that nothing is missing.

The keys are not in it: a copy of it alone opens no stored secret.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jobops.lib.errors import Problem
from jobops.web import stored

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "jobops.sqlite3", "database.dump"
FILES = "files"
PACKED = 3  # gzip level: PDFs are packed already, the database shrinks to a fourth at any level
DUMP_SECONDS = 1800
PIECE = 1024 * 1024
LEAST_LEFT = 100 * 1024 * 1024
# What is counted, and read back by a check.
COUNTED: Mapping[str, str] = {
    "users": "orchestrator_user",
    "jobs": "orchestrator_job",
    "events": "orchestrator_jobevent",
    "runs": "orchestrator_pipelinerun",
    "notes": "orchestrator_note",
    "documents": "orchestrator_document",
    "messages": "tailoring_chatmessage",
    "letters": "tailoring_coverletter",
    "resumes": "tailoring_resumedocument",
    "pdfs": "pdfs_renderedpdf",
}


class ArchiveError(Problem):
    SENTENCES = {
        "no_program": "pg_dump is not installed here, so no backup was made. Install PostgreSQL's "
        "client programs, of the server's version or newer.",
        "not_dumped": "pg_dump could not read the database, so no backup was made. The log says "
        "why.",
        "no_room": "The disk has too little room for this file, so it was not kept.",
        "no_space": "The disk has too little room, so no backup was made. Delete old backups or "
        "make room, then try again.",
    }


@dataclass
class Meter:
    """How many bytes of the whole have been packed; `tell` hears of every step."""

    total: int
    tell: Callable[[int, int], object]
    done: int = 0

    def add(self, count: int) -> None:
        self.done = min(self.total, self.done + count)
        self.tell(self.done, self.total)


class _Read:
    """A file that is hashed while it is packed."""

    def __init__(self, file: IO[bytes], meter: Meter) -> None:
        self.digest, self._file, self._meter = hashlib.sha256(), file, meter

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        self._meter.add(len(piece))
        return piece


@dataclass
class _Packing:
    tar: tarfile.TarFile
    meter: Meter
    packed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, file: IO[bytes], name: str, *, size: int, at: float) -> None:
        with file:
            reading = _Read(file, self.meter)
            self.tar.addfile(_entry(name, size=size, at=at), reading)
        self.packed[name] = {"size": size, "sha256": reading.digest.hexdigest()}

    def add_kept(self, name: str) -> None:
        """One that was swept away meanwhile is left out: no row names it any more."""
        try:
            kept = stored.opened(name)
        except FileNotFoundError:
            return
        facts = kept.entry
        self.add(kept.file, f"{FILES}/{name}", size=facts.size, at=facts.modified.timestamp())


def write(target: Path, *, about: Mapping[str, Any], tell: Callable[[int, int], object]) -> None:
    """Pack everything into `target`, flushed to disk. Raises ArchiveError."""
    needed = database_size() + files_size()
    # The copy of the database and the archive lie beside each other until the end.
    if shutil.disk_usage(target.parent).free < needed + database_size() + LEAST_LEFT:
        raise ArchiveError("no_space")
    with _told_when_full():
        _write(target, about=about, meter=Meter(needed, tell))


@contextmanager
def _told_when_full() -> Iterator[None]:
    """Others may fill the disk meanwhile."""
    try:
        yield
    except OSError as failed:
        if failed.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise ArchiveError("no_space") from failed
    except sqlite3.OperationalError as failed:
        if failed.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise ArchiveError("no_space") from failed


def _write(target: Path, *, about: Mapping[str, Any], meter: Meter) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, target.open("xb") as raw:
        os.chmod(target, 0o600)
        copy, counts = _copy_database(Path(folder))
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=PACKED) as tar:
            packing = _Packing(tar, meter)
            facts = copy.stat()
            packing.add(copy.open("rb"), copy.name, size=facts.st_size, at=facts.st_mtime)
            for kept in stored.entries():
                packing.add_kept(kept.name)
            _add_manifest(packing, {**about, "database": connection.vendor, "counts": counts})
        raw.flush()
        os.fsync(raw.fileno())


def database_size() -> int:
    """Bytes on disk, or what the server says."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def files_size() -> int:
    return sum(kept.size for kept in stored.entries())


def _copy_database(folder: Path) -> tuple[Path, dict[str, int]]:
    """The database at one moment, while others write, and how many rows it holds."""
    if connection.vendor != "sqlite":
        counts = present()
        return _dumped(folder / POSTGRES), counts
    target = folder / SQLITE
    source = Path(connection.settings_dict["NAME"])
    with (
        closing(sqlite3.connect(source, timeout=20)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        # One read transaction from the first page to the last: nobody who writes waits for it.
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        counts = counted(lambda query: int(copy.execute(query).fetchone()[0]))
    return target, counts


def counted(
    ask: Callable[[str], int], *, kinds: Collection[str] = tuple(COUNTED)
) -> dict[str, int]:
    """Rows per kind, asked with the query `ask` is given."""
    return {name: ask(f"SELECT count(*) FROM {COUNTED[name]}") for name in kinds}


def present() -> dict[str, int]:
    """Rows per kind in the database as it is now."""
    return counted(lambda query: asked(query))


def asked(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _dumped(target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise ArchiveError("no_program")
    command = [program, "--format=custom", "--no-owner", f"--file={target}"]
    try:
        subprocess.run(
            command, env={**os.environ, **named()}, check=True, timeout=DUMP_SECONDS,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        raise ArchiveError("not_dumped") from failed
    return target


def named() -> dict[str, str]:
    """Where the database is, in the variables PostgreSQL's programs read."""
    known = connection.settings_dict
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
              "PGDATABASE": "NAME"}  # fmt: skip
    return {name: str(known[key]) for name, key in places.items() if known.get(key)}


def _add_manifest(packing: _Packing, about: Mapping[str, Any]) -> None:
    newest: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        newest[app] = name
    whole = {"format": FORMAT, **about, "migrations": newest, "files": packing.packed}
    content = json.dumps(whole, indent=1).encode()
    entry = _entry(MANIFEST, size=len(content), at=0)
    packing.tar.addfile(entry, io.BytesIO(content))


def _entry(name: str, *, size: int, at: float) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(at), 0o600
    return entry
