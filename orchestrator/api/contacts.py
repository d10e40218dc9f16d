"""People of one application."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.contacts import ContactChange, ContactOut, NewContact
from orchestrator.api.wire import iso
from orchestrator.models import Contact
from orchestrator.tracking import contacts

router = Router(tags=["Contacts"])
CONTACTS = "/jobs/{uuid:job_id}/contacts"
ONE = f"{CONTACTS}/{{uuid:contact_id}}"


@door.route(router, "GET", CONTACTS, data=list[ContactOut], errors=(404,))
def list_contacts(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The people of a job, by name."""
    job = access.job(access.owner(request), job_id)
    return door.answer(request, [shown(one) for one in contacts.of(job)])


@door.route(
    router, "POST", CONTACTS, data=ContactOut, body=NewContact, status=201, errors=(404,)
)  # fmt: skip
def add_contact(request: HttpRequest, job_id: UUID, body: NewContact) -> HttpResponse:
    """Add somebody; a job has at most 100."""
    job = access.job(access.owner(request), job_id)
    made = contacts.add(job, columns(body), actor="user")
    return door.answer(request, shown(made), status=201, **door.ignored(body))


@door.route(router, "PATCH", ONE, data=ContactOut, body=ContactChange, errors=(404,))
def change_contact(
    request: HttpRequest, job_id: UUID, contact_id: UUID, body: ContactChange
) -> HttpResponse:
    """Change what is known of somebody."""
    found = access.contact(access.job(access.owner(request), job_id), contact_id)
    changed = contacts.change(found, columns(body), actor="user")
    return door.answer(request, shown(changed), **door.ignored(body))


@door.route(router, "DELETE", ONE, data=None, errors=(404,))
def remove_contact(request: HttpRequest, job_id: UUID, contact_id: UUID) -> HttpResponse:
    """Take somebody off the list; `restore` brings them back."""
    job = access.job(access.owner(request), job_id)
    contacts.remove(access.contact(job, contact_id), actor="user")
    return door.answer(request, None)


@door.route(router, "POST", f"{ONE}/restore", data=ContactOut, errors=(404,))
def restore_contact(request: HttpRequest, job_id: UUID, contact_id: UUID) -> HttpResponse:
    """Bring somebody back; one who is there stays as they are."""
    job = access.job(access.owner(request), job_id)
    back = contacts.restore(access.any_contact(job, contact_id), actor="user")
    return door.answer(request, shown(back))


def columns(body: NewContact | ContactChange) -> dict[str, Any]:
    given = body.given()
    if "email" in given:
        given["address"] = given.pop("email")
    return given


def shown(row: Contact) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "jobId": str(row.job_id),
        "name": row.name,
        "role": row.role,
        "email": row.address,
        "phone": row.phone,
        "link": row.link,
        "notes": row.notes,
        "source": row.source,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }
