"""Addresses outside the API that are files of the workspace: a token that may read opens them.
Every other address there is a page, for people.
"""

from __future__ import annotations

JOB, RESUME, PACKET = "job/<uuid:pk>", "design-resume/<uuid:pk>", "packet/<uuid:packet>"

FILES = frozenset({
    "pdfs/resume_<uuid:job_id>.pdf",
    "jobs/<tab:tab>.csv",
    "overview/<str:figure>.csv",
    "tracer-links/file",
    f"{JOB}/pdf/sent",
    f"{JOB}/pdf/<uuid:version>",
    f"{JOB}/{PACKET}.zip",
    f"{JOB}/{PACKET}/resume.pdf",
    f"{JOB}/{PACKET}/letter.pdf",
    f"{JOB}/documents/<uuid:document>",
    f"{JOB}/letters/<uuid:letter>/pdf",
    f"{JOB}/ghostwriter.md",
    f"{JOB}/ghostwriter/<uuid:message>/source",
    f"{RESUME}/photo.jpg",
    f"{RESUME}/original",
    f"{RESUME}/export/<str:kind>",
    "design-resume/gallery/<slug:theme>.webp",
    "design-resume/gallery/<slug:theme>.pdf",
})  # fmt: skip
