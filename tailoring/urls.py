from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from tailoring.views import bases, facts, gallery, photo, resume, reviews, revisions, sections

NAMES = "|".join(resume.SECTIONS)
LISTS = "|".join(sections.EDITED)

urlpatterns: list[URLPattern | URLResolver] = [
    path("design-resume", bases.bases, name="resume-list"),
    path("design-resume/import", bases.take_file, name="resume-import"),
    path("design-resume/import/<uuid:pk>", reviews.review, name="resume-review"),
    path("design-resume/server", bases.server, name="resume-server"),
    path("design-resume/server/take", bases.take_upstream, name="resume-take"),
    path("design-resume/gallery", gallery.page, name="gallery"),
    path("design-resume/gallery/use", gallery.use, name="gallery-use"),
    path("design-resume/gallery/job/<uuid:pk>", gallery.save, name="gallery-job"),
    *(
        path(f"design-resume/gallery/<slug:theme>.{kind}", gallery.drawn, {"kind": kind})
        for kind in gallery.TYPES
    ),
    path("design-resume/<uuid:pk>/photo", photo.page, name="photo"),
    path("design-resume/<uuid:pk>/photo.jpg", photo.picture, name="photo-picture"),
    path("design-resume/<uuid:pk>/photo/remove", photo.remove, name="photo-remove"),
    path("design-resume/facts", facts.page, name="facts"),
    path("design-resume/facts/<uuid:stated>/remove", facts.remove, name="fact-remove"),
    path("design-resume/facts/<uuid:stated>/restore", facts.restore, name="fact-restore"),
    path("design-resume/<uuid:pk>", resume.one, name="resume-one"),
    path("design-resume/<uuid:pk>/versions", revisions.listed, name="resume-versions"),
    path("design-resume/<uuid:pk>/versions/<int:number>", revisions.one, name="resume-version"),
    path(
        "design-resume/<uuid:pk>/versions/<int:number>/restore",
        revisions.restore,
        name="resume-restore",
    ),
    path("design-resume/<uuid:pk>/original", revisions.original, name="resume-original"),
    path("design-resume/<uuid:pk>/duplicate", revisions.duplicate, name="resume-duplicate"),
    path("design-resume/<uuid:pk>/details", revisions.details, name="resume-details"),
    path("design-resume/<uuid:pk>/default", bases.make_default, name="resume-default"),
    path("design-resume/<uuid:pk>/remove", bases.remove, name="resume-remove"),
    path("design-resume/<uuid:pk>/export/<str:kind>", resume.export, name="resume-export"),
    re_path(
        rf"^design-resume/(?P<pk>[0-9a-f-]{{36}})/(?P<name>{NAMES})$",
        resume.section,
        name="resume-section",
    ),
    re_path(
        rf"^design-resume/(?P<pk>[0-9a-f-]{{36}})/(?P<name>{LISTS})$",
        sections.section,
        name="resume-entries",
    ),
]
