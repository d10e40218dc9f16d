from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from tailoring.views import facts, resume

NAMES = "|".join(resume.SECTIONS)

urlpatterns: list[URLPattern | URLResolver] = [
    path("design-resume", resume.bases, name="resume-list"),
    path("design-resume/import", resume.take_file, name="resume-import"),
    path("design-resume/server", resume.server, name="resume-server"),
    path("design-resume/server/take", resume.take_upstream, name="resume-take"),
    path("design-resume/facts", facts.page, name="facts"),
    path("design-resume/facts/<uuid:fact>/remove", facts.remove, name="fact-remove"),
    path("design-resume/facts/<uuid:fact>/restore", facts.restore, name="fact-restore"),
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
