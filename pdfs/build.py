"""One PDF: freeze the inputs, compose, print, check, keep. Called under a lease, never by a
door.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F

from jobops.lib.errors import Refused
from orchestrator import preferences
from orchestrator.jobs.freshness import Contexts
from orchestrator.models import Job
from orchestrator.models.job import digest_of
from pdfs import fitting, inspect, metadata, options, photograph, render, store, themes
from pdfs.expected import Expected
from pdfs.models import RenderedPdf
from pdfs.tracer import printing
from tailoring import covering, freezing, library, tailor
from tailoring.documents.merge import merge
from tailoring.models import ResumeVersion, Tailoring
from tailoring.printable import LeftOut, printable

MOST_INSPECTIONS = 3


@dataclass(frozen=True)
class Frozen:
    """Everything that shapes one file, read once; what is edited afterwards is the next file's."""

    job: Job
    version: ResumeVersion
    document: Mapping[str, Any]
    page: themes.Page
    context: str | None
    tailoring: Tailoring
    left_out: tuple[LeftOut, ...] = ()

    @property
    def fingerprint(self) -> str:
        return digest_of({"inputs": self.job.inputs, "context": self.context})

    def kept(self) -> dict[str, Any]:
        """The columns that say what a file was made from."""
        return {
            "job": self.job,
            "inputs": self.job.inputs,
            "context": self.context or "",
            "fingerprint": self.fingerprint,
            "resume_version": self.version,
            "theme": self.page.theme,
            "tailoring": self.tailoring,
            "left_out": [one.to_json() for one in self.left_out],
        }


@dataclass(frozen=True)
class Built:
    pdf: RenderedPdf
    duration_ms: int

    def told(self) -> dict[str, int]:
        """What an event says of it."""
        return {"durationMs": self.duration_ms, "pages": self.pdf.pages, **self.result()}

    def result(self) -> dict[str, int]:
        """What an answer's meta says: how many texts and changes are not on the page."""
        return {"leftOut": len(self.pdf.left_out)} if self.pdf.left_out else {}

    def pointer(self) -> dict[str, Any]:
        """The columns with which a job points at this file."""
        return {
            "pdf_digest": self.pdf.digest,
            "pdf_source": "generated",
            "pdf_fingerprint": self.pdf.fingerprint,
            "pdf_inputs": self.pdf.inputs,
            "pdf_context": self.pdf.context,
            "pdf_generated_at": self.pdf.created_at,
        }


def build(job: Job) -> Built:
    """Print `job` as its row says now. Raises RenderError or Refused; then no row points at
    anything new.
    """
    started = time.perf_counter()
    frozen = freeze(job)
    if settings.CHROMIUM_PATH:
        render.configure(path=settings.CHROMIUM_PATH)
    printed = fitting.printed(
        frozen.document,
        frozen.page,
        photo=photograph.of(frozen.version.document) if frozen.page.photo else None,
        finish=lambda html: printing.traced(frozen.job, html),
        deadline=settings.PRINT_SECONDS,
    )
    composed = printed.composed
    # As printed: what was left out of the page must not stand in its title.
    content = metadata.seal(
        printed.pdf,
        title=composed.expected.title,
        author=composed.expected.name,
        language=composed.expected.language,
        newest=max(frozen.version.created_at, frozen.job.inputs_at),
    )
    pages = inspect.quick(content, composed.expected)
    digest = store.put(frozen.job.owner_id, content)
    duration = round((time.perf_counter() - started) * 1000)
    pdf = RenderedPdf.objects.create(
        digest=digest,
        size=len(content),
        pages=pages,
        source="generated",
        chromium=(render.status().version or "")[:40],
        notices=list(printed.notices),
        expected=composed.expected.to_json(),
        duration_ms=duration,
        **frozen.kept(),
    )
    return Built(pdf, duration)


def freeze(job: Job) -> Frozen:
    row = Job.objects.select_related("owner").get(pk=job.pk)
    # Read before the base: one that is saved meanwhile makes the file stale, never wrongly current.
    contexts = Contexts(row.owner)
    contexts.digests()
    version = library.base_of(row)
    if version is None:
        raise Refused("resume_missing")
    tailor.settle_projects(row, version)
    found = freezing.freeze(row, version)
    return Frozen(
        job=found.job,
        version=found.version,
        document=merge(found.version.data, found.printable.tailored),
        page=page_for(found.job, version=found.version),
        context=contexts.of(found.job),
        tailoring=found.tailoring,
        left_out=tuple(found.printable.left_out),
    )


def merged(job: Job, version: ResumeVersion) -> dict[str, Any]:
    """The base with everything that was decided for this job and may be printed."""
    return merge(version.data, printable(job, version).tailored)


def page_for(job: Job, *, version: ResumeVersion) -> themes.Page:
    """The job's own page options over the owner's settings over what the résumé's language
    suggests.
    """
    return options.page(preferences.of(job.owner), job.page_options, raw=version.data)


def examine(pdf_id: str) -> None:
    """The full inspection, apart from the build: what a parser reads, stored with the file."""
    wanted = RenderedPdf.objects.select_related("job", "resume_version")
    pdf = wanted.filter(pk=pdf_id, verdict__isnull=True).first()
    if pdf is None or pdf.inspections >= MOST_INSPECTIONS:
        return
    content = store.read(pdf.job.owner_id, pdf.digest)
    if content is None:
        return
    # Counted before it begins: a file that kills whoever reads it is not offered for ever.
    RenderedPdf.objects.filter(pk=pdf.pk).update(inspections=F("inspections") + 1)
    expected = Expected.from_json(pdf.expected) if pdf.expected else None
    verdict = inspect.full(content, expected)
    RenderedPdf.objects.filter(pk=pdf.pk).update(
        verdict=verdict.to_json(),
        verdict_status=verdict.status,
        expected=None,
        coverage=_coverage(pdf, verdict.text),
    )


def _coverage(pdf: RenderedPdf, text: str) -> dict[str, Any] | None:
    """Of what a parser reads, against the résumé the file was made from; none for a brought one."""
    if pdf.resume_version is None:
        return None
    return covering.of_text(pdf.job, version=pdf.resume_version, text=text).to_json()
