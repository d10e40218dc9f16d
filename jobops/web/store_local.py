"""Files in a folder of this machine."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from jobops.lib import filed
from jobops.web.store_parts import Entry, Opened, StoreError

PIECE = 1 << 20
# What we name files ourselves; whatever looks otherwise is examined.
_PLAIN = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.\w+)?", re.ASCII)
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Folder(FileSystemStorage):
    """Written whole or not at all, readable by nobody else; see jobops.web.stored.Store."""

    grain = timedelta()

    def __init__(self, *, location: Path) -> None:
        super().__init__(location=str(location), allow_overwrite=True)

    def path(self, name: str) -> str:
        """Raises SuspiciousOperation for a name that leads out of the folder."""
        return f"{self.location}/{name}" if _PLAIN.fullmatch(name) else super().path(name)

    def url(self, name: str | None) -> str:
        raise NotImplementedError("files are handed out by ourselves, to their owner")

    def exists(self, name: str) -> bool:
        return os.path.isfile(self.path(name))

    def look(self, name: str) -> Entry:
        with _failing():
            return _entry(name, os.stat(self.path(name)))

    def opened(self, name: str) -> Opened:
        with _failing():
            return opened_here(Path(self.path(name)), name=name)

    def read(self, name: str) -> bytes:
        with _failing():
            return Path(self.path(name)).read_bytes()

    def borrowed(self, name: str) -> BinaryIO:
        return self.opened(name).file

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        with _failing(), filed.drafting(Path(self.path(name))) as file:
            yield file

    def entries(self, prefix: str) -> Iterator[Entry]:
        folder, _, beginning = prefix.rpartition("/")
        for path, facts in _below(self.path(folder), beginning):
            yield _entry(os.path.relpath(path, self.location), facts)

    def touch(self, name: str) -> None:
        with _failing():
            os.utime(self.path(name))

    def tidy(self, prefix: str, *, before: datetime) -> int:
        with _failing():
            return filed.remove_drafts(Path(self.path(prefix)), before=before.timestamp())

    def clear(self, prefix: str) -> None:
        with _failing(), suppress(FileNotFoundError):
            shutil.rmtree(self.path(prefix))

    def delete(self, name: str) -> None:
        with _failing():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> Any:
        return File(self.opened(name).file, name=name)

    def _save(self, name: str, content: File[bytes]) -> str:
        """An equal file is used again, young: the sweep must not take what is about to be named."""
        target = Path(self.path(name))
        with _failing():
            if not _is_renewed(target, content):
                filed.place(target, content.chunks(PIECE))
        return name


def opened_here(path: Path, *, name: str = "") -> Opened:
    """Raises FileNotFoundError."""
    file = path.open("rb")
    return Opened(file, _entry(name, os.fstat(file.fileno())))


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as failed:
        kind = "full" if failed.errno in _FULL else "refused"
        raise StoreError(kind) from failed


def _entry(name: str, facts: os.stat_result) -> Entry:
    return Entry(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def _below(folder: str, beginning: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Files in the order of their names. One that goes meanwhile is left out."""
    try:
        found = sorted(os.scandir(folder), key=lambda one: one.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for one in found:
        if not one.name.startswith(beginning):
            continue
        if one.is_dir(follow_symlinks=False):
            yield from _below(one.path)
        elif not one.name.endswith(filed.TEMPORARY):
            try:
                yield one.path, one.stat()
            except FileNotFoundError:
                continue


def _is_renewed(target: Path, content: File[bytes]) -> bool:
    """Whether the same bytes lie there already; then they count as written now."""
    try:
        with target.open("rb") as file:
            if os.fstat(file.fileno()).st_size != content.size:
                return False
            if any(piece != file.read(len(piece)) for piece in content.chunks(PIECE)):
                return False
        os.utime(target)
    except FileNotFoundError:
        return False
    return True
