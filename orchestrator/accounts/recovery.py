"""Ten codes for the day the device is lost. Each counts once; only digests are stored."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.utils import timezone

from orchestrator.models import RecoveryCode, User

HOW_MANY = 10
# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4
BETWEEN = re.compile(r"[\s-]+")


def make(owner: User) -> list[str]:
    """New codes instead of all earlier ones. They cannot be shown again."""
    codes = [_code() for _ in range(HOW_MANY)]
    owner.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(owner=owner, digest=_digest(owner, code)) for code in codes
    )
    return codes


def left(owner: User) -> int:
    return owner.recovery_codes.filter(used_at=None).count()


def use(owner: User, code: str) -> bool:
    """Whether it is a code of this owner that nobody has used; now somebody has."""
    unused = owner.recovery_codes.filter(digest=_digest(owner, code), used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def _code() -> str:
    parts = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)]
    return "-".join(parts)


def _digest(owner: User, code: str) -> str:
    bare = BETWEEN.sub("", code).casefold()
    return hashlib.sha256(f"{owner.pk}:{bare}".encode()).hexdigest()
