"""A file of the shared store, read in pieces as they are asked for and never held whole."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, Protocol, cast

from botocore.exceptions import BotoCoreError

from jobops.web.store_parts import Entry, StoreError

BUFFER = 256 * 1024
WINDOW = 4 * 1024 * 1024
TRIES = 3


class Source(Protocol):
    client: Any

    def at(self, name: str) -> dict[str, str]: ...
    def asked(self, name: str) -> Any: ...


def reading(source: Source, entry: Entry) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Ranged(source, entry), BUFFER))


class _Ranged(io.RawIOBase):
    """One request for each window of bytes read on; a broken one is asked for again."""

    def __init__(self, source: Source, entry: Entry) -> None:
        self._source, self._entry = source, entry
        self._at = self._end = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._entry.size}[whence]
        if start + offset < 0:
            raise ValueError("a negative place")
        if start + offset != self._at:
            self._drop()
            self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._entry.size - self._at)
        if wanted <= 0:
            return 0
        piece = self._piece(wanted)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._drop()
        super().close()

    def _piece(self, wanted: int) -> bytes:
        for left in reversed(range(TRIES)):
            try:
                if piece := self._window().read(min(wanted, self._end - self._at)):
                    return bytes(piece)
            except (BotoCoreError, OSError):
                if not left:
                    raise StoreError("unreachable") from None
            self._drop()
        raise StoreError("unreachable")

    def _window(self) -> Any:
        if self._body is None or self._at >= self._end:
            self._drop()
            self._end = min(self._at + WINDOW, self._entry.size)
            name, part = self._entry.name, f"bytes={self._at}-{self._end - 1}"
            with self._source.asked(name):
                found = self._source.client.get_object(**self._source.at(name), Range=part)
            self._body = found["Body"]
        return self._body

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
