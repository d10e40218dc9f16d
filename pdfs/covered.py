"""How much of what a job asks for, and the person has, stands on its page."""

from __future__ import annotations

from jobops.lib.errors import Refused
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job
from pdfs import build
from pdfs.models import RenderedPdf
from tailoring import covering, library
from tailoring.coverage import from_json
from tailoring.covering import Covering


def of(job: Job) -> Covering | None:
    """Of the finished file while it is current, else of the page as it would be; None without a
    base.
    """
    if Contexts(job.owner).freshness(job) == "current":
        read = RenderedPdf.objects.filter(
            job=job, digest=job.pdf_digest, coverage__isnull=False
        ).order_by("-id")
        if stored := read.values_list("coverage", flat=True).first():
            return Covering(from_json(stored), is_preview=False)
    version = library.base_of(job)
    if version is None:
        return None
    return covering.preview(job, version=version, document=build.merged(job, version))


def require(job: Job) -> Covering:
    """Raises Refused(resume_missing)."""
    found = of(job)
    if found is None:
        raise Refused("resume_missing")
    return found
