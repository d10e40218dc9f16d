from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.accounts import invited, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/code", views.code, name="sign-in-code"),
    path("invitation/<str:text>", invited.page, name="invitation"),
    path("setup", views.setup, name="setup"),
    path("sign-out", views.sign_out, name="sign-out"),
]
