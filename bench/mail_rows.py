"""The labelled mails as the router meets them: written as sources, read as those of a mailbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.mail_wordings import SET
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes.routing import Candidate, Known

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "emails"
# What the authors of the mails in SHARED call the classes.
LABELS = {
    "rejection": "reject", "confirmation": "ack", "interview_request": "interview",
    "assessment": "assessment", "offer": "offer", "withdrawn": "withdrawn",
    "recruiter_outreach": "lead", "not_job": "irrelevant", "job_alert": "irrelevant",
    "verification_code": "irrelevant",
}  # fmt: skip
Row = Mapping[str, Any]


def rows(half: str) -> list[Row]:
    return _lines(SET / f"{half}.jsonl")


def shared(name: str) -> list[Row]:
    """Mails that others wrote, with a label; none when they are not there."""
    file = SHARED / f"{name}.jsonl"
    return _lines(file) if file.exists() else []


def mail(row: Row) -> Mail:
    return mime.read(source(row))


def source(row: Row) -> bytes:
    said = EmailMessage()
    said["From"] = f'"{row["sender_name"]}" <{row["sender_address"]}>'
    said["To"] = f"Ada Lovelace <{row['own'][0]}>"
    said["Subject"] = row["subject"]
    said["Date"] = format_datetime(datetime.fromisoformat(row["date"]))
    said["Message-ID"] = f"<{row['message_id']}>"
    for name, value in row["headers"].items():
        said[name] = value
    if row["plain"]:
        said.set_content(row["plain"])
    if row["html"] and row["plain"]:
        said.add_alternative(row["html"], subtype="html")
    elif row["html"]:
        said.set_content(row["html"], subtype="html")
    if row["calendar"]:
        said.add_attachment(row["calendar"], subtype="calendar", filename="invite.ics")
    return bytes(said)


def candidates(row: Row) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            job_id=UUID(one["id"]),
            employer=one["employer"],
            title=one["title"],
            stage=one["stage"],
            state=one["state"],
            applied_at=one["applied_at"] and datetime.fromisoformat(one["applied_at"]),
            domains=frozenset(one["domains"]),
            references=frozenset(one["references"]),
        )
        for one in row["candidates"]
    )


def known(row: Row) -> Known:
    return Known(threads=frozenset(map(UUID, row["threads"])), own=frozenset(row["own"]))


def _lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
