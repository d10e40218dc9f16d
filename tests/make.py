"""Rows for tests. Defaults are valid and dull; a test names only what it is about."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from jobops.lib.text import canonical_url
from orchestrator import leases
from orchestrator.models import (
    FollowedBoard,
    Heartbeat,
    InboundMessage,
    Job,
    MailAccount,
    User,
)
from pdfs import store
from pdfs.models import PublicAddress, RenderedPdf
from tailoring import library
from tailoring.models import ResumeDocument

_number = itertools.count(1)
RESUME = Path(__file__).parent / "samples" / "resume_v5.json"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def job(owner: User, **fields: Any) -> Job:
    """A job in any state, with the PDF and lease its state needs."""
    number = next(_number)
    status = fields.get("status", "discovered")
    values: dict[str, Any] = {
        "title": "Backend Engineer",
        "employer": "Acme",
        "job_url": f"https://jobs.example.org/{number}",
        "description": "We need Python and PostgreSQL. You build services in a team of five.",
        **fields,
    }
    values.setdefault("canonical_url", canonical_url(values["job_url"]))
    if status in ("ready", "applied", "in_progress") and "pdf_digest" not in values:
        values |= {"pdf_digest": f"{number:064x}", "pdf_source": "generated"}
        values.setdefault("ready_at", timezone.now())
    if status in ("applied", "in_progress"):
        values.setdefault("applied_at", timezone.now())
    if status == "processing":
        now = timezone.now()
        values |= leases.held(("tailor", "render"), kind="first", operation=uuid4(), at=now)
    row = Job(owner=owner, **values)
    row.renew_inputs(at=timezone.now())
    row.save(force_insert=True)
    return row


def jobs(owner: User, count: int, **fields: Any) -> list[Job]:
    return [job(owner, title=f"Engineer {n}", score=float(n % 101), **fields) for n in range(count)]


def board(owner: User, **fields: Any) -> FollowedBoard:
    """A followed board that nobody has read yet."""
    found = {"ats": "greenhouse", "token": "acme", "label": "Acme", **fields}
    url = f"https://boards.greenhouse.io/{found['token']}"
    return FollowedBoard.objects.create(owner=owner, **{"url": url, **found})


def printed(row: Job, content: bytes = PDF, **fields: Any) -> RenderedPdf:
    """A stored file with its row, and the job pointing at it."""
    digest = store.put(row.owner_id, content)
    pdf = RenderedPdf.objects.create(
        job=row,
        digest=digest,
        size=len(content),
        source=fields.pop("source", "generated"),
        **fields,
    )
    Job.objects.filter(pk=row.pk).update(
        pdf_digest=digest,
        pdf_source=pdf.source,
        pdf_inputs=row.inputs,
        pdf_generated_at=timezone.now(),
    )
    row.refresh_from_db()
    return pdf


def resume(owner: User, **changes: Any) -> ResumeDocument:
    """The sample résumé as the owner's default base; `changes` replace top-level keys."""
    data = {**json.loads(RESUME.read_text()), **changes}
    return library.import_file(owner, json.dumps(data).encode(), file_name="resume.json").document


def heartbeat(*, age: timedelta = timedelta(hours=-1)) -> Heartbeat:
    """A living worker, as far as doors can tell; it outlives a test that takes its time."""
    beat, _ = Heartbeat.objects.update_or_create(
        group="tests",
        defaults={"host": "tests", "pid": 1, "at": timezone.now() - age, "chromium": "tests"},
    )
    return beat


def reached(base: str) -> PublicAddress:
    """The public address, which answered just now."""
    now = timezone.now()
    return PublicAddress.objects.create(base=base, checked_at=now, reached_at=now)


def mailbox(owner: User, **fields: Any) -> MailAccount:
    """A mailbox that is connected; nobody answers at its address."""
    found = {"provider": "imap", "address": "ada@mail.example", "status": "connected", **fields}
    now = timezone.now()
    return MailAccount.objects.create(owner=owner, **{"last_connected_at": now, **found})


def mail(owner: User, **fields: Any) -> InboundMessage:
    """A mail that waits for a decision, about no job unless `suggested` or `job` is named."""
    number = next(_number)
    values: dict[str, Any] = {
        "provider": "upload",
        "key": f"{number:064x}",
        "sender_address": "jobs@acme.example",
        "sender_domain": "acme.example",
        "sender_name": "Acme Recruiting",
        "subject": "Your application",
        "snippet": "Thank you. We would like to invite you to an interview next week.",
        "sentence": "We would like to invite you to an interview next week.",
        "received_at": timezone.now() - timedelta(minutes=number % 1000),
        "stage_target": "recruiter_screen",
        "kind": "interview",
        "confidence": 80,
        "link_value": 95,
        "class_value": 80,
        "rule_id": "en.interview.invite",
        "language": "en",
        "signals": [{"kind": "ats", "value": 95, "jobId": None, "said": "Acme named"}],
        **fields,
    }
    if values.get("status", "pending_user") != "pending_user":
        values.setdefault("decided_at", timezone.now())
    return InboundMessage.objects.create(owner=owner, **values)
