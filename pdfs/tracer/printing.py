"""The page of a job whose owner wants to know whether its links are opened."""

from __future__ import annotations

from django.conf import settings

from orchestrator.models import Job
from pdfs.tracer import hrefs, links, readiness

PLAIN = "Printed with plain links: {sentence}"


def traced(job: Job, html: str) -> tuple[str, tuple[str, ...]]:
    """The page with redirecting links behind the same words, and notices. A public address that
    does not answer is no reason to print nothing: the links stay plain.
    """
    if not job.tracer_links:
        return html, ()
    found = readiness.stored()
    if not found.is_ready:
        return html, (PLAIN.format(sentence=found.sentence),)
    base = settings.PUBLIC_BASE_URL
    instead = links.for_job(job, hrefs.targets(html, base=base), base=base)
    return hrefs.rewritten(html, instead), ()
