from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.ops import prepare
from orchestrator.sponsors import comparing, loading, tending
from orchestrator.sponsors.registers import COUNTRIES


class Command(BaseCommand):
    help = "Load a register of visa sponsors: from a file, or without one from its publisher."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--country", choices=COUNTRIES, required=True)
        parser.add_argument("--file", type=Path, help="the file as it is published; asks nobody")
        parser.add_argument("--force", action="store_true", help="also a much smaller file")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.ensure_tables()
        register = loading.register_of(options["country"])
        self.verbosity = options["verbosity"]
        try:
            done = tending.now(register, options["file"], forced=options["force"], say=self.told)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except Problem as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(done.sentence)
        self.stdout.write(f"{comparing.run(str(register.pk)):,} jobs compared.")

    def told(self, done: int, total: int) -> None:
        if done % 20_000 == 0 and self.verbosity > 1:
            self.stdout.write(f"{done:,} of {total:,}")
