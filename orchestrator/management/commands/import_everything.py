from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.transfer import reading


class Command(OwnerCommand):
    help = "Take in an archive of export_everything. What is here already stays as it is."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="look and report, store nothing")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        dry = options["dry_run"]
        try:
            with options["file"].open("rb") as source:
                report = reading.take(owner, source, dry=dry, tell=self._tell)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        for what, why in report.refused:
            self.stderr.write(f"{what}: {why}")
        new, here = report.new["Job"], report.here["Job"]
        self.stdout.write(
            f"{new} jobs {'would be' if dry else 'were'} taken in, {here} are here already, "
            f"{report.refusals} rows cannot be taken."
        )

    def _tell(self, done: int, total: int) -> None:
        if done % 1000 == 0:
            self.stdout.write(f"{done} of {total}")
