"""What a part of a mail holds, decoded; never more than is read of a mail."""

from __future__ import annotations

import binascii
import re

from jobops.lib.hidden import without_invisible
from jobops.lib.mending import repaired
from jobops.lib.text import clean_control
from orchestrator.inbox.mails import mime_html
from orchestrator.inbox.mails.mime_charsets import declared_in_html, decoded
from orchestrator.inbox.mails.mime_parts import Part

MOST = 256 * 1024
# Quoted-printable needs up to three characters for a byte.
ENCODED = 3 * MOST + 4096
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
WORDS_IN_IT = re.compile(rb"[A-Za-z]{2} [A-Za-z]{2}")
ENCODING = re.compile(r"[a-z0-9-]+")


def content(raw: bytes, part: Part, *, faults: set[str]) -> bytes:
    """Its bytes without their transfer encoding, at most `MOST` of them."""
    held = raw[part.start : min(part.end, part.start + ENCODED)]
    found = ENCODING.search(part.headers.first("content-transfer-encoding").lower())
    encoding = found[0] if found else ""
    if encoding == "base64":
        held = _base64(held, faults)
    elif encoding == "quoted-printable":
        held = binascii.a2b_qp(held)
    if len(held) > MOST or part.end - part.start > ENCODED:
        faults.add("text_cut")
    return held[:MOST]


def plain(raw: bytes, part: Part, *, faults: set[str]) -> tuple[str, bool]:
    """The text a person sees, and whether characters hid something in it."""
    text = decoded(content(raw, part, faults=faults), charset=part.charset, faults=faults)
    return without_invisible(repaired(clean_control(text)))


def markup(raw: bytes, part: Part, *, faults: set[str]) -> tuple[str, bool]:
    held = content(raw, part, faults=faults)
    html = decoded(held, charset=part.charset or declared_in_html(held), faults=faults)
    text, hides = mime_html.seen(repaired(html))
    clean, hides_letters = without_invisible(clean_control(text))
    return clean, hides or hides_letters


def _base64(held: bytes, faults: set[str]) -> bytes:
    if WORDS_IN_IT.search(held[:2000]):
        faults.add("bad_base64")
        return held
    end = held.find(b"=")
    clean = NOT_BASE64.sub(b"", held[:end] if end >= 0 else held)
    if len(clean) % 4 == 1:
        faults.add("bad_base64")
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
