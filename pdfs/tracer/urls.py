from django.urls import URLPattern, URLResolver, path

from pdfs.tracer import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>", views.opened, name="tracer_link"),
]
