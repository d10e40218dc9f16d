"""The owner's rules: mail from an address is about one job."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from orchestrator.models import InboundMessage, Job, SenderRule, Tally, User


def of(owner: User) -> QuerySet[SenderRule]:
    found = SenderRule.objects.filter(owner=owner).select_related("job")
    return found.order_by("address", "id")


def add(owner: User, address: str, job: Job) -> SenderRule:
    """One job per address: a new rule takes the place of the old one."""
    with transaction.atomic():
        rule, _ = SenderRule.objects.update_or_create(
            owner=owner, address=address.lower(), defaults={"job": job}
        )
        Tally.objects.raised(owner.pk)
    return rule


def remove(rule: SenderRule) -> None:
    with transaction.atomic():
        SenderRule.objects.filter(pk=rule.pk).delete()
        Tally.objects.raised(rule.owner_id)


def may_be_offered(mail: InboundMessage) -> bool:
    """Whether a linked mail is the first of its sender, and no rule speaks of that sender yet."""
    address = mail.sender_address
    if mail.job_id is None or not address:
        return False
    linked = InboundMessage.objects.filter(owner=mail.owner_id, sender_address=address)
    if linked.exclude(job=None).exclude(pk=mail.pk).exists():
        return False
    return not SenderRule.objects.filter(owner=mail.owner_id, address=address).exists()
