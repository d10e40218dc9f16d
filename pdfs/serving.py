"""The file behind a job's address, with the name it is downloaded under."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from jobops.web.files import Served
from orchestrator.models import Job
from pdfs import naming, store
from tailoring import library
from tailoring.documents import schema


def served(job: Job, digest: str | None, *, attachment: bool, cache: str) -> Served:
    """The file of `digest`, which the row names. Http404 when there is none."""
    if not digest:
        raise Http404
    plain, own = _names(job)
    name = store.name_of(job.owner_id, digest)
    return Served(name, digest, "application/pdf", plain, own, attachment=attachment, cache=cache)


def is_lost(job: Job) -> bool:
    """Whether the row names a file that is gone."""
    return bool(job.pdf_digest) and not store.seems_there(job.owner_id, job.pdf_digest or "")


def version(job: Job, pk: UUID) -> str:
    """The digest of one of the job's own files. Http404 when it has no such file."""
    digest: str | None = job.pdfs.filter(pk=pk).values_list("digest", flat=True).first()
    if digest is None:
        raise Http404
    return digest


def person(job: Job) -> tuple[str, str]:
    """Whose files these are, and in which language names are written."""
    version = library.base_of(job)
    resume = schema.read(version.data) if version else None
    return (resume.basics.name, resume.locale) if resume else ("", "en")


def _names(job: Job) -> tuple[str, str]:
    name, locale = person(job)
    return naming.download_name(name, job.title, job.employer, locale, fallback=f"resume_{job.pk}")
