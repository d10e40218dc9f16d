from django.urls import URLPattern, URLResolver, path

from pdfs import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("resume_<uuid:job_id>.pdf", views.resume, name="resume_pdf"),
]
