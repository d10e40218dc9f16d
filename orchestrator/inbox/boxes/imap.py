"""A mailbox on a mail server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from orchestrator.inbox.boxes import imap_folder, imap_open, imap_plan, imap_whole
from orchestrator.inbox.boxes.imap_open import Server
from orchestrator.inbox.boxes.imap_plan import Stretch
from orchestrator.inbox.boxes.imap_wire import Client
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.inbox.mails.mail import Batch, Mail


class ImapMailbox:
    """Connects when it is first asked for something."""

    def __init__(
        self, server: Server, password: str, *, folders: Sequence[str], address: str
    ) -> None:
        self.address = address
        self._server = server
        self._password = password
        self._folders = tuple(folders)
        self._client: Client | None = None
        self._open: tuple[str, int] | None = None
        self._before = 0

    @property
    def calls(self) -> int:
        """Commands since the sign-in."""
        return self._client.calls - self._before if self._client else 0

    def listed(
        self,
        cursor: Mapping[str, Any],
        *,
        since: datetime,
        limit: int,
        position: Mapping[str, Any],
    ) -> Iterator[Batch]:
        planned = self._going_on(position, since) if position else None
        stretches, ids = planned or self._planned(cursor, since=since, limit=limit)
        expected = int(position.get("expected", 0)) or sum(len(one) for one in ids.values())
        end = imap_plan.cursor(stretches)
        chunks = list(_chunks(stretches, ids))
        for place, (folder, some) in enumerate(chunks, start=1):
            items = self._items(folder, some)
            stretches = _read_up_to(stretches, folder, some[-1])
            is_last = place == len(chunks)
            standing = imap_plan.position(stretches, expected=expected)
            yield Batch(tuple(items), standing, end if is_last else None, expected)
        if not chunks:
            yield Batch((), imap_plan.position(stretches, expected=expected), end, expected)

    def whole(self, external_id: str) -> Mail:
        found = imap_folder.parted(external_id)
        if found is None:
            raise MailError("gone")
        folder, validity, uid = found
        if self._examined(folder) != validity:
            raise MailError("gone")
        return imap_whole.whole(self._connected(), uid)

    def folders(self) -> list[str]:
        return imap_folder.names(self._connected())

    def check(self) -> None:
        """Signs in and opens each folder. Raises MailError with the failing step."""
        self._connected()
        for folder in self._folders:
            imap_folder.examined(self._connected(), folder)

    def close(self) -> None:
        if self._client is not None:
            imap_open.shut(self._client, politely=True)
            self._client = self._open = None

    def _connected(self) -> Client:
        if self._client is None:
            self._client = imap_open.opened(self._server, self._password)
            self._before = self._client.calls
        return self._client

    def _examined(self, folder: str) -> int:
        """The UIDVALIDITY of the folder, which is open afterwards."""
        if self._open is None or self._open[0] != folder:
            self._open = None
            self._open = (folder, imap_folder.examined(self._connected(), folder)[0])
        return self._open[1]

    def _items(self, stretch: Stretch, ids: Sequence[int]) -> Any:
        # The text of a mail may have been read meanwhile, from another folder.
        if self._examined(stretch.folder) != stretch.validity:
            raise MailError("protocol", step="list")
        return imap_folder.items(
            self._connected(), stretch.folder, validity=stretch.validity, ids=ids
        )

    def _planned(
        self, cursor: Mapping[str, Any], *, since: datetime, limit: int
    ) -> tuple[list[Stretch], dict[str, list[int]]]:
        known = cursor.get("folders", {})
        stretches = [self._stretch(folder, known.get(folder), since) for folder in self._folders]
        found = {one.folder: self._searched(one) for one in stretches}
        most = imap_plan.shares({folder: len(ids) for folder, ids in found.items()}, limit)
        pairs = [imap_plan.cut(one, found[one.folder], most=most[one.folder]) for one in stretches]
        return [one for one, _ in pairs], {one.folder: ids for one, ids in pairs}

    def _going_on(
        self, position: Mapping[str, Any], since: datetime
    ) -> tuple[list[Stretch], dict[str, list[int]]]:
        """What a stopped run had left. A folder made anew meanwhile is read from its beginning."""
        stretches = []
        for one in imap_plan.resumed(position):
            is_same = one.is_done or self._examined(one.folder) == one.validity
            stretches.append(one if is_same else self._stretch(one.folder, None, since))
        return stretches, {one.folder: self._searched(one) for one in stretches}

    def _stretch(self, folder: str, known: Mapping[str, Any] | None, since: datetime) -> Stretch:
        validity, end = imap_folder.examined(self._connected(), folder)
        self._open = (folder, validity)
        return imap_plan.stretch(folder, known, validity=validity, end=end, since=since.date())

    def _searched(self, one: Stretch) -> list[int]:
        if one.is_done:
            return []
        self._examined(one.folder)
        return imap_folder.searched(self._connected(), one.ids, since=one.since)


def _chunks(
    stretches: Sequence[Stretch], ids: Mapping[str, list[int]]
) -> Iterator[tuple[Stretch, list[int]]]:
    for one in stretches:
        every = ids[one.folder]
        for start in range(0, len(every), imap_folder.CHUNK):
            yield one, every[start : start + imap_folder.CHUNK]


def _read_up_to(stretches: Sequence[Stretch], read: Stretch, last: int) -> list[Stretch]:
    return [replace(one, start=last + 1) if one.folder == read.folder else one for one in stretches]
