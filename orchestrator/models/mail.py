"""Mail about applications: where it comes from, what was read, what it was taken for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered
from orchestrator.models.job import Job

PROVIDERS = ("gmail", "imap")
# What mail that no account fetched came by.
BROUGHT = ("upload", "paste")
UNDER_WAY = ("queued", "running")
DECIDED = ("auto_linked", "manual_linked", "ignored")


class MailAccount(models.Model):
    """A mailbox that may be read. `credentials` is sealed; `server` holds what is no secret (host,
    port, security, username, folders); `cursor` says how far it was read, in the provider's terms.
    `interval` in minutes, 0 for never by itself.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mailboxes")
    provider = models.CharField(max_length=8)
    account_key = models.CharField(max_length=80, default="default")
    display_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=320, blank=True)
    status = models.CharField(max_length=12, default="disconnected")
    credentials = models.TextField(null=True, editable=False)
    server = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    last_connected_at = models.DateTimeField(null=True)
    last_synced_at = models.DateTimeField(null=True)
    # Not before this moment: what the provider asked for, or a pause after failures.
    not_before = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.JSONField(null=True)
    interval = models.PositiveSmallIntegerField(default=15)
    is_enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "mail account"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "provider", "account_key"], name="one_mailbox_per_key"
            ),
            models.CheckConstraint(condition=Q(provider__in=PROVIDERS), name="mailbox_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.pk}"


class OAuthState(models.Model):
    """One attempt to sign in at a provider. `digest` is that of the state in the address, and the
    sealed verifier proves that who comes back is who left. Used once.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    account_key = models.CharField(max_length=80, default="default")
    digest = models.CharField(max_length=64, unique=True)
    redirect_uri = models.CharField(max_length=500)
    verifier = models.TextField(editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class SyncRun(models.Model):
    """One reading of a mailbox, of files that were brought, or of a pasted mail. Counters as in the
    API. `position` is where this run stands, so that another worker may go on.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sync_runs")
    account = models.ForeignKey(MailAccount, models.CASCADE, null=True, related_name="runs")
    provider = models.CharField(max_length=8)
    status = models.CharField(max_length=10, default="queued")
    is_automatic = models.BooleanField(default=False)
    max_messages = models.PositiveIntegerField(default=2000)
    search_days = models.PositiveSmallIntegerField(default=90)
    # Digests and names of files that were brought, until they are read.
    files = models.JSONField(default=list)
    position = models.JSONField(default=dict)
    token = models.UUIDField(null=True, editable=False)
    worker = models.CharField(max_length=120, null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How many there are to read, when the provider says so.
    expected = models.PositiveIntegerField(null=True)
    discovered = models.PositiveIntegerField(default=0)
    relevant = models.PositiveIntegerField(default=0)
    classified = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    denied = models.PositiveIntegerField(default=0)
    errored = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    error = models.JSONField(null=True)
    request_id = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "mail sync"
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(status__in=UNDER_WAY, account__isnull=False),
                name="one_sync_per_mailbox",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="sync_of_owner"),
            models.Index(fields=["status", "lease_until"], name="sync_open"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.status}"


class InboundMessage(models.Model):
    """A mail with a sign of hiring in it. `key` is the digest of its Message-ID, or of what stands
    for one; `references` are the keys of the mails it answers. Its text is not kept, unless the
    owner wants the text of linked mail kept: then `body` is sealed.

    `job` is set while it is linked, `suggested` while somebody has to decide. `confidence` 0–100.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    account = models.ForeignKey(MailAccount, models.SET_NULL, null=True, related_name="mails")
    provider = models.CharField(max_length=8)
    account_key = models.CharField(max_length=80, default="default")
    key = models.CharField(max_length=64)
    external_id = models.CharField(max_length=200, blank=True)
    external_thread_id = models.CharField(max_length=200, blank=True)
    references = models.JSONField(default=list)
    sender_address = models.CharField(max_length=320, blank=True)
    sender_domain = models.CharField(max_length=253, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    snippet = models.CharField(max_length=240, blank=True)
    received_at = models.DateTimeField()
    language = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=14, default="pending_user")
    kind = models.CharField(max_length=10, default="other")
    stage_target = models.CharField(max_length=24, blank=True)
    confidence = models.PositiveSmallIntegerField(default=0)
    link_value = models.PositiveSmallIntegerField(default=0)
    class_value = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=10, default="rules")
    relevance = models.CharField(max_length=14, blank=True)
    relevance_score = models.PositiveSmallIntegerField(null=True)
    rule_id = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    # [{"kind", "value", "jobId", "said"}], strongest first.
    signals = models.JSONField(default=list)
    # Ids of the jobs it may be about, best first.
    offered = models.JSONField(default=list)
    # What an invitation in it asks for, until it becomes an interview.
    invitation = models.JSONField(null=True)
    job = models.ForeignKey(Job, models.CASCADE, null=True, related_name="mails")
    suggested = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    body = models.TextField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=8, blank=True)
    # Decisions of one bulk action, undone as one.
    batch = models.UUIDField(null=True)
    # What a decision replaced, for its undo.
    previous = models.JSONField(null=True, editable=False)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    runs = models.ManyToManyField(SyncRun, related_name="mails")

    class Meta:
        verbose_name = "mail"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="each_mail_once")]
        indexes = [
            models.Index(fields=["owner", "status", "-received_at", "-id"], name="mail_of_owner"),
            models.Index(fields=["job", "-received_at", "-id"], name="mail_of_job"),
            models.Index(fields=["suggested"], name="mail_suggested_to"),
            models.Index(fields=["owner", "external_thread_id"], name="mail_thread"),
            models.Index(fields=["batch"], name="mail_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["retry_at"], name="mail_again",
                         condition=Q(retry_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class SeenMail(models.Model):
    """All that is known of mail without a sign of hiring, so that it is not read again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "mail seen before"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="each_seen_once")]

    def __str__(self) -> str:
        return self.key[:12]


class SenderRule(models.Model):
    """The owner's word that mail from an address is about one job."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    job = models.ForeignKey(Job, models.CASCADE, related_name="senders")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "address"], name="one_job_per_sender")
        ]

    def __str__(self) -> str:
        return str(self.pk)
