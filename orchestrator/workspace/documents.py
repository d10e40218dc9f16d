"""The Documents tab: files beside a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from jobops.lib.words import later, later_each, say
from jobops.web import files
from jobops.web.fragments import see_other
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.jobs import documents
from orchestrator.jobs.documents import DocumentRefused
from orchestrator.models import Document, Job
from orchestrator.templatetags import ui
from orchestrator.workspace import jobpage
from orchestrator.workspace.answers import shortened

KINDS = later_each(
    {
        "application/pdf": "PDF",
        "text/plain": "Text",
        "text/markdown": "Markdown",
        "text/csv": "CSV",
        "application/json": "JSON",
        "text/html": "Web page",
    }
)
NOT_A_FORM = later("Send the file with the form of this page. Nothing was stored.")


@dataclass(frozen=True)
class Shown:
    name: str
    kind: str
    size: str
    at: datetime
    url: str
    download_url: str
    remove_url: str
    opens: bool


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job)
    if request.content_type != "multipart/form-data":
        return drawn(request, job, refused=NOT_A_FORM, status=415)
    try:
        document = taken(request, job)
    except DocumentRefused as problem:
        status = 413 if answer(problem).status == 413 else 422
        return drawn(request, job, refused=problem.sentence, status=status)
    messages.success(request, say("Added {shortened}.", shortened=shortened(document.file_name)))
    return see_other(back_to(request, job))


@require_safe
def content(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """The file: opened where that is harmless, else downloaded."""
    job = access.job(access.owner(request), pk)
    found = access.document(job, document)
    download = request.GET.get("download") == "1"
    file = documents.served(found, owner_id=job.owner_id, download=download)
    return files.serve(request, file)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """Asked once more with the name: the file goes for good."""
    job = access.job(access.owner(request), pk)
    found = access.document(job, document)
    if request.method != "POST":
        return jobpage.shown(
            request, job, "documents", content={"document": shown(found)},
            template="job/document_remove.html",
        )  # fmt: skip
    documents.remove(found, actor="user")
    messages.success(request, say("Deleted {shortened}.", shortened=shortened(found.file_name)))
    return see_other(back_to(request, job))


def taken(request: HttpRequest, job: Job) -> Document:
    """The file of the form, kept. Raises DocumentRefused."""
    brought = request.FILES.get("file")
    if brought is None:
        raise DocumentRefused("no_file")
    if (brought.size or 0) > documents.LIMIT:
        raise DocumentRefused("too_large")
    return documents.add(
        job,
        brought.read(),
        file_name=brought.name or "",
        media_type=brought.content_type or "",
        actor="user",
    )


def drawn(request: HttpRequest, job: Job, *, refused: str = "", status: int = 200) -> HttpResponse:
    asked = jobpage.asked(request, job) if request.content_type == "multipart/form-data" else None
    content = {
        "documents": tuple(shown(one) for one in documents.of(job)),
        "upload_refused": refused,
        "upload_url": f"/job/{job.pk}/documents",
    }
    at = asked[1] if asked else None
    return jobpage.shown(request, job, "documents", at=at, status=status, content=content)


def shown(document: Document) -> Shown:
    url = f"/job/{document.job_id}/documents/{document.pk}"
    return Shown(
        name=document.file_name,
        kind=kind(document),
        size=ui.size(document.byte_size),
        at=document.created_at,
        url=url,
        download_url=f"{url}?download=1",
        remove_url=f"{url}/remove",
        opens=documents.served_type(document.media_type) != documents.DOWNLOAD,
    )


def kind(document: Document) -> str:
    """A word for a person: what the type says, else the ending of the name."""
    stored = (document.media_type or "").partition(";")[0]
    if stored in KINDS:
        return KINDS[stored]
    if stored.startswith("image/"):
        return say("{upper} image", upper=stored[6:].partition("+")[0].upper())
    ending = document.file_name.rpartition(".")
    return ending[2].upper() if ending[0] and len(ending[2]) <= 5 else say("File")


def back_to(request: HttpRequest, job: Job) -> str:
    asked = jobpage.asked(request, job)
    return jobpage.address(job.pk, "documents", at=asked[1] if asked else None)
