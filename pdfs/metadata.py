"""Names the author in a finished PDF and makes its bytes repeatable.

Chromium writes no author and stamps the time of printing. The two stamps are replaced in place by
the time of the newest input, and a small update is appended with the rest; the body stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

CREATOR = "JobOps"
_STAMP = re.compile(rb"(/(?:CreationDate|ModDate) )\(D:\d{14}[+\-]\d\d'\d\d'\)")
_TRAILER = re.compile(
    rb"trailer\s*<</Size (\d+)\s*/Root (\d+) 0 R\s*/Info (\d+) 0 R>>\s*startxref\s*(\d+)\s*%%EOF"
)


def seal(pdf: bytes, *, title: str, author: str, language: str, newest: datetime) -> bytes:
    """The same input gives the same bytes. `newest` is the time of the newest input.

    ValueError when the file is not as Chromium writes it.
    """
    stamp = newest.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    body = _STAMP.sub(rb"\1(" + stamp + rb")", pdf)
    trailer = list(_TRAILER.finditer(body))[-1:]
    if not trailer:
        raise ValueError("no trailer as Chromium writes it")
    size, root, info, previous = (int(number) for number in trailer[0].groups())
    start = len(body) + (0 if body.endswith(b"\n") else 1)
    entries = [
        b"/Title " + _string(title),
        b"/Author " + _string(author),
        b"/Creator " + _string(CREATOR),
        b"/Producer " + _string(_producer(body)),
        b"/CreationDate (" + stamp + b")",
        b"/ModDate (" + stamp + b")",
    ]
    update = b"%d 0 obj\n<<%s>>\nendobj\n" % (info, b"\n".join(entries))
    reference = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n" % (info, start)
    identity = hashlib.sha256(body + update + language.encode()).digest()[:16].hex().encode()
    end = b"trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R\n/Prev %d\n/ID [<%s> <%s>]>>\n" % (
        *(size, root, info, previous),
        *(identity, identity),
    )
    at = start + len(update)
    gap = b"" if body.endswith(b"\n") else b"\n"
    return body + gap + update + reference + end + b"startxref\n%d\n%%%%EOF\n" % at


def _producer(pdf: bytes) -> str:
    found = re.search(rb"/Producer \(([^()\\]*)\)", pdf)
    return found.group(1).decode("latin-1") if found else "Chromium"


def _string(text: str) -> bytes:
    if text.isascii():
        escaped = re.sub(r"([\\()])", r"\\\1", text)
        return b"(" + escaped.encode() + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"
