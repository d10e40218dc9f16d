from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.ops import backups, prepare


class Command(BaseCommand):
    help = "Make a backup and read it back; with --verify read back the newest one instead."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", action="store_true", help="make none, check the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        found = self.checked() if options["verify"] else self.made()
        result = found.result
        if result is None or result.faults:
            faults = result.faults if result else ("It was not read back.",)
            raise CommandError(f"{found.filename}: {' '.join(faults)}")
        size = found.size / 1024**2
        self.stdout.write(f"{found.path}: {size:,.1f} MiB, {result.files:,} files, all readable.")

    def made(self) -> backups.Backup:
        try:
            return backups.create("manual", actor="command")
        except Problem as refused:
            raise CommandError(refused.sentence) from refused

    def checked(self) -> backups.Backup:
        newest = next(iter(backups.listed()), None)
        if newest is None:
            raise CommandError("There is no backup yet.")
        backups.check(newest)
        return backups.find(newest.filename)
