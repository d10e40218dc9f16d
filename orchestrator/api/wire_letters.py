"""Cover letters as the wire knows them."""

from __future__ import annotations

from typing import Any

from orchestrator.api.wire import iso
from orchestrator.api.wire_tailoring import claims
from tailoring.models import CoverLetter
from tailoring.prose import shape


def letter(row: CoverLetter) -> dict[str, Any]:
    """As its row says; `tailoring.letters.renewed` makes sure that this is true now."""
    places = shape.placeholders(row.text)
    is_open = bool(places) or any(one["state"] == "unsupported" for one in row.claims)
    return {
        "id": str(row.pk),
        "jobId": str(row.job_id),
        "version": row.version,
        "language": row.language,
        "text": row.text,
        "origin": row.origin,
        "messageId": str(row.source_message_id) if row.source_message_id else None,
        "claims": claims(row.claims),
        "placeholders": [
            {"text": row.text[start:end], "start": start, "end": end} for start, end in places
        ],
        "ready": not is_open,
        "confirmedAt": iso(row.confirmed_at) if row.confirmed_at else None,
        "pdf": _pdf(row) if row.pdf_digest else None,
        "createdAt": iso(row.created_at),
    }


def _pdf(row: CoverLetter) -> dict[str, Any]:
    return {
        "url": f"/api/jobs/{row.job_id}/cover-letters/{row.pk}/pdf?v={row.pdf_digest[:12]}",
        "pages": row.pdf_pages,
        "printedAt": iso(row.printed_at) if row.printed_at else None,
    }
