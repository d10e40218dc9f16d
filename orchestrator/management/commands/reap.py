from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orchestrator.ops import prepare, reaper


class Command(BaseCommand):
    help = "Give back what dead workers hold: jobs, operations and runs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        done = reaper.reap()
        freed = f"{done.leases} leases freed, {done.operations} operations closed, "
        self.stdout.write(f"{freed}{done.requeued} tasks queued again, {done.runs} runs woken.")
