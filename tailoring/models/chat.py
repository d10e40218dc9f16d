"""The writing chat of a job: its thread, messages as a tree, and the runs that write replies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobops.lib.ids import time_ordered

ROLES = ("user", "assistant")
MESSAGE_STATUSES = ("complete", "partial", "cancelled", "failed")
ORIGINS = ("user", "model", "computed")
RUN_STATUSES = ("queued", "running", "completed", "cancelled", "failed")
ACTIVE = ("queued", "running")


class ChatThread(models.Model):
    """The one conversation of a job. `selected_*` are ids of what is sent along, in that order."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    job = models.OneToOneField("orchestrator.Job", models.CASCADE, related_name="chat")
    title = models.CharField(max_length=200, blank=True)
    active_root = models.UUIDField(null=True)
    selected_note_ids = models.JSONField(default=list)
    selected_email_ids = models.JSONField(default=list)
    selected_document_ids = models.JSONField(default=list)
    last_message_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "chat"

    def __str__(self) -> str:
        return str(self.pk)


class ChatMessage(models.Model):
    """One turn. `active_child` names the branch that is shown; `marks` are places of `content` that
    code found something about, as JSON. `draft` is the kind of a computed one.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    thread = models.ForeignKey(ChatThread, models.CASCADE, related_name="messages")
    role = models.CharField(max_length=10)
    content = models.TextField(blank=True)
    status = models.CharField(max_length=10, default="complete")
    origin = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    active_child = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    replaces = models.UUIDField(null=True)
    draft = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=12, blank=True)
    marks = models.JSONField(default=list)
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    tokens_estimated = models.BooleanField(default=False)
    truncated = models.BooleanField(default=False)
    error_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "chat message"
        indexes = [models.Index(fields=["thread", "created_at", "id"], name="chat_message_of")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="chat_role_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=MESSAGE_STATUSES), name="chat_status_is_known"
            ),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="chat_origin_is_known"),
            models.CheckConstraint(
                condition=~Q(role="user") | Q(status="complete"), name="chat_user_is_complete"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.status}"


class ChatRun(models.Model):
    """One attempt to write one reply, held by a lease. `options`: engine, draft, correction,
    continues. `manifest`: what was sent, in numbers and labels, never the text.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    thread = models.ForeignKey(ChatThread, models.CASCADE, related_name="runs")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.ForeignKey(ChatMessage, models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, default="queued")
    options = models.JSONField(default=dict)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_worker = models.CharField(max_length=120, null=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True, editable=False)
    model = models.CharField(max_length=200, blank=True)
    provider_label = models.CharField(max_length=255, blank=True)
    manifest = models.JSONField(default=list)
    usage = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    error_details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    first_token_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "chat run"
        indexes = [
            models.Index(fields=["message", "-created_at"], name="chat_run_of_message"),
            models.Index(
                fields=["owner", "created_at"],
                name="chat_run_active",
                condition=Q(status__in=ACTIVE),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(status__in=ACTIVE), name="one_active_chat_run"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RUN_STATUSES), name="chat_run_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"


class ChatAttachment(models.Model):
    """A picture sent with a message; its bytes lie in the documents folder under their digest."""

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    message = models.ForeignKey(ChatMessage, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=180)
    media_type = models.CharField(max_length=40)
    byte_size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "chat picture"
        indexes = [models.Index(fields=["digest"], name="chat_attachment_bytes")]

    def __str__(self) -> str:
        return self.digest[:12]


class SavedPrompt(models.Model):
    """A prompt of the owner's, or with `builtin` their version of a built-in one; a hidden built-in
    one has an empty body.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="prompts")
    name = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    builtin = models.CharField(max_length=24, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "saved prompt"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "builtin"], condition=~Q(builtin=""), name="one_row_per_builtin"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
