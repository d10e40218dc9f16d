"""What a packet says was sent, as one JSON text whose digest is its seal."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from orchestrator.models import Job
from pdfs.models import RenderedPdf
from tailoring import letters
from tailoring.changes import OF_BULLETS
from tailoring.models import CoverLetter, Tailoring

SCHEMA = 1


def manifest(
    job: Job, *, applied_at: datetime, frozen_at: datetime, pdf: RenderedPdf | None
) -> dict[str, Any]:
    """Everything of the application as it stands now. `pdf` is the row of the file that was
    pinned.
    """
    return {
        "schema": SCHEMA,
        "job": str(job.pk),
        "round": job.round,
        "appliedAt": applied_at.isoformat(),
        "frozenAt": frozen_at.isoformat(),
        "posting": _posting(job),
        "resume": _resume(job, pdf),
        "letter": _letter(letters.newest_confirmed(job)),
        "answers": _answers(job),
        "facts": {
            "score": job.score,
            "reason": job.score_reason,
            "engine": job.score_engine,
            "confidence": job.score_confidence,
        },
    }


def canonical(found: dict[str, Any]) -> str:
    return json.dumps(found, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _posting(job: Job) -> dict[str, Any]:
    return {
        "title": job.title,
        "employer": job.employer,
        "location": job.location,
        "salary": job.salary,
        "deadline": job.deadline,
        "source": job.source,
        "sourceJobId": job.source_job_id,
        "jobUrl": job.job_url,
        "applicationLink": job.application_link,
        "jobUrlDirect": job.job_url_direct,
        "description": job.description,
        "descriptionHtml": job.description_html,
    }


def _resume(job: Job, pdf: RenderedPdf | None) -> dict[str, Any]:
    """The texts are those that were printed, when the file says which."""
    printed = pdf.tailoring if pdf else None
    return {
        "pdf": job.applied_pdf_digest,
        "pdfSource": job.pdf_source if job.applied_pdf_digest else None,
        "pages": pdf.pages if pdf else None,
        "theme": pdf.theme if pdf else None,
        "base": str(pdf.resume_version_id) if pdf and pdf.resume_version_id else None,
        "tailored": _printed(printed) if printed else _standing(job),
    }


def _printed(texts: Tailoring) -> dict[str, Any]:
    return {
        "headline": texts.headline,
        "summary": texts.summary,
        "skills": texts.skills,
        "projects": texts.project_ids,
        "bullets": texts.edits,
    }


def _standing(job: Job) -> dict[str, Any]:
    return {
        "headline": job.tailored_headline,
        "summary": job.tailored_summary,
        "skills": job.skills(),
        "projects": job.project_ids(),
        "bullets": _bullets(job) if job.edits_digest else [],
    }


def _bullets(job: Job) -> list[dict[str, Any]]:
    accepted = job.edits.filter(status="accepted", kind__in=OF_BULLETS).order_by("id")
    return [dict(one) for one in accepted.values("kind", "address", "before", "after")]


def _letter(letter: CoverLetter | None) -> dict[str, Any] | None:
    if letter is None:
        return None
    return {
        "id": str(letter.pk),
        "version": letter.version,
        "language": letter.language,
        "text": letter.text,
        "pdf": letter.pdf_digest or None,
    }


def _answers(job: Job) -> list[dict[str, str]]:
    given = job.answers.order_by("created_at", "id")
    return [{"question": one.question, "answer": one.answer} for one in given]
