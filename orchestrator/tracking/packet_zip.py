"""A packet as one file for whoever has to show what was sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from orchestrator.models import SentPacket
from orchestrator.tracking import packets
from pdfs import naming, serving, store

MANIFEST, SEAL = "manifest.json", "seal.txt"
# The file's own times would make two downloads of one packet differ.
EPOCH = (1980, 1, 1, 0, 0, 0)
LINES = (
    ("Employer", "employer"), ("Place", "location"), ("Pay", "salary"), ("Deadline", "deadline"),
    ("Source", "source"), ("Address", "jobUrl"), ("Apply at", "applicationLink"),
)  # fmt: skip


def pack(packet: SentPacket) -> bytes:
    """The archive, equal each time; a file that is gone from the disk is left out and named in
    missing.txt.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(packet):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def names(packet: SentPacket) -> tuple[str, str]:
    """What it is called: in ASCII, and in its own script."""
    posting = packets.contents(packet)["posting"]
    name, locale = serving.person(packet.job)
    plain, own = naming.download_name(
        name, posting["title"], posting["employer"], locale, fallback=f"packet_{packet.job_id}"
    )
    return plain.removesuffix(".pdf") + ".zip", own.removesuffix(".pdf") + ".zip"


def _members(packet: SentPacket) -> Iterator[tuple[str, bytes]]:
    found = packets.contents(packet)
    yield MANIFEST, packet.manifest.encode()
    yield SEAL, f"{packet.seal}  {MANIFEST}\n".encode()
    yield "posting.txt", posting_text(found["posting"]).encode()
    if html := found["posting"]["descriptionHtml"]:
        yield "posting.html", _page(found["posting"]["title"], html).encode()
    if letter := found["letter"]:
        yield "letter.txt", letter["text"].encode()
    if found["answers"]:
        yield "answers.txt", answers_text(found["answers"]).encode()
    missing = []
    for name, digest in (("resume.pdf", packet.pdf_digest), ("letter.pdf", packet.letter_digest)):
        content = store.read(packet.job.owner_id, digest) if digest else None
        if content is not None:
            yield name, content
        elif digest:
            missing.append(f"{name} ({digest})")
    if missing:
        yield "missing.txt", "\n".join(missing).encode()


def posting_text(posting: Mapping[str, Any]) -> str:
    facts = [f"{label}: {posting[key]}" for label, key in LINES if posting[key]]
    return "\n".join([posting["title"], *facts, "", posting["description"] or "", ""])


def answers_text(answers: list[dict[str, str]]) -> str:
    return "\n\n".join(f"{one['question']}\n{one['answer']}" for one in answers) + "\n"


def _page(title: str, body: str) -> str:
    """`body` was cleaned before it was kept."""
    safe = title.replace("&", "&amp;").replace("<", "&lt;")
    head = f'<meta charset="utf-8"><title>{safe}</title>'
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>\n"
