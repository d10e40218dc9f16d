"""Who has an account here, and inviting others; for those who run the installation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.accounts import invitations, leaving, links, people, rights
from orchestrator.accounts.people import Person
from orchestrator.api import door
from orchestrator.api.schemas.people import (
    InvitationBody,
    InvitationOut,
    NewInvitation,
    PersonOut,
    PersonPatch,
    RemovalBody,
)
from orchestrator.api.wire import iso
from orchestrator.models import Invitation

router = Router(tags=["People"])
ONE = "/people/{uuid:person_id}"


@door.route(router, "GET", "/people", needs="full", data=list[PersonOut])
def list_people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, the oldest first."""
    access.require_staff(request)
    return door.answer(request, [_person(one) for one in people.listed()])


@door.route(router, "GET", ONE, needs="full", data=PersonOut, errors=(404,))
def read_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One account."""
    access.require_staff(request)
    return door.answer(request, _person(people.shown(person_id)))


@door.route(
    router, "PATCH", ONE, needs="full", data=PersonOut, body=PersonPatch, errors=(404, 409)
)  # fmt: skip
def change_person(request: HttpRequest, person_id: UUID, body: PersonPatch) -> HttpResponse:
    """Suspend or take up again, give or take the rights of those who run the installation."""
    access.require_staff(request)
    person, by = people.one(person_id), access.owner(request)
    rights.change(person, is_active=body.is_active, is_admin=body.is_admin, by=by, request=request)
    return door.answer(request, _person(people.shown(person.pk)), **door.ignored(body))


@door.route(router, "DELETE", ONE, needs="full", body=RemovalBody, errors=(404, 409))
def remove_person(request: HttpRequest, person_id: UUID, body: RemovalBody) -> HttpResponse:
    """Delete an account with everything that is theirs. Cannot be undone."""
    access.require_staff(request)
    person = people.one(person_id)
    leaving.remove(person, typed=body.confirm, by=access.owner(request), request=request)
    return door.answer(request, None, **door.ignored(body))


@door.route(router, "GET", "/invitations", needs="full", data=list[InvitationOut])
def list_invitations(request: HttpRequest) -> HttpResponse:
    """Open ones and those that ended within a month, the newest first."""
    access.require_staff(request)
    return door.answer(request, [_invitation(one) for one in invitations.listed()])


@door.route(
    router, "POST", "/invitations", needs="full", data=NewInvitation, status=201,
    body=InvitationBody, optional=True, errors=(409,),
)  # fmt: skip
def make_invitation(request: HttpRequest, body: InvitationBody) -> HttpResponse:
    """A link with which one person makes their account; its text is shown this once."""
    access.require_staff(request)
    row, path = invitations.make(
        access.owner(request), note=body.note, is_admin=body.is_admin, request=request
    )
    shown = {**_invitation(row), "link": links.whole(path, request=request)}
    return door.answer(request, shown, status=201, **door.ignored(body))


@door.route(router, "DELETE", "/invitations/{uuid:invitation_id}", needs="full", errors=(404,))
def revoke_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The link does not work any more. Twice is no mistake."""
    access.require_staff(request)
    invitations.revoke(access.owner(request), invitation_id, request=request)
    return door.answer(request, None)


def _person(one: Person) -> dict[str, Any]:
    user = one.user
    return {
        "id": str(user.pk),
        "username": user.username,
        "displayName": user.display_name,
        "isAdmin": user.is_staff,
        "isActive": user.is_active,
        "createdAt": iso(user.date_joined),
        "lastSeenAt": iso(one.last_seen) if one.last_seen else None,
        "twoStep": one.two_step,
        "jobs": one.jobs,
        "storage": one.storage,
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "note": row.note,
        "isAdmin": row.is_admin,
        "state": invitations.state(row),
        "invitedBy": row.inviter.username,
        "usedBy": row.used_by.username if row.used_by else None,
        "createdAt": iso(row.created_at),
        "expiresAt": iso(row.expires_at),
    }
