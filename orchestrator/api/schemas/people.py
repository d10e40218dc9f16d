"""People and invitations on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Body, Shape


class PersonOut(Shape):
    """`storage` in bytes. Nothing of what is in the workspace but how much."""

    id: str
    username: str
    display_name: str
    is_admin: bool
    is_active: bool
    created_at: str
    last_seen_at: str | None
    two_step: bool
    jobs: int
    storage: int


class PersonPatch(Body):
    is_active: bool | None = None
    is_admin: bool | None = None


class RemovalBody(Body):
    """The name they sign in with, typed again."""

    confirm: Annotated[str, Field(max_length=150)]


class InvitationOut(Shape):
    id: str
    note: str
    is_admin: bool
    state: Literal["open", "used", "revoked", "expired"]
    invited_by: str
    used_by: str | None
    created_at: str
    expires_at: str


class NewInvitation(InvitationOut):
    """`link` is shown this once."""

    link: str


class InvitationBody(Body):
    note: Annotated[str, Field(max_length=120)] = ""
    is_admin: bool = False
