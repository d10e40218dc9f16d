"""Notes and documents of a job."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from jobops.web import files
from orchestrator import access
from orchestrator.api import bodies, door
from orchestrator.api.bodies import Upload
from orchestrator.api.schemas.attached import DocumentOut, NoteBody, NoteOut
from orchestrator.api.wire import iso
from orchestrator.jobs import documents, notes
from orchestrator.models import Document, Note

router = Router(tags=["Notes and documents"])
BYTES = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}


@door.route(router, "GET", "/jobs/{uuid:job_id}/notes", data=list[NoteOut], errors=(404,))
def list_notes(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The notes on a job, newest change first."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [note_out(one) for one in notes.of(job)])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/notes", data=NoteOut, body=NoteBody, status=201,
    errors=(404,),
)  # fmt: skip
def add_note(request: HttpRequest, job_id: UUID, body: NoteBody) -> HttpResponse:
    """Write a note on a job."""
    job = access.job(access.owner(request), job_id)
    note = notes.add(job, title=body.title, content=body.content, actor="user")
    return door.answer(request, note_out(note), status=201, **door.ignored(body))


@door.route(
    router, "PATCH", "/jobs/{uuid:job_id}/notes/{uuid:note_id}", data=NoteOut, body=NoteBody,
    errors=(404,),
)  # fmt: skip
def change_note(request: HttpRequest, job_id: UUID, note_id: UUID, body: NoteBody) -> HttpResponse:
    """Replace a note's title and text."""
    note = access.note(access.job(access.owner(request), job_id), note_id)
    changed = notes.change(note, title=body.title, content=body.content, actor="user")
    return door.answer(request, note_out(changed), **door.ignored(body))


@door.route(
    router, "DELETE", "/jobs/{uuid:job_id}/notes/{uuid:note_id}", data=None, errors=(404,)
)  # fmt: skip
def remove_note(request: HttpRequest, job_id: UUID, note_id: UUID) -> HttpResponse:
    """Delete a note; `restore` brings it back."""
    notes.remove(access.note(access.job(access.owner(request), job_id), note_id), actor="user")
    return door.answer(request, None)


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/notes/{uuid:note_id}/restore", data=NoteOut, errors=(404,)
)  # fmt: skip
def restore_note(request: HttpRequest, job_id: UUID, note_id: UUID) -> HttpResponse:
    """Bring a deleted note back as it was; one that is there stays as it is."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, note_out(notes.restore(job, note_id, actor="user")))


@door.route(router, "GET", "/jobs/{uuid:job_id}/documents", data=list[DocumentOut], errors=(404,))
def list_documents(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The documents of a job, newest first."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [document_out(one) for one in documents.of(job)])


@door.route(
    router, "POST", "/jobs/{uuid:job_id}/documents", data=DocumentOut, status=201,
    errors=(404, 503), upload=bodies.ANY_FILE,
)  # fmt: skip
def add_document(request: HttpRequest, job_id: UUID, upload: Upload) -> HttpResponse:
    """Keep a file of any kind beside a job."""
    documents.check(upload.content, media_type=upload.media_type)
    job = access.job(access.owner(request), job_id)
    document = documents.add(
        job, upload.content, file_name=upload.name, media_type=upload.media_type, actor="user"
    )
    return door.answer(request, document_out(document), status=201, **door.ignored(upload))


@door.route(
    router, "GET HEAD", "/jobs/{uuid:job_id}/documents/{uuid:document_id}/content",
    errors=(404, 503),
    extra={"responses": {200: BYTES, 206: {"description": "Partial Content", **BYTES},
                         304: {"description": "Not Modified"},
                         416: {"description": "Range Not Satisfiable"}}},
    raw=True,
)  # fmt: skip
def read_document(request: HttpRequest, job_id: UUID, document_id: UUID) -> HttpResponseBase:
    """The bytes of a document."""
    job = access.job(access.owner(request), job_id)
    document = access.document(job, document_id)
    return files.serve(request, documents.served(document, owner_id=job.owner_id))


@door.route(
    router, "DELETE", "/jobs/{uuid:job_id}/documents/{uuid:document_id}", data=None, errors=(404,)
)  # fmt: skip
def remove_document(request: HttpRequest, job_id: UUID, document_id: UUID) -> HttpResponse:
    """Delete a document and its file. This cannot be undone."""
    document = access.document(access.job(access.owner(request), job_id), document_id)
    documents.remove(document, actor="user")
    return door.answer(request, None)


def note_out(note: Note) -> dict[str, Any]:
    return {
        "id": str(note.pk),
        "jobId": str(note.job_id),
        "title": note.title,
        "content": note.content,
        "createdAt": iso(note.created_at),
        "updatedAt": iso(note.updated_at),
    }


def document_out(document: Document) -> dict[str, Any]:
    """Without where the bytes lie."""
    return {
        "id": str(document.pk),
        "jobId": str(document.job_id),
        "fileName": document.file_name,
        "mediaType": document.media_type,
        "byteSize": document.byte_size,
        "createdAt": iso(document.created_at),
        "updatedAt": iso(document.updated_at),
    }
