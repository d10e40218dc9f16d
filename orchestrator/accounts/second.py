"""Turning the second step on and off, with the password given again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pyotp
import segno
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from orchestrator import preferences
from orchestrator.accounts import events, proof, recovery, twostep
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import TwoStep, User

ISSUER = "JobOps"
SETTING_UP = timedelta(minutes=15)
# In the session that began to set it up: which beginning was its own.
BEGUN = "twoStepBegun"


@dataclass(frozen=True)
class Begun:
    """What an app needs; `qr` is an address for an image. For whoever gave the password."""

    secret: str
    uri: str
    qr: str

    @property
    def spaced(self) -> str:
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def begin(owner: User, password: str, *, request: HttpRequest) -> Begun:
    """A new secret, which counts as soon as a code of it was given. Raises SignInError(local,
    throttled, wrong_password, already_on).
    """
    proof.password(request, password)
    if twostep.is_on(owner):
        raise SignInError("already_on")
    secret, now = pyotp.random_base32(), timezone.now()
    TwoStep.objects.update_or_create(
        owner=owner,
        defaults={"secret": preferences.box().seal(secret), "created_at": now, "last_counter": 0},
    )
    request.session[BEGUN] = now.isoformat()
    return _shown(owner, secret)


def begun(owner: User, *, request: HttpRequest) -> Begun:
    """The same again, for the browser that began it. Raises SignInError(not_begun)."""
    return _shown(owner, preferences.box().open(_begun(request, owner).secret))


def confirm(owner: User, code: str, *, request: HttpRequest) -> list[str]:
    """Turn it on with a first code; the recovery codes, shown once. Raises SignInError(not_begun,
    wrong_code).
    """
    row = _begun(request, owner)
    counter = twostep.counter_of(row, code, at=timezone.now())
    if counter is None:
        raise SignInError("wrong_code")
    with transaction.atomic():
        waiting = TwoStep.objects.filter(owner=owner, confirmed_at=None, secret=row.secret)
        if not waiting.update(confirmed_at=timezone.now(), last_counter=counter):
            raise SignInError("not_begun")
        codes = recovery.make(owner)
        events.note(owner, "two_step_on", request=request)
    request.session.pop(BEGUN, None)
    return codes


def end(owner: User, *, password: str, code: str, request: HttpRequest) -> None:
    """Turn it off. Raises SignInError(throttled, wrong_password, wrong_code, not_on)."""
    proof.password(request, password)
    proof.code(owner, code, request=request)
    twostep.forget(owner)
    events.note(owner, "two_step_off", request=request)


def new_codes(owner: User, *, password: str, code: str, request: HttpRequest) -> list[str]:
    """New recovery codes; all earlier ones are void. Raises as `end` does."""
    proof.password(request, password)
    proof.code(owner, code, request=request)
    with transaction.atomic():
        events.note(owner, "recovery_codes_made", request=request)
        return recovery.make(owner)


def _begun(request: HttpRequest, owner: User) -> TwoStep:
    row = TwoStep.objects.filter(
        owner=owner, confirmed_at=None, created_at__gt=timezone.now() - SETTING_UP
    ).first()
    if row is None or request.session.get(BEGUN) != row.created_at.isoformat():
        raise SignInError("not_begun")
    return row


def _shown(owner: User, secret: str) -> Begun:
    uri = pyotp.TOTP(secret).provisioning_uri(name=owner.username, issuer_name=ISSUER)
    # Cameras want a light margin around it, also where the page is dark.
    qr = segno.make_qr(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return Begun(secret, uri, qr)
