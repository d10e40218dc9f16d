"""Signing in on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import trimmed

# What a token opens: orchestrator.accounts.scopes.
Scope = Literal["read", "import", "write", "full"]
Password = Annotated[str, Field(min_length=8, max_length=500)]


class BootstrapStatus(Shape):
    setup_required: bool


class UserOut(Shape):
    id: str
    username: str
    display_name: str
    is_admin: bool
    created_at: str


class Me(Shape):
    user: UserOut


class SignedIn(Shape):
    token: str
    expires_in: int
    user: UserOut


class Message(Shape):
    message: str


class TokenOut(Shape):
    id: str
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    last_used_at: str | None


class NewToken(TokenOut):
    """`token` is shown this once."""

    token: str


class SetupBody(Body):
    username: Annotated[str, trimmed(150)]
    password: Password
    display_name: Annotated[str, trimmed(120)] | None = None


class LoginBody(Body):
    """`code`: of the app, or a recovery code, where the account asks for a second step."""

    username: Annotated[str, Field(min_length=1, max_length=150)]
    password: Annotated[str, Field(min_length=1, max_length=500)]
    code: Annotated[str, Field(max_length=40)] | None = None


class PasswordBody(Body):
    current_password: Annotated[str, Field(max_length=500)]
    new_password: Password


class TokenBody(Body):
    name: Annotated[str, trimmed(120)]
    expires_in_days: Annotated[int, Field(ge=1, le=365)] | None = None
    scope: Scope = "full"
