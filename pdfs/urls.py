from django.urls import URLPattern, URLResolver, path

from pdfs import redirects, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pdfs/resume_<uuid:job_id>.pdf", views.resume, name="resume_pdf"),
    path("cv/<str:token>", redirects.opened, name="tracer_link"),
]
