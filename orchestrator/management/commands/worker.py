from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from orchestrator.ops import prepare, worker


class Command(BaseCommand):
    help = "Run the background work of this data folder until SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        sys.exit(worker.run())
