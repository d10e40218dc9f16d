from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orchestrator.jobs import expiry


class Command(BaseCommand):
    help = "Expire the jobs whose deadline has passed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expiry.sweep()} jobs expired.")
