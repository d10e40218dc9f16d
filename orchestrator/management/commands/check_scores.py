from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestrator.ops import prepare
from orchestrator.pipeline import recount


class Command(BaseCommand):
    help = "Compute every stored score again from its ledger, and name those that differ."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        checked = recount.check()
        for line in checked.differing:
            self.stderr.write(line)
        self.stdout.write(checked.sentence())
        if checked.differing:
            raise CommandError(f"{len(checked.differing)} cards differ.")
