"""The addresses of the review in Tailor."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import review_doors, review_versions

JOB = "jobs/<uuid:pk>"
VERBS = ("accept", "reject", "undo", "rewrite", "leave_out")
ALL = ("accept_supported", "leave_out_all")
BULLETS = ("own", "hide", "show")

REVIEW: list[URLPattern | URLResolver] = [
    *(
        path(f"{JOB}/edits/<uuid:edit>/{verb}", review_doors.decide, {"verb": verb})
        for verb in VERBS
    ),
    path(f"{JOB}/edits/<uuid:edit>/keep", review_doors.keep),
    path(f"{JOB}/edits/<uuid:edit>/confirm/<int:at>", review_doors.confirm),
    *(
        path(f"jobs/<uuid:pk>/edits/{verb}", review_doors.decide_all, {"verb": verb})
        for verb in ALL
    ),
    *(
        path(f"jobs/<uuid:pk>/bullets/{verb}", review_doors.bullet, {"verb": verb})
        for verb in BULLETS
    ),
    path(f"{JOB}/have/<int:at>", review_doors.have),
    path(f"{JOB}/versions/<uuid:tailoring>/restore", review_versions.restore),
    path("job/<uuid:pk>/tailoring/<uuid:tailoring>", review_versions.page),
]
