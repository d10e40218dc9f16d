"""Pages of the console beside the lists of rows; they come before Django's own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from orchestrator.accounts import views
from orchestrator.admin import overview

urlpatterns = [
    path("", admin.site.admin_view(overview.first), name="overview"),
    path("find/", admin.site.admin_view(overview.find), name="find"),
    path("report/", admin.site.admin_view(overview.report), name="report"),
    path("act/", admin.site.admin_view(overview.act), name="act"),
    # There is one front door: Django's own has neither throttle nor second step.
    path("login/", views.console, name="console-login"),
    path("logout/", views.sign_out, name="console-logout"),
    path("password_change/", views.account, name="console-password"),
    path("password_change/done/", views.account, name="console-password-done"),
]
