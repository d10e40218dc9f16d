from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestrator.ops import prepare
from orchestrator.tracking import packets


class Command(BaseCommand):
    help = "Compute the seal of every packet again, read its files, and name those that differ."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        wrong = 0
        for packet, why in packets.damaged():
            wrong += 1
            self.stderr.write(f"Packet {packet.pk} of job {packet.job_id}: {why}.")
        if wrong:
            raise CommandError(f"Damaged packets: {wrong}.")
        self.stdout.write(f"Sound packets: {packets.count()}, none damaged.")
