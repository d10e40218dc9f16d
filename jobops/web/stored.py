"""The only door to kept files: in a local folder, or in an S3-compatible store for several machines
(settings.STORAGES).

Names are relative: "<owner>/ab/<digest>.pdf". What is kept under a name is the same for ever, and
what `put` returned from survives a power cut. Everything here may raise StoreError.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol, cast
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.module_loading import import_string

from jobops.web.store_local import Folder
from jobops.web.store_parts import Entry, Opened, StoreError

logger = logging.getLogger(__name__)

__all__ = ["FILES", "PASSING", "Entry", "Opened", "Shelf", "StoreError"]


class Store(Protocol):
    """A Django storage, and what JobOps needs beside that."""

    # How far what it says about the age of a file may be wrong.
    grain: timedelta

    def exists(self, name: str) -> bool: ...
    def size(self, name: str) -> int: ...
    def delete(self, name: str) -> None: ...
    def look(self, name: str) -> Entry: ...
    def opened(self, name: str) -> Opened: ...
    def read(self, name: str) -> bytes: ...
    def borrowed(self, name: str) -> BinaryIO: ...
    def writing(self, name: str) -> AbstractContextManager[BinaryIO]: ...
    def entries(self, prefix: str) -> Iterator[Entry]: ...
    def touch(self, name: str) -> None: ...
    def clear(self, prefix: str) -> None: ...
    def tidy(self, prefix: str, *, before: datetime) -> int: ...


@dataclass(frozen=True)
class Shelf:
    """The files of one alias of settings.STORAGES, or of one `given` store."""

    alias: str
    given: Store | None = None

    @property
    def store(self) -> Store:
        return self.given or cast(Store, storages[self.alias])

    def put(self, name: str, content: bytes) -> None:
        """Durable, whole or not at all. Equal bytes are used again, young for the sweep."""
        cast(Storage, self.store).save(name, ContentFile(content))

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """As `put`, for what is too large for memory: kept when the block ends, unless by an
        exception.
        """
        return self.store.writing(name)

    def exists(self, name: str) -> bool:
        return self.store.exists(name)

    def size(self, name: str) -> int:
        """Raises FileNotFoundError."""
        return self.store.size(name)

    def look(self, name: str) -> Entry:
        """Raises FileNotFoundError."""
        return self.store.look(name)

    def open(self, name: str) -> BinaryIO:
        """Seekable. Raises FileNotFoundError."""
        return self.store.opened(name).file

    def opened(self, name: str) -> Opened:
        """As `open`, with its size and age at that moment."""
        return self.store.opened(name)

    def read(self, name: str) -> bytes:
        """All of it at once, for files of a few MB. Raises FileNotFoundError."""
        return self.store.read(name)

    def borrowed(self, name: str) -> BinaryIO:
        """A file of this machine with a path as its `name`, to be read in any order. Raises
        FileNotFoundError.
        """
        return self.store.borrowed(name)

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        """Everything whose name begins so."""
        return self.store.entries(prefix)

    def remove(self, name: str) -> None:
        """One that is missing is fine."""
        self.store.delete(name)

    def forget(self, name: str) -> None:
        """Remove what no row names any more. What cannot be removed now is left to the sweep."""
        try:
            self.remove(name)
        except StoreError:
            logger.warning("a file is left to the sweep", exc_info=True)

    def clear(self, prefix: str) -> None:
        """Remove everything whose name begins so; `prefix` ends in a slash."""
        self.store.clear(prefix)

    def touch(self, name: str) -> None:
        """Young again for the sweep. Raises FileNotFoundError."""
        self.store.touch(name)

    def tidy(self, prefix: str = "", *, before: datetime) -> int:
        """Remove what was begun before and never finished; how many."""
        return self.store.tidy(prefix, before=before)

    def probe(self) -> None:
        """Keep a file, read it back and remove it. Raises StoreError."""
        name = f"probe/{uuid4().hex}"
        self.put(name, name.encode())
        try:
            if self.read(name) != name.encode():
                raise StoreError("refused")
        except FileNotFoundError as lost:
            raise StoreError("refused") from lost
        finally:
            self.remove(name)


def local() -> Shelf:
    """The files of the data folder, whichever store is set."""
    return Shelf("local", Folder(location=settings.STORE_DIR))


def shared() -> Shelf:
    """Those of the S3-compatible store."""
    backend = cast(Callable[..., Store], import_string("jobops.web.store_s3.Shared"))
    return Shelf("s3", backend(location="files"))


# What rows name, for as long as they do.
FILES = Shelf("files")
# What waits for an hour or a day: files somebody brought, exports that were made.
PASSING = Shelf("passing")

put, exists, open, size = FILES.put, FILES.exists, FILES.open, FILES.size
look, opened, read = FILES.look, FILES.opened, FILES.read
entries, remove, forget, clear = FILES.entries, FILES.remove, FILES.forget, FILES.clear
touch, tidy = FILES.touch, FILES.tidy
