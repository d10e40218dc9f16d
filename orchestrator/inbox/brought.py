"""Files of mail as a mailbox: the same reading, whichever way mail came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.utils import timezone

from jobops.lib.errors import Problem
from orchestrator import incoming
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Batch, Item, Mail
from orchestrator.models import SyncRun
from orchestrator.models.mail import UNDER_WAY

AT_ONCE = 50
# While a worker is about it, a file waits.
KEPT_HOURS = 24


class FileGone(Problem):
    SENTENCES = {
        "file_gone": "The file is not there any more. What was read of it is kept; bring it again."
    }


class Files:
    """`position` names the file and the mail in it. Mails are numbered, so that a file read again
    gives the same.
    """

    address = ""

    def __init__(self, run: SyncRun) -> None:
        self._run = run
        self._held: dict[str, Mail] = {}
        self.calls = 0

    def listed(
        self,
        cursor: Mapping[str, Any],
        *,
        since: datetime,
        limit: int,
        position: Mapping[str, Any],
    ) -> Iterator[Batch]:
        """In the files' order. Raises FileGone, MboxRefused; what came before that holds."""
        expected = None if position else self._count()
        items: list[Item] = []
        try:
            for item, number, index in self._items(position):
                if len(items) == AT_ONCE:
                    yield self._batch(items, number, index, expected)
                    items = []
                items.append(item)
        except Problem:
            yield self._batch(items, len(self._run.files), 0, expected)
            raise
        yield self._batch(items, len(self._run.files), 0, expected, cursor={})

    def whole(self, external_id: str) -> Mail:
        return self._held[external_id]

    def close(self) -> None:
        self._held.clear()

    def _batch(
        self,
        items: list[Item],
        number: int,
        index: int,
        expected: int | None,
        *,
        cursor: Mapping[str, Any] | None = None,
    ) -> Batch:
        self._held = {item.external_id: item.head for item in items}
        return Batch(tuple(items), {"file": number, "mail": index}, cursor, expected)

    def _items(self, position: Mapping[str, Any]) -> Iterator[tuple[Item, int, int]]:
        first, skipped = position.get("file", 0), position.get("mail", 0)
        for number, file in enumerate(self._run.files[first:], start=first):
            for index, source in enumerate(self._sources(file)):
                if number == first and index < skipped:
                    continue
                mail = mime.read(source)
                at = mail.sent_at or timezone.now()
                yield Item(f"{number}:{index}", "", at, mail), number, index

    def _sources(self, file: Mapping[str, Any]) -> Iterator[bytes]:
        incoming_file = _opened(self._run.owner_id, file)
        with closing(incoming_file):
            if file.get("kind") == "mbox":
                yield from mime.split_mbox(incoming_file)  # type: ignore[arg-type]
            else:
                yield incoming_file.read()

    def _count(self) -> int:
        """How many mails there are, before any is read."""
        found = 0
        try:
            for file in self._run.files:
                for _ in self._sources(file):
                    found += 1
        except Problem:  # said when it is met while reading
            return found
        return found


def clear(run: SyncRun) -> None:
    """Remove what was brought, except what another run still has to read."""
    others = SyncRun.objects.filter(owner=run.owner_id, status__in=UNDER_WAY)
    wanted = {one for files in others.values_list("files", flat=True) for one in _digests(files)}
    for digest in _digests(run.files):
        if digest not in wanted:
            incoming.drop(run.owner_id, digest)


def renew(run: SyncRun) -> None:
    """Raises FileGone, also for a file of which only the name is known."""
    for file in run.files:
        digest = file.get("digest")
        if not digest or not incoming.renew(run.owner_id, digest, hours=KEPT_HOURS):
            raise FileGone("file_gone")


def _digests(files: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of those that were kept; a row of another making may know no more than the name."""
    return [file["digest"] for file in files if file.get("digest")]


def _opened(owner_id: UUID, file: Mapping[str, Any]) -> IO[bytes]:
    digest = file.get("digest")
    found = incoming.open_kept(owner_id, digest) if digest else None
    if found is None:
        raise FileGone("file_gone")
    return found
