"""Includes only; each room names its own paths."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("orchestrator.api.urls")),
    path("", include("orchestrator.api.health")),
    path("", include("orchestrator.api.metrics")),
    path("", include("pdfs.urls")),
    path("admin/", include("orchestrator.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("orchestrator.accounts.urls")),
    path("", include("tailoring.urls")),
    path("", include("orchestrator.workspace.urls")),
]

handler400 = "jobops.web.problems.bad_request"
handler404 = "jobops.web.problems.not_found"
handler500 = "jobops.web.problems.server_error"
