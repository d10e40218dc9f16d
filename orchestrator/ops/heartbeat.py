"""The worker group's sign of life, with the browser it would print with. No browser is started."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.utils import timezone

from orchestrator import leases
from orchestrator.models import Heartbeat
from pdfs import render

FORGOTTEN = timedelta(days=1)


def beat() -> None:
    now = timezone.now()
    browser = render.status()
    Heartbeat.objects.update_or_create(
        group=_group(),
        defaults={
            "host": socket.gethostname()[:60],
            "pid": os.getpid(),
            "at": now,
            "chromium": f"{browser.path or ''} {browser.version or ''}".strip()[:120],
            "chromium_error": "no_browser" if browser.error else "",
        },
    )
    Heartbeat.objects.filter(at__lt=now - FORGOTTEN).delete()


def leave() -> None:
    """Say at once that nobody works here any more, instead of after a minute."""
    Heartbeat.objects.filter(group=_group()).delete()


def _group() -> str:
    return leases.worker_name().split("/")[1]
