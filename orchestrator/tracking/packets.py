"""The packet: what was sent with an application, frozen in the transaction that says it was sent.

The database refuses to change a row. Taking the application back leaves a mark beside it, so that
what was frozen stays readable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator.models import Job, PacketVoid, SentPacket
from orchestrator.tracking.manifest import SCHEMA, canonical, manifest, seal_of
from pdfs import store
from pdfs.models import RenderedPdf


def freeze(row: Job, event: UUID) -> SentPacket:
    """For a job that was just marked as sent; the caller holds its transaction. The file is the
    one the job points to, and what a later upload brings does not enter.
    """
    now = timezone.now()
    applied_at = row.applied_at or now
    pdf = _printed(row)
    found = manifest(row, applied_at=applied_at, frozen_at=now, pdf=pdf)
    text = canonical(found)
    letter, base = found["letter"], found["resume"]["base"]
    return SentPacket.objects.create(
        job=row,
        round=row.round,
        event=event,
        manifest=text,
        seal=seal_of(text),
        pdf_digest=row.applied_pdf_digest or "",
        letter_digest=(letter or {}).get("pdf") or "",
        has_letter=letter is not None,
        base=UUID(base) if base else None,
        score=row.score,
        engine=row.score_engine or "",
        applied_at=applied_at,
        frozen_at=now,
        schema_version=SCHEMA,
    )


def void(row: Job) -> None:
    """The application of this round was taken back."""
    for packet in standing(row):
        PacketVoid.objects.get_or_create(packet=packet)


def revive(row: Job) -> None:
    """Taking it back was itself taken back: the last packet holds again."""
    packet = row.packets.filter(round=row.round).order_by("-id").first()
    if packet is not None:
        PacketVoid.objects.filter(packet=packet).delete()


def standing(row: Job) -> Any:
    """Packets of this round that hold."""
    return row.packets.filter(round=row.round, void__isnull=True)


def of(job: Job) -> list[SentPacket]:
    """Every one, the newest first, void ones too."""
    return list(job.packets.select_related("void").order_by("-id"))


def latest(job: Job) -> SentPacket:
    """The newest that holds, else the newest. Raises Refused("nothing_sent")."""
    found = of(job)
    if not found:
        raise Refused("nothing_sent")
    return next((one for one in found if not is_void(one)), found[0])


def is_void(packet: SentPacket) -> bool:
    return hasattr(packet, "void")


def is_sealed(packet: SentPacket) -> bool:
    """Whether its text is still what was sealed."""
    return seal_of(packet.manifest) == packet.seal


def contents(packet: SentPacket) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(packet.manifest)
    return found


def count() -> int:
    found: int = SentPacket.objects.count()
    return found


def damaged() -> Iterator[tuple[SentPacket, str]]:
    """Every packet whose seal or files are not what they were, with what is wrong."""
    rows = SentPacket.objects.select_related("job").order_by("id")
    for packet in rows.iterator(chunk_size=200):
        if wrong := _wrong(packet):
            yield packet, wrong


def _wrong(packet: SentPacket) -> str:
    if not is_sealed(packet):
        return "its text differs from its seal"
    for name in filter(None, (packet.pdf_digest, packet.letter_digest)):
        state = store.state_of(packet.job.owner_id, name)
        if state != "sound":
            return f"the file {name[:12]} is {state}"
    return ""


def _printed(row: Job) -> RenderedPdf | None:
    if not row.applied_pdf_digest:
        return None
    rows = RenderedPdf.objects.filter(job=row, digest=row.applied_pdf_digest)
    return rows.select_related("tailoring").order_by("-created_at", "-id").first()
