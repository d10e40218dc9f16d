from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orchestrator.jobs import expiry
from orchestrator.ops import prepare


class Command(BaseCommand):
    help = "Expire the jobs whose deadline has passed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        self.stdout.write(f"{expiry.sweep()} jobs expired.")
