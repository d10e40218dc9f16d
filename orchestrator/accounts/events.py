"""What happened to an account, for its owner to see: kinds, each with its sentence, and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from jobops import logs
from jobops.lib.words import later_each
from orchestrator.accounts import caller
from orchestrator.models import AccountEvent, User

SHOWN = 30
# Guesses within this time and from one place are one line.
TOGETHER = timedelta(hours=1)

# What `about` holds stands in brackets.
KINDS: Mapping[str, str] = later_each(
    {
        "account_made": "The account was made",
        "signed_in": "Signed in",  # a browser
        "sign_in_failed": "Wrong password",  # how often
        "code_failed": "Right password, wrong code",  # how often
        "browser_signed_out": "Browser signed out",  # a browser
        "signed_out_elsewhere": "Signed out everywhere else",
        "password_changed": "Password changed",
        "password_set": "Password set by whoever runs JobOps",
        "two_step_on": "Two-step sign-in turned on",
        "two_step_off": "Two-step sign-in turned off",
        "two_step_removed": "Two-step sign-in turned off by whoever runs JobOps",
        "recovery_code_used": "Recovery code used",  # how many are left
        "recovery_codes_made": "New recovery codes made",
        "token_made": "Token made",  # its name
        "token_revoked": "Token revoked",  # its name
        "person_invited": "Invitation made",  # its note
        "invitation_revoked": "Invitation revoked",  # its note
        "invitation_used": "Invitation used",  # whoever used it
        "person_suspended": "Person suspended",  # their name
        "person_restored": "Person let in again",  # their name
        "person_removed": "Person removed",  # their name
        "rights_changed": "Rights changed",  # whose, or by whom
        "suspended": "Suspended",  # by whom
        "restored": "Let in again",  # by whom
    }
)


def note(
    owner: User, kind: str, *, request: HttpRequest | None = None, about: str = ""
) -> AccountEvent:
    """Keep what happened. `request` gives the place; without one it was done on the machine."""
    if kind not in KINDS:
        raise LookupError(f"no kind of account event: {kind}")
    return AccountEvent.objects.create(
        owner=owner, kind=kind, place=caller.place(request) if request else "",
        about=about[:120], request_id=logs.current().get("requestId", ""),
    )  # fmt: skip


def count(owner: User, kind: str, *, request: HttpRequest) -> None:
    """As `note`, but guesses from one place within an hour are one line that says how many."""
    now, place = timezone.now(), caller.place(request)
    with transaction.atomic():
        known = owner.account_events.filter(kind=kind, place=place, at__gt=now - TOGETHER)
        row = known.select_for_update().order_by("-at").first()
        if row is None:
            note(owner, kind, request=request, about="once")
            return
        before = row.about.partition(" ")[0]
        row.about = f"{int(before) + 1 if before.isdecimal() else 2} times"
        row.at = now
        row.save(update_fields=["about", "at"])


def latest(owner: User) -> Sequence[AccountEvent]:
    return list(owner.account_events.order_by("-at", "-pk")[:SHOWN])
