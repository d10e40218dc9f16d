"""What the inbox holds that tells about a mail: mails it answers, its thread, rules about its
sender, the owner's own addresses. Asked for a batch of mails at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes.routing import Known
from orchestrator.models import InboundMessage, MailAccount, SenderRule, User
from tailoring import library
from tailoring.documents import schema

Asked = tuple[Mail, str]


class Acquaintance:
    """Holds what `look_up` found for its mails, and what `learn` added meanwhile."""

    def __init__(self, owner: User) -> None:
        self._owner = owner
        self._jobs: dict[str, set[UUID]] = defaultdict(set)

    def look_up(self, mails: Sequence[Asked]) -> None:
        """One query. What a batch before this one asked about is forgotten."""
        self._jobs = defaultdict(set)
        keys = {key for mail, _ in mails for key in mime.keys_of(mail)}
        threads = {thread for _, thread in mails if thread}
        if not keys and not threads:
            return
        linked = InboundMessage.objects.filter(owner=self._owner, job__isnull=False)
        told = linked.filter(Q(key__in=keys) | Q(external_thread_id__in=threads))
        for key, thread, job in told.values_list("key", "external_thread_id", "job_id"):
            self._remember(key, thread, job)

    def learn(self, mail: InboundMessage) -> None:
        """It was just linked: later mails of the same batch may answer it."""
        if mail.job_id is not None:
            self._remember(mail.key, mail.external_thread_id, mail.job_id)

    def known(self, mail: Mail, thread_id: str = "") -> Known:
        names = [*mime.keys_of(mail), *([f"thread {thread_id}"] if thread_id else [])]
        threads = {job for name in names for job in self._jobs.get(name, ())}
        tied = self._senders.get(mail.sender_address)
        return Known(frozenset(threads), frozenset([tied] if tied else []), self.own)

    @cached_property
    def own(self) -> frozenset[str]:
        """The owner's addresses, in lower case: of mailboxes that were connected, and those in
        the base résumés.
        """
        boxes = MailAccount.objects.filter(owner=self._owner).exclude(address="")
        bases = (schema.read(one.data).basics.email for one in library.current(self._owner))
        found = {*boxes.values_list("address", flat=True), *bases}
        return frozenset(one.strip().lower() for one in found if one.strip())

    @cached_property
    def _senders(self) -> dict[str, UUID]:
        rules = SenderRule.objects.filter(owner=self._owner)
        return dict(rules.values_list("address", "job_id"))

    def _remember(self, key: str, thread: str, job: UUID) -> None:
        self._jobs[key].add(job)
        if thread:
            self._jobs[f"thread {thread}"].add(job)
