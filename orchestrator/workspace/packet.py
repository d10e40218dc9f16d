"""The As sent tab: what went out with an application, as it was frozen then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from jobops.lib.words import later, later_each, say
from jobops.web import files
from orchestrator import access
from orchestrator.jobs import clean
from orchestrator.models import Job, SentPacket
from orchestrator.tracking import packet_zip, packets
from orchestrator.workspace import jobpage
from pdfs import serving, store

ENGINES = later_each({"model": "with a language model", "computed": "by rules", "user": "by you"})
POSTING = (
    (later("Employer"), "employer"),
    (later("Place"), "location"),
    (later("Pay"), "salary"),
    (later("Deadline"), "deadline"),
    (later("Found at"), "source"),
)
LINKS = ((later("Posting"), "jobUrl"), (later("Apply at"), "applicationLink"))


@dataclass(frozen=True)
class Other:
    url: str
    frozen_at: datetime
    is_void: bool
    current: bool


@dataclass(frozen=True)
class Sent:
    """`pdf` says what became of the résumé's file when `pdf_url` is empty."""

    id: str
    applied_at: datetime | None
    frozen_at: datetime
    voided_at: datetime | None
    seal: str
    is_sound: bool
    pdf: str
    pdf_url: str
    zip_url: str
    posting: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    html: str
    text: str
    headline: str
    summary: str
    skills: tuple[tuple[str, str], ...]
    bullets: int
    letter: Mapping[str, Any] | None
    letter_url: str
    answers: tuple[Mapping[str, str], ...]
    score: str


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    every = packets.of(job)
    chosen = picked(every, request.GET.get("packet", ""))
    content = {"sent": shown(chosen, job) if chosen else None, "others": others(every, chosen)}
    return jobpage.shown(request, job, "packet", content=content)


@require_safe
def archive(request: HttpRequest, pk: UUID, packet: UUID) -> HttpResponse:
    found = access.packet(access.job(access.owner(request), pk), packet)
    named = files.disposition(*packet_zip.names(found), attachment=True)
    headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
    return HttpResponse(packet_zip.pack(found), content_type="application/zip", headers=headers)


@require_safe
def file(request: HttpRequest, pk: UUID, packet: UUID, part: str) -> HttpResponseBase:
    """The PDF of the résumé or of the letter, as it was sent."""
    job = access.job(access.owner(request), pk)
    found = access.packet(job, packet)
    digest = found.pdf_digest if part == "resume" else found.letter_digest
    one = serving.served(job, digest or None, attachment=False, cache="private, no-store")
    return files.serve(request, one)


def picked(every: list[SentPacket], given: str) -> SentPacket | None:
    named = next((one for one in every if str(one.pk) == given), None)
    return named or next((one for one in every if not packets.is_void(one)), None) or (
        every[0] if every else None
    )  # fmt: skip


def others(every: list[SentPacket], chosen: SentPacket | None) -> tuple[Other, ...]:
    """Nothing to choose from with one."""
    if len(every) < 2:
        return ()
    return tuple(
        Other(
            url=f"/job/{one.job_id}/packet?packet={one.pk}",
            frozen_at=one.frozen_at,
            is_void=packets.is_void(one),
            current=one == chosen,
        )
        for one in every
    )


def shown(packet: SentPacket, job: Job) -> Sent:
    found = packets.contents(packet)
    posting, tailored = found["posting"], found["resume"]["tailored"]
    html = clean.safe_html(posting["descriptionHtml"]) if posting["descriptionHtml"] else ""
    here = f"/job/{job.pk}/packet/{packet.pk}"
    said, held = paper(packet, found["resume"], job)
    return Sent(
        id=str(packet.pk),
        applied_at=parse_datetime(found["appliedAt"]),
        frozen_at=packet.frozen_at,
        voided_at=packet.void.at if packets.is_void(packet) else None,
        seal=packet.seal,
        is_sound=packets.is_sealed(packet),
        pdf=said,
        pdf_url=f"{here}/resume.pdf" if held else "",
        zip_url=f"{here}.zip",
        posting=tuple((label, posting[key]) for label, key in POSTING if posting[key]),
        links=tuple((label, posting[key]) for label, key in LINKS if posting[key]),
        html=html,
        text="" if html else posting["description"] or "",
        headline=tailored["headline"] or "",
        summary=tailored["summary"] or "",
        skills=skills(tailored["skills"]),
        bullets=len(tailored["bullets"] or ()),
        letter=found["letter"],
        letter_url=f"{here}/letter.pdf" if packet.letter_digest else "",
        answers=tuple(found["answers"]),
        score=score(found["facts"]),
    )


def paper(packet: SentPacket, resume: Mapping[str, Any], job: Job) -> tuple[str, bool]:
    """What is said of the résumé's file, and whether it can be opened."""
    if not packet.pdf_digest:
        return say("There was no PDF when this was marked applied."), False
    if not store.seems_there(job.owner_id, packet.pdf_digest):
        return say("The file that was sent is missing from the disk."), False
    made = say("your own file") if resume["pdfSource"] == "uploaded" else say("printed here")
    pages = resume["pages"]
    return say(
        "{made}, {pages} page{value}", made=made, pages=pages, value="" if pages == 1 else "s"
    ) if pages else made, True


def skills(kept: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one.get("name", ""), ", ".join(one.get("keywords") or ())) for one in kept or ())


def score(facts: Mapping[str, Any]) -> str:
    if facts["score"] is None:
        return ""
    return say(
        "{score} of 100, {get}",
        score=f"{facts['score']:.0f}",
        get=ENGINES.get(facts["engine"] or "", ""),
    ).rstrip(", ")
