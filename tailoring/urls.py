from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from tailoring.views import facts, gallery, photo, resume, reviews

NAMES = "|".join(resume.SECTIONS)

urlpatterns: list[URLPattern | URLResolver] = [
    path("design-resume", resume.bases, name="resume-list"),
    path("design-resume/import", resume.take_file, name="resume-import"),
    path("design-resume/import/<uuid:pk>", reviews.review, name="resume-review"),
    path("design-resume/server", resume.server, name="resume-server"),
    path("design-resume/server/take", resume.take_upstream, name="resume-take"),
    path("design-resume/gallery", gallery.page, name="gallery"),
    path("design-resume/gallery/use", gallery.use, name="gallery-use"),
    re_path(
        rf"^design-resume/gallery/(?P<theme>[a-z]+)\.(?P<kind>{'|'.join(gallery.TYPES)})$",
        gallery.drawn,
        name="gallery-drawn",
    ),
    path("design-resume/<uuid:pk>/photo", photo.page, name="photo"),
    path("design-resume/<uuid:pk>/photo.jpg", photo.picture, name="photo-picture"),
    path("design-resume/<uuid:pk>/photo/remove", photo.remove, name="photo-remove"),
    path("design-resume/facts", facts.page, name="facts"),
    path("design-resume/facts/<uuid:stated>/remove", facts.remove, name="fact-remove"),
    path("design-resume/facts/<uuid:stated>/restore", facts.restore, name="fact-restore"),
    path("design-resume/<uuid:pk>", resume.one, name="resume-one"),
    path("design-resume/<uuid:pk>/default", resume.make_default, name="resume-default"),
    path("design-resume/<uuid:pk>/remove", resume.remove, name="resume-remove"),
    path("design-resume/<uuid:pk>/export/<str:kind>", resume.export, name="resume-export"),
    re_path(
        rf"^design-resume/(?P<pk>[0-9a-f-]{{36}})/(?P<name>{NAMES})$",
        resume.section,
        name="resume-section",
    ),
]
