"""Mailbox files of several programs, and files that are none."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO, RawIOBase

import pytest

from orchestrator.inbox.mails import mbox, mime

FIRST = b"From ada@home.example Mon Nov 23 09:00:00 2026\n"


def split(raw: bytes) -> list[bytes]:
    return list(mime.split_mbox(BytesIO(raw)))


def test_each_mail_comes_out_as_it_went_in() -> None:
    raw = FIRST + b"Subject: One\n\nText\n\n" + FIRST + b"Subject: Two\n\nMore\n\n"
    assert split(raw) == [b"Subject: One\n\nText\n", b"Subject: Two\n\nMore\n"]


def test_quoted_lines_lose_one_mark() -> None:
    raw = FIRST + b"Subject: One\n\n>From here\n>>From there\n> From us\n"
    assert split(raw)[0].endswith(b"\nFrom here\n>From there\n> From us\n")


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Nov 23 09:00:00 2026\n",
        b"From \r\n",
        b"From 1784@xxx Mon Nov 23 09:00:00 +0000 2026\r\n",
        b"From MAILER-DAEMON 2026-11-23T09:00:00Z\n",
    ],
)
def test_it_knows_the_lines_of_several_programs(line: bytes) -> None:
    assert len(split((line + b"Subject: One\n\nText\n\n") * 3)) == 3


def test_a_sentence_that_begins_with_from_ends_no_mail() -> None:
    raw = FIRST + b"Subject: One\n\nText\n\nFrom Monday on we are at 12 Mill Road.\n\nMore\n"
    assert len(split(raw)) == 1


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"%PDF-1.7\n", b"Subject: One\n\nText\n"])
def test_a_file_that_is_no_mailbox_is_refused(raw: bytes) -> None:
    with pytest.raises(mbox.MboxRefused) as refused:
        split(raw)
    assert refused.value.kind == "not_mbox"


def test_more_than_20_000_mails_are_refused_after_those() -> None:
    found = mime.split_mbox(BytesIO((FIRST + b"\nText\n\n") * 20_001))
    read = [next(found) for _ in range(20_000)]
    assert len(read) == 20_000
    with pytest.raises(mbox.MboxRefused) as refused:
        next(found)
    assert refused.value.kind == "too_many"


class Endless(RawIOBase):
    """A mailbox that never ends, with a counter of what was taken from it."""

    def __init__(self) -> None:
        self.taken = 0
        self._lines = self._made()

    def _made(self) -> Iterator[bytes]:
        yield FIRST
        while True:
            yield b"a" * 65_535 + b"\n"

    def readline(self, size: int | None = -1, /) -> bytes:
        line = next(self._lines)
        self.taken += len(line)
        return line


def test_more_than_200_mib_are_not_read() -> None:
    endless = Endless()
    with pytest.raises(mbox.MboxRefused) as refused:
        list(mime.split_mbox(endless))  # type: ignore[arg-type]
    assert refused.value.kind == "too_large"
    assert endless.taken <= mbox.FILE_BYTES + 2 * 65_536
