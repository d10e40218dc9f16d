"""Texts of linked mail, kept only where the owner wants that, and sealed."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from jobops.lib.secretbox import SecretBoxError
from orchestrator import preferences
from orchestrator.inbox.boxes.mailbox import Mailbox, MailError
from orchestrator.models import InboundMessage, MailAccount, User

LONGEST = 64 * 1024
MOST_FILLED = 50


def text(row: InboundMessage) -> str | None:
    """None when none was kept, or the key it was sealed with is gone."""
    if row.body is None:
        return None
    try:
        # A mail is no secret to look for in logs, as preferences.opened would have it.
        return preferences.box().open(row.body)
    except SecretBoxError:
        return None


def sealed(text: str) -> str | None:
    """As it is stored; None for nothing."""
    cut = text.encode("utf-8", "ignore")[:LONGEST].decode(errors="ignore")
    return preferences.box().seal(cut) if cut else None


def fill(account: MailAccount, box: Mailbox) -> int:
    """Fetch the texts of mail that a person linked since the last reading, if those are wanted; how
    many. What was forgotten on purpose after it stays so. Raises MailError.
    """
    if not preferences.of(account.owner)["mailKeepBodies"]:
        return 0
    since = account.last_synced_at
    new = Q(decided_at__gt=since) if since else Q()
    linked = InboundMessage.objects.filter(new, account=account, status="manual_linked", body=None)
    rows = list(linked.exclude(external_id="").order_by("decided_at")[:MOST_FILLED])
    return sum(_fill(row, box) for row in rows)


def _fill(row: InboundMessage, box: Mailbox) -> int:
    try:
        mail = box.whole(row.external_id)
    except MailError as error:
        if error.kind != "gone":
            raise
        return 0
    linked = InboundMessage.objects.filter(pk=row.pk, status="manual_linked", body=None)
    return linked.update(body=sealed(mail.text), updated_at=timezone.now())


def drop(row: InboundMessage) -> bool:
    """Forget the text of one mail; False when there was none."""
    kept = InboundMessage.objects.filter(pk=row.pk, body__isnull=False)
    return kept.update(body=None, updated_at=timezone.now()) > 0


def count(owner: User) -> int:
    return InboundMessage.objects.filter(owner=owner, body__isnull=False).count()


def drop_all(owner: User) -> int:
    """Forget every text; of how many mails."""
    kept = InboundMessage.objects.filter(owner=owner, body__isnull=False)
    return kept.update(body=None, updated_at=timezone.now())
