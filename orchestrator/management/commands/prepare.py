from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orchestrator.ops import prepare


class Command(BaseCommand):
    help = "Make tables, search index and static files as this version needs them."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for line in prepare.prepare() or ["Everything was ready."]:
            self.stdout.write(line)
