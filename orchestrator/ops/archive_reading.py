"""A backup read back: every digest, the database in it, and what it says it holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from orchestrator.ops import archives
from orchestrator.ops.archives import COUNTED, FILES, FORMAT, MANIFEST, PIECE, POSTGRES, SQLITE

logger = logging.getLogger(__name__)

# A name that leads elsewhere makes an archive unreadable.
NAME = re.compile(rf"{FILES}(/[\w-][\w.+-]*)+", re.ASCII)
MANIFEST_LIMIT = 256 * 1024 * 1024
BROKEN = (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, tarfile.TarError)


@dataclass(frozen=True)
class Contents:
    """What a manifest says: when and by which version it was made, rows per kind, the newest
    migration of each app; `files` by name with size and digest.
    """

    version: str
    made_at: datetime
    database: str
    counts: Mapping[str, int]
    migrations: Mapping[str, str]
    files: Mapping[str, Mapping[str, Any]]

    def noted(self) -> dict[str, Any]:
        """As a manifest without its files, which `understood` takes."""
        return {
            "format": FORMAT, "version": self.version, "createdAt": self.made_at.isoformat(),
            "database": self.database, "counts": dict(self.counts),
            "migrations": dict(self.migrations), "files": {},
        }  # fmt: skip

    @property
    def stored(self) -> dict[str, Mapping[str, Any]]:
        """Kept files alone, by the name they have in the store."""
        found = self.files.items()
        return {name.removeprefix(f"{FILES}/"): one for name, one in found if "/" in name}

    @property
    def database_bytes(self) -> int:
        return sum(int(one["size"]) for name, one in self.files.items() if "/" not in name)


@dataclass(frozen=True)
class Checked:
    """What a look into an archive found; `faults` is empty for a sound one."""

    files: int
    faults: tuple[str, ...] = ()
    contents: Contents | None = None


@dataclass
class _Found:
    manifest: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


def verify(path: Path) -> Checked:
    """Read all of it: every digest, and whether the database in it is whole."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        try:
            found = _read_back(path, Path(folder))
            contents = understood(found.manifest)
        except BROKEN as broken:
            logger.warning("archive unreadable", extra={"meta": {"cause": type(broken).__name__}})
            return Checked(0, ("The file cannot be read to its end.",))
        faults = _differing(contents, found.digests)
        if not faults:
            faults = _database_faults(Path(folder), found.manifest)
    return Checked(len(found.digests), tuple(faults), contents)


@contextmanager
def members(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Every file in it in its order, to be read one after the other. Raises what BROKEN names."""
    with gzip.open(path) as raw:
        with tarfile.open(fileobj=raw, mode="r|") as tar:
            yield _members(tar)
        # Its checksum, which covers what no digest does, is compared at the very end.
        while raw.read(PIECE):
            pass


def understood(manifest: Mapping[str, Any]) -> Contents:
    """Raises KeyError, TypeError or ValueError for a manifest that is none."""
    if manifest["format"] != FORMAT:
        raise ValueError(MANIFEST)
    return Contents(
        version=str(manifest["version"]),
        made_at=datetime.fromisoformat(manifest["createdAt"]),
        database=str(manifest["database"]),
        counts={str(name): int(count) for name, count in manifest["counts"].items()},
        migrations={str(app): str(name) for app, name in manifest["migrations"].items()},
        files=cast(dict[str, Any], manifest["files"]),
    )


def described(contents: Contents) -> str:
    """One line: when, by which version, how much."""
    rows = ", ".join(f"{kind} {count:,}" for kind, count in contents.counts.items())
    at = contents.made_at.strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"Sound. Made {at} by JobOps {contents.version} on {contents.database}. "
        f"It holds: {rows}, files {len(contents.stored):,}."
    )


def digested(file: IO[bytes], write: Callable[[bytes], object]) -> str:
    """The digest of what is read from `file` and given to `write`."""
    total = hashlib.sha256()
    while piece := file.read(PIECE):
        total.update(piece)
        write(piece)
    return total.hexdigest()


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        file = tar.extractfile(member) if member.isreg() else None
        if file is None or not is_ours(member.name):
            raise ValueError(member.name)
        yield member.name, file


def is_ours(name: str) -> bool:
    return name in (SQLITE, POSTGRES, MANIFEST) or NAME.fullmatch(name) is not None


def _read_back(path: Path, folder: Path) -> _Found:
    """The digest of every member, and the manifest; the database is put into `folder`."""
    found = _Found()
    with members(path) as files:
        for name, file in files:
            if name == MANIFEST:
                found.manifest = json.loads(file.read(MANIFEST_LIMIT))
                continue
            target = folder / name if "/" not in name else Path(os.devnull)
            with target.open("wb") as out:
                found.digests[name] = digested(file, _carefully(out, folder))
    return found


def _carefully(out: IO[bytes], folder: Path) -> Callable[[bytes], object]:
    """A small archive may unpack to more than the disk holds."""

    def write(piece: bytes) -> None:
        if out.name != os.devnull and shutil.disk_usage(folder).free < archives.LEAST_LEFT:
            raise OSError("full")
        out.write(piece)

    return write


def _differing(contents: Contents, found: Mapping[str, str]) -> list[str]:
    wanted = {name: one["sha256"] for name, one in contents.files.items()}
    faults = [f"{name} is missing." for name in wanted if name not in found]
    faults += [f"{name} is not in the manifest." for name in found if name not in wanted]
    return faults + [f"{n} is damaged." for n in found if n in wanted and wanted[n] != found[n]]


def _database_faults(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    if manifest["database"] != "sqlite":
        return _dump_faults(folder / POSTGRES)
    try:
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            said = str(copy.execute("PRAGMA integrity_check(1)").fetchone()[0])
            known = {n: int(count) for n, count in manifest["counts"].items() if n in COUNTED}
            counts = archives.counted(
                lambda query: int(copy.execute(query).fetchone()[0]), kinds=known
            )
    except sqlite3.Error:
        return ["The database in it cannot be opened."]
    if said != "ok":
        return ["The database in it is damaged."]
    return [] if counts == known else ["The database in it holds other rows than said."]


def _dump_faults(dump: Path) -> list[str]:
    program = shutil.which("pg_restore")
    if program is None:
        return ["pg_restore is not installed, so the database in it could not be read."]
    command = [program, "--list", str(dump)]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return ["The database in it cannot be read."] if done.returncode else []
