"""Links with which people make their accounts: each works once, for seven days. Their text is shown
once and only its digest stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from jobops.lib.errors import Problem
from jobops.lib.words import say
from orchestrator.accounts import caller, events, passwords, signin, throttle
from orchestrator.models import Invitation, User
from orchestrator.models.people import digest

LIFE = timedelta(days=7)
# Spent ones stay in the list that long.
KEPT = timedelta(days=30)
ADDRESS = "/invitation/"


class InvitationError(Problem):
    SENTENCES = {
        "gone": "This invitation does not work, or not any more. Ask for a new one.",
        "name_taken": "This name is taken. Choose another one.",
        "local": "This installation runs without sign-in. There is nobody to invite.",
    }


def listed() -> Sequence[Invitation]:
    """Open ones and those that ended within a month, newest first."""
    found = Invitation.objects.filter(expires_at__gt=timezone.now() - KEPT)
    return list(found.select_related("inviter", "used_by").order_by("-created_at", "-pk"))


def state(row: Invitation) -> str:
    """open, used, revoked or expired."""
    if row.used_at:
        return "used"
    if row.revoked_at:
        return "revoked"
    return "open" if row.expires_at > timezone.now() else "expired"


def make(
    inviter: User, *, note: str = "", is_admin: bool = False, request: HttpRequest | None = None
) -> tuple[Invitation, str]:
    """A new one with the path of its link. Raises InvitationError(local)."""
    if settings.AUTH == "local":
        raise InvitationError("local")
    # Shaped like a token, so that it is masked wherever addresses are logged.
    text = f"jobops_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = Invitation.objects.create(
            inviter=inviter, note=note[:120], is_admin=is_admin, digest=digest(text),
            expires_at=timezone.now() + LIFE,
        )  # fmt: skip
        events.note(inviter, "person_invited", request=request, about=row.note)
    return row, f"{ADDRESS}{text}"


def revoke(by: User, pk: UUID, *, request: HttpRequest | None = None) -> None:
    """Twice is no mistake; one that was used stays used."""
    if not Invitation.objects.filter(pk=pk).exists():
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        row = Invitation.objects.get(pk=pk)
        if Invitation.objects.open(at=now).filter(pk=pk).update(revoked_at=now):
            events.note(by, "invitation_revoked", request=request, about=row.note)


def find(request: HttpRequest, text: str) -> Invitation:
    """The open one with this text. A wrong one counts against its address. Raises
    InvitationError(gone), SignInError(throttled).
    """
    if settings.AUTH == "local":
        raise InvitationError("gone")
    attempt = throttle.admit(
        say(" invitation {counted}", counted=caller.counted(request)), request=request
    )
    row = _open(text)
    if row is None:
        raise InvitationError("gone")
    attempt.delete()
    return row


def accept(
    row: Invitation, *, username: str, password: str, display_name: str = "", request: HttpRequest
) -> User:
    """Make the account and sign in. Of two at the same instant one wins. Raises
    InvitationError(gone, name_taken), Invalid.
    """
    user = User(
        username=User.normalize_username(username.strip()), display_name=display_name.strip(),
        is_staff=row.is_admin, is_superuser=row.is_admin,
    )  # fmt: skip
    passwords.check(password, user)
    user.set_password(password)
    try:
        _spend(row, user)
    except IntegrityError as taken:
        raise InvitationError("name_taken") from taken
    events.note(user, "account_made", request=request)
    events.note(row.inviter, "invitation_used", about=str(user))
    signin.begin(request, user)
    return user


def _open(text: str) -> Invitation | None:
    found = Invitation.objects.open(at=timezone.now())
    return found.filter(digest=digest(text[:200]), inviter__is_active=True).first()


def _spend(row: Invitation, user: User) -> None:
    """The one that changes the row has the invitation; a name that is taken leaves it open."""
    now = timezone.now()
    with transaction.atomic():
        mine = Invitation.objects.open(at=now).filter(pk=row.pk, inviter__is_active=True)
        if not mine.update(used_at=now):
            raise InvitationError("gone")
        if User.objects.filter(username__iexact=user.username).exists():
            raise InvitationError("name_taken")
        user.save()
        Invitation.objects.filter(pk=row.pk).update(used_by=user)
