"""Mail that its owner brings: files, read in the worker, or one mail pasted, read at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from jobops import logs
from jobops.lib.errors import Invalid, Refused
from orchestrator import bells, incoming
from orchestrator.inbox import brought, candidates, ending, leasing, model, storing
from orchestrator.inbox.mails import mbox, mime
from orchestrator.inbox.mails.mail import Item, Mail
from orchestrator.inbox.routes import router
from orchestrator.models import Heartbeat, InboundMessage, SyncRun, User

MOST_FILES, MAIL_BYTES = 50, 5 * 1024 * 1024
LONGEST_PASTE = 1024 * 1024
HEAD_BYTES = 4096
# A mail begins with a header field, perhaps after the line of a mailbox file.
MAIL = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]")
NO_FILE = "Choose at least one file."
TOO_MANY = f"Bring at most {MOST_FILES} files at once, or one .mbox file."
EMPTY = "{name} is empty."
UNKNOWN = "{name} is no mail. Save single mails as .eml, or export a folder as .mbox."
MAIL_TOO_LARGE = "{name} is larger than 5 MiB. Save the mail without its attachments."
BOX_TOO_LARGE = "{name} is larger than 200 MiB. Export fewer folders, or a shorter time."
NOTHING = "Paste the mail, or its source."


def bring(owner: User, files: Sequence[tuple[str, IO[bytes]]]) -> SyncRun:
    """Keep files until a worker has read them. Raises Invalid (invalid, too_large,
    unsupported_type) and Refused (worker_unavailable).
    """
    if not files or len(files) > MOST_FILES:
        raise Invalid({"file": [TOO_MANY if files else NO_FILE]})
    kinds = [_kind(_short(name), file) for name, file in files]
    if not Heartbeat.objects.alive(at=timezone.now()).exists():
        raise Refused("worker_unavailable")
    kept = [
        {"digest": incoming.keep(owner.pk, file), "name": _short(name), "kind": kind}
        for kind, (name, file) in zip(kinds, files, strict=True)
    ]
    run = SyncRun(owner=owner, provider="upload", files=kept, request_id=_request())
    brought.renew(run)
    with transaction.atomic():
        run.save(force_insert=True)
        leasing.offer(run)
        bells.tell(owner.pk)
    return run


def paste(
    owner: User,
    text: str,
    *,
    sender: str = "",
    subject: str = "",
    date: datetime | None = None,
) -> InboundMessage | None:
    """Route one mail now: its source, or what it says with what the owner adds. None when it has
    no sign of hiring, so that nothing of it is kept. Raises Invalid.
    """
    if not text.strip():
        raise Invalid({"text": [NOTHING]})
    if len(text) > LONGEST_PASTE:
        raise Invalid({"text": ["This is longer than 1 MiB."]}, kind="too_large")
    mail = _pasted(text, sender=sender, subject=subject, date=date)
    run = SyncRun(
        owner=owner, provider="paste", status="running", token=uuid4(), attempts=1,
        started_at=timezone.now(), expected=1, request_id=_request(),
    )  # fmt: skip
    with logs.bind(operationId=run.pk):
        routing = router.route(
            mail,
            candidates=candidates.of(owner),
            known=candidates.known(owner, mail),
            gateway=model.for_mail(owner),
            now=timezone.now(),
        )
    item = Item("", "", mail.sent_at or run.created_at, mail)
    with transaction.atomic():
        run.save(force_insert=True)
        row = storing.store(run, item, mail, routing, discovered=1)
        ending.completed(run)
    return row


def _pasted(text: str, *, sender: str, subject: str, date: datetime | None) -> Mail:
    if mime.is_source(text):
        return mime.read(text.strip().encode())
    return mime.from_text(text, sender=sender, subject=subject, date=date)


def _kind(name: str, file: IO[bytes]) -> str:
    """`eml` or `mbox`. Raises Invalid."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not head.strip():
        raise Invalid({"file": [EMPTY.format(name=name)]})
    if mbox.BETWEEN.match(head.lstrip().partition(b"\n")[0]):
        return _sized("mbox", size, mbox.FILE_BYTES, BOX_TOO_LARGE.format(name=name))
    if b"\0" in head or not MAIL.match(head):
        raise Invalid({"file": [UNKNOWN.format(name=name)]}, kind="unsupported_type")
    return _sized("eml", size, MAIL_BYTES, MAIL_TOO_LARGE.format(name=name))


def _sized(kind: str, size: int, most: int, sentence: str) -> str:
    if size > most:
        raise Invalid({"file": [sentence]}, kind="too_large")
    return kind


def _short(name: str) -> str:
    """Without a folder, and without what no name needs."""
    plain = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rpartition("/")[2])
    return plain[:120] or "file"


def _request() -> str:
    return logs.current().get("requestId", "")
