"""Mails made to cost more than they are worth: bounded time, bounded memory."""

from __future__ import annotations

import tracemalloc

import pytest

from orchestrator.inbox.mails import mime
from tests.bounds import computes

HEAD = b"From: jobs@acme.example\nSubject: Hello\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n"
NESTED = MIXED + b"".join(
    b"--x%s\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (b"" if not n else b"%d" % n, n + 1)
    for n in range(3000)
)
BOMBS = {
    "10,000 parts": MIXED + b"--x\nContent-Type: text/plain\n\npart\n" * 10_000 + b"--x--\n",
    "a header of 5 MB": b"X-A: " + b"a" * 5_000_000 + b"\n" + HEAD + b"\nText",
    "500,000 headers": b"X-A: b\n" * 500_000 + HEAD + b"\nText",
    "a name of 5 MB": b'From: "' + b'\\"' * 2_500_000 + b"\n\nText",
    "100,000 references": HEAD + b"References: " + b"<a@b> " * 100_000 + b"\n\nText",
    "3,000 multiparts in each other": NESTED,
    "lines like boundaries": MIXED + b"--xy\n" * 1_000_000 + b"--x\n\nText\n",
    "a text of 20 MB": HEAD + b"\n" + b"word " * 4_000_000,
    "base64 of 20 MB": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD" * 5_000_000,
}
TAGS = ["<b>", "<div>", "<table><tr><td>", "<p>", "<a href=x>", "<!--", "<style>/*", "<style>a{"]


def reads(raw: bytes) -> int:
    """Bytes of memory it needs at the most, beside the mail itself."""
    with computes():
        mail = mime.read(raw)
    assert len(mail.text.encode()) <= 256 * 1024
    assert mail.subject in ("Hello", "")
    tracemalloc.start()
    mime.read(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_goes_off_quietly(name: str) -> None:
    assert reads(BOMBS[name]) < 16 * 1024 * 1024


def test_an_attachment_of_100_mb_is_passed_by() -> None:
    raw = MIXED + (
        b"--x\nContent-Type: text/plain\n\nText\n--x\nContent-Type: application/zip\n"
        b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.zip\n\n"
    )
    raw += (b"QUJD" * 19 + b"\n") * 1_362_000 + b"--x--\n"
    assert reads(raw) < 4 * 1024 * 1024
    assert mime.read(raw).text == "Text"


@pytest.mark.parametrize("tag", TAGS)
def test_html_of_any_depth_is_read_in_bounded_time(tag: str) -> None:
    html = tag.encode() * (300_000 // len(tag)) + b"words"
    assert reads(HEAD + b"Content-Type: text/html\n\n" + html) < 64 * 1024 * 1024
