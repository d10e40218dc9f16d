"""What was sent with an application, as it was frozen then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.packets import PacketOut
from orchestrator.api.wire import iso
from orchestrator.models import SentPacket
from orchestrator.tracking import packet_zip, packets

router = Router(tags=["As sent"])
JOB = "/jobs/{uuid:job_id}"
ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}


@door.route(router, "GET", f"{JOB}/packet", data=PacketOut, errors=(404,))
def read_packet(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The newest packet that holds, else the newest."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, shown(packets.latest(job)))


@door.route(router, "GET", f"{JOB}/packets", data=list[PacketOut], errors=(404,))
def list_packets(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Every packet of the job, the newest first; those taken back have `voidedAt`."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [shown(one) for one in packets.of(job)])


@door.route(
    router, "GET", f"{JOB}/packet.zip", errors=(404, 503), extra={"responses": {200: ZIP}},
    raw=True,
)  # fmt: skip
def read_packet_zip(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """The same as an archive: manifest, posting, résumé, letter, answers."""
    packet = packets.latest(access.job(access.owner(request), job_id))
    return archive(packet)


def archive(packet: SentPacket) -> HttpResponse:
    """For the page of a packet too."""
    named = files.disposition(*packet_zip.names(packet), attachment=True)
    headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
    return HttpResponse(packet_zip.pack(packet), content_type="application/zip", headers=headers)


def shown(packet: SentPacket) -> dict[str, Any]:
    return {
        "id": str(packet.pk),
        "jobId": str(packet.job_id),
        "round": packet.round,
        "appliedAt": iso(packet.applied_at),
        "frozenAt": iso(packet.frozen_at),
        "voidedAt": iso(packet.void.at) if packets.is_void(packet) else None,
        "seal": packet.seal,
        "schemaVersion": packet.schema_version,
        "hasPdf": bool(packet.pdf_digest),
        "hasLetter": packet.has_letter,
        "manifest": packets.contents(packet),
    }
