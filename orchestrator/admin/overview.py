"""The console's first page: what runs, what waits, what failed, and buttons that set it going."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.web.fragments import see_other
from orchestrator.admin.acts import ACTS
from orchestrator.ops import overview, status, tracing, trouble


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    context = {"title": "Operations", "now": overview.read(), "app_list": _apps(request)}
    return _drawn(request, "admin/overview.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Everything that carries one id."""
    term = request.GET.get("q", "").replace("\0", "").strip()[:128]
    context = {"title": "Find by id", "q": term, "found": tracing.find(term) if term else None}
    return _drawn(request, "admin/find.html", context)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The facts as text, without anything private."""
    now = timezone.now()
    text = status.report(status.facts(now), at=now)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One button of the page; what was done is said, and kept in the log."""
    verb, target = request.POST.get("verb", ""), request.POST.get("target", "")
    try:
        said = ACTS[verb](target) if verb in ACTS else trouble.again(verb, target)
        _keep(request, verb, target=target, said=said)
        messages.success(request, said)
    except Problem as refused:
        messages.warning(request, refused.sentence)
    return see_other("/admin/")


def _drawn(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context})


def _apps(request: HttpRequest) -> list[Any]:
    return admin.site.get_app_list(request)


def _keep(request: HttpRequest, verb: str, *, target: str, said: str) -> None:
    LogEntry.objects.create(
        user_id=str(request.user.pk),
        action_flag=CHANGE,
        object_id=target[:255] or None,
        object_repr=f"{verb} {target}".strip()[:200],
        change_message=said,
    )
