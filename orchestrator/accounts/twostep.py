"""The second step of signing in: codes of an app (TOTP: SHA-1, six digits, 30 seconds)."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from hmac import compare_digest

import pyotp
from django.db import transaction
from django.utils import timezone

from jobops.lib.secretbox import SecretBoxError
from jobops.lib.words import say
from orchestrator import preferences
from orchestrator.accounts import recovery
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import TwoStep, User

logger = logging.getLogger(__name__)

STEP = 30
# A clock may be wrong by one step, and typing takes time.
AROUND = (0, -1, 1)
SIX_DIGITS = re.compile(r"[0-9]{6}")


def is_on(owner: User) -> bool:
    return TwoStep.objects.filter(owner=owner, confirmed_at__isnull=False).exists()


def accept(owner: User, code: str, *, at: datetime | None = None) -> str:
    """Take a code, once: "app" or "recovery", whichever it was. Raises SignInError(wrong_code)."""
    row = TwoStep.objects.filter(owner=owner, confirmed_at__isnull=False).first()
    if row is not None and (counter := counter_of(row, code, at=at or timezone.now())) is not None:
        # Of two that come at the same moment the database lets one through.
        fresh = TwoStep.objects.filter(owner=owner, secret=row.secret, last_counter__lt=counter)
        if fresh.update(last_counter=counter):
            return "app"
    elif row is not None and recovery.use(owner, code):
        return "recovery"
    raise SignInError("wrong_code")


def forget(owner: User) -> None:
    with transaction.atomic():
        TwoStep.objects.filter(owner=owner).delete()
        owner.recovery_codes.all().delete()


def counter_of(row: TwoStep, code: str, *, at: datetime) -> int | None:
    """The time step whose code this is, None when it is none of those around `at`."""
    bare = recovery.BETWEEN.sub("", code)
    if not SIX_DIGITS.fullmatch(bare):
        return None
    try:
        app = pyotp.TOTP(preferences.box().open(row.secret))
    except SecretBoxError:
        # Another key than when it was set up: recovery codes and the command still help.
        logger.error(say("a second step cannot be read with the present box key"))
        return None
    now = int(at.timestamp()) // STEP
    fitting = [now + by for by in AROUND if compare_digest(app.generate_otp(now + by), bare)]
    return fitting[0] if fitting else None
